//! A delivery as the API tells it.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    domain::{
        Assumptions, Carriage, Delivery, DeliveryHeader, DeliveryKind, DeliveryState, DeliveryStep,
        Environment, Finding, HeaderField, Service, Severity, Share, Technology,
    },
    http::{coverage_at::PositionBody, wire::BilingualBody},
    ingest::delivery_header::HeaderProblem,
};

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DeliverySummary {
    id: i64,
    #[schema(value_type = DeliveryKind)]
    kind: &'static str,
    #[schema(value_type = DeliveryState)]
    state: &'static str,
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
    /// As it was called where it came from.
    file_name: String,
    /// Of the file as it came.
    sha256: String,
    feature_count: u64,
    /// What is covered, overlaps counted once.
    area_m2: f64,
    error_count: usize,
    warning_count: usize,
    /// Whether the operator claims secrecy: its files are for the parties alone.
    secrecy_claimed: bool,
    /// The delivery that this one corrects.
    #[schema(required)]
    replaces: Option<i64>,
}

/// A delivery with all that it says of itself, its way, and everything that was
/// found in it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DeliveryBody {
    #[serde(flatten)]
    summary: DeliverySummary,
    header: HeaderBody,
    steps: Vec<StepBody>,
    findings: Vec<FindingBody>,
    /// The states that the delivery may go on to.
    #[schema(value_type = Vec<DeliveryState>)]
    next: Vec<&'static str>,
}

/// What the delivery says of itself; null is not said, never assumed.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HeaderBody {
    #[schema(value_type = Option<Carriage>, required)]
    carriage: Option<&'static str>,
    #[schema(format = Date, required)]
    simulation_date: Option<String>,
    #[schema(required)]
    model: Option<String>,
    #[schema(required)]
    model_version: Option<String>,
    #[schema(required)]
    resolution_m: Option<f64>,
    #[schema(required)]
    terrain: Option<String>,
    #[schema(required)]
    terrain_vintage: Option<String>,
    #[schema(required)]
    clutter: Option<String>,
    #[schema(required)]
    clutter_vintage: Option<String>,
    #[schema(required)]
    receiver_height_m: Option<f64>,
    #[schema(required)]
    body_loss_db: Option<f64>,
    #[schema(required)]
    vehicle_loss_db: Option<f64>,
    #[schema(required)]
    building_loss_db: Option<f64>,
    /// 0…1.
    #[schema(required)]
    location_probability: Option<f64>,
    /// 0…1.
    #[schema(required)]
    load: Option<f64>,
    #[schema(required)]
    licence: Option<String>,
    /// Why the operator holds that the delivery is secret; null: it doesn't.
    #[schema(required)]
    secrecy: Option<String>,
    /// What a delivery under a contract would have to say beside this.
    #[schema(value_type = Vec<HeaderField>)]
    missing: Vec<&'static str>,
}

/// One step of a delivery's way.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StepBody {
    #[schema(value_type = DeliveryState)]
    state: &'static str,
    #[schema(format = DateTime)]
    at: String,
    /// Who took it; told to the buyer and the operator alone.
    #[schema(required)]
    actor: Option<String>,
    /// Empty where nothing was said.
    reason: String,
}

/// Something found in a file, its header or its place beside other deliveries.
#[derive(Clone, Debug, Serialize, ToSchema)]
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

/// A field of the header that can't be taken as it stands.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HeaderProblemBody {
    /// The field's name as it was written; `header` for the document as a whole.
    field: String,
    /// A stable word, such as `missing_header_field`.
    code: &'static str,
    message: BilingualBody,
}

impl DeliveryBody {
    /// `is_party`: to the buyer and the operator it is told who took each step.
    pub fn new(delivery: &Delivery, steps: &[DeliveryStep], is_party: bool) -> Self {
        let next = DeliveryState::ALL.iter().filter(|state| delivery.state.may_become(**state));
        let step = |step: &DeliveryStep| StepBody {
            state: step.state.as_str(),
            at: step.at.to_string(),
            actor: is_party.then(|| step.actor.clone()),
            reason: step.reason.clone(),
        };
        Self {
            summary: delivery.into(),
            header: (&delivery.header).into(),
            steps: steps.iter().map(step).collect(),
            findings: delivery.findings.iter().map(FindingBody::from).collect(),
            next: next.map(|state| state.as_str()).collect(),
        }
    }
}

impl From<&Delivery> for DeliverySummary {
    fn from(delivery: &Delivery) -> Self {
        let header = &delivery.header;
        let count =
            |severity| delivery.findings.iter().filter(|finding| finding.severity == severity).count();
        Self {
            id: delivery.id.0,
            kind: delivery.kind.as_str(),
            state: delivery.state.as_str(),
            network: header.network.to_string(),
            technology: header.technology.to_string(),
            service: header.service.to_string(),
            environment: header.environment.to_string(),
            simulation_date: header.simulation_date.map(|date| date.to_string()),
            received_at: delivery.received_at.to_string(),
            file_name: delivery.file_name.clone(),
            sha256: delivery.sha256.clone(),
            feature_count: delivery.feature_count,
            area_m2: delivery.area_m2,
            error_count: count(Severity::Error),
            warning_count: count(Severity::Warning),
            secrecy_claimed: header.secrecy.is_some(),
            replaces: header.replaces.map(|delivery| delivery.0),
        }
    }
}

impl From<&DeliveryHeader> for HeaderBody {
    fn from(header: &DeliveryHeader) -> Self {
        let required = HeaderField::ALL.iter().filter(|field| field.is_required_in(header.environment));
        let missing = required.filter(|field| !field.is_stated_in(header)).map(|field| field.as_str());
        let Assumptions {
            model,
            model_version,
            resolution_m,
            terrain,
            terrain_vintage,
            clutter,
            clutter_vintage,
            receiver_height_m,
            body_loss_db,
            vehicle_loss_db,
            building_loss_db,
            location_probability,
            load,
        } = header.assumptions.clone();
        Self {
            carriage: header.carriage.map(Carriage::as_str),
            simulation_date: header.simulation_date.map(|date| date.to_string()),
            model,
            model_version,
            resolution_m,
            terrain,
            terrain_vintage,
            clutter,
            clutter_vintage,
            receiver_height_m,
            body_loss_db,
            vehicle_loss_db,
            building_loss_db,
            location_probability: location_probability.map(Share::value),
            load: load.map(Share::value),
            licence: header.licence.clone(),
            secrecy: header.secrecy.clone(),
            missing: missing.collect(),
        }
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

impl From<&HeaderProblem> for HeaderProblemBody {
    fn from(problem: &HeaderProblem) -> Self {
        Self { field: problem.field.clone(), code: problem.code, message: problem.message.clone().into() }
    }
}
