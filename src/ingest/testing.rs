//! What the tests of several formats share.

use std::{io::Write, path::PathBuf};

use flate2::{Compression, write::GzEncoder};
use geo::{MultiPolygon, Rect, polygon};
use jiff::tz::TimeZone;

use crate::domain::{
    Bilingual, Demand, LevelLadder, Losses, Network, NetworkId, Profile, Region, Share, Zone, ZoneCode,
    ZoneKind,
};

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Real data beside the project; tests that need it are skipped without it.
pub fn shared_data() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data");
    if folder.is_dir() {
        Some(folder)
    } else {
        println!("skipped: no ../shared/data");
        None
    }
}

/// A region of two made-up municipalities, 100 km wide together, in EPSG:3006.
/// In lon/lat it spans about 19.1…21.3° E and 64.9…65.4° N.
pub fn region() -> Region {
    let zone = |code: &str, west: f64, east: f64| Zone {
        code: ZoneCode::new(code),
        name: format!("Demonstration {code}"),
        kind: ZoneKind::municipality(),
        parent: None,
        outline: MultiPolygon(vec![Rect::new((west, 7_205_000.0), (east, 7_255_000.0)).to_polygon()]),
    };
    Region {
        id: "demonstration".to_owned(),
        name: Bilingual::new("Demonstration", "Demonstration"),
        crs: "EPSG:3006".to_owned(),
        time_zone: TimeZone::UTC,
        demonstration: true,
        attribution: Vec::new(),
        zones: vec![zone("2498", 700_000.0, 750_000.0), zone("2499", 750_000.0, 800_000.0)],
        demand: Demand::default(),
        networks: vec![Network {
            id: NetworkId::new("ripa").unwrap(),
            name: "Ripa".to_owned(),
            colour: "#1b6ca8".to_owned(),
            plmns: Vec::new(),
            demonstration: true,
        }],
        profile: Profile {
            version: "demonstration".to_owned(),
            required_share: Share::new(0.95).unwrap(),
            signal: Vec::new(),
            tests: Vec::new(),
            reliability: None,
            losses: Losses::default(),
            ladder: LevelLadder::default(),
        },
        sources: Vec::new(),
    }
}

/// A square of 1 km in the middle of [`region`], EPSG:3006.
pub fn square() -> geo::Polygon<f64> {
    polygon![
        (x: 740_000.0, y: 7_230_000.0), (x: 741_000.0, y: 7_230_000.0),
        (x: 741_000.0, y: 7_231_000.0), (x: 740_000.0, y: 7_231_000.0),
    ]
}
