//! The parts of one Shapefile out of a zip archive, as far as the limits go.

use std::{
    fs::File,
    io::{BufReader, Read, Seek, SeekFrom, Write},
    path::{Component, Path},
};

use zip::{ZipArchive, result::ZipError};

use crate::ingest::{
    PastLimit, UnpackLimits,
    coverage::{CoverageReadError, CoverageSource, ReadFault},
    memory_file::nameless,
};

pub struct Parts {
    /// Its name without ending.
    pub layer: String,
    pub shapes: File,
    pub table: Option<File>,
    /// What the `.prj` and the `.cpg` say.
    pub projection: Option<String>,
    pub encoding: Option<String>,
}

/// Of the parts that are a line of text.
const LONGEST_TEXT: u64 = 1 << 16;

/// An archive ends with this record, and a comment of at most 64 KB.
const END_RECORD: &[u8] = b"PK\x05\x06";
const END_BYTES: u64 = 22 + (1 << 16);

impl Parts {
    /// # Errors
    /// When the archive is broken, is more than the limits allow, names files
    /// outside itself, or has none or several Shapefiles.
    pub fn unpack(path: &Path, source: &CoverageSource<'_>) -> Result<Self, CoverageReadError> {
        let mut file = File::open(path).map_err(|error| ReadFault::Unreadable.with(error))?;
        check_end(&mut file, source.limits.archive_entries)?;
        let archive = ZipArchive::new(BufReader::new(file)).map_err(fault)?;
        let mut unpacking = Unpacking { archive, source, limits: source.limits.unpack(), unpacked_bytes: 0 };
        let names = unpacking.names()?;
        let (index, stem) = choose(&names, source.layer.as_deref())?;
        let part = |ending: &str| {
            let wanted = format!("{stem}.{ending}");
            names.iter().position(|name| name.to_lowercase() == wanted.to_lowercase())
        };
        Ok(Self {
            layer: layer_of(stem).to_owned(),
            shapes: unpacking.file(index)?,
            table: part("dbf").map(|index| unpacking.file(index)).transpose()?,
            projection: part("prj").map(|index| unpacking.text(index)).transpose()?,
            encoding: part("cpg").map(|index| unpacking.text(index)).transpose()?,
        })
    }
}

struct Unpacking<'source> {
    archive: ZipArchive<BufReader<File>>,
    source: &'source CoverageSource<'source>,
    limits: UnpackLimits,
    /// Of all parts so far.
    unpacked_bytes: u64,
}

impl Unpacking<'_> {
    /// The names of all files, by their index.
    fn names(&mut self) -> Result<Vec<String>, CoverageReadError> {
        let count = self.archive.len();
        if count > self.source.limits.archive_entries {
            return Err(ReadFault::TooManyEntries.with(self.source.limits.archive_entries));
        }
        let name = |index| {
            let entry = self.archive.by_index_raw(index).map_err(fault)?;
            let name = entry.name().map_err(fault)?.into_owned();
            if is_unsafe(&name) || entry.is_symlink() {
                return Err(ReadFault::UnsafeName.with(name.escape_debug()));
            }
            Ok(name)
        };
        (0..count).map(name).collect()
    }

    fn file(&mut self, index: usize) -> Result<File, CoverageReadError> {
        let unreadable = |error| ReadFault::Unreadable.with(error);
        let mut file = match &self.source.scratch_folder {
            _ if self.source.in_memory => nameless(),
            Some(folder) => tempfile::tempfile_in(folder),
            None => tempfile::tempfile(),
        }
        .map_err(unreadable)?;
        self.unpack(index, |bytes| file.write_all(bytes).map_err(unreadable))?;
        file.rewind().map_err(unreadable)?;
        Ok(file)
    }

    fn text(&mut self, index: usize) -> Result<String, CoverageReadError> {
        let mut text = Vec::new();
        self.unpack(index, |bytes| match text.len() + bytes.len() {
            length if length as u64 > LONGEST_TEXT => Err(ReadFault::TextTooLong.with(LONGEST_TEXT)),
            _ => {
                text.extend_from_slice(bytes);
                Ok(())
            }
        })?;
        Ok(String::from_utf8_lossy(&text).into_owned())
    }

    fn unpack(
        &mut self,
        index: usize,
        mut keep: impl FnMut(&[u8]) -> Result<(), CoverageReadError>,
    ) -> Result<(), CoverageReadError> {
        let mut entry = self.archive.by_index(index).map_err(fault)?;
        let packed_bytes = entry.compressed_size();
        let mut buffer = vec![0; 1 << 16];
        let mut own_bytes = 0;
        loop {
            let count = entry.read(&mut buffer).map_err(|error| fault(ZipError::Io(error)))?;
            if count == 0 {
                return Ok(());
            }
            own_bytes += count as u64;
            self.unpacked_bytes += count as u64;
            // The ratio is each part's own, the size that of all of them.
            let ratio = self.limits.check(own_bytes, packed_bytes);
            ratio.and(self.limits.check(self.unpacked_bytes, u64::MAX)).map_err(past_limit)?;
            keep(&buffer[..count])?;
        }
    }
}

