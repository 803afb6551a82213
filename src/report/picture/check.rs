//! Requests that can't be drawn are refused before any process is started.

use std::{collections::HashSet, ops::RangeInclusive};

use super::{Layer, NoPicture, Paint, View};

/// The renderer gives each layer a depth of its own and has so many.
const MOST_LAYERS: usize = 64;
const LINE_WIDTHS_PX: RangeInclusive<f64> = 0.1..=100.0;

pub fn check_view(view: &View) -> Result<(), NoPicture> {
    let on_earth = |lng: f64, lat: f64| lng.abs() <= 180.0 && lat.abs() <= 90.0;
    let good = match *view {
        View::Centre { lng, lat, zoom } => on_earth(lng, lat) && zoom.is_finite(),
        View::Bounds { west, south, east, north } => {
            on_earth(west, south) && on_earth(east, north) && west <= east && south <= north
        }
    };
    if good { Ok(()) } else { refused(format!("{view:?} is no part of the world")) }
}

/// A hatched fill is found again by its colour, so no other layer may have it.
pub fn check_layers(layers: &[Layer]) -> Result<(), NoPicture> {
    if layers.len() > MOST_LAYERS {
        return refused(format!("{} layers; at most {MOST_LAYERS}", layers.len()));
    }
    let mut plain = HashSet::new();
    let mut hatched = HashSet::new();
    for Layer { source, paint } in layers {
        let own_colour = match *paint {
            Paint::Fill { colour, hatching: Some(_) } => hatched.insert(colour) && !plain.contains(&colour),
            Paint::Fill { colour, .. } | Paint::Line { colour, .. } => {
                plain.insert(colour);
                !hatched.contains(&colour)
            }
        };
        if !own_colour {
            return refused(format!("{source} shares its colour with a hatched layer"));
        }
        if matches!(paint, Paint::Line { width_px, .. } if !LINE_WIDTHS_PX.contains(width_px)) {
            return refused(format!("the lines of {source} are too thin or too wide"));
        }
    }
    Ok(())
}

fn refused(reason: String) -> Result<(), NoPicture> {
    Err(NoPicture::Refused { reason })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::picture::{Colour, Hatching, Pattern};

    const GAP: Colour = Colour::new(0xf2, 0xb8, 0xa0);
    const ROAD: Colour = Colour::new(0x40, 0x40, 0x48);

    fn check(result: Result<(), NoPicture>, expected_good: bool, what: &str) {
        let refused = matches!(result, Err(NoPicture::Refused { .. }));
        assert_eq!((result.is_ok(), refused), (expected_good, !expected_good), "{what}");
    }

    fn line(colour: Colour, width_px: f64) -> Layer {
        let paint = Paint::Line { colour, width_px };
        Layer { source: "zones".to_owned(), paint }
    }

    fn hatched(colour: Colour) -> Layer {
        let pattern = Pattern::Dots;
        let hatching = Some(Hatching { pattern, colour: ROAD });
        let paint = Paint::Fill { colour, hatching };
        Layer { source: "gaps".to_owned(), paint }
    }

    #[test]
    fn layers_are_checked() {
        for (layers, good) in [
            (vec![hatched(GAP), line(ROAD, 1.0), line(ROAD, 2.0)], true),
            (vec![hatched(GAP), line(GAP, 1.0)], false),
            (vec![line(GAP, 1.0), hatched(GAP)], false),
            (vec![hatched(GAP), hatched(GAP)], false),
            (vec![line(GAP, 1.0); MOST_LAYERS], true),
            (vec![line(GAP, 1.0); MOST_LAYERS + 1], false),
            (vec![line(ROAD, 0.0)], false),
            (vec![line(ROAD, f64::NAN)], false),
        ] {
            check(check_layers(&layers), good, &format!("{layers:?}"));
        }
    }

    #[test]
    fn views_are_checked() {
        let centre = |lng, lat, zoom| View::Centre { lng, lat, zoom };
        let bounds = |west, south, east, north| View::Bounds { west, south, east, north };
        for (view, good) in [
            (centre(20.0, 65.0, 5.0), true),
            (centre(200.0, 65.0, 5.0), false),
            (centre(f64::NAN, 65.0, 5.0), false),
            (centre(20.0, 65.0, f64::INFINITY), false),
            (bounds(10.0, 60.0, 20.0, 70.0), true),
            (bounds(20.0, 60.0, 10.0, 70.0), false),
            (bounds(10.0, 70.0, 20.0, 60.0), false),
        ] {
            check(check_view(&view), good, &format!("{view:?}"));
        }
    }
}
