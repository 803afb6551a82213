use serde_json::json;

use super::*;
use crate::{domain::DemandUnit, ingest::testing::region};

fn document() -> Value {
    json!({
        "title": {"sv": "Påhittat krav", "en": "Demonstration requirement"},
        "zones": {"kind": "municipality"}, "unit": "road_length", "service": "voice", "technology": null,
        "threshold": 0.95, "longest_gap_m": null, "exclusions": null,
        "waivers": [{"zone": "2498", "threshold": 0.9, "from": "2026-01-01", "until": "2026-12-31"}],
        "valid_from": "2026-01-01", "valid_to": null
    })
}

fn read(document: Value) -> Result<Requirement, DocumentError> {
    let document: RequirementDocument = serde_json::from_value(document).unwrap();
    document.to_requirement(&region())
}

/// The good document with one member changed.
#[track_caller]
fn check(pointer: &str, value: Value, message: &str) {
    let mut changed = document();
    *changed.pointer_mut(pointer).unwrap() = value;
    assert_eq!(read(changed).unwrap_err().to_string(), message);
}

#[test]
fn a_sound_requirement() {
    let requirement = read(document()).unwrap();
    assert_eq!(requirement.unit, DemandUnit::RoadLength);
    assert_eq!(requirement.waivers[0].threshold.value(), 0.9);
    assert_eq!(requirement.valid_to, None);
    let short = json!({
        "title": {"sv": "a", "en": "b"}, "zones": {"codes": ["2499"]}, "unit": "road_length", "service": "data30",
        "threshold": 1, "valid_from": "2026-01-01"
    });
    assert!(read(short).is_ok());
}

#[test]
fn errors_name_the_field() {
    check("/threshold", json!(985), "threshold: 985 is no share: expected 0…1");
    check("/title/en", json!(" "), "title.en: it is empty");
    check(
        "/unit",
        json!("area"),
        "unit: unknown unit `area`: expected one of land_area, inhabitants, road_length, \
         railway_length, trail_length, route_length, places, buildings, presence_area",
    );
    check(
        "/service",
        json!("sms"),
        "service: unknown service `sms`: expected one of voice, data1, data10, data30, data100",
    );
    check("/technology", json!("6G"), "technology: unknown technology `6G`: expected one of 2G, 3G, 4G, 5G");
    check("/longest_gap_m", json!(-1), "longest_gap_m: -1 is no length from 0");
    check("/valid_from", json!("2026-13-01"), "valid_from: `2026-13-01` is no date: expected YYYY-MM-DD");
    check("/valid_to", json!("2025-12-31"), "valid_to: it is before valid_from, 2026-01-01");
}

#[test]
fn zones_and_waivers_are_the_regions() {
    check("/zones", json!({}), "zones: expected one of `kind`, `codes`, `organisations` and `areas`");
    check("/zones", json!({"kind": "county"}), "zones.kind: the region has no zones `county`");
    check("/zones", json!({"codes": []}), "zones.codes: it is empty");
    check("/zones", json!({"codes": ["9999"]}), "zones.codes: `9999` is no zone of the region");
    check("/zones", json!({"codes": ["2498", "2498"]}), "zones.codes: `2498` is there twice");
    check("/zones", json!({"codes": ["2499"]}), "waivers[0].zone: `2498` is none of the requirement's zones");
    check("/waivers/0/zone", json!("9999"), "waivers[0].zone: `9999` is no zone of the region");
    check("/waivers/0/threshold", json!(0.95), "waivers[0].threshold: 0.95 is not lower than 0.95");
    check("/waivers/0/until", json!("2025-12-31"), "waivers[0].until: it is before from, 2026-01-01");
    let waiver = document()["waivers"][0].clone();
    check("/waivers", json!([waiver, waiver]), "waivers[1]: it overlaps waivers[0] for the same zone");
}

/// With a member that the good document doesn't have.
#[track_caller]
fn check_with(members: &[(&str, Value)], message: &str) {
    let mut changed = document();
    for (member, value) in members {
        changed[*member] = value.clone();
    }
    assert_eq!(read(changed).unwrap_err().to_string(), message);
}

#[test]
fn what_cannot_be_computed_is_refused() {
    check_with(
        &[("unit", json!("land_area")), ("longest_gap_m", json!(500))],
        "longest_gap_m: `land_area` is not counted along lines, which alone have stretches",
    );
    check_with(&[("place_need", json!("indoor"))], "place_need: `road_length` is not counted in places");
    check_with(
        &[("kind", json!("wish"))],
        "kind: unknown kind of requirement `wish`: expected one of mandatory, award_criterion, contract_clause",
    );
    check_with(
        &[("environment", json!("under water"))],
        "environment: unknown environment `under water`: expected one of outdoor, vehicle, indoor",
    );
    check_with(
        &[("evidence", json!("hearsay"))],
        "evidence: unknown evidence rule `hearsay`: expected one of claimed, verified, verified_with_confidence",
    );
    check_with(&[("profile", json!(" "))], "profile: it is empty");
    check_with(&[("procurement", json!(""))], "procurement: it is empty");
    check_with(&[("free_text", json!({"sv": "a", "en": ""}))], "free_text.en: it is empty");
    check_with(
        &[("local_floor", json!({"kind": "municipality", "share": 0.96}))],
        "local_floor.share: 0.96 is above the threshold, 0.95",
    );
    check_with(
        &[("local_floor", json!({"kind": "parish", "share": 0.9}))],
        "local_floor.kind: the zone `2498` has no parts of the kind `parish`",
    );
    check_with(
        &[("deliveries", json!({"times_a_year": 0}))],
        "deliveries.times_a_year: 0 is not within 1…52",
    );
    let nothing = json!({"penalty": {"sek_a_week": 0}});
    check_with(&[("consequences", nothing)], "consequences.penalty.sek_a_week: it is 0");
    let ceiling = json!({"penalty": {"sek_a_week": 10, "at_most_sek": 9}});
    check_with(&[("consequences", ceiling)], "consequences.penalty.at_most_sek: 9 is below a week's 10");
    let no_time = json!({"action_plan": {"within_days": 30, "remedied_within_months": 0}});
    check_with(&[("consequences", no_time)], "consequences.action_plan.remedied_within_months: it is 0");
}

