//! Findings: what is wrong with a row or feature. A finding never stops a file
//! and a bad row never vanishes.

use std::borrow::Cow;

use super::{Bilingual, text::words};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The feature was taken, perhaps repaired.
    Warning,
    /// The feature was left out.
    Error,
}

words!(Severity, "severity", { Warning => "warning", Error => "error" });

/// A position on WGS 84, degrees.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LngLat {
    pub lng: f64,
    pub lat: f64,
}

impl LngLat {
    /// None for what no map can show.
    pub fn on_globe(self) -> Option<Self> {
        (self.lng.abs() <= 180.0 && self.lat.abs() <= 90.0).then_some(self)
    }
}

/// Something found in what was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// A stable word, such as `unclosed_ring`.
    pub code: Cow<'static, str>,
    pub severity: Severity,
    /// The feature's or row's number in the file, from 1; none for the whole file.
    pub feature: Option<u64>,
    pub place: Option<LngLat>,
    pub message: Bilingual,
}
