//! The OpenAPI document: whole in itself, and true of what is answered.

use std::collections::BTreeSet;

use axum::http::Request;
use jsonschema::Draft;
use serde_json::{Value, json};
use tackning::domain::Role;

use super::{
    app::{App, token},
    bids, strip,
};

/// Every operation by its stable name. What is renamed here breaks others' programs.
const OPERATIONS: &[&str] = &[
    "DELETE /api/v1/column-mappings/{name} remove_column_mapping",
    "DELETE /api/v1/dead-zones/{number}/contact erase_contact",
    "DELETE /api/v1/runs/{id} erase_run",
    "DELETE /api/v1/tokens/{id} revoke_token",
    "GET /api/openapi.json openapi_json",
    "GET /api/v1/audit audit",
    "GET /api/v1/campaigns campaigns",
    "GET /api/v1/campaigns/{id} campaign",
    "GET /api/v1/campaigns/{id}/cells campaign_cells",
    "GET /api/v1/cases cases",
    "GET /api/v1/cases.atom cases_feed",
    "GET /api/v1/cases/{number} case",
    "GET /api/v1/column-mappings column_mappings",
    "GET /api/v1/column-mappings/{name} column_mapping",
    "GET /api/v1/contracts contracts",
    "GET /api/v1/coverage-at coverage_at",
    "GET /api/v1/coverage-changes coverage_changes",
    "GET /api/v1/coverage-changes.geojson coverage_changes_geojson",
    "GET /api/v1/dead-zones dead_zones",
    "GET /api/v1/dead-zones/waiting waiting_reports",
    "GET /api/v1/deliveries deliveries",
    "GET /api/v1/deliveries/{id} delivery",
    "GET /api/v1/deliveries/{id}/comparison comparison",
    "GET /api/v1/deliveries/{id}/comparison.geojson comparison_geojson",
    "GET /api/v1/deliveries/{id}/coverage.fgb delivery_coverage_fgb",
    "GET /api/v1/deliveries/{id}/coverage.geojson delivery_coverage_geojson",
    "GET /api/v1/deliveries/{id}/file delivery_file",
    "GET /api/v1/deliveries/{id}/findings delivery_findings",
    "GET /api/v1/deliveries/{id}/versions delivery_versions",
    "GET /api/v1/due-cases due_cases",
    "GET /api/v1/framework-agreements framework_agreements",
    "GET /api/v1/framework-agreements/{id} framework_agreement",
    "GET /api/v1/framework-agreements/{id}/call-offs call_offs",
    "GET /api/v1/framework-agreements/{id}/lever buyers_lever",
    "GET /api/v1/gap-promises gap_promises",
    "GET /api/v1/gap-reports/{network} gap_report",
    "GET /api/v1/gaps gaps",
    "GET /api/v1/gaps.geojson gaps_geojson",
    "GET /api/v1/me me",
    "GET /api/v1/measurement-plans measurement_plans",
    "GET /api/v1/network-pairs organisations_pairs",
    "GET /api/v1/network-rankings network_rankings",
    "GET /api/v1/networks networks",
    "GET /api/v1/networks/{network}/gap-reports issued_gap_reports",
    "GET /api/v1/networks/{network}/gap-reports/{number} issued_gap_report",
    "GET /api/v1/networks/{network}/notices notices",
    "GET /api/v1/networks/{network}/report-receiver report_receiver",
    "GET /api/v1/organisation-gaps organisations_gaps",
    "GET /api/v1/organisations organisations",
    "GET /api/v1/people people",
    "GET /api/v1/places places",
    "GET /api/v1/procurements procurements",
    "GET /api/v1/procurements/{id} procurement",
    "GET /api/v1/procurements/{id}/accesses room_accesses",
    "GET /api/v1/procurements/{id}/bids bids",
    "GET /api/v1/procurements/{id}/bids/{bid}/files/{file} bid_file",
    "GET /api/v1/procurements/{id}/released-bids released_bids",
    "GET /api/v1/procurements/{id}/released-bids/{bid}/files/{file} released_file",
    "GET /api/v1/profiles profiles",
    "GET /api/v1/profiles/{version} profile",
    "GET /api/v1/protocol-key protocol_key",
    "GET /api/v1/region region",
    "GET /api/v1/requirement-schema requirement_schema",
    "GET /api/v1/requirement-templates requirement_templates",
    "GET /api/v1/requirements requirements",
    "GET /api/v1/requirements/{id} requirement",
    "GET /api/v1/requirements/{id}/evaluation evaluation",
    "GET /api/v1/requirements/{id}/sounding requirement_sounding",
    "GET /api/v1/requirements/{id}/versions requirement_versions",
    "GET /api/v1/retreats retreats",
    "GET /api/v1/roles roles",
    "GET /api/v1/runs runs",
    "GET /api/v1/runs/{id} run",
    "GET /api/v1/runs/{id}/samples run_samples",
    "GET /api/v1/technology-shutdown technology_shutdown",
    "GET /api/v1/technology-shutdown.geojson technology_shutdown_geojson",
    "GET /api/v1/tokens tokens",
    "GET /api/v1/verification verification",
    "GET /api/v1/zones zones",
    "GET /auth/callback callback",
    "GET /auth/sign-in sign_in",
    "GET /cases/{number} case_as_page",
    "GET /fonts/{fontstack}/{range}.pbf font",
    "GET /health health",
    "GET /open311/v2/requests open311_requests",
    "GET /open311/v2/requests/{service_request_id} open311_request",
    "GET /open311/v2/services open311_services",
    "GET /open311/v2/services/{service_code} open311_service",
    "GET /ready ready",
    "GET /sprite/{file} sprite",
    "GET /style.json map_style",
    "GET /tiles/{layer}.json tile_json",
    "GET /tiles/{layer}/{z}/{x}/{y}.mvt tile",
    "PATCH /api/v1/campaigns/{id} change_campaign",
    "PATCH /api/v1/people/{id} change_person",
    "POST /api/v1/campaigns add_campaign",
    "POST /api/v1/campaigns/{id}/erasure erase_measurements",
    "POST /api/v1/campaigns/{id}/measurements import_measurements",
    "POST /api/v1/cases/{number}/answer answer_case",
    "POST /api/v1/cases/{number}/decision decide_case",
    "POST /api/v1/cases/{number}/rebuttal rebut_case",
    "POST /api/v1/contracts add_contract",
    "POST /api/v1/dead-zone-lists report_dead_zone_list",
    "POST /api/v1/dead-zones report_dead_zone",
    "POST /api/v1/dead-zones/{number}/moderation moderate_report",
    "POST /api/v1/deliveries deliver",
    "POST /api/v1/deliveries/{id}/acceptance accept_delivery",
    "POST /api/v1/deliveries/{id}/publication publish_delivery",
    "POST /api/v1/deliveries/{id}/rejection reject_delivery",
    "POST /api/v1/framework-agreements add_framework_agreement",
    "POST /api/v1/framework-agreements/{id}/call-offs add_call_offs",
    "POST /api/v1/gaps/own-zone own_zone",
    "POST /api/v1/gaps/own-zone.geojson own_zone_geojson",
    "POST /api/v1/networks/{network}/gap-reports issue_gap_report",
    "POST /api/v1/networks/{network}/gap-reports/{number}/answers answer_gap_report",
    "POST /api/v1/networks/{network}/notices/{id}/again send_notice_again",
    "POST /api/v1/organisations add_organisation",
    "POST /api/v1/procurements add_procurement",
    "POST /api/v1/procurements/{id}/award award",
    "POST /api/v1/procurements/{id}/bids hand_in_bid",
    "POST /api/v1/procurements/{id}/bids/{bid}/protocol bidder_protocol",
    "POST /api/v1/procurements/{id}/bids/{bid}/release release_bid",
    "POST /api/v1/procurements/{id}/evaluation evaluate_bids",
    "POST /api/v1/procurements/{id}/opening open_bids",
    "POST /api/v1/profiles add_profile",
    "POST /api/v1/requirement-drafts requirement_draft",
    "POST /api/v1/requirement-drafts/sounding draft_sounding",
    "POST /api/v1/requirements add_requirement",
    "POST /api/v1/requirements/{id}/copies copy_requirement",
    "POST /api/v1/requirements/{id}/versions revise_requirement",
    "POST /api/v1/tokens add_token",
    "POST /auth/sign-out sign_out",
    "POST /auth/token-session token_session",
    "POST /open311/v2/requests send_open311_request",
    "PUT /api/v1/column-mappings/{name} save_column_mapping",
    "PUT /api/v1/framework-agreements/{id}/organisations/{number} entitle_organisation",
    "PUT /api/v1/networks/{network}/report-receiver set_report_receiver",
];

