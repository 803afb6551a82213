//! A process that is killed in the middle of imports loses nothing that it
//! acknowledged and leaves nothing half.

use std::{
    env,
    io::{BufRead, BufReader, Lines, Write, stdout},
    process::{Child, ChildStdout, Command, Stdio},
    time::Duration,
};

use super::{
    super::{database::Dialect, *},
    Place, check_delivery, deliver, example_files, examples, on_each_database, shapes,
};
use crate::domain::DeliveryId;

on_each_database![nothing_acknowledged_is_lost_and_nothing_is_half];

const FOLDER: &str = "TACKNING_TEST_IMPORT_UNTIL_KILLED";
const DATABASE: &str = "TACKNING_TEST_IMPORT_INTO";
const ACKNOWLEDGED: &str = "acknowledged ";

/// The child: imports one delivery after the other and says so. It does nothing
/// unless the test below started it.
#[tokio::test]
async fn imports_until_killed() {
    let Some(folder) = env::var_os(FOLDER) else { return };
    let database_url = env::var(DATABASE).ok().map(DatabaseUrl::from);
    let settings = StoreSettings { database_url, ..StoreSettings::folder(folder) };
    let store = Store::open_with(&settings).await.unwrap();
    // A server may still be busy with the last words of the one before.
    store.begin().await.unwrap().rollback().await.unwrap();
    let begin = store.deliveries().await.unwrap().len() as u64;
    for number in begin.. {
        let delivery = deliver(&store, number).await;
        println!("{ACKNOWLEDGED}{} {number}", delivery.id.0);
        stdout().flush().unwrap();
    }
}

async fn nothing_acknowledged_is_lost_and_nothing_is_half(place: Place) {
    let mut acknowledged = vec![];
    // Moments in the opening, between imports and within them.
    for (imports, milliseconds) in [(0, 20), (1, 0), (2, 3), (1, 7), (3, 13), (0, 60), (2, 25), (1, 1)] {
        let (mut child, mut lines) = start(&place);
        acknowledged.extend(lines.by_ref().take(imports).map(|line| line.unwrap()));
        std::thread::sleep(Duration::from_millis(milliseconds));
        child.kill().unwrap();
        child.wait().unwrap();
        acknowledged.extend(lines.map(|line| line.unwrap()));
        check_store(&place.open().await, &acknowledged).await;
    }
    // Those that were waited for, at least: the child did work.
    assert!(acknowledged.len() >= 10, "{acknowledged:?}");
}

/// Starts the child; the lines are those in which it acknowledges.
fn start(place: &Place) -> (Child, impl Iterator<Item = std::io::Result<String>>) {
    let name = concat!(module_path!(), "::imports_until_killed");
    let name = name.split_once("::").expect("the name of a test begins after the crate's").1;
    let mut child = Command::new(env::current_exe().unwrap())
        .args([name, "--exact", "--nocapture"])
        .env(FOLDER, &place.settings.folder)
        .envs(place.settings.database_url.as_ref().map(|url| (DATABASE, url.as_str())))
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines: Lines<BufReader<ChildStdout>> = BufReader::new(child.stdout.take().unwrap()).lines();
    (child, lines.filter(|line| line.as_ref().is_ok_and(|line| line.contains(ACKNOWLEDGED))))
}

async fn check_store(store: &Store, acknowledged: &[String]) {
    for line in acknowledged {
        let (_, figures) = line.split_once(ACKNOWLEDGED).unwrap();
        let (id, number) = figures.split_once(' ').unwrap();
        check_whole(store, DeliveryId(id.parse().unwrap()), number.parse().unwrap()).await;
    }
    for (number, delivery) in store.deliveries().await.unwrap().iter().enumerate() {
        check_whole(store, delivery.id, number as u64).await;
    }
    if store.database.dialect == Dialect::Sqlite {
        check_file(store).await;
    }
    store.close().await;
}

/// SQLite's own view of its file; a server has its file for itself.
async fn check_file(store: &Store) {
    let integrity: String =
        sqlx::query_scalar("PRAGMA integrity_check").fetch_one(store.readers()).await.unwrap();
    assert_eq!(integrity, "ok");
    let orphans = sqlx::query("PRAGMA foreign_key_check").fetch_all(store.readers()).await.unwrap();
    assert!(orphans.is_empty());
}

async fn check_whole(store: &Store, id: DeliveryId, number: u64) {
    let kept = store.delivery(id).await.unwrap().expect("a delivery that was acknowledged");
    let [file, coverage] = example_files(store, number).await;
    check_delivery(&kept, &examples::delivery(number, &file, &coverage));
    assert_eq!(shapes(&store.coverage(&kept).await.unwrap()), shapes(&examples::features(number)));
    assert_eq!(store.kept_file(&kept.sha256).await.unwrap(), b"demonstration");
}
