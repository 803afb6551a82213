//! Backups: what is restored is what was saved, on either database and place
//! of files, and nothing else is restored.

use std::path::{Path, PathBuf};

use super::{
    super::{
        backup::{BackupError, BackupSummary, restore, verify},
        *,
    },
    Place,
    access::{operator_token, secret, told},
    deliver, examples, keep, on_each_database, shapes,
};
use crate::domain::{Delivery, SessionHolder};

on_each_database![
    everything_comes_back_and_into_the_other_database,
    what_comes_while_a_backup_is_made_is_whole_in_it_or_not_at_all,
    only_an_empty_store_is_filled,
    ids_go_on_where_they_ended,
];

async fn save(store: &Store, path: &Path) -> Result<BackupSummary, BackupError> {
    store.backup(path, Box::new(|_, _, _| {})).await
}

async fn bring_back(settings: &StoreSettings, path: &Path) -> Result<BackupSummary, BackupError> {
    let backup = verify(path, &no_progress())?;
    restore(settings, backup, no_progress()).await
}

fn no_progress() -> backup::Progress {
    Box::new(|_, _, _| {})
}

/// A bit of everything that a store may hold.
async fn fill(store: &Store) {
    let actor = &examples::actor();
    store.sign_in_person(told("a", None), examples::moment()).await.unwrap();
    let token = store.add_token(operator_token(), &secret(1), actor, examples::moment()).await.unwrap();
    let holder = SessionHolder::Token(token.id);
    store.begin_session(&secret(2), holder, actor, examples::moment()).await.unwrap();
    let region = RegionBinding { id: "norr".to_owned(), crs: "EPSG:3006".to_owned(), sha256: "a".to_owned() };
    store.bind_region(&region).await.unwrap();
    for number in 0..4 {
        deliver(store, number).await;
    }
    let mut samples = vec![examples::sample(); 700];
    samples[1].speed_kmh = Some(0.1 + 0.2);
    samples[2].sinr_db = Some(-0.0);
    samples[3].device = "\"quoted\", \u{1F4F6}\n\\ and å".into();
    let file = &keep(store, "drive").await;
    let new = examples::measurements(store, file, &samples).await;
    store.add_measurements(new, &examples::actor()).await.unwrap();
    let first = store.add_requirement("{\"a\": 1}", examples::moment(), &examples::actor()).await.unwrap();
    store.add_requirement_version(first.id, "{\"a\": 3}", examples::moment(), actor).await.unwrap();
    let from = RequirementVersion { id: first.id, version: 2 };
    store.copy_requirement(from, "{\"a\": 4}", examples::moment(), actor).await.unwrap();
    store.add_profile("{}", examples::moment(), &examples::actor()).await.unwrap();
    examples::keep_report(store, examples::report(), examples::moment()).await;
}

/// Both hold the same, row for row and file for file.
async fn check_same(one: &Store, other: &Store) {
    let [one_deliveries, other_deliveries] =
        [one, other].map(async |store| store.deliveries().await.unwrap());
    let (one_deliveries, other_deliveries) = (one_deliveries.await, other_deliveries.await);
    assert_eq!(format!("{one_deliveries:?}"), format!("{other_deliveries:?}"));
    for Delivery { id, sha256, .. } in &one_deliveries {
        assert_eq!(one.delivery_steps(*id).await.unwrap(), other.delivery_steps(*id).await.unwrap());
        assert_eq!(one.kept_file(sha256).await.unwrap(), other.kept_file(sha256).await.unwrap());
    }
    for delivery in &one_deliveries {
        let [here, there] = [one.coverage(delivery).await.unwrap(), other.coverage(delivery).await.unwrap()];
        assert_eq!(shapes(&here), shapes(&there));
    }
    assert_eq!(one.samples().await.unwrap(), other.samples().await.unwrap());
    assert_eq!(one.sample_files().await.unwrap(), other.sample_files().await.unwrap());
    assert_eq!(one.campaigns().await.unwrap(), other.campaigns().await.unwrap());
    assert_eq!(one.runs().await.unwrap(), other.runs().await.unwrap());
    assert_eq!(one.measurement_imports().await.unwrap(), other.measurement_imports().await.unwrap());
    assert_eq!(one.requirements().await.unwrap(), other.requirements().await.unwrap());
    for requirement in one.requirements().await.unwrap() {
        let [here, there] = [one, other].map(async |store| store.requirement_versions(requirement.id).await);
        assert_eq!(here.await.unwrap(), there.await.unwrap());
    }
    assert_eq!(one.profiles().await.unwrap(), other.profiles().await.unwrap());
    assert_eq!(one.dead_zones().await.unwrap(), other.dead_zones().await.unwrap());
    assert_eq!(one.filling().await.unwrap(), other.filling().await.unwrap());
    assert_eq!(one.people().await.unwrap(), other.people().await.unwrap());
    assert_eq!(one.tokens().await.unwrap(), other.tokens().await.unwrap());
    let trail = one.verify_audit(None).await.unwrap();
    assert!(trail.fault.is_none() && trail.sound > 20, "{trail:?}");
    assert_eq!(other.verify_audit(Some(&trail.head)).await.unwrap(), trail);
    assert_eq!(one.changes().await.unwrap(), other.changes().await.unwrap());
}

