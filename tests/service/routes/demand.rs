//! Every kind of demand: a strip with railways, own routes, buildings, points of
//! inhabitants and the area where people normally are.

use std::fs;

use serde_json::{Value, json};
use tackning::domain::DemandUnit;
use tempfile::TempDir;

use super::{
    app::App,
    documented::{conforms, document},
    strip::{self, MIDDLE, collection, coverage, feature, lon, polygon},
};

/// The strip with further layers, among them a route of `Remsans kommun`.
pub fn folder() -> TempDir {
    let folder = strip::region_folder();
    let write =
        |name: &str, content: Value| fs::write(folder.path().join(name), content.to_string()).unwrap();
    let line = |from: f64, to: f64| {
        let whole = (from.ceil() as i32..=to.floor() as i32).map(|km| [lon(f64::from(km)), MIDDLE]);
        json!({"type": "LineString", "coordinates": whole.collect::<Vec<_>>()})
    };
    let point = |km: f64| json!({"type": "Point", "coordinates": [lon(km), MIDDLE]});
    let railway = |from, to, class: &str| {
        feature(line(from, to), json!({"name": "Remsbanan", "class": class, "route": "Remsbanan"}))
    };
    // Drawn from the east, so that the data's order isn't the route's.
    let railways = [railway(12.0, 20.0, "länsbana"), railway(2.0, 12.0, "stambana")];
    write("railways.geojson", collection(&railways));
    let school_bus = json!({"name": "Skolskjuts 1", "route": "1", "of": "Remsans kommun"});
    write("routes.geojson", collection(&[feature(line(0.0, 5.0), school_bus)]));
    let building = |km: f64, id: &str| feature(point(km), json!({"id": id, "kind": "school"}));
    write(
        "buildings.geojson",
        collection(&[building(1.0, "B 1"), building(8.0, "B 2"), building(9.0, "B 3")]),
    );
    write(
        "points.geojson",
        collection(&[feature(point(1.5), json!({"n": 3})), feature(point(8.5), json!({"n": 1}))]),
    );
    write("presence.geojson", collection(&[feature(polygon(0.0, 4.0), json!({"class": "tätort"}))]));
    let mut region: Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("region.json")).unwrap()).unwrap();
    let layers = json!({
        "railways": {"file": "railways.geojson", "name": "name", "class": "class", "route": "route"},
        "routes": {"file": "routes.geojson", "name": "name", "route": "route", "organisation": "of"},
        "buildings": {"file": "buildings.geojson", "id": "id", "kind": "kind"},
        "population_points": {"file": "points.geojson", "inhabitants": "n"},
        "presence": {"areas": {"file": "presence.geojson", "class": "class"}, "railways_within_m": {"stambana": 100}},
    });
    region.as_object_mut().unwrap().extend(layers.as_object().unwrap().clone());
    write("region.json", region);
    folder
}

/// Covered from 0 to 6 km of 20.
async fn app() -> App {
    let app = App::in_folder(folder()).await;
    app.deliver("a", coverage(&[(0.0, 6.0)])).await;
    app
}

async fn zone(app: &App, zone: &str) -> Value {
    let path = format!("/api/v1/gaps?network=a&service=voice&zone={zone}");
    let answer = app.get(&path).await.ok();
    let document = document();
    conforms(&document, &document["paths"]["/api/v1/gaps"]["get"]["responses"]["200"], &answer, &path);
    answer["zones"][0].clone()
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value} is no number"))
}

#[tokio::test]
async fn each_demand_has_its_own_figures() {
    let app = app().await;
    let found = zone(&app, "2401").await;
    assert_eq!(found["railway_length"]["covered_share"]["percent"], "50.00");
    assert_eq!(found["route_length"]["covered_share"]["percent"], "100.00");
    assert_eq!(
        (&found["buildings"]["unit"], &found["buildings"]["covered"]),
        (&json!("buildings"), &json!(1.0))
    );
    assert_eq!(found["uncovered_buildings"], json!({"count": 2, "ids": ["B 2", "B 3"]}));
    assert_eq!(found["inhabitants_basis"], "points");
    assert_eq!(found["inhabitants"]["covered_share"]["percent"], "75.00");
    // All of the locality, and of the railway's 8 km beside it 4 (a little of it lies in the locality).
    let presence = &found["presence_area"];
    assert_eq!(presence["unit"], "m2");
    assert!((0.85..0.88).contains(&number(&presence["covered_share"]["share"])), "{presence}");
    let classes = found["presence_classes"].as_array().unwrap().iter();
    let classes: Vec<_> = classes.map(|class| (class["group"].clone(), class["class"].clone())).collect();
    assert_eq!(classes, [(json!("areas"), json!("tätort")), (json!("railways"), json!("stambana"))]);
}

