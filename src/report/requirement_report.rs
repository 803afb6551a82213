//! A requirement tried on every network, with all that the verdicts rest on; and
//! the same as tables.

use std::sync::Arc;

use jiff::civil::Date;

use super::csv::{CsvError, text};
use crate::{
    domain::{Share, TestKind},
    index::{METHOD_VERSION, Snapshot},
    procurement::{FailingItem, NetworkEvaluation, ZoneProof, ZoneVerdict, evaluate},
    publishing::PublishedRequirement,
};

/// The verdicts of one version of a requirement on one date.
#[derive(Clone, Debug)]
pub struct RequirementReport {
    pub snapshot: Arc<Snapshot>,
    pub stored: PublishedRequirement,
    /// The cut-off date.
    pub on: Date,
    pub networks: Vec<NetworkEvaluation>,
}

impl RequirementReport {
    /// Tries the requirement; that takes its time.
    pub fn new(snapshot: Arc<Snapshot>, stored: PublishedRequirement, on: Date) -> Self {
        let networks = evaluate(&snapshot, &stored.requirement, on);
        Self { snapshot, stored, on, networks }
    }

    fn verdicts(&self) -> impl Iterator<Item = (&NetworkEvaluation, &ZoneVerdict)> {
        self.networks.iter().flat_map(|network| network.zones.iter().map(move |zone| (network, zone)))
    }

    /// What every row begins with.
    fn named(&self, network: &NetworkEvaluation, zone: &ZoneVerdict) -> Vec<String> {
        vec![
            self.stored.id.to_string(),
            self.stored.version.to_string(),
            self.on.to_string(),
            text(network.network.as_str()),
            text(zone.zone.code.as_str()),
            text(&zone.zone.name),
        ]
    }

    /// What every row ends with.
    fn basis(&self) -> [String; 5] {
        let region = &self.snapshot.region.region;
        let is_demonstration =
            region.demonstration || region.networks.iter().any(|network| network.demonstration);
        [
            self.stored.sha256.clone(),
            self.snapshot.data_version(),
            METHOD_VERSION.to_owned(),
            text(&region.profile.version),
            is_demonstration.to_string(),
        ]
    }
}

const NAMED: [&str; 6] = ["requirement", "version", "on", "network", "zone", "zone_name"];
const BASIS: [&str; 5] = ["requirement_sha256", "data_version", "method_version", "profile", "demonstration"];
const VERDICT: [&str; 17] = [
    "verdict",
    "missing",
    "share_percent",
    "share",
    "threshold",
    "demand",
    "covered",
    "total",
    "shortfall",
    "longest_gap_m",
    "parts_below_floor",
    "failing",
    "evidence",
    "signal_lower",
    "signal_upper",
    "service_lower",
    "service_upper",
];
const FAILING: [&str; 5] = ["name", "organisation", "length_m", "from_m", "to_m"];

/// A row for each network and zone; UTF-8 with a header.
///
/// # Errors
/// When the table can't be finished.
pub fn verdict_csv(report: &RequirementReport) -> Result<Vec<u8>, CsvError> {
    let rows = report.verdicts().map(|(network, zone)| (network, zone, verdict_row(report, zone)));
    table(report, &VERDICT, rows)
}

/// A row for each place, building or stretch without coverage in a zone that is
/// missed or waived; UTF-8 with a header.
///
/// # Errors
/// When the table can't be finished.
pub fn failing_csv(report: &RequirementReport) -> Result<Vec<u8>, CsvError> {
    let rows = report.verdicts().flat_map(|(network, zone)| {
        zone.failing.iter().map(move |item| (network, zone, failing_row(item).to_vec()))
    });
    table(report, &FAILING, rows)
}

fn table<'report>(
    report: &'report RequirementReport,
    columns: &[&str],
    rows: impl Iterator<Item = (&'report NetworkEvaluation, &'report ZoneVerdict, Vec<String>)>,
) -> Result<Vec<u8>, CsvError> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(NAMED.iter().chain(columns).chain(&BASIS))?;
    let basis = report.basis();
    for (network, zone, cells) in rows {
        table.write_record(report.named(network, zone).iter().chain(&cells).chain(&basis))?;
    }
    table.into_inner().map_err(|error| CsvError::Finish(error.to_string()))
}

fn verdict_row(report: &RequirementReport, zone: &ZoneVerdict) -> Vec<String> {
    let share = zone.measure.covered_share();
    let metres = |value: Option<f64>| value.map(|value| format!("{value:.1}")).unwrap_or_default();
    let parts: Vec<&str> = zone.parts_below_floor.iter().map(|part| part.zone.name.as_str()).collect();
    let proof = zone.proof.as_ref();
    let mut row = vec![
        zone.outcome.to_string(),
        zone.missing.map(|missing| missing.to_string()).unwrap_or_default(),
        share.map(|share| share.percent_against(zone.threshold)).unwrap_or_default(),
        share.map(|share: Share| share.value().to_string()).unwrap_or_default(),
        zone.threshold.value().to_string(),
        report.stored.requirement.unit.to_string(),
        format!("{:.3}", zone.measure.covered),
        format!("{:.3}", zone.measure.total),
        zone.shortfall().map(|amount| format!("{amount:.3}")).unwrap_or_default(),
        metres(zone.longest_gap_m),
        text(&parts.join("; ")),
        zone.failing.len().to_string(),
        proof.map(|proof| proof.state.to_string()).unwrap_or_default(),
    ];
    row.extend(TestKind::ALL.iter().flat_map(|kind| bounds(proof, *kind)));
    row
}

/// The lower and upper bound of the share of passing votes.
fn bounds(proof: Option<&ZoneProof>, kind: TestKind) -> [String; 2] {
    let of_kind = proof.and_then(|proof| proof.kinds.iter().find(|known| known.kind == kind));
    let interval = of_kind.and_then(|known| known.interval);
    [interval.map(|interval| interval.lower), interval.map(|interval| interval.upper)]
        .map(|bound| bound.map(|bound| format!("{bound:.6}")).unwrap_or_default())
}

fn failing_row(item: &FailingItem) -> [String; 5] {
    let metres = |value: Option<f64>| value.map(|value| format!("{value:.1}")).unwrap_or_default();
    let stretch = item.stretch;
    [
        text(&item.name),
        text(item.organisation.as_deref().unwrap_or_default()),
        metres(stretch.map(|stretch| stretch.length_m)),
        metres(stretch.and_then(|stretch| stretch.from_m)),
        metres(stretch.and_then(|stretch| stretch.to_m)),
    ]
}
