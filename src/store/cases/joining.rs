//! A report's cases: the open ones of its place, or new ones.

use geo::{Coord, Distance, Euclidean, Point};
use jiff::{Timestamp, civil::Date};

use super::{
    super::{Connection, StoreError},
    steps,
};
use crate::domain::{Actor, CaseEvent, CaseNumber, CaseProgress, CaseState, CaseStep, CaseSubject, Standing};

/// A case that a report belongs to.
#[derive(Clone, Debug)]
pub struct CaseOpening {
    pub subject: CaseSubject,
    /// Asked of the network as soon as somebody stands by the report.
    pub challenge: Option<CaseEvent>,
}

/// A report on its way into its cases.
pub(in crate::store) struct Joining<'report> {
    pub report: i64,
    pub place: Coord<f64>,
    /// Cases this close are of the same place, metres.
    pub within_m: f64,
    pub standing: Standing,
    pub at: Timestamp,
    pub on: Date,
    pub actor: &'report Actor,
}

const NEAR: &str = "SELECT number, easting_m, northing_m FROM cases \
     WHERE network = $1 AND service = $2 AND environment = $3 AND easting_m BETWEEN $4 AND $5 \
     AND northing_m BETWEEN $6 AND $7 AND state <> 'closed' ORDER BY number";
const OPEN: &str = "INSERT INTO cases (network, service, environment, easting_m, northing_m, state) \
     VALUES ($1, $2, $3, $4, $5, 'reported') RETURNING number";

/// Puts a report into its cases, each joined or opened, and gives their numbers.
pub(in crate::store) async fn add_to_cases(
    connection: &mut Connection,
    joining: &Joining<'_>,
    openings: &[CaseOpening],
) -> Result<Vec<CaseNumber>, StoreError> {
    let mut numbers = Vec::with_capacity(openings.len());
    for opening in openings {
        let number = match nearest(connection, joining, &opening.subject).await? {
            Some(number) => number,
            None => open(connection, joining, &opening.subject).await?,
        };
        add(connection, joining, number, opening).await?;
        numbers.push(number);
    }
    Ok(numbers)
}

/// The nearest case of the subject that isn't closed, of two the older.
async fn nearest(
    connection: &mut Connection,
    joining: &Joining<'_>,
    subject: &CaseSubject,
) -> Result<Option<CaseNumber>, StoreError> {
    let (place, within_m) = (joining.place, joining.within_m);
    let near: Vec<(i64, f64, f64)> = sqlx::query_as(NEAR)
        .bind(subject.network.as_str())
        .bind(subject.service.as_str())
        .bind(subject.environment.as_str())
        .bind(place.x - within_m)
        .bind(place.x + within_m)
        .bind(place.y - within_m)
        .bind(place.y + within_m)
        .fetch_all(connection)
        .await?;
    let distance_m = |x, y| Euclidean.distance(Point::new(x, y), Point(place));
    let near = near.into_iter().map(|(number, x, y)| (distance_m(x, y), number));
    let nearest =
        near.filter(|(distance_m, _)| *distance_m <= within_m).min_by(|one, next| one.0.total_cmp(&next.0));
    Ok(nearest.map(|(_, number)| CaseNumber(number)))
}

async fn open(
    connection: &mut Connection,
    joining: &Joining<'_>,
    subject: &CaseSubject,
) -> Result<CaseNumber, StoreError> {
    let number = sqlx::query_scalar(OPEN)
        .bind(subject.network.as_str())
        .bind(subject.service.as_str())
        .bind(subject.environment.as_str())
        .bind(joining.place.x)
        .bind(joining.place.y)
        .fetch_one(connection)
        .await?;
    Ok(CaseNumber(number))
}

/// The report's own step; an official's is confirmed with it, and the network
/// asked where the evidence is there.
async fn add(
    connection: &mut Connection,
    joining: &Joining<'_>,
    number: CaseNumber,
    opening: &CaseOpening,
) -> Result<(), StoreError> {
    let mut progress = steps::progress(connection, number).await?;
    let report = joining.report;
    let mut events = vec![CaseEvent::Reported { report }];
    if joining.standing == Standing::Official {
        let is_new = progress.is_none_or(|progress| progress.state() == CaseState::Reported);
        events.extend(is_new.then_some(CaseEvent::Confirmed { report }));
        let is_open = is_new || progress.is_some_and(|progress| progress.state() == CaseState::Open);
        events.extend(opening.challenge.clone().filter(|_| is_open));
    }
    for event in events {
        let step = joining.step(event, progress);
        let refused = |reason| StoreError::CaseStep { case: number, reason };
        let after = CaseProgress::after(progress, &step).map_err(refused)?;
        steps::insert(connection, number, &step, after.state()).await?;
        progress = Some(after);
    }
    Ok(())
}

impl Joining<'_> {
    /// Where two machines' clocks differ, a report still joins: it stands on the
    /// day of the step before.
    fn step(&self, event: CaseEvent, progress: Option<CaseProgress>) -> CaseStep {
        let on = progress.map_or(self.on, |progress| self.on.max(progress.since()));
        let actor = self.actor.as_str().to_owned();
        CaseStep { at: self.at, on, actor, reason: String::new(), event }
    }
}
