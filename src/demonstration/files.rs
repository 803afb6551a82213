//! The demonstration's values in the formats of its files: the region's folder
//! and the deliveries, each made when asked for.

use geo::{LineString, MultiPolygon, Point, Polygon};
use geojson::{Feature, Geometry};
use serde_json::{Value, json};

use super::{
    Claim, Demonstration, DrawnLine, DriveSample, Edition,
    networks::SIGNAL_THRESHOLDS,
    plane::{PLANE, to_lng_lat},
};
use crate::{domain::Service, geometry::scb_name};

/// The region's id and the name of its folder.
pub const REGION_ID: &str = "norrbotten-vasterbotten";

/// One file of the demonstration.
pub struct DemonstrationFile<'a> {
    /// Below the data folder, with slashes; ends in `.gz` where it is to be compressed.
    pub path: String,
    make: Box<dyn Fn() -> Vec<u8> + 'a>,
}

impl<'a> DemonstrationFile<'a> {
    fn new(path: String, make: impl Fn() -> Vec<u8> + 'a) -> Self {
        Self { path, make: Box::new(make) }
    }

    /// Uncompressed.
    pub fn contents(&self) -> Vec<u8> {
        (self.make)()
    }
}

impl Demonstration {
    /// All files, in the order of their writing.
    pub fn files(&self) -> Vec<DemonstrationFile<'_>> {
        let region = |name: &str, make: fn(&Demonstration) -> Vec<u8>| {
            DemonstrationFile::new(format!("region/{REGION_ID}/{name}"), move || make(self))
        };
        let delivery = |name: &str, make: fn(&Demonstration) -> Vec<u8>| {
            DemonstrationFile::new(format!("demonstration/{name}"), move || make(self))
        };
        let mut files = vec![
            region("region.json", |_| pretty(&region_description())),
            region("networks.json", |all| pretty(&networks(all))),
            region("profiles.json", |_| pretty(&profiles())),
            region("municipalities.geojson", municipalities),
            region("lakes.geojson", lakes),
            region("localities.geojson", localities),
            region("population.csv.gz", population),
            region("roads.geojson.gz", roads),
            region("railways.geojson.gz", |all| lines(&all.lines.railways)),
            region("trails.geojson.gz", |all| lines(&all.lines.trails)),
            region("routes.geojson.gz", |all| lines(&all.lines.routes)),
            region("places.geojson", places),
            region("buildings.geojson.gz", buildings),
            delivery("deliveries.json", |all| pretty(&deliveries(all))),
            delivery("measurements.csv.gz", |all| measurements(&all.samples)),
            delivery("requirements.json", |all| pretty(&json!(all.requirements))),
            delivery("dead_zones.json", |all| pretty(&json!(all.dead_zones))),
        ];
        files.extend(self.claims.iter().map(|claim| {
            DemonstrationFile::new(format!("demonstration/{}", claim_file(claim)), move || coverage(claim))
        }));
        files
    }
}

fn region_description() -> Value {
    json!({
        "id": REGION_ID,
        "name": {"sv": "Norrbotten och Västerbotten", "en": "Norrbotten and Västerbotten"},
        "crs": PLANE,
        "time_zone": "Europe/Stockholm",
        "demonstration": true,
        "attribution": [
            "Kommungränser efter Lantmäteriet (CC0)",
            "Sjöar efter Natural Earth (public domain)",
            "Tätorter och kommunfolkmängd: SCB (CC0)",
            "Rutor, vägarnas sträckning, platser, täckning och mätningar: påhittade, demonstration",
            "Järnvägar, leder, kommunernas egna rutter och byggnader: påhittade, demonstration",
        ],
        "zones": [
            {"kind": "municipality", "file": "municipalities.geojson", "code": "code", "name": "name", "parent": "county_code"},
            {"kind": "county", "dissolve": "municipality", "by": "county_code", "name": "county"},
        ],
        "lakes": {"file": "lakes.geojson"},
        "population": {"file": "population.csv.gz", "cell": "cell", "inhabitants": "inhabitants", "municipality": "municipality"},
        "roads": {"file": "roads.geojson.gz", "name": "name", "class": "class", "route": "route"},
        "railways": {"file": "railways.geojson.gz", "name": "name", "class": "class", "route": "route"},
        "trails": {"file": "trails.geojson.gz", "name": "name", "class": "class", "route": "route"},
        "routes": {"file": "routes.geojson.gz", "name": "name", "class": "class", "route": "route", "organisation": "organisation"},
        "buildings": {"file": "buildings.geojson.gz", "id": "id", "kind": "kind"},
        "presence": {
            "inhabited_squares": true,
            "roads_within_m": {"europavag": 100, "riksvag": 100, "lansvag": 50, "ovrig": 25},
            "railways_within_m": {"stambana": 100, "lansbana": 50},
            "trails_within_m": {"vandringsled": 25, "skoterled": 25},
            "places_within_m": 200,
        },
        "places": {"file": "places.geojson", "name": "name", "kind": "kind", "environment": "environment", "organisation": "organisation"},
        "localities": {"file": "localities.geojson", "name": "name", "inhabitants": "inhabitants"},
        "networks": "networks.json",
        "profiles": "profiles.json",
    })
}

