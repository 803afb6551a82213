//! How much of a zone's lines a supply covers: in all, by class, and where it
//! doesn't (R4).

use std::collections::BTreeMap;

use super::{Measure, Stretches, stretches::joined, stretches::uncovered_parts};
use crate::{
    domain::LineKind,
    geometry::Mosaic,
    index::{RegionIndex, ZoneIndex},
};

/// The figures of one kind of line in one zone, metres.
#[derive(Clone, Debug, PartialEq)]
pub struct LineGaps {
    pub length: Measure,
    /// By name; lines without a class stand first, under an empty name.
    pub classes: Vec<ClassMeasure>,
    pub stretches: Stretches,
}

/// How much of one class of a demand is covered.
#[derive(Clone, Debug, PartialEq)]
pub struct ClassMeasure {
    pub class: String,
    pub measure: Measure,
}

/// Length, classes and stretches of a zone's lines of one kind.
pub fn line_gaps(region: &RegionIndex, zone: &ZoneIndex, kind: LineKind, area: &Mosaic) -> LineGaps {
    let links = &region.region.demand.lines[kind];
    let lines = &zone.lines[kind];
    let gaps = uncovered_parts(region, zone, kind, area);
    let mut classes: BTreeMap<&str, Measure> = BTreeMap::new();
    for part in &lines.parts {
        let class = classes.entry(&links[part.link].class).or_default();
        class.total += part.interval.length_m();
        class.covered += part.interval.length_m();
    }
    for gap in &gaps {
        let class = classes.entry(&links[gap.link].class).or_default();
        class.covered = (class.covered - gap.interval.length_m()).max(0.0);
    }
    let named = |(class, measure): (&str, Measure)| ClassMeasure { class: class.to_owned(), measure };
    let classes = classes.into_iter().map(named).collect();
    let stretches = Stretches(joined(region, kind, gaps));
    let covered = (lines.length_m - stretches.uncovered_m()).max(0.0);
    LineGaps { length: Measure { total: lines.length_m, covered }, classes, stretches }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        analysis::fixture::{Fixture, assert_close, link, rectangle_km},
        geometry::total,
        index::Networks,
    };

    /// Four kilometres of one class and six of another, covered from 3 to 8 km.
    #[test]
    fn each_class_has_its_own_length() {
        let snapshot = Fixture::strip()
            .with_region(|region| {
                region.demand.lines[LineKind::Railways] = [("stambana", 0.0, 4.0), ("länsbana", 4.0, 10.0)]
                    .map(|(class, from, to)| crate::domain::Link {
                        class: class.to_owned(),
                        ..link(from, to)
                    })
                    .to_vec();
            })
            .claim("a", &[rectangle_km(3.0, 8.0)])
            .snapshot();
        let area = snapshot.coverage.area(&Fixture::voice(Networks::Any));
        let found = line_gaps(&snapshot.region, &snapshot.region.zones[0], LineKind::Railways, &area);
        let classes: Vec<_> = found.classes.iter().map(|class| class.class.as_str()).collect();
        assert_eq!(classes, ["länsbana", "stambana"]);
        for (class, length_m, covered_m) in [(0, 6_000.0, 4_000.0), (1, 4_000.0, 1_000.0)] {
            assert_close(found.classes[class].measure.total, length_m);
            assert_close(found.classes[class].measure.covered, covered_m);
        }
        assert_close(total(found.classes.iter().map(|class| class.measure.covered)), found.length.covered);
        assert_close(found.length.covered_share().unwrap().value(), 0.5);
        // A class ends no stretch: it is one railway.
        assert_eq!(found.stretches.0.len(), 2);
    }
}
