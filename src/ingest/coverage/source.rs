//! What the caller knows of a file, and how it names its system.

use std::path::PathBuf;

use super::{CoverageFormat, CoverageReadError, ReadFault, ReadLimits};
use crate::{
    domain::{Region, Service},
    ingest::crs_name,
};

/// A file that says itself what it is needs the region alone.
#[derive(Clone, Debug)]
pub struct CoverageSource<'region> {
    pub region: &'region Region,
    /// None: recognised by its content.
    pub format: Option<CoverageFormat>,
    /// For files that name no system themselves.
    pub crs: Option<String>,
    /// A GeoPackage's layer, or the number of a picture's band, from 1; needed
    /// where there are several.
    pub layer: Option<String>,
    /// The service that the file claims: where a table gives rates, a cell is
    /// covered from the service's own rate on.
    pub service: Option<Service>,
    /// The column of cells' names; none: the first whose values are such names.
    pub cell_column: Option<String>,
    /// The side of cells whose names don't say it; none: 1 km, as SCB names them.
    pub cell_size_m: Option<f64>,
    /// Which cells or pixels are covered.
    pub covered: Option<CoveredWhere>,
    pub limits: ReadLimits,
    /// For the unpacked parts of an archive; none: the system's own.
    pub scratch_folder: Option<PathBuf>,
    /// Nothing of the file may be written to a disk, not even on the way.
    pub in_memory: bool,
}

/// Which cells of a table or pixels of a picture are covered.
#[derive(Clone, Debug, PartialEq)]
pub enum CoveredWhere {
    /// The value is at least this: a level in dBm, a rate in bit/s, a count of
    /// networks. The column is a table's; its own form may know which.
    AtLeast { column: Option<String>, value: f64 },
    /// The value is one of these classes.
    Classes { column: Option<String>, values: Vec<f64> },
}

impl CoveredWhere {
    pub fn column(&self) -> Option<&str> {
        match self {
            Self::AtLeast { column, .. } | Self::Classes { column, .. } => column.as_deref(),
        }
    }

    pub fn holds(&self, number: f64) -> bool {
        match self {
            Self::AtLeast { value, .. } => number >= *value,
            Self::Classes { values, .. } => values.contains(&number),
        }
    }
}

/// What a file itself says of its system.
#[derive(Clone, Debug, PartialEq)]
pub enum FileCrs {
    /// In the form `EPSG:3006`.
    Named(String),
    /// It says something that is no system we know.
    Unidentified(String),
    /// It says nothing, and its form has one by definition.
    ByForm(String),
    Unsaid,
}

impl<'region> CoverageSource<'region> {
    pub fn new(region: &'region Region) -> Self {
        Self {
            region,
            format: None,
            crs: None,
            layer: None,
            service: None,
            cell_column: None,
            cell_size_m: None,
            covered: None,
            limits: ReadLimits::default(),
            scratch_folder: None,
            in_memory: false,
        }
    }

    pub fn with_crs(self, crs: impl Into<String>) -> Self {
        Self { crs: Some(crs.into()), ..self }
    }

    /// Covered from this value of a column on.
    pub fn with_cells(self, column: impl Into<String>, at_least: f64) -> Self {
        Self { covered: Some(CoveredWhere::AtLeast { column: Some(column.into()), value: at_least }), ..self }
    }

    /// The system to read the file in: the file's, else the caller's, else that
    /// of the form, else none.
    pub(super) fn agreed_crs(&self, file: &FileCrs) -> Result<String, CoverageReadError> {
        let caller = self.crs.as_deref().map(crs_name).transpose()?;
        match (file, caller) {
            (FileCrs::Named(file), Some(caller)) if *file != caller => {
                Err(ReadFault::CrsConflict.with(format!("{file} ≠ {caller}")))
            }
            (_, Some(caller)) => Ok(caller),
            (FileCrs::Named(crs) | FileCrs::ByForm(crs), None) => Ok(crs.clone()),
            (FileCrs::Unidentified(text), None) => Err(ReadFault::UnknownCrs.with(text)),
            (FileCrs::Unsaid, None) => Err(ReadFault::CrsMissing.into()),
        }
    }
}
