//! How far a case has come: the state machine of cases, and their clocks (R18).
//!
//! Every step is taken where the state allows it and refused otherwise, with the
//! reason. Nothing sleeps until a deadline: what a day makes of a case is asked
//! with the day.

use jiff::civil::Date;

use super::{AnswerClock, CaseEvent, CaseOutcome, CaseStep, MeasuredResult, text::words};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CaseState {
    /// No report of it is confirmed yet.
    Reported,
    /// A gap that somebody stands by.
    Open,
    /// The operator is to answer.
    Challenged,
    /// The operator accepted that there is no coverage.
    Accepted,
    /// The operator said nothing until the deadline, which its contract takes for accepting.
    Conceded,
    Planned,
    Rebutted,
    Declined,
    /// It is to be measured.
    Verifying,
    /// It was measured, and nobody has decided on what was found.
    Measured,
    Closed,
}

words!(CaseState, "state of a case", {
    Reported => "reported", Open => "open", Challenged => "challenged", Accepted => "accepted",
    Conceded => "conceded", Planned => "planned", Rebutted => "rebutted", Declined => "declined",
    Verifying => "verifying", Measured => "measured", Closed => "closed",
});

/// Whose turn it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CaseParty {
    Moderator,
    Operator,
    Buyer,
}

words!(CaseParty, "party of a case", { Moderator => "moderator", Operator => "operator", Buyer => "buyer" });

/// What is due next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DueKind {
    Answer,
    NewMap,
    Plan,
    Measurement,
}

words!(DueKind, "kind of deadline", {
    Answer => "answer", NewMap => "new_map", Plan => "plan", Measurement => "measurement",
});

/// A deadline: the day still belongs to the term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    pub kind: DueKind,
    pub by: CaseParty,
    pub on: Date,
}

/// Where a case stands after its steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CaseProgress {
    state: CaseState,
    /// Of the challenge that was opened last.
    clock: Option<AnswerClock>,
    /// The day of the step that led here.
    since: Date,
    /// What the operator promised last.
    planned_by: Option<Date>,
    measure_on: Option<Date>,
    result: Option<MeasuredResult>,
    outcome: Option<CaseOutcome>,
}

