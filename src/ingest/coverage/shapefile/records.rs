//! The records of a `.shp` one by one, as bytes. What a record is made of is the
//! `shapefile` crate's business; it makes lists as long as a record says, so the
//! counts are checked here first.

use std::{
    fs::File,
    io::{BufReader, ErrorKind, Read, Seek, SeekFrom},
};

use crate::ingest::coverage::{CoverageReadError, ReadFault};

const HEADER_BYTES: usize = 100;
const FILE_CODE: i32 = 9994;
const RECORD_HEADER_BYTES: usize = 8;

pub struct Records<'file> {
    reader: BufReader<&'file mut File>,
    /// As the header says.
    left_bytes: u64,
}

impl<'file> Records<'file> {
    /// # Errors
    /// When it is no `.shp`, or shorter than it says.
    pub fn open(file: &'file mut File) -> Result<Self, CoverageReadError> {
        let actual_bytes = file.seek(SeekFrom::End(0)).map_err(fault)?;
        file.rewind().map_err(fault)?;
        let mut reader = BufReader::with_capacity(1 << 16, file);
        let mut header = [0; HEADER_BYTES];
        reader.read_exact(&mut header).map_err(fault)?;
        if big_endian(&header, 0) != Some(FILE_CODE) {
            return Err(ReadFault::BrokenShapefile.with(".shp"));
        }
        // Lengths are in words of two bytes.
        let stated_bytes = u64::from(big_endian(&header, 24).unwrap_or_default().unsigned_abs()) * 2;
        if stated_bytes > actual_bytes {
            return Err(ReadFault::TruncatedShapefile.with(format!("{actual_bytes} / {stated_bytes} byte")));
        }
        Ok(Self { reader, left_bytes: stated_bytes.saturating_sub(HEADER_BYTES as u64) })
    }

    /// The next record's content; an empty option inside is one past the limit.
    ///
    /// # Errors
    /// When the records don't end where the file does.
    pub fn next(&mut self, limit_bytes: usize) -> Result<Option<Option<Vec<u8>>>, CoverageReadError> {
        if self.left_bytes < RECORD_HEADER_BYTES as u64 {
            return Ok(None);
        }
        let mut header = [0; RECORD_HEADER_BYTES];
        self.reader.read_exact(&mut header).map_err(fault)?;
        let words = big_endian(&header, 4).unwrap_or_default();
        let bytes = u64::try_from(words).map_err(|_| ReadFault::BrokenShapefile.with(words))? * 2;
        let left_bytes = self.left_bytes - RECORD_HEADER_BYTES as u64;
        self.left_bytes = left_bytes
            .checked_sub(bytes)
            .ok_or_else(|| ReadFault::TruncatedShapefile.with(format!("{bytes} byte")))?;
        if bytes > limit_bytes as u64 {
            self.reader.seek_relative(bytes as i64).map_err(fault)?;
            return Ok(Some(None));
        }
        let mut content = vec![0; bytes as usize];
        self.reader.read_exact(&mut content).map_err(fault)?;
        Ok(Some(Some(content)))
    }
}

/// Whether lists of parts and points fit into a record: type, box, the two counts,
/// the parts of 4 bytes and the points of at least 16. Other types of shapes are no
/// longer than their record either.
///
/// # Errors
/// The reason, when they don't.
pub fn check_counts(content: &[u8]) -> Result<(), &'static str> {
    const COUNTS: usize = 36;
    let kind = little_endian(content, 0).ok_or("it has no type")?;
    let count = |at| usize::try_from(little_endian(content, at).unwrap_or_default()).unwrap_or(usize::MAX);
    let has_room = |bytes: Option<usize>| bytes.is_some_and(|bytes| bytes <= content.len());
    let fits = match kind {
        // Nothing, and points.
        0 | 1 | 11 | 21 => true,
        // Several points.
        8 | 18 | 28 => has_room(count(COUNTS).checked_mul(16)),
        // Lines and polygons.
        3 | 5 | 13 | 15 | 23 | 25 => {
            let (parts, points) = (count(COUNTS).checked_mul(4), count(COUNTS + 4).checked_mul(16));
            has_room(parts.zip(points).and_then(|(parts, points)| parts.checked_add(points)))
        }
        31 => return Err("it is a MultiPatch"),
        _ => return Err("its type is not known"),
    };
    if fits { Ok(()) } else { Err("it has more points than it has room for") }
}

fn big_endian(bytes: &[u8], at: usize) -> Option<i32> {
    Some(i32::from_be_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn little_endian(bytes: &[u8], at: usize) -> Option<i32> {
    Some(i32::from_le_bytes(*bytes.get(at..)?.first_chunk()?))
}

fn fault(error: std::io::Error) -> CoverageReadError {
    match error.kind() {
        ErrorKind::UnexpectedEof => ReadFault::TruncatedShapefile.into(),
        _ => ReadFault::Unreadable.with(error),
    }
}
