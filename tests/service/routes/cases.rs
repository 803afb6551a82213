//! Cases: from a report to its end, by everybody who has a part in it.

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode},
};
use jiff::civil::date;
use serde_json::{Value, json};
use tackning::{
    domain::Role,
    http::{AppState, ReportLimit, router},
};

use super::{
    app::{Answer, App, token},
    strip::{coverage, dead_zone, measurements},
};

const REPORTS: &str = "/api/v1/dead-zones";

/// `a` claims the first six kilometres, and five calls failed around the fifth, over four hours.
/// The kilometre stands on the projection's central meridian, where cells end.
async fn app() -> App {
    let app = App::strip().await;
    app.deliver("a", coverage(&[(0.0, 6.0)])).await;
    let failing = [4.85, 4.95, 5.05, 5.15, 5.15].map(|km| (km, false));
    app.measure(measurements("a", "999-01", &failing)).await;
    let contract = json!({
        "name": "Ramavtal", "network": "a", "begins_on": "2026-01-01", "answer_term": "P60D",
        "new_map_term": "P30D", "silence_concedes": true,
    });
    app.post("/api/v1/contracts", contract.to_string()).await.json(StatusCode::CREATED);
    app
}

async fn as_role(app: &App, role: Role, networks: &[&str], request: Request<Body>) -> Answer {
    let token = token(&app.store, role, networks).await;
    let (mut parts, body) = request.into_parts();
    parts.headers.insert("authorization", format!("Bearer {token}").parse().unwrap());
    app.send(Request::from_parts(parts, body)).await
}

fn post(path: &str, body: &Value) -> Request<Body> {
    Request::post(path).body(body.to_string().into()).unwrap()
}

async fn operator(app: &App, network: &str, path: &str, body: Value) -> Answer {
    as_role(app, Role::Operator, &[network], post(path, &body)).await
}

async fn report(app: &App, km: f64) -> Value {
    app.post(REPORTS, dead_zone(km).to_string()).await.json(StatusCode::CREATED)
}

async fn case(app: &App, number: i64) -> Value {
    app.get_as_administrator(&format!("/api/v1/cases/{number}")).await.ok()
}

async fn decide(app: &App, body: Value) -> Answer {
    app.post("/api/v1/cases/1/decision", body.to_string()).await
}

#[tokio::test]
async fn an_officials_report_opens_a_challenge_where_the_measurements_are_enough() {
    let app = app().await;
    let answer = report(&app, 5.0).await["answer"].clone();
    let due = json!({"kind": "answer", "by": "operator", "on": "2027-01-14", "is_late": false});
    assert_eq!(
        answer["cases"],
        json!([
            {"number": 1, "network": "a", "state": "challenged", "reports": 1, "due": due},
            {"number": 2, "network": "b", "state": "open", "reports": 1, "due": null},
        ])
    );
    let sentence = answer["sentence"]["en"].as_str().unwrap();
    assert!(sentence.ends_with("A is to answer by 2027-01-14."), "{sentence}");
    let challenged = case(&app, 1).await;
    let steps: Vec<_> = challenged["steps"].as_array().unwrap().iter().map(|step| &step["step"]).collect();
    assert_eq!(steps, ["reported", "confirmed", "challenged"]);
    let details = &challenged["steps"][2]["details"];
    assert_eq!((&details["tests"], &details["failing"]), (&json!(5), &json!(5)));
    // Claimed, and too little measured.
    let second = report(&app, 2.0).await["answer"]["cases"].clone();
    assert_eq!(second[0]["state"], "open");
    let refused = app.post("/api/v1/cases/3/decision", json!({"decision": "challenge"}).to_string()).await;
    refused.problem(409, "not_enough_evidence");
    let unclaimed = app.post("/api/v1/cases/2/decision", json!({"decision": "challenge"}).to_string()).await;
    unclaimed.problem(409, "not_claimed_here");
}

