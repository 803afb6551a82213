//! The data folder's region, filling and versions.

use super::{super::*, Place, deliver, empty_store, examples::moment, on_each_database};
use crate::domain::Actor;

on_each_database![
    a_folder_holds_one_region_in_one_reference_system,
    an_interrupted_filling_is_no_finished_one,
    a_folder_is_empty_until_something_comes,
    a_delivery_is_something,
    two_may_open_a_new_store_at_once,
    a_store_of_another_version_is_refused,
    readers_only_read,
];

fn binding(id: &str, crs: &str, sha256: &str) -> RegionBinding {
    RegionBinding { id: id.to_owned(), crs: crs.to_owned(), sha256: sha256.to_owned() }
}

async fn a_folder_holds_one_region_in_one_reference_system(place: Place) {
    let store = place.open().await;
    let first = binding("norr", "EPSG:3006", "a");
    assert_eq!(store.bind_region(&first).await.unwrap(), first);
    store.close().await;

    let store = place.open().await;
    let newer_data = binding("norr", "EPSG:3006", "b");
    assert_eq!(store.bind_region(&newer_data).await.unwrap(), first);
    for other in [binding("bremen", "EPSG:3006", "a"), binding("norr", "EPSG:25832", "a")] {
        let error = store.bind_region(&other).await.unwrap_err().to_string();
        assert!(error.starts_with("this data folder holds region `norr` in EPSG:3006, not `"), "{error}");
    }
    assert_eq!(store.bind_region(&first).await.unwrap(), first);
}

async fn an_interrupted_filling_is_no_finished_one(place: Place) {
    let store = place.open().await;
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

async fn a_folder_is_empty_until_something_comes(place: Place) {
    let store = place.open().await;
    store.bind_region(&binding("norr", "EPSG:3006", "a")).await.unwrap();
    store.start_filling(moment()).await.unwrap();
    assert!(store.is_empty().await.unwrap());
    store.add_requirement("{}", moment(), &Actor::command_line()).await.unwrap();
    assert!(!store.is_empty().await.unwrap());
}

async fn a_delivery_is_something(place: Place) {
    let store = place.open().await;
    deliver(&store, 0).await;
    assert!(!store.is_empty().await.unwrap());
}

async fn two_may_open_a_new_store_at_once(place: Place) {
    let (one, other) = tokio::join!(place.open(), place.open());
    deliver(&one, 0).await;
    assert_eq!(other.deliveries().await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_is_no_store_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("tackning.sqlite"), "this is no database".repeat(100)).unwrap();
    assert!(matches!(Store::open(folder.path()).await, Err(StoreError::Database(_))));
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    assert!(matches!(Store::open(file).await, Err(StoreError::Folder { .. })));
}

async fn a_store_of_another_version_is_refused(place: Place) {
    let store = place.open().await;
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                 SELECT 9999, description, success, checksum, execution_time FROM _sqlx_migrations WHERE version = 1";
    sqlx::query(newer).execute(&store.database.writer).await.unwrap();
    let opened = Store::open_with(&place.settings).await;
    assert!(matches!(opened, Err(StoreError::NewerVersion(9999))));

    let changed = "UPDATE _sqlx_migrations SET checksum = $1 WHERE version = 1";
    sqlx::query(changed).bind(&b"another"[..]).execute(&store.database.writer).await.unwrap();
    sqlx::query("DELETE FROM _sqlx_migrations WHERE version = 9999")
        .execute(&store.database.writer)
        .await
        .unwrap();
    let error = Store::open_with(&place.settings).await.unwrap_err().to_string();
    assert!(error.ends_with("name an empty folder or database"), "{error}");
}

async fn readers_only_read(place: Place) {
    let store = place.open().await;
    assert!(sqlx::query("DELETE FROM filling").execute(store.readers()).await.is_err());
    sqlx::query("DELETE FROM filling").execute(&store.database.writer).await.unwrap();
}

#[tokio::test]
async fn every_connection_to_sqlite_keeps_what_it_was_told() {
    let (_folder, store) = empty_store().await;
    for pool in [store.readers(), &store.database.writer] {
        let pragmas = "SELECT f.foreign_keys, s.synchronous, j.journal_mode, b.timeout \
                       FROM pragma_foreign_keys f, pragma_synchronous s, pragma_journal_mode j, \
                       pragma_busy_timeout b";
        let told: (i64, i64, String, i64) = sqlx::query_as(pragmas).fetch_one(pool).await.unwrap();
        assert_eq!(told, (1, 2, "wal".to_owned(), 60_000));
    }
}

/// Whatever may stand in a folder's name stands in an address for something else.
#[tokio::test]
async fn a_folder_may_have_any_name() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["with space", "50%25", "what?mode=memory", "a#b", "å&=+:@", "Upper"] {
        let folder = folder.path().join(name);
        let store = Store::open(&folder).await.unwrap();
        deliver(&store, 0).await;
        store.close().await;
        assert!(folder.join("tackning.sqlite").is_file(), "{name}");
        assert_eq!(Store::open(&folder).await.unwrap().deliveries().await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn an_address_with_a_password_is_shown_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    for url in ["mysql://somebody:hemligt@localhost", "postgres://somebody:hemligt@localhost:1/tackning"] {
        let database_url = Some(DatabaseUrl::from(url.to_owned()));
        let settings = StoreSettings { database_url, ..StoreSettings::folder(folder.path()) };
        let error = Store::open_with(&settings).await.unwrap_err();
        assert!(!format!("{settings:?} {error} {error:?}").contains("hemligt"), "{error}");
    }
}