pub fn document() -> Value {
    serde_json::to_value(tackning::http::openapi()).unwrap()
}

/// Address, method and description of every operation.
fn operations(document: &Value) -> impl Iterator<Item = (&String, &String, &Value)> {
    document["paths"].as_object().unwrap().iter().flat_map(|(path, item)| {
        item.as_object().unwrap().iter().map(move |(method, operation)| (path, method, operation))
    })
}

#[test]
fn operations_keep_their_names() {
    let document = document();
    let mut found: Vec<String> = operations(&document)
        .map(|(path, method, operation)| {
            format!("{} {path} {}", method.to_uppercase(), operation["operationId"].as_str().unwrap())
        })
        .collect();
    found.sort();
    assert_eq!(found, OPERATIONS);
}

#[test]
fn the_document_is_whole_in_itself() {
    let document = document();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1."));
    let tags: Vec<_> = document["tags"].as_array().unwrap().iter().map(|tag| &tag["name"]).collect();
    for (path, _, operation) in operations(&document) {
        assert!(!operation["summary"].as_str().unwrap().is_empty(), "{path}");
        assert!(operation["tags"].as_array().unwrap().iter().all(|tag| tags.contains(&tag)), "{path}");
        assert!(operation["responses"].get("default").is_some(), "{path}");
        for (status, response) in operation["responses"].as_object().unwrap() {
            let described = response.get("$ref").or_else(|| response.get("description"));
            assert!(described.is_some_and(|text| text != ""), "{path} {status}: {response}");
        }
    }
    each_value(&document, &mut |value| {
        if let Some(reference) = value.get("$ref").and_then(Value::as_str) {
            let pointer = reference.strip_prefix('#').expect("it points into the document");
            assert!(document.pointer(pointer).is_some(), "{reference}");
        }
    });
}

