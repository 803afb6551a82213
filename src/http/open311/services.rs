//! What can be reported, and which facts a report may hold.

use axum::{extract::State, http::StatusCode, response::Response};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Asked, Failure, FailureBody, form::without_ending};
use crate::{
    domain::{Bilingual, Environment, FailingUse, Language, Recurrence, Region, Service},
    http::{extract::Path, problem::Problem, router::AppState},
};

/// A kind of service request.
#[derive(Debug, Serialize, ToSchema)]
pub struct ServiceTypeBody {
    #[schema(value_type = Service)]
    service_code: &'static str,
    service_name: String,
    description: String,
    /// Whether there is a definition: always.
    metadata: bool,
    /// `realtime`: a request has its number at once.
    #[serde(rename = "type")]
    kind: &'static str,
    /// With commas between.
    keywords: String,
    group: String,
}

/// Which facts a request of a service may hold.
#[derive(Debug, Serialize, ToSchema)]
pub struct ServiceDefinitionBody {
    #[schema(value_type = Service)]
    service_code: &'static str,
    attributes: Vec<AttributeBody>,
}

/// A fact, sent as `attribute[code]=…`.
#[derive(Debug, Serialize, ToSchema)]
pub struct AttributeBody {
    variable: bool,
    code: &'static str,
    /// `singlevaluelist`, `multivaluelist` or `datetime`.
    datatype: &'static str,
    required: bool,
    #[schema(required)]
    datatype_description: Option<String>,
    order: u32,
    description: String,
    values: Vec<AttributeValueBody>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct AttributeValueBody {
    key: String,
    name: String,
}

/// What can be reported (Open311 GeoReport v2). With `.json` or `.xml` at the end of the address in that form.
#[utoipa::path(get, path = "/open311/v2/services", operation_id = "open311_services", tag = "open311",
    responses((status = 200, description = "A service for each kind of use", body = Vec<ServiceTypeBody>),
        (status = 404, description = "Another jurisdiction", body = Vec<FailureBody>)))]
pub async fn services(State(state): State<AppState>, asked: Asked) -> Response {
    let language = asked.language();
    let services = Service::ALL.iter().map(|service| ServiceTypeBody::new(*service, language));
    let services = asked.of_this_region(&state).map(|()| (StatusCode::OK, services.collect::<Vec<_>>()));
    asked.answer("services", services)
}

/// Which facts a report of a service may hold (Open311 GeoReport v2).
#[utoipa::path(get, path = "/open311/v2/services/{service_code}", operation_id = "open311_service", tag = "open311",
    params(("service_code" = String, Path, description = "With `.json` or `.xml` after it in that form")),
    responses((status = 200, description = "Its definition", body = ServiceDefinitionBody),
        (status = 404, description = "No such service", body = Vec<FailureBody>)))]
pub async fn service_definition(
    State(state): State<AppState>,
    code: Result<Path<String>, Problem>,
    asked: Asked,
) -> Response {
    asked.answer("service_definition", definition(&state, code, &asked))
}

fn definition(
    state: &AppState,
    code: Result<Path<String>, Problem>,
    asked: &Asked,
) -> Result<(StatusCode, ServiceDefinitionBody), Failure> {
    asked.of_this_region(state)?;
    let service = known_service(without_ending(&code?.0))?;
    let attributes = attributes(&state.snapshot().region.region, service, asked.language());
    Ok((StatusCode::OK, ServiceDefinitionBody { service_code: service.as_str(), attributes }))
}

/// # Errors
/// When no service has that code.
pub fn known_service(code: &str) -> Result<Service, Failure> {
    code.parse().map_err(|_| {
        Failure::not_found(
            format!("service_code: `{code}` finns inte; se /open311/v2/services."),
            format!("service_code: there is no `{code}`; see /open311/v2/services."),
        )
    })
}

/// What a service is called.
pub fn service_name(service: Service) -> Bilingual {
    let name = service.name();
    Bilingual::new(format!("Vit fläck: {}", name.sv), format!("Dead zone: {}", name.en))
}

impl ServiceTypeBody {
    fn new(service: Service, language: Language) -> Self {
        let in_language = |text: Bilingual| text.in_language(language).to_owned();
        let (keywords, group) = (
            Bilingual::new("mobiltäckning, vit fläck", "mobile coverage, dead zone"),
            Bilingual::new("Mobiltäckning", "Mobile coverage"),
        );
        Self {
            service_code: service.as_str(),
            service_name: in_language(service_name(service)),
            description: in_language(description(service)),
            metadata: true,
            kind: "realtime",
            keywords: in_language(keywords),
            group: in_language(group),
        }
    }
}

fn description(service: Service) -> Bilingual {
    match service.download_mbps() {
        None => Bilingual::new("En plats där det inte går att ringa.", "A place where no call can be made."),
        Some(rate) => Bilingual::new(
            format!("En plats där mobildata inte når {rate} Mbit/s."),
            format!("A place where mobile data doesn't reach {rate} Mbit/s."),
        ),
    }
}

fn attributes(region: &Region, service: Service, language: Language) -> Vec<AttributeBody> {
    let value = |key: &str, name: &str| AttributeValueBody { key: key.to_owned(), name: name.to_owned() };
    let networks = region.networks.iter().map(|network| value(network.id.as_str(), &network.name));
    let environments = Environment::ALL
        .iter()
        .map(|environment| value(environment.as_str(), environment.name().in_language(language)));
    let failing = FailingUse::ALL.iter().filter(|failing| failing.needs(service));
    let failing = failing.map(|failing| value(failing.as_str(), failing.name().in_language(language)));
    let recurrences = Recurrence::ALL
        .iter()
        .map(|recurrence| value(recurrence.as_str(), recurrence.name().in_language(language)));
    let (network, fails, recurrence) = (
        Bilingual::new("Vilka nät? Utelämnat: inget nät fungerar.", "Which networks? Left out: none works."),
        Bilingual::new("Vad fungerar inte?", "What doesn't work?"),
        Bilingual::new("Hur ofta?", "How often?"),
    );
    let (place, observed_at) = (
        Bilingual::new("Var? Utelämnat: utomhus.", "Where? Left out: outdoors."),
        Bilingual::new("När märktes det? Utelämnat: nu.", "When was it noticed? Left out: now."),
    );
    let attribute = |code, datatype, order, description: Bilingual, values| AttributeBody {
        variable: true,
        code,
        datatype,
        required: false,
        datatype_description: (datatype == "datetime").then(|| "2026-11-01T10:00:00Z".to_owned()),
        order,
        description: description.in_language(language).to_owned(),
        values,
    };
    vec![
        attribute("network", "multivaluelist", 1, network, networks.collect()),
        attribute("failing", "multivaluelist", 2, fails, failing.collect()),
        attribute("environment", "singlevaluelist", 3, place, environments.collect()),
        attribute("observed_at", "datetime", 4, observed_at, Vec::new()),
        attribute("recurrence", "singlevaluelist", 5, recurrence, recurrences.collect()),
    ]
}
