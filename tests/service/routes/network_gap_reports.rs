//! Gap reports to operators: issued, fetched, answered, and what became of them.

use std::path::Path;

use axum::{
    body::{Body, Bytes},
    http::{Request, StatusCode},
};
use serde_json::{Value, json};
use tackning::domain::Role;

use super::{
    app::{Answer, App, token},
    strip::{coverage, requirement},
};
use crate::formats::gdal::{Folder, gdal};

const REPORTS: &str = "/api/v1/networks/a/gap-reports";
const WEST: &str = "a.voice.outdoor.10kmN698E49";
const EAST: &str = "a.voice.outdoor.10kmN698E50";

/// `a` claims from the first kilometre to the sixth, and the last six of twenty.
/// The fifth stands on the projection's central meridian, where squares end.
async fn app() -> App {
    let app = App::strip().await;
    app.deliver("a", coverage(&[(1.0, 6.0), (14.0, 20.0)])).await;
    let mut asked = requirement();
    asked["zones"] = json!({"kind": "county"});
    app.post("/api/v1/requirements", asked.to_string()).await.json(StatusCode::CREATED);
    app
}

async fn issue(app: &App) -> Value {
    app.post(REPORTS, json!({"requirements": [1]}).to_string()).await.json(StatusCode::CREATED)
}

async fn as_operator(
    app: &App,
    network: &str,
    request: axum::http::request::Builder,
    body: impl Into<Body>,
) -> Answer {
    let token = token(&app.store, Role::Operator, &[network]).await;
    app.send(request.header("authorization", format!("Bearer {token}")).body(body.into()).unwrap()).await
}

async fn answer(app: &App, number: i64, table: impl Into<Body>) -> Answer {
    as_operator(app, "a", Request::post(format!("{REPORTS}/{number}/answers")), table).await
}

async fn counts(app: &App) -> [u64; 4] {
    let promises = app.get_as_administrator("/api/v1/gap-promises").await.ok();
    let network = &promises["networks"][0];
    assert_eq!(network["network"], "a");
    ["pending", "kept", "broken", "moved"].map(|outcome| network[outcome].as_u64().unwrap())
}

#[tokio::test]
async fn a_report_is_issued_answered_and_compared_with_the_next() {
    let app = app().await;
    let first = issue(&app).await;
    assert_eq!((&first["number"], &first["gaps"], &first["new"]), (&json!(1), &json!(2), &json!(2)));

    let table = as_operator(&app, "a", Request::get(format!("{REPORTS}/1?format=csv")), String::new()).await;
    let sent = table.text();
    assert!(sent.starts_with("gap,rank,standing,") && sent.contains(EAST) && sent.contains(WEST), "{sent}");
    let filled: Vec<String> = sent
        .lines()
        .map(|line| match line.starts_with(EAST) {
            true => line.strip_suffix(",,,").unwrap().to_owned() + ",planned,2027-06-30,",
            false => line.to_owned(),
        })
        .collect();
    let taken = answer(&app, 1, filled.join("\n")).await.ok();
    assert_eq!(taken, json!({"taken": 1, "refused": []}));
    assert_eq!(counts(&app).await, [1, 0, 0, 0]);

    app.deliver("a", coverage(&[(0.0, 6.0), (14.0, 20.0)])).await;
    let second = issue(&app).await;
    let told = ["number", "gaps", "new", "open", "late", "closed"].map(|name| second[name].as_u64().unwrap());
    assert_eq!(told, [2, 1, 0, 1, 0, 1]);
    let features = app.get_as_administrator(&format!("{REPORTS}/2")).await.ok();
    let gap = &features["features"][0]["properties"];
    assert_eq!((&gap["gap"], &gap["standing"]), (&json!(EAST), &json!("open")));
    assert_eq!((&gap["promised_by"], &gap["promise"]), (&json!("2027-06-30"), &json!("pending")));
    assert_eq!(features["gone"], json!([{"gap": WEST, "standing": "closed"}]));
    assert_eq!(features["parts"][0]["enough"], json!([EAST]));

    let listed = app.get_as_administrator(REPORTS).await.ok();
    let gaps: Vec<_> = listed["reports"].as_array().unwrap().iter().map(|report| &report["gaps"]).collect();
    assert_eq!(gaps, [&json!(2), &json!(1)]);
    assert_eq!(listed["reports"][0]["subjects"], json!(["a.voice.outdoor"]));
    // What was issued stays as it was.
    let again = as_operator(&app, "a", Request::get(format!("{REPORTS}/1?format=csv")), String::new()).await;
    assert_eq!(again.text(), sent);
}

