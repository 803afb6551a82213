//! What a gap report says: one network, a day, and what is asked of it.
//!
//! Gaps of the same service, environment, technology and evidence are one part of
//! the report: a site that is built closes them together.

use std::collections::{BTreeMap, BTreeSet};

use geo::MultiPolygon;
use jiff::civil::Date;

use crate::{
    analysis::{ACTION_GRID, GapSquare, LEAST_LISTED_GAP_M2, Unlisted, gap_squares},
    domain::{DemandUnit, GapId, NetworkId, ReportedGaps, Requirement, Technology},
    geometry::{CellIndex, Grid, short_name, total},
    index::{Evidence, METHOD_VERSION, Snapshot, Supply},
    procurement::{Enough, Need, NeedKind, NetworkNeeds, ZoneName, enough, network_needs, supply},
};

/// A requirement as the report names it: by a version that never changes.
#[derive(Clone, Debug, PartialEq)]
pub struct AskedRequirement {
    pub id: i64,
    pub version: i64,
    /// Of its document.
    pub sha256: String,
    pub requirement: Requirement,
}

/// All that a gap report says, before it is a document.
#[derive(Clone, Debug)]
pub struct GapReportContent {
    pub network: NetworkId,
    pub on: Date,
    /// Names region, coverage, measurements and reports by one hash.
    pub data_version: String,
    pub method_version: &'static str,
    pub profile: String,
    /// Those that hold on the day, in the order in which they were asked.
    pub requirements: Vec<TriedRequirement>,
    /// By what is asked of the network.
    pub parts: Vec<ReportPart>,
    /// Whether anything in it is invented for the demonstration.
    pub is_demonstration: bool,
}

#[derive(Clone, Debug)]
pub struct TriedRequirement {
    pub asked: AskedRequirement,
    pub found: NetworkNeeds,
}

/// The gaps of one service, environment, technology and evidence.
#[derive(Clone, Debug)]
pub struct ReportPart {
    pub supply: Supply,
    /// What most of what is missing hangs on first, then by what lies in them.
    pub gaps: Vec<ReportedGap>,
    /// Without demand and small: edges of coverage rather than places.
    /// What is enough may still need one of them, which is then listed.
    pub unlisted: Unlisted,
    /// What the requirements lack that are tried on this supply.
    pub needs: Vec<RequirementNeed>,
    /// Indices of `unreachable` are into `needs`.
    pub enough: Enough,
}

/// What one of the report's requirements lacks in one zone.
#[derive(Clone, Debug, PartialEq)]
pub struct RequirementNeed {
    /// Index into the report's requirements.
    pub requirement: usize,
    pub need: Need,
}

/// A gap that one could act on.
#[derive(Clone, Debug)]
pub struct ReportedGap {
    pub id: GapId,
    pub gap: GapSquare,
    /// Which requirements it is missed by, and how much closing it gives.
    pub lifts: Vec<Lift>,
    /// Of all that is missing to the requirements: the needs it satisfies, in parts of one.
    pub gives: f64,
    /// Mean of the gap's shares of all uncovered inhabitants, roads and places, 0…1.
    pub priority: f64,
    /// Its place in the set that is enough, from 1; none where it isn't in it.
    pub enough_rank: Option<usize>,
}

/// How much closing a gap gives of what a requirement lacks.
#[derive(Clone, Debug, PartialEq)]
pub struct Lift {
    /// Index into the part's needs.
    pub need: usize,
    pub kind: NeedKind,
    pub zone: ZoneName,
    /// In the requirement's unit. Buildings at the edge of the gap need the next one, too.
    pub amount: f64,
}

impl GapReportContent {
    /// The report of a network on a day. Requirements that don't hold on it are left out.
    pub fn new(
        snapshot: &Snapshot,
        network: &NetworkId,
        on: Date,
        requirements: impl IntoIterator<Item = AskedRequirement>,
    ) -> Self {
        Self::by_squares(snapshot, network, on, requirements, ACTION_GRID)
    }

