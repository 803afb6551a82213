//! Kept files.

use std::{
    fs,
    io::{self, Read},
    path::{Path, PathBuf},
};

use super::{super::*, empty_store, keep};

/// SHA-256 of `abc`, FIPS 180-2 appendix B.1.
const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

/// All files below the folder of objects.
fn files(folder: &Path) -> Vec<PathBuf> {
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

#[tokio::test]
async fn the_same_content_twice_is_one_file_under_its_hash() {
    let (folder, store) = empty_store().await;
    let kept = keep(&store, "abc").await;
    assert_eq!((kept.sha256(), kept.byte_count()), (ABC, 3));
    assert_eq!(keep(&store, "abc").await, kept);
    assert_eq!(files(folder.path()), [folder.path().join("objects/sha256").join(&ABC[..2]).join(&ABC[2..])]);
    assert_eq!(store.kept_file(ABC).await.unwrap(), b"abc");
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

#[tokio::test]
async fn a_damaged_file_is_told_and_mended_by_the_same_content() {
    let (folder, store) = empty_store().await;
    keep(&store, "abc").await;
    fs::write(&files(folder.path())[0], "abd").unwrap();
    assert!(matches!(store.kept_file(ABC).await, Err(StoreError::DamagedFile { .. })));
    keep(&store, "abc").await;
    assert_eq!(store.kept_file(ABC).await.unwrap(), b"abc");
}

#[tokio::test]
async fn only_a_hash_names_a_file() {
    let (_folder, store) = empty_store().await;
    assert!(matches!(store.kept_file(ABC).await, Err(StoreError::NoSuchFile(_))));
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
    let mut writing = Box::pin(incoming.write("a".into()));
    std::future::poll_fn(|context| {
        let _ = writing.as_mut().poll(context);
        std::task::Poll::Ready(())
    })
    .await;
    drop(writing);
    assert!(incoming.write("b".into()).await.is_err());
    assert!(incoming.finish().is_err());
}
