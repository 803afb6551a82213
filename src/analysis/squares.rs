//! The gaps of one supply by squares that one could act on, with the demand and
//! the measurements in each.
//!
//! A gap on the map may be a whole mountain range or a glade. A square of
//! [`ACTION_GRID`] is about what one site out in the country reaches: what is
//! uncovered in it is one thing to plan, and to ask for. Its place names it, so
//! that it is the same from one report to the next whatever becomes of its outline.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use rayon::prelude::*;

use super::{UncoveredDemand, parts_by_square, stretches::uncovered_parts, uncovered_demand};
use crate::{
    domain::{DemandUnit, LineKind, NetworkId, Service, TestKind, ZoneKind},
    geometry::{CellIndex, Grid, Mosaic},
    index::{LinkPart, Snapshot, Supply, ZoneIndex, place_of},
    verification::{CellClaim, CellEvidence, NeighbourPairs, Tally, Tested, ZoneEvidence, claimed_votes},
};

/// Wide enough for what one site out in the country reaches, some kilometres to
/// every side, and a whole number of the analysis grid's cells.
pub const ACTION_GRID: Grid = Grid::new(10_000.0);

/// What a supply leaves uncovered in one square.
#[derive(Clone, Debug)]
pub struct GapSquare {
    pub square: CellIndex,
    /// With its lakes; computing coordinate reference system.
    pub uncovered: Mosaic,
    pub land: Mosaic,
    pub land_m2: f64,
    /// Indices into the region's zones, the one that has most of the land first.
    pub municipalities: Vec<usize>,
    pub inhabitants: f64,
    pub buildings: f64,
    /// Metres by class; roads without a class stand under an empty name.
    pub road_m: BTreeMap<String, f64>,
    /// Indices into the region's places.
    pub places: Vec<usize>,
    /// Whose places and routes lie in it.
    pub organisations: BTreeSet<String>,
    /// Numbers of the reports in it.
    pub dead_zones: Vec<i64>,
    /// By the signal and by the service itself, where anything was measured.
    pub measured: Vec<MeasuredGap>,
}

/// What one kind of tests found where nothing is claimed, or where what is
/// claimed is refuted: of the cells alone of which everybody may know.
#[derive(Clone, Debug, PartialEq)]
pub struct MeasuredGap {
    pub kind: TestKind,
    pub cells: u64,
    /// In which less than half of the votes pass, in the order of their cells.
    pub failing: Vec<FailingCell>,
    /// Votes that pass of all, with Wilson's interval (R10), and how old they are (R16).
    pub evidence: ZoneEvidence,
}

/// A 100 m cell in which a service fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FailingCell {
    /// Of [`Grid::MEASUREMENT`].
    pub cell: CellIndex,
    pub votes: Tally,
    pub newest: Option<Timestamp>,
}

impl MeasuredGap {
    pub fn failing_cells(&self) -> u64 {
        self.failing.len() as u64
    }
}

impl GapSquare {
    pub fn road_length_m(&self) -> f64 {
        crate::geometry::total(self.road_m.values().copied())
    }

    /// Votes of a kind that pass, of all.
    pub fn votes(&self, kind: TestKind) -> Tally {
        let of_kind = self.measured.iter().find(|measured| measured.kind == kind);
        of_kind.map_or_else(Tally::default, |measured| measured.evidence.votes)
    }

    fn new(square: CellIndex, uncovered: Mosaic, snapshot: &Snapshot) -> Self {
        let land = snapshot.region.land_of(&uncovered);
        Self {
            square,
            land_m2: land.area_m2(),
            municipalities: municipalities(snapshot, &land),
            land,
            inhabitants: 0.0,
            buildings: 0.0,
            road_m: BTreeMap::new(),
            places: Vec::new(),
            organisations: BTreeSet::new(),
            dead_zones: Vec::new(),
            measured: Vec::new(),
            uncovered,
        }
    }
}

/// The squares in which a network's supply leaves anything of the region
/// uncovered, in the grid's order. The grid is a coarser one than the analysis grid.
pub fn gap_squares(snapshot: &Snapshot, network: &NetworkId, supply: &Supply, grid: Grid) -> Vec<GapSquare> {
    let area = snapshot.area(supply);
    let uncovered: Vec<_> = snapshot.region.whole.difference(&area).split(grid).into_iter().collect();
    let squares =
        uncovered.into_par_iter().map(|(square, uncovered)| GapSquare::new(square, uncovered, snapshot));
    let mut squares = Squares { grid, area: &area, squares: squares.collect() };
    let kind = ZoneKind::municipality();
    for zone in snapshot.region.zones_of(&kind) {
        squares.add_zone(snapshot, zone);
    }
    squares.add_routes(snapshot);
    squares.add_dead_zones(snapshot, network, supply.service);
    for &kind in TestKind::ALL {
        squares.add_measured(snapshot, network, Tested { service: supply.service, kind });
    }
    squares.squares
}

