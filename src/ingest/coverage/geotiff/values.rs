//! Whether a pixel's value is coverage.

use tiff::tags::Tag;

use super::{Picture, fault};
use crate::ingest::coverage::{CoverageReadError, CoveredWhere};

/// Scale and offset as GDAL writes them, in XML.
const GDAL_METADATA: Tag = Tag::Unknown(42112);

/// No receiver measures so much (R7): what is above is background without a mark.
const STRONGEST_DBM: f64 = -30.0;

/// Rounding of a scaled value, far below a decibel's worth.
const SCALED_PRECISION: f64 = 1e-9;

pub struct Values {
    covered: CoveredWhere,
    no_data: Option<f64>,
    scale: f64,
    offset: f64,
    is_level: bool,
    implausible: u64,
    first_implausible: Option<(i32, i32)>,
}

impl Values {
    /// # Errors
    /// When the picture's own words on its values can't be read.
    pub fn of(picture: &mut Picture, covered: CoveredWhere) -> Result<Self, CoverageReadError> {
        let mut text = |tag| match picture.find_tag(tag).map_err(fault)? {
            Some(value) => value.into_string().map(Some).map_err(fault),
            None => Ok(None),
        };
        let no_data = text(Tag::GdalNodata)?;
        let no_data = no_data.and_then(|text| text.trim_matches(['\0', ' ', '\n']).parse().ok());
        let metadata = text(GDAL_METADATA)?.unwrap_or_default();
        Ok(Self {
            no_data,
            scale: item(&metadata, "scale").unwrap_or(1.0),
            offset: item(&metadata, "offset").unwrap_or(0.0),
            is_level: matches!(covered, CoveredWhere::AtLeast { value, .. } if value < 0.0),
            covered,
            implausible: 0,
            first_implausible: None,
        })
    }

    pub fn is_covered(&mut self, raw: f64, column: i32, row: i32) -> bool {
        // The mark of no data is written as a double and kept as the samples are.
        let is_no_data = |mark: f64| raw == mark || raw == f64::from(mark as f32);
        if !raw.is_finite() || self.no_data.is_some_and(is_no_data) {
            return false;
        }
        let value = if self.is_scaled() { raw * self.scale + self.offset + SCALED_PRECISION } else { raw };
        if self.is_level && value > STRONGEST_DBM {
            self.implausible += 1;
            self.first_implausible.get_or_insert((column, row));
            return false;
        }
        match &self.covered {
            CoveredWhere::Classes { values, .. } if self.is_scaled() => {
                values.iter().any(|class| (class - value).abs() <= 2.0 * SCALED_PRECISION)
            }
            covered => covered.holds(value),
        }
    }

    /// How many pixels have a level that no receiver measures, and the first.
    pub fn implausible(&self) -> Option<(u64, (i32, i32))> {
        self.first_implausible.map(|first| (self.implausible, first))
    }

    fn is_scaled(&self) -> bool {
        (self.scale, self.offset) != (1.0, 0.0)
    }
}

/// `<Item name="SCALE" sample="0" role="scale">0.1</Item>`
fn item(metadata: &str, role: &str) -> Option<f64> {
    let (_, after) = metadata.split_once(&format!("role=\"{role}\""))?;
    let (_, value) = after.split_once('>')?;
    let value = value.split('<').next()?.trim().parse().ok();
    value.filter(|value: &f64| value.is_finite() && (role != "scale" || *value != 0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(covered: CoveredWhere, (scale, offset): (f64, f64), raw: f64, expected: bool) {
        let is_level = matches!(covered, CoveredWhere::AtLeast { value, .. } if value < 0.0);
        let (no_data, implausible, first_implausible) = (Some(-9999.1), 0, None);
        let mut values = Values { covered, no_data, scale, offset, is_level, implausible, first_implausible };
        assert_eq!(values.is_covered(raw, 0, 0), expected, "{raw}");
        assert_eq!(values.implausible().is_some(), is_level && raw * scale + offset > STRONGEST_DBM);
    }

    /// R5: −105 limited, −105.01 none.
    #[test]
    fn a_level_counts_from_the_threshold_on() {
        let limited = || CoveredWhere::AtLeast { column: None, value: -105.0 };
        for (raw, expected) in [
            (-105.0, true),
            (-105.01, false),
            (-85.0, true),
            (f64::NAN, false),
            (f64::NEG_INFINITY, false),
            (-9999.1, false),
            (f64::from(-9999.1_f32), false),
            (0.0, false),
            (255.0, false),
        ] {
            check(limited(), (1.0, 0.0), raw, expected);
        }
        check(limited(), (0.1, 0.0), -1050.0, true);
        check(limited(), (0.1, -100.0), -50.0, true);
        check(limited(), (0.1, -100.0), -51.0, false);
    }

    #[test]
    fn classes_are_what_they_are() {
        let classes = || CoveredWhere::Classes { column: None, values: vec![2.0, 3.0] };
        check(classes(), (1.0, 0.0), 2.0, true);
        check(classes(), (1.0, 0.0), 1.0, false);
        check(classes(), (0.5, 0.0), 6.0, true);
    }

    #[test]
    fn scale_and_offset_are_gdals() {
        let xml = "<GDALMetadata>\n  <Item name=\"OFFSET\" sample=\"0\" role=\"offset\">-100</Item>\n  \
            <Item name=\"SCALE\" sample=\"0\" role=\"scale\">0.5</Item>\n</GDALMetadata>";
        assert_eq!((item(xml, "scale"), item(xml, "offset")), (Some(0.5), Some(-100.0)));
        assert_eq!((item("", "scale"), item("role=\"scale\">0<", "scale")), (None, None));
    }
}
