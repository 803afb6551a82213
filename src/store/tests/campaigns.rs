//! Campaigns, runs and the files of samples: kept, erased, and deleted in time.

use std::{collections::BTreeSet, fs, path::Path};

use geo::Coord;
use jiff::{SignedDuration, Timestamp};

use super::{super::*, Place, examples::*, keep, on_each_database};
use crate::domain::{
    CampaignSettings, Disclosure, Environment, NewCampaign, PrivatePlace, Retention, Run, Sample,
};

on_each_database![
    a_campaign_is_what_was_begun_or_changed,
    runs_are_told_apart,
    an_erased_run_is_in_no_file_and_the_others_are_as_they_were,
    an_erased_phone_is_gone_from_all_its_runs,
    an_erased_campaign_leaves_its_record_alone,
    what_is_over_goes_and_leaves_what_is_to_be_left,
    what_a_killed_writer_left_goes_at_the_next_opening,
    rows_of_an_earlier_version_are_moved,
];

fn of(run: &str, device: &str, at: &str) -> Sample {
    let time = at.parse().unwrap();
    Sample { run: run.into(), device: device.into(), time, ..sample() }
}

/// Two phones on two drives, the second of which goes on into another month.
fn drives() -> Vec<Sample> {
    vec![
        of("1", "a", "2026-10-31T10:00:00Z"),
        of("1", "b", "2026-10-31T10:00:01Z"),
        of("2", "a", "2026-10-31T23:59:59.999999Z"),
        of("1", "a", "2026-10-31T10:00:02Z"),
        of("2", "a", "2026-11-01T00:00:00Z"),
    ]
}

async fn filled(place: &Place) -> Store {
    let store = place.open().await;
    let file = &keep(&store, "drives").await;
    let new = measurements(&store, file, &drives()).await;
    store.add_measurements(new, &actor()).await.unwrap();
    store
}

/// The names of all kept files: of those in the folder.
fn on_disk(place: &Place) -> BTreeSet<String> {
    fn below(folder: &Path, before: &str, found: &mut BTreeSet<String>) {
        for entry in fs::read_dir(folder).unwrap() {
            let entry = entry.unwrap();
            let name = format!("{before}{}", entry.file_name().to_str().unwrap());
            if entry.path().is_dir() {
                below(&entry.path(), &name, found);
            } else {
                found.insert(name);
            }
        }
    }
    let mut found = BTreeSet::new();
    below(&place.settings.folder.join("objects/sha256"), "", &mut found);
    found
}

/// Nothing is on disk but what rows name.
async fn check_files(place: &Place, store: &Store) {
    let named: Vec<String> =
        sqlx::query_scalar(backup::tables::FILES).fetch_all(store.readers()).await.unwrap();
    assert_eq!(on_disk(place), named.into_iter().collect());
    let noted: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM removals").fetch_one(store.readers()).await.unwrap();
    assert_eq!(noted, 0);
}

async fn a_campaign_is_what_was_begun_or_changed(place: Place) {
    let store = place.open().await;
    let home = PrivatePlace { centre: Coord { x: 700_000.0, y: 7_200_000.5 }, radius_m: 250.0 };
    let disclosure = Disclosure { least_runs: 5, least_days: 4 };
    let retention = Retention { days: Some(90), keeps_cells: false };
    let settings = CampaignSettings::new(150.0, vec![home, home], disclosure, retention).unwrap();
    let new = NewCampaign {
        conducted_by: "Demonstration".to_owned(),
        environment: Environment::Vehicle,
        settings,
        ..NewCampaign::new(" Sopbilar ").unwrap()
    };
    let begun = store.add_campaign(new.clone(), &actor(), moment()).await.unwrap();
    assert_eq!(begun.details, new);
    assert_eq!(store.campaigns().await.unwrap(), std::slice::from_ref(&begun));
    let again = store.add_campaign(new.clone(), &actor(), moment()).await;
    assert!(matches!(again, Err(StoreError::CampaignExists(name)) if name == "Sopbilar"));
    let (key, before) = (store.pseudonym_key(begun.id).await.unwrap(), store.changes().await.unwrap());
    let to = NewCampaign { settings: CampaignSettings::of_nobodys_ways(), ..new };
    let changed = store.change_campaign(begun.id, to, &actor(), moment()).await.unwrap();
    assert_eq!(store.campaign(begun.id).await.unwrap(), Some(changed));
    assert_eq!(store.pseudonym_key(begun.id).await.unwrap(), key);
    assert_ne!(store.changes().await.unwrap(), before);
    let other = store.add_campaign(NewCampaign::new("Skotrar").unwrap(), &actor(), moment()).await.unwrap();
    assert_ne!(store.pseudonym_key(other.id).await.unwrap(), key);
}

