//! The samples of an import, sorted into runs and months, in files that are not
//! kept yet.

use std::collections::{BTreeMap, HashMap};

use foldhash::fast::RandomState;
use jiff::{Timestamp, tz::TimeZone};
use rayon::prelude::*;

use super::{
    super::{ReceivedFile, Store, StoreError},
    columns::Row,
    write,
};
use crate::domain::{NetworkId, RunFacts, RunKey, Sample};

/// UTC knows no other days.
const SECONDS_A_DAY: i64 = 86_400;

/// What is to be kept of an import's samples.
#[derive(Debug)]
pub struct PackedSamples {
    pub(in crate::store) months: Vec<PackedMonth>,
    /// In the order in which they begin in the file; the first is number 1.
    pub runs: Vec<RunOfFile>,
    pub sample_count: u64,
}

#[derive(Debug)]
pub(in crate::store) struct PackedMonth {
    pub month: String,
    pub file: ReceivedFile,
    pub row_count: u64,
    pub raw_since: Option<Timestamp>,
}

/// One phone's subscription on one drive, as a file tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct RunOfFile {
    pub key: RunKey,
    pub network: NetworkId,
    pub facts: RunFacts,
    pub first_at: Timestamp,
    pub last_at: Timestamp,
    pub sample_count: u64,
}

impl Store {
    /// Writes samples into files by month. It blocks its thread. The files are
    /// gone when what is answered is dropped; `source_sha256` is the hash of the
    /// file that the samples came in.
    ///
    /// # Errors
    /// When the folder of incoming files can't be written.
    pub fn pack_samples(
        &self,
        source_sha256: &str,
        samples: &[Sample],
        facts: &BTreeMap<RunKey, RunFacts>,
    ) -> Result<PackedSamples, StoreError> {
        let (runs, numbers) = runs_of(samples, facts);
        let rows = (0..).zip(samples).zip(numbers).map(|((row, sample), run)| Row { row, run, sample });
        let months = by_month(rows).into_par_iter().map(|(month, rows)| {
            let file = write(self.objects.incoming(), source_sha256, &rows)?;
            let raw_since = rows.iter().map(|row| row.sample.time).min();
            Ok(PackedMonth { month, file, row_count: rows.len() as u64, raw_since })
        });
        let months = months.collect::<Result<_, StoreError>>()?;
        Ok(PackedSamples { months, runs, sample_count: samples.len() as u64 })
    }
}

/// The rows of each month, in their order.
fn by_month<'sample>(rows: impl Iterator<Item = Row<'sample>>) -> Vec<(String, Vec<Row<'sample>>)> {
    let mut days = HashMap::<i64, Vec<Row<'_>>, RandomState>::default();
    let mut months = BTreeMap::<String, Vec<Row<'_>>>::new();
    for row in rows {
        let day = row.sample.time.as_second().div_euclid(SECONDS_A_DAY);
        days.entry(day).or_default().push(row);
    }
    for rows in days.into_values() {
        months.entry(month_of(rows[0].sample.time)).or_default().extend(rows);
    }
    months.values_mut().for_each(|rows| rows.sort_unstable_by_key(|row| row.row));
    months.into_iter().collect()
}

/// Such as `2026-11`, UTC: the same wherever the service stands.
pub(in crate::store) fn month_of(time: Timestamp) -> String {
    let date = time.to_zoned(TimeZone::UTC).date();
    format!("{:04}-{:02}", date.year(), date.month())
}

/// The runs, and for each sample the number of its own.
fn runs_of(samples: &[Sample], facts: &BTreeMap<RunKey, RunFacts>) -> (Vec<RunOfFile>, Vec<u32>) {
    let mut runs = Vec::<RunOfFile>::new();
    let mut places = HashMap::<(&str, &str, &NetworkId), usize, RandomState>::default();
    let numbers = samples.iter().map(|sample| {
        let place = *places.entry((&sample.run, &sample.device, &sample.network)).or_insert_with(|| {
            runs.push(RunOfFile::beginning(sample, facts));
            runs.len() - 1
        });
        let run = &mut runs[place];
        run.first_at = run.first_at.min(sample.time);
        run.last_at = run.last_at.max(sample.time);
        run.sample_count += 1;
        u32::try_from(place + 1).unwrap_or(u32::MAX)
    });
    let numbers = numbers.collect();
    (runs, numbers)
}

impl RunOfFile {
    fn beginning(sample: &Sample, facts: &BTreeMap<RunKey, RunFacts>) -> Self {
        let key = RunKey { run: sample.run.to_string(), device: sample.device.to_string() };
        Self {
            facts: facts.get(&key).cloned().unwrap_or_default(),
            key,
            network: sample.network.clone(),
            first_at: sample.time,
            last_at: sample.time,
            sample_count: 0,
        }
    }
}
