//! The query's answer as statistics: kept as it came, told cell by cell.

use std::collections::BTreeSet;

use arrow::{
    array::{Array, AsArray, RecordBatch},
    datatypes::Int64Type,
};
use jiff::Timestamp;
use rayon::prelude::*;

use super::{
    CellStatistics, LevelHistogram, StatisticsError,
    alike::Alike,
    judge::{PASSES, cell_of},
};
use crate::{
    domain::{NetworkId, Technology, TestKind},
    geometry::CellIndex,
    verification::{CellLevel, Tally, Tested},
};

/// What the samples of each network say in each cell. Tens of bytes a sample, however many
/// services it bears on.
#[derive(Debug, Default)]
pub struct CellTable {
    batches: Vec<RecordBatch>,
    networks: Vec<NetworkId>,
    /// In order.
    places: Vec<Place>,
}

/// Where the samples of a network (a place in the table's) in a cell stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    network: u32,
    cell: CellIndex,
    batch: u32,
    row: u32,
}

impl CellTable {
    /// The columns: network, cell, samples.
    pub(super) fn of(batches: Vec<RecordBatch>) -> Result<Self, StatisticsError> {
        let names = batches.iter().flat_map(|batch| batch.column(0).as_string::<i32>().iter().flatten());
        let names: BTreeSet<&str> = names.collect();
        let networks: Result<Vec<_>, _> = names.iter().map(|name| NetworkId::new(*name)).collect();
        let networks = networks.map_err(StatisticsError::unreadable)?;
        let mut places = Vec::with_capacity(batches.iter().map(RecordBatch::num_rows).sum());
        for (number, batch) in (0..).zip(&batches) {
            let (of_network, cells) =
                (batch.column(0).as_string::<i32>(), batch.column(1).as_primitive::<Int64Type>());
            let samples = batch.column(2).as_binary::<i64>();
            for row in 0..batch.num_rows() {
                if samples.is_null(row) || Alike::read_all(samples.value(row)).is_none() {
                    return Err(StatisticsError::unreadable("samples of a cell"));
                }
                let network = networks.partition_point(|id| id.as_str() < of_network.value(row)) as u32;
                places.push(Place {
                    network,
                    cell: cell_of(cells.value(row)),
                    batch: number,
                    row: row as u32,
                });
            }
        }
        places.par_sort_unstable();
        Ok(Self { batches, networks, places })
    }

    /// By network, cell and what was tested.
    pub fn iter(&self) -> impl Iterator<Item = CellStatistics> {
        self.places.iter().flat_map(|place| {
            let samples = self.samples(place);
            let network = &self.networks[place.network as usize];
            let tested = (0..).zip(Tested::all(None));
            tested.filter_map(move |(bit, tested)| statistics(network, place.cell, (bit, tested), &samples))
        })
    }

    fn samples(&self, place: &Place) -> Vec<Alike> {
        let samples = self.batches[place.batch as usize].column(2).as_binary::<i64>();
        // They were looked at when the table was made.
        Alike::read_all(samples.value(place.row as usize)).into_iter().flatten().collect()
    }
}

/// What samples, by day, say of what was tested, which is told by that bit of their
/// outcomes; none where none bears on it.
fn statistics(
    network: &NetworkId,
    cell: CellIndex,
    (bit, tested): (usize, Tested),
    samples: &[Alike],
) -> Option<CellStatistics> {
    let bears = |sample: &&Alike| sample.outcomes >> bit & 1 == 1;
    let newest_us = samples.iter().filter(bears).map(|sample| sample.newest_us).max()?;
    let (mut votes, mut tests) = (Tally::default(), Tally::default());
    for day in samples.chunk_by(|one, next| one.day == next.day) {
        let mut of_day = Tally::default();
        for sample in day.iter().filter(bears) {
            of_day.count_alike(sample.outcomes >> (bit + PASSES) & 1 == 1, u64::from(sample.count));
        }
        tests.add(of_day);
        of_day.majority_passes().into_iter().for_each(|passed| votes.count(passed));
    }
    let of_signal = tested.kind == TestKind::Signal;
    let levels = if of_signal { levels(samples.iter().filter(bears)) } else { Vec::new() };
    let newest = Timestamp::from_microsecond(newest_us).ok()?;
    Some(CellStatistics { network: network.clone(), tested, cell, votes, samples: tests, levels, newest })
}

/// Levels of different technologies don't compare (R9). What was heard while a
/// service was tried is a signal test like any other.
fn levels<'sample>(samples: impl Iterator<Item = &'sample Alike>) -> Vec<CellLevel> {
    let mut histograms = [const { LevelHistogram::new() }; Technology::ALL.len()];
    for sample in samples {
        if let Some((technology, decibel)) = sample.level() {
            histograms[technology as usize].count(decibel, sample.count);
        }
    }
    let levels = Technology::ALL.iter().map(|technology| (*technology, &histograms[*technology as usize]));
    let levels = levels.filter_map(|(technology, histogram)| {
        Some(CellLevel { technology, samples: histogram.levels(), median_rsrp: histogram.median()? })
    });
    levels.collect()
}