/// Words of a fixed set are told, and what is always there is no option.
#[test]
fn words_and_nulls_are_exact() {
    let document = document();
    let schemas = &document["components"]["schemas"];
    assert_eq!(schemas["Service"]["enum"], json!(["voice", "data1", "data10", "data30", "data100"]));
    assert_eq!(
        schemas["EvidenceState"]["enum"],
        json!(["confirmed", "refuted", "inconclusive", "not_measured"])
    );
    assert_eq!(
        schemas["ZoneOutcome"]["enum"],
        json!(["met", "missed", "waived", "undetermined", "no_demand"])
    );
    assert_eq!(schemas["UnitBody"]["enum"], json!(["m2", "inhabitants", "m", "places", "buildings"]));
    let bodies = schemas.as_object().unwrap().iter().filter(|(name, _)| name.ends_with("Body"));
    for (name, schema) in bodies {
        if let Some(properties) = schema["properties"].as_object() {
            assert_eq!(schema["required"].as_array().unwrap().len(), properties.len(), "{name}");
        }
    }
    let problem = &document["components"]["responses"]["Problem"]["content"];
    assert!(problem.get("application/problem+json").is_some());
}

/// The page's client is typed from the committed copy. To make it anew:
/// `tackning openapi > web/openapi.json`, then `npm run api` in `web`.
#[test]
fn the_committed_copy_is_the_document() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/web/openapi.json");
    let copy: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert!(copy == document(), "web/openapi.json is out of date: tackning openapi > web/openapi.json");
}

#[tokio::test]
async fn the_document_is_served() {
    let app = App::strip().await;
    assert_eq!(app.get("/api/openapi.json").await.ok(), document());
}

/// An address for every documented question, in a strip where everything has an answer.
const AGREEMENTS: &str = "/api/v1/framework-agreements";

