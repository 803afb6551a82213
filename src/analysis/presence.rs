//! How much of the area where people normally are is covered.

use super::Measure;
use crate::{
    domain::PresenceGroup,
    geometry::Mosaic,
    index::{PresenceIndex, ZoneIndex},
};

/// Square metres of the area where people normally are: all of it, what several
/// classes have counted once, and each class for itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PresenceGaps {
    pub area: Measure,
    pub classes: Vec<PresenceClassMeasure>,
}

/// One class; classes overlap.
#[derive(Clone, Debug, PartialEq)]
pub struct PresenceClassMeasure {
    pub group: PresenceGroup,
    pub class: String,
    pub measure: Measure,
}

/// All of it together; nothing to cover where the region says nothing of it.
pub(super) fn presence_area(zone: &ZoneIndex, area: &Mosaic) -> Measure {
    zone.presence.as_deref().map(|presence| whole(presence, area)).unwrap_or_default()
}

pub(super) fn presence_gaps(zone: &ZoneIndex, area: &Mosaic) -> PresenceGaps {
    let Some(presence) = zone.presence.as_deref() else { return PresenceGaps::default() };
    let classes = presence.classes.iter().map(|class| PresenceClassMeasure {
        group: class.group,
        class: class.class.clone(),
        measure: Measure { total: class.area_m2, covered: class.area.intersection_area_m2(area) },
    });
    PresenceGaps { area: whole(presence, area), classes: classes.collect() }
}

fn whole(presence: &PresenceIndex, area: &Mosaic) -> Measure {
    Measure { total: presence.area_m2, covered: presence.area.intersection_area_m2(area) }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, f64::consts::PI};

    use proptest::prelude::*;

    use super::*;
    use crate::{
        analysis::fixture::{Fixture, assert_close, rectangle_km},
        domain::{ByLine, LineKind, Presence, PresenceArea, Region},
        geometry::{ANALYSIS_GRID, total},
    };

    /// A locality from 0 to 2 km, and 100 m to both sides of the road.
    fn locality_and_road(region: &mut Region) {
        let mut presence = Presence {
            areas: vec![PresenceArea { class: "tätort".to_owned(), outline: rectangle_km(0.0, 2.0).into() }],
            ..Presence::default()
        };
        presence.lines_within_m[LineKind::Roads].insert("riksvag".to_owned(), 100.0);
        region.demand.presence = Some(presence);
    }

    fn covered(from_km: f64, to_km: f64) -> Mosaic {
        Mosaic::from_polygons(ANALYSIS_GRID, [&rectangle_km(from_km, to_km)])
    }

    /// 2 km² of locality; of the road's 2 km² beside it 1.6 km² are left.
    #[test]
    fn what_several_classes_have_counts_once() {
        let region = Fixture::strip().with_region(locality_and_road).snapshot().region;
        let found = presence_gaps(&region.zones[0], &covered(1.0, 6.0));
        let classes: Vec<_> = found.classes.iter().map(|class| (class.group, class.class.as_str())).collect();
        assert_eq!(classes, [(PresenceGroup::Areas, "tätort"), (PresenceGroup::Roads, "riksvag")]);
        for (measure, total_km2, covered_km2) in [
            (found.classes[0].measure, 2.0, 1.0),
            (found.classes[1].measure, 2.0, 1.0),
            (found.area, 3.6, 1.8),
        ] {
            assert_close(measure.total / 1e6, total_km2);
            assert_close(measure.covered / 1e6, covered_km2);
        }
        assert_eq!(presence_area(&region.zones[0], &covered(1.0, 6.0)), found.area);
    }

    /// Squares end at the zone's edge and leave lakes out; circles lie around places.
    #[test]
    fn squares_and_places_within_the_land() {
        let places = |region: &mut Region| {
            region.demand.presence =
                Some(Presence { has_squares: true, places_within_m: Some(200.0), ..Presence::default() });
            region.demand.population.truncate(3);
            region.demand.population[0].inhabitants = 0.0;
            region.demand.lakes = vec![rectangle_km(1.5, 2.0).into()];
        };
        let region = Fixture::strip().with_region(places).snapshot().region;
        let found = presence_gaps(&region.zones[0], &covered(0.0, 0.0));
        let [squares, places] = found.classes.as_slice() else { panic!("{found:?}") };
        assert_close(squares.measure.total / 1e6, 1.5);
        let circles_m2 = 2.0 * PI * 200.0 * 200.0;
        assert!((0.99..1.0).contains(&(places.measure.total / circles_m2)), "{places:?}");
        assert_eq!(found.area.covered, 0.0);
    }

    #[test]
    fn a_region_that_says_nothing_of_it_has_none() {
        let region = Fixture::strip().with_region(|region| region.demand.presence = None).snapshot().region;
        let found = presence_gaps(&region.zones[0], &covered(0.0, 5.0));
        assert_eq!((found.area.covered_share(), found.classes.len()), (None, 0));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]

        /// The whole is no larger than its classes together and no smaller than the
        /// largest, and what is covered and what isn't are the whole.
        #[test]
        fn the_whole_lies_between_its_classes(
            road_m in 5.0..400.0f64, place_m in 5.0..900.0f64, from in 0.0..9.0f64, length in 0.1..5.0f64,
        ) {
            let everything = |region: &mut Region| {
                let wide = |kind| match kind {
                    LineKind::Roads => BTreeMap::from([("riksvag".to_owned(), road_m)]),
                    _ => BTreeMap::new(),
                };
                region.demand.presence = Some(Presence {
                    lines_within_m: ByLine::from_fn(wide),
                    places_within_m: Some(place_m),
                    ..Presence::default()
                });
            };
            let region = Fixture::strip().with_region(everything).snapshot().region;
            let (zone, area) = (&region.zones[0], covered(from, from + length));
            let found = presence_gaps(zone, &area);
            for of in [|measure: Measure| measure.total, |measure: Measure| measure.covered] {
                let classes = found.classes.iter().map(|class| of(class.measure));
                let largest = classes.clone().fold(0.0, f64::max);
                // An overlay's corners lie on its lattice of 10⁻⁵ m.
                let slack_m2 = 1e-6 * largest;
                prop_assert!(of(found.area) <= total(classes) + slack_m2);
                prop_assert!(of(found.area) >= largest - slack_m2);
            }
            let rest = zone.whole.difference(&area);
            let uncovered = presence_gaps(zone, &rest).area.covered;
            prop_assert!((found.area.covered + uncovered - found.area.total).abs() <= 1e-6 * found.area.total);
        }
    }
}
