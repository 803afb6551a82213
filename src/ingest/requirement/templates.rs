//! Templates: requirements to begin from, one for each thing that coverage is
//! counted over, with the model that each follows. They are data.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::BilingualDocument;

/// A requirement to begin from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RequirementTemplate {
    pub id: String,
    pub name: BilingualDocument,
    /// Which requirement elsewhere it follows, and what is taken from it.
    pub model: BilingualDocument,
    /// Members that only whoever uses it can give, such as `zones`.
    pub to_fill: Vec<String>,
    /// A requirement, but for those members.
    #[schema(value_type = Object)]
    pub requirement: Map<String, Value>,
}

/// All templates, in the order in which they are shown.
pub fn requirement_templates() -> &'static [RequirementTemplate] {
    static TEMPLATES: LazyLock<Vec<RequirementTemplate>> = LazyLock::new(|| {
        serde_json::from_str(include_str!("templates.json")).expect("a test reads the same file")
    });
    &TEMPLATES
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use super::*;
    use crate::{
        domain::{Bilingual, DemandUnit, Environment, Place, Region},
        ingest::{requirement::RequirementDocument, testing},
    };

    /// With a county around the municipalities, and an organisation's place.
    fn region() -> Region {
        let mut region = testing::region();
        let county = crate::domain::Zone {
            code: crate::domain::ZoneCode::new("24"),
            name: "Demonstration".to_owned(),
            kind: crate::domain::ZoneKind::new("county"),
            parent: None,
            outline: region.zones[0].outline.clone(),
        };
        region.zones.iter_mut().for_each(|zone| zone.parent = Some(county.code.clone()));
        region.zones.push(county);
        region.demand.places.push(Place {
            name: "Skolan".to_owned(),
            kind: "school".to_owned(),
            environment: Environment::Indoor,
            organisation: "Demonstration".to_owned(),
            position: geo::Coord { x: 720_000.0, y: 7_230_000.0 },
        });
        region
    }

    fn filled(template: &RequirementTemplate) -> RequirementDocument {
        let mut requirement = template.requirement.clone();
        for member in &template.to_fill {
            assert_eq!(member, "zones", "{}", template.id);
            assert!(!requirement.contains_key(member), "{}", template.id);
            let square = [[20.1, 65.1], [20.12, 65.1], [20.12, 65.11], [20.1, 65.1]];
            let area = json!({"type": "Polygon", "coordinates": [square]});
            requirement.insert(member.clone(), json!({"areas": [{"name": "Korsningen", "area": area}]}));
        }
        serde_json::from_value(requirement.into()).unwrap()
    }

    #[test]
    fn each_template_is_a_requirement_once_it_is_filled() {
        let mut ids = BTreeSet::new();
        for template in requirement_templates() {
            let read = filled(template).to_requirement(&region());
            assert!(read.is_ok(), "{}: {read:?}", template.id);
            assert!(ids.insert(&template.id), "{} is there twice", template.id);
        }
    }

    #[test]
    fn everything_that_is_counted_has_a_template() {
        let units: BTreeSet<String> =
            requirement_templates().iter().map(|template| filled(template).unit).collect();
        let all: BTreeSet<String> = DemandUnit::ALL.iter().map(ToString::to_string).collect();
        assert_eq!(units, all);
    }

    #[test]
    fn the_models_are_named() {
        let models =
            || requirement_templates().iter().map(|template| Bilingual::from(template.model.clone()));
        for model in ["Danish", "Dutch", "Swedish"] {
            assert!(models().any(|text| text.en.contains(model)), "{model}");
        }
        assert!(models().all(|text| !text.sv.is_empty()));
    }
}
