//! The map in other colours: for dark surroundings, and for eyes that need more
//! contrast. A theme says by which colours those of the palette are replaced;
//! what carries meaning keeps its hue.

use serde_json::Value;

use super::palette;
use crate::domain::words;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Theme {
    Light,
    Dark,
    Contrast,
}

words!(Theme, "theme", { Light => "light", Dark => "dark", Contrast => "contrast" });

impl Theme {
    /// Of patterns.
    #[must_use]
    pub const fn ink(self) -> &'static str {
        match self {
            Self::Light => "#2b2f36",
            Self::Dark => "#f2f4f6",
            Self::Contrast => "#000000",
        }
    }

    /// Of names, and of the halo around them.
    #[must_use]
    pub const fn text(self) -> [&'static str; 2] {
        match self {
            Self::Light => ["#1d2b30", "#ffffff"],
            Self::Dark => ["#f2f4f6", "#14181c"],
            Self::Contrast => ["#000000", "#ffffff"],
        }
    }

    const fn replaced(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Light => &[],
            Self::Dark => &[
                (palette::GROUND, "#0e1317"),
                (palette::LAND, "#1b2126"),
                (palette::LAKE, "#22323d"),
                (palette::LAKE_EDGE, "#35505f"),
                (palette::BOUNDARY, "#9aa1a9"),
                (palette::ROAD, "#a89d8e"),
                (palette::ROAD_EDGE, "#14181c"),
                (palette::LOCALITY, "#c3c9d0"),
                (palette::PLACE_EDGE, "#d5dade"),
                (palette::UNNAMED_NETWORK, "#a4b0b9"),
                (palette::GAP, "#e07aa5"),
                (palette::DEAD_ZONE, "#f2f4f6"),
                (palette::NOT_MEASURED, "#7b828a"),
            ],
            Self::Contrast => &[
                (palette::GROUND, "#ffffff"),
                (palette::LAND, "#ffffff"),
                (palette::LAKE, "#b9d7ea"),
                (palette::LAKE_EDGE, "#00436b"),
                (palette::BOUNDARY, "#000000"),
                (palette::ROAD, "#3a332a"),
                (palette::LOCALITY, "#000000"),
                (palette::PLACE_EDGE, "#000000"),
                (palette::UNNAMED_NETWORK, "#2b353c"),
                (palette::GAP, "#6b0f3c"),
                (palette::DEAD_ZONE, "#000000"),
                (palette::CONFIRMED, "#00664a"),
                (palette::REFUTED, "#a33f00"),
                (palette::NOT_MEASURED, "#6b7078"),
            ],
        }
    }

    /// Puts the theme's colours into a part of a style.
    pub fn colour(self, part: &mut Value) {
        match part {
            Value::String(text) => {
                let replaced = self.replaced().iter().find(|(light, _)| light == text);
                if let Some((_, other)) = replaced {
                    (*other).clone_into(text);
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.colour(item)),
            Value::Object(members) => members.values_mut().for_each(|value| self.colour(value)),
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// Relative luminance of `#rrggbb` (WCAG 2.2).
    fn luminance(colour: &str) -> f64 {
        let linear = |from: usize| {
            let value = f64::from(u8::from_str_radix(&colour[from..from + 2], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(1) + 0.7152 * linear(3) + 0.0722 * linear(5)
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    fn in_theme(theme: Theme, colour: &str) -> String {
        let mut value = json!(colour);
        theme.colour(&mut value);
        value.as_str().unwrap().to_owned()
    }

    /// Names as texts need it (WCAG 2.2, 1.4.3, and 1.4.6 where contrast is asked
    /// for), lines and points as signs need it (1.4.11).
    #[test]
    fn contrasts_are_enough() {
        for &theme in Theme::ALL {
            let [text, halo] = theme.text();
            let least = if theme == Theme::Contrast { 7.0 } else { 4.5 };
            assert!(contrast(text, halo) >= least, "{theme}");
            let land = in_theme(theme, palette::LAND);
            assert!(contrast(text, &land) >= least, "{theme}");
            for sign in
                [palette::BOUNDARY, palette::GAP, palette::DEAD_ZONE, palette::LOCALITY, palette::ROAD]
            {
                let found = contrast(&in_theme(theme, sign), &land);
                assert!(found >= 3.0, "{theme}: {sign} {found}");
            }
        }
    }

    #[test]
    fn colours_are_replaced_wherever_they_stand() {
        let mut paint =
            json!({"fill-color": ["match", ["get", "state"], "confirmed", palette::CONFIRMED, "#123456"]});
        Theme::Contrast.colour(&mut paint);
        assert_eq!(
            paint,
            json!({"fill-color": ["match", ["get", "state"], "confirmed", "#00664a", "#123456"]})
        );
        let mut same = json!({"fill-color": palette::LAND});
        Theme::Light.colour(&mut same);
        assert_eq!(same["fill-color"], palette::LAND);
    }
}
