//! A row as its form gives it, and what comes of it.

use jiff::Timestamp;

use super::{
    mapping::MeasuredField,
    row_fault::RowFault,
    time::{Moment, Twice},
};
use crate::domain::{RunFacts, Sample};

/// The texts of a row's fields; empty where the file has none.
#[derive(Clone, Debug)]
pub(super) struct Row<'text>([&'text str; MeasuredField::COUNT]);

impl Default for Row<'_> {
    fn default() -> Self {
        Self([""; MeasuredField::COUNT])
    }
}

impl<'text> Row<'text> {
    /// The last text of a field stands.
    pub fn of(texts: impl IntoIterator<Item = (MeasuredField, &'text str)>) -> Self {
        let mut row = Self::default();
        texts.into_iter().for_each(|(field, text)| row.set(field, text));
        row
    }

    pub fn set(&mut self, field: MeasuredField, text: &'text str) {
        self.0[field as usize] = text;
    }

    pub fn text(&self, field: MeasuredField) -> &'text str {
        self.0[field as usize]
    }
}

/// A row that was read, perhaps without some of its lesser values.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct ReadRow {
    /// With the earlier of its two moments where `when` has two.
    pub sample: Sample,
    pub when: When,
    pub facts: RunFacts,
    pub warnings: Vec<RowFault>,
}

/// How sure a row's moment is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum When {
    Certain,
    /// Certain, and by the clock that others are uncertain by.
    Local,
    Twice(Twice),
}

impl From<Moment> for (Timestamp, When) {
    fn from(moment: Moment) -> Self {
        match moment {
            Moment::Certain(time) => (time, When::Certain),
            Moment::Local(time) => (time, When::Local),
            Moment::Twice(twice) => (twice.first, When::Twice(twice)),
        }
    }
}
