//! How the layers are drawn that answer one question each: verification, age,
//! changes, number of networks, stretches. They lie over each other, so none is
//! visible until a page switches it on.

use serde_json::{Value, json};

use super::{Drawing, by_zoom, match_on};
use crate::tiles::{catalogue::LayerId, palette};

pub fn answers() -> Vec<Drawing> {
    let mut drawings = network_count();
    drawings.extend(changes());
    drawings.extend(cells(LayerId::Verification, ["verification", "verification-trace"], &state_colour()));
    drawings.extend(cells(LayerId::EvidenceAge, ["evidence-age", "evidence-age-trace"], &age_colour()));
    drawings.extend(stretches());
    drawings.into_iter().map(|drawing| drawing.laid_out(json!({ "visibility": "none" }))).collect()
}

/// From what no network claims, which stands out, to pale where many do.
fn network_count() -> Vec<Drawing> {
    let networks = json!(["get", "networks"]);
    let [none, one, two, more] = palette::NETWORK_COUNTS;
    let colour = json!(["match", networks, 0, none, 1, one, 2, two, more]);
    let fill = json!({ "fill-color": colour, "fill-opacity": 0.6, "fill-antialias": false });
    vec![Drawing::of(LayerId::NetworkCount, "network-count", "fill", fill)]
}

fn changes() -> Vec<Drawing> {
    let colour = match_on("change", [("gained", palette::GAINED)], palette::LOST);
    let fill = json!({ "fill-color": colour, "fill-opacity": 0.6, "fill-antialias": false });
    let edge = json!({ "line-color": colour, "line-width": by_zoom(&[(6, 0.4), (10, 1.0), (14, 1.8)]) });
    vec![
        Drawing::of(LayerId::Changes, "changes", "fill", fill),
        Drawing::of(LayerId::Changes, "changes-edge", "line", edge),
    ]
}

/// A line of their own colour keeps cells visible from afar; what is claimed and
/// not measured is an area, and gets none.
fn cells(layer: LayerId, [fill_id, trace_id]: [&'static str; 2], colour: &Value) -> Vec<Drawing> {
    let fill = json!({ "fill-color": colour, "fill-opacity": 0.85, "fill-antialias": false });
    let trace = json!({ "line-color": colour, "line-width": by_zoom(&[(5, 2.0), (9, 2.5), (12, 0.0)]) });
    vec![
        Drawing::of(layer, fill_id, "fill", fill),
        Drawing::of(layer, trace_id, "line", trace).only(json!(["has", "cell"])),
    ]
}

fn state_colour() -> Value {
    let states = [
        ("confirmed", palette::CONFIRMED),
        ("refuted", palette::REFUTED),
        ("inconclusive", palette::INCONCLUSIVE),
        ("not_claimed", palette::NOT_CLAIMED),
    ];
    match_on("state", states, palette::NOT_MEASURED)
}

fn age_colour() -> Value {
    let [newest, newer, middle, older, oldest] = palette::AGES;
    let classes = [("0-30", newest), ("31-90", newer), ("91-180", middle), ("181-365", older)];
    match_on("age", classes, oldest)
}

fn stretches() -> Vec<Drawing> {
    let edge =
        json!({ "line-color": palette::HALO, "line-width": by_zoom(&[(5, 3.0), (9, 5.0), (14, 10.0)]) });
    let line = json!({ "line-color": palette::GAP, "line-width": by_zoom(&[(5, 1.6), (9, 3.0), (14, 6.0)]) });
    vec![
        Drawing::of(LayerId::Stretches, "stretches-edge", "line", edge),
        Drawing::of(LayerId::Stretches, "stretches", "line", line),
    ]
}
