//! Invented values: fixed ones by number, and any at all by proptest.

use std::collections::BTreeMap;

use geo::{Coord, Geometry, LineString, MultiPolygon, Point, Polygon};
use jiff::{Timestamp, civil::Date};
use proptest::{
    collection::vec,
    num::f64::{NEGATIVE, NORMAL, POSITIVE, SUBNORMAL, ZERO},
    option,
    prelude::*,
    sample::{select, subsequence},
};

use super::{CoverageLabel, KeptFile, NewDelivery};
use crate::domain::{
    Actor, Assumptions, Attempt, Bilingual, CampaignId, Carriage, CaseSubject, ClaimKey, CoverageFeature,
    Dbm, DeadZoneReport, DeliveryHeader, DeliveryKind, DeliveryState, DeliveryStep, EmailAddress,
    Environment, FailingUse, Finding, Language, LngLat, NetworkId, NewCampaign, NewContact, PlainSecret,
    Plmn, Recurrence, Sample, Service, Severity, Share, Standing, Technology,
};
use crate::store::{CaseOpening, KeptReport, NewMeasurements, NewReport, SourceFile, Store};

pub fn moment() -> Timestamp {
    "2026-11-22T10:00:00.5Z".parse().unwrap()
}

pub fn actor() -> Actor {
    Actor::new("a test")
}

pub fn network() -> NetworkId {
    NetworkId::new("ripa").unwrap()
}

/// More features than go into one statement, of 40 vertices each.
pub fn features(number: u64) -> Vec<CoverageFeature> {
    (1..=600).map(|feature| CoverageFeature { number: feature, area: star(number, feature) }).collect()
}

fn star(number: u64, feature: u64) -> MultiPolygon<f64> {
    let vertex = |corner: u64| {
        let angle = corner as f64 / 40.0 * std::f64::consts::TAU;
        let radius_m = 1000.0 + (corner * feature % 7) as f64 * 100.0 + number as f64;
        Coord { x: 700_000.0 + radius_m * angle.cos(), y: 7_200_000.0 + radius_m * angle.sin() }
    };
    MultiPolygon(vec![Polygon::new((0..40).map(vertex).collect(), vec![])])
}

/// A delivery whose header, counts and findings follow from its number.
pub fn delivery<'a>(number: u64, file: &'a KeptFile, coverage: &'a KeptFile) -> NewDelivery<'a> {
    let finding = |feature| Finding {
        code: "unclosed_ring".into(),
        severity: Severity::Warning,
        feature: Some(feature),
        place: Some(LngLat { lng: 20.25, lat: 63.825 }),
        message: Bilingual::new(format!("Ytan {feature} är öppen"), format!("Feature {feature} is open")),
    };
    NewDelivery {
        kind: DeliveryKind::Reference,
        header: header(Service::ALL[number as usize % Service::ALL.len()]),
        received_at: moment(),
        file_name: format!("delivery-{number}.geojson"),
        file,
        feature_count: 600 + number,
        coverage,
        area_m2: 1e6 + number as f64 / 8.0,
        findings: (1..=number % 3).map(finding).collect(),
    }
}

/// All steps at once.
pub fn steps() -> Vec<DeliveryStep> {
    use DeliveryState::{Accepted, Published, Received, Validated};
    [Received, Validated, Accepted, Published].map(step).into()
}

pub fn step(state: DeliveryState) -> DeliveryStep {
    DeliveryStep { state, at: moment(), actor: "a test".to_owned(), reason: String::new() }
}

pub fn label(header: &DeliveryHeader) -> CoverageLabel {
    let (claim, simulation_date) = (header.claim(), header.simulation_date);
    CoverageLabel { claim, simulation_date, crs: "EPSG:3006".to_owned() }
}

pub fn header(service: Service) -> DeliveryHeader {
    let claim = ClaimKey {
        network: network(),
        technology: Technology::G4,
        service,
        environment: Environment::Outdoor,
    };
    DeliveryHeader { simulation_date: Some(Date::constant(2026, 9, 15)), ..DeliveryHeader::of(claim) }
}

fn number() -> impl Strategy<Value = f64> + Clone {
    POSITIVE | NEGATIVE | NORMAL | SUBNORMAL | ZERO
}

fn text() -> impl Strategy<Value = String> + Clone {
    "\\PC{0,12}"
}

