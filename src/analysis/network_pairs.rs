//! Which two networks together cover most of what an organisation needs, and
//! what the second one adds.

use std::collections::BTreeSet;

use super::{Measure, OrganisationGaps, organisation_gaps};
use crate::{
    domain::NetworkId,
    index::{Networks, Snapshot, Supply},
};

/// What networks cover of an organisation's own places and routes, metres.
#[derive(Clone, Debug, PartialEq)]
pub struct NeedCovered {
    /// One network, or two of which at least one covers.
    pub networks: Vec<NetworkId>,
    pub places: Measure,
    pub routes: Measure,
}

/// Each network and each pair of networks for one organisation.
#[derive(Clone, Debug, PartialEq)]
pub struct OrganisationPairs {
    pub organisation: String,
    /// In the region's order.
    pub singles: Vec<NeedCovered>,
    /// Those that cover most places first, of as many those that cover most of the routes.
    pub pairs: Vec<NeedCovered>,
}

impl OrganisationPairs {
    /// The places, and metres of routes, that a pair covers beyond the network that
    /// covers most of them alone.
    pub fn gained(&self, pair: &NeedCovered) -> (f64, f64) {
        let best = |of: fn(&NeedCovered) -> Measure| {
            self.singles.iter().map(|single| of(single).covered).fold(0.0, f64::max)
        };
        let gained = |of: fn(&NeedCovered) -> Measure| (of(pair).covered - best(of)).max(0.0);
        (gained(|need| need.places), gained(|need| need.routes))
    }
}

/// Every organisation of the region, by name; the networks of `supply` don't matter.
pub fn network_pairs(snapshot: &Snapshot, supply: &Supply) -> Vec<OrganisationPairs> {
    let networks = snapshot.region.region.network_ids();
    let figures = |networks: &[NetworkId]| {
        let together = networks.iter().cloned().collect::<BTreeSet<_>>();
        (networks.to_vec(), organisation_gaps(snapshot, &supply.with_networks(Networks::AnyOf(together))))
    };
    let singles: Vec<_> = networks.iter().map(|network| figures(std::slice::from_ref(network))).collect();
    let both = |(place, first): (usize, &NetworkId)| {
        let first = first.clone();
        networks[place + 1..].iter().map(move |second| [first.clone(), second.clone()])
    };
    let pairs: Vec<_> = networks.iter().enumerate().flat_map(both).map(|pair| figures(&pair)).collect();
    let organisations = snapshot.region.organisations.iter().enumerate();
    organisations
        .map(|(place, organisation)| {
            let needs = |found: &[(Vec<NetworkId>, Vec<OrganisationGaps>)]| {
                let need = |(networks, gaps): &(Vec<NetworkId>, Vec<OrganisationGaps>)| NeedCovered {
                    networks: networks.clone(),
                    places: gaps[place].places,
                    routes: gaps[place].routes.length,
                };
                found.iter().map(need).collect::<Vec<_>>()
            };
            let mut pairs = needs(&pairs);
            pairs.sort_by(|one, other| {
                let covered = |need: &NeedCovered| (need.places.covered, need.routes.covered);
                let (one, other) = (covered(one), covered(other));
                other.0.total_cmp(&one.0).then(other.1.total_cmp(&one.1))
            });
            OrganisationPairs {
                organisation: organisation.zone.name.clone(),
                singles: needs(&singles),
                pairs,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        analysis::fixture::{Fixture, assert_close, rectangle_km},
        domain::{LineKind, Region},
    };

    /// Places at 1 and 9 km and a route from 4 to 10 km are one organisation's.
    fn one_organisation(region: &mut Region) {
        let demand = &mut region.demand;
        let name = demand.places[0].organisation.clone();
        demand.places.iter_mut().for_each(|place| place.organisation = name.clone());
        let mut link = demand.lines[LineKind::Roads][1].clone();
        (link.organisation, link.route) = (name, "School bus".to_owned());
        demand.lines[LineKind::Routes] = vec![link];
    }

    #[test]
    fn the_second_network_adds_what_the_first_lacks() {
        let snapshot = Fixture::strip()
            .with_region(one_organisation)
            .claim("a", &[rectangle_km(0.0, 6.0)])
            .claim("b", &[rectangle_km(5.0, 10.0)])
            .snapshot();
        let found = network_pairs(&snapshot, &Fixture::voice(Networks::Any));
        let [organisation] = found.as_slice() else { panic!("{found:?}") };
        let [a, b] = organisation.singles.as_slice() else { panic!("{organisation:?}") };
        assert_eq!((a.places.covered, b.places.covered), (1.0, 1.0));
        assert_close(a.routes.covered, 2_000.0);
        assert_close(b.routes.covered, 5_000.0);
        let [pair] = organisation.pairs.as_slice() else { panic!("{organisation:?}") };
        assert_eq!((pair.places.covered, pair.places.total), (2.0, 2.0));
        assert_close(pair.routes.covered, 6_000.0);
        let (places, routes_m) = organisation.gained(pair);
        assert_close(places, 1.0);
        assert_close(routes_m, 1_000.0);
    }
}