async fn everything_comes_back_and_into_the_other_database(place: Place) {
    let store = place.open().await;
    fill(&store).await;
    let [first, again] = ["first", "again"].map(|name| place.settings.folder.join(name));
    let saved = save(&store, &first).await.unwrap();
    assert!(saved.rows > 20 && saved.objects == 7, "{saved:?}");
    for target in [Some(Place::in_folder()), Place::on_server().await].into_iter().flatten() {
        assert_eq!(bring_back(&target.settings, &first).await.unwrap(), saved);
        let restored = target.open().await;
        check_same(&store, &restored).await;
        // The hash of a token is there, nobody is signed in.
        let token = restored.tokens().await.unwrap()[0].id;
        assert!(restored.token(token).await.unwrap().unwrap().1.is(&secret(1)));
        assert_eq!(restored.session(&secret(2)).await.unwrap(), None);
        let _ = std::fs::remove_file(&again);
        // All but the time at which each was made.
        let saved_again = save(&restored, &again).await.unwrap();
        assert_eq!(BackupSummary { sha256: saved.sha256.clone(), ..saved_again }, saved);
    }
}

async fn what_comes_while_a_backup_is_made_is_whole_in_it_or_not_at_all(place: Place) {
    let store = place.open().await;
    deliver(&store, 0).await;
    let importing = async {
        for number in 1..8 {
            deliver(&store, number).await;
        }
    };
    let saving = async {
        for number in 0..3 {
            save(&store, &place.settings.folder.join(format!("backup-{number}"))).await.unwrap();
        }
    };
    tokio::join!(importing, saving);
    let all = store.deliveries().await.unwrap();
    for number in 0..3 {
        let target = Place::in_folder();
        bring_back(&target.settings, &place.settings.folder.join(format!("backup-{number}"))).await.unwrap();
        let restored = target.open().await;
        let deliveries = restored.deliveries().await.unwrap();
        assert!(!deliveries.is_empty());
        for (restored_one, known) in deliveries.iter().zip(&all) {
            assert_eq!((restored_one.id, &restored_one.findings), (known.id, &known.findings));
            let features = examples::features(known.id.0 as u64 - 1);
            assert_eq!(shapes(&restored.coverage(restored_one).await.unwrap()), shapes(&features));
        }
    }
}

async fn only_an_empty_store_is_filled(place: Place) {
    let store = place.open().await;
    deliver(&store, 0).await;
    let path = place.settings.folder.join("backup");
    save(&store, &path).await.unwrap();
    assert!(matches!(save(&store, &path).await, Err(BackupError::FileExists(_))));
    assert!(matches!(bring_back(&place.settings, &path).await, Err(BackupError::NotEmpty(_))));
    assert_eq!(store.deliveries().await.unwrap().len(), 1);
}

async fn ids_go_on_where_they_ended(place: Place) {
    let source = Place::in_folder();
    let store = source.open().await;
    fill(&store).await;
    let path = source.settings.folder.join("backup");
    save(&store, &path).await.unwrap();
    bring_back(&place.settings, &path).await.unwrap();
    let restored = place.open().await;
    assert_eq!(deliver(&restored, 9).await.id.0, 5);
    let dead_zone = examples::keep_report(&restored, examples::report(), examples::moment()).await;
    assert_eq!(dead_zone.dead_zone.number, 2);
}

#[tokio::test]
async fn files_move_from_a_folder_to_a_bucket_and_back() {
    let Some(bucket) = Place::with_bucket() else { return };
    let folder = Place::in_folder();
    let store = folder.open().await;
    fill(&store).await;
    let [there, back] = ["there", "back"].map(|name| folder.settings.folder.join(name));
    save(&store, &there).await.unwrap();
    bring_back(&bucket.settings, &there).await.unwrap();
    let in_bucket = bucket.open().await;
    check_same(&store, &in_bucket).await;
    save(&in_bucket, &back).await.unwrap();
    let again = Place::in_folder();
    bring_back(&again.settings, &back).await.unwrap();
    check_same(&store, &again.open().await).await;
}

/// A whole backup, and the folder that holds it.
async fn whole_backup() -> (Place, PathBuf) {
    let place = Place::in_folder();
    let store = place.open().await;
    fill(&store).await;
    let path = place.settings.folder.join("backup");
    save(&store, &path).await.unwrap();
    (place, path)
}

