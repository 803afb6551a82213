//! Every route tried as everybody, against one table.

use std::collections::BTreeSet;

use axum::{body::Body, http::Request};
use jiff::Timestamp;
use serde_json::json;
use tackning::{
    access::issue_token,
    domain::{Actor, NewToken, PlainToken, Rights, Role},
};

use super::{
    app::{App, token},
    bids, strip,
};

/// Whoever asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    Nobody,
    Reader,
    RegionalDeveloper,
    Procurer,
    MunicipalReporter,
    /// Bound to the network that is asked about.
    Operator,
    OtherOperator,
    Administrator,
}

use Who::*;

const ALL: [Who; 8] =
    [Nobody, Reader, RegionalDeveloper, Procurer, MunicipalReporter, Operator, OtherOperator, Administrator];

/// An operation, a request to it, what it answers to those who may, and who they are.
struct Row {
    operation: &'static str,
    path: &'static str,
    body: fn() -> String,
    answer: u16,
    may: &'static [Who],
}

const fn open(operation: &'static str, path: &'static str, answer: u16) -> Row {
    Row { operation, path, body: String::new, answer, may: &ALL }
}

const fn closed(operation: &'static str, path: &'static str, answer: u16, may: &'static [Who]) -> Row {
    Row { operation, path, body: String::new, answer, may }
}

const fn with(row: Row, body: fn() -> String) -> Row {
    Row { body, ..row }
}

