//! Samples out of a file.

use std::{fs::File, vec};

use arrow::array::{
    Array, BooleanArray, Float64Array, RecordBatch, StringArray, TimestampMicrosecondArray, UInt32Array,
    UInt64Array,
};
use geo::Coord;
use jiff::Timestamp;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};

use super::{
    super::{LocalFile, StoreError, error::readable},
    StoredSample,
};
use crate::domain::{Attempt, Dbm, NetworkId, Plmn, Sample};

/// So many samples are in memory at once.
const ROWS_PER_BATCH: usize = 16_384;

/// The samples of a file, one by one. It blocks its thread while it reads.
#[derive(Debug)]
pub struct SampleReader {
    batches: ParquetRecordBatchReader,
    waiting: vec::IntoIter<Result<StoredSample, StoreError>>,
    /// The file is there for as long as it is read.
    _file: LocalFile,
}

impl SampleReader {
    pub(super) fn open(file: LocalFile) -> Result<Self, StoreError> {
        let opened = File::open(file.path()).map_err(|error| StoreError::folder(file.path(), error))?;
        let builder = ParquetRecordBatchReaderBuilder::try_new(opened)?;
        let batches = builder.with_batch_size(ROWS_PER_BATCH).build()?;
        Ok(Self { batches, waiting: Vec::new().into_iter(), _file: file })
    }
}

impl Iterator for SampleReader {
    type Item = Result<StoredSample, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(sample) = self.waiting.next() {
                return Some(sample);
            }
            let samples = self.batches.next()?.map_err(StoreError::from).and_then(|batch| samples(&batch));
            match samples {
                Ok(samples) => self.waiting = samples.into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

fn samples(batch: &RecordBatch) -> Result<Vec<Result<StoredSample, StoreError>>, StoreError> {
    let columns = Columns::of(batch)?;
    Ok((0..batch.num_rows()).map(|row| columns.sample(row)).collect())
}

struct Columns<'batch> {
    row: &'batch UInt64Array,
    run_number: &'batch UInt32Array,
    measured_at: &'batch TimestampMicrosecondArray,
    easting_m: &'batch Float64Array,
    northing_m: &'batch Float64Array,
    network: &'batch StringArray,
    serving_plmn: &'batch StringArray,
    technology: &'batch StringArray,
    service: &'batch StringArray,
    success: &'batch BooleanArray,
    download_mbps: &'batch Float64Array,
    upload_mbps: &'batch Float64Array,
    latency_ms: &'batch Float64Array,
    rsrp_dbm: &'batch Float64Array,
    sinr_db: &'batch Float64Array,
    accuracy_m: &'batch Float64Array,
    speed_kmh: &'batch Float64Array,
    wifi: &'batch BooleanArray,
    indoor: &'batch BooleanArray,
    device: &'batch StringArray,
    run: &'batch StringArray,
}

impl<'batch> Columns<'batch> {
    fn of(batch: &'batch RecordBatch) -> Result<Self, StoreError> {
        Ok(Self {
            row: column(batch, "row")?,
            run_number: column(batch, "run_number")?,
            measured_at: column(batch, "measured_at")?,
            easting_m: column(batch, "easting_m")?,
            northing_m: column(batch, "northing_m")?,
            network: column(batch, "network")?,
            serving_plmn: column(batch, "serving_plmn")?,
            technology: column(batch, "technology")?,
            service: column(batch, "service")?,
            success: column(batch, "success")?,
            download_mbps: column(batch, "download_mbps")?,
            upload_mbps: column(batch, "upload_mbps")?,
            latency_ms: column(batch, "latency_ms")?,
            rsrp_dbm: column(batch, "rsrp_dbm")?,
            sinr_db: column(batch, "sinr_db")?,
            accuracy_m: column(batch, "accuracy_m")?,
            speed_kmh: column(batch, "speed_kmh")?,
            wifi: column(batch, "wifi")?,
            indoor: column(batch, "indoor")?,
            device: column(batch, "device")?,
            run: column(batch, "run")?,
        })
    }

    fn sample(&self, row: usize) -> Result<StoredSample, StoreError> {
        let technology = text(self.technology, row).map(str::parse).transpose();
        // Checked by its technology before it was stored; the range of NR holds that of LTE.
        let rsrp = number(self.rsrp_dbm, row).map(Dbm::nr_ss_rsrp).transpose();
        let sample = Sample {
            time: readable("measured_at", Timestamp::from_microsecond(self.measured_at.value(row)))?,
            position: Coord { x: self.easting_m.value(row), y: self.northing_m.value(row) },
            network: readable("network", NetworkId::new(self.network.value(row)))?,
            serving: readable("serving_plmn", text(self.serving_plmn, row).map(Plmn::new).transpose())?,
            technology: readable("technology", technology)?,
            attempt: self.attempt(row)?,
            rsrp: readable("rsrp_dbm", rsrp)?,
            sinr_db: number(self.sinr_db, row),
            accuracy_m: number(self.accuracy_m, row),
            speed_kmh: number(self.speed_kmh, row),
            wifi: self.wifi.value(row),
            indoor: self.indoor.value(row),
            device: self.device.value(row).into(),
            run: self.run.value(row).into(),
        };
        Ok(StoredSample { row: self.row.value(row), run: self.run_number.value(row), sample })
    }

    fn attempt(&self, row: usize) -> Result<Option<Attempt>, StoreError> {
        let success = self.success.is_valid(row).then(|| self.success.value(row));
        let Some((service, success)) = text(self.service, row).zip(success) else { return Ok(None) };
        Ok(Some(Attempt {
            service: readable("service", service.parse())?,
            success,
            download_mbps: number(self.download_mbps, row),
            upload_mbps: number(self.upload_mbps, row),
            latency_ms: number(self.latency_ms, row),
        }))
    }
}

fn column<'batch, T: Array + 'static>(
    batch: &'batch RecordBatch,
    name: &'static str,
) -> Result<&'batch T, StoreError> {
    let found = batch.column_by_name(name).and_then(|column| column.as_any().downcast_ref());
    readable(name, found.ok_or("no such column of that kind in a file of samples"))
}

fn number(column: &Float64Array, row: usize) -> Option<f64> {
    column.is_valid(row).then(|| column.value(row))
}

fn text(column: &StringArray, row: usize) -> Option<&str> {
    column.is_valid(row).then(|| column.value(row))
}
