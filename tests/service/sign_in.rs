//! Signing in at a real OpenID Connect provider, from the page and back.

mod browser;
mod provider;

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use axum::http::StatusCode;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tackning::{
    access::{Access, AccessSettings, ClaimMapping, ClaimNames, OidcSettings, PublicUrl},
    domain::{Actor, NewOrganisation, OrganisationNumber, OrganisationType},
    http::{AppState, router},
    store::Store,
};
use url::Url;

use self::{
    browser::Browser,
    provider::{CLIENT_SECRET, PUBLIC_URL, Provider},
};
use crate::routes::{Answer, App, requirement};

/// What the provider's groups mean here.
const MAPPING: &str = include_str!("../../web/tests/provider/mapping.json");

struct Service {
    app: App,
    browser: Browser,
    provider: Provider,
    passed_minutes: Arc<AtomicI64>,
}

impl Service {
    async fn new() -> Self {
        let provider = Provider::start();
        let (app, passed_minutes) = (App::strip().await, Arc::new(AtomicI64::new(0)));
        add_organisation(&app.store).await;
        let (begun, passed) = (Timestamp::now(), passed_minutes.clone());
        let clock = move || begun + SignedDuration::from_mins(passed.load(Ordering::Relaxed));
        let access = Access::new(app.store.clone(), settings(&provider.issuer)).with_clock(clock);
        let browser = Browser::new(router(AppState::new(app.publisher.clone()).with_access(access)));
        Self { app, browser, provider, passed_minutes }
    }

    /// From the page to the provider, as an account, and to the callback's address.
    async fn callback_as(&mut self, account: &str) -> String {
        let started = self.browser.get("/auth/sign-in?return_to=/%3Fpanel%3Dgaps").await;
        assert_eq!(started.status, StatusCode::SEE_OTHER, "{}", started.text());
        assert_eq!(started.header("cache-control"), "no-store");
        self.provider.sign_in(started.header("location"), account).await
    }

    async fn me(&mut self) -> Value {
        self.browser.get("/api/v1/me").await.ok()
    }
}

fn settings(issuer: &str) -> AccessSettings {
    let public_url = PublicUrl::parse(PUBLIC_URL).unwrap();
    let claim = |name: &str| Some(name.to_owned());
    let names = ClaimNames {
        role: claim("groups"),
        organisation: claim("organisation_number"),
        networks: claim("networks"),
    };
    let mapping = ClaimMapping::read(names, MAPPING).unwrap();
    let secret = Some(CLIENT_SECRET.to_owned());
    let oidc = OidcSettings::new(issuer, "tackning".to_owned(), secret, (&public_url, mapping)).unwrap();
    AccessSettings { public_url: Some(public_url), oidc: Some(oidc), sends_mail: false }
}

async fn add_organisation(store: &Store) {
    let number = OrganisationNumber::new("402000-0008").unwrap();
    let new = NewOrganisation::new("Demonstration", number, OrganisationType::Region, None).unwrap();
    store.add_organisation(new, &Actor::command_line(), Timestamp::now()).await.unwrap();
}

#[tokio::test]
async fn the_whole_way() {
    let mut service = Service::new().await;
    assert_eq!(service.me().await["ways_to_sign_in"], json!(["oidc", "token"]));
    let callback = service.callback_as("buyer").await;
    let answer = service.browser.get(&callback).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/?panel=gaps"));
    let me = service.me().await;
    assert_eq!((&me["name"], &me["role"]), (&json!("Demonstration Inköparsson"), &json!("procurer")));
    assert_eq!(me["organisation"]["number"], "402000-0008");

    let refused = service.browser.post("/api/v1/requirements", requirement().to_string(), None).await;
    refused.problem(403, "csrf_token_needed");
    let csrf = me["csrf_token"].as_str();
    let taken = service.browser.post("/api/v1/requirements", requirement().to_string(), csrf).await;
    assert_eq!(taken.status, StatusCode::CREATED);

    let stolen = service.browser.cookies();
    assert_eq!(
        service.browser.post("/auth/sign-out", String::new(), csrf).await.status,
        StatusCode::NO_CONTENT
    );
    assert_eq!(service.me().await["signed_in"], false);
    service.browser.set_cookies(stolen);
    assert_eq!(service.me().await["signed_in"], false);

    let trail = service.app.store.audit(None, 100).await.unwrap();
    let said: Vec<_> = trail.iter().map(|row| format!("{} by {}", row.action, row.actor)).collect();
    let person = "person 1 (procurer)";
    assert_eq!(said[0], format!("session_ended by {person}"));
    assert!(
        said.contains(&format!("person_signed_in by {person}"))
            && said.contains(&format!("requirement_added by {person}"))
    );
    assert!(!format!("{trail:?}").contains("Inköparsson"));
}

#[tokio::test]
async fn who_somebody_is_follows_from_the_claims() {
    let mut service = Service::new().await;
    let callback = service.callback_as("operator").await;
    service.browser.get(&callback).await;
    let operator = service.me().await;
    assert_eq!((&operator["role"], &operator["networks"]), (&json!("operator"), &json!(["a"])));
    // Signing in anew ends the session before.
    let first = service.browser.cookies();
    let callback = service.callback_as("stranger").await;
    service.browser.get(&callback).await;
    let stranger = service.me().await;
    assert_eq!((&stranger["role"], &stranger["permissions"]), (&json!("reader"), &json!([])));
    service.browser.set_cookies(first);
    assert_eq!(service.me().await["signed_in"], false);
}