const TABLE: &[Row] = &[
    open("GET /api/openapi.json", "/api/openapi.json", 200),
    open("GET /api/v1/places", "/api/v1/places?q=rem", 200),
    open("GET /api/v1/coverage-at", "/api/v1/coverage-at?lon=15&lat=63.005", 200),
    open("GET /api/v1/cases", "/api/v1/cases", 200),
    open("GET /api/v1/cases.atom", "/api/v1/cases.atom", 200),
    open("GET /api/v1/cases/{number}", "/api/v1/cases/1", 200),
    open("GET /cases/{number}", "/cases/1", 200),
    closed("GET /api/v1/due-cases", "/api/v1/due-cases", 200, CONCERNED),
    with(closed("POST /api/v1/cases/{number}/answer", "/api/v1/cases/1/answer", 409, ANSWERERS), || {
        json!({"answer": "accept"}).to_string()
    }),
    with(
        closed(
            "POST /api/v1/cases/{number}/rebuttal",
            "/api/v1/cases/1/rebuttal?file_name=x.csv",
            422,
            ANSWERERS,
        ),
        || strip::measurements("a", "999-01", &[(5.0, true)]),
    ),
    with(closed("POST /api/v1/cases/{number}/decision", "/api/v1/cases/1/decision", 200, DECIDERS), || {
        json!({"decision": "plan_measurement", "on": "2026-11-20"}).to_string()
    }),
    open("GET /api/v1/contracts", "/api/v1/contracts", 200),
    with(closed("POST /api/v1/contracts", "/api/v1/contracts", 201, BUYERS), || {
        json!({
            "name": "Ramavtal", "network": "a", "begins_on": "2026-01-01", "answer_term": "P60D",
            "new_map_term": "P30D", "silence_concedes": true,
        })
        .to_string()
    }),
    closed("GET /api/v1/framework-agreements", AGREEMENTS, 200, DECIDERS),
    with(closed("POST /api/v1/framework-agreements", AGREEMENTS, 201, BUYERS), || {
        strip::framework_agreement().to_string()
    }),
    closed("GET /api/v1/framework-agreements/{id}", "/api/v1/framework-agreements/1", 200, DECIDERS),
    with(
        closed(
            "PUT /api/v1/framework-agreements/{id}/organisations/{number}",
            "/api/v1/framework-agreements/1/organisations/402000-0008",
            404,
            BUYERS,
        ),
        || json!({"power_of_attorney": null}).to_string(),
    ),
    closed(
        "GET /api/v1/framework-agreements/{id}/call-offs",
        "/api/v1/framework-agreements/1/call-offs",
        200,
        DECIDERS,
    ),
    with(
        closed(
            "POST /api/v1/framework-agreements/{id}/call-offs",
            "/api/v1/framework-agreements/1/call-offs",
            200,
            BUYERS,
        ),
        || "organisation,day,amount_sek,supplier,reference\n".to_owned(),
    ),
    closed(
        "GET /api/v1/framework-agreements/{id}/lever",
        "/api/v1/framework-agreements/1/lever?service=voice",
        200,
        DECIDERS,
    ),
    closed("GET /api/v1/gap-promises", "/api/v1/gap-promises", 200, CONCERNED),
    closed("GET /api/v1/networks/{network}/gap-reports", "/api/v1/networks/a/gap-reports", 200, REPORTED),
    closed(
        "GET /api/v1/networks/{network}/gap-reports/{number}",
        "/api/v1/networks/a/gap-reports/1",
        200,
        REPORTED,
    ),
    with(
        closed(
            "POST /api/v1/networks/{network}/gap-reports",
            "/api/v1/networks/a/gap-reports",
            201,
            DECIDERS,
        ),
        || json!({"requirements": [1]}).to_string(),
    ),
    with(
        closed(
            "POST /api/v1/networks/{network}/gap-reports/{number}/answers",
            "/api/v1/networks/a/gap-reports/1/answers",
            200,
            ANSWERERS,
        ),
        || "gap,answer\n".to_owned(),
    ),
    closed("GET /api/v1/networks/{network}/report-receiver", "/api/v1/networks/a/report-receiver", 200, TOLD),
    with(
        closed(
            "PUT /api/v1/networks/{network}/report-receiver",
            "/api/v1/networks/a/report-receiver",
            200,
            TOLD,
        ),
        || json!({"hook": "https://hooks.example/a", "email": "a@example.org"}).to_string(),
    ),
    closed("GET /api/v1/networks/{network}/notices", "/api/v1/networks/a/notices", 200, TOLD),
    closed(
        "POST /api/v1/networks/{network}/notices/{id}/again",
        "/api/v1/networks/a/notices/1/again",
        404,
        TOLD,
    ),
    open("GET /api/v1/dead-zones", "/api/v1/dead-zones", 200),
    closed("GET /api/v1/dead-zones/waiting", "/api/v1/dead-zones/waiting", 200, ERASERS),
    with(
        closed(
            "POST /api/v1/dead-zones/{number}/moderation",
            "/api/v1/dead-zones/1/moderation",
            409,
            ERASERS,
        ),
        || json!({"decision": "approve"}).to_string(),
    ),
    closed("DELETE /api/v1/dead-zones/{number}/contact", "/api/v1/dead-zones/1/contact", 404, ERASERS),
    open("GET /api/v1/deliveries", "/api/v1/deliveries", 200),
    open("GET /api/v1/deliveries/{id}", "/api/v1/deliveries/1", 200),
    open("GET /api/v1/deliveries/{id}/comparison", "/api/v1/deliveries/1/comparison?with=1", 200),
    open(
        "GET /api/v1/deliveries/{id}/comparison.geojson",
        "/api/v1/deliveries/1/comparison.geojson?with=1",
        200,
    ),
    open("GET /api/v1/deliveries/{id}/coverage.fgb", "/api/v1/deliveries/1/coverage.fgb", 200),
    open("GET /api/v1/deliveries/{id}/coverage.geojson", "/api/v1/deliveries/1/coverage.geojson", 200),
    open("GET /api/v1/deliveries/{id}/file", "/api/v1/deliveries/1/file", 200),
    open("GET /api/v1/deliveries/{id}/findings", "/api/v1/deliveries/1/findings", 200),
    open("GET /api/v1/deliveries/{id}/versions", "/api/v1/deliveries/1/versions", 200),
    open("GET /api/v1/gap-reports/{network}", "/api/v1/gap-reports/a?service=voice&format=csv", 200),
    open("GET /api/v1/gaps", "/api/v1/gaps?network=a&service=voice", 200),
    open("GET /api/v1/gaps.geojson", "/api/v1/gaps.geojson?network=a&service=voice", 200),
    with(open("POST /api/v1/gaps/own-zone", "/api/v1/gaps/own-zone?service=voice", 200), || {
        strip::polygon(2.0, 3.0).to_string()
    }),
    with(
        open("POST /api/v1/gaps/own-zone.geojson", "/api/v1/gaps/own-zone.geojson?service=voice", 200),
        || strip::polygon(2.0, 3.0).to_string(),
    ),
    open("GET /api/v1/coverage-changes", CHANGES, 200),
    open("GET /api/v1/coverage-changes.geojson", CHANGES_GEOJSON, 200),
    open("GET /api/v1/me", "/api/v1/me", 200),
    open("GET /api/v1/network-pairs", "/api/v1/network-pairs?service=voice", 200),
    open("GET /api/v1/network-rankings", "/api/v1/network-rankings?service=voice", 200),
    open("GET /api/v1/networks", "/api/v1/networks", 200),
    open("GET /api/v1/organisation-gaps", "/api/v1/organisation-gaps?network=a&service=voice", 200),
    open("GET /api/v1/profiles", "/api/v1/profiles", 200),
    open("GET /api/v1/profiles/{version}", "/api/v1/profiles/test-1", 200),
    with(closed("POST /api/v1/profiles", "/api/v1/profiles", 201, &[Administrator]), || {
        json!({"version": "test-2", "required_share": 0.9}).to_string()
    }),
    open("GET /api/v1/procurements", "/api/v1/procurements", 200),
    with(closed("POST /api/v1/procurements", "/api/v1/procurements", 201, BUYERS), || {
        bids::procurement(&[1, 2]).to_string()
    }),
    open("GET /api/v1/procurements/{id}", "/api/v1/procurements/1", 200),
    // Nobody who tries is named for the room.
    closed("GET /api/v1/procurements/{id}/bids", "/api/v1/procurements/1/bids", 403, BUYERS),
    // A bid is a form.
    closed("POST /api/v1/procurements/{id}/bids", "/api/v1/procurements/1/bids", 400, BIDDERS),
    closed(
        "GET /api/v1/procurements/{id}/bids/{bid}/files/{file}",
        "/api/v1/procurements/1/bids/1/files/1",
        403,
        BUYERS,
    ),
    with(
        closed(
            "POST /api/v1/procurements/{id}/bids/{bid}/release",
            "/api/v1/procurements/1/bids/1/release",
            403,
            BUYERS,
        ),
        || "{}".to_owned(),
    ),
    with(
        closed("POST /api/v1/procurements/{id}/opening", "/api/v1/procurements/1/opening", 403, BUYERS),
        || json!({"reason": "demonstration"}).to_string(),
    ),
    with(
        closed("POST /api/v1/procurements/{id}/evaluation", "/api/v1/procurements/1/evaluation", 403, BUYERS),
        || "{}".to_owned(),
    ),
    with(
        closed(
            "POST /api/v1/procurements/{id}/bids/{bid}/protocol",
            "/api/v1/procurements/1/bids/1/protocol",
            403,
            BUYERS,
        ),
        || "{}".to_owned(),
    ),
    open("GET /api/v1/protocol-key", "/api/v1/protocol-key", 200),
    closed("POST /api/v1/procurements/{id}/award", "/api/v1/procurements/1/award", 403, BUYERS),
    closed("GET /api/v1/procurements/{id}/accesses", "/api/v1/procurements/1/accesses", 403, BUYERS),
    open("GET /api/v1/procurements/{id}/released-bids", "/api/v1/procurements/1/released-bids", 200),
    open(
        "GET /api/v1/procurements/{id}/released-bids/{bid}/files/{file}",
        "/api/v1/procurements/1/released-bids/1/files/1",
        404,
    ),
    open("GET /api/v1/region", "/api/v1/region", 200),
    open("GET /api/v1/requirements", "/api/v1/requirements", 200),
    open("GET /api/v1/requirements/{id}", "/api/v1/requirements/1", 200),
    open("GET /api/v1/requirements/{id}/versions", "/api/v1/requirements/1/versions", 200),
    open("GET /api/v1/requirements/{id}/sounding", "/api/v1/requirements/1/sounding", 200),
    open("GET /api/v1/requirement-schema", "/api/v1/requirement-schema", 200),
    open("GET /api/v1/requirement-templates", "/api/v1/requirement-templates", 200),
    with(open("POST /api/v1/requirement-drafts", "/api/v1/requirement-drafts", 200), || {
        strip::requirement().to_string()
    }),
    with(
        open("POST /api/v1/requirement-drafts/sounding", "/api/v1/requirement-drafts/sounding", 200),
        || strip::requirement().to_string(),
    ),
    open("GET /api/v1/requirements/{id}/evaluation", "/api/v1/requirements/1/evaluation", 200),
    open("GET /api/v1/retreats", "/api/v1/retreats?since=2026-01-01", 200),
    open("GET /api/v1/roles", "/api/v1/roles", 200),
    open("GET /api/v1/technology-shutdown", SHUTDOWN, 200),
    open("GET /api/v1/technology-shutdown.geojson", SHUTDOWN_GEOJSON, 200),
    open("GET /api/v1/measurement-plans", "/api/v1/measurement-plans?service=voice", 200),
    open("GET /api/v1/verification", "/api/v1/verification", 200),
    open("GET /api/v1/zones", "/api/v1/zones", 200),
    open("GET /auth/callback", "/auth/callback?state=x", 404),
    open("GET /auth/sign-in", "/auth/sign-in", 404),
    open("GET /fonts/{fontstack}/{range}.pbf", "/fonts/Noto%20Sans%20Bold/256-511.pbf", 200),
    open("GET /sprite/{file}", "/sprite/dark@2x.png", 200),
    open("GET /open311/v2/services", "/open311/v2/services", 200),
    open("GET /open311/v2/services/{service_code}", "/open311/v2/services/voice.xml", 200),
    open("GET /open311/v2/requests", "/open311/v2/requests", 200),
    open("GET /open311/v2/requests/{service_request_id}", "/open311/v2/requests/1.json", 200),
    with(open("POST /open311/v2/requests", "/open311/v2/requests", 201), || {
        format!("service_code=voice&lat={}&long={}", strip::MIDDLE, strip::lon(5.0))
    }),
    open("GET /health", "/health", 200),
    open("GET /ready", "/ready", 200),
    open("GET /style.json", "/style.json", 200),
    open("GET /tiles/{layer}.json", "/tiles/gaps.json", 200),
    open("GET /tiles/{layer}/{z}/{x}/{y}.mvt", "/tiles/zones/10/554/279.mvt", 200),
    open("POST /auth/sign-out", "/auth/sign-out", 204),
    with(open("POST /auth/token-session", "/auth/token-session", 422), || "{}".to_owned()),
    with(open("POST /api/v1/dead-zones", "/api/v1/dead-zones", 201), || strip::dead_zone(5.0).to_string()),
    with(closed("POST /api/v1/dead-zone-lists", "/api/v1/dead-zone-lists", 200, REPORTERS), || {
        format!("lon,lat,service,observed_at\n{},{},voice,2026-11-01", strip::lon(5.0), strip::MIDDLE)
    }),
    with(closed("POST /api/v1/deliveries", DELIVERY, 201, &[Operator, Administrator]), || {
        strip::coverage(&[(0.0, 6.0)]).to_string()
    }),
    with(closed("POST /api/v1/requirements", "/api/v1/requirements", 201, WRITERS), || {
        strip::requirement().to_string()
    }),
    with(
        closed("POST /api/v1/requirements/{id}/versions", "/api/v1/requirements/1/versions", 201, WRITERS),
        || strip::requirement().to_string(),
    ),
    with(
        closed("POST /api/v1/requirements/{id}/copies", "/api/v1/requirements/1/copies", 201, WRITERS),
        || json!({"procurement": "Demonstration"}).to_string(),
    ),
    closed("POST /api/v1/deliveries/{id}/acceptance", "/api/v1/deliveries/1/acceptance", 409, BUYERS),
    closed("POST /api/v1/deliveries/{id}/publication", "/api/v1/deliveries/1/publication", 409, BUYERS),
    with(
        closed("POST /api/v1/deliveries/{id}/rejection", "/api/v1/deliveries/1/rejection", 409, BUYERS),
        || json!({"reason": "demonstration"}).to_string(),
    ),
    closed("GET /api/v1/campaigns", "/api/v1/campaigns", 200, MEASURERS),
    with(closed("POST /api/v1/campaigns", "/api/v1/campaigns", 201, MEASURERS), || {
        json!({"name": "Demonstration"}).to_string()
    }),
    closed("GET /api/v1/campaigns/{id}", "/api/v1/campaigns/9", 404, MEASURERS),
    closed("GET /api/v1/campaigns/{id}/cells", "/api/v1/campaigns/9/cells", 404, MEASURERS),
    with(closed("PATCH /api/v1/campaigns/{id}", "/api/v1/campaigns/9", 404, ERASERS), || "{}".to_owned()),
    with(closed("POST /api/v1/campaigns/{id}/erasure", "/api/v1/campaigns/9/erasure", 404, ERASERS), || {
        json!({"reason": "demonstration"}).to_string()
    }),
    with(
        closed(
            "POST /api/v1/campaigns/{id}/measurements",
            "/api/v1/campaigns/9/measurements",
            404,
            MEASURERS,
        ),
        || strip::measurements("a", "999-01", &[(1.0, true)]),
    ),
    closed("GET /api/v1/column-mappings", "/api/v1/column-mappings", 200, MEASURERS),
    closed("GET /api/v1/column-mappings/{name}", "/api/v1/column-mappings/none", 404, MEASURERS),
    with(
        closed("PUT /api/v1/column-mappings/{name}", "/api/v1/column-mappings/table", 422, MEASURERS),
        || json!({"columns": {"time": "T"}}).to_string(),
    ),
    closed("DELETE /api/v1/column-mappings/{name}", "/api/v1/column-mappings/none", 404, MEASURERS),
    closed("GET /api/v1/runs", "/api/v1/runs", 200, MEASURERS),
    closed("GET /api/v1/runs/{id}", "/api/v1/runs/9", 404, MEASURERS),
    closed("DELETE /api/v1/runs/{id}", "/api/v1/runs/9?reason=demonstration", 404, ERASERS),
    closed("GET /api/v1/runs/{id}/samples", "/api/v1/runs/9/samples", 404, MEASURERS),
    closed("GET /api/v1/audit", "/api/v1/audit", 200, &[Administrator]),
    closed("GET /api/v1/organisations", "/api/v1/organisations", 200, &[Administrator]),
    with(closed("POST /api/v1/organisations", "/api/v1/organisations", 201, &[Administrator]), || {
        json!({"name": "Demonstration", "number": "402000-0008", "type": "other"}).to_string()
    }),
    closed("GET /api/v1/people", "/api/v1/people", 200, &[Administrator]),
    with(closed("PATCH /api/v1/people/{id}", "/api/v1/people/9", 404, &[Administrator]), || "{}".to_owned()),
    closed("GET /api/v1/tokens", "/api/v1/tokens", 200, &[Administrator]),
    with(closed("POST /api/v1/tokens", "/api/v1/tokens", 201, &[Administrator]), || {
        json!({"name": "x", "role": "reader"}).to_string()
    }),
    closed("DELETE /api/v1/tokens/{id}", "/api/v1/tokens/999", 404, &[Administrator]),
];

