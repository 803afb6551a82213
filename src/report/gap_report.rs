//! A gap report: one network's gaps for one service, ranked.

use crate::{
    analysis::{GapArea, RankedGaps, ZoneGaps, gaps, ranked_gaps},
    domain::{DeadZone, Zone, ZoneKind},
    index::{Networks, Snapshot, Supply, ZoneIndex},
};

/// Everything that a gap report says, before it is a document.
#[derive(Debug)]
pub struct GapReport<'a> {
    pub snapshot: &'a Snapshot,
    pub supply: Supply,
    pub ranked: RankedGaps,
    /// The figures of every zone.
    pub figures: Vec<ZoneGaps>,
}

impl<'a> GapReport<'a> {
    /// The report of all municipalities, or of one zone.
    pub fn new(snapshot: &'a Snapshot, supply: Supply, zone: Option<&ZoneIndex>) -> Self {
        let asked = |index: &ZoneIndex| match zone {
            Some(zone) => index.zone.code == zone.zone.code,
            None => index.zone.kind == ZoneKind::municipality(),
        };
        let ranked = ranked_gaps(snapshot, &supply, asked);
        let figures = gaps(snapshot, &supply);
        Self { snapshot, supply, ranked, figures }
    }

    pub fn network_id(&self) -> &str {
        match &self.supply.networks {
            Networks::One(network) => network.as_str(),
            Networks::Any => "any",
            Networks::All => "all",
        }
    }

    /// The network's name; `None` for the union or intersection of all.
    pub fn network_name(&self) -> Option<&'a str> {
        match &self.supply.networks {
            Networks::One(network) => {
                self.snapshot.region.region.network(network).map(|network| network.name.as_str())
            }
            Networks::Any | Networks::All => None,
        }
    }

    pub fn zone(&self, gap: &GapArea) -> &'a Zone {
        &self.snapshot.region.zones[gap.zone].zone
    }

    pub fn place_names(&self, gap: &GapArea) -> Vec<&'a str> {
        let places = &self.snapshot.region.region.demand.places;
        gap.places.iter().map(|&place| places[place].name.as_str()).collect()
    }

    /// The reports of dead zones that lie in listed gaps, in the gaps' order.
    pub fn dead_zones(&self) -> Vec<&'a DeadZone> {
        let reports = &self.snapshot.dead_zones.reports;
        let numbers = self.ranked.gaps.iter().flat_map(|gap| &gap.dead_zones);
        numbers
            .filter_map(|number| reports.iter().find(|report| report.number == *number))
            .map(AsRef::as_ref)
            .collect()
    }

    /// Whether anything in it is invented for the demonstration.
    pub fn is_demonstration(&self) -> bool {
        let region = &self.snapshot.region.region;
        region.demonstration || region.networks.iter().any(|network| network.demonstration)
    }
}