#[tokio::test]
async fn duplicates_join_and_nothing_is_lost() {
    let app = app().await;
    for (km, reports) in [(8.0, 1), (8.1, 2), (8.2, 3), (9.0, 1)] {
        assert_eq!(report(&app, km).await["answer"]["cases"][0]["reports"], reports, "{km}");
    }
    let told = report(&app, 8.1).await["answer"]["sentence"]["sv"].as_str().unwrap().to_owned();
    assert!(told.ends_with("3 andra har anmält samma plats inom 250 m."), "{told}");
    assert_eq!(app.get(REPORTS).await.ok()["features"].as_array().unwrap().len(), 5);
}

#[tokio::test]
async fn an_operator_sees_and_answers_its_own() {
    let app = app().await;
    report(&app, 5.0).await;
    let due = async |network: &str| {
        let request = Request::get("/api/v1/due-cases").body(Body::empty()).unwrap();
        let cases = as_role(&app, Role::Operator, &[network], request).await.ok()["cases"].clone();
        cases.as_array().unwrap().len()
    };
    assert_eq!((due("a").await, due("b").await), (1, 0));
    let path = "/api/v1/cases/1/answer";
    let plan = || json!({"answer": "plan", "by": "2027-06-30", "reason": "a site is being built"});
    operator(&app, "b", path, plan()).await.problem(403, "not_allowed");
    operator(&app, "a", path, json!({"answer": "plan", "by": "2026-11-14"}))
        .await
        .problem(422, "invalid_case_step");
    operator(&app, "a", path, json!({"answer": "plan"})).await.problem(422, "invalid_document");
    operator(&app, "a", path, json!({"answer": "decline"})).await.problem(422, "invalid_case_step");
    let planned = operator(&app, "a", path, plan()).await.ok();
    assert_eq!((&planned["state"], &planned["planned_by"]), (&json!("planned"), &json!("2027-06-30")));
    operator(&app, "a", path, json!({"answer": "accept"})).await.problem(409, "case_step_not_possible");
    // Whoever isn't concerned sees what was done, not why.
    let public = app.get("/api/v1/cases/1").await.ok();
    assert!(public["steps"].as_array().unwrap().iter().all(|step| step["details"].is_null()));
    assert_eq!(public["steps"][3]["until"], "2027-06-30");
    // The next one who reports hears of the plan.
    let told = report(&app, 5.0).await["answer"]["sentence"]["en"].as_str().unwrap().to_owned();
    assert!(told.contains("A plans coverage here by 2027-06-30."), "{told}");
}

#[tokio::test]
async fn a_rebuttal_needs_tests_at_the_place() {
    let app = app().await;
    report(&app, 5.0).await;
    let rebut = async |calls: &[(f64, bool)]| {
        let request = Request::post("/api/v1/cases/1/rebuttal?file_name=drive.csv");
        let request = request.body(measurements("a", "999-01", calls).into()).unwrap();
        as_role(&app, Role::Operator, &["a"], request).await
    };
    rebut(&[(1.0, true)]).await.problem(422, "nothing_rebuts");
    let rebutted = rebut(&[(4.95, true), (5.05, true), (5.1, false), (1.0, true)]).await.ok();
    let details = &rebutted["steps"][3]["details"];
    assert_eq!(
        (&details["tests"], &details["failing"], &details["file_name"]),
        (&json!(3), &json!(1), &json!("drive.csv"))
    );
    assert_eq!(rebutted["state"], "rebutted");
    // It is the operator's own: no figure rests on it.
    let measured = app.get("/api/v1/verification?network=a&service=voice&zone=2401").await.text();
    assert!(!measured.contains("\"passing\":2"), "{measured}");
}

