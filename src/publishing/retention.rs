//! Raw samples whose time is over: deleted, and where a campaign says so left as
//! what they say of their cells.
//!
//! What is left of a sample is what a vote rests on: its network, its cell, its
//! local day, what was tried and heard. Where in the cell, when on the day, by
//! which phone and on which run is gone. Runs are numbered anew in each cell, so
//! that a cell still knows how many there were, and nobody can follow one from
//! cell to cell.

use std::collections::BTreeMap;

use compact_str::CompactString;
use jiff::{SignedDuration, Timestamp, civil::Time, tz::TimeZone};

use super::{PublishError, Publisher, load};
use crate::{
    domain::{Actor, Campaign, CampaignId, Environment, NetworkId, Region, Sample, SampleRules},
    geometry::{CellIndex, Grid},
    store::{Expired, SampleFile, Store, StoredSample},
    verification::EvidenceRules,
};

/// Within the hours in which a sample counts.
const NOON: Time = Time::constant(12, 0, 0, 0);

/// Deletes the raw samples of all campaigns that are older than their campaign keeps them.
pub async fn expire(
    store: &Store,
    region: &Region,
    now: Timestamp,
    actor: &Actor,
) -> Result<Expired, PublishError> {
    let campaigns: BTreeMap<CampaignId, Campaign> =
        store.campaigns().await?.into_iter().map(|campaign| (campaign.id, campaign)).collect();
    let mut all = Expired::default();
    for file in store.sample_files().await? {
        let Some(before) = over_before(&file, &campaigns, now) else { continue };
        let expired =
            expire_file(store, region, &file, &campaigns[&file.campaign], before, now, actor).await?;
        all.deleted += expired.deleted;
        all.left += expired.left;
    }
    store.remove_unnamed().await?;
    Ok(all)
}

/// Before which moment raw samples of the file are to be deleted; none where none are.
fn over_before(
    file: &SampleFile,
    campaigns: &BTreeMap<CampaignId, Campaign>,
    now: Timestamp,
) -> Option<Timestamp> {
    let days = campaigns.get(&file.campaign)?.details.settings.retention().days?;
    let before = now.checked_sub(SignedDuration::from_hours(24 * i64::from(days))).ok()?;
    file.raw_since.is_some_and(|since| since < before).then_some(before)
}

async fn expire_file(
    store: &Store,
    region: &Region,
    file: &SampleFile,
    campaign: &Campaign,
    before: Timestamp,
    now: Timestamp,
    actor: &Actor,
) -> Result<Expired, PublishError> {
    let (region, details) = (region.clone(), campaign.details.clone());
    let left_of = move |over: Vec<StoredSample>| match details.settings.retention().keeps_cells {
        false => Vec::new(),
        true => left_of(over, &region, |sample| counts(sample, &region, details.environment)),
    };
    Ok(store.expire_samples(file, before, left_of, actor, now).await?)
}

/// Whether a sample counted when it was taken: its age is no reason to leave it out.
fn counts(sample: &Sample, region: &Region, environment: Environment) -> bool {
    let samples = &SampleRules::outdoors(region.time_zone.clone(), sample.time);
    let rules = EvidenceRules { networks: &region.networks, profile: &region.profile, samples };
    rules.rejection(sample, environment).is_none()
}

/// The samples that count, each without what would lead to who measured it, in
/// the order of their cells.
fn left_of(over: Vec<StoredSample>, region: &Region, counts: impl Fn(&Sample) -> bool) -> Vec<StoredSample> {
    let mut cells = BTreeMap::<(NetworkId, CellIndex), Vec<Sample>>::new();
    for stored in over {
        if counts(&stored.sample) {
            let cell = Grid::MEASUREMENT.cell_at(stored.sample.position);
            cells.entry((stored.sample.network.clone(), cell)).or_default().push(stored.sample);
        }
    }
    let samples =
        cells.into_iter().flat_map(|((_, cell), samples)| of_cell(cell, samples, &region.time_zone));
    (0..).zip(samples).map(|(row, sample)| StoredSample { row, run: 0, sample }).collect()
}

fn of_cell(cell: CellIndex, mut samples: Vec<Sample>, time_zone: &TimeZone) -> Vec<Sample> {
    let mut numbers = BTreeMap::<CompactString, usize>::new();
    for sample in &mut samples {
        let next = numbers.len() + 1;
        let number = *numbers.entry(std::mem::take(&mut sample.run)).or_insert(next);
        let noon = time_zone.to_datetime(sample.time).date().to_datetime(NOON).to_zoned(time_zone.clone());
        sample.time = noon.map_or(sample.time, |noon| noon.timestamp());
        sample.run = number.to_string().into();
        sample.position = Grid::MEASUREMENT.centre(cell);
        sample.device.clear();
        (sample.sinr_db, sample.accuracy_m, sample.speed_kmh) = (None, None, None);
    }
    samples.sort_by_key(|sample| sample.time);
    samples
}

