//! The tables with places: gaps with the columns to answer in, and what was
//! reported and measured in them.

use geojson::{FeatureCollection, JsonObject};
use serde_json::{Value, json};

use super::{Column, IssuedDocumentError, Table};
use crate::domain::TestKind;

const GAPS: &[Column] = &[
    Column::text(
        "gap",
        ["Bristens namn, samma från rapport till rapport", "The gap's name, the same from report to report"],
    ),
    Column::integer(
        "rank",
        ["Plats i sin del av rapporten, från 1", "Rank in its part of the report, from 1"],
    ),
    Column::text(
        "standing",
        ["Vad som hänt sedan förra rapporten", "What became of it since the report before"],
    ),
    Column::day("promised_by", ["Dag som senast utlovats", "Day that was promised last"]),
    Column::text("promise", ["Vad som blev av löftet", "What became of the promise"]),
    Column::text("service", ["Tjänst", "Service"]),
    Column::text("environment", ["Var tjänsten ska fungera", "Where the service is to work"]),
    Column::text("technology", ["Teknik, där en viss krävs", "Technology, where one is asked for"]),
    Column::text("evidence", ["Vad täckningen bygger på", "What coverage rests on"]),
    Column::text(
        "municipalities",
        ["Kommuner, den med mest av ytan först", "Municipalities, the one with most of the land first"],
    ),
    Column::real("land_m2", ["Landyta, m²", "Land, m²"]),
    Column::real("inhabitants", ["Invånare", "Inhabitants"]),
    Column::real("buildings", ["Byggnader", "Buildings"]),
    Column::real("road_m", ["Väg, m", "Road, m"]),
    Column::integer("places", ["Platser", "Places"]),
    Column::text("place_names", ["Platsernas namn", "Names of the places"]),
    Column::text(
        "organisations",
        ["Organisationer med platser eller rutter här", "Organisations with places or routes here"],
    ),
    Column::text("dead_zones", ["Anmälningar, nummer", "Reports, by number"]),
    Column::integer(
        "failing_cells",
        ["100 m-rutor där mätning visar att det inte fungerar", "100 m cells in which tests fail"],
    )
    .derived(failing),
    Column::integer(
        "signal_passing",
        ["Signalmätningar: röster som klarar kravet", "Signal tests: votes that pass"],
    )
    .derived(|gap| votes(gap, TestKind::Signal, "passing")),
    Column::integer("signal_votes", ["Signalmätningar: röster", "Signal tests: votes"])
        .derived(|gap| votes(gap, TestKind::Signal, "votes")),
    Column::integer(
        "service_passing",
        ["Tjänstemätningar: röster som klarar kravet", "Service tests: votes that pass"],
    )
    .derived(|gap| votes(gap, TestKind::Service, "passing")),
    Column::integer("service_votes", ["Tjänstemätningar: röster", "Service tests: votes"])
        .derived(|gap| votes(gap, TestKind::Service, "votes")),
    Column::text(
        "misses",
        [
            "Krav som bristen hindrar: krav, zon, mängd i kravets enhet",
            "Requirements that the gap stands against: requirement, zone, amount in its unit",
        ],
    )
    .derived(misses),
    Column::real(
        "gives",
        [
            "Hur mycket av det som saknas som åtgärden ger, i delar av ett per krav och zon",
            "How much of what is missing closing it gives, in parts of one by requirement and zone",
        ],
    ),
    Column::real("priority", ["Andel av allt otäckt, 0–1", "Share of all that is uncovered, 0–1"]),
    Column::integer(
        "enough_rank",
        ["Plats i den mängd som räcker, från 1", "Place in the set that is enough, from 1"],
    ),
    Column::text(
        "answer",
        [
            "Svar: accepted, planned, rebutted eller declined",
            "Answer: accepted, planned, rebutted or declined",
        ],
    )
    .filled_in(),
    Column::day(
        "planned_by",
        ["Dag då det är täckt; bara för planned", "Day by which it is covered; for planned alone"],
    )
    .filled_in(),
    Column::text(
        "reason",
        ["Skäl; krävs för rebutted och declined", "Reason; needed for rebutted and declined"],
    )
    .filled_in(),
];

const DEAD_ZONES: &[Column] = &[
    Column::text("gap", ["Brist", "Gap"]),
    Column::integer("number", ["Anmälans nummer", "The report's number"]),
    Column::text("service", ["Tjänst", "Service"]),
    Column::text("failing", ["Vad som inte fungerar", "What fails"]),
    Column::text("environment", ["Var det provades", "Where it was tried"]),
    Column::text("recurrence", ["Hur ofta", "How often"]),
    Column::text("observed_at", ["När, UTC", "When, UTC"]),
    Column::text("standing", ["Vem som anmält", "Who reported"]),
    Column::text(
        "text",
        ["Anmälarens text, där den är granskad", "The reporter's text, where a moderator approved it"],
    ),
];

const FAILING_CELLS: &[Column] = &[
    Column::text("gap", ["Brist", "Gap"]),
    Column::text("kind", ["Vad som mättes: signal eller tjänst", "What was tested: signal or service"]),
    Column::integer("passing", ["Röster som klarar kravet", "Votes that pass"]),
    Column::integer("votes", ["Röster", "Votes"]),
    Column::text("newest", ["Senaste mätning, UTC", "Newest test, UTC"]),
];

pub fn gaps(features: FeatureCollection) -> Result<Table, IssuedDocumentError> {
    Ok(Table::new("gaps", ["Brister", "Gaps"], GAPS).with_features(features)?)
}

pub fn dead_zones(features: FeatureCollection) -> Result<Table, IssuedDocumentError> {
    Ok(Table::new("dead_zones", ["Vita fläckar", "Dead zones"], DEAD_ZONES).with_features(features)?)
}

pub fn failing_cells(features: FeatureCollection) -> Result<Table, IssuedDocumentError> {
    let title = ["Rutor där det inte fungerar", "Failing cells"];
    Ok(Table::new("failing_cells", title, FAILING_CELLS).with_features(features)?)
}

fn of_kinds(gap: &JsonObject) -> impl Iterator<Item = &Value> {
    gap.get("measured").and_then(Value::as_array).into_iter().flatten()
}

fn failing(gap: &JsonObject) -> Value {
    of_kinds(gap).filter_map(|measured| measured["failing_cells"].as_u64()).sum::<u64>().into()
}

fn votes(gap: &JsonObject, kind: TestKind, name: &str) -> Value {
    let mut of_kind = of_kinds(gap).filter(|measured| measured["kind"] == kind.as_str());
    of_kind.next().map_or_else(|| json!(0), |measured| measured[name].clone())
}

fn misses(gap: &JsonObject) -> Value {
    let misses = gap.get("misses").and_then(Value::as_array).into_iter().flatten();
    let told = misses.map(|miss| {
        let zone = miss["zone_name"].as_str().unwrap_or_default();
        let number = miss["requirement"].as_u64().unwrap_or_default() + 1;
        format!("{number}. {zone}: {:.1}", miss["amount"].as_f64().unwrap_or_default())
    });
    told.collect()
}
