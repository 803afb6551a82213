//! The next index is the one that would be built anew, and shares what it can.

use geo::{Polygon, polygon};
use jiff::Timestamp;

use super::*;
use crate::domain::{
    ClaimKey, DeliveryHeader, DeliveryId, DeliveryKind, DeliveryState, Environment, Service, Technology,
};

fn rectangle(west: f64, east: f64) -> Polygon<f64> {
    polygon![(x: west, y: 0.0), (x: east, y: 0.0), (x: east, y: 7_000.0), (x: west, y: 7_000.0)]
}

fn networks() -> [NetworkId; 2] {
    ["a", "b"].map(|id| NetworkId::new(id).unwrap())
}

fn claim(network: usize, technology: Technology, service: Service, km: f64) -> Arc<Claim> {
    let environment = Environment::Outdoor;
    let header = DeliveryHeader::of(ClaimKey {
        network: networks()[network].clone(),
        technology,
        service,
        environment,
    });
    let delivery = Delivery {
        id: DeliveryId(1),
        kind: DeliveryKind::Reference,
        header,
        received_at: Timestamp::UNIX_EPOCH,
        file_name: String::new(),
        sha256: format!("{km}"),
        feature_count: 1,
        coverage_sha256: String::new(),
        area_m2: 0.0,
        findings: Vec::new(),
        state: DeliveryState::Published,
    };
    let feature = CoverageFeature { number: 1, area: rectangle(0.0, km * 1e3).into() };
    Arc::new(Claim::new(delivery, &[feature]))
}

/// The index after `before` is the one that is built anew; whether a supply of
/// voice and one of data are shared.
#[track_caller]
fn check(before: &[Arc<Claim>], after: &[Arc<Claim>], shared: [bool; 2]) {
    let networks = networks();
    let before = CoverageIndex::new(&networks, before.to_vec());
    before.warm();
    let (anew, next) = (CoverageIndex::new(&networks, after.to_vec()), before.next(after.to_vec()));
    next.warm();
    anew.warm();
    assert_eq!(next.supplies, anew.supplies);
    assert_eq!(next.version, anew.version);
    for (service, shared) in [Service::Voice, Service::Data10].into_iter().zip(shared) {
        let any = Supply::of(networks[0].clone(), service).with_networks(Networks::Any);
        assert_eq!(Arc::ptr_eq(&before.area(&any), &next.area(&any)), shared, "{service}");
    }
}

#[test]
fn what_rests_on_the_same_claims_is_shared() {
    use {Service::*, Technology::*};
    let (voice, data) = (claim(0, G4, Voice, 9.0), claim(0, G4, Data10, 6.0));
    let other = claim(1, G4, Voice, 12.0);
    check(&[voice.clone(), data.clone()], &[voice.clone(), data.clone()], [true, true]);
    check(&[voice.clone(), data.clone()], &[voice.clone(), data.clone(), other.clone()], [false, true]);
    let newer = claim(0, G4, Data10, 5.0);
    check(&[voice.clone(), data.clone(), other.clone()], &[voice.clone(), newer, other], [true, false]);
    // The same network by another technology, and a claim that goes.
    check(
        &[voice.clone(), data.clone()],
        &[voice.clone(), claim(0, G5, Voice, 3.0), data.clone()],
        [false, true],
    );
    check(&[voice.clone(), data], &[voice], [true, false]);
}

/// a by 4G to 9 km and by 5G to 3 km, b by 4G to 12 km.
#[test]
fn supplies_that_are_asked_for_seldom() {
    use Technology::*;
    let claims = [
        claim(0, G4, Service::Voice, 9.0),
        claim(0, G5, Service::Voice, 3.0),
        claim(1, G4, Service::Voice, 12.0),
    ];
    let index = CoverageIndex::new(&networks(), claims.to_vec());
    let km = |networks: Networks, technologies: Technologies| {
        let supply = Supply::claimed(networks, Service::Voice).with_technologies(technologies);
        (index.area(&supply).area_m2() / 7e6).round()
    };
    let pair = || Networks::AnyOf(BTreeSet::from(networks()));
    let alone = || Networks::AnyOf(BTreeSet::from([networks()[0].clone()]));
    for (networks, technologies, expected) in [
        (Networks::AtLeast(1), Technologies::Any, 12.0),
        (Networks::AtLeast(2), Technologies::Any, 9.0),
        (Networks::AtLeast(3), Technologies::Any, 0.0),
        (pair(), Technologies::Any, 12.0),
        (alone(), Technologies::Any, 9.0),
        (pair(), Technologies::Without(G4), 3.0),
        (Networks::Any, Technologies::Without(G5), 12.0),
        (Networks::AtLeast(2), Technologies::Only(G4), 9.0),
        (Networks::All, Technologies::Without(G4), 0.0),
        (Networks::One(networks()[0].clone()), Technologies::Without(G4), 3.0),
        // Nothing is claimed by it: the same as by any.
        (Networks::All, Technologies::Without(G2), 9.0),
    ] {
        assert_eq!(km(networks.clone(), technologies), expected, "{networks} {technologies:?}");
    }
}
