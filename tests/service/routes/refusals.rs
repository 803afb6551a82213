//! Questions that have no answer are told so in both languages, with a stable code.

use axum::{
    body::Body,
    http::{Method, Request},
};

use super::{
    app::{Answer, App},
    strip::position,
};

/// Asks for each address and expects its problem.
async fn check(app: &App, cases: &[(&str, u16, &str)]) {
    for (path, status, code) in cases {
        let problem = app.get(path).await.problem(*status, code);
        let text = problem.to_string();
        assert!(!text.contains("src/") && !text.contains("panicked"), "{path}: {text}");
    }
}

#[tokio::test]
async fn parameters() {
    let app = App::strip().await;
    check(
        &app,
        &[
            ("/api/v1/gaps", 400, "missing_parameter"),
            ("/api/v1/gaps?network=a", 400, "missing_parameter"),
            ("/api/v1/gaps?network=a&service=voice&zon=2401", 400, "unknown_parameter"),
            ("/api/v1/gaps?network=a&network=b&service=voice", 400, "repeated_parameter"),
            ("/api/v1/gaps?network=a&service=sms", 400, "unknown_word"),
            ("/api/v1/gaps?network=a&service=voice&technology=6G", 400, "unknown_word"),
            ("/api/v1/gaps?network=a&service=voice&environment=boat", 400, "unknown_word"),
            ("/api/v1/gaps?network=c&service=voice", 404, "unknown_network"),
            ("/api/v1/gaps?network=a&service=voice&zone=9999", 404, "unknown_zone"),
            ("/api/v1/gaps.geojson?network=c&service=voice", 404, "unknown_network"),
            ("/api/v1/gaps.geojson?network=a&service=voice&zone=9999", 404, "unknown_zone"),
            ("/api/v1/zones?kind=parish", 404, "unknown_zone_kind"),
            ("/api/v1/verification?network=c", 404, "unknown_network"),
            ("/api/v1/verification?zone=9999", 404, "unknown_zone"),
            ("/api/v1/verification?service=sms", 400, "unknown_word"),
            ("/api/v1/coverage-at?lon=15", 400, "missing_parameter"),
            ("/api/v1/coverage-at?lon=east&lat=63", 400, "invalid_parameter"),
            ("/api/v1/coverage-at?lon=NaN&lat=63", 404, "outside_region"),
            ("/api/v1/coverage-at?lon=1e300&lat=-1e300", 404, "outside_region"),
            ("/api/v1/coverage-at?lon=15&lat=40", 404, "outside_region"),
        ],
    )
    .await;
    let known = format!("/api/v1/coverage-at?{}", position(5.0));
    assert_eq!(app.get(&known).await.ok()["municipality"]["code"], "2401");
}

#[tokio::test]
async fn addresses() {
    let app = App::strip().await;
    check(
        &app,
        &[
            ("/nothing", 404, "not_found"),
            ("/api/v1/nothing", 404, "not_found"),
            ("/api/v2/gaps", 404, "not_found"),
            ("/tiles", 404, "not_found"),
            ("/assets/../../Cargo.toml", 404, "not_found"),
            ("/api/v1/deliveries/9", 404, "unknown_delivery"),
            ("/api/v1/deliveries/nine", 400, "invalid_path"),
            ("/api/v1/deliveries/%FF", 400, "invalid_path"),
            ("/api/v1/requirements/9", 404, "unknown_requirement"),
            ("/api/v1/requirements/9/evaluation", 404, "unknown_requirement"),
            ("/api/v1/requirements/nine/evaluation", 400, "invalid_path"),
            ("/api/v1/gap-reports/c?service=voice", 404, "unknown_network"),
            ("/api/v1/gap-reports/any?service=voice", 404, "unknown_network"),
            ("/api/v1/gap-reports/a", 400, "missing_parameter"),
            ("/api/v1/gap-reports/a?service=voice&format=pdf", 400, "unknown_word"),
            ("/api/v1/gap-reports/a?service=voice&lang=fi", 400, "unknown_word"),
            ("/api/v1/gap-reports/a?service=voice&zone=9999", 404, "unknown_zone"),
        ],
    )
    .await;
}

#[tokio::test]
async fn methods() {
    let app = App::strip().await;
    let ask = async |method: Method, path: &str| -> Answer {
        app.send(Request::builder().method(method).uri(path).body(Body::empty()).unwrap()).await
    };
    let wrong = ask(Method::POST, "/api/v1/gaps").await;
    wrong.problem(405, "method_not_allowed");
    assert_eq!(wrong.header("allow"), "GET,HEAD");
    let wrong = ask(Method::DELETE, "/api/v1/deliveries").await;
    wrong.problem(405, "method_not_allowed");
    assert!(wrong.header("allow").contains("POST"));
    ask(Method::PUT, "/tiles/zones/0/0/0.mvt").await.problem(405, "method_not_allowed");
    ask(Method::POST, "/nothing").await.problem(404, "not_found");
    assert_eq!(ask(Method::HEAD, "/api/v1/region").await.status, 200);
}

#[tokio::test]
async fn bodies() {
    let app = App::strip().await;
    for path in ["/api/v1/dead-zones", "/api/v1/requirements"] {
        app.post(path, vec![0xff, 0xfe]).await.problem(400, "not_utf8");
        app.post(path, vec![b' '; (8 << 20) + 1]).await.problem(413, "too_large");
        app.post(path, "{").await.problem(422, "invalid_document");
        app.post(path, "[]").await.problem(422, "invalid_document");
    }
}
