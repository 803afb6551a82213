//! `GET /api/v1/measurement-plans`: where to measure next.

use std::sync::Arc;

use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use geo::Coord;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    extract::Query,
    gap_reports::page_headers,
    problem::Problem,
    question::{known_network, known_zone, word},
    router::{AppState, off_thread},
};
use crate::{
    analysis::{MeasurementPlan, PlanGain, PlanQuestion, measurement_plan},
    domain::{
        Bilingual, DemandUnit, Language, NetworkId, Requirement, Service, TestKind, ZoneKind, ZoneSet, words,
    },
    geometry::LngLatFrame,
    index::{RegionIndex, Snapshot},
    report::{PlanReport, plan_features, plan_gpx, plan_page},
};

mod wire;

pub use wire::MeasurementPlanBody;

/// Where nothing else is said, kilometres.
const BUDGET_KM: f64 = 200.0;
/// Where nothing else is said: a truck on its way and measuring.
const SPEED_KMH: f64 = 50.0;
/// Where nothing else is said.
const DAYS: u32 = 3;
/// More would take longer to plan than to drive.
const LARGEST_BUDGET_KM: f64 = 5_000.0;
const MOST_DAYS: u32 = 30;

/// What a plan is written as.
#[derive(Clone, Copy, Debug)]
pub enum PlanFormat {
    Json,
    GeoJson,
    Gpx,
    Html,
}

words!(PlanFormat, "format", { Json => "json", GeoJson => "geojson", Gpx => "gpx", Html => "html" });

#[derive(Clone, Debug, Default, Deserialize, Serialize, IntoParams, ToSchema)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct MeasurementPlanQuestion {
    /// A network's id, or several with commas between: a phone each. Left out:
    /// every network of the region.
    #[schema(required)]
    pub network: Option<String>,
    /// Needed unless a requirement says it.
    #[param(value_type = Option<Service>)]
    #[schema(value_type = Option<Service>, required)]
    pub service: Option<String>,
    /// `signal` or `service`; left out: signal.
    #[param(value_type = Option<TestKind>)]
    #[schema(value_type = Option<TestKind>, required)]
    pub kind: Option<String>,
    /// A zone by its code; left out, and without a requirement: every municipality.
    #[schema(required)]
    pub zone: Option<String>,
    /// A requirement by its number: its zones, its service, and whether places come first.
    #[schema(required)]
    pub requirement: Option<i64>,
    /// To be driven in all, kilometres; left out: 200.
    #[schema(required)]
    pub budget_km: Option<f64>,
    /// To be driven in all, hours; instead of kilometres.
    #[schema(required)]
    pub budget_hours: Option<f64>,
    /// The mean speed that hours are counted by; left out: 50.
    #[schema(required)]
    pub speed_kmh: Option<f64>,
    /// On how many days a piece may be driven; left out: 3.
    #[schema(required)]
    pub days: Option<u32>,
    /// What comes first; left out: road length, or what the requirement counts.
    #[param(value_type = Option<PlanGain>)]
    #[schema(value_type = Option<PlanGain>, required)]
    pub gain: Option<String>,
    /// Where every day begins and ends, `longitude,latitude`; left out: at the
    /// first and the last piece.
    #[schema(required)]
    pub start: Option<String>,
    /// Left out: json.
    #[param(value_type = Option<PlanFormat>)]
    #[schema(value_type = Option<PlanFormat>, required)]
    pub format: Option<String>,
    /// Of the page and of the names in a GPX file; left out: Swedish.
    #[param(value_type = Option<Language>)]
    #[schema(value_type = Option<Language>, required)]
    pub lang: Option<String>,
}

/// Which roads are to be driven, in which order, to give the most of what is claimed
/// a verdict within a budget; and what can't be driven to.
#[utoipa::path(get, path = "/api/v1/measurement-plans", tag = "verification", params(MeasurementPlanQuestion),
    responses((status = 200, description = "The plan in the format asked for", content(
            (MeasurementPlanBody = "application/json"), (Object = "application/geo+json"),
            (String = "application/gpx+xml"), (String = "text/html"))),
        (status = 400, response = Problem), (status = 404, response = Problem)))]
