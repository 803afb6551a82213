//! Example requirements and dead zones, in the API's own form.

use geo::{Coord, Point};
use jiff::{Span, civil::date, tz::TimeZone};
use serde_json::{Value, json};

use super::{
    dice::Dice, drive_tests::Truth, networks::threshold_dbm, plane::to_lng_lat, population::PopulationSquare,
};
use crate::domain::{Environment, Service, Technology};

/// Four requirements, one for each unit that is counted in.
pub(super) fn requirements() -> Vec<Value> {
    let voice_by_area = json!({
        "title": {
            "sv": "Demonstration: tal över 4G på minst 60 % av ytan i varje kommun",
            "en": "Demonstration: 4G voice over at least 60 % of the land of each municipality",
        },
        "zones": {"kind": "municipality"}, "unit": "land_area", "service": "voice", "technology": "4G",
        "threshold": 0.60, "longest_gap_m": null, "exclusions": null,
        "waivers": [
            {"zone": "2506", "threshold": 0.40, "from": "2026-01-01", "until": "2027-12-31"},
            {"zone": "2584", "threshold": 0.40, "from": "2026-01-01", "until": "2026-12-31"},
        ],
        "valid_from": "2026-01-01", "valid_to": null,
    });
    let voice_by_inhabitants = json!({
        "title": {
            "sv": "Demonstration: tal för minst 98 % av invånarna i varje kommun",
            "en": "Demonstration: voice for at least 98 % of the inhabitants of each municipality",
        },
        "zones": {"kind": "municipality"}, "unit": "inhabitants", "service": "voice", "technology": null,
        "threshold": 0.98, "longest_gap_m": null, "exclusions": null, "waivers": [],
        "valid_from": "2026-01-01", "valid_to": null,
    });
    let data_by_road = json!({
        "title": {
            "sv": "Demonstration: 10 Mbit/s längs minst 90 % av vägarna, inget avbrott över 5 km",
            "en": "Demonstration: 10 Mbit/s along at least 90 % of the roads, no gap longer than 5 km",
        },
        "zones": {"kind": "county"}, "unit": "road_length", "service": "data10", "technology": null,
        "threshold": 0.90, "longest_gap_m": 5000, "exclusions": null, "waivers": [],
        "valid_from": "2026-01-01", "valid_to": "2029-12-31",
    });
    let data_by_places = json!({
        "title": {
            "sv": "Demonstration: 30 Mbit/s vid minst 95 % av organisationernas platser i fyra inlandskommuner",
            "en": "Demonstration: 30 Mbit/s at at least 95 % of the organisations' places in four inland municipalities",
        },
        "zones": {"codes": ["2418", "2422", "2425", "2505"]}, "unit": "places", "service": "data30",
        "technology": null, "threshold": 0.95, "longest_gap_m": null, "exclusions": null, "waivers": [],
        "valid_from": "2026-06-01", "valid_to": null,
    });
    vec![voice_by_area, voice_by_inhabitants, data_by_road, data_by_places]
}

/// What people might have written from places where the signal truly fails.
pub(super) fn dead_zones(population: &[PopulationSquare], truth: &Truth, seed: u64) -> Vec<Value> {
    const COUNT: usize = 25;
    const MOST_TRIES: usize = 100_000;
    let mut dice = Dice::new(seed, "dead zones");
    let mut reports = Vec::new();
    for _ in 0..MOST_TRIES {
        if reports.len() == COUNT {
            break;
        }
        let square = dice.pick(population);
        let place = Coord {
            x: square.centre().x + dice.between(-450.0, 450.0),
            y: square.centre().y + dice.between(-450.0, 450.0),
        };
        let wants_all = reports.len() % 4 == 0;
        let service = *dice.pick(&[Service::Voice, Service::Voice, Service::Data10]);
        let failing = failing_networks(truth, service, place);
        let network = match (wants_all, failing.len()) {
            (true, count) if count == truth.networks.len() => None,
            (false, 1..) => Some(*dice.pick(&failing)),
            _ => continue,
        };
        reports.push(report(&mut dice, place, network, service));
    }
    reports
}

fn failing_networks(truth: &Truth, service: Service, place: Coord<f64>) -> Vec<&'static str> {
    let is_there = |network: usize, technology, service| {
        truth.rsrp_dbm(network, technology, place) >= threshold_dbm(technology, service)
    };
    let fails = |network: &usize| {
        let by_5g = service != Service::Voice && is_there(*network, Technology::G5, service);
        !by_5g && !is_there(*network, Technology::G4, service)
    };
    (0..truth.networks.len()).filter(fails).map(|network| truth.networks[network].id).collect()
}

fn report(dice: &mut Dice, place: Coord<f64>, network: Option<&str>, service: Service) -> Value {
    const CALLS: [&str; 4] = [
        "samtalen bryts på väg hem",
        "går inte att ringa från gården",
        "larmtelefonen får ingen kontakt här",
        "hemtjänsten når inte fram på telefon",
    ];
    const DATA: [&str; 3] = [
        "journalen går inte att öppna i bilen",
        "kartan laddas inte vid avtagsvägen",
        "betalningen går inte igenom vid badplatsen",
    ];
    let words = if service == Service::Voice { *dice.pick(&CALLS) } else { *dice.pick(&DATA) };
    let environment = *dice.pick(&[Environment::Outdoor, Environment::Vehicle, Environment::Indoor]);
    let position = to_lng_lat(&Point(place)).0;
    let day = date(2026, 8, 1) + Span::new().days(dice.below(95) as i64);
    let moment = day.at(7, 0, 0, 0) + Span::new().minutes(dice.below(720) as i64);
    let observed_at = TimeZone::UTC.to_timestamp(moment).expect("dates of 2026 are within reach");
    json!({
        "geometry": {"type": "Point", "coordinates": [position.x, position.y]},
        "network": network,
        "service": service.as_str(),
        "environment": environment.as_str(),
        "observed_at": observed_at.to_string(),
        "text": format!("Demonstration: {words}."),
    })
}
