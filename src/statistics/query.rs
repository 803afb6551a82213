//! The queries.

use std::sync::Arc;

use datafusion::{
    execution::runtime_env::RuntimeEnvBuilder,
    prelude::{ParquetReadOptions, SessionConfig, SessionContext},
};
use object_store::ObjectStore;
use url::Url;

use super::{CellTable, StatisticsError, StatisticsRules, functions};

/// Where the files are, as the query engine names it: any address will do.
const STORE: &str = "samples://kept/";

/// A query that needs more puts what it doesn't need at once on disk.
const MOST_BYTES: usize = 1 << 30;

/// Where samples have more cells than this share of their number, they go to their cell's
/// thread one by one: gathering few of each beforehand costs more memory than it saves work.
const MOST_GROUPS_A_ROW: f64 = 0.2;

/// Files of samples, by their names in an object store.
#[derive(Clone, Debug)]
pub struct SampleObjects {
    pub store: Arc<dyn ObjectStore>,
    pub names: Vec<String>,
}

/// What the samples of the files say of each network and cell, ordered by these.
/// The same whatever the order and the division into files.
pub async fn cell_statistics(
    samples: &SampleObjects,
    rules: StatisticsRules,
) -> Result<CellTable, StatisticsError> {
    if samples.names.is_empty() {
        return Ok(CellTable::default());
    }
    let context = context(samples, rules).await?;
    CellTable::of(context.sql(EVIDENCE).await?.collect().await?)
}

async fn context(samples: &SampleObjects, rules: StatisticsRules) -> Result<SessionContext, StatisticsError> {
    let mut config = SessionConfig::new();
    // The functions take texts as the files have them.
    config.options_mut().execution.parquet.schema_force_view_types = false;
    config.options_mut().execution.skip_partial_aggregation_probe_ratio_threshold = MOST_GROUPS_A_ROW;
    let runtime = RuntimeEnvBuilder::new().with_memory_limit(MOST_BYTES, 1.0).build_arc()?;
    let context = SessionContext::new_with_config_rt(config, runtime);
    let store = Url::parse(STORE).map_err(StatisticsError::unreadable)?;
    context.register_object_store(&store, samples.store.clone());
    functions::register(&context, &Arc::new(rules));
    let files: Vec<String> = samples.names.iter().map(|name| format!("{STORE}{name}")).collect();
    let options = ParquetReadOptions::default().file_extension("");
    let table = context.read_parquet(files, options).await?.into_view();
    context.register_table("samples", table)?;
    Ok(context)
}

/// The samples that count (R7), by network and cell, with the day of their vote (R8)
/// and what they say.
const EVIDENCE: &str = "SELECT network, measurement_cell(easting_m, northing_m) AS cell, \
    cell_evidence(\
        local_day(measured_at), \
        measured_at, \
        outcomes(service, success, download_mbps, upload_mbps, latency_ms, serving_plmn, technology, rsrp_dbm), \
        technology, \
        rsrp_dbm) \
    FROM samples \
    WHERE rejection(measured_at, network, serving_plmn, accuracy_m, wifi, indoor) IS NULL \
    GROUP BY network, cell";
