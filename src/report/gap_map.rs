//! The map picture of a gap report: what is drawn, from our own tiles.

use geo::{BoundingRect, InteriorPoint};

use super::{
    GapReport,
    picture::{
        Colour, Hatching, Label, LabelKind, Language, Layer, LegendEntry, MapPicture, NoPicture, Paint,
        Pattern, Symbol, Tile, View, tiles_needed,
    },
};
use crate::{
    domain::Bilingual,
    geometry::{LngLatFrame, ProjectionError},
    index::place_of,
    tiles::{
        EncodeError, LayerId, TileCoordinate, TileCoordinateError,
        features::{LayerError, LayerQuestion, PublishedLayer},
    },
};

const PAGE_PX: (u32, u32) = (1_200, 1_500);
/// Gaps that get their rank on the map.
const RANKED_ON_MAP: usize = 15;

pub(super) const LAND: Colour = Colour::new(0xf6, 0xf4, 0xee);
pub(super) const SEA: Colour = Colour::new(0xdf, 0xe9, 0xef);
pub(super) const LAKE: Colour = Colour::new(0xbf, 0xd7, 0xe6);
const COVERED: Colour = Colour::new(0xa9, 0xcf, 0xb4);
pub(super) const GAP: Colour = Colour::new(0xf3, 0xc9, 0xa5);
pub(super) const GAP_HATCHING: Colour = Colour::new(0xb4, 0x53, 0x09);
pub(super) const ROAD: Colour = Colour::new(0x6b, 0x63, 0x58);
pub(super) const BORDER: Colour = Colour::new(0x4a, 0x4a, 0x55);

