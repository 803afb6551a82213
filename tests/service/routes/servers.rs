//! The whole service with PostgreSQL and an S3 server behind it.

use std::env;

use axum::http::StatusCode;
use serde_json::Value;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use tackning::store::StoreSettings;
use tempfile::TempDir;

use super::{
    app::App,
    strip::{self, coverage, dead_zone, measurements, position},
};

/// An empty database and an empty place for files on the servers that
/// `scripts/with-postgres` and `scripts/with-object-store` start. Continuous
/// integration must have them.
pub async fn on_servers(folder: &TempDir) -> Option<StoreSettings> {
    let variables = ["TACKNING_TEST_DATABASE_URL", "TACKNING_TEST_OBJECT_STORE_URL"];
    let [Ok(database), Ok(bucket)] = variables.map(env::var) else {
        assert!(env::var_os("CI").is_none(), "{variables:?} are missing");
        println!("skipped: no {variables:?}");
        return None;
    };
    let name = format!("routes_{}_{}", std::process::id(), jiff::Timestamp::now().as_nanosecond());
    let mut connection = PgConnection::connect(&database).await.unwrap();
    connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
    let mut url = database.parse::<url::Url>().unwrap();
    url.set_path(&name);
    Some(StoreSettings {
        folder: folder.path().to_owned(),
        database_url: Some(String::from(url).into()),
        object_store_url: Some(format!("{bucket}/{name}")),
    })
}

const QUESTIONS: [&str; 5] = [
    "/api/v1/gaps?network=any&service=voice",
    "/api/v1/verification?network=a&service=voice",
    "/api/v1/requirements/1/evaluation",
    "/api/v1/dead-zones",
    "/api/v1/networks",
];

async fn fill(app: &App) {
    app.deliver("a", coverage(&[(0.0, 3.0)])).await;
    app.deliver("a", coverage(&[(0.0, 6.0)])).await;
    app.deliver("b", coverage(&[(4.0, 9.0)])).await;
    app.measure(measurements("a", "999-01", &[(1.0, true), (2.0, true), (5.0, false)])).await;
    app.post("/api/v1/requirements", strip::requirement().to_string()).await.json(StatusCode::CREATED);
    app.post("/api/v1/dead-zones", dead_zone(5.0).to_string()).await.json(StatusCode::CREATED);
}

async fn answers(app: &App) -> Vec<Value> {
    let mut answers = vec![app.get(&format!("/api/v1/coverage-at?{}", position(5.0))).await.ok()];
    for question in QUESTIONS {
        answers.push(app.get(question).await.ok());
    }
    answers
}

#[tokio::test]
async fn on_servers_the_answers_are_those_of_a_folder_and_stay_after_a_restart() {
    let Some(on_servers) = App::strip_on_servers().await else { return };
    fill(&on_servers).await;
    let before = answers(&on_servers).await;
    assert_eq!(on_servers.kept_files(), 0);
    let on_servers = on_servers.restarted().await;
    assert_eq!(answers(&on_servers).await, before);
    let refused = on_servers.post(&strip::delivery_path("a"), "no coverage").await;
    assert!(refused.status.is_client_error(), "{}", refused.text());

    let in_folder = App::strip().await;
    fill(&in_folder).await;
    let zones = |answer: &Value| answer["zones"].clone();
    assert_eq!(
        answers(&in_folder).await.iter().map(zones).collect::<Vec<_>>(),
        before.iter().map(zones).collect::<Vec<_>>()
    );
}
