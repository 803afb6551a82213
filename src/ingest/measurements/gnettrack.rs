//! Logs of the Android application G-NetTrack.
//!
//! Known quirks: times are local and without zone; an hour that the clock goes
//! through twice is taken as the first. `-` stands for no value and −200 for no
//! RSRP. In 2G and 3G the column RSRP holds another quantity and isn't read.
//! NRxRSRP is the strongest neighbour's level, not the serving cell's. Rates are
//! kbit/s of the second; State is D while a transfer runs. There is no network
//! code: the caller names the network, and roaming doesn't show.

use csv::StringRecord;
use jiff::{Timestamp, civil::DateTime};
use serde::Deserialize;

use super::{
    MeasurementError, MeasurementForm, MeasurementReading,
    field::{self, Decimals},
    reading::{Gatherer, ReadRow, rsrp, sinr},
    row_fault::RowFault,
    table::Table,
};
use crate::domain::{Attempt, NetworkId, Sample, Technology};

const NEEDED: &[&str] = &["timestamp", "longitude", "latitude", "networkmode", "rsrp"];
const NO_RSRP_DBM: f64 = -200.0;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Row<'row> {
    timestamp: &'row str,
    longitude: &'row str,
    latitude: &'row str,
    speed: &'row str,
    networkmode: &'row str,
    rsrp: &'row str,
    snr: &'row str,
    dl_bitrate: &'row str,
    ul_bitrate: &'row str,
    state: &'row str,
    pingavg: &'row str,
}

pub(super) fn is_log(table: &Table<'_>) -> bool {
    NEEDED.iter().all(|column| table.has(column))
}

pub(super) fn read(
    table: &Table<'_>,
    mut gatherer: Gatherer<'_>,
) -> Result<MeasurementReading, MeasurementError> {
    let network = gatherer.source.network.ok_or(MeasurementError::NetworkNotGiven)?;
    for (line, record) in table.rows() {
        let row = record
            .and_then(|record| Row::of(&record, table.header())?.read(&gatherer, network, table.decimals()));
        gatherer.take(line, row);
    }
    Ok(gatherer.finish(MeasurementForm::GNetTrack))
}

impl<'row> Row<'row> {
    fn of(record: &'row StringRecord, header: &'row StringRecord) -> Result<Self, RowFault> {
        let fields = RowFault::FieldCount { expected: header.len(), found: record.len() };
        record.deserialize(Some(header)).map_err(|_| fields)
    }

    fn read(
        &self,
        gatherer: &Gatherer<'_>,
        network: &NetworkId,
        decimals: Decimals,
    ) -> Result<ReadRow, RowFault> {
        let lng = field::number("Longitude", self.longitude, decimals)?;
        let lat = field::number("Latitude", self.latitude, decimals)?;
        let technology = field::technology(self.networkmode)?;
        let (sinr_db, warning) = sinr(field::number("SNR", self.snr, decimals)?);
        let run = gatherer.source.run();
        let sample = Sample {
            time: self.time(gatherer)?,
            position: gatherer.position(
                lng.ok_or(RowFault::Missing("Longitude"))?,
                lat.ok_or(RowFault::Missing("Latitude"))?,
            )?,
            network: network.clone(),
            serving: None,
            technology,
            attempt: self.attempt(gatherer, decimals)?,
            rsrp: rsrp(self.level_dbm(technology, decimals)?, technology)?,
            sinr_db,
            accuracy_m: None,
            speed_kmh: field::amount("Speed", self.speed, decimals)?,
            wifi: false,
            indoor: false,
            device: run.to_owned(),
            run: run.to_owned(),
        };
        Ok(ReadRow { sample, warning })
    }

    fn time(&self, gatherer: &Gatherer<'_>) -> Result<Timestamp, RowFault> {
        let text = field::required("Timestamp", self.timestamp)?;
        let local = DateTime::strptime("%Y.%m.%d_%H.%M.%S", text);
        let time = local.and_then(|local| gatherer.source.time_zone.to_timestamp(local));
        time.map_err(|_| RowFault::Time(text.to_owned()))
    }

    fn level_dbm(&self, technology: Option<Technology>, decimals: Decimals) -> Result<Option<f64>, RowFault> {
        let has_rsrp = matches!(technology, Some(Technology::G4 | Technology::G5));
        let level = field::number("RSRP", self.rsrp, decimals)?;
        Ok(level.filter(|level| has_rsrp && *level != NO_RSRP_DBM))
    }

    /// A transfer that runs is an attempt that succeeds; what it reaches is for
    /// the profile's threshold to weigh.
    fn attempt(&self, gatherer: &Gatherer<'_>, decimals: Decimals) -> Result<Option<Attempt>, RowFault> {
        let mbps = |column, text| Ok(field::amount(column, text, decimals)?.map(|kbps| kbps / 1_000.0));
        let attempt = Attempt {
            service: match gatherer.source.attempted {
                Some(service) if self.state.trim() == "D" => service,
                _ => return Ok(None),
            },
            success: true,
            download_mbps: mbps("DL_bitrate", self.dl_bitrate)?,
            upload_mbps: mbps("UL_bitrate", self.ul_bitrate)?,
            latency_ms: field::amount("PINGAVG", self.pingavg, decimals)?,
        };
        Ok(Some(attempt))
    }
}
