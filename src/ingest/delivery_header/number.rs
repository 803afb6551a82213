//! Numbers as people write them in a header: with a decimal comma, a share as
//! per cent.

use std::ops::RangeInclusive;

use crate::domain::{Bilingual, Share};

/// A number within a range; `0,95` is 0.95.
pub fn number(text: &str, range: RangeInclusive<f64>) -> Result<f64, Bilingual> {
    let number = plain(text)?;
    if range.contains(&number) {
        return Ok(number);
    }
    let (low, high) = (range.start(), range.end());
    Err(Bilingual::new(
        format!("{number} ligger utanför {low}…{high}"),
        format!("{number} is outside {low}…{high}"),
    ))
}

/// A share, 0…1; `95 %` is 0.95.
pub fn share(text: &str) -> Result<Share, Bilingual> {
    let (number, is_percent) = match text.trim_end().strip_suffix('%') {
        Some(percent) => (plain(percent.trim_end())?, true),
        None => (plain(text)?, false),
    };
    let value = if is_percent { number / 100.0 } else { number };
    Share::new(value).map_err(|_| {
        Bilingual::new(
            format!("`{text}` är ingen andel: skriv 0–1, eller i procent som `95 %`"),
            format!("`{text}` is no share: write 0 to 1, or per cent as in `95 %`"),
        )
    })
}

fn plain(text: &str) -> Result<f64, Bilingual> {
    // Two commas, or a comma and a point, could mean anything.
    let text = text.trim();
    let written = match text.split_once(',') {
        Some((whole, fraction)) if !text.contains('.') => format!("{whole}.{fraction}"),
        _ => text.to_owned(),
    };
    written
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite())
        .ok_or_else(|| Bilingual::new(format!("`{text}` är inget tal"), format!("`{text}` is no number")))
}
