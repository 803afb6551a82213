//! Reports as they were issued.

use std::time::Duration;

use axum::{
    Json,
    body::Bytes,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{required, unknown_report};
use crate::{
    domain::{Language, Permission, words},
    http::{
        caller::Caller,
        deliveries::attachment,
        extract::{Path, Query},
        problem::Problem,
        question::word,
        router::{AppState, off_thread},
    },
    report::{
        GapMapError, IssuedDocument, gap_report_maps, gap_report_paper, network_gap_geopackage,
        network_gap_workbook, picture::draw_all,
    },
    store::IssuedGapReport,
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
    /// For print, with maps.
    Pdf,
}

words!(IssuedFormat, "format", {
    GeoJson => "geojson", Csv => "csv", GeoPackage => "gpkg", Xlsx => "xlsx", Pdf => "pdf",
});

pub const GEOPACKAGE: &str = "application/geopackage+sqlite3";

/// Maps that take longer than this together are left out, and the document says so.
const MAPS_TIME_LIMIT: Duration = Duration::from_secs(60);

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct IssuedQuestion {
    /// Left out: geojson.
    #[param(value_type = Option<IssuedFormat>)]
    format: Option<String>,
    /// The language of a PDF; left out: Swedish.
    #[param(value_type = Option<Language>)]
    lang: Option<String>,
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

/// A report as it was issued: GeoJSON and CSV character for character, the rest written
/// from what was kept; the PDF with the maps of what it says.
#[utoipa::path(get, path = "/api/v1/networks/{network}/gap-reports/{number}", tag = "cases",
    params(("network" = String, Path), ("number" = i64, Path), IssuedQuestion),
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "The report in the format asked for", content(
            (Object = "application/geo+json"), (String = "text/csv"),
            (Vec<u8> = "application/geopackage+sqlite3"),
            (Vec<u8> = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
            (Vec<u8> = "application/pdf"))),
        (status = 401, response = Problem), (status = 403, response = Problem), (status = 404, response = Problem)))]
pub async fn issued_gap_report(
    State(state): State<AppState>,
    caller: Caller,
    Path((network, number)): Path<(String, i64)>,
    Query(question): Query<IssuedQuestion>,
) -> Result<Response, Problem> {
    let (_, network) = required(&state, &caller, Permission::ReadCases, &network)?;
    let format = question.format.as_deref().map_or(Ok(IssuedFormat::GeoJson), word)?;
    let language = question.lang.as_deref().map_or(Ok(Language::Swedish), word::<Language>)?;
    let issued = state.publisher.store().gap_report_documents(&network, number).await?;
    let issued = issued.ok_or_else(|| unknown_report(&network, number))?;
    let content: Bytes = match format {
        IssuedFormat::GeoJson => issued.document.into(),
        IssuedFormat::Csv => issued.answer_table.into(),
        IssuedFormat::GeoPackage => {
            let write = move || network_gap_geopackage(&issued.document, issued.issued_at);
            off_thread(write).await?.map_err(Problem::internal)?.into()
        }
        IssuedFormat::Xlsx => {
            let write = move || network_gap_workbook(&issued.document, issued.issued_at);
            off_thread(write).await?.map_err(Problem::internal)?.into()
        }
        IssuedFormat::Pdf => printed(&state, number, issued.document, language).await?.into(),
    };
    let mut answer = ([(header::CONTENT_TYPE, format.content_type())], content).into_response();
    if format != IssuedFormat::GeoJson {
        let name = attachment(&format!("bristrapport-{network}-{number}.{format}"));
        answer.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(answer)
}

impl IssuedFormat {
    fn content_type(self) -> &'static str {
        match self {
            Self::GeoJson => "application/geo+json",
            Self::Csv => "text/csv; charset=utf-8",
            Self::GeoPackage => GEOPACKAGE,
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Pdf => "application/pdf",
        }
    }
}

/// The document with its maps. Only these may fail without it: it then says why.
async fn printed(
    state: &AppState,
    number: i64,
    document: String,
    language: Language,
) -> Result<Vec<u8>, Problem> {
    let (snapshot, of_maps) = (state.snapshot(), state.clone());
    let read = off_thread(move || {
        let report = IssuedDocument::read(&document).map_err(Problem::internal)?;
        let maps = gap_report_maps(&report, &snapshot, &of_maps.frame, language);
        Ok::<_, Problem>((report, maps))
    });
    let (report, maps) = read.await??;
    let pictures = match maps {
        Ok(maps) => Ok(draw_all(maps, MAPS_TIME_LIMIT).await),
        Err(GapMapError::Picture(reason)) => Err(reason),
        Err(error) => return Err(Problem::internal(error)),
    };
    off_thread(move || gap_report_paper((number, &report), pictures, language))
        .await?
        .map_err(Problem::internal)
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
