//! The covered pixels of a picture as runs, one row of strips or tiles at a time.

use std::collections::BTreeMap;

use tiff::{
    decoder::{ChunkType, DecodingResult},
    tags::{PhotometricInterpretation, Tag},
};

use super::{Picture, Values, fault};
use crate::ingest::coverage::{CoverageReadError, CoverageSource, ReadFault, outline::Run};

pub struct Pixels {
    /// From 1.
    band: u32,
    /// Samples of a pixel that stand side by side, and which of them is meant.
    stride: usize,
    sample: usize,
    /// A band's first strip or tile, where bands stand one after the other.
    first_chunk: u32,
    chunks_across: u32,
    chunk_rows: u32,
    chunk_columns: u32,
    rows_of_chunks: u32,
    next: u32,
    /// Bytes of each strip or tile: one without any is without data.
    chunk_bytes: Vec<u64>,
}

/// The runs of each row that has some.
pub type Rows = BTreeMap<i32, Vec<Run>>;

/// Fewer bits come packed.
const LEAST_BITS: u32 = 8;

impl Pixels {
    /// # Errors
    /// When the picture is larger than the limits, has several bands and none is
    /// named, or has values that are no numbers.
    pub fn of(picture: &mut Picture, source: &CoverageSource<'_>) -> Result<Self, CoverageReadError> {
        let (width, height) = picture.dimensions().map_err(fault)?;
        let mut number = |tag| picture.find_tag_unsigned::<u32>(tag).map_err(fault);
        let samples = number(Tag::SamplesPerPixel)?.unwrap_or(1);
        let is_planar = number(Tag::PlanarConfiguration)? == Some(2);
        if number(Tag::PhotometricInterpretation)?
            == Some(u32::from(PhotometricInterpretation::WhiteIsZero.to_u16()))
        {
            return Err(ReadFault::UnsupportedRaster.with("WhiteIsZero"));
        }
        let bits =
            picture.find_tag_unsigned_vec::<u32>(Tag::BitsPerSample).map_err(fault)?.unwrap_or_default();
        if bits.iter().any(|bits| *bits < LEAST_BITS) || bits.is_empty() {
            return Err(ReadFault::UnsupportedRaster.with(format!("{bits:?} bit")));
        }
        let pixel_bytes = u64::from(bits[0].div_ceil(8)) * u64::from(samples);
        check_size((width, height), pixel_bytes, source)?;
        let band = band(samples, source.layer.as_deref())?;
        let (chunk_columns, chunk_rows) = picture.chunk_dimensions();
        let chunk_rows = chunk_rows.min(height);
        if chunk_columns == 0 || chunk_rows == 0 {
            return Err(ReadFault::BrokenGeoTiff.with(format!("{chunk_columns} × {chunk_rows}")));
        }
        let counts = match picture.get_chunk_type() {
            ChunkType::Strip => Tag::StripByteCounts,
            ChunkType::Tile => Tag::TileByteCounts,
        };
        let chunk_bytes = picture.find_tag_unsigned_vec::<u64>(counts).map_err(fault)?.unwrap_or_default();
        let (chunks_across, rows_of_chunks) = (width.div_ceil(chunk_columns), height.div_ceil(chunk_rows));
        let planes_before = if is_planar { band - 1 } else { 0 };
        let chunks = |planes: u32| u64::from(planes) * u64::from(chunks_across) * u64::from(rows_of_chunks);
        if (chunk_bytes.len() as u64) < chunks(planes_before + 1) {
            return Err(ReadFault::BrokenGeoTiff.with(format!(
                "{} / {}",
                chunk_bytes.len(),
                chunks(planes_before + 1)
            )));
        }
        Ok(Self {
            band,
            stride: if is_planar { 1 } else { samples as usize },
            sample: if is_planar { 0 } else { band as usize - 1 },
            first_chunk: chunks(planes_before) as u32,
            chunks_across,
            chunk_rows,
            chunk_columns,
            rows_of_chunks,
            next: 0,
            chunk_bytes,
        })
    }

    pub fn band(&self) -> u32 {
        self.band
    }

