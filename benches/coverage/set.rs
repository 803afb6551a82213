//! The seeded set: made once, kept as the files that an operator would send, and
//! read back by the service's own way in.

use std::{fs, sync::Arc};

use geo::CoordsIter;
use jiff::{Timestamp, civil::date};
use rayon::prelude::*;
use tackning::{
    demonstration::Scale,
    domain::{
        CoverageFeature, Delivery, DeliveryHeader, DeliveryId, DeliveryKind, DeliveryState, NetworkId,
        Region, Sample, SampleRules,
    },
    index::{Claim, CoverageIndex, DeadZoneIndex, EvidenceIndex, RegionIndex, Snapshot},
    ingest::{
        coverage::{CoverageSource, collect_coverage},
        delivery_header::{HeaderSource, SaidHeader, read_header},
        measurements::{MeasurementSource, read_measurements},
        sha256_hex,
    },
    verification::{EvidenceRules, VerificationIndex},
};

use crate::files::{self, Entry, SetFiles};

/// The files of one set.
pub struct BenchSet(SetFiles);

/// A delivery as it is read from its file.
pub type Read = (Delivery, Vec<CoverageFeature>);

/// Everything that questions are put to.
pub struct Published {
    scale: Scale,
    vertices: usize,
    pub snapshot: Snapshot,
}

impl BenchSet {
    /// The set that `TACKNING_BENCH_SCALE` names.
    pub fn open() -> Self {
        Self(SetFiles::open(files::scale()))
    }

    pub fn region(&self) -> Region {
        self.0.region()
    }

    /// Every delivery, from its file to features in the computing coordinate reference system.
    pub fn read(&self, region: &Region) -> Vec<Read> {
        let entries = self.0.entries();
        entries.iter().zip(1..).map(|(entry, number)| self.delivery(entry, number, region)).collect()
    }

    pub fn publish(&self) -> Published {
        let region = RegionIndex::new(self.region());
        let deliveries = self.read(&region.region);
        let vertices = deliveries.iter().flat_map(|(_, features)| features);
        let vertices = vertices.map(|feature| feature.area.coords_count()).sum();
        let networks: Vec<NetworkId> = region.region.network_ids();
        let coverage = CoverageIndex::new(&networks, claims(&deliveries));
        coverage.warm();
        let evidence = evidence(&region, &coverage, &self.samples(&region.region));
        let dead_zones = Arc::new(DeadZoneIndex::new(Vec::new()));
        let (region, coverage, evidence) = (Arc::new(region), Arc::new(coverage), Arc::new(evidence));
        Published {
            scale: files::scale(),
            vertices,
            snapshot: Snapshot { region, coverage, evidence, dead_zones },
        }
    }

    fn delivery(&self, entry: &Entry, number: i64, region: &Region) -> Read {
        let bytes = self.0.file(&entry.file);
        let path = self.0.path(&entry.file);
        let read = collect_coverage(&path, &CoverageSource::new(region)).expect("the delivery can be read");
        let delivery = Delivery {
            id: DeliveryId(number),
            kind: DeliveryKind::Reference,
            header: header(entry, region).expect("the delivery's header can be read"),
            received_at: Timestamp::UNIX_EPOCH,
            file_name: entry.file.clone(),
            sha256: sha256_hex(&bytes),
            feature_count: read.reading.feature_count,
            coverage_sha256: String::new(),
            area_m2: 0.0,
            findings: read.reading.findings,
            state: DeliveryState::Published,
        };
        (delivery, read.features)
    }

    fn samples(&self, region: &Region) -> Vec<Sample> {
        let name = "measurements.csv.gz";
        let source = MeasurementSource::of_region(region, name);
        read_measurements(&self.0.file(name), &source).expect("the measurements can be read").samples
    }
}

impl Published {
    pub fn region(&self) -> &Region {
        &self.snapshot.region.region
    }

    pub fn networks(&self) -> Vec<NetworkId> {
        self.region().network_ids()
    }

    /// What the figures are of.
    pub fn describe(&self) -> String {
        let Snapshot { region, coverage, evidence, .. } = &self.snapshot;
        format!(
            "set {}: {} vertices in {} deliveries, {} zones, {} squares, {} samples; {} threads",
            self.scale,
            self.vertices,
            coverage.claims().len(),
            region.zones.len(),
            region.region.demand.population.len(),
            evidence.verification.sample_count(),
            rayon::current_num_threads(),
        )
    }
}

pub fn claims(deliveries: &[Read]) -> Vec<Arc<Claim>> {
    let claim = |(delivery, features): &Read| Arc::new(Claim::new(delivery.clone(), features));
    deliveries.par_iter().map(claim).collect()
}

/// The most memory that the process has had.
pub fn peak_memory() -> String {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    format!("peak memory: {}", line.map_or("not known on this system", str::trim))
}

fn header(entry: &Entry, region: &Region) -> Option<DeliveryHeader> {
    let networks: Vec<NetworkId> = region.network_ids();
    let said = SaidHeader::from_json(HeaderSource::Beside, &entry.header.to_string());
    read_header(&[said], &networks).header
}

fn evidence(region: &RegionIndex, coverage: &CoverageIndex, samples: &[Sample]) -> EvidenceIndex {
    let Region { networks, profile, time_zone, .. } = &*region.region;
    let as_of = date(2026, 11, 15);
    let noon = as_of.at(12, 0, 0, 0).to_zoned(time_zone.clone()).expect("the day has a noon").timestamp();
    let rules = SampleRules::outdoors(time_zone.clone(), noon);
    let rules = EvidenceRules { networks, profile, samples: &rules };
    let verification = Arc::new(VerificationIndex::build(samples, &rules));
    EvidenceIndex::new(verification, Vec::new(), as_of, region, coverage)
}
