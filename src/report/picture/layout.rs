//! Where everything lies on the page: title, map, legend, scale and sources.
//! All sizes are given for a page 1200 pixels wide and grow with it.

use super::{
    MapPicture, NoPicture,
    font::{Weight, wrap},
    legend::LegendBlock,
    svg::Rect,
};

/// A page this wide has the sizes as they stand in the code.
const DESIGN_WIDTH_PX: f64 = 1200.0;
const MARGIN: f64 = 40.0;
const GAP: f64 = 18.0;
/// Room beside the legend for the scale bar.
pub const SCALE_BLOCK_WIDTH: f64 = 310.0;
pub const SCALE_BLOCK_HEIGHT: f64 = 76.0;
/// Pages beyond these are mistakes, or more than the drivers' memory bears.
const PAGE_PX: std::ops::RangeInclusive<u32> = 400..=4000;
const SMALLEST_MAP_PX: f64 = 200.0;

/// Lines of text one below the other; the baselines follow from the size.
#[derive(Debug, Clone, PartialEq)]
pub struct TextBlock {
    pub lines: Vec<String>,
    pub weight: Weight,
    pub size_px: f64,
    pub left: f64,
    pub top: f64,
}

impl TextBlock {
    const LINE_HEIGHT: f64 = 1.3;

    pub fn height(&self) -> f64 {
        self.lines.len() as f64 * self.size_px * Self::LINE_HEIGHT
    }

    /// The lines and their baselines.
    pub fn baselines(&self) -> impl Iterator<Item = (f64, &str)> {
        let lines = self.lines.iter().enumerate();
        lines.map(|(index, line)| {
            let lines_above = index as f64 * Self::LINE_HEIGHT;
            (self.top + (lines_above + 1.02) * self.size_px, line.as_str())
        })
    }
}

#[derive(Debug, Clone)]
pub struct Layout {
    /// The page's width in design widths.
    pub scale: f64,
    pub title: TextBlock,
    pub subtitle: TextBlock,
    /// In whole pixels.
    pub map: Rect,
    pub legend: LegendBlock,
    pub scale_block: Rect,
    pub attribution: TextBlock,
}

impl Layout {
    pub fn new(picture: &MapPicture) -> Result<Self, NoPicture> {
        let (width_px, height_px) = (picture.width_px, picture.height_px);
        if !PAGE_PX.contains(&width_px) || !PAGE_PX.contains(&height_px) {
            return refused(format!(
                "{width_px} × {height_px} pixels; a side is {} to {}",
                PAGE_PX.start(),
                PAGE_PX.end()
            ));
        }
        let scale = f64::from(width_px) / DESIGN_WIDTH_PX;
        let margin = (MARGIN * scale).round();
        let inner = Rect {
            left: margin,
            top: margin,
            width: f64::from(width_px) - 2.0 * margin,
            height: f64::from(height_px) - 2.0 * margin,
        };
        let layout = Self::within(&inner, scale, picture);
        if layout.map.height < SMALLEST_MAP_PX {
            return refused("the texts leave no room for the map".to_owned());
        }
        Ok(layout)
    }

    /// From the top down to the map, and from the bottom up to it.
    fn within(inner: &Rect, scale: f64, picture: &MapPicture) -> Self {
        let text = |text: &str, size: f64, weight| TextBlock {
            lines: wrap(text, size * scale, weight, inner.width),
            weight,
            size_px: size * scale,
            left: inner.left,
            top: inner.top,
        };
        let gap = GAP * scale;
        let title = text(&picture.title, 38.0, Weight::Bold);
        let mut subtitle = text(&picture.subtitle, 22.0, Weight::Regular);
        subtitle.top += title.height();
        let mut attribution = text(&picture.attribution, 16.0, Weight::Regular);
        attribution.top = inner.bottom() - attribution.height();

        let scale_block_width = SCALE_BLOCK_WIDTH * scale;
        let legend_width = inner.width - scale_block_width - gap;
        let mut legend = LegendBlock::new(&picture.legend, legend_width, scale);
        let block_height = legend.height().max(SCALE_BLOCK_HEIGHT * scale);
        let block_top = attribution.top - gap - block_height;
        legend.move_to(inner.left, block_top);

        let map_top = if title.lines.is_empty() && subtitle.lines.is_empty() {
            inner.top
        } else {
            (inner.top + title.height() + subtitle.height() + gap).round()
        };
        Self {
            scale,
            title,
            subtitle,
            map: Rect {
                left: inner.left,
                top: map_top,
                width: inner.width,
                height: (block_top - gap - map_top).floor(),
            },
            legend,
            scale_block: Rect {
                left: inner.right() - scale_block_width,
                top: block_top,
                width: scale_block_width,
                height: block_height,
            },
            attribution,
        }
    }

    /// The map's size in pixels.
    pub fn map_px(&self) -> (u32, u32) {
        (self.map.width as u32, self.map.height as u32)
    }
}

fn refused<T>(reason: String) -> Result<T, NoPicture> {
    Err(NoPicture::Refused { reason })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::picture::sample;

    fn check(width_px: u32, height_px: u32, subtitle: &str, expected_map: Option<(u32, u32)>) {
        let picture = MapPicture { width_px, height_px, subtitle: subtitle.to_owned(), ..sample::picture() };
        let map = Layout::new(&picture).ok().map(|layout| layout.map_px());
        assert_eq!(map, expected_map, "{width_px} × {height_px}");
    }

    #[test]
    fn the_map_gets_what_the_texts_leave() {
        check(1200, 1500, "", Some((1120, 1220)));
        check(2400, 3000, "", Some((2240, 2439)));
        check(1200, 400, "", None);
        check(1200, 1500, &"Kommun ".repeat(1000), None);
        check(100, 1500, "", None);
        check(1200, 100_000, "", None);
    }
}
