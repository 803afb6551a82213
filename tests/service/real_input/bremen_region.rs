//! Bremen in its own coordinate reference system, as a second region: the
//! regulator's table of 100 m cells, and zones around it.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use geo::{Coord, MultiPolygon, Polygon, Rect};
use geojson::GeometryValue;
use serde_json::{Value, json};
use tackning::{
    domain::{CoverageFeature, Region},
    geometry::LngLatFrame,
    ingest::coverage::{CoverageSource, CoveredWhere, collect_coverage_bytes},
    publishing::CoverageForm,
};

use super::set_up::{collection, region_of};

pub const CRS: &str = "EPSG:25832";
pub const CELL_M2: f64 = 10_000.0;

/// The regulator's table, read by the test's own means.
pub struct Table {
    pub bytes: Vec<u8>,
    /// South-west corner in hundreds of metres to the networks with LTE.
    lte: BTreeMap<(i32, i32), u32>,
}

impl Table {
    pub fn read(data: &Path) -> Self {
        let bytes = fs::read(table_file(data)).unwrap();
        let text = String::from_utf8(bytes.clone()).unwrap();
        let lte = text.lines().skip(1).map(|line| {
            let mut fields = line.split(',');
            let (north, east) =
                fields.next().unwrap().strip_prefix("100mN").unwrap().split_once('E').unwrap();
            ((east.parse().unwrap(), north.parse().unwrap()), fields.nth(1).unwrap().parse().unwrap())
        });
        Self { lte: lte.collect(), bytes }
    }

    pub fn cells(&self) -> usize {
        self.lte.len()
    }

    /// Cells in which at least `k` networks have LTE.
    pub fn cells_at_least(&self, k: u32) -> usize {
        self.lte.values().filter(|count| **count >= k).count()
    }

    pub fn around(&self) -> Rect<f64> {
        let corners = self.lte.keys().map(|&(east, north)| (f64::from(east), f64::from(north)));
        let (mut min, mut max) = ((f64::MAX, f64::MAX), (f64::MIN, f64::MIN));
        for (east, north) in corners {
            min = (min.0.min(east), min.1.min(north));
            max = (max.0.max(east + 1.0), max.1.max(north + 1.0));
        }
        Rect::new(Coord::from(min) * 100.0, Coord::from(max) * 100.0)
    }

    /// "At least `at_least` networks" by a column of the table.
    pub fn form(column: &str, at_least: u32) -> CoverageForm {
        let column = Some(column.to_owned());
        let covered = Some(CoveredWhere::AtLeast { column, value: at_least.into() });
        CoverageForm { covered, ..CoverageForm::default() }
    }
}

fn table_file(data: &Path) -> PathBuf {
    data.join("coverage/bnetza_bremen_mobilfunkmonitoring_202401_100m.csv")
}

/// A region of two zones, with three networks that bear no names: the rectangle
/// around the table's cells, and the cells themselves.
pub fn bremen(table: &Table) -> Region {
    let around = LngLatFrame::new(CRS).unwrap().to_lng_lat(&table.around().to_polygon()).unwrap();
    let around = ("around.geojson", collection([zone("around", &around)]).to_string());
    let layers = [zone_layer("municipality", "around"), zone_layer("table", "table")];
    let without_cells = region(&layers[..1], std::slice::from_ref(&around));
    region(&layers, &[around, ("table.geojson", all_cells(table, &without_cells).to_string())])
}

/// Every cell of the table, whatever its count, in the table's own system.
fn all_cells(table: &Table, region: &Region) -> Value {
    let source = CoverageSource::new(region).with_crs(CRS).with_cells("lte", 0.0);
    let cells: Vec<CoverageFeature> = collect_coverage_bytes(&table.bytes, &source).unwrap().features;
    let cells = cells.iter().flat_map(|feature| &feature.area);
    let mut cells = collection(cells.map(|polygon| zone("table", polygon)));
    cells["crs"] = json!({"type": "name", "properties": {"name": CRS}});
    cells
}

fn zone(code: &str, outline: &Polygon<f64>) -> (Value, Value) {
    let outline = GeometryValue::from(&MultiPolygon(vec![outline.clone()]));
    (json!({"code": code, "name": code}), serde_json::to_value(outline).unwrap())
}

fn zone_layer(kind: &str, name: &str) -> Value {
    json!({"kind": kind, "file": format!("{name}.geojson"), "code": "code", "name": "name"})
}

fn region(zones: &[Value], files: &[(&str, String)]) -> Region {
    let network = |number: u32| {
        let id = format!("net-{number}");
        json!({"id": id, "name": id, "colour": "#1b6ca8", "plmn": [format!("262-0{number}")]})
    };
    let networks = ("networks.json", json!([network(1), network(2), network(3)]).to_string());
    let profile = json!({
        "version": "bremen-1", "required_share": 0.95,
        "signal": [{"service": "voice", "technology": "4G", "rsrp_dbm": -110.0}]
    });
    let document = json!({
        "id": "bremen", "name": {"sv": "Bremen", "en": "Bremen"}, "crs": CRS, "time_zone": "Europe/Berlin",
        "zones": zones, "networks": "networks.json", "profiles": "profiles.json"
    });
    let more = [networks, ("profiles.json", profile.to_string())];
    region_of(&document, &[files, &more].concat())
}
