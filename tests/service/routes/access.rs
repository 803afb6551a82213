//! Tokens and sessions: who is known, by what, and until when.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use axum::{
    Router,
    body::Body,
    http::{Method, Request, StatusCode, request::Builder},
};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tackning::{
    access::{Access, AccessSettings, PublicUrl},
    domain::Role,
    http::{AppState, router},
};

use super::{
    app::{Answer, App, token},
    strip,
};

const ME: &str = "/api/v1/me";

fn request(method: Method, path: &str) -> Builder {
    Request::builder().method(method).uri(path)
}

fn bearer(path: &str, token: &str) -> Request<Body> {
    Request::get(path).header("authorization", format!("Bearer {token}")).body(Body::empty()).unwrap()
}

/// A service on this machine whose clock is set by the test.
struct Clocked {
    app: App,
    router: Router,
    passed_minutes: Arc<AtomicI64>,
}

impl Clocked {
    async fn new() -> Self {
        let app = App::strip().await;
        let passed_minutes = Arc::new(AtomicI64::new(0));
        let (begun, passed) = (Timestamp::now(), passed_minutes.clone());
        let clock = move || begun + SignedDuration::from_mins(passed.load(Ordering::Relaxed));
        let settings = AccessSettings {
            public_url: Some(PublicUrl::parse("http://127.0.0.1:8080").unwrap()),
            ..AccessSettings::default()
        };
        let access = Access::new(app.store.clone(), settings).with_clock(clock);
        let router = router(AppState::new(app.publisher.clone()).with_access(access));
        Self { app, router, passed_minutes }
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        Answer::of(&self.router, request).await
    }

    /// Signs a browser in with a token and gives its cookie.
    async fn signed_in(&self, token: &str) -> String {
        let body = json!({"token": token}).to_string();
        let answer = self.send(request(Method::POST, "/auth/token-session").body(body.into()).unwrap()).await;
        assert_eq!(answer.status, StatusCode::NO_CONTENT, "{}", answer.text());
        answer.header("set-cookie").split(';').next().unwrap().to_owned()
    }

    async fn me(&self, cookie: &str) -> Value {
        self.send(Request::get(ME).header("cookie", cookie).body(Body::empty()).unwrap()).await.ok()
    }

    fn pass_minutes(&self, minutes: i64) {
        self.passed_minutes.fetch_add(minutes, Ordering::Relaxed);
    }
}

#[tokio::test]
async fn nobody_is_nobody() {
    let app = App::strip().await;
    let answer = app.get(ME).await;
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(app.get("/api/v1/networks").await.header("cache-control"), "");
    assert!(answer.header("vary").contains("cookie"), "{}", answer.header("vary"));
    assert_eq!(
        answer.ok(),
        json!({"signed_in": false, "name": null, "role": null, "permissions": [], "networks": [],
            "organisation": null, "csrf_token": null, "ways_to_sign_in": ["token"]})
    );
}

#[tokio::test]
async fn a_token_is_known_and_its_answers_are_kept_by_nobody() {
    let app = App::strip().await;
    let operator = token(&app.store, Role::Operator, &["a"]).await;
    let answer = app.send(bearer(ME, &operator)).await;
    assert_eq!(answer.header("cache-control"), "no-store");
    let me = answer.ok();
    assert_eq!(
        (&me["signed_in"], &me["role"], &me["networks"]),
        (&json!(true), &json!("operator"), &json!(["a"]))
    );
    let own = json!([
        "read_deliveries",
        "deliver",
        "read_cases",
        "answer_cases",
        "set_report_receivers",
        "hand_in_bids",
    ]);
    assert_eq!(me["permissions"], own);
    assert_eq!(me["csrf_token"], Value::Null);
    // The map is the same for everybody, and says so itself.
    let tile = app.send(bearer("/tiles/zones/10/554/279.mvt", &operator)).await;
    assert!(tile.header("cache-control").starts_with("public"), "{}", tile.header("cache-control"));
}

