//! Letters for map libraries: distances to the outlines of a bundled font, in
//! ranges of 256 characters and in the protocol buffers that MapLibre reads.
//!
//! A pixel says how far it is from the outline, so that one picture of a letter
//! is sharp in every size. Distances come from the outline itself, not from a
//! picture of it.

use kurbo::{BezPath, Line, ParamCurveNearest, PathEl, Point, Rect, Shape};
use prost::Message;
use rayon::prelude::*;
use skrifa::{
    FontRef, GlyphId, MetadataProvider,
    instance::{LocationRef, Size},
    outline::{DrawSettings, OutlinePen},
};

const REGULAR: &[u8] = include_bytes!("../../data/fonts/NotoSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../data/fonts/NotoSans-Bold.ttf");
/// For signs such as ≥ and → in either weight.
const SIGNS: &[u8] = include_bytes!("../../data/fonts/NotoSansMath-Regular.ttf");

/// The size that map libraries expect letters in.
const SIZE_PX: f32 = 24.0;
/// Pixels around a letter, for its halo.
const BUFFER_PX: i32 = 3;
/// How far from the outline pixels still differ, and where on that way the
/// outline lies, as map libraries expect it.
const RADIUS_PX: f64 = 8.0;
const OUTLINE_AT: f64 = 0.25;
/// Curves become lines that lie nearer to them than this.
const FLAT_PX: f64 = 0.01;

pub const REGULAR_STACK: &str = "Noto Sans Regular";
pub const BOLD_STACK: &str = "Noto Sans Bold";

/// A weight of the bundled font.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GlyphFont {
    Regular,
    Bold,
}

impl GlyphFont {
    /// The first of a list of fonts, with commas between, that is bundled.
    #[must_use]
    pub fn of_stack(stack: &str) -> Option<Self> {
        stack.split(',').find_map(|name| match name.trim() {
            REGULAR_STACK => Some(Self::Regular),
            BOLD_STACK => Some(Self::Bold),
            _ => None,
        })
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Regular => REGULAR_STACK,
            Self::Bold => BOLD_STACK,
        }
    }

    fn files(self) -> [&'static [u8]; 2] {
        match self {
            Self::Regular => [REGULAR, SIGNS],
            Self::Bold => [BOLD, SIGNS],
        }
    }
}

/// 256 characters, as `0-255`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct GlyphRange {
    first: u32,
}

impl GlyphRange {
    /// The range of that name; of the characters up to U+FFFF, as map libraries ask.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        let (first, _) = name.split_once('-')?;
        let first: u32 = first.parse().ok()?;
        let range = Self { first };
        (first.is_multiple_of(256) && first < 0x1_0000 && name == range.name()).then_some(range)
    }

    fn name(self) -> String {
        format!("{}-{}", self.first, self.first + 255)
    }
}

/// The file of a range: empty of letters where the font has none there.
#[must_use]
pub fn glyphs(font: GlyphFont, range: GlyphRange) -> Vec<u8> {
    let fonts = font.files().map(|file| FontRef::new(file).expect("the bundled fonts are whole"));
    let ascent = fonts[0].metrics(Size::new(SIZE_PX), LocationRef::default()).ascent.round() as i32;
    let glyph = |code: u32| {
        let character = char::from_u32(code)?;
        let found = fonts.iter().find_map(|font| Some((font, font.charmap().map(character)?)));
        found.and_then(|(font, id)| glyph(font, id, code, ascent))
    };
    let stack = FontStack {
        name: font.name().to_owned(),
        range: range.name(),
        glyphs: (range.first..range.first + 256).into_par_iter().filter_map(glyph).collect(),
    };
    Stacks { stacks: vec![stack] }.encode_to_vec()
}

