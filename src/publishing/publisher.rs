//! The published snapshot, and how the next one takes its place.

use std::sync::Arc;

use arc_swap::ArcSwap;
use jiff::{Zoned, civil::Date};
use tokio::sync::Mutex;

use super::{
    Answers, CheckReport, CoverageFile, ImportedMeasurements, Importer, MeasurementFile, PublishError,
    Received, Reception, Until, earlier::EarlierDays, keeping::WaitingReports, load,
    profiles::with_newest_profile,
};
use crate::{
    domain::{Actor, DeliveryId, Profile, Region},
    geometry::LngLatFrame,
    index::{CoverageIndex, RegionIndex, Snapshot},
    ingest::coverage::ReadLimits,
    store::{Changes, RegionBinding, Store},
};

/// The date to which ages and validity are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AsOf {
    /// Today in the region's time zone, when a snapshot is built.
    Today,
    Date(Date),
}

/// Holds what is published. Readers take the snapshot and are never waited for;
/// one writer at a time builds the next beside it and swaps.
#[derive(Debug)]
pub struct Publisher {
    pub(super) importer: Importer,
    pub(super) reception: Reception,
    /// The profile that came with the region.
    pub(super) own_profile: Profile,
    pub(super) frame: LngLatFrame,
    pub(super) as_of: AsOf,
    /// Reports that come at the same time are kept together.
    pub(super) waiting: WaitingReports,
    current: Arc<ArcSwap<Snapshot>>,
    /// The figures of what is published.
    pub answers: Answers,
    pub(super) earlier: EarlierDays,
    /// Held while a snapshot is built: how far the store had come, at least,
    /// when it was last looked through.
    pub(super) building: Mutex<Changes>,
}

impl Publisher {
    /// Reads everything that the store holds and publishes it.
    pub async fn open(store: Store, region: Region, as_of: AsOf) -> Result<Self, PublishError> {
        let frame = LngLatFrame::new(&region.crs)?;
        let own_profile = region.profile.clone();
        let region = with_newest_profile(&store, region).await?;
        let index = tokio::task::spawn_blocking(move || Arc::new(RegionIndex::new(region))).await?;
        let binding = RegionBinding {
            id: index.region.id.clone(),
            crs: index.region.crs.clone(),
            sha256: index.version.clone(),
        };
        store.bind_region(&binding).await?;
        let region = index.region.clone();
        let date = as_of.date(&region);
        let seen = store.changes().await?;
        // While the coverage is computed, the samples come from the disk.
        let reception = Reception::of(store.clone(), index.clone(), frame.clone());
        let coverage = async {
            let none = Arc::new(CoverageIndex::new(&region.network_ids(), Vec::new()));
            load::coverage(none, reception.areas.published(&[]).await?).await
        };
        let verification = load::verification(&store, &region, date);
        let (coverage, (verification, imports)) = tokio::try_join!(coverage, verification)?;
        let dead_zones = load::dead_zones(&store).await?;
        let evidence = load::evidence(index.clone(), coverage.clone(), verification, imports, date).await?;
        let snapshot = Snapshot { region: index, coverage, evidence, dead_zones };
        let importer = Importer { store, region };
        let publisher = Self {
            importer,
            reception,
            own_profile,
            frame,
            as_of,
            waiting: WaitingReports::default(),
            current: Arc::new(ArcSwap::from_pointee(snapshot)),
            answers: Answers::default(),
            earlier: EarlierDays::default(),
            building: Mutex::new(seen),
        };
        publisher.open_missing_cases().await?;
        publisher.warm();
        Ok(publisher)
    }

    /// With other limits for what is delivered.
    pub fn with_limits(self, limits: ReadLimits) -> Self {
        Self { reception: self.reception.with_limits(limits), ..self }
    }

