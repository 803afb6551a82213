//! The columns of a file of samples.

use std::sync::Arc;

use arrow::{
    array::{
        ArrayRef, BooleanArray, Float64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
        UInt32Array, UInt64Array,
    },
    datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit},
    error::ArrowError,
};

use crate::domain::{Attempt, Dbm, Plmn, Sample};

const UTC: &str = "UTC";

/// A sample on its way into a file.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    pub row: u64,
    pub run: u32,
    pub sample: &'a Sample,
}

/// Units are in the names; positions are in the computing coordinate reference
/// system, times to the microsecond. What is null wasn't measured, or not said.
pub(super) fn schema() -> SchemaRef {
    use DataType::{Boolean, Float64, UInt32, UInt64, Utf8};
    let moment = DataType::Timestamp(TimeUnit::Microsecond, Some(UTC.into()));
    let needed = |name: &str, kind: DataType| Field::new(name, kind, false);
    let optional = |name: &str, kind: DataType| Field::new(name, kind, true);
    Arc::new(Schema::new(vec![
        needed("row", UInt64),
        needed("run_number", UInt32),
        needed("measured_at", moment),
        needed("easting_m", Float64),
        needed("northing_m", Float64),
        needed("network", Utf8),
        optional("serving_plmn", Utf8),
        optional("technology", Utf8),
        optional("service", Utf8),
        optional("success", Boolean),
        optional("download_mbps", Float64),
        optional("upload_mbps", Float64),
        optional("latency_ms", Float64),
        optional("rsrp_dbm", Float64),
        optional("sinr_db", Float64),
        optional("accuracy_m", Float64),
        optional("speed_kmh", Float64),
        needed("wifi", Boolean),
        needed("indoor", Boolean),
        needed("device", Utf8),
        needed("run", Utf8),
    ]))
}

pub(super) fn batch(rows: &[Row<'_>]) -> Result<RecordBatch, ArrowError> {
    let samples = || rows.iter().map(|row| row.sample);
    let attempts = || samples().map(|sample| sample.attempt.as_ref());
    let texts = |values: Vec<Option<&str>>| Arc::new(StringArray::from(values)) as ArrayRef;
    let moments =
        TimestampMicrosecondArray::from_iter_values(samples().map(|sample| sample.time.as_microsecond()));
    let tried = |of: fn(&Attempt) -> Option<f64>| {
        Arc::new(Float64Array::from_iter(attempts().map(|attempt| attempt.and_then(of)))) as ArrayRef
    };
    let number =
        |of: fn(&Sample) -> Option<f64>| Arc::new(Float64Array::from_iter(samples().map(of))) as ArrayRef;
    let flag = |of: fn(&Sample) -> bool| {
        Arc::new(BooleanArray::from_iter(samples().map(|sample| Some(of(sample))))) as ArrayRef
    };
    let columns: Vec<ArrayRef> = vec![
        Arc::new(UInt64Array::from_iter_values(rows.iter().map(|row| row.row))),
        Arc::new(UInt32Array::from_iter_values(rows.iter().map(|row| row.run))),
        Arc::new(moments.with_timezone(UTC)),
        number(|sample| Some(sample.position.x)),
        number(|sample| Some(sample.position.y)),
        texts(samples().map(|sample| Some(sample.network.as_str())).collect()),
        texts(samples().map(|sample| sample.serving.as_ref().map(Plmn::as_str)).collect()),
        texts(samples().map(|sample| sample.technology.map(|technology| technology.as_str())).collect()),
        texts(attempts().map(|attempt| attempt.map(|attempt| attempt.service.as_str())).collect()),
        Arc::new(BooleanArray::from_iter(attempts().map(|attempt| attempt.map(|attempt| attempt.success)))),
        tried(|attempt| attempt.download_mbps),
        tried(|attempt| attempt.upload_mbps),
        tried(|attempt| attempt.latency_ms),
        number(|sample| sample.rsrp.map(Dbm::value)),
        number(|sample| sample.sinr_db),
        number(|sample| sample.accuracy_m),
        number(|sample| sample.speed_kmh),
        flag(|sample| sample.wifi),
        flag(|sample| sample.indoor),
        texts(samples().map(|sample| Some(sample.device.as_str())).collect()),
        texts(samples().map(|sample| Some(sample.run.as_str())).collect()),
    ];
    RecordBatch::try_new(schema(), columns)
}