/// The archive's last record, before anything is made as long as it says.
fn check_end(file: &mut File, entry_limit: usize) -> Result<(), CoverageReadError> {
    let unreadable = |error| ReadFault::Unreadable.with(error);
    let length = file.seek(SeekFrom::End(0)).map_err(unreadable)?;
    file.seek(SeekFrom::Start(length.saturating_sub(END_BYTES))).map_err(unreadable)?;
    let mut tail = Vec::new();
    Read::by_ref(file).take(END_BYTES).read_to_end(&mut tail).map_err(unreadable)?;
    file.rewind().map_err(unreadable)?;
    let ends = tail.windows(END_RECORD.len()).enumerate().filter(|(_, window)| *window == END_RECORD);
    let mut counts =
        ends.filter_map(|(at, _)| Some(u16::from_le_bytes(*tail.get(at + 10..)?.first_chunk()?)));
    let Some(first) = counts.next() else { return Err(ReadFault::TruncatedArchive.into()) };
    // A larger archive says 65535 here, which is past every sensible limit too.
    match counts.fold(first, u16::max) {
        count if usize::from(count) > entry_limit => Err(ReadFault::TooManyEntries.with(entry_limit)),
        _ => Ok(()),
    }
}

/// The `.shp` to read: its index, and its name without the ending.
fn choose<'names>(
    names: &'names [String],
    wanted: Option<&str>,
) -> Result<(usize, &'names str), CoverageReadError> {
    let shapes = names.iter().enumerate().filter_map(|(index, name)| {
        let (stem, ending) = name.rsplit_once('.')?;
        // What one system's archiver adds beside each file.
        let is_shadow = name.starts_with("__MACOSX/") || layer_of(stem).starts_with('.');
        (ending.eq_ignore_ascii_case("shp") && !is_shadow).then_some((index, stem))
    });
    let shapes: Vec<_> = shapes.collect();
    let all = || shapes.iter().take(20).map(|(_, stem)| layer_of(stem)).collect::<Vec<_>>().join(", ");
    match (wanted, shapes.as_slice()) {
        (_, []) => Err(ReadFault::MissingPart.with(".shp")),
        (Some(wanted), shapes) => shapes
            .iter()
            .find(|(_, stem)| layer_of(stem) == wanted)
            .copied()
            .ok_or_else(|| ReadFault::UnknownLayer.with(format!("{wanted} ({})", all()))),
        (None, [only]) => Ok(*only),
        (None, _) => Err(ReadFault::SeveralLayers.with(all())),
    }
}

fn layer_of(stem: &str) -> &str {
    stem.rsplit('/').next().unwrap_or(stem)
}

/// Nothing is unpacked under its own name; a name that points elsewhere shows
/// that somebody meant no good.
fn is_unsafe(name: &str) -> bool {
    let has_drive = name.as_bytes().get(1) == Some(&b':');
    let parts = Path::new(name).components();
    name.contains(['\\', '\0'])
        || has_drive
        || parts.into_iter().any(|part| !matches!(part, Component::Normal(_) | Component::CurDir))
}

fn past_limit(past: PastLimit) -> CoverageReadError {
    match past {
        PastLimit::Bytes(limit) => ReadFault::TooLarge.with(format!("{limit} byte")),
        PastLimit::Ratio(limit) => ReadFault::UnpackRatio.with(format!("{limit} : 1")),
    }
}

fn fault(error: ZipError) -> CoverageReadError {
    match error {
        ZipError::Io(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            ReadFault::TruncatedArchive.into()
        }
        error => ReadFault::BrokenArchive.with(error),
    }
}
