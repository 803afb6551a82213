//! Which column of a table is which field of a sample, and how its values are written.
//!
//! A mapping is recognised from a table's header ([`recognise`]) or given by
//! whoever knows the file. Where it is kept is not decided here.

mod check;
mod field;
mod names;
mod recognise;
mod unit;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use field::MeasuredField;
pub use recognise::recognise;
pub use unit::{Quantity, Unit};

pub(super) use self::{names::field_named, recognise::recognise_form};

/// Columns, units and words of a table of measurements. An unknown member is
/// refused: misspelt, it would be a condition that nobody follows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct ColumnMapping {
    /// The field to the name of its column; upper and lower case are the same.
    /// `time`, `lon` and `lat` must be there.
    #[schema(value_type = BTreeMap<String, String>)]
    pub columns: BTreeMap<MeasuredField, String>,
    /// Columns that are known and not read; any other gives a remark.
    pub left_out: Vec<String>,
    /// The unit of a field's column, where it isn't the one in the field's name:
    /// `km/h`, `m/s`, `mph`, `knots`; `Mbit/s`, `kbit/s`, `bit/s`, `byte/s`,
    /// `Mbyte/s`; `ms`, `s`, `us`.
    #[schema(value_type = BTreeMap<String, String>)]
    pub units: BTreeMap<MeasuredField, Unit>,
    /// `unix_s`, `unix_ms`, or by strftime's letters such as `%Y-%m-%d %H:%M:%S`.
    /// Null: ISO 8601 with or without zone, or seconds or milliseconds since 1970.
    pub time_format: Option<String>,
    /// The zone of times that name none, such as `Europe/Stockholm`. Null: the region's.
    pub time_zone: Option<String>,
    /// Null: whichever of comma, semicolon and tabulator the header has most of.
    #[schema(value_type = Option<String>)]
    pub separator: Option<char>,
    /// Null: point, and comma where the comma separates no columns.
    #[schema(value_type = Option<String>)]
    pub decimal: Option<char>,
    /// What stands for "no value", beside nothing, `-`, `None`, `null` and 2147483647.
    pub no_value: Vec<String>,
    /// What says that the phone had no service, wherever it stands: a failed
    /// attempt of the row's service, or of voice where no service is named.
    pub no_service: Vec<String>,
    /// What says that a test succeeded, beside `true` and `1`.
    pub succeeded: Vec<String>,
    /// What says that a test failed, beside `false` and `0`; also in the place of a rate or latency.
    pub failed: Vec<String>,
    /// What says that no test ran in this row.
    pub not_tried: Vec<String>,
    pub tests: Tests,
    /// The service that the file's tests tried, where its rows don't say it. Null: the caller's.
    #[schema(value_type = Option<crate::domain::Service>)]
    pub service: Option<String>,
    /// The column of levels holds another quantity in 2G and 3G, which isn't read.
    pub levels_of_any_technology: bool,
    /// What the file calls a network, to the region's id of it.
    pub networks: BTreeMap<String, String>,
}

/// Which rows are tests of a service.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Tests {
    /// Those that name service and outcome; one without the other is a fault.
    #[default]
    Named,
    /// Those with an outcome. The service is the mapping's or the caller's;
    /// without it such a row gives its signal alone.
    WithOutcome,
    /// All of them: each is a test that came to its end, unless it says otherwise.
    Every,
}

impl ColumnMapping {
    /// The column of a field.
    pub fn column(&self, field: MeasuredField) -> Option<&str> {
        self.columns.get(&field).map(String::as_str)
    }

    /// A mapping of these columns, else as our own.
    pub(super) fn of(columns: &[(MeasuredField, &str)]) -> Self {
        let columns = columns.iter().map(|(field, column)| (*field, (*column).to_owned())).collect();
        Self { columns, ..Self::default() }
    }
}
