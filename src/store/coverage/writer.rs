//! Features to FlatGeobuf, in batches: memory holds one at a time, and what the
//! index needs of each.

use std::{
    fs::File,
    io::{BufReader, BufWriter, Read, Seek, Write},
    path::PathBuf,
};

use flatgeobuf::{ColumnType, FgbCrs, FgbWriter, FgbWriterOptions, GeometryType};
use geozero::{ColumnValue, PropertyProcessor, wkb::Wkb};

use super::super::{
    StoreError,
    objects::{ReceivedFile, Writing},
    wkb,
};
use super::CoverageLabel;
use crate::domain::CoverageFeature;

const COLUMNS: [(&str, ColumnType); 6] = [
    ("number", ColumnType::Long),
    ("network", ColumnType::String),
    ("technology", ColumnType::String),
    ("service", ColumnType::String),
    ("environment", ColumnType::String),
    ("simulation_date", ColumnType::String),
];

/// Takes features as they are read. What stands beside them may be known only
/// when the last one is, so they wait in a scratch file. It blocks its thread.
#[derive(Debug)]
pub struct CoverageWriter {
    incoming: PathBuf,
    /// Without a name: the system removes it, whatever happens.
    waiting: BufWriter<File>,
    feature_count: u64,
}

impl CoverageWriter {
    pub(super) fn new(incoming: PathBuf) -> Result<Self, StoreError> {
        let waiting =
            tempfile::tempfile_in(&incoming).map_err(|error| StoreError::folder(&incoming, error))?;
        Ok(Self { incoming, waiting: BufWriter::new(waiting), feature_count: 0 })
    }

    /// Adds features. One that covers nothing has no place on a map, and is left out.
    pub fn write(&mut self, features: &[CoverageFeature]) -> Result<(), StoreError> {
        for feature in features.iter().filter(|feature| !feature.area.0.is_empty()) {
            self.wait(feature).map_err(|error| StoreError::folder(&self.incoming, error))?;
            self.feature_count += 1;
        }
        Ok(())
    }

    /// How many features it holds.
    pub fn feature_count(&self) -> u64 {
        self.feature_count
    }

    /// The file of all features, to be kept.
    pub fn finish(self, label: &CoverageLabel) -> Result<ReceivedFile, StoreError> {
        let Self { incoming, waiting, feature_count } = self;
        let failed = |error| StoreError::folder(&incoming, error);
        let mut waiting = waiting.into_inner().map_err(|error| failed(error.into_error()))?;
        waiting.rewind().map_err(failed)?;
        let mut waiting = BufReader::new(waiting);
        let mut file = new_file(label)?;
        for _ in 0..feature_count {
            let (number, area) = next(&mut waiting).map_err(failed)?;
            file.add_feature_geom(Wkb(&area[..]), |row| properties(row, number, label))
                .map_err(unwritable)?;
        }
        let mut out = BufWriter::new(Writing::create(&incoming)?);
        file.write(&mut out).map_err(unwritable)?;
        let written = out.into_inner().map_err(|error| failed(error.into_error()))?;
        Ok(written.finish())
    }

    fn wait(&mut self, feature: &CoverageFeature) -> std::io::Result<()> {
        let area = wkb::encode_area(&feature.area);
        self.waiting.write_all(&feature.number.to_le_bytes())?;
        self.waiting.write_all(&(area.len() as u64).to_le_bytes())?;
        self.waiting.write_all(&area)
    }
}

fn next(waiting: &mut impl Read) -> std::io::Result<(u64, Vec<u8>)> {
    let mut head = [[0; 8]; 2];
    waiting.read_exact(head.as_flattened_mut())?;
    let [number, length] = head.map(u64::from_le_bytes);
    let mut area = vec![0; length as usize];
    waiting.read_exact(&mut area)?;
    Ok((number, area))
}

fn new_file(label: &CoverageLabel) -> Result<FgbWriter<'static>, StoreError> {
    let crs = match label.crs.split_once(':').map(|(org, code)| (org, code.parse())) {
        Some((org, Ok(code))) => FgbCrs { org: Some(org), code, ..FgbCrs::default() },
        _ => FgbCrs { code_string: Some(&label.crs), ..FgbCrs::default() },
    };
    let options = FgbWriterOptions { crs, ..FgbWriterOptions::default() };
    let name = label.claim.to_string();
    let mut file =
        FgbWriter::create_with_options(&name, GeometryType::MultiPolygon, options).map_err(unwritable)?;
    for (name, column_type) in COLUMNS {
        file.add_column(name, column_type, |_, column| column.nullable = name == "simulation_date");
    }
    Ok(file)
}

fn properties(row: &mut impl PropertyProcessor, number: u64, label: &CoverageLabel) {
    let claim = &label.claim;
    let words = [
        claim.network.as_str(),
        claim.technology.as_str(),
        claim.service.as_str(),
        claim.environment.as_str(),
    ];
    let date = label.simulation_date.map(|date| date.to_string());
    let words = words.into_iter().chain(date.as_deref()).map(ColumnValue::String);
    let values = std::iter::once(ColumnValue::Long(number.cast_signed())).chain(words);
    for (index, (value, (name, _))) in values.zip(COLUMNS).enumerate() {
        row.property(index, name, &value).expect("a row takes numbers and words");
    }
}

fn unwritable(error: impl std::fmt::Display) -> StoreError {
    StoreError::Coverage(error.to_string())
}