const AGREEMENTS: &str = "/api/v1/framework-agreements";
const CONCERNED: &[Who] =
    &[RegionalDeveloper, Procurer, MunicipalReporter, Operator, OtherOperator, Administrator];
const REPORTERS: &[Who] = &[RegionalDeveloper, Procurer, MunicipalReporter, Administrator];
/// Who sees what a network was asked.
const REPORTED: &[Who] = &[RegionalDeveloper, Procurer, MunicipalReporter, Operator, Administrator];
const ANSWERERS: &[Who] = &[Operator, Administrator];
const TOLD: &[Who] = &[RegionalDeveloper, Procurer, Operator, Administrator];
const DECIDERS: &[Who] = &[RegionalDeveloper, Procurer, Administrator];
const MEASURERS: &[Who] = &[RegionalDeveloper, MunicipalReporter, Administrator];
const ERASERS: &[Who] = &[RegionalDeveloper, Administrator];
const WRITERS: &[Who] = &[RegionalDeveloper, Procurer, Administrator];
const BUYERS: &[Who] = &[Procurer, Administrator];
const BIDDERS: &[Who] = &[Procurer, Operator, OtherOperator, Administrator];
const CHANGES: &str = "/api/v1/coverage-changes?since=2026-01-01&network=a&service=voice";
const CHANGES_GEOJSON: &str = "/api/v1/coverage-changes.geojson?since=2026-01-01&network=a&service=voice";
const SHUTDOWN: &str = "/api/v1/technology-shutdown?technology=4G&network=a&service=voice";
const SHUTDOWN_GEOJSON: &str = "/api/v1/technology-shutdown.geojson?technology=4G&network=a&service=voice";
const DELIVERY: &str = "/api/v1/deliveries?network=a&technology=4G&service=voice&environment=outdoor&kind=reference\
    &simulation_date=2026-09-15";

