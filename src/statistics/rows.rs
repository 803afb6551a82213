//! The queries' answers as statistics.

use std::collections::BTreeMap;

use arrow::{
    array::{Array, AsArray, RecordBatch},
    datatypes::{Float64Type, Int64Type, TimestampMicrosecondType},
};
use jiff::Timestamp;

use super::{CellStatistics, StatisticsError, judge::cell_of};
use crate::{
    domain::{Dbm, NetworkId, Technology, TestKind},
    geometry::CellIndex,
    verification::{CellLevel, Tally, Tested},
};

/// Columns before those of what was tested, and columns of each.
const VOTES: (usize, usize) = (2, 5);
const LEVELS: (usize, usize) = (3, 2);

type Key = (NetworkId, Tested, CellIndex);

pub fn statistics(
    votes: &[RecordBatch],
    levels: &[RecordBatch],
) -> Result<Vec<CellStatistics>, StatisticsError> {
    let mut found = BTreeMap::new();
    for batch in votes {
        for row in 0..batch.num_rows() {
            votes_of_row(batch, row, &mut found)?;
        }
    }
    for batch in levels {
        for row in 0..batch.num_rows() {
            levels_of_row(batch, row, &mut found)?;
        }
    }
    let mut statistics: Vec<CellStatistics> = found.into_values().collect();
    statistics.iter_mut().for_each(|cell| cell.levels.sort_by_key(|level| level.technology));
    Ok(statistics)
}

fn votes_of_row(
    batch: &RecordBatch,
    row: usize,
    found: &mut BTreeMap<Key, CellStatistics>,
) -> Result<(), StatisticsError> {
    let (network, cell) = (network(batch, row)?, cell(batch, row));
    for (place, tested) in (0..).zip(Tested::all(None)) {
        let column = |offset: usize| VOTES.0 + place * VOTES.1 + offset;
        let count = |offset| count(batch, column(offset), row);
        let (votes, passing_votes, samples, passing) = (count(0)?, count(1)?, count(2)?, count(3)?);
        if samples == 0 {
            continue;
        }
        let newest = batch.column(column(4)).as_primitive::<TimestampMicrosecondType>().value(row);
        let statistics = CellStatistics {
            network: network.clone(),
            tested,
            cell,
            votes: Tally::new(passing_votes, votes).map_err(StatisticsError::unreadable)?,
            samples: Tally::new(passing, samples).map_err(StatisticsError::unreadable)?,
            levels: Vec::new(),
            newest: Timestamp::from_microsecond(newest).map_err(StatisticsError::unreadable)?,
        };
        found.insert((network.clone(), tested, cell), statistics);
    }
    Ok(())
}

fn levels_of_row(
    batch: &RecordBatch,
    row: usize,
    found: &mut BTreeMap<Key, CellStatistics>,
) -> Result<(), StatisticsError> {
    let (network, cell) = (network(batch, row)?, cell(batch, row));
    let technology = batch.column(2).as_string::<i32>().value(row);
    let technology: Technology = technology.parse().map_err(StatisticsError::unreadable)?;
    let signal_tests = Tested::all(None).filter(|tested| tested.kind == TestKind::Signal);
    for (place, tested) in (0..).zip(signal_tests) {
        let column = LEVELS.0 + place * LEVELS.1;
        let medians = batch.column(column + 1).as_primitive::<Float64Type>();
        let Some(median_dbm) = medians.is_valid(row).then(|| medians.value(row)) else { continue };
        let level = CellLevel {
            technology,
            samples: count(batch, column, row)?,
            median_rsrp: Dbm::nr_ss_rsrp(median_dbm).map_err(StatisticsError::unreadable)?,
        };
        if let Some(statistics) = found.get_mut(&(network.clone(), tested, cell)) {
            statistics.levels.push(level);
        }
    }
    Ok(())
}

fn network(batch: &RecordBatch, row: usize) -> Result<NetworkId, StatisticsError> {
    NetworkId::new(batch.column(0).as_string::<i32>().value(row)).map_err(StatisticsError::unreadable)
}

fn cell(batch: &RecordBatch, row: usize) -> CellIndex {
    cell_of(batch.column(1).as_primitive::<Int64Type>().value(row))
}

fn count(batch: &RecordBatch, column: usize, row: usize) -> Result<u64, StatisticsError> {
    let count = batch.column(column).as_primitive::<Int64Type>().value(row);
    u64::try_from(count).map_err(StatisticsError::unreadable)
}
