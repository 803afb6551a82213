//! Texts in the letters that the bundled fonts have. A document for the archive may
//! hold no character without a form, and a name must not vanish for its script: what
//! can't be set is written by its number, `[U+1F600]`.

use serde_json::Value;
use skrifa::{FontRef, MetadataProvider};

use crate::report::fonts::{BOLD, REGULAR, SIGNS};

/// The value with every text in letters that can be set; keys stay.
pub fn in_our_letters(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(settable(&text)),
        Value::Array(items) => items.into_iter().map(in_our_letters).collect(),
        Value::Object(members) => {
            members.into_iter().map(|(key, value)| (key, in_our_letters(value))).collect()
        }
        other => other,
    }
}

fn settable(text: &str) -> String {
    let mut set = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' | '\t' => set.push(' '),
            plain if is_settable(plain) => set.push(plain),
            other => set.push_str(&format!("[U+{:04X}]", u32::from(other))),
        }
    }
    set
}

/// Bold has the same letters as regular; signs come from one font in either weight.
fn is_settable(character: char) -> bool {
    let has = |data| FontRef::new(data).is_ok_and(|font| font.charmap().map(character).is_some());
    match character {
        ' '..='~' | '\u{a0}' => true,
        _ if character.is_control() || is_invisible(character) => false,
        _ => (has(REGULAR) && has(BOLD)) || has(SIGNS),
    }
}

/// Marks that set the direction of writing, join, or show nothing: they could make a
/// text look like another one.
fn is_invisible(character: char) -> bool {
    matches!(character,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e000}'..='\u{f8ff}')
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(in_our_letters(json!({ "a": [text] })), json!({ "a": [expected] }));
    }

    #[test]
    fn what_has_no_form_is_written_by_its_number() {
        check(
            "Övertorneå, Jåhkåmåhkke, Čohkkiras ≥ 95\u{a0}% → −3 m²",
            "Övertorneå, Jåhkåmåhkke, Čohkkiras ≥ 95\u{a0}% → −3 m²",
        );
        check("en rad\ntill", "en rad till");
        check("mast 😀", "mast [U+1F600]");
        check("sn\u{202e}el\u{200b}l", "sn[U+202E]el[U+200B]l");
        check("a\u{0}b", "a[U+0000]b");
        check("#let x = \\ $1$ <a> @b *c* _d_", "#let x = \\ $1$ <a> @b *c* _d_");
    }
}
