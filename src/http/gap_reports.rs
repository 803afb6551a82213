//! `GET /api/v1/gap-reports/{network}`: the gaps of one network, for its operator.

use std::{
    sync::{Arc, LazyLock},
    time::Duration,
};

use axum::{
    extract::State,
    http::{HeaderName, HeaderValue, header},
    response::{IntoResponse, Response},
};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use utoipa::IntoParams;

use super::{
    extract::{Path, Query},
    problem::Problem,
    question::{SupplyQuestion, known_network, word},
    router::{AppState, off_thread},
};
use crate::{
    domain::{Language, Service, Technology, ZoneCode, words},
    index::{Networks, Snapshot, Supply},
    report::{
        GapMapError, GapReport, PAGE_STYLE, gap_csv, gap_features, gap_map, gap_page,
        picture::{MapPicture, NoPicture, draw},
    },
};

/// A picture that takes longer than this is left out, and the page says so.
const PICTURE_TIME_LIMIT: Duration = Duration::from_secs(20);

/// What a report is written as.
#[derive(Clone, Copy, Debug)]
pub enum ReportFormat {
    GeoJson,
    Csv,
    Html,
}

words!(ReportFormat, "format", { GeoJson => "geojson", Csv => "csv", Html => "html" });

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ReportQuestion {
    #[param(value_type = Service)]
    service: String,
    /// Left out: geojson.
    #[param(value_type = Option<ReportFormat>)]
    format: Option<String>,
    /// Only this zone, by its code; left out: every municipality.
    zone: Option<String>,
    /// Only this technology; left out: any.
    #[param(value_type = Option<Technology>)]
    technology: Option<String>,
    /// The page's language; left out: Swedish.
    #[param(value_type = Option<Language>)]
    lang: Option<String>,
}

/// What is asked for, checked, and of which data: a page's map and tables rest on the same.
#[derive(Clone)]
struct Asked {
    snapshot: Arc<Snapshot>,
    supply: Supply,
    zone: Option<ZoneCode>,
    language: Language,
}

/// The gaps ranked by people, roads and places, with the dead zones in them.
#[utoipa::path(get, path = "/api/v1/gap-reports/{network}", tag = "gaps",
    params(("network" = String, Path), ReportQuestion),
    responses((status = 200, description = "The report in the format asked for", content(
            (Object = "application/geo+json"), (String = "text/csv"), (String = "text/html"))),
        (status = 404, response = Problem)))]
pub async fn gap_report(
    State(state): State<AppState>,
    Path(network): Path<String>,
    Query(question): Query<ReportQuestion>,
) -> Result<Response, Problem> {
    let snapshot = state.snapshot();
    let asked = asked(snapshot, network, &question)?;
    match question.format.as_deref().map_or(Ok(ReportFormat::GeoJson), word)? {
        ReportFormat::GeoJson => geojson(&state, asked).await,
        ReportFormat::Csv => csv(&state, asked).await,
        ReportFormat::Html => html(&state, asked).await,
    }
}

fn asked(snapshot: Arc<Snapshot>, network: String, question: &ReportQuestion) -> Result<Asked, Problem> {
    let networks = Networks::One(known_network(&snapshot.region, &network)?);
    let question_of_supply = SupplyQuestion {
        network,
        service: question.service.clone(),
        technology: question.technology.clone(),
        zone: question.zone.clone(),
        ..SupplyQuestion::default()
    };
    Ok(Asked {
        supply: question_of_supply.supply(&snapshot)?.with_networks(networks),
        zone: question_of_supply.zone(&snapshot)?.map(|zone| zone.zone.code.clone()),
        language: question.lang.as_deref().map_or(Ok(Language::Swedish), word::<Language>)?,
        snapshot,
    })
}

/// Builds the report and what `write` makes of it, away from the request threads.
async fn with_report<T: Send + 'static>(
    state: &AppState,
    asked: Asked,
    write: impl FnOnce(&GapReport<'_>, &AppState) -> T + Send + 'static,
) -> Result<T, Problem> {
    let state = state.clone();
    off_thread(move || {
        let Asked { snapshot, supply, zone, .. } = asked;
        let zone = zone.as_ref().and_then(|code| snapshot.region.zone(code));
        write(&GapReport::new(&snapshot, supply, zone), &state)
    })
    .await
}

async fn geojson(state: &AppState, asked: Asked) -> Result<Response, Problem> {
    let features = with_report(state, asked, |report, state| gap_features(report, &state.frame)).await?;
    let body = features.map_err(Problem::internal)?.to_string();
    Ok(([(header::CONTENT_TYPE, "application/geo+json")], body).into_response())
}

async fn csv(state: &AppState, asked: Asked) -> Result<Response, Problem> {
    let table = with_report(state, asked, |report, _| gap_csv(report)).await?.map_err(Problem::internal)?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"bristrapport.csv\""),
    ];
    Ok((headers, table).into_response())
}

async fn html(state: &AppState, asked: Asked) -> Result<Response, Problem> {
    let language = asked.language;
    let map = with_report(state, asked.clone(), move |report, state| gap_map(report, &state.frame, language))
        .await?;
    let picture = drawn(map).await?;
    let page = with_report(state, asked, move |report, _| gap_page(report, &picture, language)).await?;
    Ok((page_headers(), page).into_response())
}

/// The headers of a page that is whole in one file.
pub fn page_headers() -> [(HeaderName, HeaderValue); 2] {
    [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_SECURITY_POLICY, PAGE_POLICY.clone()),
    ]
}

/// Only the picture may fail without the page: it then says why.
async fn drawn(map: Result<MapPicture, GapMapError>) -> Result<Result<Vec<u8>, NoPicture>, Problem> {
    match map {
        Ok(picture) => Ok(draw(picture, PICTURE_TIME_LIMIT).await),
        Err(GapMapError::Picture(reason)) => Ok(Err(reason)),
        Err(error) => Err(Problem::internal(error)),
    }
}

/// The page holds its one style and its picture itself, and nothing else.
static PAGE_POLICY: LazyLock<HeaderValue> = LazyLock::new(|| {
    let hash = BASE64.encode(Sha256::digest(PAGE_STYLE));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{hash}'; img-src data:; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'"
    );
    HeaderValue::from_str(&policy).expect("a hash in base64 is plain text")
});