#[tokio::test]
async fn a_callback_of_another_sign_in_is_refused() {
    let mut service = Service::new().await;
    let callback = service.callback_as("buyer").await;
    let own = service.browser.cookies();
    // Another browser: without the cookie, and with that of its own sign-in.
    service.browser.set_cookies(Vec::new());
    service.browser.get(&callback).await.problem(400, "sign_in_not_started");
    service.callback_as("operator").await;
    service.browser.get(&callback).await.problem(400, "sign_in_not_started");
    service.browser.set_cookies(own);
    let (before, _) = callback.split_once("state=").unwrap();
    service.browser.get(&format!("{before}state=another")).await.problem(400, "sign_in_not_started");
    assert_eq!(service.me().await["signed_in"], false);
}

/// A code that was asked for with another nonce, or another PKCE challenge, is
/// somebody else's.
#[tokio::test]
async fn a_code_of_another_sign_in_is_refused() {
    for parameter in ["nonce", "code_challenge"] {
        let mut service = Service::new().await;
        let started = service.browser.get("/auth/sign-in").await;
        let mut address = Url::parse(started.header("location")).unwrap();
        let pairs: Vec<(String, String)> = address.query_pairs().into_owned().collect();
        assert!(pairs.contains(&("code_challenge_method".to_owned(), "S256".to_owned())), "{pairs:?}");
        let other = "0123456789012345678901234567890123456789012";
        let changed = pairs.iter().map(|(name, value)| (name, if name == parameter { other } else { value }));
        address.query_pairs_mut().clear().extend_pairs(changed);
        let callback = service.provider.sign_in(address.as_str(), "buyer").await;
        service.browser.get(&callback).await.problem(502, "sign_in_not_trusted");
        assert_eq!(service.me().await["signed_in"], false);
    }
}

#[tokio::test]
async fn a_callback_comes_in_time_and_once() {
    let mut service = Service::new().await;
    let callback = service.callback_as("buyer").await;
    let attempt = service.browser.cookies();
    service.passed_minutes.store(10, Ordering::Relaxed);
    service.browser.get(&callback).await.problem(400, "sign_in_expired");
    assert_eq!(service.browser.cookies(), []);
    service.browser.set_cookies(attempt.clone());
    service.passed_minutes.store(0, Ordering::Relaxed);
    assert_eq!(service.browser.get(&callback).await.status, StatusCode::SEE_OTHER);
    service.browser.get(&callback).await.problem(400, "sign_in_not_started");
    service.browser.set_cookies(attempt);
    service.browser.get(&callback).await.problem(502, "sign_in_not_trusted");
}

#[tokio::test]
async fn whom_the_provider_or_an_administrator_turns_away() {
    let mut service = Service::new().await;
    let callback = service.callback_as("nobody").await;
    service.browser.get(&callback).await.problem(403, "sign_in_refused");
    let callback = service.callback_as("buyer").await;
    service.browser.get(&callback).await;
    let listed = service.app.get_as_administrator("/api/v1/people").await.ok();
    assert_eq!(listed["people"][0]["email"], "buyer@example.org");
    let path = format!("/api/v1/people/{}", listed["people"][0]["id"]);
    let changed = service.app.patch(&path, json!({"active": false}).to_string()).await.ok();
    assert_eq!(changed["active"], false);
    // Signed out at once, and not let in again.
    assert_eq!(service.me().await["signed_in"], false);
    let callback = service.callback_as("buyer").await;
    service.browser.get(&callback).await.problem(403, "person_not_active");
}

/// The page's address says which sentence it is, and nothing that somebody else wrote.
#[tokio::test]
async fn a_person_reads_on_the_page_why_nobody_was_signed_in() {
    for (account, rest, minutes, code) in [
        ("nobody", "", 0, "sign_in_refused"),
        ("nobody", "&error_description=%0d%0aSet-Cookie:%20a=b", 0, "sign_in_refused"),
        ("buyer", "", 10, "sign_in_expired"),
    ] {
        let mut service = Service::new().await;
        let callback = service.callback_as(account).await;
        service.passed_minutes.store(minutes, Ordering::Relaxed);
        let answer = service.browser.open(&format!("{callback}{rest}")).await;
        sent_to_page(&answer, code);
        assert_eq!(service.browser.cookies(), [], "the attempt is over");
        assert_eq!(service.me().await["signed_in"], false);
    }
}

/// Whatever link somebody is made to follow, the sign-in that they are at goes on.
#[tokio::test]
async fn a_foreign_callback_ends_no_sign_in_under_way() {
    let mut service = Service::new().await;
    let callback = service.callback_as("buyer").await;
    for (question, code) in [
        ("state=another&error=%3Cb%3Enot%20us", "sign_in_not_started"),
        ("code=another", "missing_parameter"),
        ("state=a&state=b", "repeated_parameter"),
    ] {
        let answer = service.browser.open(&format!("/auth/callback?{question}")).await;
        sent_to_page(&answer, code);
    }
    assert_eq!(service.browser.open(&callback).await.header("location"), "/?panel=gaps");
    assert_eq!(service.me().await["signed_in"], true);
}

#[track_caller]
fn sent_to_page(answer: &Answer, code: &str) {
    let place = format!("/?sign_in_failed={code}");
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, place.as_str()));
    assert_eq!((answer.text().as_ref(), answer.header("cache-control")), ("", "no-store"));
}

/// The service runs, and says what is the matter when somebody wants to sign in.
#[tokio::test]
async fn a_provider_that_is_away_stops_nobody_else() {
    let app = App::strip().await;
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let access = Access::new(app.store.clone(), settings(&format!("http://{closed}")));
    let mut browser = Browser::new(router(AppState::new(app.publisher.clone()).with_access(access)));
    assert_eq!(browser.get("/api/v1/networks").await.status, StatusCode::OK);
    browser.get("/auth/sign-in").await.problem(503, "sign_in_unreachable");
    sent_to_page(&browser.open("/auth/sign-in").await, "sign_in_unreachable");
}
