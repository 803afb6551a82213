use jiff::civil::date;
use serde_json::{Value, json};

use super::*;
use crate::{
    analysis::fixture::{Fixture, assert_close, calls, rectangle_km},
    cases::{AnsweredGap, AskedRequirement, promises_kept, since_last},
    domain::{
        Asked, Bilingual, DemandUnit, GapAnswer, Requirement, Service, Share, ZoneKind, ZoneSet,
        checked_answers,
    },
    geometry::LngLatFrame,
    ingest::read_answer_table,
};

fn people(threshold: f64) -> AskedRequirement {
    let asked = Asked {
        zones: ZoneSet::Kind(ZoneKind::municipality()),
        unit: DemandUnit::Inhabitants,
        service: Service::Voice,
        threshold: Share::new(threshold).unwrap(),
        valid_from: date(2026, 1, 1),
    };
    let requirement = Requirement::of(Bilingual::new("Invånare", "Inhabitants"), asked);
    AskedRequirement { id: 7, version: 2, sha256: "0".repeat(64), requirement }
}

/// A strip of which the western 3.5 km are covered, and calls fail at 6 km; with
/// its report of a day before, to which a day was promised that is past.
pub fn with_report(check: impl FnOnce(&NetworkGapReport<'_>)) {
    let snapshot = Fixture::strip()
        .claim("a", &[rectangle_km(0.0, 3.5)])
        .measured(&calls("a", [(60, vec![false, false])]));
    let network = Fixture::network("a");
    let new = |on| GapReportContent::new(&snapshot, &network, on, [people(0.95)]);
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
