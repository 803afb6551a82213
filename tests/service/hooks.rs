//! Web hooks against a real HTTP server on loopback: signed, tried again, given up,
//! sent again, and never inside where nobody allowed it.

use std::sync::{Arc, Mutex};

use axum::{
    Router,
    extract::State,
    http::{HeaderMap, Request, StatusCode},
    routing::post,
};
use base64::{Engine, prelude::BASE64_STANDARD};
use hmac::{Hmac, Mac};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use sha2::Sha256;
use tackning::{
    domain::NoticeChannel,
    hooks::{HookOutcome, HookSender},
};

use super::routes::{
    App,
    strip::{coverage, requirement},
};

const ORIGIN: &str = "https://tackning.example";
const NOTICES: &str = "/api/v1/networks/a/notices";

/// A call as it came.
#[derive(Clone, Debug)]
struct Call {
    headers: HeaderMap,
    body: String,
}

#[derive(Clone, Default)]
struct Receiver {
    calls: Arc<Mutex<Vec<Call>>>,
    /// What it answers, first things first; then that all is well.
    answers: Arc<Mutex<Vec<u16>>>,
}

impl Receiver {
    /// Starts it on a port of its own; gives its address.
    async fn start(answers: &[u16]) -> (Self, String) {
        let receiver = Self::default();
        receiver.answers.lock().unwrap().extend(answers);
        let routes = Router::new().route("/hook", post(take)).with_state(receiver.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/hook", listener.local_addr().unwrap());
        tokio::spawn(async { axum::serve(listener, routes).await });
        (receiver, address)
    }

    fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap().clone()
    }
}

async fn take(State(receiver): State<Receiver>, headers: HeaderMap, body: String) -> (StatusCode, HeaderMap) {
    receiver.calls.lock().unwrap().push(Call { headers, body });
    let mut answers = receiver.answers.lock().unwrap();
    let answer = if answers.is_empty() { 204 } else { answers.remove(0) };
    let elsewhere = HeaderMap::from_iter([("location".parse().unwrap(), "/hook".parse().unwrap())]);
    (StatusCode::from_u16(answer).unwrap(), elsewhere)
}

impl Call {
    fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }

    /// As a receiver's library computes it from the secret that it was given.
    fn is_signed_by(&self, secret: &str) -> bool {
        let key = BASE64_STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
        let mut mac = Hmac::<Sha256>::new_from_slice(&key).unwrap();
        let signed =
            format!("{}.{}.{}", self.header("webhook-id"), self.header("webhook-timestamp"), self.body);
        mac.update(signed.as_bytes());
        let expected = format!("v1,{}", BASE64_STANDARD.encode(mac.finalize().into_bytes()));
        self.header("webhook-signature") == expected
    }
}

async fn app() -> App {
    let app = App::strip().await;
    app.deliver("a", coverage(&[(1.0, 6.0)])).await;
    let mut asked = requirement();
    asked["zones"] = json!({"kind": "county"});
    app.post("/api/v1/requirements", asked.to_string()).await.json(StatusCode::CREATED);
    app
}

async fn set(app: &App, receiver: Value) -> Value {
    let request = Request::put("/api/v1/networks/a/report-receiver")
        .header("authorization", format!("Bearer {}", app.token))
        .body(receiver.to_string().into())
        .unwrap();
    app.send(request).await.ok()
}

/// Sets the hook; gives its secret.
async fn hook(app: &App, address: &str) -> String {
    set(app, json!({"hook": address})).await["hook_secret"].as_str().unwrap().to_owned()
}

async fn issue(app: &App) {
    let order = json!({"requirements": [1]}).to_string();
    app.post("/api/v1/networks/a/gap-reports", order).await.json(StatusCode::CREATED);
}

fn sender() -> HookSender {
    HookSender::new(ORIGIN).allowing_private()
}

async fn send(app: &App, sender: &HookSender, at: Timestamp) -> (usize, usize, usize) {
    let HookOutcome { sent, waiting, given_up } = sender.send_due(&app.store, at).await.unwrap();
    (sent, waiting, given_up)
}

async fn newest(app: &App) -> Value {
    app.get_as_administrator(NOTICES).await.ok()["notices"][0].clone()
}

fn seconds(seconds: i64) -> SignedDuration {
    SignedDuration::from_secs(seconds)
}

#[tokio::test]
async fn a_call_that_fails_is_made_again_under_its_name() {
    let app = app().await;
    let (receiver, address) = Receiver::start(&[500]).await;
    let secret = hook(&app, &address).await;
    issue(&app).await;
    let now = Timestamp::now();
    assert_eq!(send(&app, &sender(), now).await, (0, 1, 0));
    let notice = newest(&app).await;
    assert_eq!((&notice["state"], &notice["attempts"]), (&json!("waiting"), &json!(1)));
    assert_eq!(notice["fault"], "the receiver answers 500 Internal Server Error");
    assert_eq!(send(&app, &sender(), now).await, (0, 0, 0));
    assert_eq!(send(&app, &sender(), now + seconds(30)).await, (1, 0, 0));
    assert_eq!(send(&app, &sender(), now + seconds(90_000)).await, (0, 0, 0));

    let calls = receiver.calls();
    let [first, second] = calls.as_slice() else { panic!("{calls:?}") };
    assert_eq!((first.header("webhook-id"), &first.body), (second.header("webhook-id"), &second.body));
    assert_ne!(first.header("webhook-timestamp"), second.header("webhook-timestamp"));
    assert!(first.is_signed_by(&secret) && second.is_signed_by(&secret));
    let told: Value = serde_json::from_str(&first.body).unwrap();
    assert_eq!((&told["type"], &told["data"]["number"]), (&json!("gap_report.issued"), &json!(1)));
    assert_eq!(told["data"]["url"], format!("{ORIGIN}/api/v1/networks/a/gap-reports/1"));
    assert_eq!(newest(&app).await["state"], "sent");
}

