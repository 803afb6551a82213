//! The cartography: how each layer of the map is drawn, as layers of a
//! MapLibre style. Where the tiles come from is `style`'s business.

mod answers;
mod signs;

use serde_json::{Value, json};
pub use signs::with_signs;

use super::catalogue::LayerId;
use super::palette;
use super::style::NetworkColour;

/// One layer of the style: how something of a map layer is drawn.
pub struct Drawing {
    id: &'static str,
    kind: &'static str,
    /// The map layer; none for the background.
    pub draws: Option<LayerId>,
    filter: Option<Value>,
    layout: Value,
    paint: Value,
}

impl Drawing {
    fn of(layer: LayerId, id: &'static str, kind: &'static str, paint: Value) -> Self {
        Self { id, kind, draws: Some(layer), filter: None, layout: json!({}), paint }
    }

    fn only(mut self, filter: Value) -> Self {
        self.filter = Some(filter);
        self
    }

    fn laid_out(mut self, layout: Value) -> Self {
        self.layout = layout;
        self
    }

    /// As the style document has it.
    pub fn into_style_layer(self) -> Value {
        let mut layer = json!({
            "id": self.id, "type": self.kind, "layout": self.layout, "paint": self.paint,
        });
        if let Some(drawn) = self.draws {
            layer["source"] = json!(drawn.name());
            layer["source-layer"] = json!(drawn.name());
            layer["minzoom"] = json!(drawn.description().minimum_zoom);
            layer["metadata"] = json!({ "tackning:layer": drawn.name() });
        }
        if let Some(filter) = self.filter {
            layer["filter"] = filter;
        }
        layer
    }
}

