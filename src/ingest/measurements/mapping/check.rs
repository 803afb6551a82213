//! Whether a mapping that somebody wrote can be followed at all.

use jiff::{Timestamp, fmt::strtime, tz::TimeZone};

use super::{ColumnMapping, MeasuredField};
use crate::{
    domain::{NetworkId, Service},
    ingest::{DocumentError, document_error::word},
};

const SEPARATORS: [char; 4] = [',', ';', '\t', '|'];
const DECIMALS: [char; 2] = ['.', ','];

/// The forms of time that are words instead of strftime's letters.
pub const TIME_WORDS: [&str; 2] = ["unix_s", "unix_ms"];

impl ColumnMapping {
    /// # Errors
    /// The first member that can't be followed, whatever the table: a column
    /// that must be there, a unit of another quantity, an unknown zone or format.
    pub fn check(&self) -> Result<(), DocumentError> {
        let missing = MeasuredField::REQUIRED.into_iter().find(|field| self.column(*field).is_none());
        if let Some(field) = missing {
            return Err(DocumentError::new(format!("columns.{field}"), "no column is named"));
        }
        if let Some((field, _)) = self.columns.iter().find(|(_, column)| column.trim().is_empty()) {
            return Err(DocumentError::new(format!("columns.{field}"), "the name is empty"));
        }
        self.check_units()?;
        self.check_time()?;
        self.check_signs()?;
        if let Some(service) = &self.service {
            word::<Service>("service", service)?;
        }
        for (name, id) in &self.networks {
            let field = || format!("networks.{name}");
            NetworkId::new(id.as_str()).map_err(|error| DocumentError::new(field(), error))?;
        }
        Ok(())
    }

    fn check_units(&self) -> Result<(), DocumentError> {
        let wrong = self.units.iter().find(|(field, unit)| field.quantity() != Some(unit.quantity()));
        match wrong {
            Some((field, unit)) => {
                Err(DocumentError::new(format!("units.{field}"), format!("`{unit}` is no unit of it")))
            }
            None => Ok(()),
        }
    }

    fn check_time(&self) -> Result<(), DocumentError> {
        if let Some(format) = self.time_format.as_deref().filter(|format| !TIME_WORDS.contains(format)) {
            let sample = Timestamp::UNIX_EPOCH.to_zoned(TimeZone::UTC);
            strtime::format(format, &sample).map_err(|error| DocumentError::new("time_format", error))?;
        }
        if let Some(zone) = &self.time_zone {
            TimeZone::get(zone).map_err(|error| DocumentError::new("time_zone", error))?;
        }
        Ok(())
    }

    fn check_signs(&self) -> Result<(), DocumentError> {
        if self.separator.is_some_and(|sign| !SEPARATORS.contains(&sign)) {
            return Err(DocumentError::new("separator", "expected comma, semicolon, tabulator or bar"));
        }
        if self.decimal.is_some_and(|sign| !DECIMALS.contains(&sign)) {
            return Err(DocumentError::new("decimal", "expected point or comma"));
        }
        Ok(())
    }
}
