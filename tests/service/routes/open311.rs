//! Reports by Open311 GeoReport v2, as a municipality's issue system sends and reads them.

use axum::http::{Request, StatusCode};
use serde_json::{Value, json};
use tackning::domain::Role;

use super::{
    app::{Answer, App, token},
    strip::{MIDDLE, coverage, dead_zone, lon},
};

const REQUESTS: &str = "/open311/v2/requests";

/// `a` claims the first six kilometres.
async fn app() -> App {
    let app = App::strip().await;
    app.deliver("a", coverage(&[(0.0, 6.0)])).await;
    app
}

async fn send(app: &App, ending: &str, form: &str) -> Answer {
    let request = Request::post(format!("{REQUESTS}{ending}"));
    let request = request.header("content-type", "application/x-www-form-urlencoded; charset=utf-8");
    app.send(request.body(form.to_owned().into()).unwrap()).await
}

/// A request at a kilometre, with more of the form.
fn at(km: f64, more: &str) -> String {
    format!("service_code=voice&lat={MIDDLE}&long={}&{more}", lon(km))
}

async fn read(app: &App, question: &str) -> Vec<Value> {
    app.get(&format!("{REQUESTS}{question}")).await.ok().as_array().unwrap().clone()
}

#[tokio::test]
async fn what_a_system_sends_it_reads_again() {
    let app = app().await;
    let key = token(&app.store, Role::MunicipalReporter, &[]).await;
    let form =
        at(5.0, &format!("api_key={key}&attribute[network]=a&description=Ingen+t%C3%A4ckning&lang=en"));
    let sent = send(&app, ".json", &form).await.json(StatusCode::CREATED);
    assert_eq!(sent[0]["service_request_id"], "1");
    assert!(sent[0]["service_notice"].as_str().unwrap().starts_with("A claims coverage here"), "{sent}");
    assert_eq!((&sent[0]["account_id"], &sent[0]["contact_secret"]), (&Value::Null, &Value::Null));
    let read = app.get(&format!("{REQUESTS}/1.json?lang=en")).await.ok();
    let request = &read[0];
    assert_eq!((&request["status"], &request["service_code"]), (&json!("open"), &json!("voice")));
    assert_eq!((&request["description"], &request["address"]), (&json!("Ingen täckning"), &json!("Remsan")));
    assert_eq!(
        (&request["agency_responsible"], &request["status_notes"]),
        (&json!("A"), &json!("Case 1, A: Open gap."))
    );
    assert_eq!(request["service_notice"], "/cases/1");
    assert!((request["long"].as_f64().unwrap() - lon(5.0)).abs() < 1e-6, "{request}");
    assert!((request["lat"].as_f64().unwrap() - MIDDLE).abs() < 1e-6, "{request}");
    // The same report by the service's own address.
    assert_eq!(app.get("/api/v1/dead-zones").await.ok()["features"][0]["properties"]["number"], 1);
}

#[tokio::test]
async fn several_uses_and_networks_in_one_request() {
    let app = app().await;
    let said = "attribute[network][]=a&attribute[network][]=b&attribute[failing]=emergency,calls&attribute[recurrence]=always";
    send(&app, ".json", &at(5.0, said)).await.json(StatusCode::CREATED);
    let kept = app.get("/api/v1/dead-zones").await.ok();
    let kept = &kept["features"][0]["properties"];
    assert_eq!((&kept["networks"], &kept["failing"]), (&json!(["a", "b"]), &json!(["emergency", "calls"])));
    assert_eq!((&kept["service"], &kept["recurrence"]), (&json!("voice"), &json!("always")));
}

/// Without a key it is anybody's word: what was written waits for a moderator.
#[tokio::test]
async fn anybody_may_send_and_a_moderator_looks() {
    let app = app().await;
    let sent = send(&app, "", &at(8.0, "description=demonstration&email=anna%40example.org")).await;
    let sent = sent.json(StatusCode::CREATED);
    let secret = sent[0]["contact_secret"].as_str().unwrap().to_owned();
    let told = app.get(&format!("{REQUESTS}/1")).await.ok();
    assert_eq!((&told[0]["status"], &told[0]["description"]), (&json!("open"), &Value::Null));
    assert!(!told.to_string().contains("anna"), "{told}");
    assert_eq!(told[0]["agency_responsible"], "A, B");
    let erase = Request::delete("/api/v1/dead-zones/1/contact").header("x-contact-secret", secret);
    assert_eq!(app.send(erase.body("".into()).unwrap()).await.status, 204);

    let dismiss = json!({"decision": "dismiss", "reason": "demonstration"}).to_string();
    assert_eq!(app.post("/api/v1/dead-zones/1/moderation", dismiss).await.status, 204);
    let told = app.get(&format!("{REQUESTS}/1?lang=en")).await.ok();
    assert_eq!(
        (&told[0]["status"], &told[0]["lat"], &told[0]["address"]),
        (&json!("closed"), &Value::Null, &Value::Null)
    );
    assert!(told[0]["status_notes"].as_str().unwrap().starts_with("A moderator has found"), "{told}");
    assert!(read(&app, "").await.is_empty());
}

