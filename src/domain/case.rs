//! Cases: a place where a network is said not to work, and what is done about it.
//!
//! A case is one network's: its operator answers, by its contract. A report that
//! no network works is in a case of each.

use geo::Coord;
use jiff::{Timestamp, civil::Date};

use super::{ContractId, Environment, NetworkId, Service, Term, text::words};

/// A case's number, by which everybody may follow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseNumber(pub i64);

impl std::fmt::Display for CaseNumber {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(formatter)
    }
}

/// What a case is about, but for the place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseSubject {
    pub network: NetworkId,
    pub service: Service,
    pub environment: Environment,
}

/// A case with all its steps, oldest first. The first one is its first report.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    pub number: CaseNumber,
    pub subject: CaseSubject,
    /// Of its first report; computing coordinate reference system, metres.
    pub place: Coord<f64>,
    pub steps: Vec<CaseStep>,
}

/// Somebody did something.
#[derive(Clone, Debug, PartialEq)]
pub struct CaseStep {
    pub at: Timestamp,
    /// The day of it where the region is: terms begin on it.
    pub on: Date,
    /// Who, as the audit trail names them.
    pub actor: String,
    /// Why, or what else was said; empty where nothing was.
    pub reason: String,
    pub event: CaseEvent,
}

/// What was done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseEvent {
    /// Somebody reported the place; the first report opens the case.
    Reported {
        report: i64,
    },
    /// A moderator, or a reporter whose word counts, stands by the report.
    Confirmed {
        report: i64,
    },
    /// A moderator found that the report is none.
    Dismissed {
        report: i64,
    },
    /// The network is asked to explain its claim (R13).
    Challenged {
        evidence: FailingTests,
        clock: Option<AnswerClock>,
    },
    /// The operator accepts that there is no coverage.
    Accepted,
    /// The operator will have built by that day.
    Planned {
        by: Date,
    },
    /// The operator says that there is coverage, and has measured it.
    Rebutted {
        measurements: Rebuttal,
    },
    /// The operator does nothing, and says why.
    Declined,
    /// Somebody will measure on that day.
    MeasurementPlanned {
        on: Date,
    },
    /// It was measured.
    Measured {
        result: MeasuredResult,
    },
    Closed {
        outcome: CaseOutcome,
    },
    Reopened,
}

/// Failing tests at the place, inside the claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FailingTests {
    pub tests: u64,
    pub failing: u64,
    /// In which at least one test fails.
    pub failing_cells: u64,
}

/// How long the operator has to answer, by which contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnswerClock {
    pub contract: ContractId,
    pub answer_due: Date,
    pub new_map: Term,
    pub silence_concedes: bool,
}

/// The measurements that an operator rebuts with; the file is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rebuttal {
    pub file_name: String,
    pub sha256: String,
    /// Valid ones at the place.
    pub tests: u64,
    pub failing: u64,
}

/// What a measurement at the place found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MeasuredResult {
    Works,
    Fails,
}

words!(MeasuredResult, "result of a measurement", { Works => "works", Fails => "fails" });

/// How a case ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CaseOutcome {
    /// It was measured, and works.
    Works,
    /// The claim is withdrawn here: the place is a gap on the operator's own map.
    MapCorrected,
    /// The operator's measurements hold.
    RebuttalHolds,
    /// Nothing more can be asked of the operator, who said why.
    Declined,
    /// None of its reports was one.
    Dismissed,
    /// Whoever asked needs no answer any more.
    Withdrawn,
}

words!(CaseOutcome, "outcome of a case", {
    Works => "works", MapCorrected => "map_corrected", RebuttalHolds => "rebuttal_holds",
    Declined => "declined", Dismissed => "dismissed", Withdrawn => "withdrawn",
});

impl CaseEvent {
    /// A stable word for what was done.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Reported { .. } => "reported",
            Self::Confirmed { .. } => "confirmed",
            Self::Dismissed { .. } => "dismissed",
            Self::Challenged { .. } => "challenged",
            Self::Accepted => "accepted",
            Self::Planned { .. } => "planned",
            Self::Rebutted { .. } => "rebutted",
            Self::Declined => "declined",
            Self::MeasurementPlanned { .. } => "measurement_planned",
            Self::Measured { .. } => "measured",
            Self::Closed { .. } => "closed",
            Self::Reopened => "reopened",
        }
    }

    /// Whether it has to be said why.
    pub fn needs_reason(&self) -> bool {
        matches!(self, Self::Dismissed { .. } | Self::Declined | Self::Closed { .. } | Self::Reopened)
    }
}

impl Case {
    /// The reports in it, oldest first.
    pub fn reports(&self) -> impl Iterator<Item = i64> {
        self.steps.iter().filter_map(|step| match step.event {
            CaseEvent::Reported { report } => Some(report),
            _ => None,
        })
    }
}
