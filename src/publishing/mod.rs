//! Where reading, store and index meet: what comes in is read, kept, and
//! published as the next snapshot. No HTTP, and no rules of its own.

mod answers;
mod areas;
mod campaigns;
mod cases;
mod column_mappings;
mod coverage_file;
mod decisions;
mod earlier;
mod error;
mod framework_agreements;
mod gap_reports;
mod import;
mod keeping;
mod load;
mod origins;
mod profiles;
mod protection;
mod publisher;
mod reading;
mod reception;
mod report_list;
mod reports;
mod requirements;
mod retention;
mod run_samples;
mod versions;

pub use answers::Answers;
pub use campaigns::CampaignChoice;
pub use cases::{Deciding, RebuttalFile};
pub use column_mappings::*;
pub use coverage_file::*;
pub use decisions::Decisions;
pub use error::*;
pub use framework_agreements::CountedAgreement;
pub use gap_reports::*;
pub use import::*;
pub use profiles::PublishedProfile;
pub use publisher::*;
pub use reading::{ReadCoverage, ReadDelivery, read_in_memory};
pub use reception::{CheckReport, Received, Reception, Until};
pub use report_list::*;
pub use reports::*;
pub use requirements::*;
pub use retention::expire;
pub use run_samples::{JudgedSample, RunSamples};
