//! A small made-up region, and readers of regions against files that aren't.

use std::{borrow::Cow, cell::RefCell, sync::LazyLock};

use geo::CoordsIter;
use crate::{
    domain::Region,
    ingest::region::{RegionFiles, read_region},
};

/// Each layer that a region may have, in small.
const FILES: [(&str, &[u8]); 8] = [
    ("region.json", include_bytes!("../region/region.json")),
    ("zones.geojson", include_bytes!("../region/zones.geojson")),
    ("lakes.geojson", include_bytes!("../region/lakes.geojson")),
    ("population.csv", include_bytes!("../region/population.csv")),
    ("roads.geojson", include_bytes!("../region/roads.geojson")),
    ("places.geojson", include_bytes!("../region/places.geojson")),
    ("localities.geojson", include_bytes!("../region/localities.geojson")),
    ("networks.json", include_bytes!("../region/networks.json")),
];

thread_local! {
    /// The file that isn't as it should be.
    static REPLACED: RefCell<Option<(&'static str, Vec<u8>)>> = const { RefCell::new(None) };
}

/// The region that the other readers read for.
pub fn region() -> &'static Region {
    static REGION: LazyLock<Region> =
        LazyLock::new(|| read_region(&RegionFiles::Embedded(file)).expect("the small region is whole").region);
    &REGION
}

/// The first byte says which file of the region the others are instead of.
pub fn check(bytes: &[u8]) {
    let Some((which, bytes)) = bytes.split_first() else { return };
    let (name, _) = FILES[usize::from(*which) % FILES.len()];
    REPLACED.set(Some((name, bytes.to_vec())));
    let [once, again] = [(), ()].map(|()| read_region(&RegionFiles::Embedded(file)));
    REPLACED.set(None);
    match (once, again) {
        (Ok(once), Ok(again)) => {
            once.findings.iter().for_each(crate::check_finding);
            assert_eq!(once.findings, again.findings);
            check_region(&once.region);
        }
        (Err(once), Err(again)) => assert_eq!(once, again),
        (once, again) => panic!("the same files, read differently: {once:?} {again:?}"),
    }
}

fn file(name: &str) -> Option<Cow<'static, [u8]>> {
    let replaced = REPLACED.with_borrow(|replaced| {
        replaced.as_ref().filter(|(file, _)| *file == name).map(|(_, bytes)| Cow::Owned(bytes.clone()))
    });
    replaced.or_else(|| FILES.iter().find(|(file, _)| *file == name).map(|(_, bytes)| Cow::Borrowed(*bytes)))
}

fn check_region(region: &Region) {
    assert!(!region.zones.is_empty());
    for zone in &region.zones {
        assert!(zone.outline.coords_iter().all(|coord| coord.x.is_finite() && coord.y.is_finite()));
        assert!(!zone.outline.0.is_empty(), "{} has no area", zone.code);
    }
    for square in &region.demand.population {
        assert!(square.inhabitants.is_finite() && square.inhabitants >= 0.0, "{square:?}");
    }
}
