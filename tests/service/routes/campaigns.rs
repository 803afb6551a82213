//! Campaigns from their beginning to an erasure, and what nobody ever sees of them.

use std::{fs, path::Path};

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{
    app::App,
    documented::{conforms, document},
    strip,
};

const PHONE: &str = "358240051111110";

/// A call every 100 m, one a minute, from a kilometre of the strip on; the day and the
/// phone are the drive's own.
fn drive(day: &str, run: &str, from_km: f64, to_km: f64) -> String {
    let header = "time,lon,lat,network,plmn,technology,service,success,accuracy_m,wifi,device,run";
    let steps = ((to_km - from_km) * 10.0).round() as u32;
    let rows = (0..=steps).map(|step| {
        let (lon, lat) = (strip::lon(from_km + f64::from(step) / 10.0), strip::MIDDLE);
        let wifi = step == 10;
        format!("\n{day}T10:{step:02}:00Z,{lon},{lat},a,999-01,4G,voice,true,5,{wifi},{PHONE},{run}")
    });
    header.to_owned() + &rows.collect::<String>()
}

async fn campaign(app: &App, settings: Value) -> i64 {
    let body = json!({"name": "Sopbilar", "conducted_by": "Demonstration", "settings": settings});
    let begun = app.post("/api/v1/campaigns", body.to_string()).await.json(StatusCode::CREATED);
    begun["id"].as_i64().unwrap()
}

async fn import(app: &App, campaign: i64, table: String) -> Value {
    let path = format!("/api/v1/campaigns/{campaign}/measurements?file_name=drive.csv&vehicle=sopbil%204");
    app.post(&path, table).await.json(StatusCode::CREATED)
}

/// What everybody sees of the cell at a kilometre.
async fn measured(app: &App, km: f64) -> Value {
    let at = app.get(&format!("/api/v1/coverage-at?{}", strip::position(km))).await.ok();
    let networks = at["networks"].as_array().unwrap();
    let of_a = networks.iter().find(|network| network["id"] == "a").unwrap();
    of_a["services"][0]["measured"].clone()
}

async fn is_on_the_map(app: &App, layer: &str) -> bool {
    let path = format!("/tiles/{layer}/10/554/279.mvt?network=a&service=voice");
    let answer = app.get(&path).await;
    assert!([200, 204].contains(&answer.status.as_u16()), "{}", answer.text());
    answer.status == StatusCode::OK
}

#[tokio::test]
async fn one_drive_is_no_ones_to_see_and_two_days_are_everybodys() {
    let app = App::strip().await;
    app.deliver("a", strip::coverage(&[(0.0, 6.0)])).await;
    let campaign = campaign(&app, json!({})).await;
    let first = import(&app, campaign, drive("2026-11-03", "1", 1.0, 3.0)).await;
    // 300 m at both ends: 0.0, 0.1 and 0.2 km from each.
    assert_eq!(
        (&first["rows"], &first["samples"], &first["file_kept"]),
        (&json!(21), &json!(15), &json!(false))
    );
    assert_eq!(first["findings"][0]["code"], "trimmed_ends");
    assert_eq!(measured(&app, 1.5).await["state"], "not_measured");
    for layer in ["measurements", "evidence-age"] {
        assert!(!is_on_the_map(&app, layer).await, "{layer}");
    }
    // The figures of a whole municipality say nothing of where one drive went.
    let verdicts = app.get("/api/v1/verification?network=a&service=voice&zone=2401").await.ok();
    assert_eq!(verdicts["verdicts"][0]["by_service"]["evidence"]["samples"], 14);
    import(&app, campaign, drive("2026-11-04", "2", 1.0, 3.0)).await;
    assert_eq!(measured(&app, 1.5).await["service"]["votes"], 2);
    for layer in ["measurements", "evidence-age"] {
        assert!(is_on_the_map(&app, layer).await, "{layer}");
    }
    // What was trimmed is no measurement.
    assert_eq!(measured(&app, 1.0).await["state"], "not_measured");
    // Stricter settings hide it again, at once.
    let stricter = json!({"settings": {"least_runs": 5, "least_days": 5}});
    app.patch(&format!("/api/v1/campaigns/{campaign}"), stricter.to_string()).await.ok();
    assert_eq!(measured(&app, 1.5).await["state"], "not_measured");
}

