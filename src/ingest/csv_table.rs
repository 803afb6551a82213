//! A table as CSV with named columns, comma or semicolon.

use csv::{ByteRecord, Reader, ReaderBuilder};

/// A table whose columns are found by name. Text that isn't UTF-8 is read with
/// replacement characters: names of columns and cells are plain ASCII.
pub struct CsvTable<'bytes> {
    headers: Vec<String>,
    reader: Reader<&'bytes [u8]>,
}

/// A line of the table.
pub struct CsvRow {
    /// From 1, the header not counted.
    pub number: u64,
    record: ByteRecord,
}

/// Where and why a table can't be read any further.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsvFault {
    pub line: u64,
    pub reason: String,
}

impl<'bytes> CsvTable<'bytes> {
    /// # Errors
    /// When there is no header.
    pub fn open(bytes: &'bytes [u8]) -> Result<Self, CsvFault> {
        let first_line = bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let delimiter = if first_line.contains(&b';') { b';' } else { b',' };
        let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(bytes);
        let headers = reader.byte_headers().map_err(|error| CsvFault::from(&error))?;
        let headers = headers.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect();
        Ok(Self { headers, reader })
    }

    pub fn column(&self, name: &str) -> Option<usize> {
        self.headers.iter().position(|header| header == name)
    }

    pub fn rows(self) -> impl Iterator<Item = Result<CsvRow, CsvFault>> {
        self.reader.into_byte_records().zip(1..).map(|(record, number)| {
            record.map(|record| CsvRow { number, record }).map_err(|error| CsvFault::from(&error))
        })
    }
}

impl CsvRow {
    /// A field without the blanks around it; empty where the line is too short.
    pub fn text(&self, column: usize) -> String {
        let field = self.record.get(column).unwrap_or_default();
        String::from_utf8_lossy(field).trim().to_owned()
    }

    /// A finite number that isn't negative.
    pub fn amount(&self, column: usize) -> Result<f64, String> {
        let text = self.text(column);
        let amount = text.parse().ok().filter(|amount: &f64| amount.is_finite() && *amount >= 0.0);
        amount.ok_or_else(|| format!("`{text}` is no number from 0"))
    }
}

impl From<&csv::Error> for CsvFault {
    fn from(error: &csv::Error) -> Self {
        Self { line: error.position().map_or(1, csv::Position::line), reason: error.to_string() }
    }
}

impl std::fmt::Display for CsvFault {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "line {}: {}", self.line, self.reason)
    }
}