#[tokio::test]
async fn a_backup_that_was_cut_or_changed_anywhere_is_refused_before_anything_is_there() {
    let (_place, path) = whole_backup().await;
    let whole = std::fs::read(&path).unwrap();
    let length = whole.len();
    let cut = [0, 1, length / 3, length / 2, length - 100, length - 1].map(|length| whole[..length].to_vec());
    let changed = [5, length / 4, length / 2, length - 8].map(|place| {
        let mut bytes = whole.clone();
        bytes[place] ^= 0x10;
        bytes
    });
    for (number, bytes) in cut.into_iter().chain(changed).enumerate() {
        std::fs::write(&path, bytes).unwrap();
        let error = verify(&path, &no_progress()).expect_err(&format!("case {number}"));
        assert!(matches!(error, BackupError::Damaged(_)), "case {number}: {error}");
    }
}

/// Whoever unpacks a backup, changes it and packs it again has to change the manifest too.
#[tokio::test]
async fn members_that_were_added_taken_or_changed_are_named() {
    let (_place, path) = whole_backup().await;
    let members = members_of(&path);
    let first = members[0].0.clone();
    type Members = Vec<(String, Vec<u8>)>;
    type Change = fn(&mut Members);
    let cases: [(&str, Change); 5] = [
        ("is missing", |members| drop(members.remove(0))),
        ("has changed", |members| members[0].1[0] ^= 1),
        ("was added", |members| members.insert(0, ("objects/another".to_owned(), vec![1]))),
        ("stands behind the manifest", |members| members.push(("tables/x.jsonl".to_owned(), vec![]))),
        ("its end is missing", |members| drop(members.pop())),
    ];
    for (expected, change) in cases {
        let mut changed = members.clone();
        change(&mut changed);
        pack(&path, &changed);
        let error = verify(&path, &no_progress()).unwrap_err().to_string();
        assert!(error.ends_with(expected), "{expected}: {error}");
        assert!(!["is missing", "has changed"].contains(&expected) || error.contains(&first), "{error}");
    }
    let mut newer = members.clone();
    let manifest = &mut newer.last_mut().unwrap().1;
    *manifest = String::from_utf8(manifest.clone()).unwrap().replace("\"form\": 1", "\"form\": 2").into();
    pack(&path, &newer);
    assert!(matches!(verify(&path, &no_progress()), Err(BackupError::Newer(_))));
}

/// Between the two readings of a backup its file may change.
#[tokio::test]
async fn a_backup_that_changes_after_it_was_checked_leaves_nothing() {
    let (_place, path) = whole_backup().await;
    let verified = verify(&path, &no_progress()).unwrap();
    let mut members = members_of(&path);
    let row = members.iter_mut().find(|(name, _)| name == "tables/requirement_versions.jsonl").unwrap();
    row.1 = String::from_utf8(row.1.clone()).unwrap().replace(": 1", ": 2").into();
    pack(&path, &members);
    let target = Place::in_folder();
    let error = restore(&target.settings, verified, no_progress()).await.unwrap_err();
    assert!(matches!(&error, BackupError::NotTheSame(table) if table == "requirement_versions"), "{error}");
    assert!(target.open().await.is_empty().await.unwrap());
    assert_eq!(super::objects::files(&target.settings.folder), [] as [PathBuf; 0]);
}

#[tokio::test]
async fn a_backup_of_a_damaged_store_is_not_made() {
    let place = Place::in_folder();
    let store = place.open().await;
    deliver(&store, 0).await;
    std::fs::write(&super::objects::files(&place.settings.folder)[0], "changed").unwrap();
    let path = place.settings.folder.join("backup");
    let error = save(&store, &path).await.unwrap_err();
    assert!(matches!(error, BackupError::Store(StoreError::DamagedFile { .. })), "{error}");
    assert!(!path.exists());
}

fn members_of(path: &Path) -> Vec<(String, Vec<u8>)> {
    let mut archive = tar::Archive::new(zstd::Decoder::new(std::fs::File::open(path).unwrap()).unwrap());
    let entries = archive.entries().unwrap();
    let member = |entry: std::io::Result<tar::Entry<'_, _>>| {
        let mut entry = entry.unwrap();
        let mut content = vec![];
        std::io::Read::read_to_end(&mut entry, &mut content).unwrap();
        (entry.path().unwrap().to_str().unwrap().to_owned(), content)
    };
    entries.map(member).collect()
}

fn pack(path: &Path, members: &[(String, Vec<u8>)]) {
    let out = zstd::Encoder::new(std::fs::File::create(path).unwrap(), 3).unwrap();
    let mut archive = tar::Builder::new(out);
    for (name, content) in members {
        let mut header = tar::Header::new_ustar();
        header.set_size(content.len() as u64);
        archive.append_data(&mut header, name, &content[..]).unwrap();
    }
    archive.into_inner().unwrap().finish().unwrap();
}