const QUESTIONS: &[(&str, &str, &str)] = &[
    ("/api/v1/procurements", "/api/v1/procurements", "application/json"),
    ("/api/v1/procurements/{id}", "/api/v1/procurements/1", "application/json"),
    ("/api/v1/procurements/{id}/accesses", "/api/v1/procurements/1/accesses", "application/json"),
    ("/api/v1/procurements/{id}/bids", "/api/v1/procurements/1/bids", "application/json"),
    (
        "/api/v1/procurements/{id}/bids/{bid}/files/{file}",
        "/api/v1/procurements/1/bids/1/files/1",
        "application/octet-stream",
    ),
    ("/api/v1/procurements/{id}/released-bids", "/api/v1/procurements/1/released-bids", "application/json"),
    (
        "/api/v1/procurements/{id}/released-bids/{bid}/files/{file}",
        "/api/v1/procurements/1/released-bids/1/files/1",
        "application/octet-stream",
    ),
    ("/api/v1/protocol-key", "/api/v1/protocol-key", "application/json"),
    ("/api/v1/profiles", "/api/v1/profiles", "application/json"),
    ("/api/v1/profiles/{version}", "/api/v1/profiles/test-1", "application/json"),
    ("/api/v1/deliveries/{id}/comparison", "/api/v1/deliveries/1/comparison?with=1", "application/json"),
    (
        "/api/v1/deliveries/{id}/comparison.geojson",
        "/api/v1/deliveries/1/comparison.geojson?with=1&zone=2401",
        "application/geo+json",
    ),
    ("/api/v1/deliveries/{id}/coverage.fgb", "/api/v1/deliveries/1/coverage.fgb", "application/octet-stream"),
    (
        "/api/v1/deliveries/{id}/coverage.geojson",
        "/api/v1/deliveries/1/coverage.geojson",
        "application/geo+json",
    ),
    ("/api/v1/deliveries/{id}/file", "/api/v1/deliveries/1/file", "application/octet-stream"),
    ("/api/v1/deliveries/{id}/findings", "/api/v1/deliveries/1/findings", "application/json"),
    (
        "/api/v1/deliveries/{id}/findings",
        "/api/v1/deliveries/1/findings?format=csv",
        "text/csv; charset=utf-8",
    ),
    ("/api/v1/deliveries/{id}/versions", "/api/v1/deliveries/1/versions", "application/json"),
    ("/api/v1/retreats", "/api/v1/retreats?since=2026-10-01", "application/json"),
    (
        "/api/v1/technology-shutdown",
        "/api/v1/technology-shutdown?technology=4G&network=any&service=voice",
        "application/json",
    ),
    (
        "/api/v1/technology-shutdown.geojson",
        "/api/v1/technology-shutdown.geojson?technology=4G&network=all&service=voice",
        "application/geo+json",
    ),
    ("/api/v1/audit", "/api/v1/audit?limit=3", "application/json"),
    ("/api/v1/campaigns", "/api/v1/campaigns", "application/json"),
    ("/api/v1/campaigns/{id}", "/api/v1/campaigns/1", "application/json"),
    ("/api/v1/campaigns/{id}/cells", "/api/v1/campaigns/1/cells", "application/json"),
    ("/api/v1/column-mappings", "/api/v1/column-mappings", "application/json"),
    ("/api/v1/column-mappings/{name}", "/api/v1/column-mappings/fleet", "application/json"),
    ("/api/v1/runs", "/api/v1/runs", "application/json"),
    ("/api/v1/runs/{id}", "/api/v1/runs/1", "application/json"),
    ("/api/v1/runs/{id}/samples", "/api/v1/runs/1/samples?limit=2", "application/json"),
    ("/api/v1/runs/{id}/samples", "/api/v1/runs/1/samples?format=csv", "text/csv; charset=utf-8"),
    ("/api/v1/me", "/api/v1/me", "application/json"),
    ("/api/v1/organisations", "/api/v1/organisations", "application/json"),
    ("/api/v1/people", "/api/v1/people", "application/json"),
    ("/api/v1/tokens", "/api/v1/tokens", "application/json"),
    ("/api/openapi.json", "/api/openapi.json", "application/json"),
    ("/api/v1/places", "/api/v1/places?q=rem", "application/json"),
    ("/api/v1/coverage-at", "/api/v1/coverage-at?lon=15.0&lat=63.005", "application/json"),
    ("/api/v1/coverage-at", "/api/v1/coverage-at?lon=15.2&lat=63.005", "application/json"),
    ("/api/v1/cases", "/api/v1/cases", "application/json"),
    ("/api/v1/cases.atom", "/api/v1/cases.atom", "application/atom+xml; charset=utf-8"),
    ("/api/v1/cases/{number}", "/api/v1/cases/1", "application/json"),
    ("/cases/{number}", "/cases/1", "text/html; charset=utf-8"),
    ("/api/v1/due-cases", "/api/v1/due-cases", "application/json"),
    ("/api/v1/contracts", "/api/v1/contracts", "application/json"),
    ("/api/v1/dead-zones", "/api/v1/dead-zones", "application/geo+json"),
    ("/api/v1/dead-zones/waiting", "/api/v1/dead-zones/waiting", "application/json"),
    ("/api/v1/deliveries", "/api/v1/deliveries", "application/json"),
    ("/api/v1/deliveries/{id}", "/api/v1/deliveries/2", "application/json"),
    ("/api/v1/framework-agreements", AGREEMENTS, "application/json"),
    ("/api/v1/framework-agreements/{id}", "/api/v1/framework-agreements/1", "application/json"),
    (
        "/api/v1/framework-agreements/{id}/call-offs",
        "/api/v1/framework-agreements/1/call-offs",
        "application/json",
    ),
    (
        "/api/v1/framework-agreements/{id}/lever",
        "/api/v1/framework-agreements/1/lever?service=voice",
        "application/json",
    ),
    ("/api/v1/gap-reports/{network}", "/api/v1/gap-reports/a?service=voice", "application/geo+json"),
    (
        "/api/v1/gap-reports/{network}",
        "/api/v1/gap-reports/a?service=voice&format=csv",
        "text/csv; charset=utf-8",
    ),
    (
        "/api/v1/gap-reports/{network}",
        "/api/v1/gap-reports/a?service=voice&format=html",
        "text/html; charset=utf-8",
    ),
    ("/api/v1/gaps", "/api/v1/gaps?network=a&service=voice", "application/json"),
    ("/api/v1/gaps", "/api/v1/gaps?network=all&service=data10&technology=5G&zone=24", "application/json"),
    ("/api/v1/gaps.geojson", "/api/v1/gaps.geojson?network=any&service=voice", "application/geo+json"),
    ("/api/v1/coverage-changes", CHANGES, "application/json"),
    ("/api/v1/coverage-changes.geojson", CHANGES_GEOJSON, "application/geo+json"),
    ("/api/v1/networks", "/api/v1/networks", "application/json"),
    ("/api/v1/gap-promises", "/api/v1/gap-promises", "application/json"),
    ("/api/v1/networks/{network}/gap-reports", "/api/v1/networks/a/gap-reports", "application/json"),
    (
        "/api/v1/networks/{network}/gap-reports/{number}",
        "/api/v1/networks/a/gap-reports/1",
        "application/geo+json",
    ),
    (
        "/api/v1/networks/{network}/gap-reports/{number}",
        "/api/v1/networks/a/gap-reports/1?format=csv",
        "text/csv; charset=utf-8",
    ),
    ("/api/v1/network-pairs", "/api/v1/network-pairs?service=voice", "application/json"),
    ("/api/v1/network-rankings", "/api/v1/network-rankings?service=voice", "application/json"),
    (
        "/api/v1/networks/{network}/gap-reports/{number}",
        "/api/v1/networks/a/gap-reports/1?format=pdf&lang=en",
        "application/pdf",
    ),
    ("/api/v1/networks/{network}/report-receiver", "/api/v1/networks/a/report-receiver", "application/json"),
    ("/api/v1/networks/{network}/notices", "/api/v1/networks/a/notices", "application/json"),
    ("/api/v1/organisation-gaps", "/api/v1/organisation-gaps?network=a&service=voice", "application/json"),
    ("/api/v1/region", "/api/v1/region", "application/json"),
    ("/api/v1/requirements", "/api/v1/requirements", "application/json"),
    ("/api/v1/requirements/{id}", "/api/v1/requirements/1", "application/json"),
    ("/api/v1/requirements/{id}/evaluation", "/api/v1/requirements/1/evaluation", "application/json"),
    (
        "/api/v1/requirements/{id}/evaluation",
        "/api/v1/requirements/2/evaluation?on=2027-01-01",
        "application/json",
    ),
    (
        "/api/v1/requirements/{id}/evaluation",
        "/api/v1/requirements/1/evaluation?format=csv",
        "text/csv; charset=utf-8",
    ),
    (
        "/api/v1/requirements/{id}/evaluation",
        "/api/v1/requirements/2/evaluation?format=failing_csv&version=1&date=2026-11-01",
        "text/csv; charset=utf-8",
    ),
    ("/api/v1/requirements/{id}/evaluation", "/api/v1/requirements/3/evaluation", "application/json"),
    ("/api/v1/requirements/{id}/sounding", "/api/v1/requirements/1/sounding", "application/json"),
    (
        "/api/v1/requirements/{id}/sounding",
        "/api/v1/requirements/3/sounding?threshold=0.5",
        "application/json",
    ),
    ("/api/v1/requirements/{id}/versions", "/api/v1/requirements/1/versions", "application/json"),
    ("/api/v1/requirement-schema", "/api/v1/requirement-schema", "application/schema+json"),
    ("/api/v1/requirement-templates", "/api/v1/requirement-templates", "application/json"),
    ("/api/v1/roles", "/api/v1/roles", "application/json"),
    ("/api/v1/measurement-plans", "/api/v1/measurement-plans?service=voice", "application/json"),
    (
        "/api/v1/measurement-plans",
        "/api/v1/measurement-plans?service=voice&format=geojson",
        "application/geo+json",
    ),
    (
        "/api/v1/measurement-plans",
        "/api/v1/measurement-plans?service=voice&format=gpx",
        "application/gpx+xml",
    ),
    (
        "/api/v1/measurement-plans",
        "/api/v1/measurement-plans?service=voice&format=html",
        "text/html; charset=utf-8",
    ),
    ("/api/v1/verification", "/api/v1/verification", "application/json"),
    ("/api/v1/verification", "/api/v1/verification?network=b&service=data100&zone=2402", "application/json"),
    ("/api/v1/zones", "/api/v1/zones", "application/json"),
    ("/api/v1/zones", "/api/v1/zones?kind=county", "application/json"),
    ("/open311/v2/requests", "/open311/v2/requests", "application/json"),
    ("/open311/v2/requests/{service_request_id}", "/open311/v2/requests/1.json", "application/json"),
    ("/open311/v2/services", "/open311/v2/services.json", "application/json"),
    ("/open311/v2/services/{service_code}", "/open311/v2/services/voice", "application/json"),
    ("/health", "/health", "application/json"),
    ("/ready", "/ready", "application/json"),
    ("/style.json", "/style.json", "application/json"),
    ("/fonts/{fontstack}/{range}.pbf", "/fonts/Noto%20Sans%20Regular/0-255.pbf", "application/x-protobuf"),
    ("/sprite/{file}", "/sprite/light.json", "application/json"),
    ("/sprite/{file}", "/sprite/contrast@2x.png", "image/png"),
    ("/tiles/{layer}.json", "/tiles/gaps.json", "application/json"),
    ("/tiles/{layer}/{z}/{x}/{y}.mvt", "/tiles/zones/10/554/279.mvt", "application/vnd.mapbox-vector-tile"),
    ("/api/v1/zones", "/api/v1/zones?kind=municipality", "application/json"),
];

