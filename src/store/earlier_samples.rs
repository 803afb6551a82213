//! Samples as an earlier version kept them, as rows of the table `samples`: they
//! are moved into a campaign when the store is opened.

use std::collections::BTreeMap;

use geo::Coord;
use jiff::Timestamp;

use super::{PackedSamples, Store, StoreError, error::readable, rows::away, runs, sample_files};
use crate::domain::{
    Actor, Attempt, CampaignId, CampaignSettings, Dbm, NetworkId, NewCampaign, Plmn, PseudonymKey, Sample,
};

/// The campaign of what came before there were campaigns. Nothing can be left out
/// of it any more; what is shown of it follows the rules of today.
const EARLIER: &str = "Tidigare mätningar";

#[derive(sqlx::FromRow)]
struct SampleRow {
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

const SELECT: &str = "SELECT measured_at, easting_m, northing_m, network, serving_plmn, technology, \
     service, success, download_mbps, upload_mbps, latency_ms, rsrp_dbm, sinr_db, accuracy_m, speed_kmh, \
     wifi, indoor, device, run FROM samples WHERE import_id = $1 ORDER BY id";
const NOT_MOVED: &str = "SELECT id, sha256 FROM measurement_imports WHERE campaign_id IS NULL ORDER BY id";

impl Store {
    /// Moves what an earlier version kept as rows, import by import. An opening
    /// that is broken off goes on at the next.
    pub(super) async fn move_earlier_samples(&self) -> Result<(), StoreError> {
        let imports: Vec<(i64, String)> = sqlx::query_as(NOT_MOVED).fetch_all(self.readers()).await?;
        if imports.is_empty() {
            return Ok(());
        }
        let campaign = self.campaign_of_earlier_samples().await?;
        let key = self.pseudonym_key(campaign).await?;
        for (import, source) in imports {
            self.move_samples_of(import, source, campaign, key.clone()).await?;
        }
        Ok(())
    }

    async fn campaign_of_earlier_samples(&self) -> Result<CampaignId, StoreError> {
        let there = self.campaigns().await?.into_iter().find(|campaign| campaign.details.name() == EARLIER);
        if let Some(campaign) = there {
            return Ok(campaign.id);
        }
        let mut new = readable("name", NewCampaign::new(EARLIER))?;
        let (places, defaults) = (Vec::new(), CampaignSettings::default());
        let settings = CampaignSettings::new(0.0, places, defaults.disclosure(), defaults.retention());
        new.settings = readable("trim_m", settings)?;
        Ok(self.add_campaign(new, &Actor::new("upgrade"), Timestamp::now()).await?.id)
    }

    async fn move_samples_of(
        &self,
        import: i64,
        source: String,
        campaign: CampaignId,
        key: PseudonymKey,
    ) -> Result<(), StoreError> {
        let rows: Vec<SampleRow> = sqlx::query_as(SELECT).bind(import).fetch_all(self.readers()).await?;
        let store = self.clone();
        let packed = away(move || {
            let mut samples: Vec<Sample> = rows.into_iter().map(sample).collect::<Result<_, _>>()?;
            samples.iter_mut().for_each(|sample| sample.device = key.pseudonym(&sample.device).into());
            store.pack_samples(&source, &samples, &BTreeMap::new())
        });
        let PackedSamples { months, runs, .. } = packed.await?;
        let files = self.keep_months(months).await?;
        let mut transaction = self.begin().await?;
        let moved = sqlx::query(
            "UPDATE measurement_imports SET campaign_id = $1 WHERE id = $2 AND campaign_id IS NULL",
        );
        let moved = moved.bind(campaign.0).bind(import).execute(&mut *transaction).await?;
        if moved.rows_affected() == 0 {
            transaction.rollback().await?;
            return self.give_up(&files).await;
        }
        runs::insert(&mut transaction, import, &runs).await?;
        sample_files::insert(&mut transaction, import, &files).await?;
        let rows = sqlx::query("DELETE FROM samples WHERE import_id = $1").bind(import);
        rows.execute(&mut *transaction).await?;
        transaction.commit().await?;
        Ok(())
    }
}

fn sample(row: SampleRow) -> Result<Sample, StoreError> {
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
        device: row.device.into(),
        run: row.run.into(),
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
