//! Measurements in named columns, in any order.
//!
//! `time` (RFC 3339), `lon` and `lat` (WGS 84) must be there, and `network`
//! unless the caller names one. `technology` is 2G…5G, `service` what was tried
//! with `success`; a row without them is a pure signal sample. Rates in Mbit/s
//! and latency belong to an attempt and are read with one alone.

use csv::StringRecord;
use jiff::Timestamp;
use serde::Deserialize;

use super::{
    MeasurementError, MeasurementForm, MeasurementReading,
    field::{self, Decimals},
    reading::{Gatherer, ReadRow, rsrp, sinr},
    row_fault::RowFault,
    table::Table,
};
use crate::domain::{Attempt, Bilingual, NetworkId, Sample};

const COLUMNS: &[&str] = &[
    "time",
    "lon",
    "lat",
    "network",
    "plmn",
    "technology",
    "service",
    "success",
    "rsrp_dbm",
    "sinr_db",
    "download_mbps",
    "upload_mbps",
    "latency_ms",
    "accuracy_m",
    "speed_kmh",
    "wifi",
    "indoor",
    "device",
    "run",
];

#[derive(Default, Deserialize)]
#[serde(default)]
struct Row<'row> {
    time: &'row str,
    lon: &'row str,
    lat: &'row str,
    network: &'row str,
    plmn: &'row str,
    technology: &'row str,
    service: &'row str,
    success: &'row str,
    rsrp_dbm: &'row str,
    sinr_db: &'row str,
    download_mbps: &'row str,
    upload_mbps: &'row str,
    latency_ms: &'row str,
    accuracy_m: &'row str,
    speed_kmh: &'row str,
    wifi: &'row str,
    indoor: &'row str,
    device: &'row str,
    run: &'row str,
}

pub(super) fn read(
    table: &Table<'_>,
    mut gatherer: Gatherer<'_>,
) -> Result<MeasurementReading, MeasurementError> {
    table.require(&["time", "lon", "lat"])?;
    if gatherer.source.network.is_none() && !table.has("network") {
        return Err(MeasurementError::NetworkNotGiven);
    }
    remark_unknown_columns(table, &mut gatherer);
    for (line, record) in table.rows() {
        let row =
            record.and_then(|record| Row::of(&record, table.header())?.read(&gatherer, table.decimals()));
        gatherer.take(line, row);
    }
    Ok(gatherer.finish(MeasurementForm::NamedColumns))
}

/// A column that nobody reads may be one whose name is misspelt.
fn remark_unknown_columns(table: &Table<'_>, gatherer: &mut Gatherer<'_>) {
    for column in table.header().iter().filter(|column| !COLUMNS.contains(column)) {
        let message = Bilingual::new(
            format!("kolumnen ”{column}” är okänd och läses inte"),
            format!("the column `{column}` is unknown and isn't read"),
        );
        gatherer.remark("unknown_column", message);
    }
}

impl<'row> Row<'row> {
    fn of(record: &'row StringRecord, header: &'row StringRecord) -> Result<Self, RowFault> {
        let fields = RowFault::FieldCount { expected: header.len(), found: record.len() };
        record.deserialize(Some(header)).map_err(|_| fields)
    }

    fn read(&self, gatherer: &Gatherer<'_>, decimals: Decimals) -> Result<ReadRow, RowFault> {
        let number = |column, text| field::number(column, text, decimals);
        let amount = |column, text| field::amount(column, text, decimals);
        let time = field::required("time", self.time)?;
        let lng = number("lon", self.lon)?.ok_or(RowFault::Missing("lon"))?;
        let lat = number("lat", self.lat)?.ok_or(RowFault::Missing("lat"))?;
        let technology = field::technology(self.technology)?;
        let (sinr_db, warning) = sinr(number("sinr_db", self.sinr_db)?);
        let named = |text: &str| field::present(text).unwrap_or(gatherer.source.run()).to_owned();
        let sample = Sample {
            time: time.parse::<Timestamp>().map_err(|_| RowFault::Time(time.to_owned()))?,
            position: gatherer.position(lng, lat)?,
            network: self.network(gatherer)?,
            serving: field::plmn(self.plmn)?,
            technology,
            attempt: self.attempt(decimals)?,
            rsrp: rsrp(number("rsrp_dbm", self.rsrp_dbm)?, technology)?,
            sinr_db,
            accuracy_m: amount("accuracy_m", self.accuracy_m)?,
            speed_kmh: amount("speed_kmh", self.speed_kmh)?,
            wifi: field::truth("wifi", self.wifi)?.unwrap_or(false),
            indoor: field::truth("indoor", self.indoor)?.unwrap_or(false),
            device: named(self.device),
            run: named(self.run),
        };
        Ok(ReadRow { sample, warning })
    }

    fn network(&self, gatherer: &Gatherer<'_>) -> Result<NetworkId, RowFault> {
        match field::present(self.network) {
            Some(name) => gatherer.network(name),
            None => gatherer.source.network.cloned().ok_or(RowFault::Missing("network")),
        }
    }

    fn attempt(&self, decimals: Decimals) -> Result<Option<Attempt>, RowFault> {
        let amount = |column, text| field::amount(column, text, decimals);
        match (field::service(self.service)?, field::truth("success", self.success)?) {
            (None, None) => Ok(None),
            (Some(_), None) => Err(RowFault::AttemptWithoutOutcome),
            (None, Some(_)) => Err(RowFault::OutcomeWithoutAttempt),
            (Some(service), Some(success)) => Ok(Some(Attempt {
                service,
                success,
                download_mbps: amount("download_mbps", self.download_mbps)?,
                upload_mbps: amount("upload_mbps", self.upload_mbps)?,
                latency_ms: amount("latency_ms", self.latency_ms)?,
            })),
        }
    }
}
