//! The tables without places: the requirements zone by zone, what is enough, what
//! isn't there any more, and what all of it rests on.

use geojson::JsonObject;
use serde_json::{Value, json};

use super::{Column, Table};

const REQUIREMENTS: &[Column] = &[
    Column::integer(
        "number",
        ["Kravets nummer i rapporten, från 1", "The requirement's number in the report, from 1"],
    ),
    Column::integer("id", ["Kravets nummer i tjänsten", "The requirement's number in the service"]),
    Column::integer("version", ["Version", "Version"]),
    Column::text("title", ["Krav", "Requirement"]),
    Column::text("unit", ["Vad som räknas", "What is counted"]),
    Column::text("zone", ["Zonens kod", "The zone's code"]),
    Column::text("zone_name", ["Zon", "Zone"]),
    Column::text("verdict", ["Utfall", "Verdict"]),
    Column::real("covered", ["Täckt, i kravets enhet", "Covered, in the requirement's unit"]),
    Column::real("total", ["Allt, i kravets enhet", "All, in the requirement's unit"]),
    Column::real("share", ["Täckt andel, 0–1", "Covered share, 0–1"]),
    Column::real("threshold", ["Krävd andel, 0–1", "Share asked for, 0–1"]),
    Column::real(
        "shortfall",
        ["Vad som saknas, i kravets enhet", "What is missing, in the requirement's unit"],
    ),
    Column::text("sha256", ["Kravdokumentets SHA-256", "SHA-256 of the requirement's document"]),
];

const ENOUGH: &[Column] = &[
    Column::text("service", ["Tjänst", "Service"]),
    Column::text("environment", ["Var tjänsten ska fungera", "Where the service is to work"]),
    Column::text("technology", ["Teknik, där en viss krävs", "Technology, where one is asked for"]),
    Column::text("evidence", ["Vad täckningen bygger på", "What coverage rests on"]),
    Column::integer(
        "rank",
        ["Plats i den mängd som räcker, från 1", "Place in the set that is enough, from 1"],
    ),
    Column::text("gap", ["Brist", "Gap"]),
    Column::integer(
        "enough_at_least",
        [
            "Så många brister krävs minst, hur de än väljs",
            "At least so many gaps are needed, however they are chosen",
        ],
    ),
];

const GONE: &[Column] = &[
    Column::text(
        "gap",
        [
            "Brist i förra rapporten som inte finns i den här",
            "Gap of the report before that isn't in this one",
        ],
    ),
    Column::text("standing", ["Vad som blev av den", "What became of it"]),
];

const BASIS: &[Column] = &[Column::text("name", ["Vad", "What"]), Column::text("value", ["Värde", "Value"])];

/// What every share rests on.
const NAMES: [&str; 8] =
    ["network", "network_name", "on", "as_of", "data_version", "method_version", "profile", "demonstration"];

pub fn lists(members: &JsonObject) -> [Table; 4] {
    [requirements(members), enough(members), gone(members), basis(members)]
}

fn all<'a>(value: Option<&'a Value>) -> impl Iterator<Item = &'a Value> + use<'a> {
    value.and_then(Value::as_array).into_iter().flatten()
}

fn push(table: &mut Table, row: Value) {
    if let Value::Object(row) = row {
        table.push(None, &row);
    }
}

fn requirements(members: &JsonObject) -> Table {
    let mut table = Table::new("requirements", ["Krav", "Requirements"], REQUIREMENTS);
    for (number, requirement) in (1..).zip(all(members.get("requirements"))) {
        for zone in all(requirement.get("zones")) {
            let mut row = zone.clone();
            row["number"] = json!(number);
            row["title"] = requirement["title"]["sv"].clone();
            for name in ["id", "version", "unit", "sha256"] {
                row[name] = requirement[name].clone();
            }
            push(&mut table, row);
        }
    }
    table
}

fn enough(members: &JsonObject) -> Table {
    let mut table = Table::new("enough", ["Räcker", "Enough"], ENOUGH);
    for part in all(members.get("parts")) {
        for (rank, gap) in (1..).zip(all(part.get("enough"))) {
            let mut row = json!({ "rank": rank, "gap": gap });
            for name in ["service", "environment", "technology", "evidence", "enough_at_least"] {
                row[name] = part[name].clone();
            }
            push(&mut table, row);
        }
    }
    table
}

fn gone(members: &JsonObject) -> Table {
    let mut table = Table::new("gone", ["Borta", "Gone"], GONE);
    all(members.get("gone")).for_each(|gap| push(&mut table, gap.clone()));
    table
}

fn basis(members: &JsonObject) -> Table {
    let mut table = Table::new("basis", ["Underlag", "Basis"], BASIS);
    for name in NAMES {
        push(&mut table, json!({ "name": name, "value": members.get(name) }));
    }
    table
}