/// Those of which some of an area's land lies in them, most first.
fn municipalities(snapshot: &Snapshot, land: &Mosaic) -> Vec<usize> {
    let kind = ZoneKind::municipality();
    let zones = snapshot.region.zones.iter().enumerate().filter(|(_, zone)| zone.zone.kind == kind);
    let shares = zones.map(|(number, zone)| (number, zone.whole.intersection_area_m2(land)));
    let mut shares: Vec<_> = shares.filter(|(_, shared_m2)| *shared_m2 > 1.0).collect();
    shares.sort_by(|one, next| next.1.total_cmp(&one.1).then(one.0.cmp(&next.0)));
    shares.into_iter().map(|(number, _)| number).collect()
}

/// Squares while what lies in them is gathered.
struct Squares<'a> {
    grid: Grid,
    area: &'a Mosaic,
    squares: Vec<GapSquare>,
}

impl Squares<'_> {
    fn at(&mut self, square: CellIndex) -> Option<&mut GapSquare> {
        let place = self.squares.binary_search_by_key(&square, |found| found.square).ok()?;
        Some(&mut self.squares[place])
    }

    fn add_zone(&mut self, snapshot: &Snapshot, zone: &ZoneIndex) {
        let region = &snapshot.region;
        let demand = |unit| uncovered_demand(region, zone, unit, self.area, self.grid);
        let (inhabitants, buildings) = (demand(DemandUnit::Inhabitants), demand(DemandUnit::Buildings));
        self.add(&inhabitants, |square, amount| square.inhabitants += amount);
        self.add(&buildings, |square, amount| square.buildings += amount);
        let links = &region.region.demand.lines[LineKind::Roads];
        let mut by_class: BTreeMap<&str, Vec<LinkPart>> = BTreeMap::new();
        for part in uncovered_parts(region, zone, LineKind::Roads, self.area) {
            by_class.entry(links[part.link].class.as_str()).or_default().push(part);
        }
        for (class, parts) in by_class {
            let lengths = parts_by_square(region, LineKind::Roads, &parts, self.grid);
            self.add(&lengths, |square, length_m| {
                *square.road_m.entry(class.to_owned()).or_default() += length_m;
            });
        }
        let places = &region.region.demand.places;
        for &number in zone.places.iter().filter(|place| !self.area.contains(places[**place].position)) {
            let place = &places[number];
            if let Some(square) = self.at(self.grid.cell_at(place.position)) {
                square.places.push(number);
                square.organisations.insert(place.organisation.clone());
            }
        }
    }

    /// What hangs on several squares counts in each of them.
    fn add(&mut self, demand: &[UncoveredDemand], mut add: impl FnMut(&mut GapSquare, f64)) {
        for UncoveredDemand { amount, squares } in demand {
            for &square in squares {
                self.at(square).into_iter().for_each(|square| add(square, *amount));
            }
        }
    }

    fn add_routes(&mut self, snapshot: &Snapshot) {
        let region = &snapshot.region;
        for organisation in region.organisations.iter() {
            let parts = uncovered_parts(region, organisation, LineKind::Routes, self.area);
            let lengths = parts_by_square(region, LineKind::Routes, &parts, self.grid);
            self.add(&lengths, |square, _| {
                square.organisations.insert(organisation.zone.name.clone());
            });
        }
    }

    fn add_dead_zones(&mut self, snapshot: &Snapshot, network: &NetworkId, service: Service) {
        for report in &snapshot.dead_zones.reports {
            let place = place_of(report);
            if report.report.is_about(network)
                && report.report.service == service
                && !self.area.contains(place)
            {
                let square = self.at(self.grid.cell_at(place));
                square.into_iter().for_each(|square| square.dead_zones.push(report.number));
            }
        }
    }

    fn add_measured(&mut self, snapshot: &Snapshot, network: &NetworkId, tested: Tested) {
        let evidence = snapshot.evidence.verification.evidence(network, tested);
        let mut cells: BTreeMap<CellIndex, Vec<(&CellEvidence, CellClaim)>> = BTreeMap::new();
        for cell in evidence.cells.iter().filter(|cell| cell.is_public && cell.passes().is_some()) {
            let centre = Grid::MEASUREMENT.centre(cell.cell);
            if !self.area.contains(centre) {
                // What counts here is what was found, not what is claimed.
                let counted = CellClaim { claimed: true, inside: Tally::default(), failing_between: None };
                cells.entry(self.grid.cell_at(centre)).or_default().push((cell, counted));
            }
        }
        for (square, cells) in cells {
            let pairs = NeighbourPairs::among(claimed_votes(cells.iter().copied()));
            let failing = cells.iter().map(|(cell, _)| cell).filter(|cell| cell.passes() == Some(false));
            let failing = failing.map(|found| FailingCell {
                cell: found.cell,
                votes: found.votes,
                newest: found.newest,
            });
            let measured = MeasuredGap {
                kind: tested.kind,
                cells: cells.len() as u64,
                failing: failing.collect(),
                evidence: evidence.verdict(cells, NeighbourPairs::correlation([&pairs])),
            };
            self.at(square).into_iter().for_each(|square| square.measured.push(measured.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use geo::Point;
    use jiff::Timestamp;

    use super::*;
    use crate::{
        analysis::fixture::{Fixture, assert_close, calls, rectangle_km},
        domain::{DeadZone, DeadZoneReport, Environment, Moderation, Standing},
        index::{DeadZoneIndex, Networks},
    };

    const SQUARES: Grid = Grid::new(5_000.0);

    fn squares(snapshot: &Snapshot) -> Vec<GapSquare> {
        let network = Fixture::network("a");
        gap_squares(snapshot, &network, &Fixture::voice(Networks::One(network.clone())), SQUARES)
    }

    fn dead_zone(number: i64, network: Option<&str>, metres: f64) -> Arc<DeadZone> {
        Arc::new(DeadZone {
            number,
            received_at: Timestamp::UNIX_EPOCH,
            standing: Standing::Official,
            moderation: Moderation::Approved,
            report: DeadZoneReport {
                geometry: Point::new(metres, 500.0).into(),
                networks: network.map(Fixture::network).into_iter().collect(),
                service: Service::Voice,
                failing: Vec::new(),
                environment: Environment::Outdoor,
                observed_at: Timestamp::UNIX_EPOCH,
                recurrence: None,
                text: String::new(),
            },
        })
    }

    /// Covered from 3.5 to 8 km.
    #[test]
    fn each_square_has_its_demand() {
        let snapshot = Fixture::strip().claim("a", &[rectangle_km(3.5, 8.0)]).snapshot();
        let reports = [
            dead_zone(1, Some("a"), 1_000.0),
            dead_zone(2, Some("b"), 1_000.0),
            dead_zone(3, None, 9_000.0),
            dead_zone(4, None, 5_000.0),
        ];
        let snapshot = Snapshot { dead_zones: Arc::new(DeadZoneIndex::new(reports)), ..snapshot };
        let found = squares(&snapshot);
        let [west, east] = found.as_slice() else { panic!("{found:?}") };
        for (square, kilometres, buildings, dead_zones) in [(west, 3.5, 4.0, [1]), (east, 2.0, 2.0, [3])] {
            assert_close(square.land_m2, kilometres * 1e6);
            assert_close(square.inhabitants, kilometres * 100.0);
            assert_close(square.road_m["riksvag"], kilometres * 1e3);
            assert_close(square.road_length_m(), kilometres * 1e3);
            assert_eq!((square.places.len(), square.municipalities.as_slice()), (1, &[0][..]));
            assert_eq!(square.dead_zones, dead_zones);
            assert_eq!(square.buildings, buildings);
            assert!(square.organisations.contains("Remsan") && square.measured.is_empty());
        }
    }

    /// Calls fail at 2 km, where nothing is claimed, and succeed at 4 km, where it is.
    #[test]
    fn what_was_measured_in_the_gap_stands_with_it() {
        let samples = calls("a", [(20, vec![false, false]), (21, vec![true, false]), (40, vec![true])]);
        let snapshot = Fixture::strip().claim("a", &[rectangle_km(3.5, 10.0)]).measured(&samples);
        let [west] = &squares(&snapshot)[..] else { panic!("one square") };
        let [measured] = &west.measured[..] else { panic!("{:?}", west.measured) };
        assert_eq!((measured.kind, measured.cells, measured.failing_cells()), (TestKind::Service, 4, 2));
        assert_eq!((west.votes(TestKind::Service).passing(), west.votes(TestKind::Service).trials()), (2, 8));
        assert_eq!(west.votes(TestKind::Signal), Tally::default());
        let interval = measured.evidence.interval.unwrap();
        assert!(interval.lower < 0.25 && 0.25 < interval.upper);
        assert!(measured.evidence.basis.median_age_days.is_some());
    }

    #[test]
    fn where_all_is_covered_there_is_no_square() {
        let snapshot = Fixture::strip().claim("a", &[rectangle_km(0.0, 10.0)]).snapshot();
        assert!(squares(&snapshot).is_empty());
    }
}
