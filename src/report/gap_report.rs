//! A gap report: one network's gaps for one service, ranked.

use crate::{
    analysis::{GapArea, GapOrder, RankedGaps, ZoneGaps, gaps, ranked_gaps},
    domain::{DeadZone, Zone, ZoneKind},
    index::{Networks, Snapshot, Supply, ZoneIndex},
};

/// Everything that a gap report says, before it is a document.
#[derive(Debug)]
pub struct GapReport<'a> {
    pub snapshot: &'a Snapshot,
    pub supply: Supply,
    /// Those whose gaps are listed.
    pub zones: Vec<&'a ZoneIndex>,
    pub ranked: RankedGaps,
}

impl<'a> GapReport<'a> {
    /// The report of all municipalities, or of one zone.
    pub fn new(snapshot: &'a Snapshot, supply: Supply, zone: Option<&'a ZoneIndex>) -> Self {
        let zones = match zone {
            Some(zone) => vec![zone],
            None => snapshot.region.zones_of(&ZoneKind::municipality()).collect(),
        };
        let ranked = ranked_gaps(snapshot, &supply, &zones);
        Self { snapshot, supply, zones, ranked }
    }

    /// With its gaps ranked by something else, or only the first of them.
    pub fn ordered(self, order: GapOrder, limit: Option<usize>) -> Self {
        let mut ranked = self.ranked.ordered(order);
        ranked.gaps.truncate(limit.unwrap_or(usize::MAX));
        Self { ranked, ..self }
    }

    /// The figures of every zone, in the region's order.
    pub fn figures(&self) -> Vec<ZoneGaps> {
        gaps(self.snapshot, &self.supply)
    }

    pub fn network_id(&self) -> String {
        self.supply.networks.to_string()
    }

    /// The network's name; of several what they are asked for by.
    pub fn network_name(&self) -> String {
        let name = match &self.supply.networks {
            Networks::One(network) => self.snapshot.region.region.network(network),
            _ => None,
        };
        name.map_or_else(|| self.network_id(), |network| network.name.clone())
    }

    pub fn zone(&self, gap: &GapArea) -> &'a Zone {
        &self.zones[gap.zone].zone
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
