//! Short lists of words in one column.

use std::fmt::Display;

use super::{StoreError, error::readable};

/// Words with a space between; none of them has one in itself.
pub(super) fn join<T: ToString>(words: &[T]) -> String {
    words.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

/// What `join` wrote, each word read anew.
pub(super) fn split<'text, T, E: Display>(
    column: &'static str,
    text: &'text str,
    read: impl Fn(&'text str) -> Result<T, E>,
) -> Result<Vec<T>, StoreError> {
    readable(column, text.split_whitespace().map(read).collect())
}
