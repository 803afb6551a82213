//! How much of a demand is covered, in all and class by class.

use super::{LineGaps, Measure, PresenceGaps};
use crate::domain::PresenceGroup;

/// A demand without classes has none. Two of the same zone and demand have the
/// same classes in the same order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ByClass {
    pub whole: Measure,
    pub classes: Vec<OfClass>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct OfClass {
    /// Of the area where people normally are alone: names of classes are the group's own.
    pub group: Option<PresenceGroup>,
    pub class: String,
    pub measure: Measure,
}

impl From<Measure> for ByClass {
    fn from(whole: Measure) -> Self {
        Self { whole, classes: Vec::new() }
    }
}

impl From<&LineGaps> for ByClass {
    fn from(lines: &LineGaps) -> Self {
        let classes = lines.classes.iter();
        let classes =
            classes.map(|one| OfClass { group: None, class: one.class.clone(), measure: one.measure });
        Self { whole: lines.length, classes: classes.collect() }
    }
}

impl From<&PresenceGaps> for ByClass {
    fn from(presence: &PresenceGaps) -> Self {
        let classes = presence.classes.iter().map(|one| OfClass {
            group: Some(one.group),
            class: one.class.clone(),
            measure: one.measure,
        });
        Self { whole: presence.area, classes: classes.collect() }
    }
}