pub fn any_moment() -> impl Strategy<Value = Timestamp> + Clone {
    let seconds = Timestamp::MIN.as_second()..=Timestamp::MAX.as_second();
    let with_fraction = |(second, nanosecond)| Timestamp::new(second, nanosecond).ok();
    (seconds, 0..1_000_000_000).prop_filter_map("outside the calendar", with_fraction)
}

fn any_date() -> impl Strategy<Value = Date> {
    (1900_i16..=2100, 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| Date::constant(year, month, day))
}

fn any_ring() -> impl Strategy<Value = LineString<f64>> {
    vec((number(), number()), 3..6).prop_map(|points| points.into_iter().map(Coord::from).collect())
}

fn any_polygon() -> impl Strategy<Value = Polygon<f64>> {
    (any_ring(), vec(any_ring(), 0..3)).prop_map(|(exterior, holes)| Polygon::new(exterior, holes))
}

/// Features by their numbers; of few polygons or of more rows than a page of the index.
pub fn any_features() -> impl Strategy<Value = Vec<CoverageFeature>> {
    let features = proptest::collection::btree_map(any::<u64>(), vec(any_polygon(), 1..4), 0..40);
    features.prop_map(|features| {
        let feature = |(number, polygons)| CoverageFeature { number, area: MultiPolygon(polygons) };
        features.into_iter().map(feature).collect()
    })
}

pub fn any_header() -> impl Strategy<Value = DeliveryHeader> {
    let words = (select(Technology::ALL), select(Service::ALL), select(Environment::ALL));
    let said = (option::of(select(Carriage::ALL)), option::of(any_date()), any_assumptions());
    let words_of_law = (option::of(text()), option::of(text()));
    (words, said, words_of_law).prop_map(|((technology, service, environment), said, (licence, secrecy))| {
        let (carriage, simulation_date, assumptions) = said;
        let claim = ClaimKey { network: network(), technology, service, environment };
        let header = DeliveryHeader::of(claim);
        DeliveryHeader { carriage, simulation_date, assumptions, licence, secrecy, ..header }
    })
}

fn any_assumptions() -> impl Strategy<Value = Assumptions> {
    let texts = [(); 6].map(|()| option::of(text()));
    let numbers = [(); 5].map(|()| option::of(number()));
    let shares = [(); 2].map(|()| option::of((0.0..=1.0).prop_map(|value| Share::new(value).unwrap())));
    (texts, numbers, shares).prop_map(|(texts, numbers, [location_probability, load])| {
        let [model, model_version, terrain, terrain_vintage, clutter, clutter_vintage] = texts;
        let [resolution_m, receiver_height_m, body_loss_db, vehicle_loss_db, building_loss_db] = numbers;
        Assumptions {
            model,
            model_version,
            resolution_m,
            terrain,
            terrain_vintage,
            clutter,
            clutter_vintage,
            receiver_height_m,
            body_loss_db,
            vehicle_loss_db,
            building_loss_db,
            location_probability,
            load,
        }
    })
}

pub fn any_findings() -> impl Strategy<Value = Vec<Finding>> {
    let place = option::of((number(), number()).prop_map(|(lng, lat)| LngLat { lng, lat }));
    let message = (text(), text()).prop_map(|(sv, en)| Bilingual { sv, en });
    let parts = ("[a-z_]{1,20}", select(Severity::ALL), option::of(any::<u64>()), place, message);
    let finding = |(code, severity, feature, place, message): (String, _, _, _, _)| Finding {
        code: code.into(),
        severity,
        feature,
        place,
        message,
    };
    vec(parts.prop_map(finding), 0..4)
}

fn any_attempt() -> impl Strategy<Value = Attempt> {
    let figures = [(); 3].map(|()| option::of(number()));
    (select(Service::ALL), any::<bool>(), figures).prop_map(
        |(service, success, [download_mbps, upload_mbps, latency_ms])| Attempt {
            service,
            success,
            download_mbps,
            upload_mbps,
            latency_ms,
        },
    )
}

/// The campaign of the examples, which is begun where it isn't there.
pub async fn campaign(store: &Store) -> CampaignId {
    let new = NewCampaign::of_nobodys_ways("Demonstration").unwrap();
    let there = store.campaigns().await.unwrap().into_iter().next();
    match there {
        Some(campaign) => campaign.id,
        None => store.add_campaign(new, &actor(), moment()).await.unwrap().id,
    }
}

