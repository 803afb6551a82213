//! An issued report as tables, read from the document that was kept: what is
//! written of it later says what it said when it was issued.

mod basis;
mod layers;

use geo::Geometry;
use geojson::{FeatureCollection, JsonObject};
use serde_json::Value;

use crate::domain::Bilingual;

/// What a report is written from.
#[derive(Debug)]
pub struct IssuedTables {
    /// Those with places: gaps, reports and cells in this order.
    pub layers: [Table; 3],
    /// Those without.
    pub lists: [Table; 4],
}

/// Rows under one name, in the same columns.
#[derive(Debug)]
pub struct Table {
    pub name: &'static str,
    pub title: Bilingual,
    pub columns: &'static [Column],
    pub rows: Vec<Row>,
}

/// A column, by its name in all forms of the report.
#[derive(Debug)]
pub struct Column {
    pub name: &'static str,
    pub kind: ColumnKind,
    pub source: Source,
    /// In Swedish and English, with its unit.
    pub meaning: [&'static str; 2],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnKind {
    Text,
    Integer,
    Real,
    Day,
}

/// Where a column's values come from.
#[derive(Debug)]
pub enum Source {
    /// The property of its own name.
    Property,
    Derived(fn(&JsonObject) -> Value),
    /// Filled in by whoever answers.
    Answer,
}

#[derive(Debug)]
pub struct Row {
    /// Longitude and latitude; none in lists.
    pub place: Option<Geometry<f64>>,
    /// As many as there are columns.
    pub cells: Vec<Cell>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    Integer(i64),
    Real(f64),
    /// As 2027-06-30.
    Day(String),
}

/// Why an issued report can't be read again.
#[derive(Debug, thiserror::Error)]
pub enum IssuedDocumentError {
    #[error("an issued report can't be read: {0}")]
    Features(Box<geojson::Error>),
    #[error("what stands beside an issued report's gaps can't be read: {0}")]
    Beside(#[from] serde_json::Error),
}

impl From<geojson::Error> for IssuedDocumentError {
    fn from(error: geojson::Error) -> Self {
        Self::Features(Box::new(error))
    }
}

impl IssuedTables {
    /// Reads the GeoJSON of a report. What reports of earlier versions don't say is empty.
    ///
    /// # Errors
    /// When it is no such document.
    pub fn read(document: &str) -> Result<Self, IssuedDocumentError> {
        let gaps: FeatureCollection = document.parse()?;
        let members = gaps.foreign_members.clone().unwrap_or_default();
        let beside = |name: &str| match members.get(name) {
            Some(found) => serde_json::from_value(found.clone()),
            None => Ok(FeatureCollection { bbox: None, features: Vec::new(), foreign_members: None }),
        };
        Ok(Self {
            layers: [
                layers::gaps(gaps)?,
                layers::dead_zones(beside("dead_zones")?)?,
                layers::failing_cells(beside("failing_cells")?)?,
            ],
            lists: basis::lists(&members),
        })
    }
}

impl Table {
    fn new(name: &'static str, title: [&str; 2], columns: &'static [Column]) -> Self {
        let [sv, en] = title;
        Self { name, title: Bilingual::new(sv, en), columns, rows: Vec::new() }
    }

    fn with_features(mut self, features: FeatureCollection) -> Result<Self, geojson::Error> {
        self.rows.reserve(features.features.len());
        for feature in features.features {
            let place = feature.geometry.map(Geometry::try_from).transpose()?;
            self.push(place, &feature.properties.unwrap_or_default());
        }
        Ok(self)
    }

    fn push(&mut self, place: Option<Geometry<f64>>, properties: &JsonObject) {
        let cells = self.columns.iter().map(|column| column.cell(properties)).collect();
        self.rows.push(Row { place, cells });
    }
}

impl Column {
    const fn of(name: &'static str, kind: ColumnKind, meaning: [&'static str; 2]) -> Self {
        Self { name, kind, source: Source::Property, meaning }
    }

    const fn text(name: &'static str, meaning: [&'static str; 2]) -> Self {
        Self::of(name, ColumnKind::Text, meaning)
    }

    const fn integer(name: &'static str, meaning: [&'static str; 2]) -> Self {
        Self::of(name, ColumnKind::Integer, meaning)
    }

    const fn real(name: &'static str, meaning: [&'static str; 2]) -> Self {
        Self::of(name, ColumnKind::Real, meaning)
    }

    const fn day(name: &'static str, meaning: [&'static str; 2]) -> Self {
        Self::of(name, ColumnKind::Day, meaning)
    }

    const fn derived(self, source: fn(&JsonObject) -> Value) -> Self {
        let Self { name, kind, meaning, .. } = self;
        Self { name, kind, source: Source::Derived(source), meaning }
    }

    const fn filled_in(self) -> Self {
        let Self { name, kind, meaning, .. } = self;
        Self { name, kind, source: Source::Answer, meaning }
    }

    fn cell(&self, properties: &JsonObject) -> Cell {
        match self.source {
            Source::Property => properties.get(self.name).map_or(Cell::Empty, |value| self.kind.cell(value)),
            Source::Derived(of) => self.kind.cell(&of(properties)),
            Source::Answer => Cell::Empty,
        }
    }
}

impl ColumnKind {
    fn cell(self, value: &Value) -> Cell {
        match (self, value) {
            (_, Value::Null) => Cell::Empty,
            (Self::Integer, value) => value.as_i64().map_or(Cell::Empty, Cell::Integer),
            (Self::Real, value) => value.as_f64().map_or(Cell::Empty, Cell::Real),
            (Self::Day, value) => value.as_str().map_or(Cell::Empty, |day| Cell::Day(day.to_owned())),
            (Self::Text, value) => Cell::Text(words(value)),
        }
    }
}

/// Several values stand in one cell with a semicolon between.
fn words(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().map(words).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}
