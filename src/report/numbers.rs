//! Numbers as people write them in the two languages.

use crate::domain::Language;

/// A number with this many decimals: thousands apart by a thin space, decimal
/// comma in Swedish.
pub fn number(value: f64, decimals: usize, language: Language) -> String {
    let text = format!("{:.decimals$}", value.abs());
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(match language {
                Language::Swedish => '\u{a0}',
                Language::English => ',',
            });
        }
        grouped.push(digit);
    }
    let is_zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    let sign = if value < 0.0 && !is_zero { "−" } else { "" };
    let point = match language {
        Language::Swedish => ',',
        Language::English => '.',
    };
    if fraction.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped}{point}{fraction}") }
}

/// A share's `percent` text in the language.
pub fn percent(text: &str, language: Language) -> String {
    match language {
        Language::Swedish => format!("{}\u{a0}%", text.replace('.', ",")),
        Language::English => format!("{text}%"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_both_languages() {
        for (value, decimals, sv, en) in [
            (1_234_567.891, 1, "1\u{a0}234\u{a0}567,9", "1,234,567.9"),
            (-12.0, 0, "−12", "−12"),
            (-0.01, 1, "0,0", "0.0"),
            (999.0, 0, "999", "999"),
        ] {
            assert_eq!(number(value, decimals, Language::Swedish), sv);
            assert_eq!(number(value, decimals, Language::English), en);
        }
        assert_eq!(percent("98.49", Language::Swedish), "98,49\u{a0}%");
    }
}
