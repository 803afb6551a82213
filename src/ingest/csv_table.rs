//! A table as CSV with named columns, comma, semicolon or tabulator, read line
//! by line.

use std::{
    borrow::Cow,
    cell::Cell,
    io::{self, BufRead, Read},
    rc::Rc,
    str,
};

use csv::{ByteRecord, Reader, ReaderBuilder};
use encoding_rs::WINDOWS_1252;

use super::UnpackError;

/// A table whose columns are found by name. Text that isn't UTF-8 is read with
/// replacement characters: names of columns and cells are plain ASCII.
pub struct CsvTable<'text> {
    headers: Vec<String>,
    reader: Reader<Guarded<'text>>,
    /// The first row, read before it is asked for.
    first: Option<ByteRecord>,
    since_record: Rc<Cell<usize>>,
    limit_bytes: usize,
}

/// A line of the table.
pub struct CsvRow {
    /// From 1, the header not counted.
    pub number: u64,
    record: ByteRecord,
}

/// Where and why a table can't be read any further.
#[derive(Debug)]
pub enum CsvFault {
    Broken { line: u64, reason: String },
    TooLong { line: u64, limit_bytes: usize },
    Unpack(UnpackError),
}

/// Why a small table that somebody filled in can't be taken at all.
#[derive(Debug, thiserror::Error)]
pub enum TableError {
    #[error("the table can't be read: {0}")]
    Table(String),
    #[error("the table has no column `{column}`: it has {}", there.join(", "))]
    ColumnMissing { column: &'static str, there: Vec<String> },
}

/// A table's text: spreadsheets write UTF-8, with a mark before it, or Windows-1252.
pub fn decoded(bytes: &[u8]) -> Cow<'_, str> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    str::from_utf8(bytes).map_or_else(|_| WINDOWS_1252.decode_without_bom_handling(bytes).0, Cow::Borrowed)
}

impl<'text> CsvTable<'text> {
    /// # Errors
    /// When there is no header.
    pub fn open(bytes: &'text [u8]) -> Result<Self, CsvFault> {
        Self::from_reader(Box::new(bytes), usize::MAX)
    }

    /// A table whose lines are no longer than the limit, as far as a buffer's
    /// length matters: a quote that isn't closed would else be the rest of the file.
    ///
    /// # Errors
    /// When there is no header.
    pub fn from_reader(mut text: Box<dyn BufRead + 'text>, limit_bytes: usize) -> Result<Self, CsvFault> {
        let head = text.fill_buf().map_err(|error| CsvFault::Unpack(error.into()))?;
        let first_line = head.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let delimiters = [b';', b'\t', b','];
        let delimiter = delimiters.into_iter().find(|delimiter| first_line.contains(delimiter));
        let since_record = Rc::new(Cell::new(0));
        let guarded = Guarded { text, since_record: since_record.clone(), limit_bytes };
        let mut reader =
            ReaderBuilder::new().delimiter(delimiter.unwrap_or(b',')).flexible(true).from_reader(guarded);
        let fault = |error: csv::Error| CsvFault::of(error, limit_bytes);
        let headers = reader.byte_headers().map_err(fault)?;
        let headers = headers.iter().map(|name| String::from_utf8_lossy(name).trim().to_owned()).collect();
        since_record.set(0);
        let mut record = ByteRecord::new();
        let first = reader.read_byte_record(&mut record).map_err(fault)?.then_some(record);
        Ok(Self { headers, reader, first, since_record, limit_bytes })
    }

    pub fn headers(&self) -> &[String] {
        &self.headers
    }

    pub fn column(&self, name: &str) -> Option<usize> {
        self.headers.iter().position(|header| header == name)
    }

    /// The first column whose value in the first row is of a kind.
    pub fn first_column_with(&self, is_of_kind: impl Fn(&str) -> bool) -> Option<usize> {
        let first = self.first.as_ref()?;
        first.iter().position(|field| is_of_kind(String::from_utf8_lossy(field).trim()))
    }

    pub fn rows(mut self) -> impl Iterator<Item = Result<CsvRow, CsvFault>> {
        let first = self.first.take().map(Ok);
        let limit_bytes = self.limit_bytes;
        let rest = self.reader.into_byte_records().map(move |record| {
            self.since_record.set(0);
            record.map_err(|error| CsvFault::of(error, limit_bytes))
        });
        first
            .into_iter()
            .chain(rest)
            .zip(1..)
            .map(|(record, number)| record.map(|record| CsvRow { number, record }))
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
        match self.number_at(column) {
            Ok(amount) if amount >= 0.0 => Ok(amount),
            _ => Err(format!("`{}` is no number from 0", self.text(column))),
        }
    }

    /// A finite number, or the text that is none.
    pub fn number_at(&self, column: usize) -> Result<f64, String> {
        let text = self.text(column);
        let number = text.parse().ok().filter(|number: &f64| number.is_finite());
        number.ok_or(text)
    }
}

/// Ends with an error where a record has no end.
struct Guarded<'text> {
    text: Box<dyn BufRead + 'text>,
    since_record: Rc<Cell<usize>>,
    limit_bytes: usize,
}

/// What the csv crate reads at a time, so that a record may be as much longer.
const BUFFER_BYTES: usize = 1 << 16;

impl Read for Guarded<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.since_record.get() > self.limit_bytes.saturating_add(BUFFER_BYTES) {
            return Err(io::Error::other(TooLong));
        }
        let count = self.text.read(buffer)?;
        self.since_record.set(self.since_record.get() + count);
        Ok(count)
    }
}

#[derive(Debug, thiserror::Error)]
#[error("a record is too long")]
struct TooLong;

impl CsvFault {
    fn of(error: csv::Error, limit_bytes: usize) -> Self {
        let line = error.position().map_or(1, csv::Position::line);
        let reason = error.to_string();
        match error.into_kind() {
            csv::ErrorKind::Io(error) if error.get_ref().is_some_and(|inner| inner.is::<TooLong>()) => {
                Self::TooLong { line, limit_bytes }
            }
            csv::ErrorKind::Io(error) => Self::Unpack(error.into()),
            _ => Self::Broken { line, reason },
        }
    }
}

impl std::fmt::Display for CsvFault {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Broken { line, reason } => write!(formatter, "line {line}: {reason}"),
            Self::TooLong { line, limit_bytes } => {
                write!(formatter, "line {line}: longer than {limit_bytes} bytes")
            }
            Self::Unpack(error) => error.fmt(formatter),
        }
    }
}