async fn runs_are_told_apart(place: Place) {
    let store = filled(&place).await;
    let runs = store.runs().await.unwrap();
    let told = |run: &Run| (run.number, run.name.clone(), run.device.clone(), run.sample_count);
    let expected = [(1, "1", "a", 2), (2, "1", "b", 1), (3, "2", "a", 2)]
        .map(|(number, name, device, count)| (number, name.to_owned(), device.to_owned(), count));
    assert_eq!(runs.iter().map(told).collect::<Vec<_>>(), expected);
    assert_eq!(runs[2].last_at, "2026-11-01T00:00:00Z".parse().unwrap());
    let months: Vec<_> = store.sample_files().await.unwrap().into_iter().map(|file| file.month).collect();
    assert_eq!(months, ["2026-10", "2026-11"]);
    assert_eq!(store.samples().await.unwrap(), drives());
    check_files(&place, &store).await;
}

async fn erase(store: &Store, what: Erasure) -> Erased {
    store.erase(&what, "asked for", &actor(), moment()).await.unwrap()
}

async fn an_erased_run_is_in_no_file_and_the_others_are_as_they_were(place: Place) {
    let store = filled(&place).await;
    let before = store.runs().await.unwrap();
    let (id, files) = (before[0].id, on_disk(&place));
    assert_eq!(erase(&store, Erasure::Run(id)).await, Erased { runs: 1, samples: 2 });
    let left: Vec<_> = drives()
        .into_iter()
        .filter(|sample| (sample.run.as_str(), sample.device.as_str()) != ("1", "a"))
        .collect();
    assert_eq!(store.samples().await.unwrap(), left);
    let erased = store.run(id).await.unwrap().unwrap();
    assert_eq!((erased.name.as_str(), erased.device.as_str(), erased.sample_count), ("", "", 0));
    assert_eq!(erased.erased_at, Some(moment()));
    assert_eq!(store.runs().await.unwrap()[1..], before[1..]);
    // Of the three files the second month's alone is as it was; the delivered one is gone.
    assert_eq!(on_disk(&place).intersection(&files).count(), 1);
    check_files(&place, &store).await;
    let record = store.audit(None, 1).await.unwrap().pop().unwrap();
    assert_eq!((record.action.as_str(), record.subject), ("measurements_erased", format!("run {id}")));
    assert_eq!(record.after.unwrap()["reason"], "asked for");
    // Once more there is nothing to erase, and the file stays known.
    assert_eq!(erase(&store, Erasure::Run(id)).await, Erased::default());
    let file = &keep(&store, "drives").await;
    let again = store.add_measurements(measurements(&store, file, &drives()).await, &actor()).await.unwrap();
    assert!(matches!(again, AddedMeasurements::KnownSince(_)));
}

async fn an_erased_phone_is_gone_from_all_its_runs(place: Place) {
    let store = filled(&place).await;
    let campaign = campaign(&store).await;
    let unknown = Erasure::Device { campaign, pseudonym: "z".to_owned() };
    assert_eq!(erase(&store, unknown).await, Erased::default());
    let what = Erasure::Device { campaign, pseudonym: "a".to_owned() };
    assert_eq!(erase(&store, what).await, Erased { runs: 2, samples: 4 });
    assert_eq!(store.samples().await.unwrap(), [drives()[1].clone()]);
    assert!(store.runs().await.unwrap().iter().all(|run| run.device != "a"));
    check_files(&place, &store).await;
    let record = store.audit(None, 1).await.unwrap().pop().unwrap();
    assert!(!format!("{record:?}").contains("\"a\""), "{record:?}");
}

async fn an_erased_campaign_leaves_its_record_alone(place: Place) {
    let store = filled(&place).await;
    let other = NewCampaign::of_nobodys_ways("Other").unwrap();
    let other = store.add_campaign(other, &actor(), moment()).await.unwrap().id;
    let file = &keep(&store, "elsewhere").await;
    let new = NewMeasurements { campaign: other, ..measurements(&store, file, &[sample()]).await };
    store.add_measurements(new, &actor()).await.unwrap();
    let before = store.changes().await.unwrap();
    let erased = erase(&store, Erasure::Campaign(campaign(&store).await)).await;
    assert_eq!(erased, Erased { runs: 3, samples: 5 });
    assert_eq!(store.samples().await.unwrap(), [sample()]);
    assert_ne!(store.changes().await.unwrap(), before);
    check_files(&place, &store).await;
}

