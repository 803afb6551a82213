//! What the service has of the drawn deliveries: four networks with four services.

use std::sync::{Arc, LazyLock};

use geo::{MultiPolygon, Polygon};
use jiff::{Timestamp, civil::date, tz::TimeZone};
use tackning::{
    domain::{
        ClaimKey, CoverageFeature, Delivery, DeliveryHeader, DeliveryId, DeliveryKind, DeliveryState,
        Environment, NetworkId, Sample, SampleRules, Service, Technology, ZoneKind,
    },
    index::{
        Claim, CoverageIndex, DeadZoneIndex, EvidenceIndex, Networks, RegionIndex, Snapshot, Supply,
        ZoneIndex,
    },
    verification::{EvidenceRules, VerificationIndex},
};

use super::drawn::Drawer;
use crate::formats::gdal::region;

pub const SEED: u64 = 2_026;
const NETWORKS: [&str; 4] = ["ripa", "tjader", "jarv", "uggla"];
const SERVICES: [Service; 4] = [Service::Voice, Service::Data10, Service::Data30, Service::Data100];

/// One delivery: its network and service, and what is drawn in it.
pub struct Drawn {
    pub network: NetworkId,
    pub service: Service,
    pub polygons: Vec<Polygon<f64>>,
}

/// The deliveries, and what the service makes of them.
pub struct Published {
    pub deliveries: Vec<Drawn>,
    pub snapshot: Snapshot,
}

/// The same for every test, made once.
pub fn published() -> &'static Published {
    static PUBLISHED: LazyLock<Published> = LazyLock::new(Published::new);
    &PUBLISHED
}

impl Published {
    fn new() -> Self {
        let region = RegionIndex::new(region());
        let mut drawer = Drawer::new(SEED, region.region.bounds().expect("the region has zones"));
        let keys = NETWORKS.into_iter().flat_map(|network| SERVICES.map(|service| (network, service)));
        let deliveries: Vec<Drawn> = keys
            .map(|(network, service)| Drawn {
                network: NetworkId::new(network).unwrap(),
                service,
                polygons: drawer.claim(),
            })
            .collect();
        let claims = (1..).zip(&deliveries).map(|(id, drawn)| Arc::new(drawn.claim(id))).collect();
        let networks = NETWORKS.map(|network| NetworkId::new(network).unwrap());
        let coverage = CoverageIndex::new(&networks, claims);
        let snapshot = Snapshot {
            evidence: Arc::new(nothing_measured(&region, &coverage)),
            region: Arc::new(region),
            coverage: Arc::new(coverage),
            dead_zones: Arc::new(DeadZoneIndex::new(Vec::new())),
        };
        Self { deliveries, snapshot }
    }

    pub fn municipalities(&self) -> Vec<&ZoneIndex> {
        let kind = ZoneKind::municipality();
        self.snapshot.region.zones.iter().filter(|zone| zone.zone.kind == kind).collect()
    }

    /// Each network with each service in the order of the deliveries, and after
    /// them all networks together with each service.
    pub fn supplies(&self) -> Vec<Supply> {
        let one = |drawn: &Drawn| Supply::of(drawn.network.clone(), drawn.service);
        let any =
            self.deliveries[..SERVICES.len()].iter().map(|drawn| one(drawn).with_networks(Networks::Any));
        self.deliveries.iter().map(one).chain(any).collect()
    }

    /// The deliveries that a supply of [`Self::supplies`] rests on.
    pub fn deliveries_of(&self, supply: &Supply) -> Vec<usize> {
        let is_asked = |drawn: &Drawn| match &supply.networks {
            Networks::One(network) => *network == drawn.network,
            networks => *networks == Networks::Any,
        };
        let rests_on = |drawn: &Drawn| drawn.service == supply.service && is_asked(drawn);
        let numbered = self.deliveries.iter().enumerate();
        numbered.filter(|(_, drawn)| rests_on(drawn)).map(|(number, _)| number).collect()
    }
}

impl Drawn {
    fn claim(&self, id: i64) -> Claim {
        let feature = |(number, polygon): (u64, &Polygon<f64>)| CoverageFeature {
            number,
            area: MultiPolygon(vec![polygon.clone()]),
        };
        let features: Vec<_> = (1..).zip(&self.polygons).map(feature).collect();
        Claim::new(self.delivery(id), &features)
    }

    fn delivery(&self, id: i64) -> Delivery {
        Delivery {
            id: DeliveryId(id),
            kind: DeliveryKind::Reference,
            header: DeliveryHeader::of(ClaimKey {
                network: self.network.clone(),
                technology: Technology::G4,
                service: self.service,
                environment: Environment::Outdoor,
            }),
            received_at: Timestamp::UNIX_EPOCH,
            file_name: String::new(),
            sha256: String::new(),
            feature_count: self.polygons.len() as u64,
            coverage_sha256: String::new(),
            area_m2: 0.0,
            findings: Vec::new(),
            state: DeliveryState::Published,
        }
    }
}

fn nothing_measured(region: &RegionIndex, coverage: &CoverageIndex) -> EvidenceIndex {
    let samples = SampleRules::outdoors(TimeZone::UTC, Timestamp::UNIX_EPOCH);
    let rules = EvidenceRules {
        networks: &region.region.networks,
        profile: &region.region.profile,
        samples: &samples,
    };
    let verification = VerificationIndex::build(Vec::<Sample>::new(), &rules);
    EvidenceIndex::new(Arc::new(verification), Vec::new(), date(2026, 11, 15), region, coverage)
}
