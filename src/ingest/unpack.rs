//! Bytes as they come: packed or not, with or without a byte-order mark.

use std::{
    cell::Cell,
    fs::File,
    io::{self, BufRead, BufReader, ErrorKind, Read},
    path::Path,
    rc::Rc,
};

use flate2::bufread::MultiGzDecoder;
use sha2::{Digest, Sha256};

/// The greatest unpacked size that is read unless the caller says otherwise.
pub const DEFAULT_UNPACKED_LIMIT_BYTES: u64 = 4 << 30;

/// So many bytes come out of one before a file is taken for a bomb. Text that
/// repeats itself packs to a fiftieth; deflate can't do more than a thousandth.
pub const DEFAULT_RATIO_LIMIT: u64 = 250;

/// Small files may pack as tightly as they can.
const RATIO_COUNTS_FROM_BYTES: u64 = 16 << 20;

const GZIP_MAGIC: &[u8] = &[0x1f, 0x8b];
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();
const BUFFER_BYTES: usize = 1 << 16;

/// How far a file may unpack.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnpackLimits {
    pub unpacked_bytes: u64,
    /// Unpacked bytes for each packed one.
    pub ratio: u64,
}

impl UnpackLimits {
    pub fn bytes(unpacked_bytes: u64) -> Self {
        Self { unpacked_bytes, ratio: DEFAULT_RATIO_LIMIT }
    }

    /// # Errors
    /// When that much unpacked of that much packed is more than allowed.
    pub fn check(&self, unpacked_bytes: u64, packed_bytes: u64) -> Result<(), PastLimit> {
        if unpacked_bytes > self.unpacked_bytes {
            return Err(PastLimit::Bytes(self.unpacked_bytes));
        }
        let counts = unpacked_bytes > RATIO_COUNTS_FROM_BYTES;
        if counts && unpacked_bytes / packed_bytes.max(1) > self.ratio {
            return Err(PastLimit::Ratio(self.ratio));
        }
        Ok(())
    }
}

#[derive(Debug, thiserror::Error)]
pub enum UnpackError {
    #[error("the file is larger than {limit_bytes} bytes unpacked")]
    TooLarge { limit_bytes: u64 },
    #[error("the file unpacks to more than {limit} times its size")]
    TooTight { limit: u64 },
    #[error("the file can't be unpacked: it is cut short")]
    Truncated,
    #[error("the file can't be unpacked: {0}")]
    Broken(io::Error),
}

impl From<io::Error> for UnpackError {
    fn from(error: io::Error) -> Self {
        match error.get_ref().and_then(|inner| inner.downcast_ref::<PastLimit>()) {
            Some(PastLimit::Bytes(limit)) => Self::TooLarge { limit_bytes: *limit },
            Some(PastLimit::Ratio(limit)) => Self::TooTight { limit: *limit },
            None if error.kind() == ErrorKind::UnexpectedEof => Self::Truncated,
            None => Self::Broken(error),
        }
    }
}

/// Where bytes are read from, more than once.
#[derive(Clone, Copy, Debug)]
pub enum Content<'content> {
    Bytes(&'content [u8]),
    File(&'content Path),
}

impl<'content> Content<'content> {
    /// Reads the unpacked bytes as they are asked for. Gzip is known by its first
    /// two bytes, whatever the file is called.
    ///
    /// # Errors
    /// When the first bytes can't be unpacked. Later faults come as `io::Error`s of
    /// the reader, which turn into [`UnpackError`] by `From`.
    pub fn open(self, limits: UnpackLimits) -> Result<Box<dyn BufRead + 'content>, UnpackError> {
        match self {
            Self::Bytes(bytes) => unpacking(bytes, limits),
            Self::File(path) => unpacking(BufReader::with_capacity(BUFFER_BYTES, File::open(path)?), limits),
        }
    }
}

/// The lower-case hexadecimal SHA-256 by which a file is named.
pub fn sha256_hex(bytes: &[u8]) -> String {
    format!("{:x}", Sha256::digest(bytes))
}

/// The unpacked bytes, without byte-order mark.
///
/// # Errors
/// When gzip is broken or cut short, or more than `limit_bytes` come out.
pub fn unpack(bytes: &[u8], limit_bytes: u64) -> Result<Vec<u8>, UnpackError> {
    let mut unpacked = Vec::new();
    unpacking_reader(bytes, limit_bytes)?.read_to_end(&mut unpacked)?;
    Ok(unpacked)
}