const CHANGES: &str = "/api/v1/coverage-changes?since=2026-01-01&network=a&service=voice&zone=2401";
const CHANGES_GEOJSON: &str = "/api/v1/coverage-changes.geojson?since=2026-01-01&network=a&service=voice";

/// What is answered is what the document declares, and nothing beside it.
#[tokio::test]
async fn answers_are_as_declared() {
    let app = App::strip().await;
    fill(&app).await;
    let document = document();
    let asked: BTreeSet<&str> = QUESTIONS.iter().map(|(path, ..)| *path).collect();
    let declared: BTreeSet<&str> = operations(&document)
        .filter(|(_, method, operation)| *method == "get" && operation["responses"].get("200").is_some())
        .map(|(path, ..)| path.as_str())
        .collect();
    assert_eq!(asked, declared);
    for &(path, address, content_type) in QUESTIONS {
        let answer = app.get_as_administrator(address).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, content_type), "{address}");
        let response = &document["paths"][path]["get"]["responses"]["200"];
        if content_type.ends_with("json") {
            conforms(&document, response, &answer.ok(), address);
        } else {
            let declared = response["content"].as_object().unwrap();
            assert!(declared.keys().any(|kind| content_type.starts_with(kind.as_str())), "{address}");
        }
    }
    let refused = app.get("/api/v1/gaps").await;
    let problem = &document["components"]["responses"]["Problem"];
    conforms(&document, problem, &refused.problem(400, "missing_parameter"), "a problem");
}

