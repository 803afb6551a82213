//! What a header says by itself.

use super::{ColumnMapping, MeasuredField, names::field_named};
use crate::ingest::measurements::{MeasurementForm, gnettrack, rtr};

/// The mapping of a table with this header: a tool's whose columns are known,
/// or by the names of the columns one by one. Where two columns have names of
/// one field, our own name wins, then the first.
///
/// None where time or position isn't among them.
pub fn recognise(header: &[&str]) -> Option<ColumnMapping> {
    recognise_form(header).map(|(_, mapping)| mapping)
}

/// The mapping with the form that the header has.
pub fn recognise_form(header: &[&str]) -> Option<(MeasurementForm, ColumnMapping)> {
    let has = |column: &str| header.iter().any(|name| name.trim().eq_ignore_ascii_case(column));
    let tools = [
        (MeasurementForm::GNetTrack, gnettrack::NEEDED, gnettrack::mapping as fn() -> ColumnMapping),
        (MeasurementForm::RtrOpenData, rtr::NEEDED, rtr::mapping),
    ];
    if let Some((form, _, mapping)) =
        tools.iter().find(|(_, needed, _)| needed.iter().all(|column| has(column)))
    {
        let mut mapping = mapping();
        // A version of the tool may lack some of the columns.
        mapping.columns.retain(|_, column| has(column));
        return Some((*form, mapping));
    }
    let mapping = by_names(header);
    let is_whole = MeasuredField::REQUIRED.iter().all(|field| mapping.column(*field).is_some());
    is_whole.then_some((MeasurementForm::NamedColumns, mapping))
}

fn by_names(header: &[&str]) -> ColumnMapping {
    let mut mapping = ColumnMapping::default();
    for column in header {
        let Some((field, unit)) = field_named(column) else { continue };
        let is_own = column.trim().eq_ignore_ascii_case(field.as_str());
        if mapping.column(field).is_some() && !is_own {
            continue;
        }
        mapping.columns.insert(field, (*column).trim().to_owned());
        match unit {
            Some(unit) => mapping.units.insert(field, unit),
            None => mapping.units.remove(&field),
        };
    }
    mapping
}