#[test]
fn organisations_and_pointed_out_areas() {
    let organisation = json!({"organisations": ["Remsan AB"]});
    check_with(
        &[("zones", organisation)],
        "zones.organisations: `Remsan AB` has no place and no route in the region",
    );
    check_with(
        &[("zones", json!({"kind": "organisation"}))],
        "zones.kind: the region has no zones `organisation`",
    );
    check_with(&[("zones", json!({"areas": []}))], "zones.areas: it is empty");
    let area = |name: &str| {
        let ring = [[20.1, 65.1], [20.2, 65.1], [20.2, 65.2], [20.1, 65.1]];
        json!({"name": name, "area": {"type": "Polygon", "coordinates": [ring]}})
    };
    let twice = json!({"areas": [area("a"), area("a")]});
    check_with(&[("zones", twice)], "zones.areas[1].name: `a` is there twice");
    check_with(&[("zones", json!({"areas": [area(" ")]}))], "zones.areas[0].name: it is empty");
    let elsewhere = json!({"areas": [area("Korsningen")]});
    check_with(&[("zones", elsewhere.clone())], "waivers[0].zone: `2498` is none of the requirement's zones");
    let mut named = document();
    named["zones"] = elsewhere;
    named["waivers"][0]["zone"] = json!("Korsningen");
    let read = read(named).unwrap();
    assert!(matches!(&read.zones, ZoneSet::Areas(areas) if areas[0].name == "Korsningen"));
}

/// What stood before there was more to say reads as it did.
#[test]
fn what_is_left_out_is_as_before() {
    let requirement = read(document()).unwrap();
    assert_eq!(requirement.kind, RequirementKind::Mandatory);
    assert_eq!(
        (requirement.environment, requirement.evidence),
        (Environment::Outdoor, EvidenceRule::Claimed)
    );
    assert_eq!(requirement.consequences, crate::domain::Consequences::default());
}

#[test]
fn exclusions_are_taken_as_they_were_drawn() {
    let open = json!({"type": "Polygon", "coordinates": [[[20.1, 65.1], [20.2, 65.1], [20.2, 65.2]]]});
    check(
        "/exclusions",
        open,
        "exclusions: unclosed_ring: A ring doesn't end where it begins and was closed.",
    );
    check(
        "/exclusions",
        json!({"type": "Point", "coordinates": [20.1, 65.1]}),
        "exclusions: not_a_polygon: Point is no area; only Polygon and MultiPolygon are read.",
    );
    let mut mistaken = document();
    mistaken["exclusions"] = json!(7);
    assert!(read(mistaken).unwrap_err().to_string().starts_with("exclusions: no GeoJSON geometry"));
}

#[test]
fn a_misspelt_member_is_refused() {
    let mut misspelt = document();
    misspelt["longest_gap"] = json!(1_000);
    let error = serde_json::from_value::<RequirementDocument>(misspelt).unwrap_err();
    assert!(error.to_string().contains("unknown field `longest_gap`"));
}

#[test]
fn the_document_comes_back() {
    let mut with_exclusions = document();
    with_exclusions["kind"] = json!("contract_clause");
    with_exclusions["environment"] = json!("vehicle");
    with_exclusions["evidence"] = json!("verified");
    with_exclusions["profile"] = json!("demonstration");
    with_exclusions["procurement"] = json!("Ramavtal");
    with_exclusions["deliveries"] =
        json!({"times_a_year": 2, "formats": ["geopackage"], "lists_uncovered": true});
    with_exclusions["consequences"] = json!({
        "penalty": {"sek_a_week": 1000, "at_most_sek": null},
        "action_plan": {"within_days": 30, "remedied_within_months": 6},
    });
    with_exclusions["free_text"] = json!({"sv": "a", "en": "b"});
    with_exclusions["exclusions"] = json!({"type": "MultiPolygon", "coordinates": [[[[20.1, 65.1], [20.2, 65.1], [20.2, 65.2], [20.1, 65.1]]]]});
    let requirement = read(with_exclusions.clone()).unwrap();
    let returned = serde_json::to_value(RequirementDocument::of(&requirement, &region()).unwrap()).unwrap();
    let corner = |document: &Value| document["exclusions"]["coordinates"][0][0][2][1].as_f64().unwrap();
    assert!((corner(&returned) - corner(&with_exclusions)).abs() < 1e-9);
    for (member, value) in with_exclusions.as_object().unwrap() {
        if member != "exclusions" {
            assert_eq!(returned[member], *value, "{member}");
        }
    }
}
