//! The next index is the one that would be built anew, and shares what it can.

use geo::{Polygon, polygon};
use jiff::Timestamp;

use super::*;
use crate::domain::{ClaimKey, DeliveryHeader, DeliveryId, DeliveryKind, DeliveryState};

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