#[tokio::test]
async fn a_case_goes_to_its_end_and_back() {
    let app = app().await;
    report(&app, 5.0).await;
    operator(&app, "a", "/api/v1/cases/1/answer", json!({"answer": "accept"})).await.ok();
    assert_eq!(case(&app, 1).await["due"]["on"], "2026-12-15");
    decide(&app, json!({"decision": "plan_measurement", "on": "2026-12-20"})).await.ok();
    let close = |outcome: &str| json!({"decision": "close", "outcome": outcome, "reason": "measured"});
    decide(&app, close("works")).await.problem(409, "case_step_not_possible");
    decide(&app, json!({"decision": "measured", "result": "works"})).await.ok();
    decide(&app, json!({"decision": "close", "outcome": "works"})).await.problem(422, "invalid_case_step");
    let closed = decide(&app, close("works")).await.ok();
    assert_eq!((&closed["state"], &closed["outcome"]), (&json!("closed"), &json!("works")));
    decide(&app, json!({"decision": "reopen", "reason": "reported again"})).await.ok();
    assert_eq!(case(&app, 1).await["state"], "open");
    app.get("/api/v1/cases/99").await.problem(404, "unknown_case");
}

/// Nothing sleeps until a deadline: another day says something else of the same steps.
#[tokio::test]
async fn silence_past_the_deadline_concedes() {
    let app = app().await;
    report(&app, 5.0).await;
    let on = async |day| {
        let router = app.router_on(day).await;
        let request = |path: &str| Request::get(path).body(Body::empty()).unwrap();
        let conceded = Answer::of(&router, request("/api/v1/cases?state=conceded")).await.ok();
        let case = Answer::of(&router, request("/api/v1/cases/1")).await.ok();
        (case["state"].clone(), case["due"]["on"].clone(), conceded["cases"].as_array().unwrap().len())
    };
    assert_eq!(on(date(2027, 1, 14)).await, (json!("challenged"), json!("2027-01-14"), 0));
    assert_eq!(on(date(2027, 1, 15)).await, (json!("conceded"), json!("2027-02-14"), 1));
}

