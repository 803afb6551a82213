//! R6 case by case, on a strip of 10 × 1 km: what lies on either side of each edge.

use jiff::{Timestamp, civil::date};

use super::*;
use crate::{
    analysis::fixture::{Fixture, rectangle_km},
    domain::Share,
    domain::{
        Assumptions, Carriage, ClaimKey, CoverageFeature, Delivery, DeliveryState, Environment, LngLat,
        Service, Technology,
    },
    geometry::ANALYSIS_GRID,
};

/// A delivery with everything that a contract asks for.
fn whole_header(service: Service) -> DeliveryHeader {
    let share = |value| Share::new(value).ok();
    let text = |value: &str| Some(value.to_owned());
    DeliveryHeader {
        carriage: Some(Carriage::Own),
        simulation_date: Some(date(2026, 9, 15)),
        assumptions: Assumptions {
            model: text("Fjäll"),
            model_version: text("7"),
            resolution_m: Some(100.0),
            terrain: text("Höjd"),
            terrain_vintage: text("2024"),
            clutter: text("Mark"),
            clutter_vintage: text("2023"),
            receiver_height_m: Some(1.5),
            body_loss_db: Some(4.0),
            location_probability: share(0.95),
            load: share(0.5),
            ..Assumptions::default()
        },
        licence: text("CC-BY-4.0"),
        ..DeliveryHeader::of(ClaimKey {
            network: Fixture::network("a"),
            technology: Technology::G4,
            service,
            environment: Environment::Outdoor,
        })
    }
}

fn strip(from_km: f64, to_km: f64) -> Mosaic {
    Mosaic::from_polygons(ANALYSIS_GRID, [&rectangle_km(from_km, to_km)])
}

/// An earlier delivery of a service between two kilometres.
fn claim(id: i64, service: Service, from_km: f64, to_km: f64) -> Arc<Claim> {
    let delivery = Delivery {
        id: DeliveryId(id),
        kind: DeliveryKind::Contract,
        header: DeliveryHeader { simulation_date: Some(date(2026, 3, 15)), ..whole_header(service) },
        received_at: Timestamp::UNIX_EPOCH,
        file_name: String::new(),
        sha256: format!("hash {id}"),
        feature_count: 1,
        coverage_sha256: String::new(),
        area_m2: 0.0,
        findings: Vec::new(),
        state: DeliveryState::Published,
    };
    let area = rectangle_km(from_km, to_km).into();
    Arc::new(Claim::new(delivery, &[CoverageFeature { number: 1, area }]))
}

/// A case: a whole delivery of voice on all of the strip, beside nothing.
struct Case {
    kind: DeliveryKind,
    header: DeliveryHeader,
    area: Mosaic,
    published: Vec<Arc<Claim>>,
    waiting: Vec<Arc<Claim>>,
    earlier: Vec<(DeliveryId, String)>,
}

impl Case {
    fn new() -> Self {
        Self {
            kind: DeliveryKind::Contract,
            header: whole_header(Service::Voice),
            area: strip(0.0, 10.0),
            published: Vec::new(),
            waiting: Vec::new(),
            earlier: Vec::new(),
        }
    }

    fn with(change: impl FnOnce(&mut Self)) -> Self {
        let mut case = Self::new();
        change(&mut case);
        case
    }

    fn findings(&self) -> Vec<Finding> {
        let region = Fixture::strip().snapshot().region;
        let candidate = Candidate {
            kind: self.kind,
            header: &self.header,
            received_on: date(2026, 9, 30),
            sha256: "new",
            area: &self.area,
        };
        let frame = LngLatFrame::new(&region.region.crs).unwrap();
        let Self { published, waiting, earlier, .. } = self;
        validate(&candidate, &Beside { region: &region, frame: &frame, published, waiting, earlier })
    }

    /// The findings as `code severity`.
    #[track_caller]
    fn check(&self, expected: &[&str]) -> Vec<Finding> {
        let findings = self.findings();
        let found: Vec<_> =
            findings.iter().map(|finding| format!("{} {}", finding.code, finding.severity)).collect();
        assert_eq!(found, expected, "{findings:?}");
        assert!(findings.iter().all(|finding| finding.message.sv != finding.message.en));
        findings
    }
}

/// The kilometre of the strip at which a finding is shown.
#[track_caller]
fn kilometre(finding: &Finding) -> f64 {
    let LngLat { lng, lat } = finding.place.expect("it has a place");
    let frame = LngLatFrame::new("EPSG:3006").unwrap();
    let position = frame.position_from_lng_lat(geo::Coord { x: lng, y: lat }).unwrap();
    assert!((0.0..=1_000.0).contains(&position.y), "{position:?}");
    position.x / 1e3
}

