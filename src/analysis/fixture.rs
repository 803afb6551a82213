//! A region of one strip, 10 × 1 km, for tests: ten squares of 100 inhabitants,
//! along its middle two links of each kind of line, a place at 1 km and one at 9 km,
//! a building in the middle of every kilometre, and people normally in the squares.

use std::sync::Arc;

use geo::{Coord, LineString, MultiPolygon, Point, Polygon, polygon};
use jiff::{SignedDuration, Timestamp, civil::date, tz::TimeZone};

use crate::{
    domain::*,
    index::{Claim, CoverageIndex, DeadZoneIndex, EvidenceIndex, Networks, RegionIndex, Snapshot, Supply},
    verification::{EvidenceRules, VerificationIndex},
};

pub struct Fixture {
    region: Region,
    claims: Vec<Arc<Claim>>,
}

impl Fixture {
    pub fn strip() -> Self {
        let zone = Zone {
            code: ZoneCode::new("2401"),
            name: "Remsan".to_owned(),
            kind: ZoneKind::municipality(),
            parent: None,
            outline: MultiPolygon(vec![rectangle_km(0.0, 10.0)]),
        };
        let region = Region {
            id: "strip".to_owned(),
            name: Bilingual::new("Remsan", "The strip"),
            crs: "EPSG:3006".to_owned(),
            time_zone: TimeZone::UTC,
            demonstration: true,
            attribution: Vec::new(),
            zones: vec![zone],
            demand: demand(),
            networks: ["a", "b"].map(network).to_vec(),
            profile: Profile {
                version: "test".to_owned(),
                required_share: Share::new(0.95).unwrap(),
                signal: Vec::new(),
                tests: Vec::new(),
                reliability: None,
                losses: Losses::default(),
                ladder: LevelLadder::default(),
            },
            sources: Vec::new(),
        };
        Self { region, claims: Vec::new() }
    }

    /// A claim of 4G voice outdoors.
    pub fn claim(self, network: &str, areas: &[Polygon<f64>]) -> Self {
        self.claim_by(network, Technology::G4, areas)
    }

    pub fn claim_by(mut self, network: &str, technology: Technology, areas: &[Polygon<f64>]) -> Self {
        let header = DeliveryHeader::of(ClaimKey {
            network: Self::network(network),
            technology,
            service: Service::Voice,
            environment: Environment::Outdoor,
        });
        let delivery = Delivery {
            id: DeliveryId(self.claims.len() as i64 + 1),
            kind: DeliveryKind::Reference,
            header,
            received_at: Timestamp::UNIX_EPOCH,
            file_name: "claim.geojson".to_owned(),
            sha256: "0".repeat(64),
            feature_count: areas.len() as u64,
            coverage_sha256: "0".repeat(64),
            area_m2: 0.0,
            findings: Vec::new(),
            state: DeliveryState::Published,
        };
        let numbered = (1..).zip(areas);
        let features: Vec<_> =
            numbered.map(|(number, area)| CoverageFeature { number, area: area.clone().into() }).collect();
        self.claims.push(Arc::new(Claim::new(delivery, &features)));
        self
    }

    pub fn with_region(mut self, change: impl FnOnce(&mut Region)) -> Self {
        change(&mut self.region);
        self
    }

    pub fn snapshot(self) -> Snapshot {
        self.measured(&[])
    }

    /// With samples: those of the year before the epoch count, by day.
    pub fn measured(self, samples: &[Sample]) -> Snapshot {
        let networks = self.region.network_ids();
        let region = RegionIndex::new(self.region);
        let coverage = CoverageIndex::new(&networks, self.claims);
        let evidence = evidence(&region, &coverage, samples);
        Snapshot {
            region: Arc::new(region),
            coverage: Arc::new(coverage),
            evidence: Arc::new(evidence),
            dead_zones: Arc::new(DeadZoneIndex::new(Vec::new())),
        }
    }

    pub fn network(id: &str) -> NetworkId {
        NetworkId::new(id).unwrap()
    }

    pub fn voice(networks: Networks) -> Supply {
        Supply::claimed(networks, Service::Voice)
    }
}