/// Every layer of the style, from the ground up.
pub fn drawings(networks: &[NetworkColour<'_>]) -> Vec<Drawing> {
    let mut drawings = ground();
    drawings.extend(coverage(networks));
    drawings.extend(gaps());
    drawings.extend(answers::answers());
    drawings.extend(boundaries());
    drawings.extend(roads());
    drawings.extend(measurements());
    drawings.extend(points());
    drawings
}

fn ground() -> Vec<Drawing> {
    let background = Drawing {
        id: "background",
        kind: "background",
        draws: None,
        filter: None,
        layout: json!({}),
        paint: json!({ "background-color": palette::GROUND }),
    };
    let land = json!({ "fill-color": palette::LAND, "fill-antialias": false });
    let lakes = json!({ "fill-color": palette::LAKE, "fill-outline-color": palette::LAKE_EDGE });
    vec![
        background,
        Drawing::of(LayerId::Zones, "land", "fill", land),
        Drawing::of(LayerId::Lakes, "lakes", "fill", lakes),
    ]
}

fn coverage(networks: &[NetworkColour<'_>]) -> [Drawing; 2] {
    let colour = network_colour(networks);
    let fill = json!({ "fill-color": colour, "fill-opacity": 0.38, "fill-antialias": false });
    let edge = json!({
        "line-color": colour, "line-opacity": 0.75, "line-width": by_zoom(&[(6, 0.3), (10, 0.9), (14, 1.6)]),
    });
    [
        Drawing::of(LayerId::Coverage, "coverage", "fill", fill),
        Drawing::of(LayerId::Coverage, "coverage-edge", "line", edge).laid_out(round_joins()),
    ]
}

fn network_colour(networks: &[NetworkColour<'_>]) -> Value {
    if networks.is_empty() {
        return json!(palette::UNNAMED_NETWORK);
    }
    let cases = networks.iter().map(|network| (network.network, network.colour));
    match_on("network", cases, palette::UNNAMED_NETWORK)
}

fn gaps() -> [Drawing; 2] {
    let fill = json!({ "fill-color": palette::GAP, "fill-opacity": 0.32, "fill-antialias": false });
    let edge = json!({
        "line-color": palette::GAP, "line-opacity": 0.85, "line-width": by_zoom(&[(6, 0.4), (10, 1.0), (14, 1.8)]),
    });
    [
        Drawing::of(LayerId::Gaps, "gaps", "fill", fill),
        Drawing::of(LayerId::Gaps, "gaps-edge", "line", edge).laid_out(round_joins()),
    ]
}

/// Cells are smaller than a pixel from afar: a line of their own colour keeps
/// a measured road visible there, and a dark edge keeps pale cells apart near by.
fn measurements() -> [Drawing; 3] {
    let states = [
        ("confirmed", palette::CONFIRMED),
        ("refuted", palette::REFUTED),
        ("inconclusive", palette::INCONCLUSIVE),
        ("not_measured", palette::NOT_MEASURED),
    ];
    let colour = match_on("state", states, palette::NOT_MEASURED);
    let trace = json!({ "line-color": colour, "line-width": by_zoom(&[(5, 2.0), (9, 2.5), (12, 0.0)]) });
    let fill = json!({ "fill-color": colour, "fill-opacity": 0.85 });
    let edge = json!({
        "line-color": palette::CELL_EDGE, "line-opacity": 0.7, "line-width": by_zoom(&[(11, 0.0), (13, 0.8)]),
    });
    [
        Drawing::of(LayerId::Measurements, "measurements-trace", "line", trace).laid_out(round_joins()),
        Drawing::of(LayerId::Measurements, "measurements", "fill", fill),
        Drawing::of(LayerId::Measurements, "measurements-edge", "line", edge),
    ]
}

fn boundaries() -> [Drawing; 2] {
    let municipality = json!({
        "line-color": palette::BOUNDARY, "line-opacity": 0.7,
        "line-width": by_zoom(&[(4, 0.3), (8, 0.8), (14, 1.6)]), "line-dasharray": [4, 2],
    });
    let county = json!({
        "line-color": palette::BOUNDARY, "line-width": by_zoom(&[(4, 0.8), (8, 1.8), (14, 3.0)]),
    });
    [
        Drawing::of(LayerId::Zones, "municipality-boundaries", "line", municipality)
            .only(json!(["!=", ["get", "kind"], "county"]))
            .laid_out(round_joins()),
        Drawing::of(LayerId::Zones, "county-boundaries", "line", county)
            .only(json!(["==", ["get", "kind"], "county"]))
            .laid_out(round_joins()),
    ]
}

fn roads() -> [Drawing; 2] {
    let edge = json!({
        "line-color": palette::ROAD_EDGE, "line-opacity": 0.8,
        "line-width": by_zoom(&[(5, 1.4), (9, 3.0), (14, 7.0)]),
    });
    let road = json!({
        "line-color": palette::ROAD, "line-width": by_zoom(&[(5, 0.6), (9, 1.5), (14, 4.0)]),
    });
    [
        Drawing::of(LayerId::Roads, "roads-edge", "line", edge).laid_out(round_ends()),
        Drawing::of(LayerId::Roads, "roads", "line", road).laid_out(round_ends()),
    ]
}

/// Settlements stay quiet; a reported dead zone is a target that no other
/// point looks like.
fn points() -> [Drawing; 4] {
    let inhabitants = json!(["to-number", ["get", "inhabitants"], 0]);
    let locality = json!({
        "circle-color": palette::LOCALITY,
        "circle-radius": ["interpolate", ["linear"], ["sqrt", inhabitants], 0, 1.2, 100, 2.4, 350, 5.0],
        "circle-stroke-color": palette::HALO, "circle-stroke-width": 0.8,
    });
    let place = json!({
        "circle-color": palette::PLACE, "circle-radius": by_zoom(&[(6, 1.2), (10, 3.0), (14, 5.5)]),
        "circle-stroke-color": palette::PLACE_EDGE, "circle-stroke-width": by_zoom(&[(6, 0.8), (14, 2.0)]),
    });
    let target_ring = json!({
        "circle-color": palette::HALO, "circle-radius": by_zoom(&[(4, 4.5), (10, 8.0), (14, 11.0)]),
        "circle-stroke-color": palette::DEAD_ZONE, "circle-stroke-width": by_zoom(&[(4, 1.2), (10, 2.0)]),
    });
    let target = json!({
        "circle-color": palette::DEAD_ZONE, "circle-radius": by_zoom(&[(4, 2.0), (10, 4.0), (14, 5.5)]),
    });
    [
        Drawing::of(LayerId::Localities, "localities", "circle", locality),
        Drawing::of(LayerId::Places, "places", "circle", place),
        Drawing::of(LayerId::DeadZones, "dead-zones-ring", "circle", target_ring),
        Drawing::of(LayerId::DeadZones, "dead-zones", "circle", target),
    ]
}

/// A value that runs in a straight line from one zoom's to the next one's.
fn by_zoom(stops: &[(u8, f64)]) -> Value {
    let mut expression = vec![json!("interpolate"), json!(["linear"]), json!(["zoom"])];
    for (zoom, value) in stops {
        expression.extend([json!(zoom), json!(value)]);
    }
    Value::Array(expression)
}

/// A value by what a property says.
fn match_on<'a>(
    property: &str,
    cases: impl IntoIterator<Item = (&'a str, &'a str)>,
    otherwise: &str,
) -> Value {
    let mut expression = vec![json!("match"), json!(["get", property])];
    for (label, value) in cases {
        expression.extend([json!(label), json!(value)]);
    }
    expression.push(json!(otherwise));
    Value::Array(expression)
}

fn round_joins() -> Value {
    json!({ "line-join": "round" })
}

fn round_ends() -> Value {
    json!({ "line-join": "round", "line-cap": "round" })
}
