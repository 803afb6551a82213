//! What comes of a file: samples, and a finding for every row that is none.

use geo::Coord;

use super::{MeasurementError, MeasurementSource, row_fault::RowFault};
use crate::{
    domain::{Bilingual, Dbm, Finding, NetworkId, Sample, Severity, Technology},
    geometry::{Projection, WGS84},
};

/// The forms that measurements come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeasurementForm {
    NamedColumns,
    GNetTrack,
    GeoJsonPoints,
}

/// A file that was read. `rows` is the number of samples and of findings of
/// severity error together.
#[derive(Clone, Debug)]
pub struct MeasurementReading {
    pub form: MeasurementForm,
    pub rows: u64,
    pub samples: Vec<Sample>,
    /// Numbered by the file's line, the header being line 1; in a GeoJSON
    /// feature collection by the feature, from 1.
    pub findings: Vec<Finding>,
}

/// A row that was read, perhaps without one of its lesser values.
pub(super) struct ReadRow {
    pub sample: Sample,
    pub warning: Option<RowFault>,
}

/// Collects rows and knows what all forms ask of the source.
pub(super) struct Gatherer<'source> {
    pub source: MeasurementSource<'source>,
    to_crs: Projection,
    rows: u64,
    samples: Vec<Sample>,
    findings: Vec<Finding>,
}

impl<'source> Gatherer<'source> {
    pub fn new(source: &MeasurementSource<'source>) -> Result<Self, MeasurementError> {
        source.check_network()?;
        let to_crs = Projection::new(WGS84, source.crs)?;
        Ok(Self { source: *source, to_crs, rows: 0, samples: Vec::new(), findings: Vec::new() })
    }

    pub fn take(&mut self, number: u64, row: Result<ReadRow, RowFault>) {
        self.rows += 1;
        match row {
            Ok(ReadRow { sample, warning }) => {
                self.samples.push(sample);
                self.findings.extend(warning.map(|fault| fault.finding(number, Severity::Warning)));
            }
            Err(fault) => self.findings.push(fault.finding(number, Severity::Error)),
        }
    }

    /// A remark on the file as a whole.
    pub fn remark(&mut self, code: &'static str, message: Bilingual) {
        let severity = Severity::Warning;
        self.findings.push(Finding { code: code.into(), severity, feature: None, place: None, message });
    }

    pub fn finish(self, form: MeasurementForm) -> MeasurementReading {
        let Self { rows, samples, findings, .. } = self;
        MeasurementReading { form, rows, samples, findings }
    }

    /// Brings a position, degrees, into the computing coordinate reference system.
    pub fn position(&self, lng: f64, lat: f64) -> Result<Coord<f64>, RowFault> {
        let given = Coord { x: lng, y: lat };
        let swapped = Coord { x: lat, y: lng };
        if self.source.bounds.is_some_and(|bounds| !holds(bounds, given) && holds(bounds, swapped)) {
            return Err(RowFault::SwappedPosition { lng, lat });
        }
        if lng.abs() > 180.0 || lat.abs() > 90.0 {
            return Err(RowFault::Position { lng, lat });
        }
        self.to_crs.coord(given).map_err(|_| RowFault::Position { lng, lat })
    }

    /// The region's network of this name.
    pub fn network(&self, name: &str) -> Result<NetworkId, RowFault> {
        let known = self.source.networks.iter().find(|network| network.id.as_str() == name);
        known.map(|network| network.id.clone()).ok_or_else(|| RowFault::UnknownNetwork(name.to_owned()))
    }
}

fn holds(bounds: geo::Rect<f64>, position: Coord<f64>) -> bool {
    let (min, max) = (bounds.min(), bounds.max());
    (min.x..=max.x).contains(&position.x) && (min.y..=max.y).contains(&position.y)
}

/// A level as a reference signal received power, in the range of its
/// technology. What 2G and 3G report is another quantity.
pub(super) fn rsrp(level_dbm: Option<f64>, technology: Option<Technology>) -> Result<Option<Dbm>, RowFault> {
    let Some(value) = level_dbm else { return Ok(None) };
    let level = match technology {
        Some(Technology::G4) => Dbm::lte_rsrp(value),
        Some(Technology::G5) => Dbm::nr_ss_rsrp(value),
        Some(Technology::G2 | Technology::G3) | None => return Err(RowFault::RsrpWithoutTechnology(value)),
    };
    level.map(Some).map_err(RowFault::RsrpOutOfRange)
}

/// A signal to interference and noise ratio of −23…40 dB. No figure rests on
/// it, so that a value out of range is left out and the row stays.
pub(super) fn sinr(value_db: Option<f64>) -> (Option<f64>, Option<RowFault>) {
    match value_db {
        Some(value) if !(-23.0..=40.0).contains(&value) => (None, Some(RowFault::SinrOutOfRange(value))),
        within => (within, None),
    }
}
