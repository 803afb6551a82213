//! A few SVG elements written into one text, which resvg then draws.
//! Knows nothing of maps.

use std::fmt::Display;

use super::font::{FAMILY, Weight};

pub const INK: &str = "#1c2430";
pub const MUTED_INK: &str = "#4a5565";

/// Elements in drawing order, over a page of pixels.
#[derive(Debug, Default)]
pub struct Svg {
    body: String,
}

/// Where a text's anchor point lies in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// How a text looks. `halo` is the width of a white edge around its letters.
#[derive(Debug, Clone, Copy)]
pub struct TextStyle<'a> {
    pub size_px: f64,
    pub weight: Weight,
    pub anchor: Anchor,
    pub colour: &'a str,
    pub halo_px: f64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    pub left: f64,
    pub top: f64,
    pub width: f64,
    pub height: f64,
}

impl Rect {
    pub fn right(&self) -> f64 {
        self.left + self.width
    }

    pub fn bottom(&self) -> f64 {
        self.top + self.height
    }

    pub fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right()
            && other.left < self.right()
            && self.top < other.bottom()
            && other.top < self.bottom()
    }

    pub fn contains(&self, other: &Self) -> bool {
        self.left <= other.left
            && self.top <= other.top
            && self.right() >= other.right()
            && self.bottom() >= other.bottom()
    }
}

impl Svg {
    /// `attributes` are SVG's own, such as `fill="#fff"`.
    pub fn rect(&mut self, rect: &Rect, attributes: impl Display) {
        let Rect { left, top, width, height } = rect;
        self.body.push_str(&format!(
            r#"<rect x="{left}" y="{top}" width="{width}" height="{height}" {attributes}/>"#
        ));
    }

    pub fn circle(&mut self, (x, y): (f64, f64), radius: f64, attributes: impl Display) {
        self.body.push_str(&format!(r#"<circle cx="{x}" cy="{y}" r="{radius}" {attributes}/>"#));
    }

    pub fn path(&mut self, data: impl Display, attributes: impl Display) {
        self.body.push_str(&format!(r#"<path d="{data}" {attributes}/>"#));
    }

    /// `y` is the baseline.
    pub fn text(&mut self, (x, y): (f64, f64), style: &TextStyle, text: &str) {
        let anchor = match style.anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let weight = match style.weight {
            Weight::Regular => 400,
            Weight::Bold => 700,
        };
        let TextStyle { size_px, colour, halo_px, .. } = style;
        let halo = if *halo_px > 0.0 {
            format!(
                r##"stroke="#ffffff" stroke-width="{halo_px}" stroke-linejoin="round" paint-order="stroke""##
            )
        } else {
            String::new()
        };
        self.body.push_str(&format!(
            r#"<text x="{x}" y="{y}" font-family="{FAMILY}" font-size="{size_px}" font-weight="{weight}" text-anchor="{anchor}" fill="{colour}" {halo}>{}</text>"#,
            escaped(text)
        ));
    }

    pub fn append(&mut self, other: Self) {
        self.body.push_str(&other.body);
    }

    /// Elements of `inner`, whose corner is moved to the window's, and which are
    /// seen within the window only.
    pub fn moved_and_clipped(&mut self, window: &Rect, inner: Self) {
        let mut clip = Self::default();
        clip.rect(window, "");
        let (left, top) = (window.left, window.top);
        self.body.push_str(&format!(
            r##"<clipPath id="window">{}</clipPath><g clip-path="url(#window)"><g transform="translate({left} {top})">{}</g></g>"##,
            clip.body, inner.body
        ));
    }

    pub fn document(&self, width_px: u32, height_px: u32) -> String {
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" width="{width_px}" height="{height_px}">{}</svg>"#,
            self.body
        )
    }
}

/// Characters that XML 1.0 forbids are left out, its own signs are escaped.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '\t' | '\n' | '\r' => safe.push(' '),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            other => safe.push(other),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(escaped(text), expected);
    }

    #[test]
    fn texts_can_t_break_out() {
        check("Ripa & Tjäder <4G>", "Ripa &amp; Tjäder &lt;4G&gt;");
        check("a\u{0}b\u{ffff}c\nd", "abc d");
    }
}
