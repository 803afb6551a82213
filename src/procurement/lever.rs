//! The buyers' lever: how much of what is bought in a year is bought by
//! organisations whose own places or routes a network doesn't cover.

use std::collections::BTreeMap;

use crate::{analysis::OrganisationGaps, domain::Kronor};

/// What a network stands to lose, or another to win.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lever {
    /// Names of buyers with an uncovered place or stretch of a route, with what
    /// they called off in the year; the largest buyer first.
    pub buyers: Vec<(String, Kronor)>,
    pub called_off: Kronor,
}

/// A route that ends at a claim's edge lacks a hair's breadth by how edges are rounded.
const LEAST_STRETCH_M: f64 = 1.0;

/// `gaps`: of one supply. `buyers`: what each organisation called off in the year,
/// by the name that its places and routes bear.
pub fn lever(gaps: &[OrganisationGaps], buyers: &BTreeMap<String, Kronor>) -> Lever {
    let lacking = gaps.iter().filter(|figures| {
        let route = figures.routes.length;
        !figures.uncovered_places.is_empty() || route.total - route.covered >= LEAST_STRETCH_M
    });
    let of_buyer = |figures: &OrganisationGaps| {
        let called_off = buyers.get(&figures.organisation)?;
        Some((figures.organisation.clone(), *called_off))
    };
    let mut buyers: Vec<_> = lacking.filter_map(of_buyer).collect();
    buyers.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    let called_off = buyers.iter().map(|(_, called_off)| *called_off).sum();
    Lever { buyers, called_off }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        analysis::{
            fixture::{Fixture, rectangle_km},
            organisation_gaps,
        },
        domain::Region,
        index::Networks,
    };

    /// The place at 9 km is somebody else's.
    fn two_organisations(region: &mut Region) {
        region.demand.places[1].organisation = "Bandet".to_owned();
    }

    #[test]
    fn those_who_lack_coverage_are_the_lever() {
        let fixture = Fixture::strip().with_region(two_organisations);
        let snapshot = fixture.claim("a", &[rectangle_km(0.0, 6.0)]).snapshot();
        let gaps = organisation_gaps(&snapshot, &Fixture::voice(Networks::Any));
        let bought = |name: &str, sek: i64| (name.to_owned(), Kronor::from_ore(100 * sek));
        let buyers = BTreeMap::from([bought("Bandet", 7), bought("Remsan", 90), bought("Without places", 3)]);
        let found = lever(&gaps, &buyers);
        assert_eq!(found.buyers, [bought("Bandet", 7)]);
        assert_eq!(found.called_off, Kronor::from_ore(700));
        assert_eq!(lever(&gaps, &BTreeMap::new()), Lever::default());
    }
}
