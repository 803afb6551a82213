//! Agreements as they are counted today.

use std::collections::BTreeMap;

use axum::{Json, extract::State, http::StatusCode};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    domain::{
        Bilingual, CeilingForecast, CeilingWarning, ForecastBasis, FrameworkAgreement,
        FrameworkAgreementError, FrameworkAgreementId, Kronor, NewFrameworkAgreement, NotAnAmount,
        Organisation, OrganisationNumber, Permission,
    },
    http::{
        caller::Caller,
        extract::{Path, Text},
        problem::Problem,
        question::date,
        router::AppState,
    },
    ingest::{DocumentError, read_document},
    publishing::CountedAgreement,
};

/// A framework agreement. It is never changed.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FrameworkAgreementDocument {
    name: String,
    /// The highest value of all call-offs together, without value added tax.
    ceiling_sek: f64,
    /// What is expected to be called off in a year: forecasts rest on it until
    /// there is a year to look back on.
    #[serde(default)]
    #[schema(required)]
    expected_sek_a_year: Option<f64>,
    #[schema(format = Date)]
    begins_on: String,
    /// The last day; null: no end but the ceiling.
    #[serde(default)]
    #[schema(format = Date, required)]
    ends_on: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct FrameworkAgreementsBody {
    agreements: Vec<ListedAgreementBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ListedAgreementBody {
    id: i64,
    agreement: FrameworkAgreementDocument,
}

/// An agreement with all that is counted of it today.
#[derive(Debug, Serialize, ToSchema)]
pub struct FrameworkAgreementBody {
    id: i64,
    agreement: FrameworkAgreementDocument,
    called_off_sek: f64,
    /// Below zero where more was called off than the ceiling.
    left_sek: f64,
    #[schema(value_type = CeilingWarning)]
    warning: &'static str,
    /// Null where there is nothing to forecast by, or the ceiling is reached.
    #[schema(required)]
    forecast: Option<CeilingForecastBody>,
    by_year: Vec<YearBody>,
    /// By name.
    organisations: Vec<EntitledBody>,
}

/// When the ceiling will be reached if it goes on like this.
#[derive(Debug, Serialize, ToSchema)]
pub struct CeilingForecastBody {
    #[schema(value_type = ForecastBasis)]
    basis: &'static str,
    sek_a_year: f64,
    years_left: f64,
    /// Null where it lies beyond the calendar.
    #[schema(format = Date, required)]
    reached_on: Option<String>,
}

/// What was called off in a calendar year.
#[derive(Debug, Serialize, ToSchema)]
pub struct YearBody {
    year: i16,
    sek: f64,
}

/// An organisation that may call off.
#[derive(Debug, Serialize, ToSchema)]
pub struct EntitledBody {
    number: String,
    name: String,
    /// The day on which its power of attorney was given; null: it wasn't.
    #[schema(format = Date, required)]
    power_of_attorney: Option<String>,
    called_off_sek: f64,
    by_year: Vec<YearBody>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EntitlementDocument {
    /// The day on which its power of attorney was given; null: it wasn't.
    #[schema(format = Date, required)]
    power_of_attorney: Option<String>,
}

/// All framework agreements.
#[utoipa::path(get, path = "/api/v1/framework-agreements", tag = "framework agreements",
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "Oldest first", body = FrameworkAgreementsBody),
        (status = 401, response = Problem), (status = 403, response = Problem)))]
pub async fn framework_agreements(
    State(state): State<AppState>,
    caller: Caller,
) -> Result<Json<FrameworkAgreementsBody>, Problem> {
    caller.require(Permission::ReadAgreements)?;
    let found = state.publisher.store().framework_agreements().await?;
    Ok(Json(FrameworkAgreementsBody { agreements: found.iter().map(Into::into).collect() }))
}

/// One agreement, counted.
#[utoipa::path(get, path = "/api/v1/framework-agreements/{id}", tag = "framework agreements",
    params(("id" = i64, Path)), security(("token" = []), ("session" = [])),
    responses((status = 200, description = "As it stands today", body = FrameworkAgreementBody),
        (status = 401, response = Problem), (status = 403, response = Problem), (status = 404, response = Problem)))]
pub async fn framework_agreement(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
) -> Result<Json<FrameworkAgreementBody>, Problem> {
    caller.require(Permission::ReadAgreements)?;
    Ok(Json((&state.publisher.counted_agreement(FrameworkAgreementId(id)).await?).into()))
}

/// Keeps an agreement.
#[utoipa::path(post, path = "/api/v1/framework-agreements", tag = "framework agreements",
    request_body = FrameworkAgreementDocument, security(("token" = []), ("session" = [])),
    responses((status = 201, description = "Kept", body = ListedAgreementBody), (status = 401, response = Problem),
        (status = 403, response = Problem), (status = 422, response = Problem)))]
pub async fn add_framework_agreement(
    State(state): State<AppState>,
    caller: Caller,
    Text(body): Text,
) -> Result<(StatusCode, Json<ListedAgreementBody>), Problem> {
    let actor = caller.require(Permission::WriteAgreements)?;
    let new = read_document::<FrameworkAgreementDocument>(&body)?.read()?;
    let added = state.publisher.store().add_framework_agreement(new, &actor, Timestamp::now()).await?;
    Ok((StatusCode::CREATED, Json((&added).into())))
}

/// Entitles an organisation to call off, or notes its power of attorney.
#[utoipa::path(put, path = "/api/v1/framework-agreements/{id}/organisations/{number}", tag = "framework agreements",
    params(("id" = i64, Path), ("number" = String, Path, description = "`NNNNNN-NNNN`")),
    request_body = EntitlementDocument, security(("token" = []), ("session" = [])),
    responses((status = 204, description = "Noted"), (status = 401, response = Problem), (status = 403, response = Problem),
        (status = 404, response = Problem), (status = 422, response = Problem)))]
