//! Where the region has land, lakes and borders, as rasters.

use geo::{
    BoundingRect, Coord, Distance, Euclidean, MultiPolygon, Orient, Point, Rect, orient::Direction,
    unary_union,
};

use super::{
    facts::{Facts, Municipality},
    plane::to_plane,
    raster::{Lattice, Raster},
};

/// Marks a cell outside every municipality.
pub(super) const OUTSIDE: u8 = u8::MAX;

/// The region's cells. Municipalities by their index in the facts.
#[derive(Clone, Debug)]
pub(super) struct Land {
    pub municipality: Raster<u8>,
    pub lake: Raster<bool>,
}

impl Land {
    pub(super) fn new(facts: &Facts, lattice: Lattice) -> Self {
        let mut municipality = Raster::filled(lattice, OUTSIDE);
        for (index, one) in facts.municipalities.iter().enumerate() {
            municipality.paint(&one.outline, index as u8);
        }
        let mut lake = Raster::filled(lattice, false);
        for one in &facts.lakes {
            lake.paint(&one.outline, true);
        }
        Self { municipality, lake }
    }

    pub(super) fn is_inside(&self, index: usize) -> bool {
        self.municipality.values[index] != OUTSIDE
    }

    /// Inside the region and not in one of the large lakes.
    pub(super) fn is_dry(&self, index: usize) -> bool {
        self.is_inside(index) && !self.lake.values[index]
    }
}

/// Cells over the whole region.
pub(super) fn lattice_of(facts: &Facts, step_m: f64) -> Lattice {
    const MARGIN_M: f64 = 5_000.0;
    Lattice::over(bounds(facts), MARGIN_M, step_m)
}

fn bounds(facts: &Facts) -> Rect<f64> {
    let all: MultiPolygon<f64> =
        facts.municipalities.iter().flat_map(|municipality| municipality.outline.clone()).collect();
    all.bounding_rect().expect("the region has outlines")
}

/// The region without its inner borders, dissolved in the degrees in which
/// the outlines share their corners exactly.
pub(super) fn region_outline(facts: &Facts) -> MultiPolygon<f64> {
    // The union wants all rings turned one way; the published outlines aren't.
    let turned = |municipality: &Municipality| municipality.outline_lng_lat.orient(Direction::Default);
    let outlines: Vec<MultiPolygon<f64>> = facts.municipalities.iter().map(turned).collect();
    to_plane(&unary_union(&outlines))
}

/// Metres from each cell's centre to the outline, positive inside, cut at
/// `reach_m` on both sides.
pub(super) fn signed_distance_m(lattice: Lattice, outline: &MultiPolygon<f64>, reach_m: f64) -> Raster<f32> {
    let mut raster = Raster::filled(lattice, -(reach_m as f32));
    raster.paint(outline, reach_m as f32);
    let rings =
        outline.iter().flat_map(|polygon| std::iter::once(polygon.exterior()).chain(polygon.interiors()));
    for line in rings.flat_map(|ring| ring.lines()) {
        let bounds = line.bounding_rect();
        let low = Coord { x: bounds.min().x - reach_m, y: bounds.min().y - reach_m };
        let high = Coord { x: bounds.max().x + reach_m, y: bounds.max().y + reach_m };
        let (Some(first), Some(last)) = (lattice.cell_at(low), lattice.cell_at(high)) else { continue };
        for row in first.1..=last.1 {
            for column in first.0..=last.0 {
                let value = &mut raster.values[lattice.index(column, row)];
                let distance = Euclidean.distance(&Point(lattice.centre(column, row)), &line) as f32;
                *value = value.signum() * value.abs().min(distance);
            }
        }
    }
    raster
}
