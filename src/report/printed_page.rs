//! The frame that every printable page stands in, whole in one file: style and
//! pictures stand inside it.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::domain::Language;

/// The pages' only style, which their security policy names by hash.
pub const PAGE_STYLE: &str = include_str!("printed_page.css");

/// A page of `sections`, named `title` in the browser's tab.
pub(super) fn printed_page(language: Language, title: &str, sections: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang=(language.as_str()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (title) }
                style { (PreEscaped(PAGE_STYLE)) }
            }
            body { main { (sections) } }
        }
    };
    page.into_string()
}

/// What stands above everything that is made up.
pub(super) fn demonstration(sentence: &str) -> Markup {
    html! { p.demonstration { (sentence) } }
}
