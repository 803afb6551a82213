//! Where deliveries come in: read, validated, and kept with everything that was
//! found in them. What is published is not changed here.

use std::sync::Arc;

use jiff::{Timestamp, civil::Date};
use tokio::sync::Mutex;

use super::{CoverageFile, PublishError, ReadDelivery, areas::Areas, reading::read_file};
use crate::{
    domain::{
        Actor, ClaimKey, Delivery, DeliveryHeader, DeliveryId, DeliveryKind, DeliveryState, DeliveryStep,
        Finding, Region,
    },
    geometry::LngLatFrame,
    index::{Claim, RegionIndex},
    ingest::coverage::{CoverageReading, ReadLimits},
    ingest::delivery_header::HeaderProblem,
    store::{CoverageLabel, NewDelivery, Store},
    validation::{Beside, Candidate, rejects, validate},
};

/// Takes deliveries for a region into a store. Clones share both.
#[derive(Clone, Debug)]
pub struct Reception {
    pub store: Store,
    pub region: Arc<RegionIndex>,
    pub frame: LngLatFrame,
    pub limits: ReadLimits,
    pub(super) areas: Areas,
    /// Held from validation until a delivery is kept: of two that come at once
    /// the second sees the first.
    pub(super) taking: Arc<Mutex<()>>,
}

/// How far a delivery goes when nothing speaks against it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Until {
    /// Somebody has to accept it.
    Validated,
    /// Somebody stands for it already.
    PublishedBy(Actor),
}

/// What validation says of a delivery, kept or not.
#[derive(Clone, Debug)]
pub struct CheckReport {
    pub file_name: String,
    pub sha256: String,
    pub byte_count: u64,
    pub kind: DeliveryKind,
    /// None where nobody can know what the delivery speaks of.
    pub header: Option<DeliveryHeader>,
    pub header_problems: Vec<HeaderProblem>,
    pub reading: CoverageReading,
    /// What is covered, overlaps counted once.
    pub area_m2: f64,
    /// Of header, file and validation, in this order.
    pub findings: Vec<Finding>,
    pub is_rejected: bool,
}

/// What became of a delivery that was kept.
#[derive(Clone, Debug)]
pub struct Received {
    pub delivery: Delivery,
    /// Features that were taken.
    pub taken_count: u64,
}

impl Reception {
    /// # Errors
    /// When the region's computing system is unknown.
    pub async fn new(store: Store, region: Region) -> Result<Self, PublishError> {
        let frame = LngLatFrame::new(&region.crs)?;
        let region = tokio::task::spawn_blocking(move || Arc::new(RegionIndex::new(region))).await?;
        Ok(Self::of(store, region, frame))
    }

    pub(super) fn of(store: Store, region: Arc<RegionIndex>, frame: LngLatFrame) -> Self {
        let areas = Areas::new(store.clone());
        Self { store, region, frame, limits: ReadLimits::default(), areas, taking: Arc::default() }
    }

    /// With other limits for what is read.
    pub fn with_limits(self, limits: ReadLimits) -> Self {
        Self { limits, ..self }
    }

    /// Says what would be found in a delivery, and keeps nothing.
    pub async fn check(&self, file: CoverageFile) -> Result<CheckReport, PublishError> {
        let read = self.read(file).await?;
        let validation = self.validate(&read).await?;
        Ok(report(read, validation))
    }

    /// Reads a delivery, validates it and keeps it: rejected, or as far as
    /// `until`. The files are on disk before the rows are, and the rows when
    /// this returns.
    ///
    /// # Errors
    /// When nothing can be read, or nobody can know what it speaks of; nothing
    /// is kept then.
    pub async fn deliver(
        &self,
        file: CoverageFile,
        actor: &Actor,
        until: impl FnOnce(DeliveryKind) -> Until,
    ) -> Result<Received, PublishError> {
        let read = self.read(file).await?;
        let until = until(read.kind);
        if !read.header_problems.is_empty() {
            return Err(PublishError::Header(read.header_problems));
        }
        let _taking = self.taking.lock().await;
        let validation = self.validate(&read).await?;
        self.keep(read, validation, actor, until).await
    }

    async fn read(&self, file: CoverageFile) -> Result<ReadDelivery, PublishError> {
        let writer = self.store.coverage_writer()?;
        let (region, limits) = (self.region.region.clone(), self.limits.clone());
        tokio::task::spawn_blocking(move || read_file(file, &region, &limits, writer)).await?
    }

