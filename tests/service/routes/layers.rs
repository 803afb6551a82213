//! The map's layers that answer a question each, read back from their tiles.

use std::collections::BTreeSet;

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use mvt_reader::{
    Reader,
    feature::{Feature, Value},
};
use tackning::domain::Role;

use super::{
    app::{Answer, App, token},
    strip::{self, MIDDLE, coverage, lon},
};

const ASKED: &str = "?network=a&service=voice";

/// The tile of a zoom in which a kilometre of the strip's middle lies.
fn address(layer: &str, zoom: u32, km: f64, query: &str) -> String {
    let count = f64::from(1_u32 << zoom);
    let mercator = MIDDLE.to_radians().sin().atanh();
    let x = ((lon(km) / 360.0 + 0.5) * count).floor();
    let y = ((0.5 - mercator / std::f64::consts::TAU) * count).floor();
    format!("/tiles/{layer}/{zoom}/{x}/{y}.mvt{query}")
}

fn features(answer: &Answer) -> Vec<Feature> {
    if answer.status == 204 {
        return Vec::new();
    }
    assert_eq!(answer.status, 200, "{}", String::from_utf8_lossy(&answer.body));
    Reader::new(answer.body.to_vec()).unwrap().get_features(0).unwrap()
}

/// What a property says in the features around a kilometre.
async fn words(app: &App, layer: &str, km: f64, query: &str, property: &str) -> BTreeSet<String> {
    let answer = app.get(&address(layer, 14, km, query)).await;
    let of = |feature: Feature| match feature.properties.unwrap().get(property) {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Int(number)) => number.to_string(),
        other => panic!("{property}: {other:?}"),
    };
    features(&answer).into_iter().map(of).collect()
}

fn set(words: &[&str]) -> BTreeSet<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// Network `a` covers 0–6 km, `b` 4–9 km, both by 4G voice.
async fn two_networks() -> App {
    let app = App::strip().await;
    app.deliver("a", coverage(&[(0.0, 6.0)])).await;
    app.deliver("b", coverage(&[(4.0, 9.0)])).await;
    app
}

#[tokio::test]
async fn claims_beside_measurements() {
    let app = two_networks().await;
    app.measure(strip::measurements("a", "999-01", &[(1.0, true), (3.0, false), (8.0, true)])).await;
    let states = async |km: f64| words(&app, "verification", km, ASKED, "state").await;
    // One vote that passes proves nothing yet; around it is claimed and not measured.
    assert_eq!(states(1.0).await, set(&["inconclusive", "not_measured"]));
    assert_eq!(states(3.0).await, set(&["not_measured", "refuted"]));
    assert_eq!(states(8.0).await, set(&["not_claimed"]));
    assert_eq!(states(18.0).await, set(&[]));
    app.get(&address("verification", 14, 1.0, "?network=a")).await.problem(400, "missing_parameter");
}

#[tokio::test]
async fn the_age_of_measurements() {
    let app = two_networks().await;
    app.measure(strip::measurements("a", "999-01", &[(1.0, true)])).await;
    assert_eq!(words(&app, "evidence-age", 1.0, ASKED, "newest").await, set(&["2026-11-03"]));
    let days = words(&app, "evidence-age", 1.0, ASKED, "days").await;
    let days: i64 = days.first().unwrap().parse().unwrap();
    let class = match days {
        0..=30 => "0-30",
        31..=90 => "31-90",
        91..=180 => "91-180",
        181..=365 => "181-365",
        _ => "366-",
    };
    assert_eq!(words(&app, "evidence-age", 1.0, ASKED, "age").await, set(&[class]));
    assert_eq!(words(&app, "evidence-age", 1.0, "?network=b", "age").await, set(&[]));
}

#[tokio::test]
async fn land_by_the_number_of_networks() {
    let app = two_networks().await;
    let counts = async |km: f64| words(&app, "network-count", km, "?service=voice", "networks").await;
    assert_eq!(counts(2.0).await, set(&["1"]));
    assert_eq!(counts(5.0).await, set(&["2"]));
    assert_eq!(counts(18.0).await, set(&["0"]));
    app.get("/tiles/network-count/0/0/0.mvt").await.problem(400, "missing_parameter");
}

