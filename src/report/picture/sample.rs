//! A small tile, a small request and a drawing process for tests.

use mvt::{GeomEncoder, GeomType, Tile};

use super::{Colour, Language, MapPicture, View, WorkerCommand, worker};

/// A square with a hole, and a line beneath it. Extent 4096. Layer `square`: from 1024 to 3072 with a hole from 1536 to 2560.
/// Layer `line`: from 0 to 4096 at y = 3584.
pub fn tile() -> Vec<u8> {
    let outer = [(1024., 1024.), (3072., 1024.), (3072., 3072.), (1024., 3072.)];
    let hole = [(1536., 1536.), (1536., 2560.), (2560., 2560.), (2560., 1536.)];
    let mut square = GeomEncoder::new(GeomType::Polygon);
    for (x, y) in outer {
        square.add_point(x, y).expect("a point");
    }
    square.complete_geom().expect("a ring");
    for (x, y) in hole {
        square.add_point(x, y).expect("a point");
    }
    let mut line = GeomEncoder::new(GeomType::Linestring);
    for (x, y) in [(0., 3584.), (4096., 3584.)] {
        line.add_point(x, y).expect("a point");
    }
    let mut tile = Tile::new(4096);
    for (name, geometry) in [("square", square), ("line", line)] {
        let layer = tile.create_layer(name);
        let feature = layer.into_feature(geometry.encode().expect("a geometry"));
        tile.add_layer(feature.into_layer()).expect("a new name");
    }
    tile.to_bytes().expect("a tile")
}

/// An empty page of 1200 × 1500 pixels.
pub fn picture() -> MapPicture {
    MapPicture {
        width_px: 1200,
        height_px: 1500,
        view: View::Centre { lng: 20.0, lat: 65.0, zoom: 7.0 },
        background: Colour::new(0xee, 0xf3, 0xf7),
        layers: Vec::new(),
        tiles: Vec::new(),
        labels: Vec::new(),
        title: "Brister i täckning".to_owned(),
        subtitle: String::new(),
        legend: Vec::new(),
        attribution: "Efter Lantmäteriet (CC0)".to_owned(),
        demonstration: None,
        language: Language::Swedish,
    }
}

/// Set in a process that a test starts from its own program.
const ACT_AS_WORKER: &str = "TACKNING_TEST_ACTS_AS_WORKER";

/// Not a test by itself: started by [`test_worker`], it is the drawing process.
#[test]
fn acts_as_worker() {
    if std::env::var_os(ACT_AS_WORKER).is_some() {
        worker(std::io::stdin(), std::io::stdout()).expect("pipes to the test");
        std::process::exit(0);
    }
}

/// Draws in a process of this test program, with more environment variables.
pub fn test_worker(environment: &[(&str, &str)]) -> WorkerCommand {
    let name = concat!(module_path!(), "::acts_as_worker");
    let name = name.split_once("::").expect("a crate's module").1;
    let set = environment.iter().chain([&(ACT_AS_WORKER, "1")]);
    WorkerCommand {
        program: std::env::current_exe().expect("a running test"),
        arguments: [name, "--exact", "--nocapture"].map(Into::into).into(),
        environment: set.map(|(name, value)| (name.into(), value.into())).collect(),
    }
}
