//! Reports as comma-separated values.

use super::{DeliveryReport, GapReport};

#[derive(Debug, thiserror::Error)]
pub enum CsvError {
    #[error(transparent)]
    Write(#[from] csv::Error),
    #[error("the table could not be finished: {0}")]
    Finish(String),
}

const COLUMNS: [&str; 14] = [
    "rank",
    "network",
    "service",
    "zone",
    "zone_name",
    "area_m2",
    "inhabitants",
    "road_m",
    "places",
    "place_names",
    "dead_zones",
    "priority",
    "data_version",
    "demonstration",
];

/// A row for each gap, most important first; UTF-8 with a header.
pub fn gap_csv(report: &GapReport<'_>) -> Result<Vec<u8>, CsvError> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(COLUMNS)?;
    let version = report.snapshot.data_version();
    for (gap, rank) in report.ranked.gaps.iter().zip(1_u64..) {
        let zone = report.zone(gap);
        let dead_zones: Vec<String> = gap.dead_zones.iter().map(ToString::to_string).collect();
        table.write_record([
            rank.to_string(),
            text(&report.network_id()),
            report.supply.service.to_string(),
            text(zone.code.as_str()),
            text(&zone.name),
            format!("{:.1}", gap.area_m2),
            format!("{:.3}", gap.inhabitants),
            format!("{:.1}", gap.road_m),
            gap.places.len().to_string(),
            text(&report.place_names(gap).join("; ")),
            dead_zones.join("; "),
            format!("{:.6}", gap.priority),
            version.clone(),
            report.is_demonstration().to_string(),
        ])?;
    }
    table.into_inner().map_err(|error| CsvError::Finish(error.to_string()))
}

/// A row for each finding; UTF-8 with a header.
pub fn findings_csv(report: &DeliveryReport<'_>) -> Result<Vec<u8>, CsvError> {
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record([
        "number",
        "severity",
        "code",
        "feature",
        "lon",
        "lat",
        "message_sv",
        "message_en",
    ])?;
    for (finding, number) in report.findings.iter().zip(1_u64..) {
        let degrees = |value: Option<f64>| value.map(|value| format!("{value:.7}")).unwrap_or_default();
        table.write_record([
            number.to_string(),
            finding.severity.to_string(),
            text(&finding.code),
            finding.feature.map(|feature| feature.to_string()).unwrap_or_default(),
            degrees(finding.place.map(|place| place.lng)),
            degrees(finding.place.map(|place| place.lat)),
            text(&finding.message.sv),
            text(&finding.message.en),
        ])?;
    }
    table.into_inner().map_err(|error| CsvError::Finish(error.to_string()))
}

/// A text that a spreadsheet would take for a formula is set apart by an apostrophe.
pub(super) fn text(value: &str) -> String {
    if value.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{value}") } else { value.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn a_formula_stays_text() {
        for formula in ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(text(formula), format!("'{formula}"));
        }
        assert_eq!(text("Malå"), "Malå");
    }
}
