//! Points in time as files write them, with a zone or in local time.

use jiff::{
    Timestamp,
    civil::DateTime,
    fmt::strtime,
    tz::{AmbiguousOffset, TimeZone},
};

use super::row_fault::RowFault;

/// When a row was measured.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Moment {
    /// Said with its zone.
    Certain(Timestamp),
    /// Said in local time, which is one moment.
    Local(Timestamp),
    /// Said in local time of an hour that the clock goes through twice.
    Twice(Twice),
}

/// A local time that exists twice.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Twice {
    pub local: DateTime,
    pub first: Timestamp,
    pub second: Timestamp,
}

/// How a file's times are written, and the zone of those that name none.
pub(super) struct TimeForm {
    pub written: Written,
    pub zone: TimeZone,
}

pub(super) enum Written {
    /// ISO 8601 with or without zone, or a number since 1970.
    Recognised,
    UnixSeconds,
    UnixMilliseconds,
    /// By strftime's letters.
    As(String),
}

/// Numbers from here are milliseconds: as seconds they would be the year 5138.
const FIRST_MILLISECONDS: f64 = 1e11;
/// A smaller number is no time but a date without signs: 20260601 would be 1970.
const FIRST_SECONDS: f64 = 1e9;
/// A date has ten characters; without a time of day it is no moment.
const DATE_LENGTH: usize = 10;

impl TimeForm {
    /// # Errors
    /// When the text is no time, or a local time that the clock leaps over.
    pub fn read(&self, text: &str) -> Result<Moment, RowFault> {
        let fault = || RowFault::Time(text.to_owned());
        match &self.written {
            Written::Recognised => self.recognised(text),
            Written::UnixSeconds => unix(text, 1_000.0).ok_or_else(fault),
            Written::UnixMilliseconds => unix(text, 1.0).ok_or_else(fault),
            Written::As(format) => {
                let parts = strtime::parse(format, text).map_err(|_| fault())?;
                match parts.offset() {
                    Some(_) => parts.to_timestamp().map(Moment::Certain).map_err(|_| fault()),
                    None => self.local(parts.to_datetime().map_err(|_| fault())?),
                }
            }
        }
    }

    fn recognised(&self, text: &str) -> Result<Moment, RowFault> {
        let fault = || RowFault::Time(text.to_owned());
        if let Ok(number) = text.parse::<f64>() {
            let milliseconds = if number < FIRST_MILLISECONDS { 1_000.0 } else { 1.0 };
            let is_time = number >= FIRST_SECONDS;
            return unix(text, milliseconds).filter(|_| is_time).ok_or_else(fault);
        }
        if let Ok(time) = text.parse::<Timestamp>() {
            return Ok(Moment::Certain(time));
        }
        // A zone by its name, without the offset that would say which of two hours it was.
        if let Some((local, zone)) = text.strip_suffix(']').and_then(|text| text.split_once('[')) {
            let zone = TimeZone::get(zone).map_err(|_| fault())?;
            return local_in(&zone, local.parse().map_err(|_| fault())?);
        }
        match text.parse::<DateTime>() {
            Ok(local) if text.len() > DATE_LENGTH => self.local(local),
            _ => Err(fault()),
        }
    }

    fn local(&self, local: DateTime) -> Result<Moment, RowFault> {
        local_in(&self.zone, local)
    }
}

fn local_in(zone: &TimeZone, local: DateTime) -> Result<Moment, RowFault> {
    let at =
        |offset: jiff::tz::Offset| offset.to_timestamp(local).map_err(|_| RowFault::Time(local.to_string()));
    match zone.to_ambiguous_timestamp(local).offset() {
        AmbiguousOffset::Unambiguous { offset } => Ok(Moment::Local(at(offset)?)),
        AmbiguousOffset::Gap { .. } => Err(RowFault::NonexistentTime(local.to_string())),
        AmbiguousOffset::Fold { before, after } => {
            Ok(Moment::Twice(Twice { local, first: at(before)?, second: at(after)? }))
        }
    }
}

fn unix(text: &str, milliseconds: f64) -> Option<Moment> {
    let number: f64 = text.parse().ok()?;
    // Milliseconds of our time are whole numbers far within a double's precision.
    let rounded = (number * milliseconds).round();
    let time = rounded.is_finite().then(|| Timestamp::from_millisecond(rounded as i64).ok())??;
    Some(Moment::Certain(time))
}
