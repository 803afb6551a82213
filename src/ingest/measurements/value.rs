//! Single values as files write them. A fault names the file's own column.

use std::borrow::Cow;

use super::{mapping::Unit, row_fault::RowFault};
use crate::domain::{Plmn, Service, Technology};

/// What Android's interfaces and G-NetTrack report where there is no value. No
/// quantity that is read here can have one of them.
const UNAVAILABLE: [f64; 2] = [2_147_483_647.0, -200.0];

const NO_VALUE: [&str; 8] = ["", "-", "None", "none", "null", "NULL", "2147483647", "2147483647.0"];

/// How a file writes fractions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decimals {
    Point,
    /// The point separates thousands at most, which no value here has.
    Comma,
    /// Where the comma separates no columns it can separate decimals.
    PointOrComma,
}

/// The trimmed text, or none for the ways in which files write "no value".
pub(super) fn present(text: &str) -> Option<&str> {
    let text = text.trim();
    (!NO_VALUE.contains(&text)).then_some(text)
}

/// A finite number.
pub(super) fn number(column: &str, text: &str, decimals: Decimals) -> Result<Option<f64>, RowFault> {
    let Some(text) = present(text) else { return Ok(None) };
    let fault = || RowFault::Number { column: column.to_owned(), value: text.to_owned() };
    let pointed = match decimals {
        Decimals::Comma if text.contains('.') => return Err(fault()),
        Decimals::Comma | Decimals::PointOrComma if text.contains(',') => {
            Cow::Owned(text.replacen(',', ".", 1))
        }
        _ => Cow::Borrowed(text),
    };
    match pointed.parse::<f64>() {
        Ok(value) if UNAVAILABLE.contains(&value) => Ok(None),
        Ok(value) if value.is_finite() => Ok(Some(value)),
        _ => Err(fault()),
    }
}

/// A number of zero or more: a distance, a speed, a rate, a duration.
pub(super) fn amount(column: &str, text: &str, decimals: Decimals) -> Result<Option<f64>, RowFault> {
    match number(column, text, decimals)? {
        Some(value) if value < 0.0 => {
            Err(RowFault::Number { column: column.to_owned(), value: text.trim().to_owned() })
        }
        other => Ok(other),
    }
}

/// A number's text in the unit that its field is kept in; what is no number stays as it is.
pub(super) fn in_own_unit(text: Cow<'_, str>, unit: Option<Unit>) -> Cow<'_, str> {
    let Some(unit) = unit else { return text };
    match text.trim().parse::<f64>() {
        Ok(value) if !UNAVAILABLE.contains(&value) => Cow::Owned(unit.convert(value).to_string()),
        _ => text,
    }
}

pub(super) fn truth(column: &str, text: &str) -> Result<Option<bool>, RowFault> {
    match present(text) {
        None => Ok(None),
        Some("true" | "True" | "TRUE" | "1") => Ok(Some(true)),
        Some("false" | "False" | "FALSE" | "0") => Ok(Some(false)),
        Some(other) => Err(RowFault::TruthValue { column: column.to_owned(), value: other.to_owned() }),
    }
}

pub(super) fn plmn(text: &str) -> Result<Option<Plmn>, RowFault> {
    let read = present(text).map(|text| Plmn::new(text).map_err(|_| RowFault::Plmn(text.to_owned())));
    read.transpose()
}

/// What a code in two halves can mean: as a number the network's half has lost
/// its leading zeros, and 3 is `03` or `003`.
pub(super) fn plmns(country: &str, network: &str) -> Result<Vec<Plmn>, RowFault> {
    let (Some(country), Some(network)) = (present(country), present(network)) else {
        return Ok(Vec::new());
    };
    let code = |network: &str| {
        let text = format!("{country}-{network}");
        Plmn::new(text.as_str()).map_err(|_| RowFault::Plmn(text))
    };
    match network.len() {
        3.. => Ok(vec![code(network)?]),
        _ => Ok(vec![code(&format!("{network:0>2}"))?, code(&format!("{network:0>3}"))?]),
    }
}

pub(super) fn service(text: &str) -> Result<Option<Service>, RowFault> {
    present(text).map(|text| text.parse().map_err(|_| RowFault::Service(text.to_owned()))).transpose()
}

/// What a phone was connected by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Connection {
    Mobile(Technology),
    Wifi,
    /// No radio at all.
    FixedLine,
    /// Nobody knows which, or there was none.
    Unknown,
}

/// The generation, by whichever of its names a tool uses; or what else it was.
pub(super) fn connection(text: &str) -> Result<Connection, RowFault> {
    let Some(text) = present(text) else { return Ok(Connection::Unknown) };
    if let Some(technology) = generation(text) {
        return Ok(Connection::Mobile(technology));
    }
    match text.to_ascii_uppercase().as_str() {
        "WLAN" | "WIFI" | "WI-FI" => Ok(Connection::Wifi),
        "LAN" | "ETHERNET" => Ok(Connection::FixedLine),
        "MOBILE" | "CELLULAR" | "UNKNOWN" | "OTHER" => Ok(Connection::Unknown),
        _ => Err(RowFault::Technology(text.to_owned())),
    }
}

/// Android's names of network types among them: a phone on a 4G anchor with a
/// 5G carrier beside it (`NR NSA`) is on 5G, as its screen says.
fn generation(text: &str) -> Option<Technology> {
    match text {
        "4G" | "LTE" | "Lte" => return Some(Technology::G4),
        "5G" | "NR" | "Nr" => return Some(Technology::G5),
        _ => {}
    }
    match text.to_ascii_uppercase().replace(['_', '-'], " ").as_str() {
        "5G" | "NR" | "NR NSA" | "NR SA" | "5G NSA" | "5G SA" | "LTE (NR)" => Some(Technology::G5),
        "4G" | "LTE" | "LTE CA" | "LTE+" | "LTE A" => Some(Technology::G4),
        "3G" | "UMTS" | "WCDMA" | "HSPA" | "HSPA+" | "HSDPA" | "HSUPA" | "HSPAP" => Some(Technology::G3),
        "2G" | "GSM" | "GPRS" | "EDGE" => Some(Technology::G2),
        _ => None,
    }
}
