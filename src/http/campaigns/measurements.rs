//! `POST /api/v1/campaigns/{id}/measurements`: a file of measurements in.

use std::collections::BTreeMap;

use axum::{
    Json,
    extract::{Request, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::campaign::known_campaign;
use crate::{
    domain::{AntennaPlacement, Bilingual, Permission, Rejection, RunFacts, Service},
    http::{
        caller::Caller,
        deliveries::{Fields, FindingBody, receive},
        extract::{Path, Query},
        problem::Problem,
        question::{known_network, word},
        router::AppState,
    },
    publishing::{CampaignChoice, ImportedMeasurements, MeasurementFile, column_mapping},
    store::MeasurementImport,
};

/// What the file doesn't say; a form has the same names.
#[derive(Debug, Deserialize, Serialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MeasurementsQuestion {
    /// The bare file's name; a form's part has its own.
    file_name: Option<String>,
    /// The network of the phone's subscription, where the file doesn't say it.
    network: Option<String>,
    /// What a log's transfers tried, where the log doesn't say it.
    #[param(value_type = Option<Service>)]
    attempted: Option<String>,
    /// The saved mapping of a table's columns, where its header doesn't say them.
    mapping: Option<String>,
    /// Such as `sopbil 4`; never a registration number.
    vehicle: Option<String>,
    #[param(value_type = Option<AntennaPlacement>)]
    antenna: Option<String>,
    /// The subscription's tariff.
    tariff: Option<String>,
    /// The how manieth time the same way was driven, from 1.
    pass: Option<String>,
}

/// A file of measurements that was taken.
#[derive(Debug, Serialize, ToSchema)]
pub struct ImportBody {
    id: i64,
    /// Whether the same file came before; nothing is counted twice.
    known: bool,
    file_name: String,
    sha256: String,
    #[schema(format = DateTime)]
    received_at: String,
    /// Whether the file is kept as it came, or its hash alone.
    file_kept: bool,
    /// Rows in the file, taken or not.
    rows: u64,
    /// Rows that were taken.
    samples: u64,
    /// Taken samples that don't count, by reason.
    rejected: Vec<RejectedSamplesBody>,
    findings: Vec<FindingBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct RejectedSamplesBody {
    #[schema(value_type = Rejection)]
    code: &'static str,
    count: u64,
}

/// Takes a file of measurements into a campaign, once.
#[utoipa::path(post, path = "/api/v1/campaigns/{id}/measurements", tag = "campaigns",
    params(("id" = i64, Path), MeasurementsQuestion), security(("token" = []), ("session" = [])),
    request_body(description = "CSV with named columns, a G-NetTrack log or GeoJSON points, plain or gzip: as a form \
        with the part `file`, or bare",
        content((Object = "multipart/form-data"), (Vec<u8> = "application/octet-stream"), (String = "text/csv"))),
    responses((status = 201, description = "Taken", body = ImportBody),
        (status = 200, description = "The same file came before", body = ImportBody),
        (status = 401, response = Problem), (status = 403, response = Problem), (status = 404, response = Problem),
        (status = 413, response = Problem), (status = 422, response = Problem)))]
pub async fn import_measurements(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
    Query(question): Query<MeasurementsQuestion>,
    request: Request,
) -> Result<Response, Problem> {
    let actor = caller.require(Permission::ImportMeasurements)?;
    let campaign = known_campaign(&state, id).await?.id;
    let upload = receive(&state, Fields::of(&question)?, request).await?;
    let bytes = tokio::fs::read(upload.file.path()).await.map_err(Problem::internal)?;
    let name = if upload.name.is_empty() { "measurements" } else { &upload.name };
    let mapping = match upload.fields.option("mapping") {
        Some(name) => Some(column_mapping(state.publisher.store(), name).await?.mapping),
        None => None,
    };
    let file = MeasurementFile {
        mapping,
        campaign: CampaignChoice::There(campaign),
        ..said(&state, &upload.fields, MeasurementFile::new(name, bytes))?
    };
    let (status, known, import) = match state.publisher.import_measurements(file, &actor).await? {
        ImportedMeasurements::New(import) => (StatusCode::CREATED, false, import),
        ImportedMeasurements::Known(import) => (StatusCode::OK, true, import),
    };
    let rejected = state.publisher.rejected_in(&import).await?;
    Ok((status, Json(ImportBody::new(import, known, &rejected))).into_response())
}

fn said(state: &AppState, fields: &Fields, file: MeasurementFile) -> Result<MeasurementFile, Problem> {
    let snapshot = state.snapshot();
    let network = fields.option("network").map(|id| known_network(&snapshot.region, id)).transpose()?;
    let facts = RunFacts {
        vehicle: fields.option("vehicle").map(str::to_owned),
        antenna: fields.option("antenna").map(word::<AntennaPlacement>).transpose()?,
        tariff: fields.option("tariff").map(str::to_owned),
        pass: fields.option("pass").map(pass).transpose()?,
    };
    let attempted = fields.option("attempted").map(word::<Service>).transpose()?;
    Ok(MeasurementFile { network, attempted, facts, ..file })
}

fn pass(text: &str) -> Result<u32, Problem> {
    text.parse().ok().filter(|pass| *pass > 0).ok_or_else(|| {
        let sv = format!("pass: `{text}` är inget antal från 1.");
        let en = format!("pass: `{text}` is no number from 1 on.");
        Problem::bad_request("invalid_parameter", Bilingual::new(sv, en))
    })
}

impl ImportBody {
    fn new(import: MeasurementImport, known: bool, rejected: &BTreeMap<Rejection, u64>) -> Self {
        let rejected = rejected
            .iter()
            .map(|(reason, count)| RejectedSamplesBody { code: reason.as_str(), count: *count });
        Self {
            id: import.id,
            known,
            sha256: import.sha256,
            received_at: import.received_at.to_string(),
            file_kept: import.file_kept,
            rows: import.row_count,
            samples: import.sample_count,
            rejected: rejected.collect(),
            findings: import.findings.iter().map(FindingBody::from).collect(),
            file_name: import.file_name,
        }
    }
}
