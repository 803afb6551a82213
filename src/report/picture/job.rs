//! What the service and its drawing process say to each other over a pipe.
//!
//! To the worker: one job after the other, each as JSON and then the bytes of each
//! tile. Back, for each job: a marker line, one letter, and either a PNG or the
//! fault as JSON. All parts but the marker and the letter have their length before
//! them (32 bits, big end first).

use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};

use super::{Colour, Layer, NoPicture};

/// A map in pixels: nothing in it knows of the world any more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Job {
    pub width_px: u32,
    pub height_px: u32,
    pub tile_px: u32,
    pub background: Colour,
    pub layers: Vec<Layer>,
    pub tiles: Vec<PlacedTile>,
}

/// A tile and where its corner lies in the map.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlacedTile {
    pub left_px: i64,
    pub top_px: i64,
    /// Travels after the JSON, as it is.
    #[serde(skip)]
    pub mvt: Vec<u8>,
}

/// What went wrong in the worker.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    NoVulkanDriver,
    Failed { reason: String },
}

/// Drivers may write to standard output too: the answer begins after this.
const MARKER: &[u8] = b"\ntackning map picture\n";
const PICTURE: u8 = b'P';
const FAULT: u8 = b'F';

impl Job {
    pub fn to_bytes(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        write_part(&mut bytes, &serde_json::to_vec(self)?)?;
        for tile in &self.tiles {
            write_part(&mut bytes, &tile.mvt)?;
        }
        Ok(bytes)
    }

    /// The jobs to the end of the input.
    pub fn read_all(mut input: impl Read) -> io::Result<Vec<Self>> {
        let mut bytes = Vec::new();
        input.read_to_end(&mut bytes)?;
        let (mut rest, mut jobs) = (bytes.as_slice(), Vec::new());
        while !rest.is_empty() {
            jobs.push(Self::read(&mut rest)?);
        }
        Ok(jobs)
    }

    /// Whether both are drawn alike, but for what their tiles hold and where they lie.
    pub fn is_drawn_as(&self, other: &Self) -> bool {
        (self.tile_px, self.background, &self.layers) == (other.tile_px, other.background, &other.layers)
    }

    fn read(mut input: impl Read) -> io::Result<Self> {
        let mut job: Self = serde_json::from_slice(&read_part(&mut input)?)?;
        for tile in &mut job.tiles {
            tile.mvt = read_part(&mut input)?;
        }
        Ok(job)
    }
}

pub fn write_answer(mut output: impl Write, answer: &Result<Vec<u8>, Fault>) -> io::Result<()> {
    output.write_all(MARKER)?;
    match answer {
        Ok(png) => {
            output.write_all(&[PICTURE])?;
            write_part(&mut output, png)?;
        }
        Err(fault) => {
            output.write_all(&[FAULT])?;
            write_part(&mut output, &serde_json::to_vec(fault)?)?;
        }
    }
    output.flush()
}

/// The whole answers in the output, in the order of the jobs.
pub fn read_answers(output: &[u8]) -> Vec<Result<Vec<u8>, Fault>> {
    let (mut rest, mut answers) = (output, Vec::new());
    while let Some(answer) = read_answer(&mut rest) {
        answers.push(answer);
    }
    answers
}

fn read_answer(output: &mut &[u8]) -> Option<Result<Vec<u8>, Fault>> {
    let start = output.windows(MARKER.len()).position(|window| window == MARKER)?;
    let (kind, mut rest) = output[start + MARKER.len()..].split_first()?;
    let part = read_part(&mut rest).ok()?;
    *output = rest;
    match *kind {
        PICTURE => Some(Ok(part)),
        FAULT => serde_json::from_slice(&part).ok().map(Err),
        _ => None,
    }
}

impl From<Fault> for NoPicture {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::NoVulkanDriver => Self::NoVulkanDriver,
            Fault::Failed { reason } => Self::Failed { reason },
        }
    }
}

fn write_part(output: &mut impl Write, part: &[u8]) -> io::Result<()> {
    let length = u32::try_from(part.len()).map_err(io::Error::other)?;
    output.write_all(&length.to_be_bytes())?;
    output.write_all(part)
}

fn read_part(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut length = [0; 4];
    input.read_exact(&mut length)?;
    let length = u32::from_be_bytes(length);
    let mut part = Vec::new();
    // Not allocated ahead: the length is only believed as far as bytes follow.
    input.take(u64::from(length)).read_to_end(&mut part)?;
    if part.len() as u64 == u64::from(length) { Ok(part) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_travels_whole() {
        let tile = |mvt: &[u8]| PlacedTile { left_px: -7, top_px: 3, mvt: mvt.to_vec() };
        let job = Job {
            width_px: 20,
            height_px: 30,
            tile_px: 512,
            background: Colour::new(1, 2, 3),
            layers: Vec::new(),
            tiles: vec![tile(b"one"), tile(b"")],
        };
        let bytes = job.to_bytes().expect("a short job").repeat(2);
        assert_eq!(Job::read_all(bytes.as_slice()).expect("whole"), [job.clone(), job]);
        assert!(Job::read_all(&bytes[..bytes.len() - 1]).is_err());
    }

    fn check(answer: Result<Vec<u8>, Fault>) {
        let mut output = b"a driver's greeting\n".to_vec();
        write_answer(&mut output, &answer).expect("memory takes it");
        let whole = output.len();
        output.extend(b"its farewell");
        let twice = read_answers(&output.repeat(2));
        assert_eq!(twice, [answer.clone(), answer]);
        assert_eq!(read_answers(&output), twice[1..]);
        assert_eq!(read_answers(&output[..whole - 1]), []);
    }

    #[test]
    fn answers_travel_among_other_output() {
        check(Ok(vec![1, 2, 3]));
        check(Err(Fault::NoVulkanDriver));
        check(Err(Fault::Failed { reason: "lost device".to_owned() }));
    }
}