fn networks(all: &Demonstration) -> Value {
    let network = |plan: &super::NetworkPlan| json!({"id": plan.id, "name": plan.name, "colour": plan.colour, "plmn": [plan.plmn], "demonstration": true});
    all.networks.iter().map(network).collect()
}

fn profiles() -> Value {
    let signal: Vec<Value> = SIGNAL_THRESHOLDS
        .iter()
        .map(|(technology, service, rsrp_dbm)| {
            json!({"service": service.as_str(), "technology": technology.as_str(), "rsrp_dbm": rsrp_dbm})
        })
        .collect();
    let tests: Vec<Value> = [
        (Service::Data1, 1),
        (Service::Data10, 10),
        (Service::Data30, 30),
        (Service::Data100, 100),
    ]
    .iter()
    .map(|(service, download_mbps)| json!({"service": service.as_str(), "download_mbps": download_mbps}))
    .collect();
    let reliability = json!({
        "whole": 0.98, "whole_above_km2": 1_000, "sub_zone": 0.95, "sub_zone_km2": 50, "enough_tests": 20,
    });
    json!({
        "version": "2026-1", "demonstration": true, "required_share": 0.95,
        "signal": signal, "tests": tests, "reliability": reliability,
    })
}

fn municipalities(all: &Demonstration) -> Vec<u8> {
    let features = all.facts.municipalities.iter().map(|one| {
        let properties =
            json!({"code": one.code, "name": one.name, "county_code": one.county_code, "county": one.county});
        polygons_feature(&one.outline_lng_lat, properties)
    });
    collection(json!({}), features)
}

fn lakes(all: &Demonstration) -> Vec<u8> {
    let features = all
        .facts
        .lakes
        .iter()
        .map(|lake| polygons_feature(&lake.outline_lng_lat, json!({"name": lake.name})));
    collection(json!({}), features)
}

fn localities(all: &Demonstration) -> Vec<u8> {
    let features = all.facts.localities.iter().map(|one| {
        let municipality = &all.facts.municipalities[one.municipality].code;
        let properties =
            json!({"name": one.name, "inhabitants": one.inhabitants, "municipality": municipality});
        feature(Geometry::from(&Point(one.lng_lat)), properties)
    });
    collection(json!({}), features)
}

fn places(all: &Demonstration) -> Vec<u8> {
    let features = all.places.iter().map(|place| {
        let properties = json!({
            "name": place.name, "kind": place.kind, "environment": place.environment.as_str(),
            "organisation": place.organisation, "demonstration": true,
        });
        feature(Geometry::from(&to_lng_lat(&Point(place.position))), properties)
    });
    collection(json!({"demonstration": true}), features)
}

fn roads(all: &Demonstration) -> Vec<u8> {
    let features = all.roads.iter().map(|link| {
        let line: LineString<f64> = to_lng_lat(&link.line);
        let properties = json!({
            "name": link.name, "class": link.class.as_str(), "route": link.route, "demonstration": true,
        });
        feature(Geometry::from(&line), properties)
    });
    collection(json!({"demonstration": true}), features)
}

fn lines(lines: &[DrawnLine]) -> Vec<u8> {
    let features = lines.iter().map(|link| {
        let line: LineString<f64> = to_lng_lat(&link.line);
        let mut properties =
            json!({"name": link.name, "class": link.class, "route": link.route, "demonstration": true});
        if let Some(organisation) = &link.organisation {
            properties["organisation"] = json!(organisation);
        }
        feature(Geometry::from(&line), properties)
    });
    collection(json!({"demonstration": true}), features)
}

fn buildings(all: &Demonstration) -> Vec<u8> {
    let features = all.buildings.iter().map(|building| {
        let outline: Polygon<f64> = to_lng_lat(&building.outline);
        let properties = json!({"id": building.id, "kind": building.kind, "demonstration": true});
        feature(Geometry::from(&outline), properties)
    });
    collection(json!({"demonstration": true}), features)
}

fn population(all: &Demonstration) -> Vec<u8> {
    let rows = all.population.iter().map(|square| {
        format!("{},{},{}\n", scb_name(square.south_west), square.inhabitants, square.municipality)
    });
    std::iter::once("cell,inhabitants,municipality\n".to_owned()).chain(rows).collect::<String>().into_bytes()
}