/// What is sent is answered as declared, too.
#[tokio::test]
async fn posts_are_answered_as_declared() {
    let app = App::strip().await;
    token(&app.store, Role::Procurer, &[]).await;
    let document = document();
    let broken = strip::collection(&[strip::feature(json!(null), json!(null))]).to_string();
    let refused = app.post(&strip::delivery_path("a"), broken).await.problem(422, "nothing_taken");
    conforms(&document, &document["components"]["responses"]["Problem"], &refused, "a refused file");
    for (path, address, body) in [
        ("/api/v1/deliveries", strip::delivery_path("a"), unclosed()),
        ("/api/v1/requirements", "/api/v1/requirements".to_owned(), strip::requirement()),
        (
            "/api/v1/requirements/{id}/versions",
            "/api/v1/requirements/1/versions".to_owned(),
            strip::requirement(),
        ),
        (
            "/api/v1/requirements/{id}/copies",
            "/api/v1/requirements/1/copies".to_owned(),
            json!({"procurement": "Demonstration", "valid_from": "2030-01-01"}),
        ),
        ("/api/v1/dead-zones", "/api/v1/dead-zones".to_owned(), strip::dead_zone(5.0)),
        ("/api/v1/contracts", "/api/v1/contracts".to_owned(), contract()),
        (
            "/api/v1/networks/{network}/gap-reports",
            "/api/v1/networks/a/gap-reports".to_owned(),
            json!({"requirements": [1]}),
        ),
        ("/api/v1/procurements", "/api/v1/procurements".to_owned(), bids::procurement(&[1, 2])),
        (AGREEMENTS, AGREEMENTS.to_owned(), strip::framework_agreement()),
        ("/api/v1/organisations", "/api/v1/organisations".to_owned(), organisation()),
        ("/api/v1/campaigns", "/api/v1/campaigns".to_owned(), json!({"name": "Demonstration"})),
        ("/api/v1/tokens", "/api/v1/tokens".to_owned(), json!({"name": "a script", "role": "reader"})),
    ] {
        let answer = app.post(&address, body.to_string()).await.json(axum::http::StatusCode::CREATED);
        conforms(&document, &document["paths"][path]["post"]["responses"]["201"], &answer, path);
    }
    let list = format!(
        "lon,lat,service,observed_at\n{},63.005,voice,2026-11-01\n1,2,voice,2026-11-01",
        strip::lon(5.0)
    );
    let path = "/api/v1/dead-zone-lists";
    let answer = app.post(path, list).await.ok();
    conforms(&document, &document["paths"][path]["post"]["responses"]["200"], &answer, path);
    app.post(AGREEMENTS, strip::framework_agreement().to_string()).await;
    let (path, table) = (
        "/api/v1/framework-agreements/{id}/call-offs",
        "organisation,day,amount_sek,supplier,reference\nx,,,,",
    );
    let answer = app.post("/api/v1/framework-agreements/1/call-offs", table.to_owned()).await.ok();
    conforms(&document, &document["paths"][path]["post"]["responses"]["200"], &answer, path);
    for path in ["/api/v1/requirement-drafts", "/api/v1/requirement-drafts/sounding"] {
        let answer = app.post(path, strip::requirement().to_string()).await.ok();
        conforms(&document, &document["paths"][path]["post"]["responses"]["200"], &answer, path);
    }
    for path in ["/api/v1/gaps/own-zone", "/api/v1/gaps/own-zone.geojson"] {
        let zone = strip::polygon(5.0, 12.0).to_string();
        let answer = app.post(&format!("{path}?service=voice"), zone).await.ok();
        conforms(&document, &document["paths"][path]["post"]["responses"]["200"], &answer, path);
    }
}