/// `ascent` is how far above the baseline the line begins, from where `top` counts.
fn glyph(font: &FontRef<'_>, id: GlyphId, code: u32, ascent: i32) -> Option<Glyph> {
    let metrics = font.glyph_metrics(Size::new(SIZE_PX), LocationRef::default());
    let advance = metrics.advance_width(id)?.round() as u32;
    let mut path = Path::default();
    let settings = DrawSettings::unhinted(Size::new(SIZE_PX), LocationRef::default());
    font.outline_glyphs().get(id)?.draw(settings, &mut path).ok()?;
    let bounds = path.0.bounding_box().expand();
    if bounds.area() == 0.0 {
        return Some(Glyph { id: code, advance, ..Glyph::default() });
    }
    Some(Glyph {
        id: code,
        bitmap: Some(distances(&path.0, bounds)),
        width: bounds.width() as u32,
        height: bounds.height() as u32,
        left: bounds.x0 as i32,
        top: bounds.y1 as i32 - ascent,
        advance,
    })
}

/// A byte for each pixel of the bounds and the buffer around them, from the upper left.
fn distances(path: &BezPath, bounds: Rect) -> Vec<u8> {
    let lines = lines(path);
    let (columns, rows) = (bounds.width() as i32 + 2 * BUFFER_PX, bounds.height() as i32 + 2 * BUFFER_PX);
    let pixels = (0..rows).flat_map(|row| (0..columns).map(move |column| (column, row)));
    let values = pixels.map(|(column, row)| {
        let right = f64::from(column - BUFFER_PX) + 0.5;
        let down = f64::from(row - BUFFER_PX) + 0.5;
        let at = Point::new(bounds.x0 + right, bounds.y1 - down);
        let squared = lines.iter().map(|line| line.nearest(at, FLAT_PX).distance_sq);
        let distance_px = squared.fold(f64::INFINITY, f64::min).sqrt();
        let outwards_px = if path.winding(at) == 0 { distance_px } else { -distance_px };
        (255.0 - 255.0 * (outwards_px / RADIUS_PX + OUTLINE_AT)).round().clamp(0.0, 255.0) as u8
    });
    values.collect()
}

fn lines(path: &BezPath) -> Vec<Line> {
    let (mut lines, mut begun, mut last) = (Vec::new(), Point::ZERO, Point::ZERO);
    kurbo::flatten(path, FLAT_PX, |element| match element {
        PathEl::MoveTo(to) => (begun, last) = (to, to),
        PathEl::LineTo(to) => {
            lines.push(Line::new(last, to));
            last = to;
        }
        PathEl::ClosePath => {
            lines.push(Line::new(last, begun));
            last = begun;
        }
        // Flattening leaves no curves.
        PathEl::QuadTo(..) | PathEl::CurveTo(..) => {}
    });
    lines
}

/// Takes an outline from the font, y upwards.
#[derive(Default)]
struct Path(BezPath);

impl OutlinePen for Path {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(point(x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(point(x, y));
    }

    fn quad_to(&mut self, control_x: f32, control_y: f32, x: f32, y: f32) {
        self.0.quad_to(point(control_x, control_y), point(x, y));
    }

    fn curve_to(&mut self, first_x: f32, first_y: f32, second_x: f32, second_y: f32, x: f32, y: f32) {
        self.0.curve_to(point(first_x, first_y), point(second_x, second_y), point(x, y));
    }

    fn close(&mut self) {
        self.0.close_path();
    }
}

fn point(x: f32, y: f32) -> Point {
    Point::new(f64::from(x), f64::from(y))
}

/// The messages, numbered as MapLibre reads them (maplibre-gl-js, `parse_glyph_pbf`).
#[derive(Clone, PartialEq, Message)]
struct Stacks {
    #[prost(message, repeated, tag = "1")]
    stacks: Vec<FontStack>,
}

#[derive(Clone, PartialEq, Message)]
struct FontStack {
    #[prost(string, required, tag = "1")]
    name: String,
    #[prost(string, required, tag = "2")]
    range: String,
    #[prost(message, repeated, tag = "3")]
    glyphs: Vec<Glyph>,
}

#[derive(Clone, PartialEq, Message)]
struct Glyph {
    #[prost(uint32, required, tag = "1")]
    id: u32,
    #[prost(bytes = "vec", optional, tag = "2")]
    bitmap: Option<Vec<u8>>,
    /// Pixels, without the buffer.
    #[prost(uint32, required, tag = "3")]
    width: u32,
    #[prost(uint32, required, tag = "4")]
    height: u32,
    #[prost(sint32, required, tag = "5")]
    left: i32,
    #[prost(sint32, required, tag = "6")]
    top: i32,
    #[prost(uint32, required, tag = "7")]
    advance: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(font: GlyphFont, name: &str) -> Vec<Glyph> {
        let bytes = glyphs(font, GlyphRange::parse(name).unwrap());
        let mut stacks = Stacks::decode(bytes.as_slice()).unwrap().stacks;
        assert_eq!(stacks.len(), 1);
        assert_eq!((stacks[0].name.as_str(), stacks[0].range.as_str()), (font.name(), name));
        stacks.remove(0).glyphs
    }

