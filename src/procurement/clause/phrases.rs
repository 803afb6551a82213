//! Numbers, dates and lists as a sentence has them, in both languages.

use jiff::civil::Date;

use crate::domain::{Bilingual, Share};

/// Between a number and what belongs to it, so that no line ends there.
const NO_BREAK: char = '\u{a0}';

pub(super) fn both(sv: impl Into<String>, en: impl Into<String>) -> Bilingual {
    Bilingual::new(sv, en)
}

/// As exactly as it is asked for: `98,5 %`.
pub(super) fn percent(share: Share) -> Bilingual {
    // A share is a decimal that somebody wrote; its product with 100 ends some
    // digits further out.
    let percent = plain((share.value() * 100.0 * 1e8).round() / 1e8);
    both(format!("{}{NO_BREAK}%", percent.replace('.', ",")), format!("{percent}{NO_BREAK}%"))
}

/// Metres below a kilometre, else kilometres.
pub(super) fn kilometres(metres: f64) -> Bilingual {
    let (number, unit) =
        if metres < 1_000.0 { (metres, ["meter", "metres"]) } else { (metres / 1e3, ["km", "km"]) };
    let number = plain(number);
    both(
        format!("{}{NO_BREAK}{}", number.replace('.', ","), unit[0]),
        format!("{number}{NO_BREAK}{}", unit[1]),
    )
}

pub(super) fn kronor(amount: u64) -> Bilingual {
    let digits = amount.to_string();
    let grouped = |separator: char| {
        let mut text = String::new();
        for (place, digit) in digits.chars().enumerate() {
            if place > 0 && (digits.len() - place).is_multiple_of(3) {
                text.push(separator);
            }
            text.push(digit);
        }
        text
    };
    both(format!("{}{NO_BREAK}kronor", grouped(NO_BREAK)), format!("SEK{NO_BREAK}{}", grouped(',')))
}

/// Years come first everywhere in the service.
pub(super) fn day(date: Date) -> Bilingual {
    both(date.to_string(), date.to_string())
}

/// `A, B och C`.
pub(super) fn listed(names: impl Iterator<Item = String>) -> Bilingual {
    let names: Vec<String> = names.collect();
    let joined = |and: &str| match names.as_slice() {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
    };
    both(joined("och"), joined("and"))
}

/// The shortest text that reads as the same number.
fn plain(number: f64) -> String {
    number.to_string()
}

/// A name in the middle of a sentence.
pub(super) fn within_sentence(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}
