//! Campaigns: why and how somebody measured, and the runs that a campaign consists of.

use super::text::words;

/// Where the antenna was while a run was driven: on a roof a phone hears more than
/// in a pocket, so that levels of different placements are not compared unsaid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AntennaPlacement {
    Roof,
    Windscreen,
    Cabin,
    Pocket,
    Handheld,
}

words!(AntennaPlacement, "antenna placement", {
    Roof => "roof", Windscreen => "windscreen", Cabin => "cabin", Pocket => "pocket", Handheld => "handheld",
});

/// A run within its file: one phone on one drive.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RunKey {
    /// As in [`Sample::run`](super::Sample::run).
    pub run: String,
    /// As in [`Sample::device`](super::Sample::device).
    pub device: String,
}

/// What is known of a run beside its samples; none where nobody said it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RunFacts {
    /// Such as `sopbil 4` or `snöskoter`.
    pub vehicle: Option<String>,
    pub antenna: Option<AntennaPlacement>,
    /// The subscription's tariff.
    pub tariff: Option<String>,
    /// The how manieth time the same way was driven, from 1.
    pub pass: Option<u32>,
}
