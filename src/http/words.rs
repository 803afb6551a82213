//! The words of this room, and of those that know nothing of documents, as schemas.

use utoipa::{
    PartialSchema, ToSchema,
    openapi::{RefOr, schema::Schema},
};

use super::{
    bid_rooms::ProtocolFormat,
    cases::{AnswerWord, CaseDecision},
    dead_zones::ModerationDecision,
    findings_format::FindingsFormat,
    gap_reports::ReportFormat,
    measurement_plans::PlanFormat,
    network_gap_reports::IssuedFormat,
    requirements::EvaluationFormat,
};
use crate::{
    analysis::{GapOrder, InhabitantsBasis, PlanGain, RankingWeight},
    awarding::BidStanding,
    cases::PromiseOutcome,
    domain::{
        BidPart, CaseOutcome, CaseParty, CaseState, CeilingWarning, DueKind, ForecastBasis, MeasuredResult,
        Moderation, NoticeChannel, NoticeState, Opening, RoomEvent, RoomState, Standing,
    },
    index::{Evidence, PlaceKind},
    ingest::{word_schemas, words_schema},
    procurement::{Missing, NetworkOutcome, ZoneOutcome},
    tiles::{LAYERS, LayerId},
};

word_schemas! {
    GapOrder: "What gaps are ranked by, most first.";
    AnswerWord: "What an operator says to a challenge without measurements.";
    CaseDecision: "What the buyer decides on a case. `challenge`: where the network claims the place and the measurements are enough.";
    BidPart: "What can be withheld when a bid is released. `coverage`: its files.";
    BidStanding: "What a bid is in the comparison. `undetermined`: the evidence isn't enough to say whether it can be compared.";
    CaseOutcome: "How a case ended.";
    CaseParty: "Whose turn it is.";
    CaseState: "How far a case has come. `conceded`: the operator was silent past the deadline, which its contract takes for accepting.";
    CeilingWarning: "How near an agreement's ceiling is. `near`: from 80 %; `very_near`: from 95 %. Nothing is refused at any.";
    DueKind: "What is due next.";
    MeasuredResult: "What a measurement at the place found.";
    Moderation: "Whether a moderator has looked at a report. `waiting`: what its sender wrote isn't shown.";
    ModerationDecision: "What a moderator makes of a report.";
    Standing: "Whose word a report is. `official`: of a body that takes part.";
    Evidence: "What coverage rests on. Verified: the claim without the cells that measurements refute.";
    EvaluationFormat: "What verdicts are written as; `failing_csv`: what isn't covered, item by item.";
    ForecastBasis: "What a forecast takes a year's call-offs to be. `expected`: what the agreement says, since it is younger than a year.";
    FindingsFormat: "What findings are written as.";
    RankingWeight: "`municipalities`: one vote each, to the network that covers most of its inhabitants; networks that cover as many share it.";
    InhabitantsBasis: "`squares`: each by the share of its area that is covered; `points`: each as a whole; `both`: some municipalities by points, the others by squares.";
    IssuedFormat: "What an issued gap report is written as; `csv`, `gpkg`, `xlsx`: with columns to answer in; `pdf`: for print, with maps.";
    Missing: "What a verdict lacks: `delivery`, coverage of the service and environment; `profile`, the one that is named isn't in force; `measurements_of_environment`, they count outdoors alone; `measurements`, none in the zone; `more_measurements`, too few.";
    NetworkOutcome: "What all zones say together; nothing to count anywhere is `undetermined`.";
    NoticeChannel: "By what somebody is told. `hook`: a call to an address.";
    NoticeState: "What became of telling somebody. `given_up`: not tried any more, until it is asked for.";
    Opening: "What became of asking for bids to be opened. `needs_another`: before the date, until a second named person asks.";
    RoomEvent: "What somebody did at a bid room's door or in it. `refused`: was turned away; `checked`: tried whether everything opens, without showing it; `too_late`: came with a bid when none were taken any more.";
    RoomState: "What a bid room is now. `closed`: the date has passed and nobody has opened it.";
    PlaceKind: "What bears a name. `place`: of an organisation.";
    PlanFormat: "What a measurement plan is written as.";
    PlanGain: "What a measurement plan gives a verdict on first of all.";
    ProtocolFormat: "What a protocol is handed out as; `pdf`: for print, made from the signed file alone, which goes with it.";
    PromiseOutcome: "What became of a promise. `pending`: the day isn't there yet, or no report has looked since; `moved`: another day was promised in time; `not_asked`: what it is about isn't asked any more.";
    ReportFormat: "What a report is written as.";
    ZoneOutcome: "`undetermined`: not enough evidence; `waived`: below the threshold, but not below a waiver's in force; `no_demand`: nothing to count.";
}

impl PartialSchema for LayerId {
    fn schema() -> RefOr<Schema> {
        words_schema("A layer of the map.", LAYERS.iter().map(|layer| layer.id.name()))
    }
}

impl ToSchema for LayerId {}
