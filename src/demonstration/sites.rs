//! Invented sites of an invented network. They serve the signal model alone:
//! no file, answer or log ever holds a site's position.

use geo::{Area, BoundingRect, Contains, Coord, Distance, Euclidean, Length, Point};

use super::{
    dice::Dice,
    facts::Facts,
    land::{Land, OUTSIDE},
    networks::NetworkPlan,
    population::PopulationSquare,
    raster::Raster,
    roads::RoadLink,
    terrain::Terrain,
};

#[derive(Clone, Copy, Debug)]
pub(super) struct Site {
    pub position: Coord<f64>,
    pub mast_m: f64,
    pub carries_5g: bool,
    /// The directions in which its antennas point, as unit vectors.
    pub sectors: [Coord<f64>; 3],
    /// Higher, faster and shorter-ranged frequencies beside the low ones.
    pub has_capacity_layers: bool,
}

/// What sites are placed by.
pub(super) struct Ground<'a> {
    pub facts: &'a Facts,
    pub land: &'a Land,
    pub roads: &'a [RoadLink],
    pub population: &'a [PopulationSquare],
    pub heights_m: &'a Raster<f32>,
}

pub(super) fn sites(ground: &Ground, plan: &NetworkPlan, seed: u64) -> Vec<Site> {
    let mut planner = Planner { ground, plan, dice: Dice::new(seed, plan.id), sites: Vec::new() };
    planner.in_localities();
    planner.along_roads();
    planner.for_remote_people();
    planner.on_hills();
    planner.sites
}

struct Planner<'a> {
    ground: &'a Ground<'a>,
    plan: &'a NetworkPlan,
    dice: Dice,
    sites: Vec<Site>,
}

impl Planner<'_> {
    fn in_localities(&mut self) {
        const INHABITANTS_PER_SITE: f64 = 3_500.0;
        for locality in &self.ground.facts.localities {
            let inhabitants = f64::from(locality.inhabitants);
            let spread_m = 500.0 + 22.0 * inhabitants.sqrt();
            for _ in 0..=(inhabitants / INHABITANTS_PER_SITE) as usize {
                let position = self.near(locality.position, spread_m);
                let carries_5g = inhabitants > 700.0 || self.dice.chance(self.plan.rural_5g_share);
                let has_capacity_layers = inhabitants > 400.0;
                let sectors = self.sectors();
                self.sites.push(Site { position, mast_m: 38.0, carries_5g, sectors, has_capacity_layers });
            }
        }
    }

    fn along_roads(&mut self) {
        for link in self.ground.roads.iter().filter(|link| !link.route.is_empty()) {
            let spacing_m = self.plan.road_spacing_m;
            let wanted = Euclidean.length(&link.line) / spacing_m + self.dice.between(-0.35, 0.35);
            for _ in 0..wanted.round().max(0.0) as usize {
                let corner = *self.dice.pick(&link.line.0);
                if self.nearest_m(corner) > spacing_m * 0.5 && !self.leaves_out(corner) {
                    self.rural(corner, 1_800.0);
                }
            }
        }
    }

    fn for_remote_people(&mut self) {
        let mut squares: Vec<Coord<f64>> =
            self.ground.population.iter().map(|square| square.centre()).collect();
        self.dice.shuffle(&mut squares);
        for square in squares {
            let wanted =
                self.nearest_m(square) > self.plan.rural_reach_m && self.dice.chance(self.plan.rural_share);
            if wanted && !self.leaves_out(square) {
                self.rural(square, 3_000.0);
            }
        }
    }

    fn on_hills(&mut self) {
        for municipality in &self.ground.facts.municipalities {
            let area_km2 = municipality.outline.unsigned_area() / 1e6;
            let wanted = area_km2 / 1_000.0 * self.plan.hill_sites_per_1000_km2 + self.dice.share();
            let bounds = municipality.outline.bounding_rect().expect("an outline has bounds");
            for _ in 0..(wanted as usize) * 6 {
                let x = self.dice.between(bounds.min().x, bounds.max().x);
                let y = self.dice.between(bounds.min().y, bounds.max().y);
                let place = Coord { x, y };
                let keep = self.dice.chance(0.4 - 0.33 * Terrain::mountain_share(place));
                if keep && municipality.outline.contains(&Point(place)) && self.nearest_m(place) > 15_000.0 {
                    self.rural(place, 4_000.0);
                }
            }
        }
    }

    /// Where a network claims more than it has, it has built less.
    fn leaves_out(&mut self, place: Coord<f64>) -> bool {
        const SHARE_LEFT_OUT: f64 = 0.65;
        let municipality = self.ground.land.municipality.at(place).unwrap_or(OUTSIDE);
        let own = self.ground.facts.municipalities.get(usize::from(municipality));
        let over_claims =
            own.is_some_and(|own| self.plan.over_claims.iter().any(|(code, _)| *code == own.code));
        over_claims && self.dice.chance(SHARE_LEFT_OUT)
    }

    /// A site on the highest of some places near by.
    fn rural(&mut self, near: Coord<f64>, reach_m: f64) {
        let candidates: Vec<Coord<f64>> = (0..10).map(|_| self.near(near, reach_m)).collect();
        let height = |place: &Coord<f64>| self.ground.heights_m.at(*place).unwrap_or(f32::MIN);
        let position = candidates.into_iter().max_by(|a, b| height(a).total_cmp(&height(b))).unwrap_or(near);
        let mast_m = self.dice.between(36.0, 72.0);
        let carries_5g = self.dice.chance(self.plan.rural_5g_share);
        let sectors = self.sectors();
        self.sites.push(Site { position, mast_m, carries_5g, sectors, has_capacity_layers: false });
    }

    /// Any three directions: in the countryside antennas follow roads and
    /// valleys rather than a clover leaf.
    fn sectors(&mut self) -> [Coord<f64>; 3] {
        std::array::from_fn(|_| {
            loop {
                let (x, y) = (self.dice.between(-1.0, 1.0), self.dice.between(-1.0, 1.0));
                let length = x.hypot(y);
                if (0.1..1.0).contains(&length) {
                    break Coord { x: x / length, y: y / length };
                }
            }
        })
    }

    fn near(&mut self, place: Coord<f64>, spread_m: f64) -> Coord<f64> {
        Coord {
            x: place.x + self.dice.bell() * spread_m * 0.6,
            y: place.y + self.dice.bell() * spread_m * 0.6,
        }
    }

    fn nearest_m(&self, place: Coord<f64>) -> f64 {
        let distance_m = |site: &Site| Euclidean.distance(Point(site.position), Point(place));
        self.sites.iter().map(distance_m).fold(f64::INFINITY, f64::min)
    }
}