/// A kept file of measurements with these samples, in the campaign of the examples.
pub async fn measurements<'file>(
    store: &Store,
    file: &'file KeptFile,
    samples: &[Sample],
) -> NewMeasurements<'file> {
    NewMeasurements {
        file_name: "drive.csv".to_owned(),
        received_at: moment(),
        campaign: campaign(store).await,
        file: SourceFile::Kept(file),
        row_count: samples.len() as u64,
        samples: store.pack_samples(file.sha256(), samples, &BTreeMap::new()).unwrap(),
        findings: vec![],
    }
}

/// A sample that says nothing but where and when it was taken.
pub fn sample() -> Sample {
    Sample {
        time: moment(),
        position: Coord { x: 700_000.0, y: 7_200_000.0 },
        network: network(),
        serving: None,
        technology: None,
        attempt: None,
        rsrp: None,
        sinr_db: None,
        accuracy_m: None,
        speed_kmh: None,
        wifi: false,
        indoor: true,
        device: "phone".into(),
        run: "drive".into(),
    }
}

pub fn any_sample() -> impl Strategy<Value = Sample> {
    let radio = (
        option::of("[0-9]{3}-[0-9]{2,3}".prop_map(|plmn| Plmn::new(plmn).unwrap())),
        option::of(select(Technology::ALL)),
        option::of(any_attempt()),
        option::of((-156.0..=-31.0).prop_map(|dbm| Dbm::nr_ss_rsrp(dbm).unwrap())),
    );
    let figures = [(); 3].map(|()| option::of(number()));
    let flags = (any::<bool>(), any::<bool>());
    let phone = (text(), text());
    ((any_moment(), (number(), number())), radio, figures, flags, phone).prop_map(
        |((time, position), radio, [sinr_db, accuracy_m, speed_kmh], (wifi, indoor), (device, run))| {
            let (serving, technology, attempt, rsrp) = radio;
            Sample {
                // Kept to the microsecond.
                time: Timestamp::from_microsecond(time.as_microsecond()).unwrap(),
                position: Coord::from(position),
                network: network(),
                serving,
                technology,
                attempt,
                rsrp,
                sinr_db,
                accuracy_m,
                speed_kmh,
                wifi,
                indoor,
                device: device.into(),
                run: run.into(),
            }
        },
    )
}

pub fn report() -> DeadZoneReport {
    DeadZoneReport {
        geometry: Geometry::Point(Point::new(700_000.0, 7_200_000.0)),
        networks: vec![network()],
        service: Service::Voice,
        failing: vec![FailingUse::Emergency, FailingUse::Calls],
        environment: Environment::Outdoor,
        observed_at: moment(),
        recurrence: Some(Recurrence::Sometimes),
        text: "Här är det tyst".to_owned(),
    }
}

pub fn any_report() -> impl Strategy<Value = DeadZoneReport> {
    let point = (number(), number()).prop_map(|(x, y)| Geometry::Point(Point::new(x, y)));
    let geometry = prop_oneof![point, any_polygon().prop_map(Geometry::Polygon)];
    let networks = subsequence(vec![network(), NetworkId::new("beta").unwrap()], 0..=2);
    let failing = subsequence(FailingUse::ALL.to_vec(), 0..=FailingUse::ALL.len());
    let words = (networks, select(Service::ALL), failing, select(Environment::ALL));
    (geometry, words, any_moment(), option::of(select(Recurrence::ALL)), text()).prop_map(
        |(geometry, (networks, service, failing, environment), observed_at, recurrence, text)| {
            DeadZoneReport {
                geometry,
                networks,
                service,
                failing,
                environment,
                observed_at,
                recurrence,
                text,
            }
        },
    )
}

/// A citizen's report with a contact, for a case of one network at a place.
pub fn new_report(report: DeadZoneReport, received_at: Timestamp, place: Coord<f64>) -> NewReport {
    let subject =
        CaseSubject { network: network(), service: report.service, environment: report.environment };
    let email = EmailAddress::new("anna@example.org").unwrap();
    let secret = PlainSecret::new([7; 32]).hashed();
    NewReport {
        report,
        standing: Standing::Citizen,
        sent_as: None,
        received_at,
        on: Date::constant(2026, 11, 22),
        actor: Actor::public(),
        place,
        within_m: 250.0,
        cases: vec![CaseOpening { subject, challenge: None }],
        contact: Some(NewContact { email, language: Language::Swedish, secret }),
    }
}

pub async fn keep_report(store: &Store, report: DeadZoneReport, received_at: Timestamp) -> KeptReport {
    let new = new_report(report, received_at, Coord { x: 700_000.0, y: 7_200_000.0 });
    store.add_reports(&[new]).await.unwrap().pop().unwrap()
}