#[derive(Debug, thiserror::Error)]
pub enum GapMapError {
    #[error(transparent)]
    Projection(#[from] ProjectionError),
    #[error(transparent)]
    Layer(#[from] LayerError),
    #[error(transparent)]
    Coordinate(#[from] TileCoordinateError),
    #[error(transparent)]
    Encode(#[from] EncodeError),
    #[error(transparent)]
    Picture(#[from] NoPicture),
}

/// The picture of a report, with its tiles, ready to be drawn.
pub fn gap_map(
    report: &GapReport<'_>,
    frame: &LngLatFrame,
    language: Language,
) -> Result<MapPicture, GapMapError> {
    let mut picture = picture(report, frame, language)?;
    let layers =
        [LayerId::Zones, LayerId::Coverage, LayerId::Gaps, LayerId::Lakes, LayerId::Roads].map(|layer| {
            let question = LayerQuestion {
                networks: Some(report.supply.networks.clone()),
                service: Some(report.supply.service),
                technology: report.supply.technologies.only(),
                ..LayerQuestion::of(layer)
            };
            PublishedLayer::new(report.snapshot, &question, frame)
        });
    let addresses = tiles_needed(&picture)?;
    for layer in layers {
        let layer = layer?;
        for &address in &addresses {
            let coordinate = TileCoordinate::new(address.z.into(), address.x, address.y)?;
            let tile = layer.tile(coordinate)?;
            picture.tiles.extend(tile.map(|mvt| Tile { address, mvt }));
        }
    }
    Ok(picture)
}

fn picture(
    report: &GapReport<'_>,
    frame: &LngLatFrame,
    language: Language,
) -> Result<MapPicture, GapMapError> {
    let text = |sv: &str, en: &str| Bilingual::new(sv, en).in_language(language).to_owned();
    let service = report.supply.service.name();
    let network = report.network_name();
    let as_of = report.snapshot.evidence.as_of;
    Ok(MapPicture {
        width_px: PAGE_PX.0,
        height_px: PAGE_PX.1,
        view: view(report, frame)?,
        background: SEA,
        layers: drawn_layers(),
        tiles: Vec::new(),
        labels: labels(report, frame)?,
        title: format!("{} – {network}", text("Täckningsbrister", "Coverage gaps")),
        subtitle: format!(
            "{}, {}, {as_of}",
            service.in_language(language),
            text("redovisad täckning utomhus", "claimed coverage outdoors")
        ),
        legend: legend(&text),
        attribution: report.snapshot.region.region.attribution.join(" · "),
        demonstration: report
            .is_demonstration()
            .then(|| text("Demonstration: påhittade uppgifter", "Demonstration: invented figures")),
        language,
    })
}

/// The zones that have gaps in the report; the whole region where none has.
fn view(report: &GapReport<'_>, frame: &LngLatFrame) -> Result<View, GapMapError> {
    let zones: std::collections::BTreeSet<usize> = report.ranked.gaps.iter().map(|gap| gap.zone).collect();
    let region = &report.snapshot.region;
    let single = zones.len() == 1;
    let outline =
        zones.first().filter(|_| single).and_then(|&zone| region.zones[zone].zone.outline.bounding_rect());
    let Some(bounds) = outline.or_else(|| region.region.bounds()) else {
        return Ok(View::Bounds { west: -180.0, south: -85.0, east: 180.0, north: 85.0 });
    };
    let [west, south, east, north] = frame.bounds(bounds)?;
    Ok(View::Bounds { west, south, east, north })
}

fn drawn_layers() -> Vec<Layer> {
    let layer = |source: LayerId, paint| Layer { source: source.name().to_owned(), paint };
    let fill = |colour| Paint::Fill { colour, hatching: None };
    let hatched = Paint::Fill { colour: GAP, hatching: Some(gap_hatching()) };
    vec![
        layer(LayerId::Zones, fill(LAND)),
        layer(LayerId::Coverage, fill(COVERED)),
        layer(LayerId::Gaps, hatched),
        layer(LayerId::Lakes, fill(LAKE)),
        layer(LayerId::Roads, Paint::Line { colour: ROAD, width_px: 1.5 }),
        layer(LayerId::Zones, Paint::Line { colour: BORDER, width_px: 1.2 }),
    ]
}

fn gap_hatching() -> Hatching {
    Hatching { pattern: Pattern::Diagonal, colour: GAP_HATCHING }
}

fn legend(text: &dyn Fn(&str, &str) -> String) -> Vec<LegendEntry> {
    let entry = |symbol, sv: &str, en: &str| LegendEntry { symbol, text: text(sv, en) };
    vec![
        entry(Symbol::Area { colour: COVERED, hatching: None }, "Redovisad täckning", "Claimed coverage"),
        entry(Symbol::Area { colour: GAP, hatching: Some(gap_hatching()) }, "Täckningsbrist", "Gap"),
        entry(Symbol::Area { colour: LAKE, hatching: None }, "Sjö (räknas inte)", "Lake (not counted)"),
        entry(Symbol::Line { colour: ROAD, width_px: 1.5 }, "Väg", "Road"),
        entry(Symbol::Line { colour: BORDER, width_px: 1.2 }, "Kommungräns", "Municipal boundary"),
        entry(Symbol::Rank, "Bristens plats i listan", "The gap's rank in the list"),
        entry(Symbol::DeadZone, "Anmäld vit fläck", "Reported dead zone"),
    ]
}

/// Ranks first, so that they are never hidden by a name.
fn labels(report: &GapReport<'_>, frame: &LngLatFrame) -> Result<Vec<Label>, ProjectionError> {
    let mut labels = Vec::new();
    for (gap, rank) in report.ranked.gaps.iter().take(RANKED_ON_MAP).zip(1..) {
        if let Some(inside) = gap.outline.interior_point() {
            labels.push(label(frame, inside.0, format!("{rank}"), LabelKind::Rank)?);
        }
    }
    for dead_zone in report.dead_zones() {
        labels.push(label(frame, place_of(dead_zone), dead_zone.number.to_string(), LabelKind::DeadZone)?);
    }
    let mut localities: Vec<_> = report.snapshot.region.region.demand.localities.iter().collect();
    localities.sort_by(|a, b| b.inhabitants.total_cmp(&a.inhabitants));
    for locality in localities {
        labels.push(label(frame, locality.position, locality.name.clone(), LabelKind::Place)?);
    }
    Ok(labels)
}

pub(super) fn label(
    frame: &LngLatFrame,
    position: geo::Coord<f64>,
    text: String,
    kind: LabelKind,
) -> Result<Label, ProjectionError> {
    let at = frame.position_to_lng_lat(position)?;
    Ok(Label { lng: at.x, lat: at.y, text, kind })
}
