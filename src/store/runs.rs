//! Runs: one phone's subscription on one drive.

use super::{
    Connection, RunOfFile, Store, StoreError,
    error::readable,
    rows::{self, ROWS_PER_STATEMENT},
};
use crate::domain::{AntennaPlacement, CampaignId, NetworkId, Run, RunFacts, RunId};

#[derive(sqlx::FromRow)]
pub(super) struct RunRow {
    id: i64,
    campaign_id: i64,
    import_id: i64,
    number: i64,
    name: String,
    device: String,
    network: String,
    vehicle: Option<String>,
    antenna: Option<String>,
    tariff: Option<String>,
    pass: Option<i64>,
    first_at: String,
    last_at: String,
    sample_count: i64,
    erased_at: Option<String>,
}

const INSERT: &str = "INSERT INTO runs (import_id, number, name, device, network, vehicle, antenna, tariff, pass, \
     first_at, last_at, sample_count) ";

/// The runs of which the condition that follows holds.
macro_rules! select_runs {
    ($condition:literal) => {
        concat!(
            "SELECT runs.id, campaign_id, import_id, number, name, device, network, vehicle, antenna, tariff, pass, \
             first_at, last_at, runs.sample_count, erased_at FROM runs \
             JOIN measurement_imports ON measurement_imports.id = import_id ",
            $condition,
            " ORDER BY runs.id"
        )
    };
}

impl Store {
    /// The runs of a campaign, in the order in which they came.
    pub async fn runs_of(&self, campaign: CampaignId) -> Result<Vec<Run>, StoreError> {
        let query = sqlx::query_as(select_runs!("WHERE campaign_id = $1")).bind(campaign.0);
        query.fetch_all(self.readers()).await?.into_iter().map(run).collect()
    }

    /// The runs of all campaigns.
    pub async fn runs(&self) -> Result<Vec<Run>, StoreError> {
        let rows = sqlx::query_as(select_runs!("WHERE campaign_id IS NOT NULL"));
        rows.fetch_all(self.readers()).await?.into_iter().map(run).collect()
    }

    pub async fn run(&self, id: RunId) -> Result<Option<Run>, StoreError> {
        let query = sqlx::query_as(select_runs!("WHERE runs.id = $1")).bind(id.0);
        query.fetch_optional(self.readers()).await?.map(run).transpose()
    }
}

pub(super) async fn insert(
    connection: &mut Connection,
    import: i64,
    runs: &[RunOfFile],
) -> Result<(), StoreError> {
    let mut number = 0_i64;
    for chunk in runs.chunks(ROWS_PER_STATEMENT) {
        rows::insert(connection, INSERT, chunk.iter(), |row, run| {
            number += 1;
            let said = |text: &Option<String>| text.as_deref().map(rows::text);
            row.bind(import)
                .bind(number)
                .bind(rows::text(&run.key.run))
                .bind(rows::text(&run.key.device))
                .bind(run.network.as_str())
                .bind(said(&run.facts.vehicle))
                .bind(run.facts.antenna.map(AntennaPlacement::as_str))
                .bind(said(&run.facts.tariff))
                .bind(run.facts.pass.map(i64::from))
                .bind(run.first_at.to_string())
                .bind(run.last_at.to_string())
                .bind(run.sample_count.cast_signed())
        })
        .await?;
    }
    Ok(())
}

pub(super) fn run(row: RunRow) -> Result<Run, StoreError> {
    let antenna = row.antenna.as_deref().map(str::parse).transpose();
    let pass = row.pass.map(u32::try_from).transpose();
    let erased_at = row.erased_at.as_deref().map(str::parse).transpose();
    Ok(Run {
        id: RunId(row.id),
        campaign: CampaignId(row.campaign_id),
        import: row.import_id,
        number: readable("number", u32::try_from(row.number))?,
        name: row.name,
        device: row.device,
        network: readable("network", NetworkId::new(row.network))?,
        facts: RunFacts {
            vehicle: row.vehicle,
            antenna: readable("antenna", antenna)?,
            tariff: row.tariff,
            pass: readable("pass", pass)?,
        },
        first_at: readable("first_at", row.first_at.parse())?,
        last_at: readable("last_at", row.last_at.parse())?,
        sample_count: row.sample_count.cast_unsigned(),
        erased_at: readable("erased_at", erased_at)?,
    })
}