pub async fn measurement_plans(
    State(state): State<AppState>,
    Query(question): Query<MeasurementPlanQuestion>,
) -> Result<Response, Problem> {
    let format = question.format.as_deref().map_or(Ok(PlanFormat::Json), word)?;
    let language = question.lang.as_deref().map_or(Ok(Language::Swedish), word::<Language>)?;
    let requirement = match question.requirement {
        Some(id) => Some(super::requirements::version_of(&state, id, None).await?.requirement),
        None => None,
    };
    let (snapshot, frame) = (state.snapshot(), state.frame.clone());
    off_thread(move || {
        let asked = AskedPlan::of(&snapshot, &frame, question, requirement.as_ref())?;
        let plan = measurement_plan(&snapshot, &asked.question);
        asked.written(&snapshot, &frame, &plan, format, language)
    })
    .await?
}

/// A question about a plan, checked.
pub struct AskedPlan {
    pub question: PlanQuestion,
    pub speed_kmh: f64,
    asked: MeasurementPlanQuestion,
}

impl AskedPlan {
    /// # Errors
    /// When something that is named isn't there, or a number can't be.
    pub fn of(
        snapshot: &Arc<Snapshot>,
        frame: &LngLatFrame,
        asked: MeasurementPlanQuestion,
        requirement: Option<&Requirement>,
    ) -> Result<Self, Problem> {
        let region = &snapshot.region;
        let speed_kmh = within("speed_kmh", asked.speed_kmh.unwrap_or(SPEED_KMH), 1.0, 200.0)?;
        let service = match (asked.service.as_deref(), requirement) {
            (Some(text), _) => word::<Service>(text)?,
            (None, Some(requirement)) => requirement.service,
            (None, None) => return Err(service_needed()),
        };
        let of_requirement = requirement.map_or(PlanGain::default(), |requirement| gain_of(requirement.unit));
        let days = asked.days.unwrap_or(DAYS);
        let question = PlanQuestion {
            networks: networks(region, asked.network.as_deref())?,
            service,
            kind: asked.kind.as_deref().map_or(Ok(TestKind::Signal), word)?,
            zones: zones(region, asked.zone.as_deref(), requirement)?,
            required: region.region.profile.required_share,
            budget_m: budget_km(&asked, speed_kmh)? * 1e3,
            most_passes: within("days", f64::from(days), 1.0, f64::from(MOST_DAYS))? as u32,
            gain: asked.gain.as_deref().map_or(Ok(of_requirement), word)?,
            start: asked.start.as_deref().map(|text| position(frame, text)).transpose()?,
        };
        Ok(Self { question, speed_kmh, asked })
    }

    pub fn body(&self, snapshot: &Snapshot, plan: &MeasurementPlan) -> MeasurementPlanBody {
        MeasurementPlanBody::new(&self.report(snapshot, plan), self.asked.clone())
    }

    pub fn report<'a>(&'a self, snapshot: &'a Snapshot, plan: &'a MeasurementPlan) -> PlanReport<'a> {
        PlanReport { snapshot, question: &self.question, plan, speed_kmh: self.speed_kmh }
    }

    fn written(
        &self,
        snapshot: &Snapshot,
        frame: &LngLatFrame,
        plan: &MeasurementPlan,
        format: PlanFormat,
        language: Language,
    ) -> Result<Response, Problem> {
        let report = self.report(snapshot, plan);
        Ok(match format {
            PlanFormat::Json => Json(self.body(snapshot, plan)).into_response(),
            PlanFormat::GeoJson => {
                let features = plan_features(&report, frame).map_err(Problem::internal)?;
                ([(header::CONTENT_TYPE, "application/geo+json")], features.to_string()).into_response()
            }
            PlanFormat::Gpx => {
                let headers = [
                    (header::CONTENT_TYPE, "application/gpx+xml"),
                    (header::CONTENT_DISPOSITION, "attachment; filename=\"matplan.gpx\""),
                ];
                (headers, plan_gpx(&report, frame, language).map_err(Problem::internal)?).into_response()
            }
            PlanFormat::Html => (page_headers(), plan_page(&report, language)).into_response(),
        })
    }
}

