//! Reports as they were issued.

use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{required, unknown_report};
use crate::{
    domain::{Permission, words},
    http::{
        caller::Caller,
        extract::{Path, Query},
        problem::Problem,
        question::word,
        router::{AppState, off_thread},
    },
    report::{network_gap_geopackage, network_gap_workbook},
    store::{IssuedDocuments, IssuedGapReport},
};

/// What an issued report is written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IssuedFormat {
    GeoJson,
    /// With columns to answer in.
    Csv,
    /// With columns to answer in and the styles in which QGIS shows it.
    GeoPackage,
    /// A spreadsheet, likewise to answer in.
    Xlsx,
}

words!(IssuedFormat, "format", {
    GeoJson => "geojson", Csv => "csv", GeoPackage => "gpkg", Xlsx => "xlsx",
});

pub const GEOPACKAGE: &str = "application/geopackage+sqlite3";
const SPREADSHEET: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct IssuedQuestion {
    /// Left out: geojson.
    #[param(value_type = Option<IssuedFormat>)]
    format: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct IssuedReportBody {
    number: i64,
    /// The day of which it speaks.
    #[schema(format = Date)]
    on: String,
    #[schema(format = DateTime)]
    issued_at: String,
    issued_by: String,
    /// What was asked, whether there are gaps of it or not.
    subjects: Vec<String>,
    gaps: usize,
    data_version: String,
    method_version: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct IssuedReportsBody {
    reports: Vec<IssuedReportBody>,
}

/// The reports that were issued to a network's operator; an operator sees its own alone.
#[utoipa::path(get, path = "/api/v1/networks/{network}/gap-reports", tag = "cases",
    params(("network" = String, Path)), security(("token" = []), ("session" = [])),
    responses((status = 200, description = "Oldest first", body = IssuedReportsBody), (status = 401, response = Problem),
        (status = 403, response = Problem), (status = 404, response = Problem)))]
pub async fn issued_gap_reports(
    State(state): State<AppState>,
    caller: Caller,
    Path(network): Path<String>,
) -> Result<Json<IssuedReportsBody>, Problem> {
    let (_, network) = required(&state, &caller, Permission::ReadCases, &network)?;
    let reports = state.publisher.store().gap_reports(&network).await?;
    Ok(Json(IssuedReportsBody { reports: reports.into_iter().map(Into::into).collect() }))
}

/// A report as it was issued: GeoJSON and CSV character for character, GeoPackage and
/// spreadsheet written from what was kept.
#[utoipa::path(get, path = "/api/v1/networks/{network}/gap-reports/{number}", tag = "cases",
    params(("network" = String, Path), ("number" = i64, Path), IssuedQuestion),
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "The report in the format asked for", content(
            (Object = "application/geo+json"), (String = "text/csv"),
            (Vec<u8> = "application/geopackage+sqlite3"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
        (status = 401, response = Problem), (status = 403, response = Problem), (status = 404, response = Problem)))]
pub async fn issued_gap_report(
    State(state): State<AppState>,
    caller: Caller,
    Path((network, number)): Path<(String, i64)>,
    Query(question): Query<IssuedQuestion>,
) -> Result<Response, Problem> {
    let (_, network) = required(&state, &caller, Permission::ReadCases, &network)?;
    let format = question.format.as_deref().map_or(Ok(IssuedFormat::GeoJson), word)?;
    let issued = state.publisher.store().gap_report_documents(&network, number).await?;
    let issued = issued.ok_or_else(|| unknown_report(&network, number))?;
    let (content_type, content) = off_thread(move || format.written(issued)).await??;
    let mut answer = ([(header::CONTENT_TYPE, content_type)], content).into_response();
    if format != IssuedFormat::GeoJson {
        let name = format!("attachment; filename=\"bristrapport-{network}-{number}.{format}\"");
        let name = HeaderValue::try_from(name).map_err(Problem::internal)?;
        answer.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(answer)
}

impl IssuedFormat {
    /// The content type, and the report in the format; that may take its time.
    fn written(self, issued: IssuedDocuments) -> Result<(&'static str, Bytes), Problem> {
        let IssuedDocuments { issued_at, document, answer_table } = issued;
        Ok(match self {
            Self::GeoJson => ("application/geo+json", document.into()),
            Self::Csv => ("text/csv; charset=utf-8", answer_table.into()),
            Self::GeoPackage => {
                let written = network_gap_geopackage(&document, issued_at);
                (GEOPACKAGE, written.map_err(Problem::internal)?.into())
            }
            Self::Xlsx => {
                let written = network_gap_workbook(&document, issued_at);
                (SPREADSHEET, written.map_err(Problem::internal)?.into())
            }
        })
    }
}

impl From<IssuedGapReport> for IssuedReportBody {
    fn from(report: IssuedGapReport) -> Self {
        Self {
            number: report.number,
            on: report.gaps.on.to_string(),
            issued_at: report.issued_at.to_string(),
            issued_by: report.issued_by,
            subjects: report.gaps.subjects.into_iter().collect(),
            gaps: report.gaps.gaps.len(),
            data_version: report.data_version,
            method_version: report.method_version,
        }
    }
}
