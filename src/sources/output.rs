//! The files that a fetch makes, each with its `.source.json` beside it. They are
//! written where nobody looks, and renamed when all of them are whole.

use std::{
    fs::{self, File},
    io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use geo::Geometry;
use serde::Serialize;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::{Result, SourceError, SourceFault, part::write_whole};

/// What the text of a file consists of.
#[derive(Clone, Debug)]
pub enum Form {
    /// Named columns.
    Csv { header: String },
    /// Features in the system, `EPSG:…`; None for longitude and latitude.
    GeoJson { crs: Option<String> },
}

/// A file while it is written.
pub struct Output {
    /// Where it will be.
    path: PathBuf,
    unfinished: PathBuf,
    writer: BufWriter<File>,
    form: Form,
    count: u64,
    bytes: u64,
    /// Key, offset and length of each entry, where entries come in no order of theirs.
    places: Option<Vec<(String, u64, u64)>>,
}

/// What is told of a file beside it.
#[derive(Clone, Debug, Serialize)]
pub struct Provenance {
    /// Who publishes it, and what it is called there.
    pub publisher: String,
    pub title: String,
    /// Where it was fetched, without accounts; the names of local files.
    pub address: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub layer: Option<String>,
    pub licence: String,
    pub fetched_at: jiff::Timestamp,
    /// Counties, by their codes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub counties: Vec<String>,
    /// Features as the source counts them.
    pub source_count: u64,
    /// The SHA-256 of what came from the source; of several files or pages, of
    /// their SHA-256s one a line.
    pub source_sha256: String,
    /// What of the source isn't in the file, and why.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub left_out: Map<String, Value>,
}

impl Output {
    /// Begins a file that will be at `path`; `workspace` is on the same disk.
    ///
    /// # Errors
    /// When the disk won't.
    pub fn begin(path: PathBuf, workspace: &Path, form: Form, is_ordered: bool) -> Result<Self> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let unfinished = workspace.join(format!("{name}.unfinished"));
        let file = File::options().read(true).write(true).create(true).truncate(true).open(&unfinished);
        let writer = BufWriter::with_capacity(1 << 16, file.map_err(|error| unwritten(&unfinished, error))?);
        let places = (!is_ordered).then(Vec::new);
        let mut output = Self { path, unfinished, writer, form, count: 0, bytes: 0, places };
        if output.places.is_none() {
            let head = output.head();
            output.write(head.as_bytes())?;
        }
        Ok(output)
    }

    pub fn count(&self) -> u64 {
        self.count
    }

    /// Adds a row of the table. The key orders entries that come in no order.
    ///
    /// # Errors
    /// When the disk won't.
    pub fn row(&mut self, key: &str, row: &str) -> Result<()> {
        self.entry(key, row)
    }

    /// Adds a feature.
    ///
    /// # Errors
    /// When the disk won't.
    pub fn feature(
        &mut self,
        key: &str,
        geometry: &Geometry<f64>,
        properties: &Map<String, Value>,
    ) -> Result<()> {
        let geometry = geojson::Geometry::from(geometry);
        let text = serde_json::to_string(&FeatureText { kind: "Feature", geometry: &geometry, properties })
            .expect("a feature is plain");
        self.entry(key, &text)
    }

    fn entry(&mut self, key: &str, text: &str) -> Result<()> {
        match &mut self.places {
            Some(places) => {
                places.push((key.to_owned(), self.bytes, text.len() as u64));
                self.write(text.as_bytes())?;
            }
            None => {
                let between = self.between();
                self.write(between.as_bytes())?;
                self.write(text.as_bytes())?;
            }
        }
        self.count += 1;
        Ok(())
    }

    /// Ends the text and brings it to the disk.
    ///
    /// # Errors
    /// When the disk won't.
    pub fn finish(mut self) -> Result<Finished> {
        if let Some(mut places) = self.places.take() {
            self.put_in_order(&mut places)?;
        }
        let tail = match self.form {
            Form::Csv { .. } => "\n",
            Form::GeoJson { .. } => "\n]}\n",
        };
        self.write(tail.as_bytes())?;
        let ended = self.writer.flush().and_then(|()| self.writer.get_ref().sync_all());
        ended.map_err(|error| unwritten(&self.unfinished, error))?;
        let sha256 = sha256_of(&self.unfinished).map_err(|error| unwritten(&self.unfinished, error))?;
        Ok(Finished { path: self.path, unfinished: self.unfinished, sha256, count: self.count })
    }

    /// Copies the entries in the order of their keys.
    fn put_in_order(&mut self, places: &mut [(String, u64, u64)]) -> Result<()> {
        self.writer.flush().map_err(|error| unwritten(&self.unfinished, error))?;
        places.sort();
        let ordered = self.unfinished.with_extension("ordered");
        let mut entries = File::open(&self.unfinished).map_err(|error| unwritten(&self.unfinished, error))?;
        let file = File::create(&ordered).map_err(|error| unwritten(&ordered, error))?;
        self.writer = BufWriter::with_capacity(1 << 16, file);
        let head = self.head();
        self.write(head.as_bytes())?;
        self.count = 0;
        for (_, offset, length) in places.iter() {
            let mut text = vec![0; usize::try_from(*length).unwrap_or(usize::MAX)];
            let read = entries.seek(SeekFrom::Start(*offset)).and_then(|_| entries.read_exact(&mut text));
            read.map_err(|error| unwritten(&self.unfinished, error))?;
            let between = self.between();
            self.write(between.as_bytes())?;
            self.write(&text)?;
            self.count += 1;
        }
        self.unfinished = ordered;
        Ok(())
    }

    fn head(&self) -> String {
        match &self.form {
            Form::Csv { header } => header.clone(),
            Form::GeoJson { crs: None } => r#"{"type":"FeatureCollection","features":["#.to_owned(),
            Form::GeoJson { crs: Some(crs) } => {
                let urn = crs.replacen("EPSG:", "urn:ogc:def:crs:EPSG::", 1);
                let crs = json!({ "type": "name", "properties": { "name": urn } });
                format!(r#"{{"type":"FeatureCollection","crs":{crs},"features":["#)
            }
        }
    }

    fn between(&self) -> &'static str {
        match (&self.form, self.count) {
            (Form::Csv { .. }, _) | (Form::GeoJson { .. }, 0) => "\n",
            (Form::GeoJson { .. }, _) => ",\n",
        }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        self.bytes += bytes.len() as u64;
        self.writer.write_all(bytes).map_err(|error| unwritten(&self.unfinished, error))
    }
}

