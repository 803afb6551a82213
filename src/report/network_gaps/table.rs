//! The report as a table: a row for each gap, and columns to answer in.

use super::NetworkGapReport;
use crate::{
    domain::TestKind,
    report::csv::{CsvError, text},
};

const COLUMNS: [&str; 28] = [
    "gap",
    "rank",
    "standing",
    "promised_by",
    "service",
    "environment",
    "evidence",
    "municipalities",
    "land_m2",
    "inhabitants",
    "buildings",
    "road_m",
    "places",
    "place_names",
    "organisations",
    "dead_zones",
    "failing_cells",
    "signal_passing",
    "signal_votes",
    "service_passing",
    "service_votes",
    "gives",
    "priority",
    "enough_rank",
    "data_version",
    "answer",
    "planned_by",
    "reason",
];

/// A row for each gap, part by part and what gives most first, its answer empty;
/// UTF-8 with a header.
///
/// # Errors
/// When the table can't be finished.
pub fn network_gap_csv(report: &NetworkGapReport<'_>) -> Result<Vec<u8>, CsvError> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(COLUMNS)?;
    for (part, rank, gap) in report.gaps() {
        let found = &gap.gap;
        let numbers: Vec<String> = found.dead_zones.iter().map(ToString::to_string).collect();
        let organisations: Vec<&str> = found.organisations.iter().map(String::as_str).collect();
        let failing: u64 = found.measured.iter().map(|measured| measured.failing_cells()).sum();
        let votes = [TestKind::Signal, TestKind::Service].map(|kind| found.votes(kind));
        let promised_by = report.promise(gap).map(|promise| promise.by.to_string());
        table.write_record([
            gap.id.to_string(),
            rank.to_string(),
            report.standing(gap).to_string(),
            promised_by.unwrap_or_default(),
            part.supply.service.to_string(),
            part.supply.environment.to_string(),
            part.supply.evidence.to_string(),
            text(&report.municipality_names(gap).join("; ")),
            format!("{:.1}", found.land_m2),
            format!("{:.3}", found.inhabitants),
            format!("{:.0}", found.buildings),
            format!("{:.1}", found.road_length_m()),
            found.places.len().to_string(),
            text(&report.place_names(gap).join("; ")),
            text(&organisations.join("; ")),
            numbers.join("; "),
            failing.to_string(),
            votes[0].passing().to_string(),
            votes[0].trials().to_string(),
            votes[1].passing().to_string(),
            votes[1].trials().to_string(),
            format!("{:.6}", gap.gives),
            format!("{:.6}", gap.priority),
            gap.enough_rank.map(|rank| rank.to_string()).unwrap_or_default(),
            report.content.data_version.clone(),
            String::new(),
            String::new(),
            String::new(),
        ])?;
    }
    table.into_inner().map_err(|error| CsvError::Finish(error.to_string()))
}
