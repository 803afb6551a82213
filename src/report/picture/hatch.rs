//! Patterns over the fills of a drawn map, which the map renderer can't draw.
//!
//! A pattern is laid where a pixel has exactly the fill's colour. The softened
//! pixels at a shape's edge are left as they are, and so is all that lies over it.

use image::{Rgba, RgbaImage};

use super::{Colour, Hatching, Pattern};

/// Distances for a page 1200 pixels wide.
const PERIOD_PX: f64 = 11.0;
const LINE_PX: f64 = 1.7;
const DOT_RADIUS_PX: f64 = 1.9;

/// `scale` enlarges the pattern with the page.
pub fn hatch(map: &mut RgbaImage, fill: Colour, hatching: Hatching, scale: f64) {
    let fill = rgba(fill);
    for (x, y, pixel) in map.enumerate_pixels_mut() {
        if *pixel == fill {
            let ink = coverage(hatching.pattern, f64::from(x), f64::from(y), scale);
            *pixel = mixed(fill, rgba(hatching.colour), ink);
        }
    }
}

/// How much of a pixel the pattern's ink covers, 0…1.
fn coverage(pattern: Pattern, x: f64, y: f64, scale: f64) -> f64 {
    let period = PERIOD_PX * scale;
    let line = |along: f64| {
        let from_line = distance_to_multiple(along, period);
        (LINE_PX * scale / 2.0 - from_line + 0.5).clamp(0.0, 1.0)
    };
    let falling = line((x + y) / 2.0_f64.sqrt());
    match pattern {
        Pattern::Diagonal => falling,
        Pattern::Cross => falling.max(line((x - y) / 2.0_f64.sqrt())),
        Pattern::Dots => {
            let from_dot = distance_to_multiple(x, period).hypot(distance_to_multiple(y, period));
            (DOT_RADIUS_PX * scale - from_dot + 0.5).clamp(0.0, 1.0)
        }
    }
}

fn distance_to_multiple(value: f64, period: f64) -> f64 {
    let rest = value.rem_euclid(period);
    rest.min(period - rest)
}

fn mixed(under: Rgba<u8>, over: Rgba<u8>, share: f64) -> Rgba<u8> {
    let mix = |channel: usize| {
        let (under, over) = (f64::from(under[channel]), f64::from(over[channel]));
        (under + (over - under) * share).round() as u8
    };
    Rgba([mix(0), mix(1), mix(2), u8::MAX])
}

pub fn rgba(colour: Colour) -> Rgba<u8> {
    Rgba([colour.red, colour.green, colour.blue, u8::MAX])
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILL: Colour = Colour::new(240, 200, 200);
    const INK: Colour = Colour::new(120, 0, 0);
    const OTHER: Colour = Colour::new(240, 200, 201);

    /// Left half is the fill, right half another colour.
    fn check(pattern: Pattern, ink_share: std::ops::Range<f64>) {
        let mut map = RgbaImage::from_fn(220, 110, |x, _| rgba(if x < 110 { FILL } else { OTHER }));
        let colour = INK;
        hatch(&mut map, FILL, Hatching { pattern, colour }, 1.0);
        let left = map.enumerate_pixels().filter(|(x, ..)| *x < 110);
        let inked = left.filter(|(.., pixel)| **pixel == rgba(INK)).count();
        let share = inked as f64 / (110.0 * 110.0);
        assert!(ink_share.contains(&share), "{pattern:?}: {share}");
        assert!(map.enumerate_pixels().all(|(x, _, pixel)| x < 110 || *pixel == rgba(OTHER)));
    }

    #[test]
    fn patterns_lie_on_their_fill_only() {
        check(Pattern::Diagonal, 0.03..0.15);
        check(Pattern::Cross, 0.06..0.30);
        check(Pattern::Dots, 0.03..0.12);
    }
}
