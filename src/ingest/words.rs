//! The field's fixed words as schemas of documents. The domain knows nothing of them.

use utoipa::openapi::{
    ObjectBuilder, RefOr,
    schema::{Schema, Type},
};

use super::coverage::CoverageFormat;
use crate::domain::{
    AntennaPlacement, AwardMethod, Carriage, DeliveryKind, DeliveryState, DemandUnit, Environment,
    EvidenceRule, EvidenceState, FailingUse, HeaderField, Language, OrganisationType, Permission,
    PresenceGroup, Recurrence, Rejection, RequirementKind, Role, Service, Severity, Technology, TestKind,
};

/// One of these words.
pub fn words_schema(description: &str, words: impl Iterator<Item = &'static str>) -> RefOr<Schema> {
    let object = ObjectBuilder::new().schema_type(Type::String).description(Some(description));
    object.enum_values(Some(words)).into()
}

/// Schemas of types whose `ALL` are words.
macro_rules! word_schemas {
    ($($type:ident: $description:literal;)+) => {$(
        impl utoipa::PartialSchema for $type {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                $crate::ingest::words_schema($description, $type::ALL.iter().map(|word| word.as_str()))
            }
        }

        impl utoipa::ToSchema for $type {}
    )+};
}
pub(crate) use word_schemas;

word_schemas! {
    AntennaPlacement: "Where the antenna was while a run was driven.";
    AwardMethod: "`deductions`: price less added value, the lowest wins; `points`: for price and added value, the most win.";
    Carriage: "Whose masts give the coverage.";
    CoverageFormat: "What coverage is delivered as.";
    DeliveryKind: "`contract`: an operator's, every assumption stated; `reference`: published elsewhere.";
    DeliveryState: "How far a delivery has come.";
    DemandUnit: "What a requirement counts.";
    Environment: "Where the user stands.";
    FailingUse: "What somebody can't do with a phone. `emergency`: call 112.";
    HeaderField: "What a delivery says of itself.";
    TestKind: "`signal`: the level against the threshold; `service`: the service itself, tried.";
    EvidenceRule: "What a requirement is tried by: `claimed`; `verified`, without what measurements refute; `verified_with_confidence`, where they confirm the claim as well.";
    EvidenceState: "What measurements say of a claim. Not measured is never \"no coverage\".";
    Language: "A language in which the service speaks.";
    OrganisationType: "What kind of organisation it is.";
    Permission: "What somebody may do beside reading what is released.";
    PresenceGroup: "Which of the region's data a class of the area where people normally are comes from.";
    Recurrence: "How often it fails.";
    Rejection: "Why a sample doesn't count.";
    RequirementKind: "`mandatory`: a ska-krav; `award_criterion`: worth something from the threshold on; `contract_clause`: holds through the contract.";
    Role: "What somebody is in the service; each role has its permissions.";
    Service: "Speech, or data by its download rate in Mbit/s.";
    Severity: "`warning`: taken, perhaps repaired; `error`: left out.";
    Technology: "The generation of radio technology.";
}