#[derive(Serialize)]
struct FeatureText<'feature> {
    #[serde(rename = "type")]
    kind: &'static str,
    geometry: &'feature geojson::Geometry,
    properties: &'feature Map<String, Value>,
}

/// A file that is whole, and not yet where it will be.
pub struct Finished {
    path: PathBuf,
    unfinished: PathBuf,
    pub sha256: String,
    pub count: u64,
}

/// A file that was put in its place.
#[derive(Clone, Debug)]
pub struct Written {
    pub path: PathBuf,
    pub count: u64,
    pub sha256: String,
    /// Features as the source counts them, and what of them isn't in the file.
    pub source_count: u64,
    pub left_out: Map<String, Value>,
}

impl Finished {
    /// Puts the file in its place, and what is told of it beside it.
    ///
    /// # Errors
    /// When the disk won't.
    pub fn publish(self, provenance: &Provenance) -> Result<Written> {
        let Self { path, unfinished, sha256, count } = self;
        let told = json!({
            "file": path.file_name().unwrap_or_default().to_string_lossy(),
            "count": count,
            "sha256": sha256,
            "made_by": concat!("tackning ", env!("CARGO_PKG_VERSION")),
        });
        let told = Told { file: told, provenance };
        let text = serde_json::to_vec_pretty(&told).expect("a provenance is plain");
        fs::rename(&unfinished, &path).map_err(|error| unwritten(&path, error))?;
        let beside = beside(&path);
        write_whole(&beside, &text).map_err(|error| unwritten(&beside, error))?;
        let Provenance { source_count, left_out, .. } = provenance.clone();
        Ok(Written { path, count, sha256, source_count, left_out })
    }
}

#[derive(Serialize)]
struct Told<'provenance> {
    #[serde(flatten)]
    file: Value,
    #[serde(flatten)]
    provenance: &'provenance Provenance,
}

/// `population.csv` has `population.source.json`.
fn beside(path: &Path) -> PathBuf {
    path.with_extension("source.json")
}

/// The SHA-256 of a file, read piece by piece.
pub fn sha256_of(path: &Path) -> io::Result<String> {
    let mut hasher = Sha256::new();
    let mut reader = BufReader::with_capacity(1 << 16, File::open(path)?);
    io::copy(&mut reader, &mut hasher)?;
    Ok(format!("{:x}", hasher.finalize()))
}

fn unwritten(path: &Path, error: io::Error) -> SourceError {
    SourceFault::NotWritten.at(path.display(), error)
}
