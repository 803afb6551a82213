//! What files are, and what is chosen of them.

use super::*;

#[test]
fn files_are_known_by_their_first_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x");
    for (bytes, expected) in [
        (&b"SQLite format 3\0..."[..], Kind::GeoPackage),
        (b"PK\x03\x04", Kind::Zip),
        (b"\0\0\x27\x0a\0\0", Kind::Shapefile),
        (b"{\"type\":", Kind::Text),
        (b"", Kind::Text),
    ] {
        std::fs::write(&path, bytes).unwrap();
        assert_eq!(kind(&path).unwrap(), expected);
    }
    assert_eq!(kind(&folder.path().join("none")).unwrap_err().fault, SourceFault::UnreadableFile);
}

#[test]
fn a_layer_goes_by_its_name_or_is_the_only_one() {
    let names = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let path = Path::new("x.gpkg");
    for (names, wanted, expected) in [
        (names(&["a", "Befolkning"]), Some("stat:befolkning"), Ok("Befolkning")),
        (names(&["a"]), Some("b"), Ok("a")),
        (names(&["a"]), None, Ok("a")),
        (names(&["a", "b"]), None, Err("has several layers: choose --layer from `a`, `b`")),
        (names(&["a", "b"]), Some("c"), Err("has no layer `c`: choose --layer from `a`, `b`")),
        (names(&[]), Some("c"), Err("has no layer of features")),
    ] {
        let found = choose(path, &names, wanted);
        let found = found.map(String::as_str).map_err(|error| error.reason);
        assert_eq!(
            found.as_deref().map_err(String::as_str),
            expected.as_ref().map(|name| *name).map_err(|reason| *reason)
        );
    }
}
