//! Header fields in a Shapefile's table (`.dbf`), whose fields are text in fixed
//! places. Read here: the crate's reader gives up a whole record for one number
//! that is none, and it is the text that is asked for.

use std::{
    fs::File,
    io::{BufReader, Read},
};

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use crate::ingest::coverage::{HeaderColumns, ReadLimits, header_columns::header_field};

const HEADER_BYTES: usize = 32;
const FIELD_BYTES: usize = 32;
const END_OF_FIELDS: u8 = 0x0d;
const DELETED: u8 = b'*';

pub struct Table<'file> {
    reader: BufReader<&'file mut File>,
    encoding: &'static Encoding,
    columns: Vec<Column>,
    record_bytes: usize,
    record_count: u32,
}

struct Column {
    field: &'static str,
    start: usize,
    end: usize,
    kind: u8,
}

impl<'file> Table<'file> {
    /// # Errors
    /// The reason why it can't be read.
    pub fn open(file: &'file mut File, code_page: Option<&str>, limits: &ReadLimits) -> Result<Self, String> {
        let mut reader = BufReader::with_capacity(1 << 16, file);
        let mut header = [0; HEADER_BYTES];
        reader.read_exact(&mut header).map_err(|error| error.to_string())?;
        let record_count = u32::from_le_bytes([header[4], header[5], header[6], header[7]]);
        let header_bytes = usize::from(u16::from_le_bytes([header[8], header[9]]));
        let record_bytes = usize::from(u16::from_le_bytes([header[10], header[11]]));
        let mut fields = vec![0; header_bytes.checked_sub(HEADER_BYTES).ok_or("its header is too short")?];
        reader.read_exact(&mut fields).map_err(|error| error.to_string())?;
        let encoding = code_page.and_then(encoding_named).unwrap_or_else(|| encoding_marked(header[29]));
        let columns = columns(&fields, encoding, record_bytes, limits.columns)?;
        Ok(Self { reader, encoding, columns, record_bytes, record_count })
    }

    /// Adds the header fields of all records.
    ///
    /// # Errors
    /// The reason why not all of them can be read.
    pub fn header(&mut self, header: &mut HeaderColumns) -> Result<(), String> {
        if self.columns.is_empty() || self.record_bytes == 0 {
            return Ok(());
        }
        let mut record = vec![0; self.record_bytes];
        for number in 1..=self.record_count {
            let read = self.reader.read_exact(&mut record);
            read.map_err(|error| format!("{number} / {}: {error}", self.record_count))?;
            if record[0] == DELETED {
                continue;
            }
            for column in &self.columns {
                header.add(column.field, &self.text(column, &record[column.start..column.end]));
            }
        }
        Ok(())
    }

    fn text(&self, column: &Column, bytes: &[u8]) -> String {
        let (text, ..) = self.encoding.decode(bytes);
        let text = text.trim_matches(|character: char| character.is_whitespace() || character == '\0');
        match (column.kind, text.as_bytes()) {
            // A date is written without its dashes, and a number that isn't known in stars.
            (b'D', digits) if digits.len() == 8 && digits.is_ascii() => {
                format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..])
            }
            (b'N' | b'F', [b'*', ..]) => String::new(),
            _ => text.to_owned(),
        }
    }
}

fn columns(
    fields: &[u8],
    encoding: &'static Encoding,
    record_bytes: usize,
    column_limit: usize,
) -> Result<Vec<Column>, String> {
    // The first byte says whether the record is deleted.
    let mut start = 1;
    let mut columns = Vec::new();
    for (index, field) in fields.chunks_exact(FIELD_BYTES).enumerate() {
        if field[0] == END_OF_FIELDS {
            break;
        }
        if index == column_limit {
            return Err(format!("more than {column_limit} columns"));
        }
        let end = start + usize::from(field[16]);
        if end > record_bytes {
            return Err("its columns are wider than its records".to_owned());
        }
        let name = field[..11].split(|byte| *byte == 0).next().unwrap_or_default();
        let (name, ..) = encoding.decode(name);
        columns.extend(header_field(&name).map(|field_name| Column {
            field: field_name,
            start,
            end,
            kind: field[11],
        }));
        start = end;
    }
    Ok(columns)
}

/// As `.cpg` files name them: UTF-8, 1252, ISO-8859-1, 88591, ANSI 1252.
fn encoding_named(label: &str) -> Option<&'static Encoding> {
    let label = label.trim().trim_start_matches('\u{feff}').to_lowercase();
    let digits: String = label.chars().filter(char::is_ascii_digit).collect();
    Encoding::for_label(label.as_bytes()).or_else(|| match digits.as_str() {
        "65001" | "8" => Some(UTF_8),
        digits => match digits.strip_prefix("8859") {
            Some(part) => Encoding::for_label(format!("iso-8859-{part}").as_bytes()),
            None => Encoding::for_label(format!("windows-{digits}").as_bytes()),
        },
    })
}

/// The table's own mark; most writers leave it at nothing or at 1252.
fn encoding_marked(mark: u8) -> &'static Encoding {
    match mark {
        0xf0 => UTF_8,
        _ => WINDOWS_1252,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_as_they_are_named() {
        for (label, name) in [
            ("UTF-8", "UTF-8"),
            ("utf8\n", "UTF-8"),
            ("65001", "UTF-8"),
            ("1252", "windows-1252"),
            ("ANSI 1252", "windows-1252"),
            ("CP1250", "windows-1250"),
            ("ISO-8859-1", "windows-1252"),
            ("88595", "ISO-8859-5"),
        ] {
            assert_eq!(encoding_named(label).map(Encoding::name), Some(name), "{label}");
        }
        assert_eq!(encoding_named("system"), None);
    }
}