/// A route that stands in no row is tried by nobody.
#[test]
fn every_route_is_in_the_table() {
    let document = serde_json::to_value(tackning::http::openapi()).unwrap();
    let paths = document["paths"].as_object().unwrap().iter();
    let served: BTreeSet<String> = paths
        .flat_map(|(path, item)| {
            let methods = item.as_object().unwrap().keys();
            methods.map(move |method| format!("{} {path}", method.to_uppercase()))
        })
        .collect();
    let tried: BTreeSet<String> = TABLE.iter().map(|row| row.operation.to_owned()).collect();
    assert_eq!(tried, served);
}

#[tokio::test]
async fn everybody_tries_everything() {
    for row in TABLE {
        let app = filled().await;
        for who in ALL {
            let token = token_of(&app, who).await;
            let answer = app.send(request(row, token.as_deref())).await;
            let expected = match who {
                who if row.may.contains(&who) => (row.answer, None),
                Nobody => (401, Some("sign_in_needed")),
                _ => (403, Some("not_allowed")),
            };
            let what = format!("{} as {who:?}: {}", row.operation, answer.text());
            let is_repeated = answer.status == 409 && expected.0 == 201;
            assert!(answer.status == expected.0 || is_repeated, "{what}");
            if let (status, Some(code)) = expected {
                answer.problem(status, code);
            }
            // Whoever asks for whatever is told nothing of a sealed bid.
            bids::tells_nothing(&answer.body, row.operation);
            answer.headers.values().for_each(|value| bids::tells_nothing(value.as_bytes(), row.operation));
        }
    }
}

