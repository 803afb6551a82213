//! Signs and names on the map. A sign is always drawn; a name gives way to what
//! is more important, since two names over each other are both lost.

use super::{
    Label, LabelKind,
    font::{Weight, width_px},
    frame::Frame,
    svg::{Anchor, INK, Rect, Svg, TextStyle},
};

const PLACE_TEXT: f64 = 19.0;
const ZONE_TEXT: f64 = 20.0;
const RANK_TEXT: f64 = 18.0;
const HALO: f64 = 4.5;
const DOT_RADIUS: f64 = 4.5;
const RANK_RADIUS: f64 = 15.0;
const DEAD_ZONE_RADIUS: f64 = 13.0;
/// Free room around a name.
const CLEARANCE: f64 = 2.0;
const ZONE_INK: &str = "#5b4a6b";
const RANK_FILL: &str = "#1c2430";
const DEAD_ZONE_FILL: &str = "#c1121f";

/// Writes the labels over a map whose pixels begin at the drawing's corner.
pub fn write_labels(svg: &mut Svg, labels: &[Label], frame: &Frame, map: &Rect, scale: f64) {
    let placed = labels.iter().filter_map(|label| {
        let position = frame.pixel(label.lng, label.lat);
        let seen = map.contains(&around(position, 0.0));
        seen.then_some((label, position))
    });
    let placed: Vec<_> = placed.collect();
    let mut taken: Vec<Rect> = placed
        .iter()
        .filter_map(|(label, position)| Some(around(*position, sign_radius(label.kind)? * scale)))
        .collect();
    let mut names = Svg::default();
    for (label, position) in &placed {
        write_name(&mut names, &mut taken, label, *position, map, scale);
    }
    // The first label is the most important: its sign lies uppermost.
    for (label, position) in placed.iter().rev() {
        match label.kind {
            LabelKind::Rank => rank_sign(svg, *position, &label.text, scale),
            LabelKind::DeadZone => dead_zone_sign(svg, *position, scale),
            LabelKind::Place | LabelKind::Zone => {}
        }
    }
    svg.append(names);
}

/// Signs that are drawn in any case; a place's dot goes with its name.
fn sign_radius(kind: LabelKind) -> Option<f64> {
    match kind {
        LabelKind::Rank => Some(RANK_RADIUS),
        LabelKind::DeadZone => Some(DEAD_ZONE_RADIUS),
        LabelKind::Place | LabelKind::Zone => None,
    }
}

fn write_name(
    svg: &mut Svg,
    taken: &mut Vec<Rect>,
    label: &Label,
    position: (f64, f64),
    map: &Rect,
    scale: f64,
) {
    let (size, weight, colour) = match label.kind {
        LabelKind::Place | LabelKind::DeadZone => (PLACE_TEXT, Weight::Regular, INK),
        LabelKind::Zone => (ZONE_TEXT, Weight::Bold, ZONE_INK),
        LabelKind::Rank => return,
    };
    let size_px = size * scale;
    let width = width_px(&label.text, size_px, weight);
    let candidates = candidates(label.kind, position, (width, size_px), scale);
    let dot = (label.kind == LabelKind::Place).then(|| around(position, DOT_RADIUS * scale));
    let free = |name: &Rect| {
        let wanted = dot.iter().chain([name]);
        map.contains(name)
            && wanted.flat_map(|own| taken.iter().map(move |other| own.overlaps(other))).all(|hit| !hit)
    };
    let Some(name) = candidates.into_iter().find(free) else {
        return;
    };
    if label.kind == LabelKind::Place {
        place_dot(svg, position, scale);
    }
    let style = TextStyle { size_px, weight, anchor: Anchor::Middle, colour, halo_px: HALO * scale };
    let baseline = name.top + 0.8 * name.height;
    svg.text((name.left + name.width / 2.0, baseline), &style, &label.text);
    taken.push(name);
    taken.extend(dot);
}

/// Where a name may stand, the best place first.
fn candidates(kind: LabelKind, (x, y): (f64, f64), (width, size_px): (f64, f64), scale: f64) -> Vec<Rect> {
    let height = 1.15 * size_px;
    let centred = |x: f64, y: f64| Rect {
        left: x - width / 2.0 - CLEARANCE * scale,
        top: y - height / 2.0,
        width: width + 2.0 * CLEARANCE * scale,
        height,
    };
    if kind == LabelKind::Zone {
        let shifts = [0.0, -1.0, 1.0, -2.0, 2.0];
        return shifts.map(|lines| centred(x, y + lines * height)).into();
    }
    let radius = sign_radius(kind).unwrap_or(DOT_RADIUS) * scale;
    let aside = radius + 5.0 * scale + width / 2.0;
    let above = radius + 1.0 * scale + height / 2.0;
    vec![centred(x + aside, y), centred(x - aside, y), centred(x, y - above), centred(x, y + above)]
}