/// Calls in the cells on either side of the strip's middle, one a day in each.
pub fn calls(network: &str, cells: impl IntoIterator<Item = (u32, Vec<bool>)>) -> Vec<Sample> {
    let at = |cell: u32, y: f64, day: i64, success: bool| Sample {
        time: Timestamp::UNIX_EPOCH - SignedDuration::from_hours(24 * day + 12),
        position: Coord { x: f64::from(cell) * 100.0 + 50.0, y },
        network: Fixture::network(network),
        serving: None,
        technology: None,
        attempt: Some(Attempt {
            service: Service::Voice,
            success,
            download_mbps: None,
            upload_mbps: None,
            latency_ms: None,
        }),
        rsrp: None,
        sinr_db: None,
        accuracy_m: None,
        speed_kmh: None,
        wifi: false,
        indoor: false,
        device: "a".into(),
        run: "1".into(),
    };
    let of_cell = |(cell, days): (u32, Vec<bool>)| {
        let days = (0..).zip(days);
        days.flat_map(|(day, success)| [450.0, 550.0].map(|y| at(cell, y, day, success))).collect::<Vec<_>>()
    };
    cells.into_iter().flat_map(of_cell).collect()
}

/// The strip between two kilometres, 1 km wide.
pub fn rectangle_km(from: f64, to: f64) -> Polygon<f64> {
    let (a, b) = (from * 1e3, to * 1e3);
    polygon![(x: a, y: 0.0), (x: b, y: 0.0), (x: b, y: 1e3), (x: a, y: 1e3)]
}

/// A link of route 1 along the strip's middle.
pub fn link(from_km: f64, to_km: f64) -> Link {
    Link {
        name: "Road 1".to_owned(),
        class: "riksvag".to_owned(),
        route: "1".to_owned(),
        organisation: String::new(),
        line: LineString::from(vec![(from_km * 1e3, 500.0), (to_km * 1e3, 500.0)]),
    }
}

#[track_caller]
pub fn assert_close(found: f64, expected: f64) {
    assert!((found - expected).abs() <= 1e-9 * expected.abs().max(1.0), "{found} is not {expected}");
}

fn evidence(region: &RegionIndex, coverage: &CoverageIndex, samples: &[Sample]) -> EvidenceIndex {
    let rules = SampleRules::outdoors(TimeZone::UTC, Timestamp::UNIX_EPOCH);
    let Region { networks, profile, .. } = &*region.region;
    let rules = EvidenceRules { networks, profile, samples: &rules };
    let verification = VerificationIndex::build(samples, &rules);
    EvidenceIndex::new(Arc::new(verification), Vec::new(), date(2026, 11, 1), region, coverage)
}

fn network(id: &str) -> Network {
    Network {
        id: Fixture::network(id),
        name: id.to_uppercase(),
        colour: "#000000".to_owned(),
        plmns: Vec::new(),
        demonstration: true,
    }
}

fn demand() -> Demand {
    let squares = (0..10).map(|kilometre| PopulationSquare {
        cell: format!("square {kilometre}"),
        inhabitants: 100.0,
        municipality: None,
        outline: rectangle_km(f64::from(kilometre), f64::from(kilometre) + 1.0),
    });
    let place = |kilometre: f64| Place {
        name: format!("Place {kilometre}"),
        kind: "school".to_owned(),
        environment: Environment::Indoor,
        organisation: "Remsan".to_owned(),
        position: Coord { x: kilometre * 1e3, y: 500.0 },
    };
    let building = |kilometre: i32| Building {
        id: format!("building {kilometre}"),
        kind: "house".to_owned(),
        outline: Point::new(f64::from(kilometre) * 1e3 + 500.0, 500.0).into(),
    };
    Demand {
        lakes: Vec::new(),
        population: squares.collect(),
        population_points: Vec::new(),
        lines: ByLine::from_fn(|_| vec![link(0.0, 4.0), link(4.0, 10.0)]),
        places: vec![place(1.0), place(9.0)],
        buildings: (0..10).map(building).collect(),
        localities: Vec::new(),
        presence: Some(Presence { has_squares: true, ..Presence::default() }),
    }
}