#[tokio::test]
async fn roads_without_coverage() {
    let app = two_networks().await;
    let answer = app.get(&address("stretches", 14, 8.0, ASKED)).await;
    let found = features(&answer);
    let [stretch] = found.as_slice() else { panic!("one stretch: {found:?}") };
    let properties = stretch.properties.as_ref().unwrap();
    let metres = |name: &str| match properties[name] {
        Value::Double(metres) => metres,
        ref other => panic!("{other:?}"),
    };
    // A kilometre of the strip is about 1,010 m long.
    assert!((metres("from_m") - 6_060.0).abs() < 60.0, "{}", metres("from_m"));
    assert!((metres("length_m") - 4_040.0).abs() < 60.0, "{}", metres("length_m"));
    assert!(features(&app.get(&address("stretches", 14, 2.0, ASKED)).await).is_empty());
}

#[tokio::test]
async fn what_versions_lost_and_gained() {
    let app = App::strip().await;
    let first = app.deliver("a", coverage(&[(0.0, 6.0)])).await;
    let second = app.deliver("a", coverage(&[(2.0, 9.0)])).await;
    let query = format!("?versions={}-{}", first["id"], second["id"]);
    let changes = async |km: f64| words(&app, "changes", km, &query, "change").await;
    assert_eq!(changes(1.0).await, set(&["lost"]));
    assert_eq!(changes(4.0).await, set(&[]));
    assert_eq!(changes(8.0).await, set(&["gained"]));
    // The other way round.
    let back = format!("?versions={}-{}", second["id"], first["id"]);
    assert_eq!(words(&app, "changes", 1.0, &back, "change").await, set(&["gained"]));
    // Both have the same date, so what counted then is what counts now.
    assert_eq!(words(&app, "changes", 1.0, "?versions=2026-10-01", "change").await, set(&[]));
    app.get("/tiles/changes/0/0/0.mvt").await.problem(400, "missing_parameter");
    app.get("/tiles/changes/0/0/0.mvt?versions=yesterday").await.problem(400, "invalid_versions");
    app.get("/tiles/changes/0/0/0.mvt?versions=1-999").await.problem(404, "unknown_delivery");
    let other = app.deliver("b", coverage(&[(0.0, 6.0)])).await;
    let different = format!("/tiles/changes/0/0/0.mvt?versions={}-{}", first["id"], other["id"]);
    app.get(&different).await.problem(422, "different_claims");
}

/// Whoever asks for a delivery by its number gets of it what is theirs, however
/// often others were answered before, and no cache on the way keeps what isn't everybody's.
#[tokio::test]
async fn what_waits_is_in_the_tiles_of_its_parties_alone() {
    let app = App::strip().await;
    let first = app.deliver("a", coverage(&[(0.0, 6.0)])).await;
    let waiting = app.post(&strip::delivery_path("a"), coverage(&[(2.0, 9.0)]).to_string()).await;
    let number = &waiting.json(StatusCode::CREATED)["id"];
    let operator = Some(token(&app.store, Role::Operator, &["a"]).await);
    let other = Some(token(&app.store, Role::Operator, &["b"]).await);
    let administrator = Some(app.token.clone());
    for query in [format!("coverage?delivery={number}"), format!("changes?versions={}-{number}", first["id"])]
    {
        let (layer, query) = query.split_at(query.find('?').unwrap());
        let address = address(layer, 14, 8.0, query);
        let mut tags = BTreeSet::new();
        for party in [&operator, &administrator, &operator] {
            let answer = as_caller(&app, &address, party, None).await;
            assert!(!features(&answer).is_empty());
            assert_eq!(answer.header("cache-control"), "private, no-cache");
            assert_eq!(vary(&answer), set(&["accept-encoding", "authorization", "cookie"]));
            tags.insert(answer.header("etag").to_owned());
        }
        let tag = tags.pop_first().unwrap();
        assert_eq!(as_caller(&app, &address, &operator, Some(&tag)).await.status, 304);
        // Neither what is kept nor a tag that somebody heard of opens it.
        for stranger in [&None, &other] {
            for known in [None, Some(tag.as_str())] {
                as_caller(&app, &address, stranger, known).await.problem(404, "unknown_delivery");
            }
            for document in [format!("/tiles/{layer}.json{query}"), format!("/style.json{query}")] {
                as_caller(&app, &document, stranger, None).await.problem(404, "unknown_delivery");
            }
        }
        assert_eq!(as_caller(&app, &format!("/style.json{query}"), &operator, None).await.status, 200);
    }
    // Where nobody names it, it isn't there, whoever asks.
    let open = address("coverage", 14, 8.0, "?network=a&service=voice");
    for caller in [&None, &operator, &administrator] {
        assert_eq!(as_caller(&app, &open, caller, None).await.status, 204);
    }
    app.publish(number).await;
    let published = app.get(&address("coverage", 14, 8.0, &format!("?delivery={number}"))).await;
    assert!(!features(&published).is_empty());
    assert!(published.header("cache-control").starts_with("public"));
    app.get("/tiles/coverage/0/0/0.mvt?delivery=01").await.problem(400, "invalid_delivery_number");
}