pub fn place_dot(svg: &mut Svg, centre: (f64, f64), scale: f64) {
    let width = 1.6 * scale;
    svg.circle(
        centre,
        DOT_RADIUS * scale,
        format!(r##"fill="{INK}" stroke="#ffffff" stroke-width="{width}""##),
    );
}

pub fn rank_sign(svg: &mut Svg, (x, y): (f64, f64), text: &str, scale: f64) {
    let width = 2.2 * scale;
    svg.circle(
        (x, y),
        RANK_RADIUS * scale,
        format!(r##"fill="{RANK_FILL}" stroke="#ffffff" stroke-width="{width}""##),
    );
    let style = TextStyle {
        // Three figures have to fit as well.
        size_px: RANK_TEXT * scale * if text.chars().count() > 2 { 0.75 } else { 1.0 },
        weight: Weight::Bold,
        anchor: Anchor::Middle,
        colour: "#ffffff",
        halo_px: 0.0,
    };
    svg.text((x, y + 0.36 * style.size_px), &style, text);
}

/// A triangle with an exclamation mark, told from others without its colour too.
pub fn dead_zone_sign(svg: &mut Svg, (x, y): (f64, f64), scale: f64) {
    let radius = DEAD_ZONE_RADIUS * scale;
    let (half, top, bottom) = (0.95 * radius, y - radius, y + 0.72 * radius);
    svg.path(
        format!("M{x} {top}L{} {bottom}H{}Z", x + half, x - half),
        format!(
            r##"fill="{DEAD_ZONE_FILL}" stroke="#ffffff" stroke-width="{}" stroke-linejoin="round" paint-order="stroke""##,
            4.0 * scale
        ),
    );
    let style = TextStyle {
        size_px: 1.15 * radius,
        weight: Weight::Bold,
        anchor: Anchor::Middle,
        colour: "#ffffff",
        halo_px: 0.0,
    };
    svg.text((x, y + 0.52 * radius), &style, "!");
}

fn around((x, y): (f64, f64), radius: f64) -> Rect {
    Rect { left: x - radius, top: y - radius, width: 2.0 * radius, height: 2.0 * radius }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::picture::View;

    const MAP: Rect = Rect { left: 0.0, top: 0.0, width: 600.0, height: 600.0 };

    /// Labels at longitudes near the map's centre, 20° E 65° N; 0.01° is 7.3 px.
    fn check(labels: &[(f64, &str, LabelKind)], expected: &[&str]) {
        let view = View::Centre { lng: 20.0, lat: 65.0, zoom: 9.0 };
        let label = |&(lng, text, kind): &(f64, &str, LabelKind)| Label {
            lng,
            lat: 65.0,
            text: text.to_owned(),
            kind,
        };
        let labels: Vec<Label> = labels.iter().map(label).collect();
        let mut svg = Svg::default();
        write_labels(&mut svg, &labels, &Frame::new(&view, 600, 600), &MAP, 1.0);
        let drawn = svg.document(600, 600);
        for label in &labels {
            let text = format!(">{}</text>", label.text);
            let wanted = expected.contains(&label.text.as_str());
            assert_eq!(drawn.contains(&text), wanted, "{} in {expected:?}", label.text);
        }
    }

    #[test]
    fn names_give_way_and_signs_do_not() {
        use LabelKind::{Place, Rank, Zone};
        check(&[(20.0, "Arjeplog", Place)], &["Arjeplog"]);
        check(&[(25.0, "Utanför", Place)], &[]);
        let beside = (20.001, "Laisvall", Place);
        check(&[(20.0, "Arjeplog", Place), beside], &["Arjeplog"]);
        let further = (20.3, "Slagnäs", Place);
        check(&[(20.0, "Arjeplog", Place), further], &["Arjeplog", "Slagnäs"]);
        check(&[(20.0, "17", Rank), (20.001, "18", Rank)], &["17", "18"]);
        let zones = [(20.0, "SORSELE", Zone), (20.0, "STORUMAN", Zone)];
        check(&zones, &["SORSELE", "STORUMAN"]);
    }
}
