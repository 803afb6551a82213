//! Samples as rows.

use geo::Coord;

use super::{
    Connection, StoreError,
    error::readable,
    rows::{self, ROWS_PER_STATEMENT},
};
use crate::domain::{Attempt, Dbm, NetworkId, Plmn, Sample};

#[derive(sqlx::FromRow)]
pub(super) struct SampleRow {
    measured_at: String,
    easting_m: f64,
    northing_m: f64,
    network: String,
    serving_plmn: Option<String>,
    technology: Option<String>,
    service: Option<String>,
    success: Option<i64>,
    download_mbps: Option<f64>,
    upload_mbps: Option<f64>,
    latency_ms: Option<f64>,
    rsrp_dbm: Option<f64>,
    sinr_db: Option<f64>,
    accuracy_m: Option<f64>,
    speed_kmh: Option<f64>,
    wifi: i64,
    indoor: i64,
    device: String,
    run: String,
}

const INSERT: &str = "INSERT INTO samples (import_id, measured_at, easting_m, northing_m, network, serving_plmn, \
     technology, service, success, download_mbps, upload_mbps, latency_ms, rsrp_dbm, sinr_db, accuracy_m, \
     speed_kmh, wifi, indoor, device, run) ";

pub(super) const SELECT: &str = "SELECT measured_at, easting_m, northing_m, network, serving_plmn, technology, \
     service, success, download_mbps, upload_mbps, latency_ms, rsrp_dbm, sinr_db, accuracy_m, speed_kmh, \
     wifi, indoor, device, run FROM samples ORDER BY id";

pub(super) async fn insert(
    connection: &mut Connection,
    import: i64,
    samples: &[Sample],
) -> Result<(), StoreError> {
    for chunk in samples.chunks(ROWS_PER_STATEMENT) {
        rows::insert(connection, INSERT, chunk.iter(), |row, sample| {
            let attempt = sample.attempt.as_ref();
            row.bind(import)
                .bind(sample.time.to_string())
                .bind(sample.position.x)
                .bind(sample.position.y)
                .bind(sample.network.as_str())
                .bind(sample.serving.as_ref().map(Plmn::as_str))
                .bind(sample.technology.map(|technology| technology.as_str()))
                .bind(attempt.map(|attempt| attempt.service.as_str()))
                .bind(attempt.map(|attempt| i64::from(attempt.success)))
                .bind(attempt.and_then(|attempt| attempt.download_mbps))
                .bind(attempt.and_then(|attempt| attempt.upload_mbps))
                .bind(attempt.and_then(|attempt| attempt.latency_ms))
                .bind(sample.rsrp.map(Dbm::value))
                .bind(sample.sinr_db)
                .bind(sample.accuracy_m)
                .bind(sample.speed_kmh)
                .bind(i64::from(sample.wifi))
                .bind(i64::from(sample.indoor))
                .bind(rows::text(&sample.device))
                .bind(rows::text(&sample.run))
        })
        .await?;
    }
    Ok(())
}

pub(super) fn sample(row: SampleRow) -> Result<Sample, StoreError> {
    let serving = row.serving_plmn.as_deref().map(Plmn::new);
    let technology = row.technology.as_deref().map(str::parse);
    // Checked by its technology before it was stored; the range of NR holds that of LTE.
    let rsrp = row.rsrp_dbm.map(Dbm::nr_ss_rsrp);
    Ok(Sample {
        attempt: attempt(&row)?,
        time: readable("measured_at", row.measured_at.parse())?,
        position: Coord { x: row.easting_m, y: row.northing_m },
        network: readable("network", NetworkId::new(row.network))?,
        serving: readable("serving_plmn", serving.transpose())?,
        technology: readable("technology", technology.transpose())?,
        rsrp: readable("rsrp_dbm", rsrp.transpose())?,
        sinr_db: row.sinr_db,
        accuracy_m: row.accuracy_m,
        speed_kmh: row.speed_kmh,
        wifi: row.wifi != 0,
        indoor: row.indoor != 0,
        device: row.device,
        run: row.run,
    })
}

fn attempt(row: &SampleRow) -> Result<Option<Attempt>, StoreError> {
    let Some((service, success)) = row.service.as_deref().zip(row.success) else {
        return Ok(None);
    };
    Ok(Some(Attempt {
        service: readable("service", service.parse())?,
        success: success != 0,
        download_mbps: row.download_mbps,
        upload_mbps: row.upload_mbps,
        latency_ms: row.latency_ms,
    }))
}
