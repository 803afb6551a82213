//! The way of a delivery: checked, handed in, decided on, published, superseded;
//! who sees it on its way; and what two versions differ by.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use serde_json::{Value, json};
use tackning::domain::Role;

use super::{
    app::{Answer, App, token},
    strip::{self, ASSUMPTIONS, coverage, feature, polygon},
};

/// Where a network's 4G voice is delivered under the contract.
fn contract_path(network: &str, date: &str) -> String {
    let claim = format!("network={network}&technology=4G&service=voice&environment=outdoor");
    format!("/api/v1/deliveries?{claim}&simulation_date={date}&{ASSUMPTIONS}")
}

fn step_path(id: &Value, step: &str) -> String {
    format!("/api/v1/deliveries/{id}/{step}")
}

fn reason(text: &str) -> String {
    json!({ "reason": text }).to_string()
}

fn states(delivery: &Value) -> Vec<&str> {
    delivery["steps"].as_array().unwrap().iter().map(|step| step["state"].as_str().unwrap()).collect()
}

fn codes(answer: &Value) -> Vec<&str> {
    answer["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str().unwrap()).collect()
}

async fn covered(app: &App) -> String {
    let gaps = app.get("/api/v1/gaps?network=a&service=voice&zone=2401").await.ok();
    gaps["zones"][0]["land_area"]["covered_share"]["percent"].as_str().unwrap().to_owned()
}

async fn get_as(app: &App, path: &str, token: &str) -> Answer {
    let request = Request::get(path).header("authorization", format!("Bearer {token}"));
    app.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn a_delivery_counts_when_the_buyer_has_published_it() {
    let app = App::strip().await;
    let path = contract_path("a", "2026-03-15");
    let first = app.post(&path, coverage(&[(0.0, 6.0)]).to_string()).await.json(StatusCode::CREATED);
    assert_eq!(
        (&first["state"], &first["kind"], first["findings"].as_array().unwrap().len()),
        (&json!("validated"), &json!("contract"), 0)
    );
    assert_eq!(first["next"], json!(["accepted", "rejected"]));
    assert_eq!(first["header"]["missing"], json!([]));
    assert_eq!(covered(&app).await, "0.00");
    app.post(&step_path(&first["id"], "publication"), "").await.problem(409, "step_not_possible");
    app.post(&step_path(&first["id"], "acceptance"), reason("looked at")).await.ok();
    assert_eq!(covered(&app).await, "0.00");
    let published = app.post(&step_path(&first["id"], "publication"), "").await.ok();
    assert_eq!(states(&published), ["received", "validated", "accepted", "published"]);
    assert_eq!(published["steps"][2]["reason"], "looked at");
    assert_eq!(covered(&app).await, "60.00");
    let path = contract_path("a", "2026-09-15");
    let second = app.post(&path, coverage(&[(0.0, 5.5)]).to_string()).await.json(StatusCode::CREATED);
    assert_eq!(covered(&app).await, "60.00");
    app.publish(&second["id"]).await;
    assert_eq!(covered(&app).await, "55.00");
    let first = app.get(&format!("/api/v1/deliveries/{}", first["id"])).await.ok();
    assert_eq!(first["state"], "superseded");
    // A version that was published can be published again.
    app.post(&step_path(&first["id"], "publication"), "").await.ok();
    assert_eq!(covered(&app).await, "60.00");
    let app = app.restarted().await;
    assert_eq!(covered(&app).await, "60.00");
}

#[tokio::test]
async fn what_is_rejected_is_kept_with_its_reasons() {
    let app = App::strip().await;
    let path = contract_path("a", "2026-09-15")
        .replace("resolution_m=50", "resolution_m=200")
        .replace("&load=0.5", "");
    let problem =
        app.post(&path, coverage(&[(0.0, 6.0)]).to_string()).await.problem(422, "delivery_rejected");
    assert_eq!(codes(&problem), ["missing_header_field", "coarse_resolution"]);
    let kept = app.get_as_administrator(&format!("/api/v1/deliveries/{}", problem["delivery"])).await.ok();
    assert_eq!(
        (states(&kept), kept["header"]["missing"].clone()),
        (vec!["received", "rejected"], json!(["load"]))
    );
    assert_eq!(codes(&kept), codes(&problem));
    app.post(&step_path(&kept["id"], "acceptance"), "").await.problem(409, "step_not_possible");
    assert_eq!(covered(&app).await, "0.00");
}

#[tokio::test]
async fn the_buyer_rejects_with_a_reason() {
    let app = App::strip().await;
    let path = contract_path("a", "2026-09-15");
    let taken = app.post(&path, coverage(&[(0.0, 6.0)]).to_string()).await.json(StatusCode::CREATED);
    let rejection = step_path(&taken["id"], "rejection");
    app.post(&rejection, "").await.problem(422, "reason_missing");
    app.post(&rejection, reason("  ")).await.problem(422, "reason_missing");
    app.post(&rejection, r#"{"reasons": "x"}"#).await.problem(422, "invalid_document");
    let rejected = app.post(&rejection, reason("An older model than agreed.")).await.ok();
    assert_eq!(rejected["state"], "rejected");
    assert_eq!(rejected["steps"][2]["reason"], "An older model than agreed.");
    app.post(&step_path(&json!(99), "rejection"), reason("x")).await.problem(404, "unknown_delivery");
}

/// Everything that is missing or wrong, at once; nothing is kept.
#[tokio::test]
async fn what_is_missing_is_asked_for() {
    let app = App::strip().await;
    let before = app.kept_files();
    let file = coverage(&[(0.0, 6.0)]).to_string();
    let problem = app
        .post("/api/v1/deliveries?network=a&load=0.5", file.clone())
        .await
        .problem(422, "incomplete_header");
    let fields = |problem: &Value| {
        let fields = problem["fields"].as_array().unwrap().iter();
        fields.map(|field| field["field"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(fields(&problem), ["technology", "service", "environment"]);
    let path = "/api/v1/deliveries?network=c&technology=4G&service=fax&environment=outdoor&load=2";
    let problem = app.post(path, file.clone()).await.problem(422, "invalid_header");
    assert_eq!(fields(&problem), ["network", "service", "load"]);
    app.post(&format!("{}&replaces=17", contract_path("a", "2026-09-15")), file)
        .await
        .problem(422, "invalid_header");
    assert_eq!(app.kept_files(), before);
    assert_eq!(app.get_as_administrator("/api/v1/deliveries").await.ok()["deliveries"], json!([]));
}

/// Columns of the file say what the request doesn't, and may not contradict it.
#[tokio::test]
async fn a_files_columns_are_a_header() {
    let app = App::strip().await;
    let facts = json!({"network": "a", "technology": "4G", "service": "voice", "environment": "outdoor", "load": "50 %"});
    let file = strip::collection(&[feature(polygon(0.0, 6.0), facts)]).to_string();
    let taken = app.post("/api/v1/deliveries?kind=reference", file.clone()).await.json(StatusCode::CREATED);
    assert_eq!((&taken["network"], &taken["header"]["load"]), (&json!("a"), &json!(0.5)));
    let problem = app
        .post("/api/v1/deliveries?kind=reference&service=data10", file)
        .await
        .problem(422, "invalid_header");
    assert_eq!(problem["fields"][0]["code"], "header_conflict");
}

/// A form with the file, a header in JSON and a field of its own.
#[tokio::test]
async fn a_form() {
    let app = App::strip().await;
    let header = json!({
        "network": "a", "technology": "4G", "service": "voice", "environment": "outdoor", "kind": "contract",
        "carriage": "own", "simulation_date": "2026-09-15", "model": "Demonstration", "model_version": "1",
        "resolution_m": 50, "terrain": "Demonstration", "terrain_vintage": "2024", "clutter": "Demonstration",
        "clutter_vintage": "2023", "receiver_height_m": "1,5", "body_loss_db": 4, "location_probability": "95 %",
        "licence": "CC0-1.0", "secrecy": "Affärshemlighet",
    });
    let file = coverage(&[(0.0, 6.0)]).to_string();
    let parts = [
        ("name=\"header\"", header.to_string()),
        ("name=\"load\"", "0,5".to_owned()),
        ("name=\"file\"; filename=\"../tal.geojson\"", file.clone()),
    ];
    let sent = app.send(form(&app, "/api/v1/deliveries", &parts)).await;
    let taken = sent.json(StatusCode::CREATED);
    assert_eq!((&taken["header"]["receiver_height_m"], &taken["header"]["load"]), (&json!(1.5), &json!(0.5)));
    assert_eq!((&taken["file_name"], &taken["secrecy_claimed"]), (&json!("../tal.geojson"), &json!(true)));
    let whole = app.get_as_administrator(&step_path(&taken["id"], "file")).await;
    assert_eq!(whole.text(), file);
    assert_eq!(
        whole.header("content-disposition"),
        "attachment; filename=\"tal.geojson\"; filename*=UTF-8''tal.geojson"
    );
    app.send(form(&app, "/api/v1/deliveries", &parts[..2])).await.problem(400, "broken_form");
    let twice = [parts[2].clone(), parts[2].clone()];
    app.send(form(&app, "/api/v1/deliveries", &twice)).await.problem(400, "broken_form");
    let broken = [("name=\"header\"", "[1]".to_owned()), parts[2].clone()];
    let problem = app.send(form(&app, "/api/v1/deliveries", &broken)).await.problem(422, "invalid_header");
    assert_eq!(problem["fields"][0]["code"], "broken_header");
}

fn form(app: &App, path: &str, parts: &[(&str, String)]) -> Request<Body> {
    let part = |(named, content): &(&str, String)| {
        format!("--edge\r\nContent-Disposition: form-data; {named}\r\n\r\n{content}\r\n")
    };
    let body = parts.iter().map(part).collect::<String>() + "--edge--\r\n";
    let request = app.as_administrator(Request::post(path));
    request.header("content-type", "multipart/form-data; boundary=edge").body(body.into()).unwrap()
}

/// Nothing is kept, and the report is the same in each of its forms.
#[tokio::test]
async fn a_check_keeps_nothing() {
    let app = App::strip().await;
    let before = app.kept_files();
    let path = contract_path("a", "2099-01-01").replace("&load=0.5", "");
    let file = strip::collection(&[
        feature(polygon(0.0, 6.0), json!(null)),
        feature(json!({"type": "Point", "coordinates": [15.0, 63.005]}), json!(null)),
    ]);
    let check = |format: &str| {
        let path = format!("{path}&check=only&format={format}");
        let file = file.to_string();
        let app = &app;
        async move { app.post(&path, file).await }
    };
    let report = check("json").await.ok();
    assert_eq!((&report["rejected"], &report["claim"]["network"]), (&json!(true), &json!("a")));
    assert_eq!((&report["feature_count"], &report["taken_count"]), (&json!(2), &json!(1)));
    let expected = ["not_a_polygon", "missing_header_field", "future_simulation"];
    assert_eq!(codes(&report), expected);
    let table = check("csv").await;
    assert_eq!((table.status, table.header("content-type")), (StatusCode::OK, "text/csv; charset=utf-8"));
    let page = check("html").await.text();
    let places = check("geojson").await.ok();
    for code in expected {
        assert!(table.text().contains(code) && page.contains(code), "{code}");
        assert!(
            places["features"]
                .as_array()
                .unwrap()
                .iter()
                .any(|feature| feature["properties"]["code"] == code)
        );
    }
    assert!(page.contains("skulle avvisas"));
    // Without a claim the file is looked through all the same.
    let report = app.post("/api/v1/deliveries?check=only", file.to_string()).await.ok();
    assert_eq!((&report["claim"], report["fields"].as_array().unwrap().len()), (&json!(null), 4));
    assert!(codes(&report).contains(&"not_a_polygon"));
    app.post("/api/v1/deliveries?check=all", "{}").await.problem(400, "unknown_word");
    assert_eq!(app.kept_files(), before);
    assert_eq!(app.get_as_administrator("/api/v1/deliveries").await.ok()["deliveries"], json!([]));
}

/// A formula in a name that a stranger gave stays text in the table.
#[tokio::test]
async fn findings_in_each_form() {
    let app = App::strip().await;
    app.deliver("a", coverage(&[(0.0, 6.0)])).await;
    let taken = app
        .post(&contract_path("a", "2026-10-15"), coverage(&[(0.0, 4.8)]).to_string())
        .await
        .json(StatusCode::CREATED);
    assert_eq!(codes(&taken), ["large_change"]);
    let path = step_path(&taken["id"], "findings");
    let finding = &app.get_as_administrator(&path).await.ok()["findings"][0];
    let (lon, lat) = (finding["place"]["lon"].as_f64().unwrap(), finding["place"]["lat"].as_f64().unwrap());
    assert!((strip::lon(4.8)..strip::lon(6.0)).contains(&lon) && (63.0..63.01).contains(&lat));
    let message = "Remsan: covered land goes from 60.00 % to 48.00 % compared with delivery 1.";
    assert_eq!(finding["message"]["en"], message);
    let table = app.get_as_administrator(&format!("{path}?format=csv")).await.text();
    assert!(table.lines().nth(1).unwrap().starts_with("1,warning,large_change,,15."), "{table}");
    let page = app.get_as_administrator(&format!("{path}?format=html&lang=en")).await;
    assert!(
        page.text().contains(message)
            && page.header("content-security-policy").contains("style-src 'sha256-")
    );
    let places = app.get_as_administrator(&format!("{path}?format=geojson")).await.ok();
    assert_eq!(places["features"][0]["geometry"]["type"], "Point");
}

/// What waits is the buyer's and its own operator's; to others it isn't there.
#[tokio::test]
async fn an_operator_sees_its_own() {
    let app = App::strip().await;
    let secret =
        format!("{}&secrecy=Affärshemlighet", contract_path("a", "2026-09-15")).replace('ä', "%C3%A4");
    let taken = app.post(&secret, coverage(&[(0.0, 6.0)]).to_string()).await.json(StatusCode::CREATED);
    let own = token(&app.store, Role::Operator, &["a"]).await;
    let other = token(&app.store, Role::Operator, &["b"]).await;
    let buyer = token(&app.store, Role::Procurer, &[]).await;
    let one = format!("/api/v1/deliveries/{}", taken["id"]);
    for path in ["", "/findings", "/versions", "/file", "/coverage.fgb", "/coverage.geojson"] {
        let path = format!("{one}{path}");
        app.get(&path).await.problem(404, "unknown_delivery");
        get_as(&app, &path, &other).await.problem(404, "unknown_delivery");
        for party in [&own, &buyer] {
            assert_eq!(get_as(&app, &path, party).await.status, 200, "{path}");
        }
    }
    let listed = async |token: &str| {
        let list = get_as(&app, "/api/v1/deliveries?state=validated&network=a", token).await.ok();
        list["deliveries"].as_array().unwrap().len()
    };
    assert_eq!([listed(&own).await, listed(&other).await, listed(&buyer).await], [1, 0, 1]);
    app.publish(&taken["id"]).await;
    // Published it is everybody's, but for its files: secrecy is claimed.
    let public = app.get(&one).await.ok();
    assert!(public["steps"].as_array().unwrap().iter().all(|step| step["actor"].is_null()));
    assert!(get_as(&app, &one, &own).await.ok()["steps"][0]["actor"].is_string());
    for path in ["/file", "/coverage.fgb", "/coverage.geojson"] {
        let path = format!("{one}{path}");
        app.get(&path).await.problem(403, "secrecy_claimed");
        get_as(&app, &path, &other).await.problem(403, "secrecy_claimed");
        assert_eq!(get_as(&app, &path, &own).await.status, 200, "{path}");
    }
    let foreign = app.send(
        Request::post(contract_path("a", "2026-10-15"))
            .header("authorization", format!("Bearer {other}"))
            .body(coverage(&[(0.0, 1.0)]).to_string().into())
            .unwrap(),
    );
    foreign.await.problem(403, "not_allowed");
}

#[tokio::test]
async fn coverage_goes_out_as_it_was_taken() {
    let app = App::strip().await;
    let taken = app.deliver("a", coverage(&[(0.0, 3.0), (3.0, 6.0)])).await;
    let geojson = app.get(&step_path(&taken["id"], "coverage.geojson")).await.ok();
    assert_eq!((&geojson["network"], geojson["features"].as_array().unwrap().len()), (&json!("a"), 2));
    assert_eq!(geojson["features"][1]["properties"]["number"], 2);
    let fgb = app.get(&step_path(&taken["id"], "coverage.fgb")).await;
    assert!(fgb.body.starts_with(b"fgb"), "FlatGeobuf begins with its magic bytes");
}

/// 0–6 km becomes 2–7 km: two lost with a place, one gained.
#[tokio::test]
async fn two_versions_compared() {
    let app = App::strip().await;
    let first = app.deliver("a", coverage(&[(0.0, 6.0)])).await;
    let second = app
        .post(&contract_path("a", "2026-10-15"), coverage(&[(2.0, 7.0)]).to_string())
        .await
        .json(StatusCode::CREATED);
    let path = format!("/api/v1/deliveries/{}/comparison?with={}", second["id"], first["id"]);
    app.get(&path).await.problem(404, "unknown_delivery");
    app.publish(&second["id"]).await;
    let compared = app.get(&path).await.ok();
    let area = &compared["whole"]["land_area"];
    let km2 = |name: &str| (area[name].as_f64().unwrap() / 1.126e5).round() / 10.0;
    assert_eq!([km2("before"), km2("after"), km2("lost"), km2("gained")], [6.0, 5.0, 2.0, 1.0]);
    let zone =
        compared["zones"].as_array().unwrap().iter().find(|zone| zone["zone"]["code"] == "2401").unwrap();
    assert_eq!(zone["lost_places"][0]["name"], "Remskolan");
    assert_eq!(zone["figures"]["places"]["lost"], 1.0);
    assert!((zone["lost_stretches"][0]["length_m"].as_f64().unwrap() - 2_020.0).abs() < 20.0, "{zone}");
    assert_eq!(
        compared["basis"]["inputs"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|input| input["kind"] == "delivery")
            .count(),
        2
    );
    let polygons = app.get(&path.replace("comparison", "comparison.geojson")).await.ok();
    let changes: Vec<_> = polygons["features"]
        .as_array()
        .unwrap()
        .iter()
        .map(|feature| feature["properties"]["change"].clone())
        .collect();
    assert_eq!(changes, ["lost", "gained"]);
    let versions = app.get(&step_path(&first["id"], "versions")).await.ok();
    assert_eq!(versions["deliveries"].as_array().unwrap().len(), 2);
    let other = app.deliver("b", coverage(&[(0.0, 6.0)])).await;
    let foreign = format!("/api/v1/deliveries/{}/comparison?with={}", second["id"], other["id"]);
    app.get(&foreign).await.problem(422, "different_claims");
}

#[tokio::test]
async fn a_claim_that_shrinks_is_a_retreat() {
    let app = App::strip().await;
    for (date, to_km) in [("2026-03-15", 6.0), ("2026-09-15", 5.0)] {
        let path = contract_path("a", date);
        let taken = app.post(&path, coverage(&[(0.0, to_km)]).to_string()).await.json(StatusCode::CREATED);
        app.publish(&taken["id"]).await;
    }
    app.deliver("b", coverage(&[(0.0, 1.0)])).await;
    let since = async |date: &str| app.get(&format!("/api/v1/retreats?since={date}")).await.ok();
    let found = since("2026-06-01").await;
    let [retreat] = found["retreats"].as_array().unwrap().as_slice() else { panic!("one retreat: {found}") };
    assert_eq!((&retreat["then"]["id"], &retreat["now"]["id"]), (&json!(1), &json!(2)));
    assert_eq!(retreat["municipalities"][0]["zone"]["code"], "2401");
    assert_eq!(found["without_version"][0]["network"], "b");
    assert_eq!(since("2026-09-15").await["retreats"], json!([]));
    assert_eq!(since("2026-01-01").await["without_version"].as_array().unwrap().len(), 2);
    app.get("/api/v1/retreats?since=May").await.problem(400, "invalid_date");
}

/// 4G covers 0–6, 5G 4–5: without 4G one kilometre is left.
#[tokio::test]
async fn a_technology_that_goes() {
    let app = App::strip().await;
    app.deliver("a", coverage(&[(0.0, 6.0)])).await;
    let path = strip::delivery_path("a").replace("4G", "5G");
    let taken = app.post(&path, coverage(&[(4.0, 5.0)]).to_string()).await.json(StatusCode::CREATED);
    app.publish(&taken["id"]).await;
    let shut = async |technology: &str| {
        let path =
            format!("/api/v1/technology-shutdown?technology={technology}&network=a&service=voice&zone=2401");
        let figures = app.get(&path).await.ok()["zones"][0]["figures"]["land_area"].clone();
        let percent = |name: &str| figures[name]["percent"].as_str().unwrap().to_owned();
        (percent("before_share"), percent("after_share"))
    };
    assert_eq!(shut("4G").await, ("60.00".to_owned(), "10.00".to_owned()));
    assert_eq!(shut("5G").await, ("60.00".to_owned(), "60.00".to_owned()));
    let lost =
        app.get("/api/v1/technology-shutdown.geojson?technology=4G&network=a&service=voice").await.ok();
    assert_eq!(lost["features"][0]["properties"]["change"], "lost");
}

/// A stored profile counts at once and is named by every figure; a version is
/// never given twice.
#[tokio::test]
async fn the_newest_profile_counts() {
    let app = App::strip().await;
    let named =
        async || app.get("/api/v1/gaps?network=a&service=voice").await.ok()["basis"]["profile"].clone();
    let before = app.get("/api/v1/region").await.ok()["data_version"].clone();
    assert_eq!(named().await, "test-1");
    let profile = json!({
        "version": "test-2", "required_share": 0.9,
        "signal": [{"service": "voice", "technology": "4G", "rsrp_dbm": -105}],
        "losses": {"body_db": 4, "vehicle_db": 8, "building_db": 12},
        "ladder": {"good_db": 10, "very_good_db": 20},
    });
    app.post("/api/v1/profiles", profile.to_string()).await.json(StatusCode::CREATED);
    assert_eq!(named().await, "test-2");
    assert_ne!(app.get("/api/v1/region").await.ok()["data_version"], before);
    app.post("/api/v1/profiles", profile.to_string()).await.problem(409, "profile_exists");
    app.post("/api/v1/profiles", r#"{"version": "test-1", "required_share": 1}"#)
        .await
        .problem(409, "profile_exists");
    app.post("/api/v1/profiles", r#"{"version": "x", "required_share": 2}"#)
        .await
        .problem(422, "invalid_document");
    let listed = app.get("/api/v1/profiles").await.ok();
    let in_force: Vec<_> =
        listed["profiles"].as_array().unwrap().iter().map(|one| one["in_force"].clone()).collect();
    assert_eq!(in_force, [false, true]);
    assert_eq!(app.get("/api/v1/profiles/test-2").await.ok()["profile"]["losses"]["building_db"], 12.0);
    app.get("/api/v1/profiles/test-3").await.problem(404, "unknown_profile");
    let app = app.restarted().await;
    let again = app.get("/api/v1/gaps?network=a&service=voice").await.ok();
    assert_eq!(again["basis"]["profile"], "test-2");
}
