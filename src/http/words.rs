//! The field's fixed words as schemas. The domain knows nothing of documents.

use utoipa::{
    PartialSchema, ToSchema,
    openapi::{
        ObjectBuilder, RefOr,
        schema::{Schema, Type},
    },
};

use super::{findings_format::FindingsFormat, gap_reports::ReportFormat};
use crate::{
    domain::{
        Carriage, DeliveryKind, DeliveryState, DemandUnit, Environment, EvidenceState, HeaderField, Language,
        OrganisationType, Permission, Role, Service, Severity, Technology,
    },
    ingest::coverage::CoverageFormat,
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
    Carriage: "Whose masts give the coverage.";
    CoverageFormat: "What coverage is delivered as.";
    DeliveryKind: "`contract`: an operator's, every assumption stated; `reference`: published elsewhere.";
    DeliveryState: "How far a delivery has come.";
    DemandUnit: "What a requirement counts.";
    Environment: "Where the user stands.";
    FindingsFormat: "What findings are written as.";
    HeaderField: "What a delivery says of itself.";
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