#[tokio::test]
async fn a_secret_version_is_in_the_tiles_of_its_parties_alone() {
    let app = App::strip().await;
    let secret = format!("{}&secrecy=demonstration", strip::delivery_path("a"));
    let secret = app.post(&secret, coverage(&[(0.0, 6.0)]).to_string()).await.json(StatusCode::CREATED);
    app.publish(&secret["id"]).await;
    let next = app.deliver("a", coverage(&[(2.0, 9.0)])).await;
    let operator = Some(token(&app.store, Role::Operator, &["a"]).await);
    for (layer, query) in [
        ("coverage", format!("?delivery={}", secret["id"])),
        ("changes", format!("?versions={}-{}", secret["id"], next["id"])),
    ] {
        let address = address(layer, 14, 1.0, &query);
        let told = as_caller(&app, &address, &operator, None).await;
        assert!(!features(&told).is_empty());
        assert_eq!(told.header("cache-control"), "private, no-cache");
        app.get(&address).await.problem(403, "secrecy_claimed");
    }
}

/// A question with somebody's token, and the tag that they know.
async fn as_caller(app: &App, path: &str, token: &Option<String>, known: Option<&str>) -> Answer {
    let mut request = Request::get(path);
    if let Some(token) = token {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    if let Some(known) = known {
        request = request.header("if-none-match", known);
    }
    app.send(request.body(Body::empty()).unwrap()).await
}

fn vary(answer: &Answer) -> BTreeSet<String> {
    let lines = answer.headers.get_all("vary").iter().map(|line| line.to_str().unwrap());
    lines.flat_map(|line| line.split(',')).map(|name| name.trim().to_owned()).collect()
}

/// A tile is blank only where nothing is, at every zoom.
#[tokio::test]
async fn no_zoom_is_blank() {
    let app = two_networks().await;
    for (layer, query) in [("coverage", ASKED), ("gaps", ASKED), ("network-count", "?service=voice")] {
        for zoom in 0..=14 {
            let answer = app.get(&address(layer, zoom, if layer == "gaps" { 8.0 } else { 3.0 }, query)).await;
            assert!(!features(&answer).is_empty(), "{layer} {zoom}");
        }
    }
}

#[tokio::test]
async fn the_style_draws_what_is_asked_for() {
    let app = two_networks().await;
    let sources = async |query: &str| {
        let style = app.get(&format!("/style.json{query}")).await.ok();
        style["sources"].as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>()
    };
    let plain = sources("").await;
    assert!(plain.contains("evidence-age") && !plain.contains("network-count") && !plain.contains("changes"));
    assert!(sources("?service=voice").await.contains("network-count"));
    assert!(!sources("?service=voice").await.contains("stretches"));
    let all = sources("?network=a&service=voice&versions=2026-10-01").await;
    assert!(["verification", "stretches", "changes"].iter().all(|layer| all.contains(*layer)));
}