async fn what_is_over_goes_and_leaves_what_is_to_be_left(place: Place) {
    let store = filled(&place).await;
    let file = store.sample_files().await.unwrap().remove(0);
    let before: Timestamp = "2026-10-31T12:00:00Z".parse().unwrap();
    let left_of = |over: Vec<StoredSample>| {
        let nobodys = |stored| StoredSample { run: 0, ..stored };
        over.into_iter().take(1).map(nobodys).collect()
    };
    let expired = store.expire_samples(&file, before, left_of, &actor(), moment()).await.unwrap();
    assert_eq!(expired, Expired { deleted: 3, left: 1 });
    let files = store.sample_files().await.unwrap();
    assert_eq!((files[0].row_count, files[0].raw_since), (2, drives()[2].time.into()));
    let stored = store.read_all(&files[..1]).await.unwrap();
    assert_eq!(stored.iter().map(|stored| stored.run).collect::<Vec<_>>(), [0, 3]);
    let counts: Vec<_> = store.runs().await.unwrap().iter().map(|run| run.sample_count).collect();
    assert_eq!(counts, [0, 0, 2]);
    check_files(&place, &store).await;
    // Whoever read the file before it was made anew changes nothing any more.
    let late = store.expire_samples(&file, before, |_| Vec::new(), &actor(), moment()).await;
    assert!(matches!(late, Err(StoreError::NoSuchFile(_))), "{late:?}");
    // What is left has no time that could be over.
    let all = before + SignedDuration::from_hours(24);
    let expired = store.expire_samples(&files[0], all, |_| Vec::new(), &actor(), moment()).await.unwrap();
    assert_eq!(expired, Expired { deleted: 1, left: 0 });
    assert_eq!(store.sample_files().await.unwrap()[0].raw_since, None);
}

async fn what_a_killed_writer_left_goes_at_the_next_opening(place: Place) {
    let store = filled(&place).await;
    let named = store.sample_files().await.unwrap()[0].sha256.clone();
    // Killed before the rows, an hour ago and a day ago; and after them, before the removal.
    let hour = moment_from_now(-1) + SignedDuration::from_hours(24);
    let [young, old, unnamed] = ["young", "old", "unnamed"].map(|content| keep(&store, content));
    let [young, old, unnamed] = [young.await, old.await, unnamed.await];
    let mut transaction = store.begin().await.unwrap();
    for (sha256, due_at) in [
        (young.sha256(), hour),
        (old.sha256(), moment_from_now(-1)),
        (unnamed.sha256(), moment_from_now(0)),
        (named.as_str(), moment_from_now(-1)),
    ] {
        sample_files::note(&mut transaction, sha256, due_at).await.unwrap();
    }
    transaction.commit().await.unwrap();
    store.close().await;
    let store = place.open().await;
    let found = on_disk(&place);
    assert!(found.contains(young.sha256()) && found.contains(&named));
    assert!(!found.contains(old.sha256()) && !found.contains(unnamed.sha256()));
    assert_eq!(store.samples().await.unwrap(), drives());
}

fn moment_from_now(hours: i64) -> Timestamp {
    Timestamp::now() + SignedDuration::from_hours(hours)
}

/// As migration 2 had them: rows, and an import without a campaign.
async fn rows_of_an_earlier_version_are_moved(place: Place) {
    const IMPORT: &str = "INSERT INTO measurement_imports (received_at, file_name, sha256, row_count, sample_count) \
         VALUES ('2026-11-01T00:00:00Z', 'drive.csv', $1, 2, 2) RETURNING id";
    const SAMPLE: &str = "INSERT INTO samples (import_id, measured_at, easting_m, northing_m, network, wifi, indoor, \
         device, run) VALUES ($1, $2, 700000.0, 7200000.0, 'ripa', 0, 1, 'phone', 'drive')";
    let store = place.open().await;
    let file = keep(&store, "drive").await;
    let mut transaction = store.begin().await.unwrap();
    let import: i64 =
        sqlx::query_scalar(IMPORT).bind(file.sha256()).fetch_one(&mut *transaction).await.unwrap();
    for time in ["2026-10-31T10:00:00.5Z", "2026-09-30T10:00:00Z"] {
        sqlx::query(SAMPLE).bind(import).bind(time).execute(&mut *transaction).await.unwrap();
    }
    transaction.commit().await.unwrap();
    store.close().await;
    let store = place.open().await;
    let [campaign] = store.campaigns().await.unwrap().try_into().unwrap();
    let device = store.pseudonym_key(campaign.id).await.unwrap().pseudonym("phone");
    let moved =
        |time: &str| Sample { time: time.parse().unwrap(), device: device.as_str().into(), ..sample() };
    let expected = [moved("2026-10-31T10:00:00.5Z"), moved("2026-09-30T10:00:00Z")];
    assert_eq!(store.samples().await.unwrap(), expected);
    let rows: i64 =
        sqlx::query_scalar("SELECT COUNT(*) FROM samples").fetch_one(store.readers()).await.unwrap();
    assert_eq!((rows, store.runs().await.unwrap().len()), (0, 1));
    check_files(&place, &store).await;
    store.close().await;
    assert_eq!(place.open().await.samples().await.unwrap(), expected);
}
