//! The field's fixed words as schemas. The domain knows nothing of documents.

use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        ObjectBuilder, RefOr,
        schema::{Schema, Type},
    },
};

use super::gap_reports::ReportFormat;
use crate::{
    domain::{
        DemandUnit, Environment, EvidenceState, Language, OrganisationType, Permission, Role, Service,
        Severity, Technology,
    },
    procurement::ZoneOutcome,
    tiles::{LAYERS, LayerId},
};

macro_rules! word_schemas {
    ($($type:ident: $description:literal;)+) => {$(
        impl PartialSchema for $type {
            fn schema() -> RefOr<Schema> {
                words($description, $type::ALL.iter().map(|word| word.as_str()))
            }
        }

        impl ToSchema for $type {}
    )+};
}

word_schemas! {
    DemandUnit: "What a requirement counts.";
    Environment: "Where the user stands.";
    EvidenceState: "What measurements say of a claim. Not measured is never \"no coverage\".";
    Language: "A language in which the service speaks.";
    OrganisationType: "What kind of organisation it is.";
    Permission: "What somebody may do beside reading what is released.";
    ReportFormat: "What a report is written as.";
    Role: "What somebody is in the service; each role has its permissions.";
    Service: "Speech, or data by its download rate in Mbit/s.";
    Severity: "`warning`: taken, perhaps repaired; `error`: left out.";
    Technology: "The generation of radio technology.";
    ZoneOutcome: "`waived`: below the threshold, but not below a waiver's in force; `no_demand`: nothing to count.";
}

impl PartialSchema for LayerId {
    fn schema() -> RefOr<Schema> {
        words("A layer of the map.", LAYERS.iter().map(|layer| layer.id.name()))
    }
}

impl ToSchema for LayerId {}

fn words(description: &str, words: impl Iterator<Item = &'static str>) -> RefOr<Schema> {
    let object = ObjectBuilder::new().schema_type(Type::String).description(Some(description));
    object.enum_values(Some(words)).into()
}
