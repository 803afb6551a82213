//! The rules of evidence, asked row by row of a query's columns.

use std::sync::Arc;

use arrow::{
    array::{
        Array, ArrayRef, AsArray, BooleanArray, Date32Array, Float64Array, Int64Array, StringArray,
        TimestampMicrosecondArray,
    },
    datatypes::{Float64Type, TimestampMicrosecondType},
};
use compact_str::CompactString;
use datafusion::{common::Result, error::DataFusionError};
use geo::Coord;
use jiff::{Timestamp, civil::Date};

use super::error::in_query;
use crate::{
    domain::{Attempt, Dbm, Environment, NetworkId, Plmn, Region, Sample, SampleRules},
    geometry::{CellIndex, Grid},
    verification::{EvidenceRules, Tested, passes},
};

const FIRST_DAY: Date = Date::constant(1970, 1, 1);

/// What samples are weighed by, and what their campaign measures.
#[derive(Clone, Debug)]
pub struct StatisticsRules {
    pub region: Arc<Region>,
    pub samples: SampleRules,
    pub environment: Environment,
}

/// How far the bit of what was tested is shifted that says whether a sample
/// passes; the bit that says whether it bears on it at all is not.
pub(super) const PASSES: usize = 16;

/// Keeps what is the same from row to row, so that a row costs no memory.
struct Row<'rules> {
    rules: &'rules StatisticsRules,
    sample: Sample,
}

impl StatisticsRules {
    /// The word of why each row doesn't count (R7); null where it does. The columns:
    /// time, network, serving network, accuracy, Wi-Fi, indoors.
    pub(super) fn rejections(&self, columns: &[ArrayRef]) -> Result<ArrayRef> {
        let [time, network, serving, accuracy_m, wifi, indoor] = columns else { return Err(wrong(columns)) };
        let (time, network, serving) = (times(time), texts(network), texts(serving));
        let (accuracy_m, wifi, indoor) = (numbers(accuracy_m), wifi.as_boolean(), indoor.as_boolean());
        let evidence = EvidenceRules {
            networks: &self.region.networks,
            profile: &self.region.profile,
            samples: &self.samples,
        };
        let mut row = Row::new(self);
        let rejections = (0..time.len()).map(|place| {
            row.sample.time = moment(time, place)?;
            row.of_network(network, place)?;
            row.served_by(serving, place)?;
            row.sample.accuracy_m = number(accuracy_m, place);
            row.sample.wifi = wifi.value(place);
            row.sample.indoor = indoor.value(place);
            Ok(evidence.rejection(&row.sample, self.environment).map(|reason| reason.as_str()))
        });
        Ok(Arc::new(rejections.collect::<Result<StringArray>>()?))
    }

    /// For each row a bit for each service and kind of test that it bears on, in the order of
    /// [`Tested::all`], and one, shifted by [`PASSES`], for each that it shows as there. The columns: service, success, download,
    /// upload, latency, serving network, technology, RSRP.
    pub(super) fn outcomes(&self, columns: &[ArrayRef]) -> Result<ArrayRef> {
        let [service, success, download, upload, latency, serving, technology, rsrp] = columns else {
            return Err(wrong(columns));
        };
        let (service, success, serving) = (texts(service), success.as_boolean(), texts(serving));
        let rates = [download, upload, latency].map(numbers);
        let (technology, rsrp) = (texts(technology), numbers(rsrp));
        let mut row = Row::new(self);
        let outcomes = (0..service.len()).map(|place| {
            row.sample.attempt = attempt(service, success, rates, place)?;
            row.served_by(serving, place)?;
            row.sample.technology = text(technology, place).map(str::parse).transpose().map_err(in_query)?;
            row.sample.rsrp = number(rsrp, place).map(Dbm::nr_ss_rsrp).transpose().map_err(in_query)?;
            Ok(row.outcome())
        });
        Ok(Arc::new(Int64Array::from(outcomes.collect::<Result<Vec<i64>>>()?)))
    }

