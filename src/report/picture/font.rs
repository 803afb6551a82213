//! The bundled fonts' faces for the renderer, and how wide a text will be.

use std::sync::{Arc, LazyLock};

use resvg::usvg::fontdb::Database;
use skrifa::{FontRef, MetadataProvider, instance::LocationRef, instance::Size};

pub use crate::report::fonts::FAMILY;
use crate::report::fonts::{BOLD, REGULAR, SIGNS};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    Regular,
    Bold,
}

/// All that the renderer may write with.
pub fn database() -> Arc<Database> {
    static DATABASE: LazyLock<Arc<Database>> = LazyLock::new(|| {
        let mut database = Database::new();
        for font in [REGULAR, BOLD, SIGNS] {
            database.load_font_data(font.to_vec());
        }
        Arc::new(database)
    });
    Arc::clone(&DATABASE)
}

/// The text's advance width in pixels, without kerning.
pub fn width_px(text: &str, size_px: f64, weight: Weight) -> f64 {
    let letters = match weight {
        Weight::Regular => REGULAR,
        Weight::Bold => BOLD,
    };
    let fonts = [letters, SIGNS].map(font);
    let advance = |character| {
        let mut advances = fonts.iter().filter_map(|font| {
            let glyph = font.charmap().map(character)?;
            let metrics = font.glyph_metrics(Size::new(size_px as f32), LocationRef::default());
            metrics.advance_width(glyph).map(f64::from)
        });
        // What no font has is drawn as an empty box.
        advances.next().unwrap_or(0.6 * size_px)
    };
    text.chars().map(advance).sum()
}

fn font(data: &'static [u8]) -> FontRef<'static> {
    FontRef::new(data).expect("the bundled fonts are whole")
}

/// The text in lines of at most the given width, broken between words but not at
/// no-break spaces. A word that is wider than that has a line of its own.
pub fn wrap(text: &str, size_px: f64, weight: Weight, width_limit_px: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let space = |character: char| character.is_whitespace() && character != '\u{a0}';
    for word in text.split(space).filter(|word| !word.is_empty()) {
        let longer = lines.last().map(|line| format!("{line} {word}"));
        match longer {
            Some(longer) if width_px(&longer, size_px, weight) <= width_limit_px => {
                lines.pop();
                lines.push(longer);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, width_limit_px: f64, expected: &[&str]) {
        assert_eq!(wrap(text, 20.0, Weight::Regular, width_limit_px), expected);
    }

    #[test]
    fn texts_break_between_words() {
        check("", 100.0, &[]);
        check("Luleå", 1.0, &["Luleå"]);
        check("Ej täckt mark", 100.0, &["Ej täckt", "mark"]);
        check(" Ej  täckt mark ", 1000.0, &["Ej täckt mark"]);
        check("minst 95\u{a0}%", 100.0, &["minst", "95\u{a0}%"]);
    }

    #[test]
    fn the_region_s_languages_have_glyphs() {
        let has = |data, letter| font(data).charmap().map(letter).is_some();
        let missing: String = "ÅÄÖåäöáčđŋšŧžÁČĐŊŠŦŽïéü–’”°²×·≥≤→−"
            .chars()
            .filter(|&letter| !has(REGULAR, letter) && !has(SIGNS, letter))
            .collect();
        assert_eq!(missing, "");
    }

    #[test]
    fn bold_is_wider() {
        let width = |weight| width_px("Täckning", 30.0, weight);
        assert!(width(Weight::Bold) > width(Weight::Regular));
    }
}
