//! The generator's own words.

use crate::domain::words;

/// How much coverage is made; all else is the same in every scale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// What the service ships: three networks, six claims each.
    Default,
    /// Four networks with four claims each: about 50,000 vertices in all.
    Vertices50k,
    /// The same with about a million vertices.
    Vertices1m,
    /// The same with about ten million vertices.
    Vertices10m,
}

words!(Scale, "scale", {
    Default => "default", Vertices50k => "50k", Vertices1m => "1m", Vertices10m => "10m",
});

/// How far a long work has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done, in English.
    pub stage: &'static str,
    pub done: u64,
    pub total: u64,
}

/// A road's class, as Swedish roads are numbered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoadClass {
    European,
    National,
    County,
    Other,
}

words!(RoadClass, "road class", {
    European => "europavag", National => "riksvag", County => "lansvag", Other => "ovrig",
});

impl RoadClass {
    /// What a road of this class and number is called in Swedish.
    pub(super) fn road_name(self, number: &str) -> String {
        match self {
            RoadClass::European => number.to_owned(),
            RoadClass::National => format!("Riksväg {number}"),
            RoadClass::County => format!("Länsväg {number}"),
            RoadClass::Other => format!("Väg {number}"),
        }
    }
}