/// Claims, measurements inside and outside them, requirements and a report.
async fn fill(app: &App) {
    app.post("/api/v1/organisations", organisation().to_string()).await.json(axum::http::StatusCode::CREATED);
    app.deliver("a", unclosed()).await;
    app.deliver("b", strip::coverage(&[(4.0, 9.0)])).await;
    let calls = [(1.0, true), (2.0, false), (5.0, true), (9.5, false)];
    app.measure(strip::measurements("a", "999-01", &calls)).await;
    app.put("/api/v1/column-mappings/fleet", strip::column_mapping().to_string()).await.ok();
    let mut road = strip::requirement();
    road["unit"] = json!("road_length");
    road["zones"] = json!({"kind": "municipality"});
    road["longest_gap_m"] = json!(500.0);
    road["exclusions"] = strip::polygon(0.0, 1.0);
    road["waivers"] =
        json!([{"zone": "2401", "threshold": 0.5, "from": "2026-01-01", "until": "2026-12-31"}]);
    let mut verified = strip::requirement();
    verified["evidence"] = json!("verified_with_confidence");
    verified["zones"] = json!({"kind": "county"});
    verified["local_floor"] = json!({"kind": "municipality", "share": 0.9});
    verified["free_text"] = json!({"sv": "För hand", "en": "By hand"});
    verified["deliveries"] = json!({"times_a_year": 2, "formats": ["geojson"], "lists_uncovered": true});
    verified["consequences"] = json!({
        "penalty": {"sek_a_week": 1000, "at_most_sek": null},
        "action_plan": {"within_days": 30, "remedied_within_months": 6},
    });
    for requirement in [strip::requirement(), road, verified] {
        app.post("/api/v1/requirements", requirement.to_string()).await.json(axum::http::StatusCode::CREATED);
    }
    let order = json!({"requirements": [1, 2, 3]}).to_string();
    app.post("/api/v1/networks/a/gap-reports", order).await.json(axum::http::StatusCode::CREATED);
    app.post("/api/v1/networks/a/gap-reports/1/answers", "gap,answer\n".to_owned()).await.ok();
    app.post("/api/v1/dead-zones", strip::dead_zone(9.5).to_string()).await;
    let planned = json!({"answer": "plan", "by": "2027-06-30"}).to_string();
    app.post("/api/v1/cases/1/answer", planned).await.ok();
    app.post("/api/v1/contracts", contract().to_string()).await.json(axum::http::StatusCode::CREATED);
    let waiting = Request::post("/api/v1/dead-zones").body(strip::dead_zone(8.5).to_string().into()).unwrap();
    app.send(waiting).await.json(axum::http::StatusCode::CREATED);
    app.post(AGREEMENTS, strip::framework_agreement().to_string())
        .await
        .json(axum::http::StatusCode::CREATED);
    let entitled = "/api/v1/framework-agreements/1/organisations/402000-0008";
    app.put(entitled, json!({"power_of_attorney": "2026-01-01"}).to_string()).await;
    let call_offs =
        "organisation,day,amount_sek,supplier,reference\n402000-0008,2026-02-01,5,Demonstration,1";
    app.post("/api/v1/framework-agreements/1/call-offs", call_offs.to_owned()).await.ok();
    bids::release_in_room(app).await;
}

