//! A delivery as GeoTIFF of signal level or of classes: the pixels that are
//! covered become areas along the pixels' own edges, row by row.
//!
//! Which level or which classes are coverage, the caller says: a picture doesn't.

mod georeference;
mod palette;
mod pixels;
mod values;

use std::{fs::File, io::BufReader, path::Path, sync::Arc};

use geo::Coord;
use tiff::{
    TiffError,
    decoder::{Decoder, Limits},
    tags::Tag,
};

use self::{palette::Overlaid, pixels::Pixels, values::Values};
use super::{
    CoverageFormat, CoverageReadError, CoverageReading, CoverageSource, ReadFault, ReadLimits,
    cell_area::{CellArea, LONGEST_EDGE, Placing},
    findings::implausible_level,
    outline::{Loops, Outline},
    pipeline::{Opened, Pipeline, Sink, run},
};
use crate::ingest::polygon::At;

type Picture = Decoder<Overlaid<BufReader<File>>>;

/// Of the lists in the file that say where its strips or tiles are.
const LARGEST_LIST: usize = 32 << 20;

/// Pictures in one file: the first, its overviews and its mask.
const MOST_PICTURES: usize = 64;

pub fn read(
    path: &Path,
    source: &CoverageSource<'_>,
    sink: &mut Sink<'_>,
) -> Result<CoverageReading, CoverageReadError> {
    let mut picture = open(path, &source.limits)?;
    let covered = source.covered.as_ref().ok_or_else(|| ReadFault::CoveredMissing.with("GeoTIFF"))?;
    let mut placing = georeference::placing(&mut picture)?;
    let crs = source.agreed_crs(&georeference::crs(&mut picture)?)?;
    let values = Values::of(&mut picture, covered.clone())?;
    let mut pixels = Pixels::of(&mut picture, source)?;
    check_no_mask(path, &source.limits)?;
    placing.longest_edge = (crs != source.region.crs).then_some(LONGEST_EDGE);
    let placing = Arc::new(placing);
    let opened = Opened {
        format: CoverageFormat::GeoTiff,
        crs,
        layer: Some(pixels.band().to_string()),
        cell_size: Some(placing.column.x.hypot(placing.column.y)),
    };
    run(opened, source, sink, |pipeline| {
        let mut outline = Outline::new(source.limits.open_corners);
        let mut values = values;
        while let Some(rows) = pixels.next_rows(&mut picture, &mut values)? {
            for (row, runs) in rows {
                outline.row(row, &runs);
            }
            push(outline.take_closed(), &placing, pipeline)?;
        }
        outline.cut();
        push(outline.take_closed(), &placing, pipeline)?;
        if let Some((count, (column, row))) = values.implausible() {
            let place = pipeline.place(At::Source(placing.centre(column, row)));
            pipeline.found(implausible_level(count, place));
        }
        Ok(())
    })
}

fn push(
    closed: Vec<Loops>,
    placing: &Arc<Placing>,
    pipeline: &mut Pipeline<'_, '_, CellArea>,
) -> Result<(), CoverageReadError> {
    closed.into_iter().try_for_each(|loops| {
        let number = pipeline.feature_count + 1;
        pipeline.push(CellArea { number, loops, placing: placing.clone() })
    })
}

fn open(path: &Path, limits: &ReadLimits) -> Result<Picture, CoverageReadError> {
    let unreadable = |error| ReadFault::Unreadable.with(error);
    let reader = BufReader::new(File::open(path).map_err(unreadable)?);
    let reader = Overlaid::without_palette(reader).map_err(unreadable)?;
    let mut decoding = Limits::default();
    decoding.decoding_buffer_size = limits.raster_block_bytes;
    decoding.intermediate_buffer_size = limits.raster_block_bytes;
    decoding.ifd_value_size = LARGEST_LIST;
    Ok(Decoder::new(reader).map_err(fault)?.with_limits(decoding))
}

/// A mask that stands beside the picture would have to be laid over it.
fn check_no_mask(path: &Path, limits: &ReadLimits) -> Result<(), CoverageReadError> {
    const IS_MASK: u32 = 4;
    let mut picture = open(path, limits)?;
    for _ in 0..MOST_PICTURES {
        let kind = picture.find_tag_unsigned::<u32>(Tag::NewSubfileType).map_err(fault)?;
        if kind.is_some_and(|kind| kind & IS_MASK != 0) {
            return Err(ReadFault::UnsupportedRaster.with("mask"));
        }
        if !picture.more_images() {
            break;
        }
        match picture.next_image() {
            Ok(()) => {}
            // Whatever else is in the file isn't read.
            Err(_) => break,
        }
    }
    Ok(())
}

fn fault(error: TiffError) -> CoverageReadError {
    match error {
        TiffError::IoError(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
            ReadFault::TruncatedGeoTiff.into()
        }
        TiffError::IoError(error) => ReadFault::BrokenGeoTiff.with(error),
        TiffError::LimitsExceeded => ReadFault::TooLarge.with("strip, tile"),
        TiffError::UnsupportedError(error) => ReadFault::UnsupportedRaster.with(error),
        error => ReadFault::BrokenGeoTiff.with(error),
    }
}

impl Placing {
    fn centre(&self, column: i32, row: i32) -> Coord<f64> {
        self.origin + self.column * (f64::from(column) + 0.5) + self.row * (f64::from(row) + 0.5)
    }
}

#[cfg(test)]
mod tests;
