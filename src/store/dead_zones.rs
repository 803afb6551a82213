//! Reports of dead zones, each kept with the cases that it is in.

use geo::Coord;
use jiff::{Timestamp, civil::Date};
use serde_json::json;
use sqlx::Row;

use super::{
    Connection, Store, StoreError,
    audit::{self, Change},
    cases::{CaseOpening, Joining, add_to_cases},
    contacts,
    error::readable,
    rows, wkb,
};
use crate::domain::{
    Actor, CaseNumber, DeadZone, DeadZoneReport, Moderation, NetworkId, NewContact, Recurrence, Standing,
};

/// A report that is to be kept.
#[derive(Clone, Debug)]
pub struct NewReport {
    pub report: DeadZoneReport,
    pub standing: Standing,
    /// What its sender calls it: the same name is the same report.
    pub sent_as: Option<String>,
    pub received_at: Timestamp,
    /// The day of it where the region is.
    pub on: Date,
    pub actor: Actor,
    /// What stands for its geometry, and how close a case of the same place is.
    pub place: Coord<f64>,
    pub within_m: f64,
    pub cases: Vec<CaseOpening>,
    pub contact: Option<NewContact>,
}

/// A report that is kept.
#[derive(Clone, Debug)]
pub struct KeptReport {
    pub dead_zone: DeadZone,
    /// Those that it opened or joined, where it is new.
    pub cases: Vec<CaseNumber>,
    /// Not where it had been sent before.
    pub is_new: bool,
}

#[derive(sqlx::FromRow)]
struct DeadZoneRow {
    number: i64,
    received_at: String,
    geometry: Vec<u8>,
    /// Of several the names with a space between, as the column was called when it held one.
    network: Option<String>,
    service: String,
    failing: String,
    environment: String,
    observed_at: String,
    recurrence: Option<String>,
    text: String,
    standing: String,
    moderation: String,
}

const INSERT: &str = "INSERT INTO dead_zones (received_at, geometry, network, service, failing, environment, \
     observed_at, recurrence, text, standing, moderation, sent_as) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING number";

macro_rules! select_reports {
    ($condition:literal) => {
        concat!(
            "SELECT number, received_at, geometry, network, service, failing, environment, observed_at, \
             recurrence, text, standing, moderation FROM dead_zones ",
            $condition
        )
    };
}

const WITHOUT_CASE: &str = select_reports!(
    "WHERE NOT EXISTS (SELECT 1 FROM case_steps WHERE case_steps.report = dead_zones.number) ORDER BY number"
);

impl Store {
    /// Keeps reports with their cases and gives each its number: all of them in
    /// one transaction, so that many cost little more than one.
    pub async fn add_reports(&self, new: &[NewReport]) -> Result<Vec<KeptReport>, StoreError> {
        let mut transaction = self.begin().await?;
        let mut kept = Vec::with_capacity(new.len());
        for report in new {
            kept.push(keep(&mut transaction, report).await?);
        }
        transaction.commit().await?;
        Ok(kept)
    }

    /// All reports, oldest first.
    pub async fn dead_zones(&self) -> Result<Vec<DeadZone>, StoreError> {
        read(sqlx::query_as(select_reports!("ORDER BY number")).fetch_all(self.readers()).await?)
    }

    pub async fn dead_zone(&self, number: i64) -> Result<Option<DeadZone>, StoreError> {
        let query = sqlx::query_as(select_reports!("WHERE number = $1")).bind(number);
        let row: Option<DeadZoneRow> = query.fetch_optional(self.readers()).await?;
        row.map(dead_zone).transpose()
    }

    /// Those that a moderator has to look at, oldest first.
    pub async fn waiting_reports(&self, limit: u32) -> Result<Vec<DeadZone>, StoreError> {
        let query = sqlx::query_as(select_reports!("WHERE moderation = 'waiting' ORDER BY number LIMIT $1"));
        read(query.bind(i64::from(limit)).fetch_all(self.readers()).await?)
    }

    /// Reports from before there were cases, oldest first.
    pub async fn reports_without_case(&self) -> Result<Vec<DeadZone>, StoreError> {
        read(sqlx::query_as(WITHOUT_CASE).fetch_all(self.readers()).await?)
    }

    /// Puts reports that are kept already into their cases.
    pub async fn open_cases(&self, reports: &[(i64, NewReport)]) -> Result<(), StoreError> {
        let mut transaction = self.begin().await?;
        for (number, report) in reports {
            let cases = add_to_cases(&mut transaction, &report.joining(*number), &report.cases).await?;
            let after = Some(json!({ "cases": numbers(&cases) }));
            let (action, subject) = ("cases_opened", format!("dead zone {number}"));
            let (at, actor) = (report.received_at, &report.actor);
            let change = Change { at, actor, action, subject, before: None, after };
            audit::append(&mut transaction, change).await?;
        }
        Ok(transaction.commit().await?)
    }
}