    /// The local day of each time, on which its vote stands.
    pub(super) fn days(&self, columns: &[ArrayRef]) -> Result<ArrayRef> {
        let [time] = columns else { return Err(wrong(columns)) };
        let time = times(time);
        let days = (0..time.len()).map(|place| {
            let day = self.samples.local_day(moment(time, place)?);
            i32::try_from(day.duration_since(FIRST_DAY).as_hours() / 24).map_err(in_query)
        });
        Ok(Arc::new(Date32Array::from(days.collect::<Result<Vec<i32>>>()?)))
    }
}

/// The cell of each position, as [`cell_of`] reads it.
pub(super) fn cells(columns: &[ArrayRef]) -> Result<ArrayRef> {
    let [easting, northing] = columns else { return Err(wrong(columns)) };
    let positions = numbers(easting).values().iter().zip(numbers(northing).values());
    let cells = positions.map(|(x, y)| {
        let CellIndex { column, row } = Grid::MEASUREMENT.cell_at(Coord { x: *x, y: *y });
        i64::from(column) << 32 | i64::from(row.cast_unsigned())
    });
    Ok(Arc::new(Int64Array::from_iter_values(cells)))
}

/// Column in the upper half, row in the lower one.
pub(super) fn cell_of(number: i64) -> CellIndex {
    CellIndex { column: (number >> 32) as i32, row: number as i32 }
}

impl<'rules> Row<'rules> {
    fn new(rules: &'rules StatisticsRules) -> Self {
        let sample = Sample {
            time: Timestamp::UNIX_EPOCH,
            position: Coord { x: 0.0, y: 0.0 },
            network: NetworkId::new("none").expect("a network may be called so"),
            serving: None,
            technology: None,
            attempt: None,
            rsrp: None,
            sinr_db: None,
            accuracy_m: None,
            speed_kmh: None,
            wifi: false,
            indoor: false,
            device: CompactString::default(),
            run: CompactString::default(),
        };
        Self { rules, sample }
    }

    fn of_network(&mut self, column: &StringArray, place: usize) -> Result<()> {
        let network = column.value(place);
        if self.sample.network.as_str() != network {
            self.sample.network = NetworkId::new(network).map_err(in_query)?;
        }
        Ok(())
    }

    fn served_by(&mut self, column: &StringArray, place: usize) -> Result<()> {
        let serving = text(column, place);
        if self.sample.serving.as_ref().map(Plmn::as_str) != serving {
            self.sample.serving = serving.map(Plmn::new).transpose().map_err(in_query)?;
        }
        Ok(())
    }

    fn outcome(&self) -> i64 {
        let profile = &self.rules.region.profile;
        let bits = (0..).zip(Tested::all(None)).map(|(place, tested)| {
            match passes(&self.sample, tested.service, tested.kind, profile) {
                None => 0,
                Some(passes) => 1 << place | i64::from(passes) << (place + PASSES),
            }
        });
        bits.sum()
    }
}

fn attempt(
    service: &StringArray,
    success: &BooleanArray,
    [download, upload, latency]: [&Float64Array; 3],
    place: usize,
) -> Result<Option<Attempt>> {
    let Some(service) = text(service, place).filter(|_| success.is_valid(place)) else { return Ok(None) };
    Ok(Some(Attempt {
        service: service.parse().map_err(in_query)?,
        success: success.value(place),
        download_mbps: number(download, place),
        upload_mbps: number(upload, place),
        latency_ms: number(latency, place),
    }))
}

fn times(column: &ArrayRef) -> &TimestampMicrosecondArray {
    column.as_primitive::<TimestampMicrosecondType>()
}

fn texts(column: &ArrayRef) -> &StringArray {
    column.as_string::<i32>()
}

fn numbers(column: &ArrayRef) -> &Float64Array {
    column.as_primitive::<Float64Type>()
}

fn moment(column: &TimestampMicrosecondArray, place: usize) -> Result<Timestamp> {
    Timestamp::from_microsecond(column.value(place)).map_err(in_query)
}

fn text(column: &StringArray, place: usize) -> Option<&str> {
    column.is_valid(place).then(|| column.value(place))
}

fn number(column: &Float64Array, place: usize) -> Option<f64> {
    column.is_valid(place).then(|| column.value(place))
}

fn wrong(columns: &[ArrayRef]) -> DataFusionError {
    in_query(format!("{} columns where others are needed", columns.len()))
}
