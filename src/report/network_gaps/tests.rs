use jiff::{Timestamp, civil::date};
use proptest::{prelude::*, sample::select};
use rusqlite::{Connection, MAIN_DB};
use serde_json::{Value, json};

use super::{tables::*, *};
use crate::{
    analysis::fixture::{Fixture, assert_close, calls, rectangle_km},
    cases::{AnsweredGap, AskedRequirement, promises_kept, since_last},
    domain::{
        Asked, Bilingual, DemandUnit, GapAnswer, Requirement, Service, Share, ZoneKind, ZoneSet,
        checked_answers,
    },
    geometry::LngLatFrame,
    ingest::{read_answer_table, read_answers},
};

fn people(service: Service) -> AskedRequirement {
    let asked = Asked {
        zones: ZoneSet::Kind(ZoneKind::municipality()),
        unit: DemandUnit::Inhabitants,
        service,
        threshold: Share::new(0.95).unwrap(),
        valid_from: date(2026, 1, 1),
    };
    let requirement = Requirement::of(Bilingual::new("Invånare", "Inhabitants"), asked);
    AskedRequirement { id: 7, version: 2, sha256: "0".repeat(64), requirement }
}

/// A strip of which the western 3.5 km are covered, and calls fail at 6 km; with
/// its report of a day before, to which a day was promised that is past.
pub fn with_report(check: impl FnOnce(&NetworkGapReport<'_>)) {
    with_report_on(&[Service::Voice], check);
}

/// The same with gaps of several services.
fn with_report_on(services: &[Service], check: impl FnOnce(&NetworkGapReport<'_>)) {
    let snapshot = Fixture::strip()
        .claim("a", &[rectangle_km(0.0, 3.5)])
        .measured(&calls("a", [(60, vec![false, false])]));
    let network = Fixture::network("a");
    let asked = || services.iter().map(|service| people(*service));
    let new = |on| GapReportContent::new(&snapshot, &network, on, asked());
    let (before, content) = (new(date(2026, 1, 1)), new(date(2026, 11, 23)));
    let gap = content.parts[0].gaps[0].id.clone();
    let plan =
        AnsweredGap { gap, on: date(2026, 1, 10), answer: GapAnswer::Planned { by: date(2026, 6, 30) } };
    let promises = promises_kept(&[before.reported_gaps(), content.reported_gaps()], &[plan]);
    let standings = since_last(Some(&before.reported_gaps()), &content.reported_gaps(), &promises);
    check(&NetworkGapReport {
        snapshot: &snapshot,
        content: &content,
        standings: &standings,
        promises: &promises,
    });
}

#[test]
fn the_features_say_what_is_asked_where() {
    with_report(|report| {
        let frame = LngLatFrame::new("EPSG:3006").unwrap();
        let text = network_gap_features(report, &frame).unwrap().to_string();
        let features: Value = serde_json::from_str(&text).unwrap();
        let gap = &features["features"][0]["properties"];
        assert_eq!((&gap["gap"], &gap["standing"]), (&json!("a.voice.outdoor.10kmN0E0"), &json!("late")));
        assert_eq!((&gap["promised_by"], &gap["promise"]), (&json!("2026-06-30"), &json!("broken")));
        assert_close(gap["inhabitants"].as_f64().unwrap(), 650.0);
        assert_close(gap["misses"][0]["amount"].as_f64().unwrap(), 650.0);
        assert_eq!((&gap["enough_rank"], &gap["answer"]), (&json!(1), &Value::Null));
        let measured = &gap["measured"][0];
        assert_eq!((&measured["kind"], &measured["failing_cells"]), (&json!("service"), &json!(2)));
        assert_eq!((&measured["votes"], &measured["passing"]), (&json!(4), &json!(0)));
        assert!(measured["upper"].as_f64().unwrap() < 1.0);
        let requirement = &features["requirements"][0];
        assert_eq!((&requirement["id"], &requirement["verdict"]), (&json!(7), &json!("missed")));
        assert_eq!(requirement["zones"][0]["share_percent"], "35.00");
        assert_close(features["parts"][0]["needs"][0]["at_least"].as_f64().unwrap(), 600.0);
        assert_eq!(features["parts"][0]["enough"], json!(["a.voice.outdoor.10kmN0E0"]));
        assert_eq!(features["features"][0]["geometry"]["type"], "MultiPolygon");
        assert_eq!(network_gap_features(report, &frame).unwrap().to_string(), text);
    });
}

/// The table that goes out is the one that comes back, its answers filled in.
#[test]
fn the_table_comes_back_with_answers() {
    with_report(|report| {
        let sent = String::from_utf8(network_gap_csv(report).unwrap()).unwrap();
        let today = date(2026, 11, 24);
        let answers = |text: &str| {
            let rows = read_answer_table(text.as_bytes()).unwrap();
            checked_answers(&rows, &report.content.network, &report.content.reported_gaps().gaps, today)
        };
        assert_eq!(answers(&sent), (vec![], vec![]), "an empty answer is none");
        let filled =
            sent.trim_end().strip_suffix(",,,").unwrap().to_owned() + ",planned,2027-06-30,Ny plats\n";
        let (given, refused) = answers(&filled);
        assert_eq!((given.len(), refused.len()), (1, 0));
        assert_eq!(
            (given[0].answer, given[0].reason.as_str()),
            (GapAnswer::Planned { by: date(2027, 6, 30) }, "Ny plats")
        );
    });
}

fn document(report: &NetworkGapReport<'_>) -> String {
    network_gap_features(report, &LngLatFrame::new("EPSG:3006").unwrap()).unwrap().to_string()
}

fn opened(bytes: &[u8]) -> Connection {
    let mut database = Connection::open_in_memory().unwrap();
    database.deserialize_read_exact(MAIN_DB, bytes, bytes.len(), false).unwrap();
    database
}

#[test]
fn the_tables_say_what_the_features_say() {
    with_report(|report| {
        let tables = IssuedTables::read(&document(report)).unwrap();
        let cell = |table: &Table, name: &str| {
            let column = table.columns.iter().position(|column| column.name == name).unwrap();
            table.rows[0].cells[column].clone()
        };
        let [gaps, dead_zones, failing_cells] = &tables.layers;
        assert_eq!((gaps.rows.len(), dead_zones.rows.len(), failing_cells.rows.len()), (1, 0, 2));
        assert_eq!(cell(gaps, "gap"), Cell::Text("a.voice.outdoor.10kmN0E0".to_owned()));
        assert_eq!(cell(gaps, "promised_by"), Cell::Day("2026-06-30".to_owned()));
        assert_eq!(cell(gaps, "failing_cells"), Cell::Integer(2));
        assert_eq!(
            (cell(gaps, "service_votes"), cell(gaps, "signal_votes")),
            (Cell::Integer(4), Cell::Integer(0))
        );
        assert_eq!((cell(gaps, "answer"), cell(gaps, "planned_by")), (Cell::Empty, Cell::Empty));
        assert_eq!(cell(failing_cells, "kind"), Cell::Text("service".to_owned()));
        let [requirements, enough, gone, basis] = &tables.lists;
        assert_eq!(
            (cell(requirements, "id"), cell(requirements, "share")),
            (Cell::Integer(7), Cell::Real(0.35))
        );
        assert_eq!(cell(enough, "gap"), cell(gaps, "gap"));
        assert_eq!((gone.rows.len(), cell(basis, "value")), (0, Cell::Text("a".to_owned())));
    });
}

#[test]
fn reports_from_before_there_were_cells_in_them_are_read() {
    let old = r#"{"type":"FeatureCollection","features":[],"network":"a"}"#;
    let tables = IssuedTables::read(old).unwrap();
    assert!(tables.layers.iter().all(|layer| layer.rows.is_empty()));
    assert!(IssuedTables::read("{}").is_err());
    network_gap_geopackage(old, Timestamp::UNIX_EPOCH).unwrap();
    network_gap_workbook(old, Timestamp::UNIX_EPOCH).unwrap();
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    with_report(|report| {
        let document = document(report);
        let twice = || {
            (
                network_gap_geopackage(&document, Timestamp::UNIX_EPOCH).unwrap(),
                network_gap_workbook(&document, Timestamp::UNIX_EPOCH).unwrap(),
            )
        };
        assert!(twice() == twice());
    });
}

/// Every layer that has features has the style that QGIS asks for by its name.
#[test]
fn layers_have_their_styles() {
    with_report(|report| {
        let database = opened(&network_gap_geopackage(&document(report), Timestamp::UNIX_EPOCH).unwrap());
        let without: i64 = database
            .query_row(
                "SELECT count(*) FROM gpkg_geometry_columns g LEFT JOIN layer_styles s ON s.f_table_name = g.table_name
                 AND s.f_geometry_column = g.column_name AND s.useAsDefault WHERE s.styleQML IS NULL OR s.styleSLD IS NULL",
                [],
                |row| row.get(0),
            )
            .unwrap();
        assert_eq!(without, 0);
        let unknown: i64 = database.query_row("PRAGMA foreign_key_check", [], |_| Ok(1)).unwrap_or(0);
        assert_eq!(unknown, 0);
    });
}

/// A row as somebody fills it in.
fn filled() -> impl Strategy<Value = [String; 3]> {
    let answers = ["", "accepted", "planned", "rebutted", "declined", "Planned ", "perhaps"];
    let days = ["", "2027-06-30", "2020-01-01", "soon"];
    let reasons = ["", "Ny plats", "=1+1", "Nej; \"aldrig\", sa han", "  "];
    (select(answers.to_vec()), select(days.to_vec()), select(reasons.to_vec()))
        .prop_map(|(a, b, c)| [a, b, c].map(str::to_owned))
}

fn filled_csv(sent: &[u8], filled: &[[String; 3]]) -> Vec<u8> {
    let mut table = csv::Writer::from_writer(Vec::new());
    let mut reader = csv::Reader::from_reader(sent);
    table.write_record(reader.headers().unwrap()).unwrap();
    for (row, answer) in reader.records().zip(filled) {
        let row = row.unwrap();
        let kept = row.iter().take(row.len() - 3);
        table.write_record(kept.chain(answer.iter().map(String::as_str))).unwrap();
    }
    table.into_inner().unwrap()
}

fn filled_geopackage(sent: &[u8], filled: &[[String; 3]]) -> Vec<u8> {
    let database = opened(sent);
    for (fid, [answer, day, reason]) in (1..).zip(filled) {
        let told = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let update = "UPDATE gaps SET answer = ?1, planned_by = ?2, reason = ?3 WHERE fid = ?4";
        database.execute(update, (told(answer), told(day), told(reason), fid)).unwrap();
    }
    database.serialize(MAIN_DB).unwrap().to_vec()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// What goes out, is filled in and comes back says the same as CSV and as GeoPackage.
    #[test]
    fn answers_are_the_same_in_both_forms(filled in prop::collection::vec(filled(), 2)) {
        with_report_on(&[Service::Voice, Service::Data10], |report| {
            let gaps = report.content.reported_gaps().gaps;
            assert_eq!(gaps.len(), 2);
            let checked = |bytes: Vec<u8>| {
                let rows = read_answers(&bytes).unwrap();
                checked_answers(&rows, &report.content.network, &gaps, date(2026, 11, 24))
            };
            let by_csv = checked(filled_csv(&network_gap_csv(report).unwrap(), &filled));
            let sent = network_gap_geopackage(&document(report), Timestamp::UNIX_EPOCH).unwrap();
            assert_eq!(checked(filled_geopackage(&sent, &filled)), by_csv);
        });
    }
}
