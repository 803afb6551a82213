//! The legend: a sample of each symbol and what it means, in one or two columns.

use image::{RgbaImage, imageops};

use super::{
    LegendEntry, Symbol,
    font::{Weight, wrap},
    hatch::hatch,
    labels::{dead_zone_sign, place_dot, rank_sign},
    svg::{Anchor, INK, Rect, Svg, TextStyle},
};

const TEXT: f64 = 20.0;
const LINE: f64 = 27.0;
const ROW_GAP: f64 = 7.0;
const SAMPLE_WIDTH: f64 = 44.0;
const SAMPLE_HEIGHT: f64 = 24.0;
const SAMPLE_GAP: f64 = 12.0;
const COLUMN_GAP: f64 = 26.0;
/// Fewer entries than this stand in one column.
const TWO_COLUMNS_FROM: usize = 4;

/// The entries with their places on the page.
#[derive(Debug, Clone)]
pub struct LegendBlock {
    scale: f64,
    rows: Vec<Row>,
    height: f64,
}

#[derive(Debug, Clone)]
struct Row {
    symbol: Symbol,
    lines: Vec<String>,
    left: f64,
    top: f64,
}

impl LegendBlock {
    /// At the page's corner, to be moved to its place.
    pub fn new(entries: &[LegendEntry], width: f64, scale: f64) -> Self {
        let columns = if entries.len() < TWO_COLUMNS_FROM { 1 } else { 2 };
        let column_width = (width - (columns - 1) as f64 * COLUMN_GAP * scale) / columns as f64;
        let text_width = column_width - (SAMPLE_WIDTH + SAMPLE_GAP) * scale;
        let per_column = entries.len().div_ceil(columns).max(1);
        let mut block = Self { scale, rows: Vec::new(), height: 0.0 };
        for (column, entries) in entries.chunks(per_column).enumerate() {
            let left = column as f64 * (column_width + COLUMN_GAP * scale);
            block.add_column(entries, left, text_width);
        }
        block
    }

    fn add_column(&mut self, entries: &[LegendEntry], left: f64, text_width: f64) {
        let mut top = 0.0;
        for entry in entries {
            let lines = wrap(&entry.text, TEXT * self.scale, Weight::Regular, text_width);
            let height = lines.len().max(1) as f64 * LINE * self.scale;
            self.rows.push(Row { symbol: entry.symbol, lines, left, top });
            self.height = self.height.max(top + height);
            top += height + ROW_GAP * self.scale;
        }
    }

    pub fn height(&self) -> f64 {
        self.height
    }

    pub fn move_to(&mut self, left: f64, top: f64) {
        for row in &mut self.rows {
            row.left += left;
            row.top += top;
        }
    }

    pub fn write(&self, svg: &mut Svg) {
        let style = TextStyle {
            size_px: TEXT * self.scale,
            weight: Weight::Regular,
            anchor: Anchor::Start,
            colour: INK,
            halo_px: 0.0,
        };
        for row in &self.rows {
            self.write_sample(svg, row);
            let left = row.left + (SAMPLE_WIDTH + SAMPLE_GAP) * self.scale;
            for (index, line) in row.lines.iter().enumerate() {
                let baseline = row.top + (index as f64 * LINE + 20.5) * self.scale;
                svg.text((left, baseline), &style, line);
            }
        }
    }

    fn write_sample(&self, svg: &mut Svg, row: &Row) {
        let sample = self.sample(row);
        let centre = (sample.left + sample.width / 2.0, sample.top + sample.height / 2.0);
        match row.symbol {
            Symbol::Area { .. } => {
                let attributes = format!(r#"fill="none" stroke="{INK}" stroke-width="1""#);
                svg.rect(&sample, attributes);
            }
            Symbol::Line { colour, width_px } => {
                let width_px = width_px * self.scale;
                let (left, right, y) = (sample.left, sample.right(), centre.1);
                svg.path(
                    format!("M{left} {y}H{right}"),
                    format!(r#"stroke="{colour}" stroke-width="{width_px}""#),
                );
            }
            Symbol::Place => place_dot(svg, centre, self.scale),
            Symbol::Rank => rank_sign(svg, centre, "1", self.scale),
            Symbol::DeadZone => dead_zone_sign(svg, centre, self.scale),
        }
    }

    /// The areas' samples are coloured and hatched in pixels, as the map is, so
    /// that both have the same pattern.
    pub fn paint_areas(&self, page: &mut RgbaImage) {
        for row in &self.rows {
            let Symbol::Area { colour, hatching } = row.symbol else {
                continue;
            };
            let sample = self.sample(row);
            let (width, height) = (sample.width as u32, sample.height as u32);
            let mut area = RgbaImage::from_pixel(width, height, super::hatch::rgba(colour));
            if let Some(hatching) = hatching {
                hatch(&mut area, colour, hatching, self.scale);
            }
            imageops::replace(page, &area, sample.left as i64, sample.top as i64);
        }
    }

    /// In whole pixels.
    fn sample(&self, row: &Row) -> Rect {
        Rect {
            left: row.left.round(),
            top: (row.top + (LINE - SAMPLE_HEIGHT) / 2.0 * self.scale).round(),
            width: (SAMPLE_WIDTH * self.scale).round(),
            height: (SAMPLE_HEIGHT * self.scale).round(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::font::width_px, *};

    fn check(texts: &[&str], expected_lefts: &[f64], expected_height: f64) {
        let entry = |text: &&str| LegendEntry { symbol: Symbol::Place, text: (*text).to_owned() };
        let entries: Vec<_> = texts.iter().map(entry).collect();
        let block = LegendBlock::new(&entries, 800.0, 1.0);
        let lefts: Vec<f64> = block.rows.iter().map(|row| row.left).collect();
        assert_eq!(lefts, expected_lefts, "{texts:?}");
        assert_eq!(block.height(), expected_height, "{texts:?}");
        let limit = 800.0 - SAMPLE_WIDTH - SAMPLE_GAP;
        for line in block.rows.iter().flat_map(|row| &row.lines) {
            assert!(width_px(line, TEXT, Weight::Regular) <= limit);
        }
    }

    #[test]
    fn entries_stand_in_columns() {
        check(&[], &[], 0.0);
        check(&["Ort"], &[0.0], LINE);
        check(&["a", "b", "c"], &[0.0; 3], 3.0 * LINE + 2.0 * ROW_GAP);
        let second = (800.0 - COLUMN_GAP) / 2.0 + COLUMN_GAP;
        let lefts = [0.0, 0.0, second, second];
        check(&["a", "b", "c", "d"], &lefts, 2.0 * LINE + ROW_GAP);
        let long = "Ej täckt mark enligt operatörens uppgift ".repeat(3);
        check(&[&long], &[0.0], 2.0 * LINE);
    }
}
