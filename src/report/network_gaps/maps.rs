//! The maps of an issued report: one of each part, and one of each gap that has a
//! sheet. The gaps are those of the document, not of what is published today.

use geo::{BoundingRect, Coord, Geometry, InteriorPoint, Rect};

use super::issued::{IssuedDocument, IssuedGap};
use crate::{
    domain::Language,
    geometry::LngLatFrame,
    index::{Snapshot, place_of},
    report::{
        gap_map::{BORDER, GAP, GAP_HATCHING, GapMapError, LAKE, LAND, ROAD, SEA, label},
        picture::{
            Colour, Hatching, Label, LabelKind, Layer, LegendEntry, MapPicture, Paint, Pattern, Symbol, Tile,
            View, tiles_needed,
        },
    },
    tiles::{
        FromAfar, LayerFeature, LayerId, PreparedLayer, TileCoordinate, WorldGeometry, Zooms,
        features::{LayerError, LayerQuestion, PublishedLayer},
        mercator::lng_lat_to_world,
    },
};

const OVERVIEW_PX: (u32, u32) = (1_200, 1_380);
const SHEET_PX: (u32, u32) = (1_200, 820);
/// Gaps that get their rank on an overview.
const RANKED_ON_MAP: usize = 15;
/// Of a sheet's picture at least so much is map.
const SHEET_MAP_PX: (f64, f64) = (1_120.0, 620.0);
/// Free on each side of a gap, as a share of its longer side.
const AROUND: f64 = 0.15;
/// In MapLibre's zooms, each twice as near as the one before.
const ZOOM_STEP: f64 = 0.5;
/// Some hundred metres, as a share of the world's square: a gap that is a point.
const LEAST_WORLD: f64 = 1e-5;
const OTHER_GAP: Colour = Colour::new(0xf8, 0xe3, 0xd0);
/// The tile layers of all gaps of a part, and of the one that a sheet is about.
const GAPS: &str = "gaps";
const THIS_GAP: &str = "this_gap";

/// What lies under every map of a report, made once.
struct Ground<'a> {
    snapshot: &'a Snapshot,
    frame: &'a LngLatFrame,
    layers: Vec<PublishedLayer>,
    language: Language,
}

/// The pictures of a report with their tiles: part by part its overview, then its sheets.
///
/// # Errors
/// When a gap has no place on the map, or the program can draw none.
pub fn gap_report_maps(
    report: &IssuedDocument,
    snapshot: &Snapshot,
    frame: &LngLatFrame,
    language: Language,
) -> Result<Vec<MapPicture>, GapMapError> {
    let layers = [LayerId::Zones, LayerId::Lakes, LayerId::Roads];
    let layers = layers.map(|layer| PublishedLayer::new(snapshot, &LayerQuestion::of(layer), frame));
    let layers = layers.into_iter().collect::<Result<Vec<_>, _>>()?;
    let ground = Ground { snapshot, frame, layers, language };
    let mut pictures = Vec::new();
    for (_, gaps) in report.parts_with_gaps() {
        let of_part = prepared(GAPS, gaps)?;
        pictures.push(ground.overview(report, gaps, &of_part)?);
        for gap in gaps.iter().take(report.sheets_per_part()) {
            pictures.push(ground.sheet(report, gap, &of_part)?);
        }
    }
    Ok(pictures)
}

