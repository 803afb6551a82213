//! Printed and exported answers: HTML, PDF, CSV, GeoJSON and map pictures. Computes nothing new.

mod case;
mod csv;
mod delivery_features;
mod delivery_page;
mod delivery_report;
mod features;
mod fonts;
mod gap_map;
mod gap_page;
mod gap_report;
#[cfg(feature = "map-picture")]
mod map_picture;
mod network_gaps;
mod numbers;
mod paper;
pub mod picture;
mod plan;
mod printed_page;
mod protocol_paper;
mod requirement_report;

pub use self::csv::{CsvError, findings_csv, gap_csv};
pub use case::{
    CaseFeed, CaseMail, CasePage, FeedEntry, FeedError, case_feed, case_page, event_sentence, state_name,
};
pub use delivery_features::{comparison_features, coverage_features, finding_features};
pub use delivery_page::delivery_page;
pub use delivery_report::DeliveryReport;
pub use features::{dead_zone_features, gap_features};
pub use gap_map::{GapMapError, gap_map};
pub use gap_page::gap_page;
pub use gap_report::GapReport;
pub use network_gaps::{
    GapReportMail, GeoPackageError, IssuedDocument, MapPictures, NetworkGapReport, WorkbookError,
    gap_report_maps, gap_report_paper, network_gap_csv, network_gap_features, network_gap_geopackage,
    network_gap_workbook,
};
pub use paper::PaperError;
pub use plan::{GpxError, PlanReport, plan_features, plan_gpx, plan_page};
pub use printed_page::PAGE_STYLE;
pub use protocol_paper::protocol_paper;
pub use requirement_report::{RequirementReport, failing_csv, verdict_csv};
