//! What holds for every answer: strict headers, a request's number, nothing of
//! the service's insides.

use super::{
    app::{Answer, App},
    strip,
};

#[track_caller]
fn check(answer: &Answer) {
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("default-src 'self'") && policy.contains("object-src 'none'"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("x-frame-options"), "DENY");
    assert_eq!(answer.header("referrer-policy"), "no-referrer");
    assert!(!answer.header("x-request-id").is_empty());
    assert_eq!(answer.header("server"), "");
}

#[tokio::test]
async fn every_answer_carries_the_strict_headers() {
    let app = App::strip().await;
    for path in ["/api/v1/region", "/health", "/nothing", "/tiles/zones/0/0/0.mvt", "/api/v1/gaps"] {
        check(&app.get(path).await);
    }
    check(&app.post("/api/v1/gaps", "").await);
    check(&app.post("/api/v1/deliveries", "").await);
}

#[tokio::test]
async fn a_request_keeps_its_number() {
    let app = App::strip().await;
    let answer = app.get_with("/health", "x-request-id", "mine-7").await;
    assert_eq!(answer.header("x-request-id"), "mine-7");
    let (one, other) = (app.get("/health").await, app.get("/health").await);
    assert_ne!(one.header("x-request-id"), other.header("x-request-id"));
}

#[tokio::test]
async fn alive_and_ready() {
    let app = App::strip().await;
    assert_eq!(app.get("/health").await.ok()["status"], "alive");
    let ready = app.get("/ready").await.ok();
    assert_eq!(ready["status"], "ready");
    assert_eq!(ready["data_version"], app.get("/api/v1/region").await.ok()["data_version"]);
}

/// Without its store the service is alive and not ready; what is published is
/// still answered, and a failure says nothing of its cause.
#[tokio::test]
async fn a_lost_store_is_told_without_its_cause() {
    let app = App::strip().await;
    app.deliver("a", strip::coverage(&[(0.0, 6.0)])).await;
    app.store.close().await;
    assert_eq!(app.get("/health").await.status, 200);
    app.get("/ready").await.problem(503, "not_ready");
    let failed = [
        app.get("/api/v1/requirements").await,
        app.post("/api/v1/dead-zones", strip::dead_zone(5.0).to_string()).await,
        app.post(&strip::delivery_path("a"), strip::coverage(&[(0.0, 1.0)]).to_string()).await,
    ];
    for answer in failed {
        let text = answer.problem(500, "internal").to_string();
        assert!(!text.contains("pool") && !text.contains("sqlite") && !text.contains("/tmp"), "{text}");
    }
    let gaps = app.get("/api/v1/gaps?network=a&service=voice&zone=2401").await.ok();
    assert_eq!(gaps["zones"][0]["land_area"]["covered_share"]["percent"], "60.00");
}
