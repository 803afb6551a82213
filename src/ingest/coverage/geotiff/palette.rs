//! A picture of classes often has a colour table. The `tiff` crate gives no such
//! picture out; its values are what is wanted, so the one word of the file that
//! says "colour table" is read as "grey".

use std::io::{self, ErrorKind, Read, Seek, SeekFrom};

const PHOTOMETRIC: u16 = 262;
const GREY: u8 = 1;
const COLOUR_TABLE: u8 = 3;

/// A file with one byte that is read as another.
pub struct Overlaid<R> {
    reader: R,
    position: u64,
    overlay: Option<(u64, u8)>,
}

impl<R: Read + Seek> Overlaid<R> {
    /// # Errors
    /// When the file can't be read; a broken one is left to its reader.
    pub fn without_palette(mut reader: R) -> io::Result<Self> {
        let overlay = match place_of_colour_table(&mut reader) {
            Ok(place) => place.map(|place| (place, GREY)),
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => None,
            Err(error) => return Err(error),
        };
        reader.rewind()?;
        Ok(Self { reader, position: 0, overlay })
    }
}

impl<R: Read> Read for Overlaid<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        if let Some((place, byte)) = self.overlay {
            let within = place.checked_sub(self.position).filter(|offset| *offset < count as u64);
            if let Some(offset) = within {
                buffer[offset as usize] = byte;
            }
        }
        self.position += count as u64;
        Ok(count)
    }
}

impl<R: Seek> Seek for Overlaid<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.position = self.reader.seek(to)?;
        Ok(self.position)
    }
}

/// Where the first picture's directory says that it has a colour table.
fn place_of_colour_table(reader: &mut (impl Read + Seek)) -> io::Result<Option<u64>> {
    let mut numbers = Numbers::open(reader)?;
    let (first, entry_bytes) = if numbers.is_big {
        numbers.reader.seek(SeekFrom::Start(8))?;
        (numbers.wide()?, 20)
    } else {
        (u64::from(numbers.middle()?), 12)
    };
    numbers.reader.seek(SeekFrom::Start(first))?;
    let (count, begin) = if numbers.is_big {
        (numbers.wide()?, first.saturating_add(8))
    } else {
        (u64::from(numbers.short()?), first.saturating_add(2))
    };
    for index in 0..count.min(u64::from(u16::MAX)) {
        let entry = begin.saturating_add(index * entry_bytes);
        numbers.reader.seek(SeekFrom::Start(entry))?;
        if numbers.short()? == PHOTOMETRIC {
            let value = entry + entry_bytes - if numbers.is_big { 8 } else { 4 };
            numbers.reader.seek(SeekFrom::Start(value))?;
            let is_table = numbers.short()? == u16::from(COLOUR_TABLE);
            return Ok(is_table.then_some(value + u64::from(!numbers.is_little_endian)));
        }
    }
    Ok(None)
}

/// Numbers in the file's byte order.
struct Numbers<'file, R> {
    reader: &'file mut R,
    is_little_endian: bool,
    is_big: bool,
}

impl<'file, R: Read + Seek> Numbers<'file, R> {
    fn open(reader: &'file mut R) -> io::Result<Self> {
        let mut order = [0; 2];
        reader.read_exact(&mut order)?;
        let mut numbers = Self { reader, is_little_endian: order == *b"II", is_big: false };
        numbers.is_big = numbers.short()? == 43;
        Ok(numbers)
    }

    fn short(&mut self) -> io::Result<u16> {
        let bytes = self.bytes()?;
        Ok(if self.is_little_endian { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
    }

    fn middle(&mut self) -> io::Result<u32> {
        let bytes = self.bytes()?;
        Ok(if self.is_little_endian { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }

    fn wide(&mut self) -> io::Result<u64> {
        let bytes = self.bytes()?;
        Ok(if self.is_little_endian { u64::from_le_bytes(bytes) } else { u64::from_be_bytes(bytes) })
    }

    fn bytes<const COUNT: usize>(&mut self) -> io::Result<[u8; COUNT]> {
        let mut bytes = [0; COUNT];
        self.reader.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}
