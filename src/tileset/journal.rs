//! The tiles that are made, beside the file that they will become.
//!
//! A record is the tile's number, its length and its checksum, little-endian, and
//! its bytes. What a kill left of the last record doesn't count.

use std::{
    fs::{File, OpenOptions, TryLockError},
    io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use flate2::Crc;

use super::TilesetError;

const MAGIC: &[u8] = b"tackning tiles 1\n";
const RECORD_HEADER_BYTES: usize = 16;
/// No tile comes near it: a longer record is damage.
const LONGEST_TILE_BYTES: u32 = 1 << 28;

/// A tile's number on PMTiles' curve, and its packed bytes.
#[derive(Debug)]
pub struct Record {
    pub tile_id: u64,
    pub bytes: Vec<u8>,
}

#[derive(Debug)]
pub struct Journal {
    path: PathBuf,
    file: BufWriter<File>,
    last_tile_id: Option<u64>,
}

impl Journal {
    /// Goes on with what is there, where it is of the same version; begins anew otherwise.
    ///
    /// # Errors
    /// When another export holds it, or the disk doesn't take it.
    pub fn open(out: &Path, version: &str) -> Result<Self, TilesetError> {
        let mut path = out.as_os_str().to_owned();
        path.push(".partial");
        let path = PathBuf::from(path);
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(&path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(TilesetError::InUse(out.display().to_string())),
            Err(TryLockError::Error(error)) => return Err(error.into()),
        }
        let header = [MAGIC, version.as_bytes(), b"\n"].concat();
        let mut last_tile_id = None;
        let mut whole_bytes = header.len() as u64;
        if begins_with(&file, &header)? {
            for record in Records::of(&file, whole_bytes)? {
                let record = record?;
                whole_bytes += (RECORD_HEADER_BYTES + record.bytes.len()) as u64;
                last_tile_id = Some(record.tile_id);
            }
            file.set_len(whole_bytes)?;
        } else {
            file.set_len(0)?;
            file.seek(SeekFrom::Start(0))?;
            file.write_all(&header)?;
        }
        file.seek(SeekFrom::Start(whole_bytes))?;
        Ok(Self { path, file: BufWriter::new(file), last_tile_id })
    }

    /// The last tile that is kept; those with a higher number remain to be made.
    pub fn last_tile_id(&self) -> Option<u64> {
        self.last_tile_id
    }

    pub fn push(&mut self, record: &Record) -> io::Result<()> {
        let length = u32::try_from(record.bytes.len()).map_err(io::Error::other)?;
        self.file.write_all(&record.tile_id.to_le_bytes())?;
        self.file.write_all(&length.to_le_bytes())?;
        self.file.write_all(&checksum(&record.bytes).to_le_bytes())?;
        self.file.write_all(&record.bytes)?;
        self.last_tile_id = Some(record.tile_id);
        Ok(())
    }

    pub fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }

    /// Everything that is kept, from the first on.
    pub fn records(&mut self, version: &str) -> io::Result<Records<'_>> {
        self.file.flush()?;
        Records::of(self.file.get_ref(), (MAGIC.len() + version.len() + 1) as u64)
    }

    /// The file has become what it was kept for.
    pub fn remove(self) -> io::Result<()> {
        std::fs::remove_file(&self.path)
    }
}

fn begins_with(mut file: &File, header: &[u8]) -> io::Result<bool> {
    let mut found = Vec::with_capacity(header.len());
    file.seek(SeekFrom::Start(0))?;
    file.take(header.len() as u64).read_to_end(&mut found)?;
    Ok(found == header)
}

fn checksum(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

/// Records up to the first that isn't whole.
pub struct Records<'a>(BufReader<&'a File>);

impl<'a> Records<'a> {
    fn of(mut file: &'a File, from_byte: u64) -> io::Result<Self> {
        file.seek(SeekFrom::Start(from_byte))?;
        Ok(Self(BufReader::new(file)))
    }