impl Ground<'_> {
    fn overview(
        &self,
        report: &IssuedDocument,
        gaps: &[IssuedGap],
        of_part: &PreparedLayer,
    ) -> Result<MapPicture, GapMapError> {
        let bounds = self.snapshot.region.region.bounds();
        let view = match bounds.map(|bounds| self.frame.bounds(bounds)).transpose()? {
            Some([west, south, east, north]) => View::Bounds { west, south, east, north },
            None => View::Bounds { west: -180.0, south: -85.0, east: 180.0, north: 85.0 },
        };
        let mut layers = self.ground_layers();
        layers.insert(1, layer(GAPS, fill(GAP, Some(hatching()))));
        let ranked = gaps.iter().take(RANKED_ON_MAP).filter_map(rank_label);
        let labels = ranked.chain(self.localities()?).collect();
        let picture = MapPicture {
            attribution: self.snapshot.region.region.attribution.join(" · "),
            legend: self.legend(&[
                (Symbol::Area { colour: GAP, hatching: Some(hatching()) }, "Brist", "Gap"),
                (Symbol::Rank, "Bristens nummer i tabellen", "The gap's number in the table"),
            ]),
            ..self.picture(report, OVERVIEW_PX, view, layers, labels)
        };
        self.with_tiles(picture, &[of_part])
    }

    /// A gap with what lies around it.
    fn sheet(
        &self,
        report: &IssuedDocument,
        gap: &IssuedGap,
        of_part: &PreparedLayer,
    ) -> Result<MapPicture, GapMapError> {
        let own = prepared(THIS_GAP, std::slice::from_ref(gap))?;
        let mut layers = self.ground_layers();
        layers.insert(1, layer(GAPS, fill(OTHER_GAP, None)));
        layers.insert(2, layer(THIS_GAP, fill(GAP, Some(hatching()))));
        layers.push(layer(THIS_GAP, Paint::Line { colour: GAP_HATCHING, width_px: 2.0 }));
        let mut labels: Vec<Label> = self.dead_zones(&gap.properties.dead_zones)?;
        labels.extend(self.localities()?);
        let picture = self.picture(report, SHEET_PX, around(gap), layers, labels);
        self.with_tiles(picture, &[of_part, &own])
    }

    fn picture(
        &self,
        report: &IssuedDocument,
        (width_px, height_px): (u32, u32),
        view: View,
        layers: Vec<Layer>,
        labels: Vec<Label>,
    ) -> MapPicture {
        let warning =
            self.language.of("Demonstration: påhittade uppgifter", "Demonstration: invented figures");
        MapPicture {
            width_px,
            height_px,
            view,
            background: SEA,
            layers,
            tiles: Vec::new(),
            labels,
            title: String::new(),
            subtitle: String::new(),
            legend: Vec::new(),
            attribution: String::new(),
            demonstration: report.demonstration.then(|| warning.to_owned()),
            language: self.language,
        }
    }

    fn ground_layers(&self) -> Vec<Layer> {
        vec![
            layer(LayerId::Zones.name(), fill(LAND, None)),
            layer(LayerId::Lakes.name(), fill(LAKE, None)),
            layer(LayerId::Roads.name(), Paint::Line { colour: ROAD, width_px: 1.5 }),
            layer(LayerId::Zones.name(), Paint::Line { colour: BORDER, width_px: 1.2 }),
        ]
    }

    fn legend(&self, own: &[(Symbol, &str, &str)]) -> Vec<LegendEntry> {
        let ground = [
            (Symbol::Area { colour: LAND, hatching: None }, "Övrig landyta", "Other land"),
            (Symbol::Area { colour: LAKE, hatching: None }, "Sjö (räknas inte)", "Lake (not counted)"),
            (Symbol::Line { colour: ROAD, width_px: 1.5 }, "Väg", "Road"),
            (Symbol::Line { colour: BORDER, width_px: 1.2 }, "Kommungräns", "Municipal boundary"),
        ];
        let entries = own.iter().copied().chain(ground);
        entries
            .map(|(symbol, sv, en)| LegendEntry { symbol, text: self.language.of(sv, en).to_owned() })
            .collect()
    }

    /// The largest first.
    fn localities(&self) -> Result<Vec<Label>, GapMapError> {
        let mut localities: Vec<_> = self.snapshot.region.region.demand.localities.iter().collect();
        localities.sort_by(|a, b| b.inhabitants.total_cmp(&a.inhabitants));
        let named = localities
            .into_iter()
            .map(|locality| label(self.frame, locality.position, locality.name.clone(), LabelKind::Place));
        Ok(named.collect::<Result<_, _>>()?)
    }

    /// Those of the numbers that are still known.
    fn dead_zones(&self, numbers: &[i64]) -> Result<Vec<Label>, GapMapError> {
        let reports = self.snapshot.dead_zones.reports.iter();
        let named = reports.filter(|report| numbers.contains(&report.number)).map(|report| {
            label(self.frame, place_of(report), report.number.to_string(), LabelKind::DeadZone)
        });
        Ok(named.collect::<Result<_, _>>()?)
    }

    fn with_tiles(
        &self,
        mut picture: MapPicture,
        gaps: &[&PreparedLayer],
    ) -> Result<MapPicture, GapMapError> {
        for address in tiles_needed(&picture)? {
            let coordinate = TileCoordinate::new(address.z.into(), address.x, address.y)?;
            let ground = self.layers.iter().map(|layer| layer.tile(coordinate));
            for tile in ground.chain(gaps.iter().map(|layer| layer.tile(coordinate))) {
                picture.tiles.extend(tile?.map(|mvt| Tile { address, mvt }));
            }
        }
        Ok(picture)
    }
}

fn layer(source: &str, paint: Paint) -> Layer {
    Layer { source: source.to_owned(), paint }
}

fn fill(colour: Colour, hatching: Option<Hatching>) -> Paint {
    Paint::Fill { colour, hatching }
}

fn hatching() -> Hatching {
    Hatching { pattern: Pattern::Diagonal, colour: GAP_HATCHING }
}

fn geometry(gap: &IssuedGap) -> Option<Geometry<f64>> {
    Geometry::try_from(gap.geometry.clone()).ok()
}

fn prepared(name: &'static str, gaps: &[IssuedGap]) -> Result<PreparedLayer, LayerError> {
    let feature = |geometry: Geometry<f64>| {
        let geometry = WorldGeometry::from_lng_lat(&geometry)?;
        Ok(LayerFeature { geometry, properties: Vec::new(), is_around_next: false, zooms: Zooms::ALL })
    };
    let features: Result<_, LayerError> = gaps.iter().filter_map(geometry).map(feature).collect();
    Ok(PreparedLayer::new(name, features?, FromAfar::Edges))
}

fn rank_label(gap: &IssuedGap) -> Option<Label> {
    let at = geometry(gap)?.interior_point()?;
    Some(Label { lng: at.x(), lat: at.y(), text: gap.properties.rank.to_string(), kind: LabelKind::Rank })
}

/// The gap with some of what lies around it, at a zoom of [`ZOOM_STEP`]s: maps of few
/// zooms are drawn faster than each at its own.
fn around(gap: &IssuedGap) -> View {
    let everywhere = Rect::new(Coord { x: -180.0, y: -85.0 }, Coord { x: 180.0, y: 85.0 });
    let bounds = geometry(gap).and_then(|geometry| geometry.bounding_rect()).unwrap_or(everywhere);
    let [first, last] = [bounds.min(), bounds.max()].map(lng_lat_to_world);
    let (width, height) = ((last.x - first.x).abs(), (last.y - first.y).abs());
    let margin = AROUND * width.max(height).max(LEAST_WORLD);
    let fitted = |pixels: f64, size: f64| pixels / (size + 2.0 * margin);
    let world_px = fitted(SHEET_MAP_PX.0, width).min(fitted(SHEET_MAP_PX.1, height));
    let zoom = (world_px / 512.0).log2();
    let Coord { x: lng, y: lat } = bounds.center();
    View::Centre { lng, lat, zoom: (zoom / ZOOM_STEP).floor() * ZOOM_STEP }
}