    /// What is published now; it stays whole for as long as it is held.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        self.current.load_full()
    }

    pub fn store(&self) -> &Store {
        &self.importer.store
    }

    pub fn frame(&self) -> &LngLatFrame {
        &self.frame
    }

    pub async fn check_store(&self) -> Result<(), PublishError> {
        self.importer.store.is_empty().await?;
        Ok(())
    }

    /// Where deliveries come in, with the region as it is now.
    pub fn reception(&self) -> Reception {
        Reception { region: self.snapshot().region.clone(), ..self.reception.clone() }
    }

    /// Says what would be found in a delivery, and keeps nothing.
    pub async fn check(&self, file: CoverageFile) -> Result<CheckReport, PublishError> {
        self.reception().check(file).await
    }

    /// Reads, validates and keeps a delivery, for somebody to decide on.
    pub async fn deliver(&self, file: CoverageFile, actor: &Actor) -> Result<Received, PublishError> {
        self.reception().deliver(file, actor, |_| Until::Validated).await
    }

    /// Keeps a file of measurements and publishes it.
    pub async fn import_measurements(
        &self,
        file: MeasurementFile,
        actor: &Actor,
    ) -> Result<ImportedMeasurements, PublishError> {
        let imported = self.importer.measurements(file, actor).await?;
        if let ImportedMeasurements::New(_) = imported {
            self.republish_evidence().await?;
        }
        Ok(imported)
    }

    /// Publishes what another process has put into the store.
    pub async fn refresh(&self) -> Result<(), PublishError> {
        let mut seen = self.building.lock().await;
        let changes = self.importer.store.changes().await?;
        let before = self.snapshot();
        let day_is_over = before.evidence.as_of != self.as_of.date(&before.region.region);
        if changes.delivery_step != seen.delivery_step {
            self.refresh_coverage().await?;
        }
        let of_samples = |changes: &Changes| (changes.measurement_import, changes.campaign);
        let measured = of_samples(&changes) != of_samples(&seen);
        // What came here is published already.
        if day_is_over || (measured && !self.evidence_is_published().await?) {
            self.publish_evidence(&self.snapshot()).await?;
        }
        if changes.profile != seen.profile {
            self.swap_profile().await?;
        }
        let of_reports = |changes: &Changes| (changes.dead_zone, changes.case_step);
        if of_reports(&changes) != of_reports(&seen) {
            let dead_zones = load::dead_zones(&self.importer.store).await?;
            self.current.store(Arc::new(Snapshot { dead_zones, ..(*self.snapshot()).clone() }));
        }
        *seen = changes;
        Ok(())
    }

    async fn refresh_coverage(&self) -> Result<(), PublishError> {
        let store = &self.importer.store;
        let before = self.snapshot();
        let mut published: Vec<_> =
            store.published_deliveries().await?.iter().map(|delivery| delivery.id).collect();
        published.sort_unstable();
        if published == load::delivery_ids(before.coverage.claims()) {
            return Ok(());
        }
        self.swap_coverage().await
    }

    /// Has a snapshot built that shows a published delivery. One that was built
    /// while this waited for its turn shows it already.
    pub(super) async fn show(&self, delivery: DeliveryId) -> Result<(), PublishError> {
        let _building = self.building.lock().await;
        if self.snapshot().coverage.claims().iter().any(|claim| claim.delivery.id == delivery) {
            return Ok(());
        }
        self.swap_coverage().await
    }

    /// Builds the next snapshot with what is published now.
    async fn swap_coverage(&self) -> Result<(), PublishError> {
        let before = self.snapshot();
        let claims = self.reception.areas.published(before.coverage.claims()).await?;
        let coverage = load::coverage(before.coverage.clone(), claims).await?;
        let (verification, imports) = (before.evidence.verification.clone(), before.evidence.imports.clone());
        let (region, as_of) = (before.region.clone(), before.evidence.as_of);
        let evidence = load::evidence(region, coverage.clone(), verification, imports, as_of).await?;
        self.current.store(Arc::new(Snapshot { coverage, evidence, ..(*before).clone() }));
        self.warm();
        Ok(())
    }

    pub(super) async fn publish_evidence(&self, before: &Snapshot) -> Result<(), PublishError> {
        let date = self.as_of.date(&before.region.region);
        let (verification, imports) =
            load::verification(&self.importer.store, &before.region.region, date).await?;
        let (region, coverage) = (before.region.clone(), before.coverage.clone());
        let evidence = load::evidence(region, coverage, verification, imports, date).await?;
        self.current.store(Arc::new(Snapshot { evidence, ..before.clone() }));
        Ok(())
    }

    /// Computes areas and figures beside whatever else is done: who asks before
    /// they are ready computes them himself. Ends when the next is published.
    fn warm(&self) {
        let (current, answers) = (self.current.clone(), self.answers.clone());
        tokio::task::spawn_blocking(move || {
            let snapshot = current.load_full();
            snapshot.coverage.warm();
            let coverage = &snapshot.coverage;
            answers.prepare(&snapshot, || Arc::ptr_eq(coverage, &current.load().coverage));
        });
    }

    /// Swaps in a snapshot built under [`Publisher::building`].
    pub(super) fn publish(&self, next: Snapshot) {
        self.current.store(Arc::new(next));
    }
}

impl AsOf {
    pub(super) fn date(self, region: &Region) -> Date {
        match self {
            AsOf::Date(date) => date,
            AsOf::Today => Zoned::now().with_time_zone(region.time_zone.clone()).date(),
        }
    }
}
