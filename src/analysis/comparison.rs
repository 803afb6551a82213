//! Two versions of a claim, or of what a technology leaves: what was lost and
//! what was gained, zone by zone.
//!
//! before − lost + gained = after, for every quantity and zone.

use geo::MultiPolygon;
use rayon::prelude::*;

use super::{Stretch, inhabitants::inhabitants_in, stretches_inside};
use crate::{
    domain::{LineKind, ZoneKind},
    geometry::{Mosaic, covered_intervals, part_of_line, total},
    index::{RegionIndex, ZoneIndex},
};

/// A quantity of demand before and after, in its own unit.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Change {
    /// All the demand, covered or not.
    pub total: f64,
    pub before: f64,
    pub after: f64,
    pub lost: f64,
    pub gained: f64,
}

impl Change {
    /// What the quantity has become more by; negative where it shrank.
    pub fn net(self) -> f64 {
        self.gained - self.lost
    }

    fn plus(self, other: Self) -> Self {
        Self {
            total: self.total + other.total,
            before: self.before + other.before,
            after: self.after + other.after,
            lost: self.lost + other.lost,
            gained: self.gained + other.gained,
        }
    }
}

/// What changed in one zone.
#[derive(Clone, Debug)]
pub struct ZoneChange {
    /// Index into the region's zones.
    pub zone: usize,
    pub figures: Figures,
    /// Roads that lost their cover, longest stretch first.
    pub lost_stretches: Vec<Stretch>,
    pub gained_stretches: Vec<Stretch>,
    /// Indices into the region's places.
    pub lost_places: Vec<usize>,
    pub gained_places: Vec<usize>,
}

/// The four quantities that coverage is counted over.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    pub land_area: Change,
    pub inhabitants: Change,
    pub road_length: Change,
    pub places: Change,
}

/// Two areas compared.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// Every zone of the region, in its order.
    pub zones: Vec<ZoneChange>,
    /// The municipalities together.
    pub whole: Figures,
    /// What the one has and the other hasn't, lakes and all.
    pub lost: Mosaic,
    pub gained: Mosaic,
}

/// Compares what was covered before with what is covered after.
pub fn compare(region: &RegionIndex, before: &Mosaic, after: &Mosaic) -> Comparison {
    let (lost, gained) = rayon::join(|| before.difference(after), || after.difference(before));
    let areas = Areas { before, after, lost: &lost, gained: &gained };
    let zones = region.zones.par_iter().enumerate();
    let zones: Vec<ZoneChange> =
        zones.map(|(number, zone)| areas.zone_change(region, number, zone)).collect();
    let municipality = ZoneKind::municipality();
    let municipalities = zones.iter().filter(|change| region.zones[change.zone].zone.kind == municipality);
    let whole = municipalities.fold(Figures::default(), |sum, change| sum.plus(change.figures));
    Comparison { zones, whole, lost, gained }
}

impl Comparison {
    /// The land of a zone that lost its cover, and that which gained some, dissolved.
    pub fn polygons(&self, zone: &ZoneIndex) -> [MultiPolygon<f64>; 2] {
        [&self.lost, &self.gained].map(|area| zone.land.intersection(area).dissolve())
    }
}

impl Figures {
    fn plus(self, other: Self) -> Self {
        Self {
            land_area: self.land_area.plus(other.land_area),
            inhabitants: self.inhabitants.plus(other.inhabitants),
            road_length: self.road_length.plus(other.road_length),
            places: self.places.plus(other.places),
        }
    }
}

struct Areas<'a> {
    before: &'a Mosaic,
    after: &'a Mosaic,
    lost: &'a Mosaic,
    gained: &'a Mosaic,
}

impl Areas<'_> {
    fn zone_change(&self, region: &RegionIndex, number: usize, zone: &ZoneIndex) -> ZoneChange {
        let change = |total: f64, of: &dyn Fn(&Mosaic) -> f64| Change {
            total,
            before: of(self.before),
            after: of(self.after),
            lost: of(self.lost),
            gained: of(self.gained),
        };
        let places_in = |area: &Mosaic| {
            let places = &region.region.demand.places;
            zone.places
                .iter()
                .copied()
                .filter(|&place| area.contains(places[place].position))
                .collect::<Vec<_>>()
        };
        let (before, after) = (places_in(self.before), places_in(self.after));
        let only = |these: &[usize], others: &[usize]| {
            these.iter().copied().filter(|place| !others.contains(place)).collect::<Vec<_>>()
        };
        let (lost_places, gained_places) = (only(&before, &after), only(&after, &before));
        let places = Change {
            total: zone.places.len() as f64,
            before: before.len() as f64,
            after: after.len() as f64,
            lost: lost_places.len() as f64,
            gained: gained_places.len() as f64,
        };
        let figures = Figures {
            land_area: change(zone.land_m2, &|area| zone.land.intersection_area_m2(area)),
            inhabitants: change(zone.inhabitants, &|area| inhabitants_in(region, zone, area)),
            road_length: change(zone.lines[LineKind::Roads].length_m, &|area| road_m(region, zone, area)),
            places,
        };
        ZoneChange {
            zone: number,
            figures,
            lost_stretches: stretches_inside(region, zone, self.lost),
            gained_stretches: stretches_inside(region, zone, self.gained),
            lost_places,
            gained_places,
        }
    }
}

