//! The words of this room, and of those that know nothing of documents, as schemas.

use utoipa::{
    PartialSchema, ToSchema,
    openapi::{RefOr, schema::Schema},
};

use super::{
    findings_format::FindingsFormat, gap_reports::ReportFormat, measurement_plans::PlanFormat,
    requirements::EvaluationFormat,
};
use crate::{
    analysis::{GapOrder, InhabitantsBasis, PlanGain},
    index::Evidence,
    ingest::{word_schemas, words_schema},
    procurement::{Missing, NetworkOutcome, ZoneOutcome},
    tiles::{LAYERS, LayerId},
};

word_schemas! {
    GapOrder: "What gaps are ranked by, most first.";
    Evidence: "What coverage rests on. Verified: the claim without the cells that measurements refute.";
    EvaluationFormat: "What verdicts are written as; `failing_csv`: what isn't covered, item by item.";
    FindingsFormat: "What findings are written as.";
    InhabitantsBasis: "`squares`: each by the share of its area that is covered; `points`: each as a whole; `both`: some municipalities by points, the others by squares.";
    Missing: "What a verdict lacks: `delivery`, coverage of the service and environment; `profile`, the one that is named isn't in force; `measurements_of_environment`, they count outdoors alone; `measurements`, none in the zone; `more_measurements`, too few.";
    NetworkOutcome: "What all zones say together; nothing to count anywhere is `undetermined`.";
    PlanFormat: "What a measurement plan is written as.";
    PlanGain: "What a measurement plan gives a verdict on first of all.";
    ReportFormat: "What a report is written as.";
    ZoneOutcome: "`undetermined`: not enough evidence; `waived`: below the threshold, but not below a waiver's in force; `no_demand`: nothing to count.";
}

impl PartialSchema for LayerId {
    fn schema() -> RefOr<Schema> {
        words_schema("A layer of the map.", LAYERS.iter().map(|layer| layer.id.name()))
    }
}

impl ToSchema for LayerId {}