/// The railway is 18 km long: the gap in the first municipality goes from 4 to 8 km
/// of it, and that in the second to its end, with 2 km of one class and 8 of the other.
#[tokio::test]
async fn a_stretch_is_told_by_its_place_on_the_route() {
    let app = app().await;
    for (code, from_km, to_km) in [("2401", 4.0, 8.0), ("2402", 8.0, 18.0)] {
        let found = zone(&app, code).await;
        let listed = found["railway_stretches"]["listed"].as_array().unwrap();
        assert_eq!(listed.len(), 1, "{code}");
        let (stretch, position) = (&listed[0], &listed[0]["position"]);
        assert_eq!((&stretch["route"], &position["pieces"]), (&json!("Remsbanan"), &json!(1)));
        // A degree's length is that of the strip's 10 km, within 2 %.
        for (name, expected_km) in [("from_m", from_km), ("to_m", to_km)] {
            let found_km = number(&position[name]) / 1e3;
            assert!((found_km / expected_km - 1.0).abs() < 0.02, "{name}: {found_km}");
        }
    }
    let classes = zone(&app, "2402").await["railway_stretches"]["classes"].clone();
    let lengths: Vec<_> = classes.as_array().unwrap().iter().map(|class| class["class"].clone()).collect();
    assert_eq!(lengths, ["länsbana", "stambana"]);
    assert!(
        (number(&classes[0]["measure"]["total"]) / number(&classes[1]["measure"]["total"]) - 4.0).abs()
            < 0.01
    );
}

#[tokio::test]
async fn stretches_and_buildings_are_listed_for_one_zone_alone() {
    let app = app().await;
    let all = app.get("/api/v1/gaps?network=a&service=voice").await.ok();
    for zone in all["zones"].as_array().unwrap() {
        assert_eq!(zone["railway_stretches"]["listed"], Value::Null);
        assert_eq!(zone["uncovered_buildings"], Value::Null);
        // The region has no trails: no figure, rather than 0 %.
        assert_eq!((&zone["trail_length"], &zone["trail_stretches"]), (&Value::Null, &Value::Null));
    }
    // It has own routes, but not here: nothing to cover is no share.
    let second = &all["zones"][1]["route_length"];
    assert_eq!((&second["total"], &second["covered_share"]), (&json!(0.0), &Value::Null));
}

/// A region without these layers tells none of them.
#[tokio::test]
async fn what_a_region_has_not_is_null() {
    let app = App::strip().await;
    app.deliver("a", coverage(&[(0.0, 6.0)])).await;
    let found = zone(&app, "2401").await;
    for name in [
        "railway_length",
        "trail_length",
        "route_length",
        "buildings",
        "presence_area",
        "railway_stretches",
        "uncovered_buildings",
        "inhabitants_basis",
    ] {
        assert_eq!(found[name], Value::Null, "{name}");
    }
    assert_eq!(found["presence_classes"], json!([]));
    assert_eq!(found["road_stretches"]["listed"].as_array().unwrap().len(), 1);
}

/// Every unit can be required; what the region hasn't is no demand.
#[tokio::test]
async fn each_unit_can_be_required() {
    let app = app().await;
    for unit in DemandUnit::ALL {
        let mut requirement = strip::requirement();
        requirement["unit"] = json!(unit.as_str());
        requirement["threshold"] = json!(0.99);
        let stored = app.post("/api/v1/requirements", requirement.to_string()).await;
        let id = stored.json(axum::http::StatusCode::CREATED)["id"].clone();
        let evaluation = app.get(&format!("/api/v1/requirements/{id}/evaluation")).await.ok();
        let zone = &evaluation["networks"][0]["zones"][0];
        let expected = match unit {
            DemandUnit::TrailLength => "no_demand",
            DemandUnit::RouteLength => "met",
            _ => "missed",
        };
        assert_eq!(zone["verdict"], expected, "{unit}");
        assert_eq!(zone["longest_gap_m"].is_number(), unit.line().is_some(), "{unit}");
    }
}
