//! Why something was not taken or not published.

use crate::{
    domain::{CampaignError, CaseNumber, DeliveryId, DeliveryState, Finding, NetworkId},
    geometry::ProjectionError,
    ingest::{
        DocumentError, coverage::CoverageReadError, delivery_header::HeaderProblem,
        measurements::MeasurementError,
    },
    statistics::StatisticsError,
    store::StoreError,
    verification::Challenge,
};

#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Coverage(#[from] CoverageReadError),
    #[error(transparent)]
    Measurements(#[from] MeasurementError),
    #[error(transparent)]
    Campaign(#[from] CampaignError),
    #[error(transparent)]
    Statistics(#[from] StatisticsError),
    /// A requirement or report that a caller sent.
    #[error(transparent)]
    Document(#[from] DocumentError),
    #[error("no feature of the file could be taken: {} findings", .0.len())]
    NothingTaken(Vec<Finding>),
    #[error("the delivery's header can't be taken: {} problems", .0.len())]
    Header(Vec<HeaderProblem>),
    /// Whoever delivers may not do so for this network.
    #[error("deliveries for the network `{0}` may not be handed in by this caller")]
    ForeignNetwork(NetworkId),
    #[error("there is no delivery {0}")]
    NoSuchDelivery(DeliveryId),
    #[error("delivery {delivery} is {state}: it can't become {asked}")]
    NotPossible { delivery: DeliveryId, state: DeliveryState, asked: DeliveryState },
    #[error("a rejection needs a reason")]
    ReasonMissing,
    #[error("there is no report {0}")]
    NoSuchReport(i64),
    #[error("case {0}: its network claims nothing there that could be challenged")]
    NotClaimed(CaseNumber),
    /// What was measured at the place; it has to stand (R13).
    #[error("case {case}: {} of {} tests fail in {} cells, which isn't enough", found.tests.failing(),
        found.tests.trials(), found.failing_cells)]
    NotEnoughEvidence { case: CaseNumber, found: Challenge },
    #[error("case {0}: no valid test in the file lies at the place and inside the claim")]
    NothingRebuts(CaseNumber),
    #[error("what became of a report was told to nobody")]
    NotTold,
    #[error("the file can't be read to its end: {0}")]
    LocalFile(String),
    #[error("what was read could not be kept: {0}")]
    Unwritable(String),
    #[error("the position {lat}, {lng} lies outside the region")]
    OutsideRegion { lng: f64, lat: f64 },
    #[error(transparent)]
    Projection(#[from] ProjectionError),
    /// A document in the store that this version can't read.
    #[error("requirement {id} in the store can't be read: {source}")]
    StoredRequirement { id: i64, source: DocumentError },
    #[error("the profile `{0}` is there already: a version is never changed")]
    ProfileExists(String),
    /// A document in the store that this version can't read.
    #[error("profile {version} in the store can't be read: {source}")]
    StoredProfile { version: i64, source: DocumentError },
    /// A document in the store that this version can't read.
    #[error("column mapping `{name}` in the store can't be read: {source}")]
    StoredMapping { name: String, source: DocumentError },
    #[error("the work was broken off: {0}")]
    BrokenOff(#[from] tokio::task::JoinError),
}