/// What was a token once is no token, also where nobody needs one.
#[tokio::test]
async fn an_ended_token_opens_nothing() {
    let app = filled().await;
    for ended in [expired(&app).await, revoked(&app).await] {
        for row in TABLE {
            app.send(request(row, Some(&ended))).await.problem(401, "invalid_token");
        }
    }
}

fn request(row: &Row, token: Option<&str>) -> Request<Body> {
    let (method, _) = row.operation.split_once(' ').unwrap();
    let request = Request::builder().method(method).uri(row.path);
    let request = match token {
        Some(token) => request.header("authorization", format!("Bearer {token}")),
        None => request,
    };
    request.body((row.body)().into()).unwrap()
}

/// With something of everything to ask for.
async fn filled() -> App {
    let app = App::strip().await;
    app.deliver("a", strip::coverage(&[(0.0, 6.0)])).await;
    app.post("/api/v1/requirements", strip::requirement().to_string()).await;
    app.post("/api/v1/networks/a/gap-reports", json!({"requirements": [1]}).to_string()).await;
    // A case of `a`, at a place that it doesn't claim.
    app.post("/api/v1/dead-zones", strip::dead_zone(9.5).to_string()).await;
    app.post(AGREEMENTS, strip::framework_agreement().to_string()).await;
    bids::hand_in_to_room(&app).await;
    app
}

async fn token_of(app: &App, who: Who) -> Option<String> {
    let (role, networks): (Role, &[&str]) = match who {
        Nobody => return None,
        Reader => (Role::Reader, &[]),
        RegionalDeveloper => (Role::RegionalDeveloper, &[]),
        Procurer => (Role::Procurer, &[]),
        MunicipalReporter => (Role::MunicipalReporter, &[]),
        Operator => (Role::Operator, &["a"]),
        OtherOperator => (Role::Operator, &["b"]),
        Administrator => (Role::Administrator, &[]),
    };
    Some(token(&app.store, role, networks).await)
}

async fn expired(app: &App) -> String {
    let mut new = NewToken::new("expired", Rights::of(Role::Administrator, Vec::new()).unwrap()).unwrap();
    new.expires_at = Some("2026-01-01T00:00:00Z".parse().unwrap());
    let made = issue_token(&app.store, new, &Actor::command_line(), Timestamp::now()).await.unwrap();
    made.1.reveal()
}

async fn revoked(app: &App) -> String {
    let text = token(&app.store, Role::Administrator, &[]).await;
    let id = PlainToken::parse(&text).unwrap().id;
    app.store.revoke_token(id, &Actor::command_line(), Timestamp::now()).await.unwrap();
    text
}
