//! Patterns for map libraries, so that no state of the map rests on colour alone:
//! one picture with all of them, and where each lies in it.
//!
//! A pattern is ink on nothing: the colour below it is the style's.

use std::fmt::Write;

use resvg::{
    tiny_skia::{Pixmap, Transform},
    usvg,
};
use serde_json::{Value, json};

use super::theme::Theme;

/// The side of a pattern, which repeats; pixels of a page.
const SIDE_PX: u32 = 16;

/// A pattern's name in styles, and its strokes on a square of 16 that repeats.
const PATTERNS: [(&str, &str); 6] = [
    ("confirmed", "<circle cx='4' cy='4' r='1.2'/><circle cx='12' cy='12' r='1.2'/>"),
    ("refuted", "<path d='M1 1 7 7M7 1 1 7M9 9 15 15M15 9 9 15'/>"),
    ("inconclusive", "<path d='M0 4H16M0 12H16'/>"),
    ("not_measured", "<path d='M1 4H6M9 12H14'/>"),
    ("not_claimed", "<circle cx='8' cy='8' r='3.5'/>"),
    ("gap", "<path d='M-2 6 6-2M-2 14 14-2M2 18 18 2M10 18 18 10'/>"),
];

/// How many pixels of the picture one of the page takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Density {
    Single,
    Double,
}

impl Density {
    const fn factor(self) -> u32 {
        match self {
            Self::Single => 1,
            Self::Double => 2,
        }
    }
}

#[derive(Debug, thiserror::Error)]
#[error("the sprite could not be drawn: {0}")]
pub struct SpriteError(String);

/// Where each pattern lies in the picture.
#[must_use]
pub fn sprite_index(density: Density) -> Value {
    let side = SIDE_PX * density.factor();
    let entry = |(index, (name, _)): (u32, &(&str, &str))| {
        let place =
            json!({"x": index * side, "y": 0, "width": side, "height": side, "pixelRatio": density.factor()});
        ((*name).to_owned(), place)
    };
    Value::Object((0..).zip(&PATTERNS).map(entry).collect())
}

/// The picture, as PNG; the same bytes on every machine.
///
/// # Errors
/// When it can't be drawn, for which there is no cause.
pub fn sprite_image(theme: Theme, density: Density) -> Result<Vec<u8>, SpriteError> {
    let said = |error: &dyn std::fmt::Display| SpriteError(error.to_string());
    let tree =
        usvg::Tree::from_str(&drawing(theme), &usvg::Options::default()).map_err(|error| said(&error))?;
    let (width, height) = (SIDE_PX * PATTERNS.len() as u32 * density.factor(), SIDE_PX * density.factor());
    let mut picture = Pixmap::new(width, height).ok_or_else(|| said(&"it has no size"))?;
    let factor = density.factor() as f32;
    resvg::render(&tree, Transform::from_scale(factor, factor), &mut picture.as_mut());
    picture.encode_png().map_err(|error| said(&error))
}

/// All patterns in a row, each cut to its square.
fn drawing(theme: Theme) -> String {
    let (ink, width) = (theme.ink(), SIDE_PX as usize * PATTERNS.len());
    let mut drawing = format!("<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{SIDE_PX}'>");
    for (index, (_, strokes)) in PATTERNS.iter().enumerate() {
        let x = index * SIDE_PX as usize;
        write!(
            drawing,
            "<svg x='{x}' width='{SIDE_PX}' height='{SIDE_PX}' viewBox='0 0 16 16' overflow='hidden'>\
             <g fill='none' stroke='{ink}' stroke-width='1.3'>{strokes}</g></svg>"
        )
        .expect("writing to a String does not fail");
    }
    drawing.push_str("</svg>");
    drawing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pattern_has_ink_of_its_own() {
        for theme in Theme::ALL {
            for density in [Density::Single, Density::Double] {
                let picture = Pixmap::decode_png(&sprite_image(*theme, density).unwrap()).unwrap();
                let index = sprite_index(density);
                let mut seen = Vec::new();
                for (name, place) in index.as_object().unwrap() {
                    let [x, side] = ["x", "width"].map(|key| place[key].as_u64().unwrap() as u32);
                    let pixels: Vec<u8> = (0..side * side)
                        .map(|at| picture.pixel(x + at % side, at / side).unwrap().alpha())
                        .collect();
                    let inked = pixels.iter().filter(|alpha| **alpha > 100).count();
                    assert!(inked > 4 && inked < pixels.len() / 2, "{name}: {inked}");
                    assert!(!seen.contains(&pixels), "{name}");
                    seen.push(pixels);
                }
                assert_eq!(seen.len(), PATTERNS.len());
                assert_eq!(sprite_image(*theme, density).unwrap(), sprite_image(*theme, density).unwrap());
            }
        }
    }
}
