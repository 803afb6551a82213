//! Roads and trails.

use geo::Geometry;

use super::{Conversion, Entry, SourceFeature, expected};
use crate::sources::{Result, SourceFault};

const NOT_FOR_CARS: &str = "not for cars";

impl Conversion<'_> {
    /// A link of the road network. What is not for cars is left out; what has no
    /// number is a road all the same.
    pub(super) fn take_road(&mut self, key: &str, feature: &SourceFeature) -> Result<()> {
        let text = |name: &str| feature.optional(&self.source.fields, name);
        let traffic = text("traffic")?;
        let class = class(text("category")?.as_deref()).map_err(|category| {
            feature.error(SourceFault::BadValue, format!("`{category}` is no category of roads"))
        })?;
        let route = route(class, text("number")?.as_deref(), text("part")?.as_deref());
        let name = text("name")?.unwrap_or_else(|| {
            if route.starts_with('E') || route.is_empty() { route.clone() } else { format!("Väg {route}") }
        });
        if traffic.is_some_and(|traffic| !is_for_cars(&traffic)) {
            self.leave_out(NOT_FOR_CARS, 1);
            return Ok(());
        }
        let mut properties = self.properties(feature, &["functional_class"])?;
        properties.insert("name".to_owned(), name.into());
        properties.insert("class".to_owned(), class.into());
        properties.insert("route".to_owned(), route.into());
        self.write(0, key, &Entry { geometry: lines(feature)?, properties })
    }

    pub(super) fn take_trail(&mut self, key: &str, feature: &SourceFeature) -> Result<()> {
        if self.outlines.is_some_and(|outlines| !outlines.touch(&feature.geometry)) {
            self.leave_out("outside the municipalities", 1);
            return Ok(());
        }
        let properties = self.properties(feature, &["name", "class", "route"])?;
        self.write(0, key, &Entry { geometry: lines(feature)?, properties })
    }
}

fn lines(feature: &SourceFeature) -> Result<Geometry<f64>> {
    match &feature.geometry {
        Geometry::LineString(_) | Geometry::MultiLineString(_) => Ok(feature.geometry.clone()),
        _ => Err(expected(feature, "a LineString or MultiLineString")),
    }
}

/// The region's word for a category of NVDB, by its number or its name: 1 European,
/// 2 national, 3 primary county and 4 other county roads.
fn class(category: Option<&str>) -> std::result::Result<&'static str, String> {
    let Some(category) = category else { return Ok("ovrig") };
    match category.to_lowercase().as_str() {
        "1" | "europaväg" => Ok("europavag"),
        "2" | "riksväg" => Ok("riksvag"),
        "3" | "4" | "primär länsväg" | "övrig länsväg" => Ok("lansvag"),
        "0" | "-1" => Ok("ovrig"),
        _ => Err(category.to_owned()),
    }
}

/// E4, 95, 363, or E4.24 with a part of its own. None where there is no number.
fn route(class: &str, number: Option<&str>, part: Option<&str>) -> String {
    let is_there = |text: &&str| !matches!(*text, "0" | "-1");
    let Some(number) = number.filter(is_there) else { return String::new() };
    let letter = if class == "europavag" { "E" } else { "" };
    match part.filter(is_there) {
        Some(part) => format!("{letter}{number}.{part}"),
        None => format!("{letter}{number}"),
    }
}

/// NVDB's kinds of network: 1 for cars, 2 for bicycles, 3 ferries, 4 on foot.
fn is_for_cars(traffic: &str) -> bool {
    matches!(traffic.to_lowercase().as_str(), "1" | "bilnät")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_and_routes() {
        for (category, number, part, expected) in [
            (Some("1"), Some("4"), None, Ok(("europavag", "E4"))),
            (Some("Europaväg"), Some("4"), Some("24"), Ok(("europavag", "E4.24"))),
            (Some("2"), Some("95"), Some("0"), Ok(("riksvag", "95"))),
            (Some("4"), Some("515"), None, Ok(("lansvag", "515"))),
            (None, Some("0"), None, Ok(("ovrig", ""))),
            (Some("motorbana"), None, None, Err("motorbana".to_owned())),
        ] {
            let found = class(category).map(|class| (class, route(class, number, part)));
            assert_eq!(found, expected.map(|(class, route)| (class, route.to_owned())), "{category:?}");
        }
    }

    #[test]
    fn cars() {
        assert!(is_for_cars("1") && is_for_cars("Bilnät"));
        assert!(!is_for_cars("2") && !is_for_cars("Cykelnät"));
    }
}
