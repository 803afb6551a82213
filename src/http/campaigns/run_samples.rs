//! `GET /api/v1/runs/{id}/samples`: raw samples, page by page, each with the
//! reason why it doesn't count.

use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    domain::{Bilingual, Dbm, Permission, Plmn, Rejection, RunId, Service, Technology, words},
    http::{
        caller::Caller,
        extract::{Path, Query},
        problem::Problem,
        question::word,
        router::{AppState, off_thread},
    },
    ingest::word_schemas,
    publishing::JudgedSample,
};

const MOST_ROWS: usize = 10_000;
const ROWS: usize = 1_000;

/// What samples are written as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SamplesFormat {
    Json,
    Csv,
}

words!(SamplesFormat, "format", { Json => "json", Csv => "csv" });

word_schemas! {
    SamplesFormat: "What samples are written as.";
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SamplesQuestion {
    /// `true`: only samples that don't count; `false`: only those that do; or a
    /// reason, such as `on_wifi`. Left out: all.
    rejected: Option<String>,
    /// Left out: json.
    #[param(value_type = Option<SamplesFormat>)]
    format: Option<String>,
    /// How many of the samples asked for come before the page.
    #[serde(default)]
    offset: usize,
    /// At most 10,000; left out: 1,000.
    limit: Option<usize>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct SamplesBody {
    /// How many samples were asked for, on all pages.
    count: u64,
    samples: Vec<SampleBody>,
    /// The offset of the next page; null: this was the last.
    #[schema(required)]
    next_offset: Option<u64>,
}

/// A raw sample; what is null wasn't measured, or not said.
#[derive(Debug, Serialize, ToSchema)]
pub struct SampleBody {
    /// In its file, from 0.
    row: u64,
    /// Why it doesn't count; null: it counts.
    #[schema(value_type = Option<Rejection>, required)]
    rejected: Option<&'static str>,
    #[schema(format = DateTime)]
    time: String,
    lon: f64,
    lat: f64,
    network: String,
    #[schema(required)]
    plmn: Option<String>,
    #[schema(value_type = Option<Technology>, required)]
    technology: Option<&'static str>,
    #[schema(value_type = Option<Service>, required)]
    service: Option<&'static str>,
    #[schema(required)]
    success: Option<bool>,
    #[schema(required)]
    rsrp_dbm: Option<f64>,
    #[schema(required)]
    sinr_db: Option<f64>,
    #[schema(required)]
    download_mbps: Option<f64>,
    #[schema(required)]
    upload_mbps: Option<f64>,
    #[schema(required)]
    latency_ms: Option<f64>,
    #[schema(required)]
    accuracy_m: Option<f64>,
    #[schema(required)]
    speed_kmh: Option<f64>,
    wifi: bool,
    indoor: bool,
}

/// The raw samples of a run, with the reason of each that doesn't count.
#[utoipa::path(get, path = "/api/v1/runs/{id}/samples", tag = "campaigns", params(("id" = i64, Path), SamplesQuestion),
    security(("token" = []), ("session" = [])),
    responses((status = 200, description = "A page, in the file's order", content(
            (SamplesBody = "application/json"), (String = "text/csv"))),
        (status = 401, response = Problem), (status = 403, response = Problem), (status = 404, response = Problem)))]
pub async fn run_samples(
    State(state): State<AppState>,
    caller: Caller,
    Path(id): Path<i64>,
    Query(question): Query<SamplesQuestion>,
) -> Result<Response, Problem> {
    caller.require(Permission::ImportMeasurements)?;
    let asked = question.rejected.as_deref().map(Asked::of).transpose()?;
    let format = question.format.as_deref().map_or(Ok(SamplesFormat::Json), word)?;
    let limit = question.limit.unwrap_or(ROWS);
    if !(1..=MOST_ROWS).contains(&limit) {
        return Err(not_a_limit(limit));
    }
    let mut samples = state.publisher.run_samples(RunId(id)).await?.samples;
    samples.retain(|sample| asked.is_none_or(|asked| asked.holds(sample)));
    let count = samples.len();
    let page = samples.into_iter().skip(question.offset).take(limit);
    let samples: Vec<SampleBody> =
        page.map(|sample| SampleBody::new(&sample, &state)).collect::<Result<_, _>>()?;
    let reached = question.offset.saturating_add(samples.len());
    let next_offset = (reached < count).then_some(reached as u64);
    match format {
        SamplesFormat::Json => {
            Ok(Json(SamplesBody { count: count as u64, samples, next_offset }).into_response())
        }
        SamplesFormat::Csv => off_thread(move || table(&samples)).await?,
    }
}

/// Which samples are asked for.
#[derive(Clone, Copy)]
enum Asked {
    Rejected(bool),
    Because(Rejection),
}

impl Asked {
    fn of(text: &str) -> Result<Self, Problem> {
        match text {
            "true" => Ok(Self::Rejected(true)),
            "false" => Ok(Self::Rejected(false)),
            reason => word(reason).map(Self::Because),
        }
    }

    fn holds(self, sample: &JudgedSample) -> bool {
        match self {
            Self::Rejected(rejected) => sample.rejection.is_some() == rejected,
            Self::Because(reason) => sample.rejection == Some(reason),
        }
    }
}

impl SampleBody {
    fn new(judged: &JudgedSample, state: &AppState) -> Result<Self, Problem> {
        let sample = &judged.stored.sample;
        let lng_lat = state.frame.position_to_lng_lat(sample.position).map_err(Problem::internal)?;
        let attempt = sample.attempt.as_ref();
        Ok(Self {
            row: judged.stored.row,
            rejected: judged.rejection.map(Rejection::as_str),
            time: sample.time.to_string(),
            lon: lng_lat.x,
            lat: lng_lat.y,
            network: sample.network.to_string(),
            plmn: sample.serving.as_ref().map(Plmn::as_str).map(str::to_owned),
            technology: sample.technology.map(Technology::as_str),
            service: attempt.map(|attempt| attempt.service.as_str()),
            success: attempt.map(|attempt| attempt.success),
            rsrp_dbm: sample.rsrp.map(Dbm::value),
            sinr_db: sample.sinr_db,
            download_mbps: attempt.and_then(|attempt| attempt.download_mbps),
            upload_mbps: attempt.and_then(|attempt| attempt.upload_mbps),
            latency_ms: attempt.and_then(|attempt| attempt.latency_ms),
            accuracy_m: sample.accuracy_m,
            speed_kmh: sample.speed_kmh,
            wifi: sample.wifi,
            indoor: sample.indoor,
        })
    }
}

/// A row for each sample; UTF-8 with a header.
fn table(samples: &[SampleBody]) -> Result<Response, Problem> {
    let mut table = csv::Writer::from_writer(Vec::new());
    for sample in samples {
        table.serialize(sample).map_err(Problem::internal)?;
    }
    let bytes = table.into_inner().map_err(Problem::internal)?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"prov.csv\""),
    ];
    Ok((headers, bytes).into_response())
}

fn not_a_limit(limit: usize) -> Problem {
    let sv = format!("limit: {limit} är inte 1 till {MOST_ROWS}.");
    let text = Bilingual::new(sv, format!("limit: {limit} is not 1 to {MOST_ROWS}."));
    Problem::bad_request("invalid_parameter", text)
}