    fn by_squares(
        snapshot: &Snapshot,
        network: &NetworkId,
        on: Date,
        requirements: impl IntoIterator<Item = AskedRequirement>,
        grid: Grid,
    ) -> Self {
        let in_force = requirements.into_iter().filter(|asked| asked.requirement.is_valid_on(on));
        let tried = in_force.map(|asked| {
            let found = network_needs(snapshot, &asked.requirement, network, on, grid);
            TriedRequirement { asked, found }
        });
        let requirements: Vec<TriedRequirement> = tried.collect();
        let supplies: BTreeSet<Supply> =
            requirements.iter().map(|tried| supply(&tried.asked.requirement, network.clone())).collect();
        let of_supply = |asked: Supply| ReportPart::new(snapshot, network, asked, &requirements, grid);
        let parts = supplies.into_iter().map(of_supply).collect();
        let region = &snapshot.region.region;
        Self {
            network: network.clone(),
            on,
            data_version: snapshot.data_version(),
            method_version: METHOD_VERSION,
            profile: region.profile.version.clone(),
            requirements,
            parts,
            is_demonstration: region.demonstration
                || region.network(network).is_some_and(|network| network.demonstration),
        }
    }

    /// What later reports are compared with.
    pub fn reported_gaps(&self) -> ReportedGaps {
        let gaps = self.parts.iter().flat_map(|part| part.gaps.iter().map(|gap| gap.id.clone()));
        let subjects = self.parts.iter().map(|part| subject(&self.network, &part.supply));
        ReportedGaps { on: self.on, subjects: subjects.collect(), gaps: gaps.collect() }
    }
}

impl ReportPart {
    fn new(
        snapshot: &Snapshot,
        network: &NetworkId,
        asked: Supply,
        requirements: &[TriedRequirement],
        grid: Grid,
    ) -> Self {
        let tried = requirements.iter().enumerate();
        let of_supply = tried.filter(|(_, tried)| supply(&tried.asked.requirement, network.clone()) == asked);
        let needs: Vec<RequirementNeed> = of_supply
            .flat_map(|(requirement, tried)| {
                tried.found.needs.iter().map(move |need| RequirementNeed { requirement, need: need.clone() })
            })
            .collect();
        let enough = enough(&needs.iter().map(|one| one.need.clone()).collect::<Vec<_>>());
        let lifts = lifts(&needs);
        let ranks: BTreeMap<CellIndex, usize> = enough.squares.iter().copied().zip(1..).collect();
        let squares = gap_squares(snapshot, network, &asked, grid);
        let unit = |lift: &Lift| requirements[needs[lift.need].requirement].asked.requirement.unit;
        let is_felt = |square: &CellIndex| {
            lifts.get(square).into_iter().flatten().any(|lift| lift.amount >= least_listed(unit(lift)))
        };
        let (listed, rest): (Vec<_>, Vec<_>) = squares
            .into_iter()
            .partition(|gap| ranks.contains_key(&gap.square) || is_listed(gap) || is_felt(&gap.square));
        let unlisted = Unlisted { count: rest.len(), area_m2: total(rest.iter().map(|gap| gap.land_m2)) };
        let totals = Totals::of(&listed);
        let gaps = listed.into_iter().map(|gap| {
            let lifts = lifts.get(&gap.square).cloned().unwrap_or_default();
            let part_of_need = |lift: &Lift| (lift.amount / needs[lift.need].need.at_least).min(1.0);
            ReportedGap {
                id: GapId::new(network, &words(&asked), &short_name(grid, gap.square)),
                gives: total(lifts.iter().map(part_of_need)),
                priority: totals.priority(&gap),
                enough_rank: ranks.get(&gap.square).copied(),
                lifts,
                gap,
            }
        });
        let mut gaps: Vec<ReportedGap> = gaps.collect();
        gaps.sort_by(|one, next| {
            let by = |of: fn(&ReportedGap) -> f64| of(next).total_cmp(&of(one));
            by(|gap| gap.gives)
                .then(by(|gap| gap.priority))
                .then(by(|gap| gap.gap.land_m2))
                .then(one.id.cmp(&next.id))
        });
        Self { supply: asked, gaps, unlisted, needs, enough }
    }

