//! What stands on and around every map: frame, north arrow, scale bar, texts and
//! the warning that figures are made up.

use super::{
    Language,
    font::{Weight, width_px},
    frame::Frame,
    layout::{Layout, SCALE_BLOCK_HEIGHT, TextBlock},
    svg::{Anchor, INK, MUTED_INK, Rect, Svg, TextStyle},
};

const SCALE_TEXT: f64 = 19.0;
const NOTE_TEXT: f64 = 16.0;
const BAR_HEIGHT: f64 = 9.0;
const BAR_PARTS: u32 = 4;
/// Beyond this difference between two edges of the map the bar needs a note.
const EQUAL_SCALE: f64 = 1.02;

/// A scale bar's length on the ground and on the page.
#[derive(Debug, Clone, Copy, PartialEq)]
struct ScaleBar {
    ground_m: f64,
    page_px: f64,
}

impl ScaleBar {
    /// The longest of 1, 2, 5, 10, 20, 50 … metres that fits.
    fn new(metres_per_px: f64, longest_px: f64) -> Self {
        let longest_m = metres_per_px * longest_px;
        let decade = 10.0_f64.powf(longest_m.log10().floor());
        let steps = [5.0, 2.0, 1.0].map(|step| step * decade);
        let ground_m = steps.into_iter().find(|step| *step <= longest_m);
        let ground_m = ground_m.unwrap_or(decade);
        Self { ground_m, page_px: ground_m / metres_per_px }
    }

    fn text(&self) -> String {
        if self.ground_m < 1000.0 {
            format!("{} m", self.ground_m)
        } else {
            format!("{} km", self.ground_m / 1000.0)
        }
    }
}

pub fn write_texts(svg: &mut Svg, layout: &Layout) {
    for (block, colour) in
        [(&layout.title, INK), (&layout.subtitle, MUTED_INK), (&layout.attribution, MUTED_INK)]
    {
        write_block(svg, block, colour);
    }
}

fn write_block(svg: &mut Svg, block: &TextBlock, colour: &str) {
    let style = TextStyle {
        size_px: block.size_px,
        weight: block.weight,
        anchor: Anchor::Start,
        colour,
        halo_px: 0.0,
    };
    for (baseline, line) in block.baselines() {
        svg.text((block.left, baseline), &style, line);
    }
}

pub fn write_frame(svg: &mut Svg, layout: &Layout) {
    let width = 1.5 * layout.scale;
    let attributes = format!(r#"fill="none" stroke="{INK}" stroke-width="{width}""#);
    svg.rect(&layout.map, attributes);
}

/// North is up everywhere in Web Mercator.
pub fn write_north_arrow(svg: &mut Svg, layout: &Layout) {
    let scale = layout.scale;
    let x = layout.map.right() - 40.0 * scale;
    let top = layout.map.top + 18.0 * scale;
    let tip = format!(
        "M{x} {top}l{} {}l{} {}l{} {}Z",
        13.0 * scale,
        40.0 * scale,
        -13.0 * scale,
        -9.0 * scale,
        -13.0 * scale,
        9.0 * scale
    );
    let halo = 5.0 * scale;
    svg.path(
        tip,
        format!(
            r##"fill="{INK}" stroke="#ffffff" stroke-width="{halo}" stroke-linejoin="round" paint-order="stroke""##
        ),
    );
    let style = TextStyle {
        size_px: 22.0 * scale,
        weight: Weight::Bold,
        anchor: Anchor::Middle,
        colour: INK,
        halo_px: halo,
    };
    svg.text((x, top + 62.0 * scale), &style, "N");
}

pub fn write_demonstration(svg: &mut Svg, layout: &Layout, text: &str) {
    let scale = layout.scale;
    let style = TextStyle {
        size_px: 20.0 * scale,
        weight: Weight::Bold,
        anchor: Anchor::Start,
        colour: "#5c3b00",
        halo_px: 0.0,
    };
    let badge = Rect {
        left: layout.map.left + 14.0 * scale,
        top: layout.map.top + 14.0 * scale,
        width: width_px(text, style.size_px, style.weight) + 28.0 * scale,
        height: 38.0 * scale,
    };
    let line = 1.5 * scale;
    svg.rect(
        &badge,
        format!(r##"rx="{}" fill="#ffe9b8" stroke="#8a5a00" stroke-width="{line}""##, 4.0 * scale),
    );
    let baseline = badge.top + 26.5 * scale;
    svg.text((badge.left + 14.0 * scale, baseline), &style, text);
}

/// A bar in parts, its length at both ends and, where the map spans latitudes of
/// different scale, the note that it holds in the middle.
pub fn write_scale_bar(svg: &mut Svg, layout: &Layout, frame: &Frame, language: Language) {
    let scale = layout.scale;
    let block = &layout.scale_block;
    let middle_row = layout.map.height / 2.0;
    let longest_px = block.width - 70.0 * scale;
    let bar = ScaleBar::new(frame.metres_per_px(middle_row), longest_px);
    let right = block.right() - width_px(&bar.text(), SCALE_TEXT * scale, Weight::Regular) / 2.0;
    let left = right - bar.page_px;
    let top = block.top + 30.0 * scale;
    write_bar(svg, &bar, (left, top), scale);

    let style = TextStyle {
        size_px: SCALE_TEXT * scale,
        weight: Weight::Regular,
        anchor: Anchor::Middle,
        colour: INK,
        halo_px: 0.0,
    };
    svg.text((left, top - 8.0 * scale), &style, "0");
    svg.text((right, top - 8.0 * scale), &style, &bar.text());
    if scale_differs(frame, layout.map.height) {
        let note = TextStyle { size_px: NOTE_TEXT * scale, anchor: Anchor::End, colour: MUTED_INK, ..style };
        let baseline = block.top + (SCALE_BLOCK_HEIGHT - 14.0) * scale;
        svg.text((block.right(), baseline), &note, scale_note(language));
    }
}

fn write_bar(svg: &mut Svg, bar: &ScaleBar, (left, top): (f64, f64), scale: f64) {
    let part_px = bar.page_px / f64::from(BAR_PARTS);
    for part in 0..BAR_PARTS {
        let fill = if part % 2 == 0 { INK } else { "#ffffff" };
        let rect =
            Rect { left: left + f64::from(part) * part_px, top, width: part_px, height: BAR_HEIGHT * scale };
        let line = 1.2 * scale;
        svg.rect(&rect, format!(r#"fill="{fill}" stroke="{INK}" stroke-width="{line}""#));
    }
}

fn scale_differs(frame: &Frame, map_height_px: f64) -> bool {
    let (north, south) = (frame.metres_per_px(0.0), frame.metres_per_px(map_height_px));
    (south / north).max(north / south) > EQUAL_SCALE
}

fn scale_note(language: Language) -> &'static str {
    match language {
        Language::Swedish => "Skalan gäller mitt på kartan",
        Language::English => "The scale holds in the middle of the map",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(metres_per_px: f64, expected_text: &str, expected_px: f64) {
        let bar = ScaleBar::new(metres_per_px, 240.0);
        assert_eq!(bar.text(), expected_text);
        assert!((bar.page_px - expected_px).abs() < 1e-6, "{bar:?}");
    }

    #[test]
    fn scale_bars_have_round_lengths() {
        check(500.0, "100 km", 200.0);
        check(100.0, "20 km", 200.0);
        check(25.0, "5 km", 200.0);
        check(4.0, "500 m", 125.0);
        check(5.0, "1 km", 200.0);
        check(0.5, "100 m", 200.0);
    }
}
