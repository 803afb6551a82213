//! The data folder's region, filling and versions.

use super::{super::*, deliver, empty_store, examples::moment};
use crate::domain::Actor;

fn binding(id: &str, crs: &str, sha256: &str) -> RegionBinding {
    RegionBinding { id: id.to_owned(), crs: crs.to_owned(), sha256: sha256.to_owned() }
}

#[tokio::test]
async fn a_folder_holds_one_region_in_one_reference_system() {
    let (folder, store) = empty_store().await;
    let first = binding("norr", "EPSG:3006", "a");
    assert_eq!(store.bind_region(&first).await.unwrap(), first);
    store.close().await;

    let store = Store::open(folder.path()).await.unwrap();
    let newer_data = binding("norr", "EPSG:3006", "b");
    assert_eq!(store.bind_region(&newer_data).await.unwrap(), first);
    for other in [binding("bremen", "EPSG:3006", "a"), binding("norr", "EPSG:25832", "a")] {
        let error = store.bind_region(&other).await.unwrap_err().to_string();
        assert!(error.starts_with("this data folder holds region `norr` in EPSG:3006, not `"), "{error}");
    }
    assert_eq!(store.bind_region(&first).await.unwrap(), first);
}

#[tokio::test]
async fn an_interrupted_filling_is_no_finished_one() {
    let (_folder, store) = empty_store().await;
    let started_at = moment();
    let finished_at = "2026-11-22T10:01:00Z".parse().unwrap();
    assert_eq!(store.filling().await.unwrap(), Filling::NotStarted);
    store.start_filling(finished_at).await.unwrap();
    store.start_filling(started_at).await.unwrap();
    assert_eq!(store.filling().await.unwrap(), Filling::Interrupted { started_at });
    store.finish_filling(finished_at).await.unwrap();
    store.start_filling(finished_at).await.unwrap();
    assert_eq!(store.filling().await.unwrap(), Filling::Finished { started_at, finished_at });
}

#[tokio::test]
async fn a_folder_is_empty_until_something_comes() {
    let (_folder, store) = empty_store().await;
    store.bind_region(&binding("norr", "EPSG:3006", "a")).await.unwrap();
    store.start_filling(moment()).await.unwrap();
    assert!(store.is_empty().await.unwrap());
    store.add_requirement("{}", moment(), &Actor::command_line()).await.unwrap();
    assert!(!store.is_empty().await.unwrap());

    let (_folder, store) = empty_store().await;
    deliver(&store, 0).await;
    assert!(!store.is_empty().await.unwrap());
}

#[tokio::test]
async fn two_may_open_a_new_folder_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = tokio::join!(Store::open(folder.path()), Store::open(folder.path()));
    deliver(&one.unwrap(), 0).await;
    assert_eq!(other.unwrap().deliveries().await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_no_store_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(DATABASE_FILE), "this is no database".repeat(100)).unwrap();
    assert!(matches!(Store::open(folder.path()).await, Err(StoreError::Database(_))));
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    assert!(matches!(Store::open(file).await, Err(StoreError::Folder { .. })));
}

#[tokio::test]
async fn a_folder_of_a_newer_version_is_refused() {
    let (folder, store) = empty_store().await;
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                 VALUES (9999, 'newer', 1, x'00', 0)";
    sqlx::query(newer).execute(&store.writer).await.unwrap();
    store.close().await;
    assert!(matches!(Store::open(folder.path()).await, Err(StoreError::NewerVersion(9999))));
}

#[tokio::test]
async fn every_connection_keeps_what_it_was_told() {
    let (_folder, store) = empty_store().await;
    for pool in [&store.readers, &store.writer] {
        let pragmas = "SELECT f.foreign_keys, s.synchronous, j.journal_mode \
                       FROM pragma_foreign_keys f, pragma_synchronous s, pragma_journal_mode j";
        let told: (bool, i64, String) = sqlx::query_as(pragmas).fetch_one(pool).await.unwrap();
        assert_eq!(told, (true, 2, "wal".to_owned()));
    }
    assert!(sqlx::query("DELETE FROM filling").execute(&store.readers).await.is_err());
}