    /// The gaps of the set that is enough, in its order.
    pub fn enough_gaps(&self) -> Vec<&ReportedGap> {
        let mut chosen: Vec<_> = self.gaps.iter().filter(|gap| gap.enough_rank.is_some()).collect();
        chosen.sort_by_key(|gap| gap.enough_rank);
        chosen
    }
}

impl ReportedGap {
    /// The gap's land, dissolved; computing coordinate reference system. Where only
    /// water is uncovered that demand hangs on, this.
    pub fn outline(&self) -> MultiPolygon<f64> {
        if self.gap.land.is_empty() { self.gap.uncovered.dissolve() } else { self.gap.land.dissolve() }
    }
}

/// What closing each square gives, need by need.
fn lifts(needs: &[RequirementNeed]) -> BTreeMap<CellIndex, Vec<Lift>> {
    let mut lifts: BTreeMap<CellIndex, Vec<Lift>> = BTreeMap::new();
    for (number, RequirementNeed { need, .. }) in needs.iter().enumerate() {
        let mut amounts: BTreeMap<CellIndex, Vec<f64>> = BTreeMap::new();
        for demand in &need.uncovered {
            for square in &demand.squares {
                amounts.entry(*square).or_default().push(demand.amount);
            }
        }
        for (square, amounts) in amounts {
            let lift = Lift {
                need: number,
                kind: need.kind,
                zone: need.zone.clone(),
                amount: total(amounts.into_iter()),
            };
            lifts.entry(square).or_default().push(lift);
        }
    }
    lifts
}

/// What is less of a demand that is asked for lies between two maps that were
/// drawn apart, and is no gap: a square that is covered but for that is closed.
fn least_listed(unit: DemandUnit) -> f64 {
    match unit {
        DemandUnit::LandArea | DemandUnit::PresenceArea => LEAST_LISTED_GAP_M2,
        DemandUnit::Inhabitants => 0.5,
        DemandUnit::Places | DemandUnit::Buildings => 1.0,
        DemandUnit::RoadLength
        | DemandUnit::RailwayLength
        | DemandUnit::TrailLength
        | DemandUnit::RouteLength => 1.0,
    }
}

fn is_listed(gap: &GapSquare) -> bool {
    let has_demand = gap.inhabitants >= 0.5
        || gap.buildings >= 1.0
        || gap.road_length_m() >= 1.0
        || !gap.places.is_empty()
        || !gap.dead_zones.is_empty()
        || gap.measured.iter().any(|measured| measured.failing_cells() > 0);
    has_demand || gap.land_m2 >= LEAST_LISTED_GAP_M2
}

/// What all gaps have together.
struct Totals([f64; 3]);

impl Totals {
    fn of(gaps: &[GapSquare]) -> Self {
        let sum = |of: usize| total(gaps.iter().map(|gap| Self::demand(gap)[of]));
        Self([sum(0), sum(1), sum(2)])
    }

    fn demand(gap: &GapSquare) -> [f64; 3] {
        [gap.inhabitants, gap.road_length_m(), gap.places.len() as f64]
    }

    fn priority(&self, gap: &GapSquare) -> f64 {
        let parts = Self::demand(gap).into_iter().zip(self.0).filter(|(_, total)| *total > 0.0);
        total(parts.map(|(part, total)| part / total)) / 3.0
    }
}

/// As [`GapId::subject`].
fn subject(network: &NetworkId, asked: &Supply) -> String {
    format!("{network}.{}", words(asked).join("."))
}

/// What is asked, where it isn't said by leaving it out.
fn words(asked: &Supply) -> Vec<&'static str> {
    let mut words = vec![asked.service.as_str(), asked.environment.as_str()];
    words.extend(asked.technologies.only().map(Technology::as_str));
    words.extend((asked.evidence == Evidence::Verified).then_some(Evidence::Verified.as_str()));
    words
}

#[cfg(test)]
mod tests;
