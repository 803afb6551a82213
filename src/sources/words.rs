//! A source's own words, as a sentence may quote them.

const LONGEST: usize = 300;

/// Without markup and line breaks, cut where it is long.
pub fn in_short(text: &str) -> String {
    let mut plain = String::new();
    let mut in_markup = false;
    for character in text.chars() {
        match character {
            '<' => in_markup = true,
            '>' => {
                in_markup = false;
                plain.push(' ');
            }
            _ if in_markup => {}
            character if character.is_control() => plain.push(' '),
            character => plain.push(character),
        }
    }
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    match plain.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &plain[..end]),
        None => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_goes_and_long_texts_are_cut() {
        assert_eq!(in_short("<html><p>No\n such  layer</p></html>"), "No such layer");
        assert_eq!(in_short(""), "");
        let long = in_short(&"å".repeat(LONGEST + 1));
        assert_eq!(long.chars().count(), LONGEST + 1);
        assert!(long.ends_with('…'));
    }
}
