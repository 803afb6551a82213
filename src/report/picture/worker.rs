//! The drawing process: reads a job, lets maplibre-rs draw tile by tile, and
//! answers with the bare map. It knows nothing of titles, legends and labels.

use std::{
    any::Any,
    io::{self, Cursor, Read, Write},
    thread,
};

use image::{
    DynamicImage, ExtendedColorType, ImageEncoder, RgbaImage,
    codecs::png::{CompressionType, FilterType, PngEncoder},
    imageops,
};
use thiserror::Error;

use super::{
    hatch::rgba,
    job::{Fault, Job, write_answer},
    tile_shapes,
};
use crate::report::map_picture::TileRenderer;

#[derive(Debug, Error)]
pub enum WorkerError {
    #[error("the job can't be read: {0}")]
    Read(io::Error),
    #[error("the answer can't be written: {0}")]
    Write(io::Error),
}

/// Draws the one job on `input` and writes the answer to `output`. A fault of the
/// driver is an answer too.
pub fn worker(input: impl Read, output: impl Write) -> Result<(), WorkerError> {
    let job = Job::read(input).map_err(WorkerError::Read)?;
    // A thread of its own: the renderer panics where it should answer, and it
    // waits for the device in a way that a caller's async runtime forbids.
    let drawn = thread::spawn(move || draw_map(&job)).join();
    let answer = drawn.unwrap_or_else(|panic| {
        let reason = panic_text(panic.as_ref());
        Err(Fault::Failed { reason })
    });
    write_answer(output, &answer).map_err(WorkerError::Write)
}

fn draw_map(job: &Job) -> Result<Vec<u8>, Fault> {
    let mut renderer = TileRenderer::new(job)?;
    let mut map = RgbaImage::from_pixel(job.width_px, job.height_px, rgba(job.background));
    for tile in &job.tiles {
        let shapes = tile_shapes::prepare(&tile.mvt, &job.layers, job.tile_px).map_err(failed)?;
        let picture = renderer.draw(shapes)?;
        imageops::replace(&mut map, &picture, tile.left_px, tile.top_px);
    }
    png(&map).map_err(failed)
}

/// Opaque, and packed quickly rather than well: it only crosses a pipe.
fn png(map: &RgbaImage) -> image::ImageResult<Vec<u8>> {
    let map = DynamicImage::from(map.clone()).into_rgb8();
    let mut bytes = Cursor::new(Vec::new());
    PngEncoder::new_with_quality(&mut bytes, CompressionType::Fast, FilterType::Sub).write_image(
        map.as_raw(),
        map.width(),
        map.height(),
        ExtendedColorType::Rgb8,
    )?;
    Ok(bytes.into_inner())
}

fn failed(reason: impl ToString) -> Fault {
    Fault::Failed { reason: reason.to_string() }
}

fn panic_text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("it stopped without a reason").to_owned()
}