impl NewReport {
    fn joining(&self, report: i64) -> Joining<'_> {
        Joining {
            report,
            place: self.place,
            within_m: self.within_m,
            standing: self.standing,
            at: self.received_at,
            on: self.on,
            actor: &self.actor,
        }
    }
}

async fn keep(connection: &mut Connection, new: &NewReport) -> Result<KeptReport, StoreError> {
    if let Some(dead_zone) = sent_before(connection, new).await? {
        return Ok(KeptReport { dead_zone, cases: Vec::new(), is_new: false });
    }
    let number = insert(connection, new).await?;
    if let Some(contact) = &new.contact {
        contacts::insert(connection, number, contact).await?;
    }
    let cases = add_to_cases(connection, &new.joining(number), &new.cases).await?;
    // Neither place nor text: they are the reporter's, who may want them erased.
    let after = json!({
        "service": new.report.service.as_str(), "environment": new.report.environment.as_str(),
        "failing": words(new.report.failing.iter().map(|failing| failing.as_str())),
        "standing": new.standing.as_str(), "contact": new.contact.is_some(), "cases": numbers(&cases),
    });
    let change = Change {
        at: new.received_at,
        actor: &new.actor,
        action: "dead_zone_reported",
        subject: format!("dead zone {number}"),
        before: None,
        after: Some(after),
    };
    audit::append(connection, change).await?;
    let (received_at, standing) = (new.received_at, new.standing);
    let (moderation, report) = (standing.moderation(), new.report.clone());
    let dead_zone = DeadZone { number, received_at, standing, moderation, report };
    Ok(KeptReport { dead_zone, cases, is_new: true })
}

async fn sent_before(connection: &mut Connection, new: &NewReport) -> Result<Option<DeadZone>, StoreError> {
    let Some(sent_as) = &new.sent_as else { return Ok(None) };
    let query = sqlx::query_as(select_reports!("WHERE sent_as = $1")).bind(rows::text(sent_as));
    let row: Option<DeadZoneRow> = query.fetch_optional(connection).await?;
    row.map(dead_zone).transpose()
}

async fn insert(connection: &mut Connection, new: &NewReport) -> Result<i64, StoreError> {
    let report = &new.report;
    let query = sqlx::query(INSERT)
        .bind(new.received_at.to_string())
        .bind(wkb::encode(&report.geometry))
        .bind((!report.networks.is_empty()).then(|| words(report.networks.iter().map(NetworkId::as_str))))
        .bind(report.service.as_str())
        .bind(words(report.failing.iter().map(|failing| failing.as_str())))
        .bind(report.environment.as_str())
        .bind(report.observed_at.to_string())
        .bind(report.recurrence.map(Recurrence::as_str))
        .bind(rows::text(&report.text))
        .bind(new.standing.as_str())
        .bind(new.standing.moderation().as_str())
        .bind(new.sent_as.as_deref().map(rows::text));
    Ok(query.fetch_one(connection).await?.try_get(0)?)
}

/// With a space between.
fn words<'word>(words: impl Iterator<Item = &'word str>) -> String {
    words.collect::<Vec<_>>().join(" ")
}

fn numbers(cases: &[CaseNumber]) -> Vec<i64> {
    cases.iter().map(|number| number.0).collect()
}

fn read(rows: Vec<DeadZoneRow>) -> Result<Vec<DeadZone>, StoreError> {
    rows.into_iter().map(dead_zone).collect()
}

fn dead_zone(row: DeadZoneRow) -> Result<DeadZone, StoreError> {
    let networks = row.network.iter().flat_map(|networks| networks.split_whitespace()).map(NetworkId::new);
    let failing = row.failing.split_whitespace().map(str::parse);
    let moderation: Moderation = readable("moderation", row.moderation.parse())?;
    let report = DeadZoneReport {
        geometry: wkb::decode("geometry", &row.geometry)?,
        networks: readable("network", networks.collect())?,
        service: readable("service", row.service.parse())?,
        failing: readable("failing", failing.collect())?,
        environment: readable("environment", row.environment.parse())?,
        observed_at: readable("observed_at", row.observed_at.parse())?,
        recurrence: readable("recurrence", row.recurrence.map(|text| text.parse()).transpose())?,
        text: row.text,
    };
    Ok(DeadZone {
        number: row.number,
        received_at: readable("received_at", row.received_at.parse())?,
        standing: readable("standing", row.standing.parse())?,
        moderation,
        report,
    })
}
