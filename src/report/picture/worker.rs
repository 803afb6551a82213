//! The drawing process: reads jobs, lets maplibre-rs draw tile by tile, and
//! answers with the bare maps. It knows nothing of titles, legends and labels.

use std::{
    any::Any,
    io::{self, Cursor, Read, Write},
    sync::mpsc,
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

/// Each holds a tile in the driver's memory.
const MOST_OPENED: usize = 4;

#[derive(Debug, Error)]
pub enum WorkerError {
    #[error("the job can't be read: {0}")]
    Read(io::Error),
    #[error("the answer can't be written: {0}")]
    Write(io::Error),
}

/// Draws the jobs on `input` and writes the answer to each to `output`. A fault of
/// the driver is an answer too, and the last one.
pub fn worker(input: impl Read, mut output: impl Write) -> Result<(), WorkerError> {
    let jobs = Job::read_all(input).map_err(WorkerError::Read)?;
    let (answers, drawn) = mpsc::channel();
    // A thread of its own: the renderer panics where it should answer, and it
    // waits for the device in a way that a caller's async runtime forbids.
    let drawing = thread::spawn(move || draw_maps(&jobs, &answers));
    for answer in drawn {
        write_answer(&mut output, &answer).map_err(WorkerError::Write)?;
    }
    drawing.join().or_else(|panic| {
        let reason = panic_text(panic.as_ref());
        write_answer(output, &Err(Fault::Failed { reason })).map_err(WorkerError::Write)
    })
}

/// Maps that are drawn alike share a renderer: opening one takes longer than a map.
fn draw_maps(jobs: &[Job], answers: &mpsc::Sender<Result<Vec<u8>, Fault>>) {
    let mut opened: Vec<(&Job, TileRenderer)> = Vec::new();
    for job in jobs {
        let same = opened.iter().position(|(other, _)| other.is_drawn_as(job));
        let place = same.map_or_else(
            || {
                opened.truncate(MOST_OPENED - 1);
                opened.push((job, TileRenderer::new(job)?));
                Ok(opened.len() - 1)
            },
            Ok,
        );
        let drawn = place.and_then(|place| draw_map(job, &mut opened[place].1));
        // Nobody reads any more: there is nobody to draw for.
        if answers.send(drawn).is_err() {
            return;
        }
    }
}

fn draw_map(job: &Job, renderer: &mut TileRenderer) -> Result<Vec<u8>, Fault> {
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