    fn of(glyphs: &[Glyph], character: char) -> &Glyph {
        glyphs.iter().find(|glyph| glyph.id == u32::from(character)).unwrap()
    }

    #[test]
    fn ranges_and_stacks() {
        for (name, is_range) in [("0-255", true), ("256-511", true), ("65280-65535", true)] {
            assert_eq!(GlyphRange::parse(name).is_some(), is_range, "{name}");
        }
        for name in [
            "",
            "0",
            "1-256",
            "0-256",
            "00-255",
            "+0-255",
            "-256--1",
            "65536-65791",
            "0-255-511",
            "4294967040-0",
        ] {
            assert!(GlyphRange::parse(name).is_none(), "{name}");
        }
        assert_eq!(GlyphFont::of_stack("Open Sans Regular,Noto Sans Bold"), Some(GlyphFont::Bold));
        assert_eq!(GlyphFont::of_stack("Noto Sans"), None);
    }

    /// Swedish, Finnish, Meänkieli and the Sámi languages, and what texts need besides.
    #[test]
    fn the_region_s_languages_have_letters() {
        for font in [GlyphFont::Regular, GlyphFont::Bold] {
            let ranges = ["0-255", "256-511", "8192-8447", "8704-8959"];
            let found: Vec<Glyph> = ranges.iter().flat_map(|name| range(font, name)).collect();
            for letter in "aåäöÅÄÖáčđŋšŧžÁČĐŊŠŦŽïéü–’°²≥".chars() {
                assert!(of(&found, letter).bitmap.is_some(), "{letter}");
            }
            assert!(range(font, "19968-20223").is_empty());
        }
    }

    #[test]
    fn a_letter_s_picture_fits_its_measures() {
        let found = range(GlyphFont::Regular, "0-255");
        for glyph in &found {
            let pixels = glyph.bitmap.as_ref().map_or(0, Vec::len);
            let buffered = (glyph.width + 6) * (glyph.height + 6);
            assert!(pixels == 0 || pixels == buffered as usize, "{glyph:?}");
        }
        // By the font's tables: 1000 units an em, an I of 714 units on the baseline, 339 wide.
        let upright = of(&found, 'I');
        assert_eq!((upright.height, upright.top + 26, upright.advance), (18, 18, 8));
        let blank = of(&found, ' ');
        assert!(blank.bitmap.is_none() && blank.advance == 6);
    }

    /// Inside is bright, outside dark, and the outline where map libraries look for it.
    #[test]
    fn pixels_tell_the_distance() {
        let square = {
            let mut path = BezPath::new();
            path.move_to((0.0, 0.0));
            for corner in [(10.0, 0.0), (10.0, 10.0), (0.0, 10.0)] {
                path.line_to(corner);
            }
            path.close_path();
            path
        };
        let values = distances(&square, Rect::new(0.0, 0.0, 10.0, 10.0));
        let at = |column: usize, row: usize| f64::from(values[row * 16 + column]);
        for (column, outwards_px) in [(0, 2.5), (2, 0.5), (3, -0.5), (7, -4.5)] {
            let expected: f64 = 255.0 - 255.0 * (outwards_px / 8.0 + 0.25);
            assert!((at(column, 8) - expected.clamp(0.0, 255.0)).abs() <= 0.5, "{column}");
        }
        assert!((at(0, 0) - (255.0 - 255.0 * (12.5_f64.sqrt() / 8.0 + 0.25))).abs() <= 0.5);
    }

    #[test]
    fn the_same_bytes_each_time() {
        let latin = GlyphRange::parse("0-255").unwrap();
        assert_eq!(glyphs(GlyphFont::Bold, latin), glyphs(GlyphFont::Bold, latin));
    }
}