fn claim_file(claim: &Claim) -> String {
    let named = format!("{}-{}-{}", claim.network, claim.technology.as_str().to_lowercase(), claim.service);
    match claim.edition {
        Edition::Current => format!("{named}.geojson.gz"),
        other => format!("{named}-{}.geojson.gz", other.simulation_date()),
    }
}

fn deliveries(all: &Demonstration) -> Value {
    let delivery = |claim: &Claim| {
        json!({
            "file": claim_file(claim), "received_at": claim.edition.received_at(),
            "waits": claim.edition == Edition::Waiting, "demonstration": true, "header": header(all, claim),
        })
    };
    all.claims.iter().map(delivery).collect()
}

/// What the delivery says of itself, in the form of `POST /api/v1/deliveries`.
fn header(all: &Demonstration, claim: &Claim) -> Value {
    let network = all.networks.iter().find(|network| network.id == claim.network);
    json!({
        "network": claim.network, "technology": claim.technology.as_str(), "service": claim.service.as_str(),
        "environment": claim.environment.as_str(), "kind": "contract", "carriage": "own",
        "simulation_date": claim.edition.simulation_date(), "model": network.map(|network| network.model),
        "model_version": "demonstration", "resolution_m": 50, "terrain": "Påhittade höjder",
        "terrain_vintage": "2024", "clutter": "Påhittad mark", "clutter_vintage": "2023",
        "receiver_height_m": 1.5, "body_loss_db": 4, "location_probability": 0.95, "load": 0.5,
        "licence": "CC0-1.0",
    })
}

fn coverage(claim: &Claim) -> Vec<u8> {
    let features = claim
        .polygons
        .iter()
        .enumerate()
        .map(|(number, polygon)| feature(Geometry::from(polygon), json!({"number": number + 1})));
    let members = json!({
        "demonstration": true, "network": claim.network, "technology": claim.technology.as_str(),
        "service": claim.service.as_str(), "simulation_date": claim.edition.simulation_date(),
    });
    collection(members, features)
}

fn measurements(samples: &[DriveSample]) -> Vec<u8> {
    const HEADER: &str = "time,lon,lat,network,plmn,technology,service,success,rsrp_dbm,sinr_db,download_mbps,\
        upload_mbps,latency_ms,accuracy_m,speed_kmh,wifi,indoor,device,run\n";
    std::iter::once(HEADER.to_owned()).chain(samples.iter().map(measurement)).collect::<String>().into_bytes()
}

fn measurement(sample: &DriveSample) -> String {
    let rate = |mbps: Option<f64>| text(mbps.map(|mbps| mbps.to_string()));
    let fields = [
        sample.time.to_string(),
        format!("{:.5}", sample.lng_lat.x),
        format!("{:.5}", sample.lng_lat.y),
        sample.network.to_owned(),
        text(sample.plmn),
        text(sample.technology),
        text(sample.service),
        text(sample.success),
        text(sample.rsrp_dbm),
        text(sample.sinr_db),
        rate(sample.download_mbps),
        rate(sample.upload_mbps),
        text(sample.latency_ms),
        sample.accuracy_m.to_string(),
        sample.speed_kmh.to_string(),
        sample.wifi.to_string(),
        sample.indoor.to_string(),
        sample.device.to_string(),
        sample.run.to_string(),
    ];
    fields.join(",") + "\n"
}

fn text(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn polygons_feature(polygons: &MultiPolygon<f64>, properties: Value) -> Feature {
    let geometry = match polygons.0.as_slice() {
        [polygon] => Geometry::from(polygon),
        _ => Geometry::from(polygons),
    };
    feature(geometry, properties)
}

fn feature(geometry: Geometry, properties: Value) -> Feature {
    let properties = properties.as_object().cloned();
    Feature { geometry: Some(geometry), properties, ..Feature::default() }
}

/// A feature collection with these further members, one feature a line.
fn collection(members: Value, features: impl Iterator<Item = Feature>) -> Vec<u8> {
    let mut text = String::from("{\"type\":\"FeatureCollection\",");
    for (name, value) in members.as_object().into_iter().flatten() {
        text.push_str(&format!("\"{name}\":{value},"));
    }
    text.push_str("\"features\":[\n");
    for (number, feature) in features.enumerate() {
        if number > 0 {
            text.push_str(",\n");
        }
        text.push_str(&feature.to_string());
    }
    text.push_str("\n]}\n");
    text.into_bytes()
}

fn pretty(value: &Value) -> Vec<u8> {
    let mut text = serde_json::to_vec_pretty(value).expect("a JSON value has a text");
    text.push(b'\n');
    text
}