#[test]
fn nothing_is_wrong_with_a_whole_delivery() {
    Case::new().check(&[]);
}

#[test]
fn what_a_contract_asks_for_must_be_said() {
    type Silence = fn(&mut DeliveryHeader);
    let silence: [(&str, Silence); 12] = [
        ("carriage", |header| header.carriage = None),
        ("simulation_date", |header| header.simulation_date = None),
        ("model", |header| header.assumptions.model = None),
        ("model_version", |header| header.assumptions.model_version = None),
        ("resolution_m", |header| header.assumptions.resolution_m = None),
        ("terrain_vintage", |header| header.assumptions.terrain_vintage = None),
        ("clutter", |header| header.assumptions.clutter = None),
        ("receiver_height_m", |header| header.assumptions.receiver_height_m = None),
        ("body_loss_db", |header| header.assumptions.body_loss_db = None),
        ("location_probability", |header| header.assumptions.location_probability = None),
        ("load", |header| header.assumptions.load = None),
        ("licence", |header| header.licence = None),
    ];
    for (field, silence) in silence {
        let mut case = Case::with(|case| silence(&mut case.header));
        let found = case.check(&["missing_header_field error"]);
        assert!(found[0].message.en.starts_with(&format!("{field}: ")), "{:?}", found[0].message);
        case.kind = DeliveryKind::Reference;
        case.check(&["missing_header_field warning"]);
    }
}

#[test]
fn losses_belong_to_their_environment() {
    for (environment, missing) in
        [(Environment::Vehicle, "vehicle_loss_db"), (Environment::Indoor, "building_loss_db")]
    {
        let case = Case::with(|case| case.header.environment = environment);
        assert!(case.check(&["missing_header_field error"])[0].message.sv.starts_with(missing));
    }
    Case::with(|case| {
        case.header.environment = Environment::Vehicle;
        case.header.assumptions.vehicle_loss_db = Some(8.0);
    })
    .check(&[]);
}

#[test]
fn a_model_is_fine_and_a_receiver_high_enough() {
    let resolution = |metres| Case::with(|case| case.header.assumptions.resolution_m = Some(metres));
    resolution(100.0).check(&[]);
    resolution(100.1).check(&["coarse_resolution error"]);
    let height = |metres| Case::with(|case| case.header.assumptions.receiver_height_m = Some(metres));
    height(1.5).check(&[]);
    height(1.49).check(&["low_receiver error"]);
}

/// Received on 30 September.
#[test]
fn a_simulation_is_not_of_the_future() {
    let simulated = |date| Case::with(|case| case.header.simulation_date = Some(date));
    simulated(date(2026, 9, 30)).check(&[]);
    simulated(date(2026, 10, 1)).check(&["future_simulation error"]);
    let mut reference = simulated(date(2027, 1, 1));
    reference.kind = DeliveryKind::Reference;
    reference.check(&["future_simulation error"]);
}

/// 0.10 of 10.10 km is 0.99 %, 0.11 of 10.11 km is 1.09 %.
#[test]
fn at_most_one_per_cent_lies_outside() {
    let reaching = |km| Case::with(|case| case.area = strip(0.0, km));
    reaching(10.10).check(&[]);
    let found = reaching(10.11).check(&["outside_region error"]);
    assert!((10.0..10.11).contains(&kilometre(&found[0])));
    assert!(found[0].message.en.starts_with("1.09 % of the area (0.11 km²)"), "{:?}", found[0].message);
}

#[test]
fn one_claim_and_date_has_one_file() {
    let twin = |id| {
        let mut twin = claim(id, Service::Voice, 0.0, 2.0).delivery.clone();
        twin.header.simulation_date = Some(date(2026, 9, 15));
        Arc::new(Claim { delivery: twin, area: Arc::new(strip(0.0, 2.0)) })
    };
    let beside_twin = |replaces: Option<i64>| {
        Case::with(|case| {
            case.waiting = vec![twin(7)];
            case.header.replaces = replaces.map(DeliveryId);
        })
    };
    let found = beside_twin(None).check(&["overlapping_delivery error"]);
    assert!((0.0..2.0).contains(&kilometre(&found[0])));
    assert!(found[0].message.sv.contains("2.00 km² överlappar"), "{:?}", found[0].message);
    beside_twin(Some(6)).check(&["overlapping_delivery error"]);
    beside_twin(Some(7)).check(&[]);
    // Another date is the next version, another service another claim.
    Case::with(|case| case.waiting = vec![claim(7, Service::Voice, 0.0, 10.0)]).check(&[]);
}

