//! Single values as files write them.

use std::borrow::Cow;

use super::row_fault::RowFault;
use crate::domain::{Plmn, Service, Technology};

/// What Android's interfaces report where there is no value.
const UNAVAILABLE: f64 = 2_147_483_647.0;

/// How a file writes fractions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decimals {
    Point,
    /// Where the comma separates no columns it can separate decimals.
    PointOrComma,
}

/// The trimmed text, or none for the ways in which files write "no value".
pub(super) fn present(text: &str) -> Option<&str> {
    let text = text.trim();
    let absent = ["", "-", "None", "none", "null", "NULL", "2147483647", "2147483647.0"];
    (!absent.contains(&text)).then_some(text)
}

pub(super) fn required<'text>(column: &'static str, text: &'text str) -> Result<&'text str, RowFault> {
    present(text).ok_or(RowFault::Missing(column))
}

/// A finite number.
pub(super) fn number(column: &'static str, text: &str, decimals: Decimals) -> Result<Option<f64>, RowFault> {
    let Some(text) = present(text) else { return Ok(None) };
    let pointed = match decimals {
        Decimals::PointOrComma if text.contains(',') => Cow::Owned(text.replacen(',', ".", 1)),
        _ => Cow::Borrowed(text),
    };
    match pointed.parse::<f64>() {
        Ok(UNAVAILABLE) => Ok(None),
        Ok(value) if value.is_finite() => Ok(Some(value)),
        _ => Err(RowFault::Number { column, value: text.to_owned() }),
    }
}

/// A number of zero or more: a distance, a speed, a rate, a duration.
pub(super) fn amount(column: &'static str, text: &str, decimals: Decimals) -> Result<Option<f64>, RowFault> {
    match number(column, text, decimals)? {
        Some(value) if value < 0.0 => Err(RowFault::Number { column, value: text.to_owned() }),
        other => Ok(other),
    }
}

pub(super) fn truth(column: &'static str, text: &str) -> Result<Option<bool>, RowFault> {
    match present(text) {
        None => Ok(None),
        Some("true" | "True" | "TRUE" | "1") => Ok(Some(true)),
        Some("false" | "False" | "FALSE" | "0") => Ok(Some(false)),
        Some(other) => Err(RowFault::TruthValue { column, value: other.to_owned() }),
    }
}

pub(super) fn plmn(text: &str) -> Result<Option<Plmn>, RowFault> {
    let read = present(text).map(|text| Plmn::new(text).map_err(|_| RowFault::Plmn(text.to_owned())));
    read.transpose()
}

pub(super) fn service(text: &str) -> Result<Option<Service>, RowFault> {
    present(text).map(|text| text.parse().map_err(|_| RowFault::Service(text.to_owned()))).transpose()
}

/// The generation, by whichever of its names a tool uses.
pub(super) fn technology(text: &str) -> Result<Option<Technology>, RowFault> {
    let Some(text) = present(text) else { return Ok(None) };
    match text.to_ascii_uppercase().as_str() {
        "5G" | "NR" => Ok(Some(Technology::G5)),
        "4G" | "LTE" => Ok(Some(Technology::G4)),
        "3G" | "UMTS" | "WCDMA" | "HSPA" | "HSPA+" | "HSDPA" | "HSUPA" => Ok(Some(Technology::G3)),
        "2G" | "GSM" | "GPRS" | "EDGE" => Ok(Some(Technology::G2)),
        _ => Err(RowFault::Technology(text.to_owned())),
    }
}
