//! What needs letters or pictures: names, and patterns over what colour says.

use serde_json::{Value, json};

use super::{Drawing, by_zoom};
use crate::tiles::{
    catalogue::LayerId,
    glyphs::{BOLD_STACK, REGULAR_STACK},
    theme::Theme,
};

/// From here on a pattern's strokes are smaller than what they lie on.
const PATTERNS_FROM_ZOOM: u8 = 9;

/// The same layers with patterns over what they belong to, and names over all.
pub fn with_signs(drawings: Vec<Drawing>, theme: Theme) -> Vec<Drawing> {
    let mut signed = Vec::with_capacity(drawings.len() + 4);
    for drawing in drawings {
        let pattern = pattern_over(drawing.id);
        signed.push(drawing);
        signed.extend(pattern);
    }
    signed.extend(names(theme));
    signed
}

fn pattern_over(id: &str) -> Option<Drawing> {
    match id {
        "gaps" => Some(Drawing::of(LayerId::Gaps, "gaps-pattern", "fill", json!({ "fill-pattern": "gap" }))),
        "measurements" => {
            let paint = json!({
                "fill-pattern": by_state(&["confirmed", "refuted", "inconclusive"]),
                "fill-opacity": by_zoom(&[(PATTERNS_FROM_ZOOM + 2, 0.0), (PATTERNS_FROM_ZOOM + 3, 0.9)]),
            });
            Some(Drawing::of(LayerId::Measurements, "measurements-pattern", "fill", paint))
        }
        "verification" => {
            let states = by_state(&["confirmed", "refuted", "inconclusive", "not_claimed"]);
            let paint = json!({ "fill-pattern": states, "fill-opacity": 0.9 });
            let pattern = Drawing::of(LayerId::Verification, "verification-pattern", "fill", paint);
            Some(pattern.laid_out(json!({ "visibility": "none" })))
        }
        _ => None,
    }
}

/// The pattern of each state; of what has another one, that of what isn't measured.
fn by_state(states: &[&str]) -> Value {
    let mut expression = vec![json!("match"), json!(["get", "state"])];
    expression.extend(states.iter().flat_map(|state| [json!(state), json!(state)]));
    expression.push(json!("not_measured"));
    Value::Array(expression)
}

/// The most inhabited first, where not all have room.
fn names(theme: Theme) -> [Drawing; 2] {
    let [colour, halo] = theme.text();
    let paint = json!({ "text-color": colour, "text-halo-color": halo, "text-halo-width": 1.4 });
    let inhabitants = json!(["to-number", ["get", "inhabitants"], 0]);
    let localities = json!({
        "text-field": ["get", "name"], "text-font": [REGULAR_STACK],
        "text-size": by_zoom(&[(5, 11.0), (10, 14.0)]),
        "text-variable-anchor": ["left", "right", "top", "bottom"], "text-radial-offset": 0.5,
        "symbol-sort-key": ["-", 0, inhabitants],
    });
    let least = json!(["step", ["zoom"], 5000, 7, 1500, 8, 400, 9, 0]);
    let roads = json!({
        "text-field": ["get", "route"], "text-font": [BOLD_STACK], "text-size": 11,
        "symbol-placement": "line", "symbol-spacing": 350,
    });
    [
        Drawing::of(LayerId::Roads, "road-numbers", "symbol", paint.clone())
            .only(json!(["all", [">=", ["zoom"], 9], ["!=", ["to-string", ["get", "route"]], ""]]))
            .laid_out(roads),
        Drawing::of(LayerId::Localities, "locality-names", "symbol", paint)
            .only(json!([">=", inhabitants, least]))
            .laid_out(localities),
    ]
}