pub async fn entitle_organisation(
    State(state): State<AppState>,
    caller: Caller,
    Path((id, number)): Path<(i64, String)>,
    Text(body): Text,
) -> Result<StatusCode, Problem> {
    let actor = caller.require(Permission::WriteAgreements)?;
    let document: EntitlementDocument = read_document(&body)?;
    let given =
        document.power_of_attorney.as_deref().map(|day| date("power_of_attorney", day)).transpose()?;
    let (store, id) = (state.publisher.store(), FrameworkAgreementId(id));
    store.framework_agreement(id).await?;
    let organisation = known_organisation(&state, &number).await?;
    store.entitle(id, (organisation.id, given), &actor, Timestamp::now()).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn known_organisation(state: &AppState, number: &str) -> Result<Organisation, Problem> {
    let unknown = || {
        let sv = format!("Ingen organisation har numret {number}.");
        Problem::not_found(
            "unknown_organisation",
            Bilingual::new(sv, format!("No organisation has the number {number}.")),
        )
    };
    let number = OrganisationNumber::new(number).map_err(|_| unknown())?;
    state.publisher.store().organisation_numbered(&number).await?.ok_or_else(unknown)
}

impl FrameworkAgreementDocument {
    fn read(&self) -> Result<NewFrameworkAgreement, Problem> {
        let amounts = (
            amount("ceiling_sek", self.ceiling_sek)?,
            self.expected_sek_a_year.map(|sek| amount("expected_sek_a_year", sek)).transpose()?,
        );
        let ends_on = self.ends_on.as_deref().map(|day| date("ends_on", day)).transpose()?;
        let days: (Date, Option<Date>) = (date("begins_on", &self.begins_on)?, ends_on);
        NewFrameworkAgreement::new(&self.name, amounts, days).map_err(|error| invalid_agreement(&error))
    }
}

/// A number's shortest text is what its sender wrote: more than two decimals are refused there.
fn amount(field: &str, sek: f64) -> Result<Kronor, DocumentError> {
    sek.to_string().parse().map_err(|error: NotAnAmount| DocumentError::Field {
        field: field.to_owned(),
        reason: error.to_string(),
    })
}

fn invalid_agreement(error: &FrameworkAgreementError) -> Problem {
    let sv = match error {
        FrameworkAgreementError::Name => "Ett ramavtal har ett namn på högst 200 tecken.".to_owned(),
        FrameworkAgreementError::NotAbove(amount) => {
            format!("Takvolymen och det som väntas på ett år ligger över 0 kronor, inte på {amount}.")
        }
        FrameworkAgreementError::EndsBefore { begins_on, ends_on } => {
            format!("Ett ramavtal kan inte sluta {ends_on} och börja {begins_on}.")
        }
    };
    Problem::refused("invalid_framework_agreement", Bilingual::new(sv, format!("{error}.")))
}

impl From<&FrameworkAgreement> for ListedAgreementBody {
    fn from(agreement: &FrameworkAgreement) -> Self {
        let details = &agreement.details;
        let document = FrameworkAgreementDocument {
            name: details.name().to_owned(),
            ceiling_sek: details.ceiling().sek(),
            expected_sek_a_year: details.expected_a_year().map(Kronor::sek),
            begins_on: details.begins_on().to_string(),
            ends_on: details.ends_on().map(|day| day.to_string()),
        };
        Self { id: agreement.id.0, agreement: document }
    }
}

impl From<&CountedAgreement> for FrameworkAgreementBody {
    fn from(counted: &CountedAgreement) -> Self {
        let ListedAgreementBody { id, agreement } = (&counted.agreement).into();
        let count = &counted.count;
        Self {
            id,
            agreement,
            called_off_sek: count.called_off.sek(),
            left_sek: count.left.sek(),
            warning: count.warning.as_str(),
            forecast: count.forecast.map(Into::into),
            by_year: years(count.by_year.iter().map(|((_, year), sum)| (*year, *sum))),
            organisations: counted.organisations.iter().map(|one| entitled(counted, one)).collect(),
        }
    }
}

fn entitled(counted: &CountedAgreement, organisation: &Organisation) -> EntitledBody {
    let own = counted.count.by_year.iter().filter(|((id, _), _)| *id == organisation.id);
    let own: Vec<(i16, Kronor)> = own.map(|((_, year), sum)| (*year, *sum)).collect();
    let given = counted.entitled.get(&organisation.id).copied().flatten();
    EntitledBody {
        number: organisation.details.number.to_string(),
        name: organisation.details.name().to_owned(),
        power_of_attorney: given.map(|day| day.to_string()),
        called_off_sek: own.iter().map(|(_, sum)| *sum).sum::<Kronor>().sek(),
        by_year: years(own.into_iter()),
    }
}

fn years(sums: impl Iterator<Item = (i16, Kronor)>) -> Vec<YearBody> {
    let mut years: BTreeMap<i16, Kronor> = BTreeMap::new();
    for (year, sum) in sums {
        let whole = years.entry(year).or_default();
        *whole = *whole + sum;
    }
    years.into_iter().map(|(year, sum)| YearBody { year, sek: sum.sek() }).collect()
}

impl From<CeilingForecast> for CeilingForecastBody {
    fn from(forecast: CeilingForecast) -> Self {
        Self {
            basis: forecast.basis.as_str(),
            sek_a_year: forecast.a_year.sek(),
            years_left: forecast.years_left,
            reached_on: forecast.reached_on.map(|day| day.to_string()),
        }
    }
}