fn contract() -> Value {
    json!({
        "name": "Ramavtal", "network": "a", "begins_on": "2026-01-01", "answer_term": "P60D",
        "new_map_term": "P30D", "silence_concedes": true,
    })
}

fn organisation() -> Value {
    json!({"name": "Demonstration", "number": "402000-0008", "type": "municipality", "home_municipality": "2401"})
}

/// Six kilometres, in a ring that doesn't end where it begins.
fn unclosed() -> Value {
    let mut ring = strip::ring(0.0, 6.0);
    ring.pop();
    let polygon = json!({"type": "Polygon", "coordinates": [ring]});
    strip::collection(&[strip::feature(polygon, json!(null))])
}

#[track_caller]
pub fn conforms(document: &Value, response: &Value, answer: &Value, what: &str) {
    let content = response["content"].as_object().unwrap();
    let declared = content.iter().find(|(kind, _)| kind.ends_with("json")).expect("JSON is declared").1;
    let mut components = document["components"].clone();
    close_schemas(&mut components["schemas"]);
    let schema = json!({ "allOf": [declared["schema"]], "components": components });
    let options = jsonschema::options().with_draft(Draft::Draft202012).should_validate_formats(true);
    let validator = options.build(&schema).unwrap();
    let faults: Vec<String> =
        validator.iter_errors(answer).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{what}: {}", faults.join("\n"));
}

/// Refuses what is answered without being declared, except in schemas that are
/// parts of others.
fn close_schemas(schemas: &mut Value) {
    let mut parts = BTreeSet::new();
    each_value(schemas, &mut |value| {
        let all = value.get("allOf").and_then(Value::as_array).into_iter().flatten();
        parts.extend(all.filter_map(|part| Some(part["$ref"].as_str()?.rsplit('/').next()?.to_owned())));
    });
    for (name, schema) in schemas.as_object_mut().unwrap() {
        let is_object = schema.get("properties").is_some() || schema.get("allOf").is_some();
        if is_object && !parts.contains(name) {
            schema["unevaluatedProperties"] = json!(false);
        }
    }
}

fn each_value(value: &Value, visit: &mut impl FnMut(&Value)) {
    visit(value);
    match value {
        Value::Object(members) => members.values().for_each(|value| each_value(value, visit)),
        Value::Array(items) => items.iter().for_each(|value| each_value(value, visit)),
        _ => {}
    }
}