#[tokio::test]
async fn a_promise_is_expected_and_an_end_is_closed() {
    let app = app().await;
    let mut report = dead_zone(8.0);
    report["network"] = json!("b");
    app.post("/api/v1/dead-zones", report.to_string()).await.json(StatusCode::CREATED);
    app.post("/api/v1/cases/1/answer", json!({"answer": "plan", "by": "2027-06-30"}).to_string()).await.ok();
    let planned = &read(&app, "?lang=en").await[0];
    // The end of the day where the region is.
    assert_eq!(planned["expected_datetime"], "2027-06-30T21:59:59Z");
    assert_eq!(planned["status_notes"], "Case 1, B: Coverage is planned, by 2027-06-30.");
    for decision in [
        json!({"decision": "plan_measurement", "on": "2026-11-20"}),
        json!({"decision": "measured", "result": "works"}),
        json!({"decision": "close", "outcome": "works", "reason": "demonstration"}),
    ] {
        app.post("/api/v1/cases/1/decision", decision.to_string()).await.ok();
    }
    let closed = &read(&app, "?status=closed").await[0];
    assert_eq!((&closed["status"], &closed["expected_datetime"]), (&json!("closed"), &Value::Null));
    assert!(closed["updated_datetime"].as_str() >= planned["updated_datetime"].as_str());
    assert!(read(&app, "?status=open").await.is_empty());
}

#[tokio::test]
async fn lists_are_narrowed_as_the_standard_says() {
    let app = app().await;
    for (km, service) in [(1.0, "voice"), (3.0, "data10"), (5.0, "voice"), (8.0, "data1")] {
        let mut report = dead_zone(km);
        report["service"] = json!(service);
        app.post("/api/v1/dead-zones", report.to_string()).await.json(StatusCode::CREATED);
    }
    let check = async |question: &str, expected: &[&str]| {
        let found = read(&app, question).await;
        let numbers: Vec<_> =
            found.iter().map(|request| request["service_request_id"].as_str().unwrap()).collect();
        assert_eq!(numbers, expected, "{question}");
    };
    check("", &["4", "3", "2", "1"]).await;
    check("?service_code=voice", &["3", "1"]).await;
    check("?service_code=voice,data1", &["4", "3", "1"]).await;
    check("?service_code=data1&service_code=data10", &["4", "2"]).await;
    check("?status=open,closed&jurisdiction_id=strip", &["4", "3", "2", "1"]).await;
    check("?status=closed", &[]).await;
    // These alone, whatever else is asked.
    check("?service_request_id=2,4,99&service_code=voice&status=closed", &["4", "2"]).await;
    check("?start_date=2020-01-01T00:00:00Z", &[]).await;
    check("?end_date=2020-01-01T00:00:00+01:00", &[]).await;
    // What one city asks for is sent everywhere.
    check("?extensions=true&account_id=7", &["4", "3", "2", "1"]).await;
}

#[tokio::test]
async fn both_forms_say_the_same() {
    let app = app().await;
    let sent = send(&app, ".xml", &at(5.0, "lang=en")).await;
    assert_eq!((sent.status, sent.header("content-type")), (StatusCode::CREATED, "text/xml; charset=utf-8"));
    let text = sent.text();
    let document = roxmltree::Document::parse(&text).unwrap();
    let root = document.root_element();
    assert_eq!(root.tag_name().name(), "service_requests");
    assert_eq!(root.first_child().unwrap().tag_name().name(), "request");
    for path in ["services", "services/voice", "requests", "requests/1"] {
        let json = app.get(&format!("/open311/v2/{path}.json")).await.ok();
        let xml = app.get(&format!("/open311/v2/{path}.xml")).await.text();
        let document = roxmltree::Document::parse(&xml).unwrap();
        let texts = document.descendants().filter_map(|node| node.text().filter(|_| node.is_text()));
        let mut texts: Vec<String> = texts.map(str::to_owned).collect();
        let mut expected = leaves(&json);
        texts.sort();
        expected.sort();
        assert_eq!(texts, expected, "{path}");
        let by_header = app.get_with(&format!("/open311/v2/{path}"), "accept", "text/xml").await;
        assert_eq!(by_header.text(), xml);
    }
}