fn networks(region: &RegionIndex, text: Option<&str>) -> Result<Vec<NetworkId>, Problem> {
    let Some(text) = text else { return Ok(region.region.network_ids()) };
    let mut networks: Vec<NetworkId> =
        text.split(',').map(|id| known_network(region, id)).collect::<Result<_, _>>()?;
    networks.sort();
    networks.dedup();
    Ok(networks)
}

fn zones(
    region: &RegionIndex,
    code: Option<&str>,
    requirement: Option<&Requirement>,
) -> Result<Vec<usize>, Problem> {
    let known = code.map(|code| known_zone(region, code)).transpose()?.map(|zone| &zone.zone.code);
    let municipality = ZoneSet::Kind(ZoneKind::municipality());
    // What isn't made of the region's zones may need measurements anywhere in it.
    let set = match requirement.map(|requirement| &requirement.zones) {
        Some(ZoneSet::Areas(_) | ZoneSet::Organisations(_)) | None => &municipality,
        Some(zones) if zones.are_organisations() => &municipality,
        Some(zones) => zones,
    };
    let is_asked = |number: &usize| {
        let zone = &region.zones[*number].zone;
        known.map_or_else(|| set.has(zone), |code| zone.code == *code)
    };
    Ok((0..region.zones.len()).filter(is_asked).collect())
}

fn gain_of(unit: DemandUnit) -> PlanGain {
    if unit == DemandUnit::Places { PlanGain::Places } else { PlanGain::RoadLength }
}

fn budget_km(asked: &MeasurementPlanQuestion, speed_kmh: f64) -> Result<f64, Problem> {
    match (asked.budget_km, asked.budget_hours) {
        (Some(_), Some(_)) => Err(two_budgets()),
        (None, Some(hours)) => {
            within("budget_hours", hours, 0.1, LARGEST_BUDGET_KM / speed_kmh).map(|hours| hours * speed_kmh)
        }
        (km, None) => within("budget_km", km.unwrap_or(BUDGET_KM), 1.0, LARGEST_BUDGET_KM),
    }
}

fn within(name: &str, value: f64, least: f64, most: f64) -> Result<f64, Problem> {
    if (least..=most).contains(&value) {
        return Ok(value);
    }
    let sv = format!("{name}: {value} ska ligga mellan {least} och {most:.0}.");
    let en = format!("{name}: {value} should lie between {least} and {most:.0}.");
    Err(Problem::bad_request("number_out_of_range", Bilingual::new(sv, en)))
}

fn position(frame: &LngLatFrame, text: &str) -> Result<Coord<f64>, Problem> {
    let number = |text: &str| text.trim().parse::<f64>().ok().filter(|number| number.is_finite());
    let read = text.split_once(',').and_then(|(lng, lat)| Some((number(lng)?, number(lat)?)));
    let on_earth = read.filter(|(lng, lat)| lng.abs() <= 180.0 && lat.abs() <= 90.0);
    let projected = on_earth.and_then(|(x, y)| frame.position_from_lng_lat(Coord { x, y }).ok());
    projected.ok_or_else(|| {
        let sv = format!("start: `{text}` är ingen position; skriv `longitud,latitud` i grader.");
        let en = format!("start: `{text}` is no position; write `longitude,latitude` in degrees.");
        Problem::bad_request("invalid_start", Bilingual::new(sv, en))
    })
}

fn service_needed() -> Problem {
    let text = Bilingual::new(
        "En mätplan kräver parametern `service`, eller ett krav som säger vilken tjänst det gäller.",
        "A measurement plan needs the parameter `service`, or a requirement that says which service it is about.",
    );
    Problem::bad_request("missing_parameter", text)
}

fn two_budgets() -> Problem {
    let text = Bilingual::new(
        "Ange antingen `budget_km` eller `budget_hours`, inte båda.",
        "Say either `budget_km` or `budget_hours`, not both.",
    );
    Problem::bad_request("contradicting_parameters", text)
}