/// In the end it is given up and stands in the list, from which it is sent again.
#[tokio::test]
async fn what_was_given_up_is_listed_and_sent_again() {
    let app = app().await;
    let (receiver, address) = Receiver::start(&[503; 8]).await;
    hook(&app, &address).await;
    issue(&app).await;
    let mut at = Timestamp::now();
    for wait in [30, 300, 1_800, 7_200, 21_600, 43_200, 86_400] {
        assert_eq!(send(&app, &sender(), at).await, (0, 1, 0), "{wait}");
        at += seconds(wait);
    }
    assert_eq!(send(&app, &sender(), at).await, (0, 0, 1));
    assert_eq!(newest(&app).await["state"], "given_up");
    let again = format!("{NOTICES}/1/again");
    let answer = app.post(&again, String::new()).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    app.post(&again, String::new()).await.problem(404, "unknown_notice");
    assert_eq!(send(&app, &sender(), at).await, (1, 0, 0));
    assert_eq!(receiver.calls().len(), 9);
    let audit = app.get_as_administrator("/api/v1/audit").await.text();
    assert!(audit.contains("notice_sent_again") && audit.contains("report_receiver_set"));
    assert!(!audit.contains("127.0.0.1"), "addresses may hold secrets");
}

/// A service that was killed while it called calls again when it is back.
#[tokio::test]
async fn what_was_taken_is_due_again_after_a_while() {
    let app = app().await;
    let (receiver, address) = Receiver::start(&[]).await;
    hook(&app, &address).await;
    issue(&app).await;
    let now = Timestamp::now();
    let until = now + seconds(600);
    let taken = app.store.take_due_notices(NoticeChannel::Hook, (now, until), 10).await.unwrap();
    assert_eq!(taken.len(), 1);
    let app = app.restarted().await;
    assert_eq!(send(&app, &sender(), now + seconds(599)).await, (0, 0, 0));
    assert_eq!(send(&app, &sender(), until).await, (1, 0, 0));
    assert_eq!(receiver.calls().len(), 1);
}

#[tokio::test]
async fn nothing_inside_is_called_and_no_redirect_followed() {
    let app = app().await;
    let (receiver, address) = Receiver::start(&[307, 410]).await;
    hook(&app, &address).await;
    issue(&app).await;
    let now = Timestamp::now();
    assert_eq!(send(&app, &HookSender::new(ORIGIN), now).await, (0, 0, 1));
    assert_eq!(newest(&app).await["fault"], "the address names a machine inside");
    assert!(receiver.calls().is_empty());
    // A name that means this machine is no better than its number.
    hook(&app, "https://localhost:1/hook").await;
    issue(&app).await;
    assert_eq!(send(&app, &HookSender::new(ORIGIN), now + seconds(1)).await, (0, 0, 1));

    hook(&app, &address).await;
    issue(&app).await;
    let at = now + seconds(2);
    assert_eq!(send(&app, &sender(), at).await, (0, 1, 0));
    assert_eq!(receiver.calls().len(), 1, "a redirect is no success, and isn't followed");
    // 410: it is there no longer.
    assert_eq!(send(&app, &sender(), at + seconds(30)).await, (0, 0, 1));
}

#[tokio::test]
async fn a_secret_is_shown_when_it_is_new_alone() {
    let app = app().await;
    let (receiver, address) = Receiver::start(&[]).await;
    let first = hook(&app, &address).await;
    let kept = set(&app, json!({"hook": address, "email": "drift@example.org", "language": "en"})).await;
    assert_eq!((&kept["hook_secret"], &kept["email"]), (&Value::Null, &json!("drift@example.org")));
    let shown = app.get_as_administrator("/api/v1/networks/a/report-receiver").await.ok();
    assert_eq!((&shown["hook"], &shown["hook_secret"]), (&json!(address), &Value::Null));
    issue(&app).await;
    let now = Timestamp::now();
    assert_eq!(send(&app, &sender(), now).await, (1, 0, 0));
    let second = set(&app, json!({"hook": address, "new_secret": true})).await;
    let second = second["hook_secret"].as_str().unwrap().to_owned();
    issue(&app).await;
    assert_eq!(send(&app, &sender(), now + seconds(1)).await, (1, 0, 0));
    let calls = receiver.calls();
    assert!(calls[0].is_signed_by(&first) && calls[1].is_signed_by(&second));
    assert!(!calls[1].is_signed_by(&first));

    for wrong in [
        json!({"hook": "http://example.org"}),
        json!({"hook": "https://u:p@example.org"}),
        json!({"email": "x"}),
    ] {
        let request = Request::put("/api/v1/networks/a/report-receiver")
            .header("authorization", format!("Bearer {}", app.token))
            .body(wrong.to_string().into())
            .unwrap();
        app.send(request).await.problem(422, "invalid_document");
    }
    // Without a hook nothing is called.
    set(&app, json!({})).await;
    issue(&app).await;
    assert_eq!(send(&app, &sender(), now + seconds(2)).await, (0, 0, 0));
}