    fn read(&mut self) -> io::Result<Option<Record>> {
        let mut header = [0; RECORD_HEADER_BYTES];
        self.0.read_exact(&mut header)?;
        let [id @ .., _, _, _, _, _, _, _, _] = header;
        let [_, _, _, _, _, _, _, _, a, b, c, d, e, f, g, h] = header;
        let (length, expected) = (u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes([e, f, g, h]));
        if length > LONGEST_TILE_BYTES {
            return Ok(None);
        }
        let mut bytes = vec![0; length as usize];
        self.0.read_exact(&mut bytes)?;
        let is_whole = checksum(&bytes) == expected;
        Ok(is_whole.then(|| Record { tile_id: u64::from_le_bytes(id), bytes }))
    }
}

impl Iterator for Records<'_> {
    type Item = io::Result<Record>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.read() {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => None,
            other => other.transpose(),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tempfile::TempDir;

    use super::*;

    fn kept(journal: &mut Journal, version: &str) -> Vec<(u64, Vec<u8>)> {
        let records = journal.records(version).unwrap();
        records.map(|record| record.map(|record| (record.tile_id, record.bytes)).unwrap()).collect()
    }

    fn filled(out: &Path, tiles: &[Vec<u8>]) -> PathBuf {
        let mut journal = Journal::open(out, "one").unwrap();
        for (tile_id, bytes) in (0..).zip(tiles) {
            journal.push(&Record { tile_id, bytes: bytes.clone() }).unwrap();
        }
        journal.flush().unwrap();
        journal.path.clone()
    }

    proptest! {
        /// Cut anywhere, it holds the whole records before, and goes on after them.
        #[test]
        fn a_kill_costs_no_more_than_the_last_record(
            tiles in prop::collection::vec(prop::collection::vec(any::<u8>(), 0..40), 1..8), cut in 0.0..1.0,
        ) {
            let folder = TempDir::new().unwrap();
            let out = folder.path().join("map.pmtiles");
            let path = filled(&out, &tiles);
            let whole = std::fs::read(&path).unwrap();
            let header = MAGIC.len() + 4;
            let length = header + ((whole.len() - header) as f64 * cut) as usize;
            std::fs::write(&path, &whole[..length]).unwrap();
            let mut journal = Journal::open(&out, "one").unwrap();
            let found = kept(&mut journal, "one");
            let bytes: usize = found.iter().map(|(_, bytes)| RECORD_HEADER_BYTES + bytes.len()).sum();
            prop_assert!(header + bytes <= length && found.len() < tiles.len());
            let next = RECORD_HEADER_BYTES + tiles[found.len()].len();
            prop_assert!(header + bytes + next > length, "a whole record was left out");
            prop_assert_eq!(journal.last_tile_id(), found.last().map(|(id, _)| *id));
            drop(journal);
            let mut journal = Journal::open(&out, "one").unwrap();
            for (tile_id, bytes) in (0..).zip(&tiles).skip(found.len()) {
                journal.push(&Record { tile_id, bytes: bytes.clone() }).unwrap();
            }
            journal.flush().unwrap();
            prop_assert_eq!(std::fs::read(&path).unwrap(), whole);
        }
    }

    #[test]
    fn damage_ends_what_is_kept() {
        let folder = TempDir::new().unwrap();
        let out = folder.path().join("map.pmtiles");
        let path = filled(&out, &[b"first".to_vec(), b"second".to_vec(), b"third".to_vec()]);
        let mut bytes = std::fs::read(&path).unwrap();
        let second = MAGIC.len() + 4 + RECORD_HEADER_BYTES + 5 + RECORD_HEADER_BYTES;
        bytes[second] ^= 1;
        std::fs::write(&path, bytes).unwrap();
        assert_eq!(kept(&mut Journal::open(&out, "one").unwrap(), "one"), [(0, b"first".to_vec())]);
    }

    #[test]
    fn another_version_begins_anew_and_two_never_write_at_once() {
        let folder = TempDir::new().unwrap();
        let out = folder.path().join("map.pmtiles");
        filled(&out, &[b"first".to_vec()]);
        let mut journal = Journal::open(&out, "other").unwrap();
        assert!(kept(&mut journal, "other").is_empty() && journal.last_tile_id().is_none());
        assert!(matches!(Journal::open(&out, "other"), Err(TilesetError::InUse(_))));
    }
}