/// Inhabitants by the covered share of their square, and by points. Unclamped, so that lost and
/// gained add up.
fn road_m(region: &RegionIndex, zone: &ZoneIndex, area: &Mosaic) -> f64 {
    let links = &region.region.demand.lines[LineKind::Roads];
    let lines = zone.lines[LineKind::Roads]
        .parts
        .iter()
        .map(|part| part_of_line(&links[part.link].line, part.interval));
    total(lines.flat_map(|line| covered_intervals(&line, area)).map(|interval| interval.length_m()))
}

#[cfg(test)]
mod tests {
    use geo::Coord;
    use proptest::prelude::*;

    use geo::Area;

    use super::*;
    use crate::{
        analysis::fixture::{Fixture, assert_close, rectangle_km},
        geometry::ANALYSIS_GRID,
    };

    fn area(parts_km: &[(f64, f64)]) -> Mosaic {
        let parts: Vec<_> = parts_km.iter().map(|&(from, to)| rectangle_km(from, to)).collect();
        Mosaic::from_polygons(ANALYSIS_GRID, &parts)
    }

    #[track_caller]
    fn check(change: Change, [total, before, after, lost, gained]: [f64; 5]) {
        let Change { total: t, before: b, after: a, lost: l, gained: g } = change;
        for (found, expected) in [(t, total), (b, before), (a, after), (l, lost), (g, gained)] {
            assert_close(found, expected);
        }
    }

    /// 1–7 km becomes 3–8.5 km: the place at 1 km is lost, that at 9 km stays without.
    #[test]
    fn what_is_lost_and_what_is_gained() {
        let region = Fixture::strip().snapshot().region;
        let comparison = compare(&region, &area(&[(0.5, 7.0)]), &area(&[(3.0, 8.5)]));
        let change = &comparison.zones[0];
        check(change.figures.land_area, [10e6, 6.5e6, 5.5e6, 2.5e6, 1.5e6]);
        check(change.figures.inhabitants, [1_000.0, 650.0, 550.0, 250.0, 150.0]);
        check(change.figures.road_length, [10_000.0, 6_500.0, 5_500.0, 2_500.0, 1_500.0]);
        check(change.figures.places, [2.0, 1.0, 0.0, 1.0, 0.0]);
        assert_eq!((change.lost_places.as_slice(), change.gained_places.len()), ([0].as_slice(), 0));
        assert_close(change.lost_stretches[0].length_m, 2_500.0);
        assert_close(change.figures.land_area.net(), -1e6);
        assert_eq!(comparison.whole, change.figures);
        let [lost, gained] = comparison.polygons(&region.zones[0]);
        assert_close(lost.unsigned_area(), 2.5e6);
        assert_close(gained.unsigned_area(), 1.5e6);
    }

    #[test]
    fn nothing_changes_between_a_version_and_itself() {
        let region = Fixture::strip().snapshot().region;
        let same = area(&[(1.0, 4.0)]);
        let comparison = compare(&region, &same, &same);
        assert!(comparison.lost.is_empty() && comparison.gained.is_empty());
        check(comparison.whole.land_area, [10e6, 3e6, 3e6, 0.0, 0.0]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]

        /// before − lost + gained = after; and each of many points is in the
        /// lost or the gained area when a look at both versions says so.
        #[test]
        fn it_adds_up_and_agrees_with_points(
            before in prop::collection::vec((0.0..10.0f64, 0.1..3.0f64), 0..5),
            after in prop::collection::vec((0.0..10.0f64, 0.1..3.0f64), 0..5),
        ) {
            let region = Fixture::strip().snapshot().region;
            let parts = |parts: &[(f64, f64)]| parts.iter().map(|(from, length)| (*from, from + length)).collect::<Vec<_>>();
            let (before, after) = (area(&parts(&before)), area(&parts(&after)));
            let comparison = compare(&region, &before, &after);
            let Figures { land_area, inhabitants, road_length, places } = comparison.whole;
            for change in [land_area, inhabitants, road_length, places] {
                let expected = change.before - change.lost + change.gained;
                prop_assert!((expected - change.after).abs() <= 1e-6 * change.total, "{change:?}");
            }
            for step in 0..200 {
                let at = Coord { x: f64::from(step) * 50.0 + 7.3, y: f64::from(step * 37 % 990) + 3.1 };
                let (was, is) = (before.contains(at), after.contains(at));
                prop_assert_eq!(comparison.lost.contains(at), was && !is);
                prop_assert_eq!(comparison.gained.contains(at), is && !was);
            }
        }
    }
}