#[tokio::test]
async fn neither_the_phone_nor_where_it_began_is_anywhere_on_disk() {
    let app = App::strip().await;
    let places = json!([{"lon": strip::lon(2.0), "lat": strip::MIDDLE, "radius_m": 150.0}]);
    let campaign = campaign(&app, json!({"private_places": places})).await;
    let table = drive("2026-11-03", "1", 1.0, 3.0);
    let taken = import(&app, campaign, table.clone()).await;
    let codes: Vec<_> =
        taken["findings"].as_array().unwrap().iter().map(|finding| finding["code"].clone()).collect();
    assert_eq!(codes, ["trimmed_ends", "trimmed_private_places"]);
    assert_eq!(taken["samples"], 12);
    let first_row = table.lines().nth(1).unwrap();
    for hidden in [PHONE, first_row] {
        assert!(!is_on_disk(app.folder(), hidden.as_bytes()), "{hidden}");
    }
    let path = format!("/api/v1/campaigns/{campaign}/measurements?file_name=again.csv");
    let again = app.post(&path, table).await.ok();
    assert_eq!((&again["known"], &again["file_name"]), (&json!(true), &json!("drive.csv")));
}

/// Whether the bytes stand in any file of a folder.
fn is_on_disk(folder: &Path, sought: &[u8]) -> bool {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).any(|path| match path.is_dir() {
        true => is_on_disk(&path, sought),
        false => fs::read(&path).unwrap().windows(sought.len()).any(|window| window == sought),
    })
}

