//! The queries.

use std::sync::Arc;

use datafusion::{
    execution::runtime_env::RuntimeEnvBuilder,
    prelude::{ParquetReadOptions, SessionConfig, SessionContext},
};
use object_store::ObjectStore;
use url::Url;

use super::{CellStatistics, StatisticsError, StatisticsRules, functions, judge::PASSES, rows};
use crate::{domain::TestKind, verification::Tested};

/// Where the files are, as the query engine names it: any address will do.
const STORE: &str = "samples://kept/";

/// A query that needs more puts what it doesn't need at once on disk.
const MOST_BYTES: usize = 1 << 30;

/// Files of samples, by their names in an object store.
#[derive(Clone, Debug)]
pub struct SampleObjects {
    pub store: Arc<dyn ObjectStore>,
    pub names: Vec<String>,
}

/// What the samples of the files say of each network, service and cell, ordered
/// by these. The same whatever the order and the division into files.
pub async fn cell_statistics(
    samples: &SampleObjects,
    rules: StatisticsRules,
) -> Result<Vec<CellStatistics>, StatisticsError> {
    if samples.names.is_empty() {
        return Ok(Vec::new());
    }
    let context = context(samples, rules).await?;
    let votes = context.sql(&votes()).await?.collect().await?;
    let levels = context.sql(&levels()).await?.collect().await?;
    rows::statistics(&votes, &levels)
}

async fn context(samples: &SampleObjects, rules: StatisticsRules) -> Result<SessionContext, StatisticsError> {
    let mut config = SessionConfig::new();
    // The functions take texts as the files have them.
    config.options_mut().execution.parquet.schema_force_view_types = false;
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

/// Samples that count, with what they say.
const JUDGED: &str = "WITH judged AS (\
    SELECT network, measurement_cell(easting_m, northing_m) AS cell, local_day(measured_at) AS day, measured_at, \
           technology, rsrp_dbm, \
           outcomes(service, success, download_mbps, upload_mbps, latency_ms, serving_plmn, technology, rsrp_dbm) \
               AS outcomes \
    FROM samples \
    WHERE rejection(measured_at, network, serving_plmn, accuracy_m, wifi, indoor) IS NULL)";

/// A column or several for each service and kind of test, by its place among all.
fn for_tested(column: impl Fn(usize) -> String) -> String {
    let columns: Vec<String> = (0..Tested::all(None).count()).map(column).collect();
    columns.join(", ")
}

/// One vote a network, cell and local day (R8): it passes where at least half of
/// the day's samples do.
fn votes() -> String {
    let of_day = for_tested(|tested| {
        let passes = tested + PASSES;
        format!(
            "SUM((outcomes >> {tested}) & 1) AS trials_{tested}, \
             SUM((outcomes >> {passes}) & 1) AS passing_{tested}, \
             MAX(CASE WHEN (outcomes >> {tested}) & 1 = 1 THEN measured_at END) AS newest_{tested}"
        )
    });
    let of_cell = for_tested(|tested| {
        format!(
            "SUM(CASE WHEN trials_{tested} > 0 THEN 1 ELSE 0 END), \
             SUM(CASE WHEN trials_{tested} > 0 AND 2 * passing_{tested} >= trials_{tested} THEN 1 ELSE 0 END), \
             SUM(trials_{tested}), SUM(passing_{tested}), MAX(newest_{tested})"
        )
    });
    format!(
        "{JUDGED}, days AS (SELECT network, cell, day, {of_day} FROM judged GROUP BY network, cell, day) \
         SELECT network, cell, {of_cell} FROM days GROUP BY network, cell"
    )
}

/// Levels of different technologies don't compare (R9). What was heard while a
/// service was tried is a signal test like any other.
fn levels() -> String {
    let signal_tests = (0..).zip(Tested::all(None)).filter(|(_, tested)| tested.kind == TestKind::Signal);
    let columns = signal_tests.map(|(tested, _): (usize, _)| {
        let bears = format!("FILTER (WHERE (outcomes >> {tested}) & 1 = 1)");
        format!("COUNT(rsrp_dbm) {bears}, median_level(rsrp_dbm) {bears}")
    });
    let columns: Vec<String> = columns.collect();
    format!(
        "{JUDGED} SELECT network, cell, technology, {} FROM judged \
         WHERE technology IS NOT NULL AND rsrp_dbm IS NOT NULL GROUP BY network, cell, technology",
        columns.join(", ")
    )
}