impl Publisher {
    /// Deletes what is over, and publishes what is left.
    pub async fn expire(&self, now: Timestamp) -> Result<Expired, PublishError> {
        let region = self.snapshot().region.region.clone();
        let expired = expire(self.store(), &region, now, &Actor::new("retention")).await?;
        if expired.deleted > 0 {
            self.republish_evidence().await?;
        }
        Ok(expired)
    }

    /// Whether what is published was measured in what the store holds now.
    pub(super) async fn evidence_is_published(&self) -> Result<bool, PublishError> {
        let inputs = load::inputs(self.store()).await?;
        Ok(inputs == self.snapshot().evidence.verification.inputs())
    }
}

#[cfg(test)]
mod tests {
    use geo::Coord;
    use proptest::{collection::vec, prelude::*};

    use super::*;
    use crate::{
        analysis::fixture::Fixture,
        domain::{Dbm, Disclosure, Service, SignalThreshold, Technology},
        verification::{Gathering, Origin, Tested, VerificationIndex},
    };

    fn region() -> Region {
        let by_4g = SignalThreshold { service: Service::Voice, technology: Technology::G4, rsrp_dbm: -100.0 };
        let fixture = Fixture::strip().with_region(|region| {
            region.time_zone = TimeZone::get("Europe/Stockholm").unwrap();
            region.profile.signal = vec![by_4g];
        });
        (*fixture.snapshot().region.region).clone()
    }

    /// Place, minutes, level and run of a sample.
    type Told = (f64, i64, f64, u8);

    fn stored(region: &Region, (x, minute, level, run): Told) -> StoredSample {
        let network = &region.networks[usize::from(run) % region.networks.len()];
        let begin: Timestamp = "2026-05-30T00:00:00Z".parse().unwrap();
        let sample = Sample {
            time: begin + SignedDuration::from_mins(minute),
            position: Coord { x, y: 50.0 },
            network: network.id.clone(),
            serving: None,
            technology: Some(Technology::G4),
            attempt: None,
            rsrp: Dbm::lte_rsrp(level).ok(),
            sinr_db: Some(1.0),
            accuracy_m: Some(if run == 3 { 60.0 } else { 5.0 }),
            speed_kmh: Some(50.0),
            wifi: run == 4,
            indoor: false,
            device: "phone".into(),
            run: format!("run {run}").into(),
        };
        StoredSample { row: 0, run: u32::from(run) + 1, sample }
    }

    fn index(region: &Region, samples: &[StoredSample]) -> VerificationIndex {
        let cut_off = "2026-06-30T00:00:00Z".parse().unwrap();
        let rules = SampleRules::outdoors(region.time_zone.clone(), cut_off);
        let rules = EvidenceRules { networks: &region.networks, profile: &region.profile, samples: &rules };
        let mut gathering = Gathering::new(rules);
        for stored in samples {
            let drive = stored.sample.run.bytes().last().map_or(0, u32::from);
            let origin = Origin { drive, disclosure: Disclosure::default(), ..Origin::PUBLIC };
            gathering.add(&stored.sample, origin);
        }
        gathering.finish()
    }

    proptest! {
        /// Every cell has the votes, the counts and the medians that it had, and is
        /// shown to whom it was shown; nobody and no moment is left.
        #[test]
        fn what_is_left_says_the_same_of_every_cell(
            told in vec((0.0..500.0, 0_i64..4_000, -120.0..-60.0, 0_u8..5), 0..60)
        ) {
            let region = region();
            let samples: Vec<_> = told.into_iter().map(|told| stored(&region, told)).collect();
            let left = left_of(samples.clone(), &region, |sample| counts(sample, &region, Environment::Outdoor));
            let told = |index: &VerificationIndex| {
                let tested = index.measured().flat_map(|(network, service)| {
                    Tested::all(Some(service)).map(move |tested| (network, tested))
                });
                let cells = tested.flat_map(|(network, tested)| {
                    let cells = index.evidence(network, tested).cells.iter();
                    cells.filter(|cell| cell.passes().is_some()).map(move |cell| {
                        let levels = cell.levels.clone();
                        (network.clone(), tested, cell.cell, cell.votes, cell.samples, levels, cell.is_public)
                    })
                });
                cells.collect::<Vec<_>>()
            };
            prop_assert_eq!(told(&index(&region, &left)), told(&index(&region, &samples)));
            for (row, stored) in (0..).zip(&left) {
                prop_assert_eq!((stored.row, stored.run), (row, 0));
                prop_assert!(stored.sample.device.is_empty() && !stored.sample.run.starts_with("run"));
                prop_assert_eq!(stored.sample.position.x.rem_euclid(100.0), 50.0);
                prop_assert_eq!(stored.sample.time.to_zoned(region.time_zone.clone()).time(), NOON);
            }
        }
    }
}