/// Why a step can't be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CaseStepError {
    #[error("a case begins with a report, not with `{0}`")]
    NotBegun(&'static str),
    #[error("a case that is {state} can't be {step}")]
    NotNow { state: CaseState, step: &'static str },
    #[error("`{0}` needs a reason")]
    ReasonMissing(&'static str),
    #[error("{0} lies before the day on which it was said")]
    DayIsPast(Date),
    #[error("a step of {on} can't follow one of {since}")]
    Backwards { since: Date, on: Date },
    #[error("a case that is {state} can't end as {outcome}")]
    NoSuchEnd { state: CaseState, outcome: CaseOutcome },
}

impl CaseProgress {
    /// Where a case stands after some steps, on the day of the last one.
    ///
    /// # Errors
    /// The first step that can't be taken.
    pub fn of<'step>(
        steps: impl IntoIterator<Item = &'step CaseStep>,
    ) -> Result<Option<Self>, CaseStepError> {
        steps.into_iter().try_fold(None, |progress, step| Self::after(progress, step).map(Some))
    }

    /// Where it stands when one more step is taken.
    ///
    /// # Errors
    /// When its state on that day allows no such step, or something is missing in it.
    pub fn after(progress: Option<Self>, step: &CaseStep) -> Result<Self, CaseStepError> {
        let word = step.event.word();
        if step.event.needs_reason() && step.reason.trim().is_empty() {
            return Err(CaseStepError::ReasonMissing(word));
        }
        let Some(before) = progress else {
            return match step.event {
                CaseEvent::Reported { .. } => Ok(Self::begun(step.on)),
                _ => Err(CaseStepError::NotBegun(word)),
            };
        };
        if step.on < before.since {
            return Err(CaseStepError::Backwards { since: before.since, on: step.on });
        }
        before.on(step.on).stepped(step)
    }

    /// What a day makes of it: silence past the deadline is taken for conceding
    /// where the contract says so.
    pub fn on(self, day: Date) -> Self {
        match self.clock {
            Some(clock)
                if self.state == CaseState::Challenged
                    && clock.silence_concedes
                    && clock.answer_due < day =>
            {
                let since = clock.answer_due.tomorrow().unwrap_or(Date::MAX);
                Self { state: CaseState::Conceded, since, ..self }
            }
            _ => self,
        }
    }

    pub fn state(&self) -> CaseState {
        self.state
    }

    /// The day since when it is so.
    pub fn since(&self) -> Date {
        self.since
    }

    /// The day until which the operator promised to build, unless that is done with.
    pub fn planned_by(&self) -> Option<Date> {
        self.planned_by
    }

    pub fn result(&self) -> Option<MeasuredResult> {
        self.result
    }

    pub fn outcome(&self) -> Option<CaseOutcome> {
        self.outcome
    }

    /// What is due next, by whom; nothing where no clock runs.
    pub fn due(&self) -> Option<Due> {
        use CaseParty::{Buyer, Operator};
        let due = |kind, by, on| Due { kind, by, on };
        match self.state {
            CaseState::Challenged => self.clock.map(|clock| due(DueKind::Answer, Operator, clock.answer_due)),
            CaseState::Accepted | CaseState::Conceded => {
                self.clock.map(|clock| due(DueKind::NewMap, Operator, clock.new_map.after(self.since)))
            }
            CaseState::Planned => self.planned_by.map(|by| due(DueKind::Plan, Operator, by)),
            CaseState::Verifying => self.measure_on.map(|on| due(DueKind::Measurement, Buyer, on)),
            _ => None,
        }
    }

    /// Whose turn it is; nobody's where it is closed.
    pub fn turn(&self) -> Option<CaseParty> {
        match self.state {
            CaseState::Reported => Some(CaseParty::Moderator),
            CaseState::Challenged | CaseState::Accepted | CaseState::Conceded | CaseState::Planned => {
                Some(CaseParty::Operator)
            }
            CaseState::Open
            | CaseState::Rebutted
            | CaseState::Declined
            | CaseState::Verifying
            | CaseState::Measured => Some(CaseParty::Buyer),
            CaseState::Closed => None,
        }
    }

    fn begun(since: Date) -> Self {
        Self {
            state: CaseState::Reported,
            clock: None,
            since,
            planned_by: None,
            measure_on: None,
            result: None,
            outcome: None,
        }
    }

    fn stepped(self, step: &CaseStep) -> Result<Self, CaseStepError> {
        use CaseState::*;
        let refused = CaseStepError::NotNow { state: self.state, step: step.event.word() };
        let to = |state| Self { state, since: step.on, ..self };
        let next = match (&step.event, self.state) {
            (CaseEvent::Reported { .. } | CaseEvent::Dismissed { .. }, state) if state != Closed => self,
            (CaseEvent::Confirmed { .. }, Reported) => to(Open),
            (CaseEvent::Confirmed { .. }, state) if state != Closed => self,
            (CaseEvent::Challenged { clock, .. }, Open | Measured) => {
                Self { clock: *clock, planned_by: None, ..to(Challenged) }
            }
            (CaseEvent::Accepted, Challenged) => to(Accepted),
            (CaseEvent::Planned { by }, Open | Challenged | Accepted | Conceded | Planned) => {
                Self { planned_by: Some(not_before(*by, step.on)?), ..to(Planned) }
            }
            (CaseEvent::Rebutted { .. }, Challenged) => to(Rebutted),
            (CaseEvent::Declined, Challenged) => to(Declined),
            (
                CaseEvent::MeasurementPlanned { on },
                Open | Accepted | Conceded | Planned | Rebutted | Declined | Verifying | Measured,
            ) => Self { measure_on: Some(not_before(*on, step.on)?), ..to(Verifying) },
            (CaseEvent::Measured { result }, Verifying) => {
                Self { result: Some(*result), measure_on: None, ..to(Measured) }
            }
            (CaseEvent::Closed { outcome }, _) => self.closed(*outcome, step)?,
            (CaseEvent::Reopened, Closed | Measured) => {
                Self { clock: None, planned_by: None, result: None, outcome: None, ..to(Open) }
            }
            _ => return Err(refused),
        };
        Ok(next)
    }

    /// An end has to follow from what was said or found before it.
    fn closed(self, outcome: CaseOutcome, step: &CaseStep) -> Result<Self, CaseStepError> {
        use CaseState::*;
        let follows = match outcome {
            CaseOutcome::Works => self.state == Measured && self.result == Some(MeasuredResult::Works),
            CaseOutcome::MapCorrected => matches!(self.state, Accepted | Conceded),
            CaseOutcome::RebuttalHolds => self.state == Rebutted,
            CaseOutcome::Declined => self.state == Declined,
            CaseOutcome::Dismissed => self.state == Reported,
            CaseOutcome::Withdrawn => matches!(self.state, Open | Measured),
        };
        match (self.state, follows) {
            (Closed, _) => Err(CaseStepError::NotNow { state: Closed, step: step.event.word() }),
            (state, false) => Err(CaseStepError::NoSuchEnd { state, outcome }),
            (_, true) => {
                Ok(Self { state: Closed, since: step.on, outcome: Some(outcome), planned_by: None, ..self })
            }
        }
    }
}

fn not_before(day: Date, said_on: Date) -> Result<Date, CaseStepError> {
    if day < said_on { Err(CaseStepError::DayIsPast(day)) } else { Ok(day) }
}

#[cfg(test)]
mod tests;