/// A citizen's report is on the map at once; what it says, and what is asked for
/// it, waits for a moderator.
#[tokio::test]
async fn a_citizens_report_waits_for_a_moderator() {
    let app = app().await;
    let sent = app.send(post(REPORTS, &dead_zone(5.0))).await.json(StatusCode::CREATED);
    assert_eq!((&sent["standing"], &sent["moderation"]), (&json!("citizen"), &json!("waiting")));
    assert_eq!(sent["answer"]["cases"][0]["state"], "reported");
    let listed = async || app.get(REPORTS).await.ok()["features"].clone();
    assert_eq!(listed().await[0]["properties"]["text"], "");
    let waiting = app.get_as_administrator("/api/v1/dead-zones/waiting").await.ok();
    assert_eq!(waiting["reports"][0]["report"]["text"], "demonstration");
    let path = "/api/v1/dead-zones/1/moderation";
    app.post(path, json!({"decision": "dismiss"}).to_string()).await.problem(422, "reason_missing");
    let approve = json!({"decision": "approve"}).to_string();
    assert_eq!(app.post(path, approve.clone()).await.status, StatusCode::NO_CONTENT);
    app.post(path, approve).await.problem(409, "not_waiting");
    assert_eq!(listed().await[0]["properties"]["text"], "demonstration");
    assert_eq!(case(&app, 1).await["state"], "challenged");

    app.send(post(REPORTS, &dead_zone(8.0))).await.json(StatusCode::CREATED);
    let dismiss = json!({"decision": "dismiss", "reason": "a joke"}).to_string();
    app.post("/api/v1/dead-zones/2/moderation", dismiss.clone()).await;
    assert_eq!(listed().await.as_array().unwrap().len(), 1);
    assert_eq!(case(&app, 3).await["outcome"], "dismissed");
    app.post("/api/v1/dead-zones/99/moderation", dismiss).await.problem(404, "unknown_report");
    let app = app.restarted().await;
    assert_eq!(app.get(REPORTS).await.ok()["features"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn what_comes_twice_is_kept_once() {
    let app = app().await;
    let sent = async |key: &str, km: f64| {
        let request = Request::post(REPORTS).header("idempotency-key", key);
        app.send(request.body(dead_zone(km).to_string().into()).unwrap()).await
    };
    let key = "2f6d1c1e-made-in-a-dead-zone";
    let first = sent(key, 8.0).await.json(StatusCode::CREATED);
    let again = sent(key, 8.0).await.json(StatusCode::OK);
    assert_eq!((&again["number"], &again["received_at"]), (&first["number"], &first["received_at"]));
    assert_eq!(again["answer"]["cases"], first["answer"]["cases"]);
    assert_eq!(sent("another key of sixteen", 8.0).await.json(StatusCode::CREATED)["number"], 2);
    sent("short", 8.0).await.problem(400, "invalid_key");
}

/// An address is nowhere but where mails are sent from, and goes when its owner says so.
#[tokio::test]
async fn an_address_is_shown_to_nobody_and_erased() {
    let app = app().await;
    let mut with_contact = dead_zone(8.0);
    with_contact["contact"] = json!({"email": "anna@example.org", "language": "sv"});
    let answer = app.send(post(REPORTS, &with_contact)).await;
    assert!(!answer.text().contains("anna"), "{}", answer.text());
    let secret = answer.json(StatusCode::CREATED)["contact_secret"].as_str().unwrap().to_owned();
    for path in [
        REPORTS,
        "/api/v1/dead-zones/waiting",
        "/api/v1/cases",
        "/api/v1/cases/1",
        "/cases/1",
        "/api/v1/cases.atom",
        "/api/v1/audit",
    ] {
        let answer = app.get_as_administrator(path).await;
        assert!(answer.status == StatusCode::OK && !answer.text().contains("anna"), "{path}");
    }
    let erase = async |secret: &str| {
        let request = Request::delete("/api/v1/dead-zones/1/contact").header("x-contact-secret", secret);
        app.send(request.body(Body::empty()).unwrap()).await
    };
    erase(&"0".repeat(64)).await.problem(401, "sign_in_needed");
    assert_eq!(erase(&secret).await.status, StatusCode::NO_CONTENT);
    app.delete("/api/v1/dead-zones/1/contact").await.problem(404, "unknown_contact");
    let mut wrong = with_contact;
    wrong["contact"]["email"] = json!("anna");
    let refused = app.send(post(REPORTS, &wrong)).await.problem(422, "invalid_document");
    assert!(refused["detail"].as_str().unwrap().contains("contact.email"));
}

#[tokio::test]
async fn everybody_reads_a_case_as_a_page_and_in_a_feed() {
    let app = app().await;
    report(&app, 5.0).await;
    let page = app.get("/cases/1").await;
    assert!(page.header("content-security-policy").starts_with("default-src 'none'"));
    let page = page.text();
    assert!(
        page.contains("Ärende 1") && page.contains("Operatören ska svara") && page.contains("2027-01-14")
    );
    let english = app.get("/cases/1?lang=en").await.text();
    assert!(english.contains("The operator is to answer") && english.contains("Remsan"));
    app.get("/cases/99").await.problem(404, "unknown_case");
    app.get("/cases/1?lang=fi").await.problem(400, "unknown_word");
    let feed = app.get("/api/v1/cases.atom?lang=en").await;
    assert!(feed.header("content-type").starts_with("application/atom+xml"));
    let feed = feed.text();
    let feed = roxmltree::Document::parse(&feed).unwrap();
    let titles: Vec<_> = feed
        .descendants()
        .filter(|node| node.has_tag_name("entry"))
        .map(|entry| entry.children().find(|child| child.has_tag_name("title")).unwrap().text().unwrap())
        .collect();
    // Newest first; case 2 is that of the other network.
    assert_eq!(titles.len(), 5);
    assert_eq!(titles[4], "Case 1: The place was reported.");
    assert_eq!(titles[2], "Case 1: A was asked to explain its claim, by 2027-01-14.");
}

#[tokio::test]
async fn lists_are_narrowed() {
    let app = app().await;
    for km in [5.0, 8.0, 12.0] {
        report(&app, km).await;
    }
    let numbers = async |query: &str| {
        let answer = app.get(&format!("/api/v1/cases{query}")).await.ok();
        let cases = answer["cases"].as_array().unwrap().iter();
        (
            cases.map(|case| case["number"].as_i64().unwrap()).collect::<Vec<_>>(),
            answer["next_before"].clone(),
        )
    };
    assert_eq!(numbers("").await, (vec![6, 5, 4, 3, 2, 1], Value::Null));
    assert_eq!(numbers("?limit=4").await, (vec![6, 5, 4, 3], json!(3)));
    assert_eq!(numbers("?limit=4&before=3").await, (vec![2, 1], Value::Null));
    assert_eq!(numbers("?network=b&zone=2402").await.0, [6]);
    assert_eq!(numbers("?state=challenged").await.0, [1]);
    app.get("/api/v1/cases?limit=0").await.problem(400, "invalid_parameter");
    app.get("/api/v1/cases?state=lost").await.problem(400, "unknown_word");
    app.get("/api/v1/cases?zone=9999").await.problem(404, "unknown_zone");
}

#[tokio::test]
async fn a_contract_that_makes_no_sense_is_refused() {
    let app = app().await;
    let refused = async |member: &str, value: Value| {
        let mut contract = json!({
            "name": "Ramavtal", "network": "a", "begins_on": "2026-01-01", "answer_term": "P60D",
            "new_map_term": "P30D", "silence_concedes": true,
        });
        contract[member] = value;
        app.post("/api/v1/contracts", contract.to_string()).await
    };
    refused("name", json!(" ")).await.problem(422, "invalid_contract");
    refused("ends_on", json!("2025-12-31")).await.problem(422, "invalid_contract");
    refused("network", json!("c")).await.problem(404, "unknown_network");
    refused("answer_term", json!("60 days")).await.problem(422, "invalid_document");
    refused("begins_on", json!("soon")).await.problem(400, "invalid_date");
    let contracts = app.get("/api/v1/contracts").await.ok();
    assert_eq!(contracts["contracts"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn who_is_not_signed_in_sends_so_many_reports_and_no_more() {
    let app = app().await;
    let state = AppState::new(app.publisher.clone()).with_report_limit(ReportLimit::per_hour(2, false));
    let limited: Router = router(state);
    let send = async || Answer::of(&limited, post(REPORTS, &dead_zone(8.0))).await;
    send().await.json(StatusCode::CREATED);
    send().await.json(StatusCode::CREATED);
    send().await.problem(429, "too_many_reports");
    let official = app.as_administrator(Request::post(REPORTS)).body(dead_zone(8.0).to_string().into());
    Answer::of(&limited, official.unwrap()).await.json(StatusCode::CREATED);
}

/// Those that come at the same time are kept in few transactions, each whole and
/// answered by its own.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_at_once_are_all_kept() {
    let app = app().await;
    let sent = (0..60).map(|number| {
        let (router, token) = (app.router.clone(), app.token.clone());
        tokio::spawn(async move {
            let mut report = dead_zone(f64::from(number % 6) + 10.5);
            report["text"] = json!(number.to_string());
            let request = Request::post(REPORTS).header("authorization", format!("Bearer {token}"));
            let answer = Answer::of(&router, request.body(report.to_string().into()).unwrap()).await;
            let answer = answer.json(StatusCode::CREATED);
            (answer["number"].as_i64().unwrap(), answer["report"]["text"].as_str().unwrap().to_owned())
        })
    });
    let mut told = Vec::new();
    for sent in sent.collect::<Vec<_>>() {
        told.push(sent.await.unwrap());
    }
    told.sort();
    let kept = app.store.dead_zones().await.unwrap();
    let kept: Vec<_> = kept.into_iter().map(|report| (report.number, report.report.text)).collect();
    assert_eq!(told, kept);
    assert_eq!(app.get(REPORTS).await.ok()["features"].as_array().unwrap().len(), 60);
    let cases = app.get("/api/v1/cases?network=a").await.ok();
    let reports = cases["cases"].as_array().unwrap().iter().map(|case| case["reports"].as_i64().unwrap());
    assert_eq!(reports.collect::<Vec<_>>(), [10; 6]);
    assert_eq!(app.store.verify_audit(None).await.unwrap().fault, None);
}
