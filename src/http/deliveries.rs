//! `/api/v1/deliveries`: operators' coverage in, with every finding told.

use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    caller::Caller,
    coverage_at::PositionBody,
    extract::{File, Path, Query},
    problem::Problem,
    question::{known_network, word},
    router::AppState,
    wire::BilingualBody,
};
use crate::{
    domain::{
        Bilingual, ClaimKey, Delivery, DeliveryHeader, DeliveryId, DeliveryKind, Environment, Finding,
        Permission, Service, Severity, Technology,
    },
    publishing::{CoverageFile, CoverageForm, ImportedCoverage},
};

/// What the delivery says of itself.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct HeaderQuestion {
    /// The network's id.
    network: String,
    #[param(value_type = Technology)]
    technology: String,
    #[param(value_type = Service)]
    service: String,
    /// Left out: outdoor.
    #[param(value_type = Option<Environment>)]
    environment: Option<String>,
    /// The date of the coverage calculation, such as `2026-09-15`.
    #[param(format = Date)]
    simulation_date: Option<String>,
    /// The coordinate reference system where the file names none, such as `EPSG:3006`.
    crs: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DeliveriesBody {
    deliveries: Vec<DeliverySummary>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct DeliverySummary {
    id: i64,
    network: String,
    #[schema(value_type = Technology)]
    technology: String,
    #[schema(value_type = Service)]
    service: String,
    #[schema(value_type = Environment)]
    environment: String,
    /// Null: the delivery doesn't say.
    #[schema(format = Date, required)]
    simulation_date: Option<String>,
    #[schema(format = DateTime)]
    received_at: String,
    /// Of the file as it came.
    sha256: String,
    feature_count: u64,
    finding_count: usize,
}

/// A delivery with everything that was found in it.
#[derive(Debug, Serialize, ToSchema)]
pub struct DeliveryBody {
    #[serde(flatten)]
    summary: DeliverySummary,
    findings: Vec<FindingBody>,
}

/// What became of a file.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportedBody {
    #[serde(flatten)]
    delivery: DeliveryBody,
    /// Features that were taken.
    imported: u64,
    /// What they cover, overlaps counted once.
    area_m2: f64,
}

/// Something found in a file; features that could be read are imported all the same.
#[derive(Debug, Serialize, ToSchema)]
pub struct FindingBody {
    /// A stable word, such as `unclosed_ring`.
    code: String,
    #[schema(value_type = Severity)]
    severity: &'static str,
    /// The feature's number in the file, from 1; null for the whole file.
    #[schema(required)]
    feature: Option<u64>,
    #[schema(required)]
    place: Option<PositionBody>,
    message: BilingualBody,
}

/// All deliveries, superseded ones too.
#[utoipa::path(get, path = "/api/v1/deliveries", tag = "coverage",
    responses((status = 200, description = "Oldest first", body = DeliveriesBody)))]
pub async fn deliveries(State(state): State<AppState>) -> Result<Json<DeliveriesBody>, Problem> {
    let deliveries = state.publisher.deliveries().await?;
    Ok(Json(DeliveriesBody { deliveries: deliveries.iter().map(DeliverySummary::from).collect() }))
}

/// One delivery with its findings.
#[utoipa::path(get, path = "/api/v1/deliveries/{id}", tag = "coverage", params(("id" = i64, Path)),
    responses((status = 200, description = "The delivery", body = DeliveryBody), (status = 404, response = Problem)))]
pub async fn delivery(
    State(state): State<AppState>,
    Path(id): Path<i64>,
) -> Result<Json<DeliveryBody>, Problem> {
    let delivery = state.publisher.delivery(DeliveryId(id)).await?.ok_or_else(|| unknown_delivery(id))?;
    Ok(Json(DeliveryBody::from(&delivery)))
}

/// Takes a coverage file (GeoJSON, newline-delimited too, plain or gzip) and publishes it.
#[utoipa::path(post, path = "/api/v1/deliveries", tag = "coverage", params(HeaderQuestion),
    security(("token" = []), ("session" = [])),
    request_body(content = Object, content_type = "application/geo+json",
        description = "RFC 7946, or older with another `crs`; gzip is known by its first bytes"),
    responses((status = 201, description = "Published, with everything that was found in it", body = ImportedBody),
        (status = 401, response = Problem), (status = 403, response = Problem), (status = 404, response = Problem), (status = 413, response = Problem), (status = 422, response = Problem)))]
pub async fn deliver(
    State(state): State<AppState>,
    caller: Caller,
    Query(question): Query<HeaderQuestion>,
    File(bytes): File,
) -> Result<(StatusCode, Json<ImportedBody>), Problem> {
    caller.require(Permission::Deliver)?;
    let header = header(&state, &question)?;
    let actor = caller.require_on(Permission::Deliver, &header.network)?;
    let file = CoverageFile {
        kind: DeliveryKind::Reference,
        name: String::new(),
        header,
        crs: question.crs,
        form: CoverageForm::Polygons,
        bytes,
    };
    let imported = state.publisher.import_coverage(file, &actor).await?;
    Ok((StatusCode::CREATED, Json(imported.into())))
}

fn header(state: &AppState, question: &HeaderQuestion) -> Result<DeliveryHeader, Problem> {
    let date = question.simulation_date.as_deref().map(|text| {
        text.parse().map_err(|error: jiff::Error| {
            let sv = format!("simulation_date: `{text}` är inget datum (ÅÅÅÅ-MM-DD).");
            let en = format!("simulation_date: `{text}` is no date (YYYY-MM-DD): {error}.");
            Problem::bad_request("invalid_date", Bilingual::new(sv, en))
        })
    });
    let claim = ClaimKey {
        network: known_network(&state.snapshot().region, &question.network)?,
        technology: word::<Technology>(&question.technology)?,
        service: word::<Service>(&question.service)?,
        environment: question.environment.as_deref().map_or(Ok(Environment::Outdoor), word::<Environment>)?,
    };
    Ok(DeliveryHeader { simulation_date: date.transpose()?, ..DeliveryHeader::of(claim) })
}

fn unknown_delivery(id: i64) -> Problem {
    let text = Bilingual::new(format!("Leverans {id} finns inte."), format!("There is no delivery {id}."));
    Problem::not_found("unknown_delivery", text)
}

impl From<&Delivery> for DeliverySummary {
    fn from(delivery: &Delivery) -> Self {
        let header = &delivery.header;
        Self {
            id: delivery.id.0,
            network: header.network.to_string(),
            technology: header.technology.to_string(),
            service: header.service.to_string(),
            environment: header.environment.to_string(),
            simulation_date: header.simulation_date.map(|date| date.to_string()),
            received_at: delivery.received_at.to_string(),
            sha256: delivery.sha256.clone(),
            feature_count: delivery.feature_count,
            finding_count: delivery.findings.len(),
        }
    }
}

impl From<&Delivery> for DeliveryBody {
    fn from(delivery: &Delivery) -> Self {
        Self { summary: delivery.into(), findings: delivery.findings.iter().map(FindingBody::from).collect() }
    }
}

impl From<&Finding> for FindingBody {
    fn from(finding: &Finding) -> Self {
        Self {
            code: finding.code.to_string(),
            severity: finding.severity.as_str(),
            feature: finding.feature,
            place: finding.place.map(|place| PositionBody { lon: place.lng, lat: place.lat }),
            message: finding.message.clone().into(),
        }
    }
}

impl From<ImportedCoverage> for ImportedBody {
    fn from(imported: ImportedCoverage) -> Self {
        Self { delivery: (&imported.delivery).into(), imported: imported.features, area_m2: imported.area_m2 }
    }
}