#[tokio::test]
async fn what_is_wrong_is_refused_by_its_row_and_the_rest_taken() {
    let app = app().await;
    issue(&app).await;
    let rows = [
        "gap,answer,planned_by,reason".to_owned(),
        format!("{EAST},planned,2026-01-01,"),
        "b.voice.outdoor.10kmN698E50,accepted,,".to_owned(),
        "a.voice.outdoor.10kmN1E1,accepted,,".to_owned(),
        format!("{WEST},accepted,,"),
    ];
    let taken = answer(&app, 1, rows.join("\n")).await.ok();
    assert_eq!(taken["taken"], 1);
    let refused = taken["refused"].as_array().unwrap();
    let refused: Vec<_> =
        refused.iter().map(|row| (row["row"].as_u64(), row["code"].as_str().unwrap())).collect();
    assert_eq!(refused, [(Some(1), "day_is_past"), (Some(2), "others_gap"), (Some(3), "unknown_gap")]);
    answer(&app, 1, "gap,comment\n".to_owned()).await.problem(422, "invalid_answer_table");
    answer(&app, 9, "gap,answer\n".to_owned()).await.problem(404, "unknown_gap_report");
    app.post(REPORTS, json!({"requirements": [9]}).to_string()).await.problem(404, "unknown_requirement");
}

/// Where nothing draws maps, as beside a test, the document says so; its text is read
/// where it is made (`report/network_gaps`).
#[tokio::test]
async fn a_report_is_printed_for_its_own_operator() {
    let app = app().await;
    issue(&app).await;
    let asked = |lang: &str| Request::get(format!("{REPORTS}/1?format=pdf&lang={lang}"));
    let printed = as_operator(&app, "a", asked("en"), String::new()).await;
    assert_eq!((printed.status, printed.header("content-type")), (StatusCode::OK, "application/pdf"));
    assert!(
        printed.header("content-disposition").starts_with("attachment; filename=\"bristrapport-a-1.pdf\"")
    );
    assert!(printed.body.starts_with(b"%PDF-1.7"));
    as_operator(&app, "b", asked("sv"), String::new()).await.problem(403, "not_allowed");
    as_operator(&app, "a", asked("fi"), String::new()).await.problem(400, "unknown_word");
}

/// An operator sees neither what others were asked nor what they promised.
#[tokio::test]
async fn an_operator_sees_its_own_alone() {
    let app = app().await;
    issue(&app).await;
    for path in [REPORTS.to_owned(), format!("{REPORTS}/1")] {
        as_operator(&app, "b", Request::get(&path), String::new()).await.problem(403, "not_allowed");
        as_operator(&app, "a", Request::get(&path), String::new()).await.ok();
    }
    // Under its own network's address there is no report of another's.
    let own = "/api/v1/networks/b/gap-reports";
    as_operator(&app, "b", Request::get(format!("{own}/1")), String::new())
        .await
        .problem(404, "unknown_gap_report");
    let promises = as_operator(&app, "b", Request::get("/api/v1/gap-promises"), String::new()).await.ok();
    let networks: Vec<_> =
        promises["networks"].as_array().unwrap().iter().map(|network| &network["network"]).collect();
    assert_eq!(networks, ["b"]);
}

async fn issued(app: &App, format: &str) -> Bytes {
    let answer =
        as_operator(app, "a", Request::get(format!("{REPORTS}/1?format={format}")), String::new()).await;
    assert_eq!(answer.status, StatusCode::OK);
    let name = answer.headers["content-disposition"].to_str().unwrap();
    assert!(name.starts_with(&format!("attachment; filename=\"bristrapport-a-1.{format}\";")), "{name}");
    answer.body
}

