//! Delivered coverage: where a network says that its signal carries a service.

use geo::{Coord, MultiPolygon, Orient, Polygon, orient::Direction};

use super::{
    contours::polygons_above_zero,
    facts::Facts,
    land::{Land, signed_distance_m},
    networks::{NetworkPlan, PLANNING_MARGIN_DB, threshold_dbm},
    noise::Noise,
    raster::{Lattice, Raster, distance_m},
    simplified::simplified_lng_lat,
};
use crate::domain::{Environment, Service, Technology};

/// One delivered file: the area that a network claims for one service.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    pub network: &'static str,
    pub technology: Technology,
    pub service: Service,
    pub environment: Environment,
    pub edition: Edition,
    /// Longitude and latitude, five decimals; outer rings counter-clockwise.
    pub polygons: Vec<Polygon<f64>>,
}

/// Which of a network's deliveries for one claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Edition {
    /// Half a year before the one that counts.
    Earlier,
    /// The one that counts.
    Current,
    /// Handed in lately: nobody has decided on it.
    Waiting,
}

impl Edition {
    /// ISO 8601.
    pub fn simulation_date(self) -> &'static str {
        match self {
            Edition::Earlier => "2026-03-15",
            Edition::Current => "2026-09-15",
            Edition::Waiting => "2026-11-01",
        }
    }

    /// RFC 3339.
    pub fn received_at(self) -> &'static str {
        match self {
            Edition::Earlier => "2026-03-30T08:00:00Z",
            Edition::Current => "2026-10-01T08:00:00Z",
            Edition::Waiting => "2026-11-12T08:00:00Z",
        }
    }
}

/// How finely coverage is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Detail {
    pub step_m: f64,
    pub simplify_m: f64,
    /// Height of the edge noise that is finer than the signal's raster.
    pub ruggedness_db: f64,
}

/// How fast a claim falls off outside the region's outline.
const DB_PER_METRE_OUTSIDE: f32 = 0.02;

/// What all networks' claims are drawn on.
pub(super) struct Sheet {
    lattice: Lattice,
    detail: Detail,
    /// Metres inside the region's outline, negative outside.
    edge_m: Raster<f32>,
    rugged: Noise,
}

impl Sheet {
    pub(super) fn new(lattice: Lattice, detail: Detail, outline: &MultiPolygon<f64>, seed: u64) -> Self {
        let edge_m = signed_distance_m(lattice, outline, 4.0 * lattice.step_m);
        Self { lattice, detail, edge_m, rugged: Noise::new(seed ^ 0x4u64, 600.0, 3) }
    }

    /// `signal_dbm` and `over_claim_db` may be coarser than the sheet.
    pub(super) fn claimed(
        &self,
        signal_dbm: &Raster<f32>,
        over_claim_db: Option<&Raster<f32>>,
        (technology, service): (Technology, Service),
    ) -> Vec<Polygon<f64>> {
        const SMALLEST_CELLS: f64 = 6.0;
        let least_dbm = threshold_dbm(technology, service) + PLANNING_MARGIN_DB;
        let margin = Raster::from_centres(self.lattice, |centre| {
            let inside_db = self.inside_db(centre);
            if self.is_far_outside(inside_db) {
                return inside_db;
            }
            let generosity_db = over_claim_db.map_or(0.0, |raster| raster.between_cells(centre));
            let margin_db = signal_dbm.between_cells(centre) + generosity_db - least_dbm as f32;
            (margin_db + self.rugged_db(centre, margin_db)).min(inside_db)
        });
        let polygons = polygons_above_zero(margin, SMALLEST_CELLS * self.detail.step_m.powi(2));
        let drawn = simplified_lng_lat(&polygons, self.detail.simplify_m);
        drawn.into_iter().map(|polygon| polygon.orient(Direction::Default)).collect()
    }

    /// Detail finer than the signal's raster, where it may decide.
    fn rugged_db(&self, centre: Coord<f64>, margin_db: f32) -> f32 {
        let height_db = self.detail.ruggedness_db;
        if f64::from(margin_db.abs()) > 2.5 * height_db {
            return 0.0;
        }
        (height_db * self.rugged.at(centre.x, centre.y)) as f32
    }

    /// More than two cells from any ground inside: no edge passes here.
    fn is_far_outside(&self, inside_db: f32) -> bool {
        f64::from(inside_db) < -2.0 * self.detail.step_m * f64::from(DB_PER_METRE_OUTSIDE)
    }

    /// Cuts the claim at the outline: as if the signal fell by 2 dB for each
    /// 100 m on the way out, with the edge a little inside.
    fn inside_db(&self, centre: Coord<f64>) -> f32 {
        let kept_back_m = self.detail.simplify_m as f32 + 10.0;
        (self.edge_m.at(centre).unwrap_or(f32::MIN) - kept_back_m) * DB_PER_METRE_OUTSIDE
    }
}

/// How many decibel an edition of the network's claim is more generous by than
/// its signal, rising over the first kilometres from the border of each
/// municipality concerned.
pub(super) fn generosity_db(
    facts: &Facts,
    land: &Land,
    plan: &NetworkPlan,
    edition: Edition,
) -> Option<Raster<f32>> {
    const RISE_M: f32 = 6_000.0;
    let of_edition = match edition {
        Edition::Earlier => plan.earlier,
        Edition::Current => &[],
        Edition::Waiting => plan.waiting,
    };
    if plan.over_claims.is_empty() && of_edition.is_empty() {
        return None;
    }
    let lattice = land.municipality.lattice;
    let mut generosity = Raster::filled(lattice, 0.0_f32);
    for (code, most_db) in plan.over_claims.iter().chain(of_edition) {
        let own = facts
            .municipalities
            .iter()
            .position(|municipality| municipality.code == *code)
            .expect("over-claims name municipalities of the region");
        let inside_m = distance_m(lattice, |index| usize::from(land.municipality.values[index]) != own);
        for (value, inside_m) in generosity.values.iter_mut().zip(&inside_m.values) {
            *value += most_db * (inside_m / RISE_M).min(1.0);
        }
    }
    Some(generosity)
}
