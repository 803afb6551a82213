//! A gap report to an operator as documents: what one network is asked to cover,
//! with the columns in which it answers; and as it is printed from what was kept.

mod features;
mod geopackage;
mod issued;
mod mail;
mod maps;
mod paper;
mod styles;
mod table;
mod tables;
mod workbook;

use std::collections::BTreeMap;

use crate::{
    cases::{GapReportContent, Promise, ReportPart, ReportedGap},
    domain::{GapId, GapStanding},
    index::Snapshot,
};

pub use features::network_gap_features;
pub use geopackage::{GeoPackageError, network_gap_geopackage};
pub use issued::IssuedDocument;
pub use mail::GapReportMail;
pub use maps::gap_report_maps;
pub use paper::{MapPictures, gap_report_paper};
pub use table::network_gap_csv;
pub use workbook::{WorkbookError, network_gap_workbook};

/// A report with what became of the one before.
#[derive(Clone, Copy, Debug)]
pub struct NetworkGapReport<'a> {
    pub snapshot: &'a Snapshot,
    pub content: &'a GapReportContent,
    /// Of this report's gaps, and of those of the one before that aren't in it.
    pub standings: &'a BTreeMap<GapId, GapStanding>,
    pub promises: &'a [Promise],
}

impl<'a> NetworkGapReport<'a> {
    /// All gaps, part by part, with each one's rank in its part, from 1.
    pub fn gaps(&self) -> impl Iterator<Item = (&'a ReportPart, u64, &'a ReportedGap)> {
        self.content
            .parts
            .iter()
            .flat_map(|part| (1..).zip(&part.gaps).map(move |(rank, gap)| (part, rank, gap)))
    }

    fn standing(&self, gap: &ReportedGap) -> GapStanding {
        self.standings.get(&gap.id).copied().unwrap_or(GapStanding::New)
    }

    /// Gaps of the report before that aren't in this one.
    fn gone(&self) -> impl Iterator<Item = (&'a GapId, GapStanding)> {
        let is_gone =
            |standing: &GapStanding| matches!(standing, GapStanding::Closed | GapStanding::NotAsked);
        self.standings
            .iter()
            .filter(move |(_, standing)| is_gone(standing))
            .map(|(gap, standing)| (gap, *standing))
    }

    /// What was promised last.
    fn promise(&self, gap: &ReportedGap) -> Option<&'a Promise> {
        self.promises.iter().rev().find(|promise| promise.gap == gap.id)
    }

    fn network_name(&self) -> &'a str {
        let network = self.snapshot.region.region.network(&self.content.network);
        network.map_or(self.content.network.as_str(), |network| &network.name)
    }

    fn municipality_names(&self, gap: &ReportedGap) -> Vec<&'a str> {
        let zones = &self.snapshot.region.zones;
        gap.gap.municipalities.iter().map(|&zone| zones[zone].zone.name.as_str()).collect()
    }

    fn place_names(&self, gap: &ReportedGap) -> Vec<&'a str> {
        let places = &self.snapshot.region.region.demand.places;
        gap.gap.places.iter().map(|&place| places[place].name.as_str()).collect()
    }
}

#[cfg(test)]
mod tests;
#[cfg(all(test, feature = "map-picture"))]
mod tests_on_paper;
