//! Bytes as they come: packed or not, with or without a byte-order mark.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use flate2::read::MultiGzDecoder;
use sha2::{Digest, Sha256};

/// The greatest unpacked size that is read unless the caller says otherwise.
pub const DEFAULT_UNPACKED_LIMIT_BYTES: u64 = 4 << 30;

const GZIP_MAGIC: &[u8] = &[0x1f, 0x8b];
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

#[derive(Debug, thiserror::Error)]
pub enum UnpackError {
    #[error("the file is larger than {limit_bytes} bytes unpacked")]
    TooLarge { limit_bytes: u64 },
    #[error("the file can't be unpacked: {0}")]
    Broken(io::Error),
}

impl From<io::Error> for UnpackError {
    fn from(error: io::Error) -> Self {
        match error.get_ref().and_then(|inner| inner.downcast_ref::<PastLimit>()) {
            Some(past) => Self::TooLarge { limit_bytes: past.0 },
            None => Self::Broken(error),
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

/// Reads the unpacked bytes as they are asked for. Gzip is known by its first
/// two bytes, whatever the file is called.
///
/// # Errors
/// When the first bytes can't be unpacked. Later faults come as `io::Error`s of
/// the reader, which turn into [`UnpackError`] by `From`.
pub fn unpacking_reader(bytes: &[u8], limit_bytes: u64) -> Result<Box<dyn BufRead + '_>, UnpackError> {
    let unpacked: Box<dyn Read + '_> =
        if bytes.starts_with(GZIP_MAGIC) { Box::new(MultiGzDecoder::new(bytes)) } else { Box::new(bytes) };
    let mut limited = Limited { reader: unpacked, left: limit_bytes, limit_bytes };
    let mut head = Vec::with_capacity(BYTE_ORDER_MARK.len());
    limited.by_ref().take(BYTE_ORDER_MARK.len() as u64).read_to_end(&mut head)?;
    if head == BYTE_ORDER_MARK {
        head.clear();
    }
    Ok(Box::new(BufReader::with_capacity(1 << 16, Cursor::new(head).chain(limited))))
}

#[derive(Debug, thiserror::Error)]
#[error("more than {0} bytes unpacked")]
struct PastLimit(u64);

/// Ends with an error, not with silence, where a bomb would go on.
struct Limited<R> {
    reader: R,
    left: u64,
    limit_bytes: u64,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.left = match self.left.checked_sub(count as u64) {
            Some(left) => left,
            None => return Err(io::Error::other(PastLimit(self.limit_bytes))),
        };
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
        assert!(matches!(unpack(&packed[..packed.len() - 9], 100), Err(UnpackError::Broken(_))));
        assert!(matches!(unpack(GZIP_MAGIC, 100), Err(UnpackError::Broken(_))));
    }

    #[test]
    fn a_file_is_named_by_its_hash() {
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert_eq!(sha256_hex(b""), empty);
    }
}
