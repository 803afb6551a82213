//! A case as it travels. Everybody sees what was done and when; why, and by which
//! measurements, those who are concerned.

use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    domain::{
        Case, CaseEvent, CaseOutcome, CaseParty, CaseProgress, CaseState, CaseStep, Due, DueKind,
        Environment, MeasuredResult, Service,
    },
    http::{caller::Caller, problem::Problem, router::AppState, wire::ZoneBody},
    index::Snapshot,
    store::StoreError,
};

use super::rights::sees_all;

#[derive(Debug, Serialize, ToSchema)]
pub struct CaseBody {
    pub number: i64,
    pub network: String,
    #[schema(value_type = Service)]
    pub service: &'static str,
    #[schema(value_type = Environment)]
    pub environment: &'static str,
    /// Of the first report, longitude and latitude.
    #[schema(min_items = 2, max_items = 2)]
    pub position: [f64; 2],
    #[schema(required)]
    pub municipality: Option<ZoneBody>,
    /// On the day that is counted to.
    #[schema(value_type = CaseState)]
    pub state: &'static str,
    /// The day since when it is so.
    #[schema(format = Date)]
    pub since: String,
    /// Reports that are in it.
    pub reports: usize,
    #[schema(required)]
    pub due: Option<DueBody>,
    /// The day until which the operator promised to build.
    #[schema(format = Date, required)]
    pub planned_by: Option<String>,
    #[schema(value_type = Option<MeasuredResult>, required)]
    pub result: Option<&'static str>,
    #[schema(value_type = Option<CaseOutcome>, required)]
    pub outcome: Option<&'static str>,
    /// Oldest first.
    pub steps: Vec<CaseStepBody>,
}

/// What is due next.
#[derive(Debug, Serialize, ToSchema)]
pub struct DueBody {
    #[schema(value_type = DueKind)]
    pub kind: &'static str,
    #[schema(value_type = CaseParty)]
    pub by: &'static str,
    /// The last day of the term.
    #[schema(format = Date)]
    pub on: String,
    /// Whether the day is past.
    pub is_late: bool,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct CaseStepBody {
    #[schema(format = Date)]
    pub on: String,
    /// What was done, such as `challenged`.
    pub step: &'static str,
    /// A day that was promised, set or agreed in it.
    #[schema(format = Date, required)]
    pub until: Option<String>,
    /// A measurement's result or the case's outcome.
    #[schema(required)]
    pub word: Option<&'static str>,
    /// Who, why and by which tests; null to those who aren't concerned.
    #[schema(required)]
    pub details: Option<StepDetailsBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct StepDetailsBody {
    /// As the audit trail names them.
    pub actor: String,
    pub reason: String,
    /// Valid tests at the place, and how many of them fail.
    #[schema(required)]
    pub tests: Option<u64>,
    #[schema(required)]
    pub failing: Option<u64>,
    /// The file that an operator rebuts with.
    #[schema(required)]
    pub file_name: Option<String>,
}

/// A case with how far it has come.
pub struct CaseToday<'case> {
    pub case: &'case Case,
    pub progress: CaseProgress,
    today: Date,
}

impl<'case> CaseToday<'case> {
    pub fn new(state: &AppState, case: &'case Case) -> Result<Self, Problem> {
        let today = state.publisher.today();
        let refused = |reason| StoreError::CaseStep { case: case.number, reason };
        let progress = CaseProgress::of(&case.steps).map_err(refused).map_err(Problem::internal)?;
        let progress = progress.ok_or_else(|| Problem::internal("a case without a step"))?;
        Ok(Self { case, progress: progress.on(today), today })
    }

    pub fn body(&self, state: &AppState, snapshot: &Snapshot, caller: &Caller) -> Result<CaseBody, Problem> {
        let Self { case, progress, today } = self;
        let position = state.frame.position_to_lng_lat(case.place).map_err(Problem::internal)?;
        let municipality = snapshot.region.municipality_at(case.place);
        let sees_all = sees_all(caller, case);
        Ok(CaseBody {
            number: case.number.0,
            network: case.subject.network.to_string(),
            service: case.subject.service.as_str(),
            environment: case.subject.environment.as_str(),
            position: [position.x, position.y],
            municipality: municipality.map(|zone| (&zone.zone).into()),
            state: progress.state().as_str(),
            since: progress.since().to_string(),
            reports: case.reports().count(),
            due: progress.due().map(|due| DueBody::new(due, *today)),
            planned_by: progress.planned_by().map(|day| day.to_string()),
            result: progress.result().map(MeasuredResult::as_str),
            outcome: progress.outcome().map(CaseOutcome::as_str),
            steps: case.steps.iter().map(|step| CaseStepBody::new(step, sees_all)).collect(),
        })
    }
}

impl DueBody {
    pub fn new(due: Due, today: Date) -> Self {
        Self { kind: due.kind.as_str(), by: due.by.as_str(), on: due.on.to_string(), is_late: due.on < today }
    }
}

impl CaseStepBody {
    fn new(step: &CaseStep, sees_all: bool) -> Self {
        let until = match &step.event {
            CaseEvent::Planned { by: day } | CaseEvent::MeasurementPlanned { on: day } => Some(*day),
            CaseEvent::Challenged { clock, .. } => clock.map(|clock| clock.answer_due),
            _ => None,
        };
        let word = match step.event {
            CaseEvent::Measured { result } => Some(result.as_str()),
            CaseEvent::Closed { outcome } => Some(outcome.as_str()),
            _ => None,
        };
        Self {
            on: step.on.to_string(),
            step: step.event.word(),
            until: until.map(|day| day.to_string()),
            word,
            details: sees_all.then(|| StepDetailsBody::new(step)),
        }
    }
}

impl StepDetailsBody {
    fn new(step: &CaseStep) -> Self {
        let (tests, file_name) = match &step.event {
            CaseEvent::Challenged { evidence, .. } => (Some((evidence.tests, evidence.failing)), None),
            CaseEvent::Rebutted { measurements } => {
                let counted = (measurements.tests, measurements.failing);
                (Some(counted), Some(measurements.file_name.clone()))
            }
            _ => (None, None),
        };
        let (tests, failing) = tests.unzip();
        let (actor, reason) = (step.actor.clone(), step.reason.clone());
        Self { actor, reason, tests, failing, file_name }
    }
}