/// Reads the unpacked bytes of what is in memory as they are asked for.
///
/// # Errors
/// As for [`Content::open`].
pub fn unpacking_reader(bytes: &[u8], limit_bytes: u64) -> Result<Box<dyn BufRead + '_>, UnpackError> {
    Content::Bytes(bytes).open(UnpackLimits::bytes(limit_bytes))
}

fn unpacking<'reader>(
    packed: impl BufRead + 'reader,
    limits: UnpackLimits,
) -> Result<Box<dyn BufRead + 'reader>, UnpackError> {
    let packed_bytes = Rc::new(Cell::new(0));
    let mut packed = Counted { reader: packed, taken: packed_bytes.clone() };
    let unpacked: Box<dyn Read + 'reader> = if packed.fill_buf()?.starts_with(GZIP_MAGIC) {
        Box::new(MultiGzDecoder::new(packed))
    } else {
        Box::new(packed)
    };
    let limited = Limited { reader: unpacked, unpacked_bytes: 0, packed_bytes, limits };
    let mut reader = BufReader::with_capacity(BUFFER_BYTES, limited);
    if reader.fill_buf()?.starts_with(BYTE_ORDER_MARK) {
        reader.consume(BYTE_ORDER_MARK.len());
    }
    Ok(Box::new(reader))
}

/// What is more than [`UnpackLimits`] allow.
#[derive(Debug, thiserror::Error)]
pub enum PastLimit {
    #[error("more than {0} bytes unpacked")]
    Bytes(u64),
    #[error("more than {0} times the packed size")]
    Ratio(u64),
}

/// Counts what is taken.
struct Counted<R> {
    reader: R,
    taken: Rc<Cell<u64>>,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.taken.set(self.taken.get() + count as u64);
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.reader.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.taken.set(self.taken.get() + count as u64);
        self.reader.consume(count);
    }
}

/// Ends with an error, not with silence, where a bomb would go on.
struct Limited<R> {
    reader: R,
    unpacked_bytes: u64,
    packed_bytes: Rc<Cell<u64>>,
    limits: UnpackLimits,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.unpacked_bytes += count as u64;
        self.limits.check(self.unpacked_bytes, self.packed_bytes.get()).map_err(io::Error::other)?;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::testing::gzip;

    #[test]
    fn gzip_is_known_by_its_first_bytes() {
        assert_eq!(unpack(b"plain", 100).unwrap(), b"plain");
        assert_eq!(unpack(&gzip(b"packed"), 100).unwrap(), b"packed");
        assert_eq!(unpack(&[gzip(b"two "), gzip(b"members")].concat(), 100).unwrap(), b"two members");
    }

    #[test]
    fn a_byte_order_mark_is_left_out() {
        assert_eq!(unpack("\u{feff}{}".as_bytes(), 100).unwrap(), b"{}");
        assert_eq!(unpack(b"", 100).unwrap(), b"");
    }

    #[test]
    fn a_bomb_ends_at_the_limit() {
        let bomb = gzip(&vec![b' '; 1_000_000]);
        assert!(bomb.len() < 2_000);
        assert!(matches!(unpack(&bomb, 999_999), Err(UnpackError::TooLarge { limit_bytes: 999_999 })));
        assert_eq!(unpack(&bomb, 1_000_000).unwrap().len(), 1_000_000);
    }

    #[test]
    fn a_file_cut_short_is_broken() {
        let packed = gzip(b"a text that is long enough to be cut");
        assert!(matches!(unpack(&packed[..packed.len() - 9], 100), Err(UnpackError::Truncated)));
        assert!(matches!(unpack(GZIP_MAGIC, 100), Err(UnpackError::Truncated)));
    }

    #[test]
    fn a_file_that_packs_too_tightly_is_a_bomb() {
        let bomb = gzip(&vec![b' '; 20 << 20]);
        assert!(matches!(unpack(&bomb, 1 << 30), Err(UnpackError::TooTight { limit: DEFAULT_RATIO_LIMIT })));
        assert_eq!(unpack(&gzip(&vec![b' '; 1 << 20]), 1 << 30).unwrap().len(), 1 << 20);
    }

    #[test]
    fn a_file_is_named_by_its_hash() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(sha256_hex(b""), empty);
    }
}
