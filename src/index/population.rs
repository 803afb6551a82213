//! Which zones inhabitants are counted in, by points or by squares.
//!
//! Where a municipality has points, these decide: each is covered or not. Its
//! squares, of which no one knows where in them people live, are then left out,
//! in it and in the zones that it is a part of.

use std::collections::BTreeSet;

use geo::Centroid;
use rayon::prelude::*;

use super::region::{with_ancestors, zones_at};
use crate::{
    domain::{PopulationSquare, Region, ZoneKind},
    geometry::Mosaic,
};

/// Zones of each point and of each square, as indices.
pub struct PopulationZones {
    pub points: Vec<Vec<usize>>,
    pub squares: Vec<Vec<usize>>,
}

impl PopulationZones {
    pub fn new(region: &Region, outlines: &[Mosaic]) -> Self {
        let points = region.demand.population_points.par_iter();
        let points: Vec<Vec<usize>> =
            points.map(|point| zones_at(region, outlines, point.position)).collect();
        let municipality = ZoneKind::municipality();
        let by_points: BTreeSet<usize> = points
            .iter()
            .flatten()
            .copied()
            .filter(|&zone| region.zones[zone].kind == municipality)
            .collect();
        let zones_of = |square: &PopulationSquare| {
            let zones = zones_of_square(region, outlines, square);
            if zones.iter().any(|zone| by_points.contains(zone)) { Vec::new() } else { zones }
        };
        Self { squares: region.demand.population.par_iter().map(zones_of).collect(), points }
    }
}

fn zones_of_square(region: &Region, outlines: &[Mosaic], square: &PopulationSquare) -> Vec<usize> {
    match &square.municipality {
        Some(code) => with_ancestors(region, code),
        None => {
            let centre = square.outline.centroid();
            centre.map_or_else(Vec::new, |centre| zones_at(region, outlines, centre.0))
        }
    }
}