/// Somebody who shows a token is never taken for somebody who shows none.
#[tokio::test]
async fn a_token_that_is_none_is_refused_on_open_routes_too() {
    let app = App::strip().await;
    let good = token(&app.store, Role::Administrator, &[]).await;
    let other_secret = format!("{}{}", &good[..good.len() - 1], if good.ends_with('0') { "1" } else { "0" });
    let other_id = good.replacen("tck_2", "tck_1", 1);
    for wrong in ["tck_9_00", "", "secret", &other_secret, &other_id] {
        for path in [ME, "/api/v1/networks", "/health"] {
            let answer = app.send(bearer(path, wrong)).await;
            answer.problem(401, "invalid_token");
            assert!(answer.header("www-authenticate").contains("invalid_token"));
            assert_eq!(answer.header("cache-control"), "no-store");
        }
    }
    let basic = Request::get(ME).header("authorization", "Basic YTpi").body(Body::empty()).unwrap();
    app.send(basic).await.problem(401, "invalid_token");
    let anonymous = app.get("/api/v1/tokens").await;
    anonymous.problem(401, "sign_in_needed");
    assert_eq!(anonymous.header("www-authenticate"), r#"Bearer realm="tackning""#);
}

#[tokio::test]
async fn a_token_is_made_shown_once_and_revoked() {
    let app = App::strip().await;
    let document =
        json!({"name": "Skript", "role": "procurer", "scopes": ["read_deliveries"], "expires": "2999-12-31"});
    let made = app.post("/api/v1/tokens", document.to_string()).await.json(StatusCode::CREATED);
    let text = made["token"].as_str().unwrap();
    assert_eq!(made["details"]["expires_at"], "3000-01-01T00:00:00Z");
    assert_eq!(made["details"]["permissions"], json!(["read_deliveries"]));
    assert_eq!(app.send(bearer(ME, text)).await.ok()["permissions"], json!(["read_deliveries"]));
    let listed = app.get_as_administrator("/api/v1/tokens").await.text();
    assert!(listed.contains("Skript") && !listed.contains(text.rsplit('_').next().unwrap()));
    let path = format!("/api/v1/tokens/{}", made["details"]["id"]);
    let revoke = app.as_administrator(Request::delete(&path)).body(Body::empty()).unwrap();
    assert_eq!(app.send(revoke).await.ok()["state"], "revoked");
    app.send(bearer(ME, text)).await.problem(401, "invalid_token");
}

#[tokio::test]
async fn what_a_token_can_not_be() {
    let app = App::strip().await;
    let refused = async |document: Value, status: u16, code: &str| {
        app.post("/api/v1/tokens", document.to_string()).await.problem(status, code);
    };
    refused(json!({"name": "x", "role": "boss"}), 400, "unknown_word").await;
    refused(json!({"name": " ", "role": "reader"}), 422, "invalid_name").await;
    refused(json!({"name": "x", "role": "operator"}), 422, "invalid_rights").await;
    refused(json!({"name": "x", "role": "operator", "networks": ["c"]}), 404, "unknown_network").await;
    refused(json!({"name": "x", "role": "reader", "networks": ["a"]}), 422, "invalid_rights").await;
    refused(json!({"name": "x", "role": "reader", "scopes": ["deliver"]}), 422, "invalid_rights").await;
    refused(json!({"name": "x", "role": "reader", "expires": "2020-01-01"}), 422, "invalid_date").await;
    refused(json!({"name": "x", "role": "reader", "organisation": 9}), 404, "unknown_organisation").await;
    refused(json!({"name": "x", "role": "reader", "colour": "red"}), 422, "invalid_document").await;
}

/// Else a token that is narrowed to managing access would make itself another
/// one that may do everything.
#[tokio::test]
async fn nobody_gives_away_what_they_do_not_have() {
    let app = App::strip().await;
    let document = json!({"name": "x", "role": "administrator", "scopes": ["manage_access"]});
    let made = app.post("/api/v1/tokens", document.to_string()).await.json(StatusCode::CREATED);
    let narrowed = format!("Bearer {}", made["token"].as_str().unwrap());
    let send = async |document: Value| {
        let request = Request::post("/api/v1/tokens").header("authorization", &narrowed);
        app.send(request.body(document.to_string().into()).unwrap()).await
    };
    send(json!({"name": "x", "role": "administrator"})).await.problem(403, "not_allowed");
    send(json!({"name": "x", "role": "operator", "networks": ["a"]})).await.problem(403, "not_allowed");
    assert_eq!(send(document).await.status, StatusCode::CREATED);
    assert_eq!(send(json!({"name": "x", "role": "reader"})).await.status, StatusCode::CREATED);
}

#[tokio::test]
async fn organisations_are_added_and_named() {
    let app = App::strip().await;
    let path = "/api/v1/organisations";
    let document = |number: &str| json!({"name": "Demonstration", "number": number, "type": "municipality", "home_municipality": "2401"});
    let added = app.post(path, document("402000-0008").to_string()).await.json(StatusCode::CREATED);
    app.post(path, document("402000-0008").to_string()).await.problem(409, "organisation_exists");
    for wrong in ["402000-0009", "811228-9874", "4020000008"] {
        app.post(path, document(wrong).to_string()).await.problem(422, "invalid_organisation");
    }
    let mut elsewhere = document("402000-0016");
    elsewhere["home_municipality"] = json!("9999");
    app.post(path, elsewhere.to_string()).await.problem(404, "unknown_zone");
    assert_eq!(app.get_as_administrator(path).await.ok()["organisations"], json!([added]));
}

#[tokio::test]
async fn a_session_changes_nothing_without_its_csrf_token() {
    let service = Clocked::new().await;
    let cookie = service.signed_in(&token(&service.app.store, Role::Procurer, &[]).await).await;
    let me = service.me(&cookie).await;
    assert_eq!((&me["signed_in"], &me["role"]), (&json!(true), &json!("procurer")));
    let csrf = me["csrf_token"].as_str().unwrap();
    let change = |headers: &[(&str, &str)]| {
        let begun = request(Method::POST, "/api/v1/requirements").header("cookie", &cookie);
        let request = headers.iter().fold(begun, |request, (name, value)| request.header(*name, *value));
        service.send(request.body(strip::requirement().to_string().into()).unwrap())
    };
    change(&[]).await.problem(403, "csrf_token_needed");
    change(&[("x-csrf-token", &csrf.replace(['0', '1'], "2"))]).await.problem(403, "csrf_token_needed");
    let foreign = [("x-csrf-token", csrf), ("sec-fetch-site", "cross-site")];
    change(&foreign).await.problem(403, "foreign_origin");
    change(&[("x-csrf-token", csrf), ("origin", "https://other.example")])
        .await
        .problem(403, "foreign_origin");
    let own =
        [("x-csrf-token", csrf), ("origin", "http://127.0.0.1:8080"), ("sec-fetch-site", "same-origin")];
    assert_eq!(change(&own).await.status, StatusCode::CREATED);
    // A citizen's report is open to everybody, but a forged one isn't the session's.
    let report = request(Method::POST, "/api/v1/dead-zones").header("cookie", &cookie);
    let report = report.body(strip::dead_zone(5.0).to_string().into()).unwrap();
    service.send(report).await.problem(403, "csrf_token_needed");
}

#[tokio::test]
async fn a_session_ends_when_one_signs_out() {
    let service = Clocked::new().await;
    let reader = token(&service.app.store, Role::Reader, &[]).await;
    let cookie = service.signed_in(&reader).await;
    let csrf = service.me(&cookie).await["csrf_token"].as_str().unwrap().to_owned();
    let out = request(Method::POST, "/auth/sign-out").header("cookie", &cookie);
    service.send(out.body(Body::empty()).unwrap()).await.problem(403, "csrf_token_needed");
    let out = request(Method::POST, "/auth/sign-out").header("cookie", &cookie).header("x-csrf-token", csrf);
    let answer = service.send(out.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    assert!(answer.header("set-cookie").contains("Max-Age=0"), "{}", answer.header("set-cookie"));
    assert_eq!(service.me(&cookie).await["signed_in"], false);
    assert_ne!(service.signed_in(&reader).await, cookie);
}

#[tokio::test]
async fn a_session_ends_with_its_time_and_with_its_holder() {
    let service = Clocked::new().await;
    let reader = token(&service.app.store, Role::Reader, &[]).await;
    let cookie = service.signed_in(&reader).await;
    service.pass_minutes(119);
    assert_eq!(service.me(&cookie).await["signed_in"], true);
    let cookie = service.signed_in(&reader).await;
    service.pass_minutes(121);
    let late = service.me(&cookie).await;
    assert_eq!((&late["signed_in"], &late["csrf_token"]), (&json!(false), &Value::Null));
    let cookie = service.signed_in(&reader).await;
    let id = tackning::domain::PlainToken::parse(&reader).unwrap().id;
    let actor = tackning::domain::Actor::command_line();
    service.app.store.revoke_token(id, &actor, Timestamp::now()).await.unwrap();
    assert_eq!(service.me(&cookie).await["signed_in"], false);
}

/// Another site's page signs nobody in as somebody else.
#[tokio::test]
async fn a_session_is_begun_by_the_own_page_alone() {
    let service = Clocked::new().await;
    let reader = token(&service.app.store, Role::Reader, &[]).await;
    let begin = async |token: &str, header: (&str, &str)| {
        let request = request(Method::POST, "/auth/token-session").header(header.0, header.1);
        service.send(request.body(json!({"token": token}).to_string().into()).unwrap()).await
    };
    begin(&reader, ("sec-fetch-site", "cross-site")).await.problem(403, "foreign_origin");
    begin(&reader, ("origin", "https://other.example")).await.problem(403, "foreign_origin");
    begin("tck_1_00", ("sec-fetch-site", "same-origin")).await.problem(401, "invalid_token");
    let answer = begin(&reader, ("sec-fetch-site", "same-origin")).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("tackning_session=") && cookie.contains("HttpOnly; SameSite=Lax"), "{cookie}");
    assert!(!cookie.contains("Secure") && answer.header("cache-control") == "no-store");
}

/// Where nobody has said how the service is reached, cookies go over HTTPS alone.
#[tokio::test]
async fn a_cookie_stays_off_open_lines() {
    let app = App::strip().await;
    let reader = token(&app.store, Role::Reader, &[]).await;
    let answer = app
        .send(Request::post("/auth/token-session").body(json!({"token": reader}).to_string().into()).unwrap())
        .await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-tackning_session=") && cookie.contains("; Path=/;"), "{cookie}");
    assert!(cookie.ends_with("; Secure") && !cookie.contains("Domain"), "{cookie}");
}

#[tokio::test]
async fn without_a_provider_none_is_offered() {
    let app = App::strip().await;
    let answer = app.get("/auth/sign-in").await;
    assert_eq!(answer.header("cache-control"), "no-store");
    answer.problem(404, "sign_in_not_offered");
    app.get("/auth/sign-in?return_to=https://other.example").await.problem(400, "invalid_return_to");
    app.get("/auth/callback?state=x&code=y").await.problem(404, "sign_in_not_offered");
}

/// Programs get the problem; whoever takes a page is sent to it.
#[tokio::test]
async fn who_takes_a_page_is_sent_to_it() {
    let app = App::strip().await;
    let callback = "/auth/callback?state=x&code=y";
    for kinds in ["application/json", "*/*", "application/xhtml+xml, text/plain", ""] {
        app.get_with(callback, "accept", kinds).await.problem(404, "sign_in_not_offered");
    }
    for kinds in ["text/html", "application/json, Text/HTML; q=0.9"] {
        let answer = app.get_with(callback, "accept", kinds).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        assert_eq!(answer.header("location"), "/?sign_in_failed=sign_in_not_offered");
        let forgotten = answer.header("set-cookie");
        assert!(forgotten.starts_with("__Host-tackning_sign_in=; ") && forgotten.contains("Max-Age=0"));
    }
    let answer = app.get_with("/auth/callback?code=y", "accept", "text/html").await;
    assert_eq!(answer.header("location"), "/?sign_in_failed=missing_parameter");
}

/// What a token's scopes are chosen from.
#[tokio::test]
async fn roles_say_what_they_may_do() {
    let listed = App::strip().await.get("/api/v1/roles").await.ok();
    assert_eq!(listed["roles"][0], json!({"role": "reader", "permissions": []}));
    let buyer = json!([
        "read_deliveries",
        "decide_deliveries",
        "write_requirements",
        "report_officially",
        "read_cases",
        "set_report_receivers",
        "decide_cases",
        "write_contracts",
        "read_agreements",
        "write_agreements",
        "keep_bid_rooms",
        "hand_in_bids",
    ]);
    assert_eq!(listed["roles"][2], json!({"role": "procurer", "permissions": buyer}));
}

#[tokio::test]
async fn every_change_is_in_the_trail_with_who_made_it() {
    let app = App::strip().await;
    app.deliver("a", strip::coverage(&[(0.0, 6.0)])).await;
    app.post("/api/v1/requirements", strip::requirement().to_string()).await.json(StatusCode::CREATED);
    app.send(Request::post("/api/v1/dead-zones").body(strip::dead_zone(5.0).to_string().into()).unwrap())
        .await;
    let trail = app.get_as_administrator("/api/v1/audit?limit=3").await.ok();
    let rows = trail["rows"].as_array().unwrap();
    let said: Vec<_> = rows.iter().map(|row| format!("{} {}", row["action"], row["actor"])).collect();
    assert_eq!(
        said,
        [
            r#""dead_zone_reported" "public""#,
            r#""requirement_added" "token 1 (administrator)""#,
            r#""delivery_step" "token 1 (administrator)""#
        ]
    );
    assert_eq!(rows[2]["after"]["state"], "published");
    let older = format!("/api/v1/audit?before={}&limit=1000", trail["next_before"]);
    let older = app.get_as_administrator(&older).await.ok();
    assert_eq!(
        (&older["rows"].as_array().unwrap().last().unwrap()["number"], &older["next_before"]),
        (&json!(1), &Value::Null)
    );
    app.get_as_administrator("/api/v1/audit?limit=0").await.problem(400, "invalid_parameter");
    let verified = app.store.verify_audit(rows[0]["hash"].as_str()).await.unwrap();
    assert_eq!((verified.fault, verified.head.as_str()), (None, rows[0]["hash"].as_str().unwrap()));
}