#[tokio::test]
async fn rejected_samples_are_listed_and_exported() {
    let app = App::strip().await;
    let campaign = campaign(&app, json!({"trim_m": 0.0})).await;
    let taken = import(&app, campaign, drive("2026-11-03", "1", 1.0, 3.0)).await;
    assert_eq!(taken["rejected"], json!([{"code": "on_wifi", "count": 1}]));
    let runs = app.get_as_administrator(&format!("/api/v1/runs?campaign={campaign}")).await.ok();
    let run = &runs["runs"][0];
    assert_eq!(
        (&run["name"], &run["vehicle"], &run["samples"]),
        (&json!("1"), &json!("sopbil 4"), &json!(21))
    );
    assert!(run["device"].as_str().unwrap().len() == 16, "{run}");
    let samples = format!("/api/v1/runs/{}/samples", run["id"]);
    let asked = async |query: &str| app.get_as_administrator(&format!("{samples}?{query}")).await;
    let rejected = asked("rejected=true").await.ok();
    assert_eq!((&rejected["count"], &rejected["samples"][0]["row"]), (&json!(1), &json!(10)));
    assert_eq!(rejected["samples"][0]["rejected"], "on_wifi");
    assert_eq!(asked("rejected=on_wifi").await.ok(), rejected);
    assert_eq!(asked("rejected=roaming").await.ok()["count"], 0);
    assert_eq!(asked("rejected=false&limit=5&offset=18").await.ok()["samples"].as_array().unwrap().len(), 2);
    let page = asked("limit=8&offset=8").await.ok();
    assert_eq!((&page["count"], &page["next_offset"]), (&json!(21), &json!(16)));
    let table = asked("rejected=true&format=csv").await;
    assert_eq!(table.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(table.text().lines().count(), 2);
    asked("limit=0").await.problem(400, "invalid_parameter");
    asked("rejected=perhaps").await.problem(400, "unknown_word");
    app.get(&samples).await.problem(401, "sign_in_needed");
}

#[tokio::test]
async fn what_is_erased_counts_no_more_and_leaves_a_record() {
    let app = App::strip().await;
    app.deliver("a", strip::coverage(&[(0.0, 6.0)])).await;
    let campaign = campaign(&app, json!({})).await;
    for (day, run) in [("2026-11-03", "1"), ("2026-11-04", "2")] {
        import(&app, campaign, drive(day, run, 1.0, 3.0)).await;
    }
    let first = "/api/v1/runs/1";
    app.delete(&format!("{first}?reason=%20")).await.problem(422, "reason_missing");
    let erased = app.delete(&format!("{first}?reason=asked%20for")).await.ok();
    assert_eq!(erased, json!({"runs": 1, "samples": 15}));
    assert_eq!(app.get_as_administrator(first).await.ok()["device"], "");
    assert_eq!(measured(&app, 1.5).await["state"], "not_measured");
    let verdicts = "/api/v1/verification?network=a&service=voice&zone=2401";
    assert_eq!(app.get(verdicts).await.ok()["verdicts"][0]["by_service"]["evidence"]["samples"], 14);
    let path = format!("/api/v1/campaigns/{campaign}/erasure");
    let of_phone = json!({"device": PHONE, "reason": "moved away"}).to_string();
    assert_eq!(app.post(&path, of_phone.clone()).await.ok(), json!({"runs": 1, "samples": 15}));
    assert_eq!(app.post(&path, of_phone).await.ok(), json!({"runs": 0, "samples": 0}));
    assert_eq!(app.get(verdicts).await.ok()["verdicts"][0]["by_service"]["evidence"]["samples"], 0);
    let trail = app.get_as_administrator("/api/v1/audit").await;
    assert!(trail.text().contains("moved away") && !trail.text().contains(PHONE));
    app.delete("/api/v1/runs/99?reason=x").await.problem(404, "unknown_run");
}

#[tokio::test]
async fn a_form_is_taken_and_what_is_wrong_is_refused() {
    let app = App::strip().await;
    let campaign = campaign(&app, json!({"trim_m": 0.0})).await;
    let path = format!("/api/v1/campaigns/{campaign}/measurements");
    let table = drive("2026-11-03", "1", 1.0, 1.3);
    let form = format!(
        "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\n{table}\r\n\
         --x\r\nContent-Disposition: form-data; name=\"antenna\"\r\n\r\nroof\r\n--x--\r\n"
    );
    let taken = app.post_form(&path, "x", form).await.json(StatusCode::CREATED);
    assert_eq!((&taken["file_name"], &taken["samples"]), (&json!("a.csv"), &json!(4)));
    assert_eq!(app.get_as_administrator("/api/v1/runs/1").await.ok()["antenna"], "roof");
    let document = document();
    let described = &document["paths"]["/api/v1/campaigns/{id}/measurements"]["post"]["responses"]["201"];
    conforms(&document, described, &taken, "an import");
    app.post(&format!("{path}?antenna=mast"), table.clone()).await.problem(400, "unknown_word");
    app.post(&format!("{path}?pass=0"), table).await.problem(400, "invalid_parameter");
    app.post(&path, "x,y\n1,2\n").await.problem(422, "unreadable_measurements");
    app.post("/api/v1/campaigns/99/measurements", "x").await.problem(404, "unknown_campaign");
    let begin = async |body: Value| app.post("/api/v1/campaigns", body.to_string()).await;
    begin(json!({"name": "Sopbilar"})).await.problem(409, "campaign_exists");
    begin(json!({"name": " "})).await.problem(422, "invalid_campaign");
    begin(json!({"name": "x", "settings": {"least_runs": 0}})).await.problem(422, "invalid_campaign");
    begin(json!({"name": "x", "settings": {"speed": 0}})).await.problem(422, "invalid_document");
}

#[tokio::test]
async fn a_table_is_read_by_a_saved_mapping() {
    let app = App::strip().await;
    let campaign = campaign(&app, json!({"trim_m": 0.0})).await;
    let lon = strip::lon(1.0).to_string().replace('.', ",");
    let lat = strip::MIDDLE.to_string().replace('.', ",");
    let table = format!("Klockslag;Öst;Nord;Nät;Samtal\n2026-11-03 10:00:00;{lon};{lat};Blå;nej\n");
    let path = format!("/api/v1/campaigns/{campaign}/measurements");
    app.post(&path, table.clone()).await.problem(422, "unreadable_measurements");
    let named = format!("{path}?mapping=fleet");
    app.post(&named, table.clone()).await.problem(404, "unknown_column_mapping");
    let mapping = "/api/v1/column-mappings/fleet";
    let saved = app.put(mapping, strip::column_mapping().to_string()).await.ok();
    assert_eq!((&saved["name"], &saved["mapping"]["separator"]), (&json!("fleet"), &json!(";")));
    assert_eq!(app.post(&named, table).await.json(StatusCode::CREATED)["samples"], 1);
    let samples = app.get_as_administrator("/api/v1/runs/1/samples").await.ok();
    // Noon in winter is an hour behind Greenwich's.
    assert_eq!(samples["samples"][0]["time"], "2026-11-03T09:00:00Z");
    app.delete(mapping).await;
    app.get_as_administrator(mapping).await.problem(404, "unknown_column_mapping");
    assert_eq!(app.get_as_administrator("/api/v1/column-mappings").await.ok(), json!({"mappings": []}));
}

#[tokio::test]
async fn a_mapping_that_nobody_can_follow_is_not_saved() {
    let app = App::strip().await;
    let put = async |name: &str, body: Value| {
        let path = format!("/api/v1/column-mappings/{name}");
        app.put(&path, body.to_string()).await.problem(422, "invalid_document")["detail"].to_string()
    };
    assert!(put("fleet", json!({"columns": {"time": "T"}})).await.contains("columns.lon"));
    assert!(put("fleet", json!({"colour": 1})).await.contains("colour"));
    assert!(put("%20fleet", strip::column_mapping()).await.contains("name"));
    let zone = json!({"time_zone": "Europe/Nowhere", "columns": strip::column_mapping()["columns"]});
    assert!(put("fleet", zone).await.contains("time_zone"));
}