    async fn validate(&self, read: &ReadDelivery) -> Result<Vec<Finding>, PublishError> {
        let Some(header) = read.header.clone() else { return Ok(Vec::new()) };
        if let Some(replaced) = header.replaces {
            self.refuse_unknown(replaced, &header).await?;
        }
        let published = self.beside(&header, self.store.published_deliveries().await?).await?;
        let waiting = self.beside(&header, self.store.waiting_deliveries().await?).await?;
        let sha256 = read.file.sha256().to_owned();
        let earlier = self.store.deliveries_with_hash(&sha256).await?;
        let earlier: Vec<_> = earlier.into_iter().map(|delivery| (delivery.id, delivery.sha256)).collect();
        let (kind, received_on, area) = (read.kind, self.day_of(read), read.area.clone());
        let (region, frame) = (self.region.clone(), self.frame.clone());
        let work = move || {
            let candidate = Candidate { kind, header: &header, received_on, sha256: &sha256, area: &area };
            let beside = Beside {
                region: &region,
                frame: &frame,
                published: &published,
                waiting: &waiting,
                earlier: &earlier,
            };
            validate(&candidate, &beside)
        };
        Ok(tokio::task::spawn_blocking(work).await?)
    }

    /// The day of reception where the region is.
    fn day_of(&self, read: &ReadDelivery) -> Date {
        read.received_at.to_zoned(self.region.region.time_zone.clone()).date()
    }

    /// A delivery replaces one of its own claim.
    async fn refuse_unknown(
        &self,
        replaced: DeliveryId,
        header: &DeliveryHeader,
    ) -> Result<(), PublishError> {
        let replaced_claim = self.store.delivery(replaced).await?.map(|delivery| delivery.header.claim());
        if replaced_claim == Some(header.claim()) {
            return Ok(());
        }
        Err(PublishError::Header(vec![HeaderProblem::of_another_claim(replaced)]))
    }

    /// What stands beside a delivery: the same network's claims by the same
    /// technology in the same environment.
    async fn beside(
        &self,
        header: &DeliveryHeader,
        deliveries: Vec<Delivery>,
    ) -> Result<Vec<Arc<Claim>>, PublishError> {
        let claim = header.claim();
        let mut found = Vec::new();
        for delivery in deliveries {
            if (ClaimKey { service: claim.service, ..delivery.header.claim() }) == claim {
                found.push(self.areas.claim(delivery).await?);
            }
        }
        Ok(found)
    }

    async fn keep(
        &self,
        read: ReadDelivery,
        validation: Vec<Finding>,
        actor: &Actor,
        until: Until,
    ) -> Result<Received, PublishError> {
        let ReadDelivery { name, file, received_at, kind, header, reading, area, coverage, .. } = read;
        let header = header.ok_or_else(|| PublishError::Header(Vec::new()))?;
        let is_rejected = rejects(kind, &reading.findings, &validation);
        let label = CoverageLabel {
            claim: header.claim(),
            simulation_date: header.simulation_date,
            crs: self.region.region.crs.clone(),
        };
        let coverage = tokio::task::spawn_blocking(move || coverage.finish(&label)).await??;
        let new = NewDelivery {
            kind,
            header,
            received_at,
            file_name: name,
            file: &self.store.keep(file).await?,
            feature_count: reading.feature_count,
            coverage: &self.store.keep(coverage).await?,
            area_m2: area.area_m2(),
            findings: reading.findings.into_iter().chain(validation).collect(),
        };
        let steps = steps(is_rejected, &until, received_at, actor);
        let delivery = self.store.add_delivery(new, &steps).await?;
        self.areas.keep(&delivery, area);
        Ok(Received { delivery, taken_count: reading.taken_count })
    }
}

/// The way of a delivery that was read.
fn steps(is_rejected: bool, until: &Until, at: Timestamp, actor: &Actor) -> Vec<DeliveryStep> {
    use DeliveryState::{Accepted, Published, Received, Rejected, Validated};
    let step = |state, actor: &Actor, reason: &str| DeliveryStep {
        state,
        at,
        actor: actor.as_str().to_owned(),
        reason: reason.to_owned(),
    };
    let mut steps = vec![step(Received, actor, "")];
    if is_rejected {
        steps.push(step(Rejected, actor, "validation"));
        return steps;
    }
    steps.push(step(Validated, actor, ""));
    if let Until::PublishedBy(buyer) = until {
        steps.extend([Accepted, Published].map(|state| step(state, buyer, "")));
    }
    steps
}

fn report(read: ReadDelivery, validation: Vec<Finding>) -> CheckReport {
    let of_header = read.header_problems.iter().map(Finding::from);
    let findings: Vec<Finding> =
        of_header.chain(read.reading.findings.iter().cloned()).chain(validation.iter().cloned()).collect();
    CheckReport {
        is_rejected: !read.header_problems.is_empty()
            || rejects(read.kind, &read.reading.findings, &validation),
        file_name: read.name,
        sha256: read.file.sha256().to_owned(),
        byte_count: read.file.byte_count(),
        kind: read.kind,
        header: read.header,
        header_problems: read.header_problems,
        area_m2: read.area.area_m2(),
        reading: read.reading,
        findings,
    }
}
