//! Gap reports as files and as a page.

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::{
    app::App,
    strip::{coverage, dead_zone},
};

/// `a` covers all but the first municipality's last kilometre and half of the second.
async fn app() -> App {
    let app = App::strip().await;
    app.deliver("a", coverage(&[(0.0, 9.0), (10.0, 15.0)])).await;
    app.post("/api/v1/dead-zones", dead_zone(9.2).to_string()).await;
    app
}

fn path(rest: &str) -> String {
    format!("/api/v1/gap-reports/a?service=voice{rest}")
}

#[tokio::test]
async fn gaps_are_ranked() {
    let app = app().await;
    let report = app.get(&path("")).await;
    assert_eq!(report.header("content-type"), "application/geo+json");
    let report = report.ok();
    assert_eq!(report["demonstration"], true);
    let properties: Vec<_> =
        report["features"].as_array().unwrap().iter().map(|feature| &feature["properties"]).collect();
    assert_eq!(properties.len(), 2);
    let [first, second] = [properties[0], properties[1]];
    assert_eq!((&first["rank"], &second["rank"]), (&json!(1), &json!(2)));
    assert!(first["priority"].as_f64() >= second["priority"].as_f64());
    let school = properties.iter().find(|gap| gap["zone"] == "2401").unwrap();
    assert_eq!(school["place_names"], json!(["=1+1 skolan"]));
    assert_eq!(school["dead_zones"], json!([1]));
    let one = app.get(&path("&zone=2402")).await.ok();
    assert_eq!(one["features"].as_array().unwrap().len(), 1);
    let none = app.get(&path("&technology=5G")).await.ok();
    assert!(none["features"][0]["properties"]["area_m2"].as_f64().unwrap() > 11e6);
}

/// A spreadsheet never takes a name for a formula.
#[tokio::test]
async fn a_table_for_spreadsheets() {
    let app = app().await;
    let table = app.get(&path("&format=csv")).await;
    assert_eq!(table.header("content-type"), "text/csv; charset=utf-8");
    assert!(table.header("content-disposition").starts_with("attachment"));
    let text = table.text();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), 3);
    assert!(lines[0].starts_with("rank,network,service,zone,"), "{}", lines[0]);
    let risky = |cell: &str| cell.trim_start_matches('"').starts_with(['=', '+', '-', '@']);
    assert!(!lines.iter().any(|line| line.split(',').any(risky)), "{text}");
    assert!(text.contains("'=1+1 skolan"), "{text}");
}

/// The page holds its picture, or says why it has none; its one style is the
/// only thing that its policy lets in.
#[tokio::test]
async fn a_page_for_print() {
    let app = app().await;
    let page = app.get(&path("&format=html")).await;
    assert_eq!(page.status, 200);
    assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
    let text = page.text();
    let style = text.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
    let hash = BASE64.encode(Sha256::digest(style));
    let policy = page.header("content-security-policy");
    assert!(policy.contains("default-src 'none'"), "{policy}");
    assert!(policy.contains(&format!("style-src 'sha256-{hash}'")), "{policy}");
    assert!(!text.contains("<script") && !text.contains("style="), "{text}");
    assert!(text.contains("data:image/png;base64,") || text.contains("Ingen bild."), "{text}");
    assert!(text.contains("<html lang=\"sv\">") && text.contains("Bristrapport: A"));
    assert!(text.contains("Demonstration:") && text.contains("=1+1 skolan"));
    let english = app.get(&path("&format=html&lang=en")).await.text();
    assert!(english.contains("<html lang=\"en\">") && english.contains("Gap report: A"));
    assert!(english.contains("data:image/png;base64,") || english.contains("No picture."));
}