/// A layer as GDAL reads it.
fn as_gdal_reads(folder: &Folder, file: &Path, layer: &str) -> Value {
    let out = folder.path(&format!("{layer}.geojson"));
    gdal(
        "ogr2ogr",
        &["-f", "GeoJSON", "-lco", "COORDINATE_PRECISION=7", out.to_str().unwrap()],
        &[file, Path::new(layer)],
    );
    serde_json::from_slice(&std::fs::read(out).unwrap()).unwrap()
}

/// As GeoPackage it says to GDAL what the GeoJSON says, and what GDAL writes into it
/// comes back as answers, what is wrong refused by its row.
#[tokio::test]
async fn a_geopackage_goes_out_and_comes_back_by_gdal() {
    let app = app().await;
    issue(&app).await;
    let (folder, features) = (Folder::new(), app.get_as_administrator(&format!("{REPORTS}/1")).await.ok());
    let file = folder.path("report.gpkg");
    std::fs::write(&file, issued(&app, "gpkg").await).unwrap();
    gdal("ogrinfo", &["-al", "-so", "--config", "CPL_DEBUG", "OFF"], &[&file]);
    let read = as_gdal_reads(&folder, &file, "gaps");
    for (read, sent) in
        read["features"].as_array().unwrap().iter().zip(features["features"].as_array().unwrap())
    {
        assert_eq!(read["geometry"], sent["geometry"]);
        for name in ["gap", "rank", "land_m2", "inhabitants", "enough_rank", "standing"] {
            assert_eq!(read["properties"][name], sent["properties"][name], "{name}");
        }
    }
    let basis = as_gdal_reads(&folder, &file, "basis");
    let version = &basis["features"][4]["properties"];
    assert_eq!((&version["name"], &version["value"]), (&json!("data_version"), &features["data_version"]));

    let fill = format!(
        "UPDATE gaps SET answer = CASE gap WHEN '{EAST}' THEN 'planned' ELSE 'declined' END, \
         planned_by = CASE gap WHEN '{EAST}' THEN '2027-06-30' END"
    );
    gdal("ogrinfo", &["-q", "-dialect", "SQLite", "-sql", &fill], &[&file]);
    let taken = answer(&app, 1, std::fs::read(&file).unwrap()).await.ok();
    assert_eq!(taken["taken"], 1);
    assert_eq!(taken["refused"].as_array().unwrap().len(), 1);
    assert_eq!(taken["refused"][0]["code"], "reason_missing");
    assert_eq!(counts(&app).await, [1, 0, 0, 0]);
    answer(&app, 1, "SQLite format 3\0").await.problem(422, "invalid_answer_table");
}

/// The spreadsheet's numbers are numbers, its first columns those of the CSV.
#[tokio::test]
async fn a_spreadsheet_is_read_by_gdal() {
    let app = app().await;
    issue(&app).await;
    let (folder, features) = (Folder::new(), app.get_as_administrator(&format!("{REPORTS}/1")).await.ok());
    let file = folder.path("report.xlsx");
    std::fs::write(&file, issued(&app, "xlsx").await).unwrap();
    let read = as_gdal_reads(&folder, &file, "Brister");
    let read = read["features"].as_array().unwrap();
    assert_eq!(read.len(), 2);
    for (read, sent) in read.iter().zip(features["features"].as_array().unwrap()) {
        for name in ["gap", "rank", "inhabitants", "land_m2"] {
            let (read, sent) = (&read["properties"][name], &sent["properties"][name]);
            match sent.as_f64() {
                Some(number) => {
                    assert!((read.as_f64().unwrap() - number).abs() <= number.abs() * 1e-9, "{name}")
                }
                None => assert_eq!(read, sent),
            }
        }
    }
    let requirements = as_gdal_reads(&folder, &file, "Krav");
    assert!(requirements["features"][0]["properties"]["threshold"].is_number());
}
