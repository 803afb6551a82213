//! Networks side by side: which of them leads depends on what is weighed, so
//! four rankings stand beside each other (R21).

use super::{Measure, OrganisationGaps, ZoneGaps};
use crate::{
    domain::{NetworkId, ZoneKind, words},
    index::RegionIndex,
};

/// Figures nearer than this share of their total are equal: sums of the same
/// parts in another order differ by less.
const EQUAL: f64 = 1e-9;

/// What counts in a ranking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RankingWeight {
    Inhabitants,
    LandArea,
    /// One vote each, to the network that covers most of its inhabitants; networks
    /// that cover as many share it.
    Municipalities,
    /// The organisations' own, one as another.
    OwnPlaces,
}

words!(RankingWeight, "ranking weight", {
    Inhabitants => "inhabitants", LandArea => "land_area", Municipalities => "municipalities",
    OwnPlaces => "own_places",
});

/// All figures of one network.
#[derive(Clone, Copy, Debug)]
pub struct NetworkFigures<'figures> {
    pub network: &'figures NetworkId,
    /// In the region's order of zones.
    pub zones: &'figures [ZoneGaps],
    pub organisations: &'figures [OrganisationGaps],
}

#[derive(Clone, Debug, PartialEq)]
pub struct Ranking {
    pub weight: RankingWeight,
    /// The first first; equal ones in the order in which they were given.
    pub networks: Vec<RankedNetwork>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct RankedNetwork {
    pub network: NetworkId,
    /// Inhabitants, square metres, votes or places.
    pub measure: Measure,
    /// From 1; equal ones share it, and the next one's is as if they hadn't.
    pub rank: usize,
}

/// One ranking by each weight. What the municipalities have together is the region's.
pub fn rankings(region: &RegionIndex, networks: &[NetworkFigures<'_>]) -> Vec<Ranking> {
    let municipality = ZoneKind::municipality();
    let municipalities: Vec<usize> =
        (0..region.zones.len()).filter(|zone| region.zones[*zone].zone.kind == municipality).collect();
    let votes = votes(&municipalities, networks);
    let measures = |weight| {
        let of = |(place, figures): (usize, &NetworkFigures<'_>)| match weight {
            RankingWeight::Inhabitants => {
                sum(municipalities.iter().map(|zone| figures.zones[*zone].inhabitants))
            }
            RankingWeight::LandArea => sum(municipalities.iter().map(|zone| figures.zones[*zone].land_area)),
            RankingWeight::Municipalities => votes[place],
            RankingWeight::OwnPlaces => sum(figures.organisations.iter().map(|one| one.places)),
        };
        networks.iter().enumerate().map(of).collect::<Vec<_>>()
    };
    let ranking =
        |weight: &RankingWeight| Ranking { weight: *weight, networks: ranked(networks, &measures(*weight)) };
    RankingWeight::ALL.iter().map(ranking).collect()
}

/// What each network gets of the votes of those municipalities where somebody lives.
fn votes(municipalities: &[usize], networks: &[NetworkFigures<'_>]) -> Vec<Measure> {
    let mut votes = vec![Measure::default(); networks.len()];
    for &zone in municipalities {
        let covered: Vec<Measure> = networks.iter().map(|figures| figures.zones[zone].inhabitants).collect();
        let most = covered.iter().map(|measure| measure.covered).fold(0.0, f64::max);
        if most == 0.0 {
            continue;
        }
        let leads = |measure: &Measure| are_equal(measure.covered, most, measure.total);
        let leaders = covered.iter().filter(|measure| leads(measure)).count() as f64;
        for (vote, measure) in votes.iter_mut().zip(&covered) {
            vote.total += 1.0;
            vote.covered += if leads(measure) { 1.0 / leaders } else { 0.0 };
        }
    }
    votes
}

fn ranked(networks: &[NetworkFigures<'_>], measures: &[Measure]) -> Vec<RankedNetwork> {
    let mut ranked: Vec<RankedNetwork> = networks
        .iter()
        .zip(measures)
        .map(|(figures, measure)| {
            let ahead = |other: &&Measure| {
                other.covered > measure.covered && !are_equal(other.covered, measure.covered, measure.total)
            };
            let rank = 1 + measures.iter().filter(ahead).count();
            RankedNetwork { network: figures.network.clone(), measure: *measure, rank }
        })
        .collect();
    ranked.sort_by_key(|network| network.rank);
    ranked
}

fn are_equal(one: f64, other: f64, total: f64) -> bool {
    (one - other).abs() <= EQUAL * total
}

fn sum(measures: impl Iterator<Item = Measure>) -> Measure {
    measures.fold(Measure::default(), |sum, measure| Measure {
        total: sum.total + measure.total,
        covered: sum.covered + measure.covered,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        analysis::{
            fixture::{Fixture, rectangle_km},
            gaps, organisation_gaps,
        },
        index::{Networks, Snapshot},
    };

    fn found(snapshot: &Snapshot) -> Vec<(RankingWeight, Vec<(String, usize)>)> {
        let networks = snapshot.region.region.network_ids();
        let supplies: Vec<_> =
            networks.iter().map(|network| Fixture::voice(Networks::One(network.clone()))).collect();
        let zones: Vec<_> = supplies.iter().map(|supply| gaps(snapshot, supply)).collect();
        let organisations: Vec<_> =
            supplies.iter().map(|supply| organisation_gaps(snapshot, supply)).collect();
        let figures = networks.iter().zip(&zones).zip(&organisations);
        let figures =
            figures.map(|((network, zones), organisations)| NetworkFigures { network, zones, organisations });
        let named = |ranking: Ranking| {
            let networks = ranking.networks.into_iter();
            (ranking.weight, networks.map(|one| (one.network.to_string(), one.rank)).collect())
        };
        rankings(&snapshot.region, &figures.collect::<Vec<_>>()).into_iter().map(named).collect()
    }

    fn places(list: &[(&str, usize)]) -> Vec<(String, usize)> {
        list.iter().map(|(network, rank)| ((*network).to_owned(), *rank)).collect()
    }

    /// All people live in the first kilometre, where only A covers; B covers more land.
    #[test]
    fn who_leads_depends_on_the_weight() {
        let snapshot = Fixture::strip()
            .with_region(|region| {
                region.demand.population.truncate(1);
            })
            .claim("a", &[rectangle_km(0.0, 2.0)])
            .claim("b", &[rectangle_km(2.0, 9.5)])
            .snapshot();
        let found = found(&snapshot);
        let of = |weight| &found.iter().find(|(of, _)| *of == weight).unwrap().1;
        assert_eq!(found.len(), 4);
        assert_eq!(of(RankingWeight::LandArea)[0], ("b".to_owned(), 1));
        assert_eq!(of(RankingWeight::Inhabitants)[0], ("a".to_owned(), 1));
        assert_eq!(of(RankingWeight::Municipalities)[0], ("a".to_owned(), 1));
    }

    /// Equal ones share a rank and a vote.
    #[test]
    fn equals_share_their_rank() {
        let all = [rectangle_km(0.0, 10.0)];
        let snapshot = Fixture::strip().claim("a", &all).claim("b", &all).snapshot();
        for (weight, networks) in found(&snapshot) {
            assert_eq!(networks, places(&[("a", 1), ("b", 1)]), "{weight}");
        }
    }
}