/// In both directions, against what waits before what is published.
#[test]
fn a_higher_service_lies_within_the_lower() {
    let data10 = |reach_km: f64| {
        Case::with(|case| {
            case.header = whole_header(Service::Data10);
            case.area = strip(0.0, reach_km);
            case.published = vec![claim(3, Service::Voice, 0.0, 6.0)];
        })
    };
    // A sliver of 90 × 1,000 m is what drawing leaves, 250 × 1,000 m isn't.
    data10(6.09).check(&[]);
    data10(6.25).check(&["service_order warning"]);
    let found = data10(7.0).check(&["service_order warning"]);
    assert!((6.0..7.0).contains(&kilometre(&found[0])));
    assert!(found[0].message.en.contains("Data 10 Mbit/s reaches 1.00 km² outside Voice (delivery 3)"));
    let mut with_waiting = data10(7.0);
    with_waiting.waiting = vec![claim(4, Service::Voice, 0.0, 8.0)];
    with_waiting.check(&[]);
    let voice = |reach_km: f64| {
        Case::with(|case| {
            case.area = strip(0.0, reach_km);
            case.published = vec![claim(5, Service::Data30, 0.0, 6.0), claim(6, Service::Data10, 0.0, 7.0)];
        })
    };
    voice(7.0).check(&[]);
    let found = voice(6.5).check(&["service_order warning"]);
    assert!(found[0].message.sv.contains("Data 10 Mbit/s (leverans 6) når 0.50 km² utanför Tal"));
    // Indoors is another matter than outdoors.
    let mut indoors = data10(7.0);
    indoors.header.environment = Environment::Indoor;
    indoors.header.assumptions.building_loss_db = Some(12.0);
    indoors.check(&[]);
}

/// The figure that once went from 60 % to 48 % and nobody saw it.
#[test]
fn a_large_change_is_remarked() {
    let changed = |to_km: f64| {
        Case::with(|case| {
            case.area = strip(0.0, to_km);
            case.published = vec![claim(2, Service::Voice, 0.0, 6.0)];
        })
    };
    changed(5.5).check(&[]);
    changed(6.5).check(&[]);
    changed(5.49).check(&["large_change warning"]);
    let found = changed(4.8).check(&["large_change warning"]);
    assert_eq!(
        found[0].message.en,
        "Remsan: covered land goes from 60.00 % to 48.00 % compared with delivery 2."
    );
    assert!((4.8..6.0).contains(&kilometre(&found[0])));
    let found = changed(7.0).check(&["large_change warning"]);
    assert!((6.0..7.0).contains(&kilometre(&found[0])));
}

#[test]
fn a_known_file_is_told() {
    let case = Case::with(|case| {
        case.earlier = vec![(DeliveryId(1), "new".to_owned()), (DeliveryId(2), "other".to_owned())]
    });
    let found = case.check(&["known_file warning"]);
    assert!(found[0].message.en.ends_with("as in delivery 1."));
}

/// Everything at once, not the first.
#[test]
fn all_findings_are_told() {
    Case::with(|case| {
        case.header.assumptions.load = None;
        case.header.assumptions.resolution_m = Some(200.0);
        case.area = strip(0.0, 11.0);
        case.published = vec![claim(2, Service::Voice, 0.0, 6.0), claim(3, Service::Data100, 0.0, 12.0)];
        case.earlier = vec![(DeliveryId(2), "new".to_owned())];
    })
    .check(&[
        "missing_header_field error",
        "coarse_resolution error",
        "outside_region error",
        "service_order warning",
        "large_change warning",
        "known_file warning",
    ]);
}

#[test]
fn what_rejects() {
    let finding = |code: &'static str, severity| on_the_whole(code, severity, Bilingual::new("", ""));
    let (warning, error) =
        (finding("unclosed_ring", Severity::Warning), finding("not_a_polygon", Severity::Error));
    let invalid = finding("low_receiver", Severity::Error);
    for (reading, validation, contract, reference) in [
        (vec![], vec![], false, false),
        (vec![warning.clone()], vec![warning.clone()], false, false),
        (vec![error.clone()], vec![], true, false),
        (vec![], vec![invalid], true, true),
    ] {
        assert_eq!(rejects(DeliveryKind::Contract, &reading, &validation), contract);
        assert_eq!(rejects(DeliveryKind::Reference, &reading, &validation), reference);
    }
}
