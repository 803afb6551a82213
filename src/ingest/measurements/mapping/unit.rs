//! Units in which files write speeds, rates and durations.

use serde::{Deserialize, Serialize};

use crate::domain::{UnknownWord, words};

/// What a unit measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Kept in km/h.
    Speed,
    /// Kept in Mbit/s, of a million bits.
    Rate,
    /// Kept in milliseconds.
    Duration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
pub enum Unit {
    KilometresPerHour,
    MetresPerSecond,
    MilesPerHour,
    Knots,
    MegabitsPerSecond,
    KilobitsPerSecond,
    BitsPerSecond,
    BytesPerSecond,
    MegabytesPerSecond,
    Milliseconds,
    Seconds,
    Microseconds,
}

words!(Unit, "unit", {
    KilometresPerHour => "km/h", MetresPerSecond => "m/s", MilesPerHour => "mph", Knots => "knots",
    MegabitsPerSecond => "Mbit/s", KilobitsPerSecond => "kbit/s", BitsPerSecond => "bit/s",
    BytesPerSecond => "byte/s", MegabytesPerSecond => "Mbyte/s",
    Milliseconds => "ms", Seconds => "s", Microseconds => "us",
});

impl Unit {
    pub fn quantity(self) -> Quantity {
        match self {
            Self::KilometresPerHour | Self::MetresPerSecond | Self::MilesPerHour | Self::Knots => {
                Quantity::Speed
            }
            Self::MegabitsPerSecond
            | Self::KilobitsPerSecond
            | Self::BitsPerSecond
            | Self::BytesPerSecond
            | Self::MegabytesPerSecond => Quantity::Rate,
            Self::Milliseconds | Self::Seconds | Self::Microseconds => Quantity::Duration,
        }
    }

    /// A value of this unit in the unit that its quantity is kept in. What is a
    /// thousandth is divided: a product with 0.001 would end beside the decimal.
    pub fn convert(self, value: f64) -> f64 {
        match self {
            Self::KilometresPerHour | Self::MegabitsPerSecond | Self::Milliseconds => value,
            Self::MetresPerSecond => value * 3.6,
            Self::MilesPerHour => value * 1.609_344,
            Self::Knots => value * 1.852,
            Self::KilobitsPerSecond | Self::Microseconds => value / 1_000.0,
            Self::BitsPerSecond => value / 1_000_000.0,
            Self::BytesPerSecond => value * 8.0 / 1_000_000.0,
            Self::MegabytesPerSecond => value * 8.0,
            Self::Seconds => value * 1_000.0,
        }
    }
}

impl TryFrom<String> for Unit {
    type Error = UnknownWord;

    fn try_from(word: String) -> Result<Self, Self::Error> {
        word.parse()
    }
}

impl From<Unit> for &'static str {
    fn from(unit: Unit) -> Self {
        unit.as_str()
    }
}
