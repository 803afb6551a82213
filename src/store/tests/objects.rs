//! Kept files.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use futures_util::StreamExt;
use object_store::{ObjectStore, ObjectStoreExt};

use super::{super::*, Place, empty_store, keep, on_each_place_of_files};

on_each_place_of_files![
    the_same_content_twice_is_one_file_under_its_hash,
    a_damaged_file_is_told_and_mended_by_the_same_content,
    only_a_hash_names_a_file,
    a_large_file_comes_back_in_pieces_and_as_a_file,
];

/// SHA-256 of `abc`, FIPS 180-2 appendix B.1.
const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/// All files below the folder of objects.
pub fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = |folder: &Path| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut folders = vec![folder.join("objects")];
    let mut files = vec![];
    while let Some(folder) = folders.pop() {
        let (below, here): (Vec<_>, Vec<_>) = entries(&folder).partition(|path| path.is_dir());
        folders.extend(below);
        files.extend(here);
    }
    files
}

async fn the_same_content_twice_is_one_file_under_its_hash(place: Place) {
    let store = place.open().await;
    let kept = keep(&store, "abc").await;
    assert_eq!((kept.sha256(), kept.byte_count()), (ABC, 3));
    assert_eq!(keep(&store, "abc").await, kept);
    let names: Vec<_> = store.objects.reading.list(None).map(|file| file.unwrap().location).collect().await;
    let names: Vec<_> = names.iter().map(AsRef::as_ref).collect();
    assert_eq!(names, [format!("sha256/{}/{}", &ABC[..2], &ABC[2..])]);
    assert_eq!(store.kept_file(ABC).await.unwrap(), b"abc");
    assert_eq!(fs::read(store.local_file(ABC).await.unwrap().path()).unwrap(), b"abc");
}

#[tokio::test]
async fn a_file_that_breaks_off_leaves_nothing() {
    struct BreaksOff;
    impl Read for BreaksOff {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Err(io::Error::other("broken off"))
        }
    }
    let (folder, store) = empty_store().await;
    let error = store.keep_file(io::Cursor::new("abc").chain(BreaksOff)).await.unwrap_err();
    assert!(error.to_string().ends_with("broken off"));
    assert_eq!(files(folder.path()), [] as [PathBuf; 0]);
}

async fn a_damaged_file_is_told_and_mended_by_the_same_content(place: Place) {
    let store = place.open().await;
    keep(&store, "abc").await;
    let name = format!("sha256/{}/{}", &ABC[..2], &ABC[2..]);
    store.objects.reading.put(&name.into(), "abd".into()).await.unwrap();
    assert!(matches!(store.kept_file(ABC).await, Err(StoreError::DamagedFile { .. })));
    assert!(matches!(store.local_file(ABC).await, Err(StoreError::DamagedFile { .. })));
    keep(&store, "abc").await;
    assert_eq!(store.kept_file(ABC).await.unwrap(), b"abc");
}

async fn only_a_hash_names_a_file(place: Place) {
    let store = place.open().await;
    assert!(matches!(store.kept_file(ABC).await, Err(StoreError::NoSuchFile(_))));
    assert!(matches!(store.local_file(ABC).await, Err(StoreError::NoSuchFile(_))));
    for name in ["", "../../etc/passwd", &ABC.to_uppercase(), &ABC[1..], &"å".repeat(32)] {
        assert!(matches!(store.kept_file(name).await, Err(StoreError::NotAHash(_))), "{name}");
    }
}

#[tokio::test]
async fn a_file_in_pieces_can_be_read_before_it_is_kept_and_is_gone_when_it_is_not() {
    let (folder, store) = empty_store().await;
    let receive = async || {
        let mut incoming = store.receive().await.unwrap();
        incoming.write("a".into()).await.unwrap();
        incoming.write("bc".into()).await.unwrap();
        assert_eq!(incoming.byte_count(), 3);
        incoming.finish().unwrap()
    };
    let received = receive().await;
    assert_eq!((received.sha256(), received.byte_count()), (ABC, 3));
    assert_eq!(fs::read(received.path()).unwrap(), b"abc");
    drop(received);
    drop(store.receive().await.unwrap());
    assert_eq!(files(folder.path()), [] as [PathBuf; 0]);

    let kept = store.keep(receive().await).await.unwrap();
    assert_eq!(kept, keep(&store, "abc").await);
    assert_eq!(fs::read(store.local_file(ABC).await.unwrap().path()).unwrap(), b"abc");
}

#[tokio::test]
async fn a_piece_that_was_not_awaited_spoils_the_file() {
    let (_folder, store) = empty_store().await;
    let mut incoming = store.receive().await.unwrap();
    let given_up = tokio::select! {
        biased;
        // A piece that is written at once was awaited.
        _ = incoming.write(vec![0; 64 << 20].into()) => false,
        () = std::future::ready(()) => true,
    };
    assert!(given_up);
    assert!(incoming.write("b".into()).await.is_err());
    assert!(incoming.finish().is_err());
}

/// More than goes to a bucket in one piece.
async fn a_large_file_comes_back_in_pieces_and_as_a_file(place: Place) {
    let store = place.open().await;
    let content: Vec<u8> = (0_u32..5_000_000).flat_map(u32::to_le_bytes).collect();
    let kept = store.keep_file(io::Cursor::new(content.clone())).await.unwrap();
    assert_eq!(kept.byte_count(), 20_000_000);
    let download = store.open_file(kept.sha256()).await.unwrap();
    assert_eq!((download.byte_count(), download.sha256()), (20_000_000, kept.sha256()));
    let pieces: Vec<_> = download.into_stream().map(Result::unwrap).collect().await;
    assert!(pieces.len() > 1 && pieces.concat() == content);
    let file = store.local_file(kept.sha256()).await.unwrap();
    assert!(fs::read(file.path()).unwrap() == content);
    drop(file);
    let left = files(&place.settings.folder).len();
    assert_eq!(left, usize::from(place.settings.object_store_url.is_none()));
}

#[tokio::test]
async fn a_place_that_is_none_is_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let object_store_url = Some("https://somewhere/else".to_owned());
    let settings = StoreSettings { object_store_url, ..StoreSettings::folder(folder.path()) };
    let error = Store::open_with(&settings).await.unwrap_err().to_string();
    assert!(error.ends_with("it has to begin with s3://"), "{error}");
    if let Some(place) = Place::with_bucket() {
        let object_store_url = Some("s3://no-such-bucket".to_owned());
        let settings = StoreSettings { object_store_url, ..place.settings.clone() };
        assert!(matches!(Store::open_with(&settings).await, Err(StoreError::Objects(_))));
    }
}
