//! Framework agreements: what is called off is counted once, against the ceiling,
//! and weighed with the operators.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{
    app::App,
    demand,
    strip::{coverage, framework_agreement},
};

const AGREEMENT: &str = "/api/v1/framework-agreements/1";
/// By name the owner of a route, and somebody without places or routes.
const BUYERS: [(&str, &str); 2] = [("Remsans kommun", "402000-0008"), ("Utan platser", "212000-0142")];

/// An agreement of a million, from which two organisations may call off.
async fn app() -> App {
    let app = App::in_folder(demand::folder()).await;
    app.post("/api/v1/framework-agreements", framework_agreement().to_string())
        .await
        .json(StatusCode::CREATED);
    for (name, number) in BUYERS {
        let organisation = json!({"name": name, "number": number, "type": "other"});
        app.post("/api/v1/organisations", organisation.to_string()).await.json(StatusCode::CREATED);
        let entitled = app
            .put(
                &format!("{AGREEMENT}/organisations/{number}"),
                json!({"power_of_attorney": "2026-01-01"}).to_string(),
            )
            .await;
        assert_eq!(entitled.status, StatusCode::NO_CONTENT);
    }
    app
}

async fn call_off(app: &App, rows: &str) -> Value {
    let table = format!("Organisationsnummer;Datum;Belopp;Leverantör;Referens\n{rows}");
    app.post(&format!("{AGREEMENT}/call-offs"), table).await.ok()
}

#[tokio::test]
async fn call_offs_are_counted_once_and_warn_as_the_ceiling_comes_near() {
    let app = app().await;
    let rows = "402000-0008;2026-02-01;700 000,50;Nätet;A1\n212000-0142;2026-03-01;99 999,50;Nätet;A1\n";
    let taken = call_off(&app, rows).await;
    assert_eq!(taken, json!({"taken": 2, "already_there": 0, "refused": []}));
    assert_eq!(call_off(&app, rows).await["already_there"], 2);
    let counted = app.get_as_administrator(AGREEMENT).await.ok();
    assert_eq!((&counted["called_off_sek"], &counted["left_sek"]), (&json!(800_000.0), &json!(200_000.0)));
    assert_eq!(counted["warning"], "near");
    assert_eq!(counted["by_year"], json!([{"year": 2026, "sek": 800_000.0}]));
    assert_eq!(counted["organisations"][0]["called_off_sek"], json!(700_000.5));
    assert_eq!(counted["organisations"][0]["power_of_attorney"], "2026-01-01");
    assert_eq!(counted["forecast"]["basis"], "expected");
    let rows = "402000-0008;2026-02-02;300 000;Nätet;A2\n402000-0008;2026-02-02;1;Nätet;A1\nx;;;;\n";
    let taken = call_off(&app, rows).await;
    let codes: Vec<&Value> = taken["refused"].as_array().unwrap().iter().map(|row| &row["code"]).collect();
    assert_eq!(
        (&taken["taken"], codes),
        (&json!(1), vec![&json!("reference_taken"), &json!("invalid_organisation")])
    );
    let counted = app.get_as_administrator(AGREEMENT).await.ok();
    assert_eq!((&counted["warning"], &counted["forecast"]), (&json!("reached"), &Value::Null));
    assert_eq!(
        app.get_as_administrator(&format!("{AGREEMENT}/call-offs")).await.ok()["call_offs"]
            .as_array()
            .unwrap()
            .len(),
        3
    );
}

#[tokio::test]
async fn the_lever_is_what_buyers_without_coverage_call_off() {
    let app = app().await;
    app.deliver("a", coverage(&[(0.0, 20.0)])).await;
    app.deliver("b", coverage(&[(0.0, 1.0)])).await;
    // Within the twelve months up to the day on which the tests take place.
    call_off(&app, "402000-0008;2026-11-15;500;Nätet;A1\n212000-0142;2026-01-01;300;Nätet;A1\n").await;
    let lever = app.get_as_administrator(&format!("{AGREEMENT}/lever?service=voice")).await.ok();
    assert_eq!(lever["called_off_sek"], json!(800.0));
    let of = |network: &str| {
        let networks = lever["networks"].as_array().unwrap();
        networks.iter().find(|one| one["network"] == network).unwrap()["called_off_sek"].clone()
    };
    assert_eq!((of("a"), of("b")), (json!(0.0), json!(500.0)));
}

#[tokio::test]
async fn what_cant_be_taken_names_its_field() {
    let app = app().await;
    let refused = |member: &str, value: Value| {
        let mut document = framework_agreement();
        document[member] = value;
        let app = &app;
        async move { app.post("/api/v1/framework-agreements", document.to_string()).await }
    };
    refused("ceiling_sek", json!(0)).await.problem(422, "invalid_framework_agreement");
    refused("ends_on", json!("2025-12-31")).await.problem(422, "invalid_framework_agreement");
    let decimals = refused("ceiling_sek", json!(1.234)).await;
    assert_eq!(decimals.status, StatusCode::UNPROCESSABLE_ENTITY);
    app.post(&format!("{AGREEMENT}/call-offs"), "day\n".to_owned())
        .await
        .problem(422, "invalid_call_off_table");
    app.post("/api/v1/framework-agreements/9/call-offs", String::new())
        .await
        .problem(422, "invalid_call_off_table");
    let unknown = app.get_as_administrator("/api/v1/framework-agreements/9").await;
    unknown.problem(404, "unknown_framework_agreement");
}