    /// The runs of the next row of strips or tiles; none at the picture's end.
    ///
    /// # Errors
    /// When it can't be decoded.
    pub fn next_rows(
        &mut self,
        picture: &mut Picture,
        values: &mut Values,
    ) -> Result<Option<Rows>, CoverageReadError> {
        if self.next == self.rows_of_chunks {
            return Ok(None);
        }
        let mut rows = Rows::new();
        for across in 0..self.chunks_across {
            let index = self.first_chunk + self.next * self.chunks_across + across;
            if self.chunk_bytes.get(index as usize) == Some(&0) {
                continue;
            }
            let (width, height) = picture.chunk_data_dimensions(index);
            let chunk = picture.read_chunk(index).map_err(fault)?;
            let corner = ((across * self.chunk_columns) as i32, (self.next * self.chunk_rows) as i32);
            let samples = Samples { width: width as usize, height: height as usize, corner, pixels: self };
            samples.add_chunk(&chunk, values, &mut rows);
        }
        self.next += 1;
        Ok(Some(rows))
    }
}

/// One decoded strip or tile.
struct Samples<'pixels> {
    width: usize,
    height: usize,
    corner: (i32, i32),
    pixels: &'pixels Pixels,
}

impl Samples<'_> {
    fn add_chunk(&self, chunk: &DecodingResult, values: &mut Values, rows: &mut Rows) {
        match chunk {
            DecodingResult::U8(samples) => self.add(samples, f64::from, values, rows),
            DecodingResult::U16(samples) => self.add(samples, f64::from, values, rows),
            DecodingResult::U32(samples) => self.add(samples, f64::from, values, rows),
            // Levels and classes are far within a double's whole numbers.
            DecodingResult::U64(samples) => self.add(samples, |sample| sample as f64, values, rows),
            DecodingResult::F16(samples) => self.add(samples, f64::from, values, rows),
            DecodingResult::F32(samples) => self.add(samples, f64::from, values, rows),
            DecodingResult::F64(samples) => self.add(samples, |sample| sample, values, rows),
            DecodingResult::I8(samples) => self.add(samples, f64::from, values, rows),
            DecodingResult::I16(samples) => self.add(samples, f64::from, values, rows),
            DecodingResult::I32(samples) => self.add(samples, f64::from, values, rows),
            DecodingResult::I64(samples) => self.add(samples, |sample| sample as f64, values, rows),
        }
    }

    fn add<T: Copy>(&self, samples: &[T], number: impl Fn(T) -> f64, values: &mut Values, rows: &mut Rows) {
        let Pixels { stride, sample, .. } = *self.pixels;
        for (index, line) in samples.chunks_exact(self.width * stride).take(self.height).enumerate() {
            let row = self.corner.1 + index as i32;
            let covered =
                line.iter().skip(sample).step_by(stride).enumerate().filter_map(|(column, sample)| {
                    let column = self.corner.0 + column as i32;
                    values.is_covered(number(*sample), column, row).then_some(column)
                });
            let mut covered = covered.peekable();
            if covered.peek().is_none() {
                continue;
            }
            let runs = rows.entry(row).or_default();
            for column in covered {
                match runs.last_mut() {
                    Some(last) if last.end == column => last.end += 1,
                    _ => runs.push(Run { start: column, end: column + 1 }),
                }
            }
        }
    }
}

fn check_size(
    (width, height): (u32, u32),
    pixel_bytes: u64,
    source: &CoverageSource<'_>,
) -> Result<(), CoverageReadError> {
    let limits = &source.limits;
    let bytes = u64::from(width).saturating_mul(u64::from(height)).saturating_mul(pixel_bytes);
    let is_empty = width == 0 || height == 0;
    let has_no_number = i32::try_from(height).is_err() || i32::try_from(width).is_err();
    if is_empty || has_no_number {
        return Err(ReadFault::BrokenGeoTiff.with(format!("{width} × {height}")));
    }
    if width > limits.raster_width || bytes > limits.unpacked_bytes {
        return Err(ReadFault::TooLarge.with(format!("{width} × {height}")));
    }
    Ok(())
}

/// The band that the caller names, or the only one.
fn band(bands: u32, named: Option<&str>) -> Result<u32, CoverageReadError> {
    match named {
        Some(name) => name
            .parse()
            .ok()
            .filter(|band| (1..=bands).contains(band))
            .ok_or_else(|| ReadFault::UnknownLayer.with(format!("{name} (1–{bands})"))),
        None if bands == 1 => Ok(1),
        None => Err(ReadFault::SeveralLayers.with(format!("1–{bands}"))),
    }
}
