//! Separated values with a header, line by line.
//!
//! A line is a row: none of the forms has line breaks within a value, and a
//! quotation mark that is never closed spoils its own line alone.

use csv::{ReaderBuilder, StringRecord};
use memchr::{memchr, memchr_iter};

use super::{MeasurementError, row_fault::RowFault, value::Decimals};

/// A file whose header was read; names of columns in lower case.
pub(super) struct Table<'text> {
    header: StringRecord,
    separator: u8,
    /// What follows the header, and the number of its first line.
    rest: &'text [u8],
    first_line: u64,
}

impl<'text> Table<'text> {
    /// Takes the first line that isn't blank as header; unless a separator is
    /// given it is whichever of comma, semicolon and tabulator it has most of.
    pub fn open(text: &'text [u8], separator: Option<char>) -> Result<Self, MeasurementError> {
        let blank = |line: &&[u8]| line.trim_ascii().is_empty();
        let blank_lines = text.split_inclusive(|byte| *byte == b'\n').take_while(blank);
        let (skipped_lines, skipped) =
            blank_lines.fold((0, 0), |(lines, bytes), line| (lines + 1, bytes + line.len()));
        let text = &text[skipped..];
        let end = text.iter().position(|byte| *byte == b'\n').map_or(text.len(), |end| end + 1);
        let (line, rest) = text.split_at(end);
        let line = std::str::from_utf8(line.trim_ascii_end()).map_err(|_| MeasurementError::NotText)?;
        let given = separator.and_then(|sign| u8::try_from(sign).ok());
        let separator = given.unwrap_or_else(|| separator_of(line));
        let header = split(line, separator).iter().map(|name| name.trim().to_lowercase()).collect();
        let table = Self { header, separator, rest, first_line: skipped_lines + 2 };
        match table.repeated_column() {
            Some(column) => Err(MeasurementError::RepeatedColumn(column.to_owned())),
            None => Ok(table),
        }
    }

    pub fn header(&self) -> &StringRecord {
        &self.header
    }

    /// The place of a column, whatever its case.
    pub fn place(&self, column: &str) -> Option<usize> {
        let wanted = column.trim().to_lowercase();
        self.header.iter().position(|name| name == wanted)
    }

    /// The names of the columns, as far as an answer shows them.
    pub fn names(&self) -> String {
        self.header.iter().collect::<Vec<_>>().join(", ").chars().take(200).collect()
    }

    pub fn decimals(&self) -> Decimals {
        if self.separator == b',' { Decimals::Point } else { Decimals::PointOrComma }
    }

    /// The lines that aren't blank, each with its number in the file.
    pub fn lines(&self) -> impl Iterator<Item = (u64, &'text [u8])> + use<'text> {
        let lines = (self.first_line..).zip(Lines(Some(self.rest)));
        lines.filter(|(_, line)| !line.trim_ascii().is_empty())
    }

    /// Calls with the values of a line, in the header's order. `values` is a list
    /// to be used again: what is in it doesn't matter.
    ///
    /// # Errors
    /// When the line is no text, or has more or fewer values than the header.
    pub fn with_values<T>(
        &self,
        line: &'text [u8],
        values: &mut Vec<&'text str>,
        use_values: impl FnOnce(&[&str]) -> Result<T, RowFault>,
    ) -> Result<T, RowFault> {
        let line =
            std::str::from_utf8(line.strip_suffix(b"\r").unwrap_or(line)).map_err(|_| RowFault::NotText)?;
        let expected = self.header.len();
        let checked = |values: &[&str]| match values.len() {
            found if found == expected => use_values(values),
            found => Err(RowFault::FieldCount { expected, found }),
        };
        if memchr(b'"', line.as_bytes()).is_some() {
            return checked(&split(line, self.separator).iter().collect::<Vec<_>>());
        }
        // Most lines have no quotation marks and are split without more ado.
        values.clear();
        let mut begin = 0;
        for end in memchr_iter(self.separator, line.as_bytes()) {
            values.push(&line[begin..end]);
            begin = end + 1;
        }
        values.push(&line[begin..]);
        checked(values)
    }

    fn repeated_column(&self) -> Option<&str> {
        let named = self.header.iter().enumerate().filter(|(_, name)| !name.is_empty());
        let repeated =
            |(place, name): &(usize, &str)| self.header.iter().take(*place).any(|earlier| earlier == *name);
        named.into_iter().find(repeated).map(|(_, name)| name)
    }
}

/// Pieces of a text between line breaks.
struct Lines<'text>(Option<&'text [u8]>);

impl<'text> Iterator for Lines<'text> {
    type Item = &'text [u8];

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.0.take()?;
        let Some(end) = memchr(b'\n', rest) else { return Some(rest) };
        self.0 = Some(&rest[end + 1..]);
        Some(&rest[..end])
    }
}

fn separator_of(header: &str) -> u8 {
    let count = |separator: &u8| header.bytes().filter(|byte| byte == separator).count();
    // Of equals the last wins: a single column is taken as separated by commas.
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

fn split(line: &str, separator: u8) -> StringRecord {
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(line.as_bytes());
    let row = reader.records().next();
    // Reading text from memory can't fail; a line that were no row would be one of no fields.
    row.and_then(Result::ok).unwrap_or_default()
}
