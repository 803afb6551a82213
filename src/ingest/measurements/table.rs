//! Separated values with a header, line by line.
//!
//! A line is a row: none of the forms has line breaks within a value, and a
//! quotation mark that is never closed spoils its own line alone.

use csv::{ReaderBuilder, StringRecord};

use super::{MeasurementError, field::Decimals, row_fault::RowFault};

/// A file whose header was read; names of columns in lower case.
pub(super) struct Table<'text> {
    header: StringRecord,
    separator: u8,
    /// What follows the header, and the number of its first line.
    rest: &'text [u8],
    first_line: u64,
}

impl<'text> Table<'text> {
    /// Takes the first line that isn't blank as header; it is separated by
    /// whichever of comma, semicolon and tabulator it has most of.
    pub fn open(text: &'text [u8]) -> Result<Self, MeasurementError> {
        let blank = |line: &&[u8]| line.trim_ascii().is_empty();
        let blank_lines = text.split_inclusive(|byte| *byte == b'\n').take_while(blank);
        let (skipped_lines, skipped) =
            blank_lines.fold((0, 0), |(lines, bytes), line| (lines + 1, bytes + line.len()));
        let text = &text[skipped..];
        let end = text.iter().position(|byte| *byte == b'\n').map_or(text.len(), |end| end + 1);
        let (line, rest) = text.split_at(end);
        let line = std::str::from_utf8(line.trim_ascii_end()).map_err(|_| MeasurementError::NotText)?;
        let separator = separator_of(line);
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

    pub fn has(&self, column: &str) -> bool {
        self.header.iter().any(|name| name == column)
    }

    /// # Errors
    /// When one of the columns isn't there.
    pub fn require(&self, columns: &[&str]) -> Result<(), MeasurementError> {
        let missing: Vec<_> = columns.iter().copied().filter(|column| !self.has(column)).collect();
        if missing.is_empty() {
            return Ok(());
        }
        let found: String = self.header.iter().collect::<Vec<_>>().join(", ").chars().take(200).collect();
        Err(MeasurementError::MissingColumns { missing: missing.join(", "), found })
    }

    pub fn decimals(&self) -> Decimals {
        if self.separator == b',' { Decimals::Point } else { Decimals::PointOrComma }
    }

    /// The rows that aren't blank, each with the number of its line in the file.
    pub fn rows(&self) -> impl Iterator<Item = (u64, Result<StringRecord, RowFault>)> {
        let lines = (self.first_line..).zip(self.rest.split(|byte| *byte == b'\n'));
        let filled = lines.filter(|(_, line)| !line.trim_ascii().is_empty());
        filled.map(|(number, line)| (number, self.row(line)))
    }

    fn row(&self, line: &[u8]) -> Result<StringRecord, RowFault> {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let row = split(std::str::from_utf8(line).map_err(|_| RowFault::NotText)?, self.separator);
        let (expected, found) = (self.header.len(), row.len());
        if expected == found { Ok(row) } else { Err(RowFault::FieldCount { expected, found }) }
    }

    fn repeated_column(&self) -> Option<&str> {
        let named = self.header.iter().enumerate().filter(|(_, name)| !name.is_empty());
        let repeated =
            |(place, name): &(usize, &str)| self.header.iter().take(*place).any(|earlier| earlier == *name);
        named.into_iter().find(repeated).map(|(_, name)| name)
    }
}

fn separator_of(header: &str) -> u8 {
    let count = |separator: &u8| header.bytes().filter(|byte| byte == separator).count();
    // Of equals the last wins: a single column is taken as separated by commas.
    [b'\t', b';', b','].into_iter().max_by_key(count).unwrap_or(b',')
}

/// Most lines have no quotation marks and are split without more ado.
fn split(line: &str, separator: u8) -> StringRecord {
    if !line.contains('"') {
        return line.split(char::from(separator)).collect();
    }
    let mut reader = ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator)
        .from_reader(line.as_bytes());
    let row = reader.records().next();
    // Reading text from memory can't fail; a line that were no row would be one of no fields.
    row.and_then(Result::ok).unwrap_or_default()
}