/// All that stands in a document, as text.
fn leaves(value: &Value) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(items) => items.iter().flat_map(leaves).collect(),
        Value::Object(fields) => fields.values().flat_map(leaves).collect(),
        Value::String(text) => {
            if text.is_empty() {
                Vec::new()
            } else {
                vec![text.clone()]
            }
        }
        other => vec![other.to_string()],
    }
}

#[tokio::test]
async fn a_definition_names_what_may_be_said() {
    let app = app().await;
    let services = app.get("/open311/v2/services").await.ok();
    let codes: Vec<_> = services.as_array().unwrap().iter().map(|service| &service["service_code"]).collect();
    assert_eq!(codes, ["voice", "data1", "data10", "data30", "data100"]);
    assert_eq!((&services[0]["type"], &services[0]["metadata"]), (&json!("realtime"), &json!(true)));
    let definition = app.get("/open311/v2/services/data10.json?lang=en").await.ok();
    let network = &definition["attributes"][0];
    assert_eq!((&definition["service_code"], &network["code"]), (&json!("data10"), &json!("network")));
    assert_eq!(network["values"], json!([{"key": "a", "name": "A"}, {"key": "b", "name": "B"}]));
    let failing = &definition["attributes"][1];
    assert_eq!((&failing["code"], &failing["datatype"]), (&json!("failing"), &json!("multivaluelist")));
    assert_eq!(failing["values"], json!([{"key": "data", "name": "mobile data"}]));
}

/// In the standard's own form, and with nothing kept.
#[tokio::test]
async fn what_is_refused() {
    let app = app().await;
    let check = async |form: &str, status: u16, named: &str| {
        let answer = send(&app, ".json", form).await;
        let failure = answer.json(StatusCode::from_u16(status).unwrap());
        assert_eq!(failure[0]["code"], status, "{form}");
        assert!(failure[0]["description"].as_str().unwrap().contains(named), "{named}: {failure}");
    };
    check("lat=63&long=15", 400, "service_code").await;
    check("service_code=pothole&lat=63&long=15", 404, "pothole").await;
    check("service_code=voice&address_string=Remsv%C3%A4gen+1", 400, "long").await;
    check("service_code=voice&lat=north&long=15", 400, "north").await;
    check("service_code=voice&lat=40&long=20", 400, "regionen").await;
    check(&at(5.0, "attribute[network]=c"), 400, "network").await;
    check(&at(5.0, "attribute[failing]=data"), 400, "failing").await;
    check(&at(5.0, "attribute[recurrence]=daily"), 400, "recurrence").await;
    check(&at(5.0, "attribute[observed_at]=2999-01-01T00:00:00Z"), 400, "observed_at").await;
    check(&at(5.0, "email=nobody"), 400, "email").await;
    check(&at(5.0, "jurisdiction_id=elsewhere"), 404, "jurisdiction_id").await;
    check(&at(5.0, "api_key=tck_wrong"), 403, "Nyckeln").await;
    let json = Request::post(REQUESTS).header("content-type", "application/json");
    let json = app.send(json.body(dead_zone(5.0).to_string().into()).unwrap()).await;
    assert_eq!(json.json(StatusCode::BAD_REQUEST)[0]["code"], 400);
    for question in [
        "?status=done",
        "?start_date=today",
        "?start_date=2026-01-01T00:00:00Z&end_date=2026-12-01T00:00:00Z",
    ] {
        let failure = app.get(&format!("{REQUESTS}{question}")).await.json(StatusCode::BAD_REQUEST);
        assert_eq!(failure[0]["code"], 400, "{question}");
    }
    for missing in [
        "requests/99.json",
        "requests/one.json",
        "services/pothole.json",
        "services?jurisdiction_id=elsewhere",
    ] {
        let failure = app.get(&format!("/open311/v2/{missing}")).await.json(StatusCode::NOT_FOUND);
        assert_eq!(failure[0]["code"], 404, "{missing}");
    }
    let xml = app.get(&format!("{REQUESTS}/99.xml?lang=en")).await.text();
    assert!(xml.ends_with(
        "<errors><error><code>404</code><description>service_request_id: there is no `99`.</description></error></errors>"
    ), "{xml}");
    assert!(read(&app, "").await.is_empty());
}

#[tokio::test]
async fn what_is_sent_twice_is_kept_once() {
    let app = app().await;
    let request = || {
        let request = Request::post(REQUESTS).header("idempotency-key", "a-municipality-4711");
        request.body(at(5.0, "").into()).unwrap()
    };
    let first = app.send(request()).await.json(StatusCode::CREATED);
    let again = app.send(request()).await.ok();
    assert_eq!(first[0]["service_request_id"], again[0]["service_request_id"]);
    assert_eq!(read(&app, "").await.len(), 1);
}
