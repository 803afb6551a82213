//! Measurements in a table of text, its columns in any order and known by a
//! mapping: the one that was given, else the one that the header says by itself.

use rayon::prelude::*;

use super::{
    MeasurementError, MeasurementForm, MeasurementSource,
    interpreter::Interpreter,
    mapping::{ColumnMapping, MeasuredField, field_named, recognise_form},
    meaning::Meaning,
    reading::Gatherer,
    row::{ReadRow, Row},
    row_fault::RowFault,
    table::Table,
};
use crate::domain::Bilingual;

/// Lines that are read side by side; what comes of them is taken in their order.
const SIDE_BY_SIDE: usize = 1 << 13;

pub(super) fn read(
    text: &[u8],
    source: &MeasurementSource<'_>,
    gatherer: &mut Gatherer<'_>,
) -> Result<MeasurementForm, MeasurementError> {
    let table = Table::open(text, source.mapping.and_then(|mapping| mapping.separator))?;
    let (form, mapping) = mapping_of(&table, source)?;
    check_network(&mapping, source)?;
    let meaning = Meaning::of(&mapping, source)?.with_decimals(table.decimals());
    let interpreter = Interpreter::new(source, meaning)?;
    remark_unknown_columns(&table, &mapping, gatherer);
    let columns = Columns::of(&table, &mapping);
    let mut lines = table.lines().peekable();
    while lines.peek().is_some() {
        let lines: Vec<_> = lines.by_ref().take(SIDE_BY_SIDE).collect();
        let rows = lines.into_par_iter().with_min_len(256).map_init(Vec::new, |values, (number, line)| {
            (number, columns.read(&table, line, values, &interpreter))
        });
        let rows: Vec<_> = rows.collect();
        rows.into_iter().for_each(|(number, row)| gatherer.take(number, row));
    }
    Ok(form)
}

/// The mapping that a table is read by, and which of the known forms it is.
fn mapping_of(
    table: &Table<'_>,
    source: &MeasurementSource<'_>,
) -> Result<(MeasurementForm, ColumnMapping), MeasurementError> {
    if let Some(given) = source.mapping {
        check_columns(table, given)?;
        return Ok((MeasurementForm::MappedColumns, given.clone()));
    }
    let header: Vec<&str> = table.header().iter().collect();
    recognise_form(&header).ok_or_else(|| {
        let known: Vec<_> = header.iter().filter_map(|column| field_named(column)).collect();
        let is_known = |field: &MeasuredField| known.iter().any(|(known, _)| known == field);
        let missing = MeasuredField::REQUIRED.into_iter().filter(|field| !is_known(field));
        let missing: Vec<&str> = missing.map(MeasuredField::as_str).collect();
        MeasurementError::MissingColumns { missing: missing.join(", "), found: table.names() }
    })
}

/// Every column that a given mapping names must be there.
fn check_columns(table: &Table<'_>, mapping: &ColumnMapping) -> Result<(), MeasurementError> {
    match mapping.columns.iter().find(|(_, column)| table.place(column).is_none()) {
        Some((field, column)) => Err(MeasurementError::MappedColumnMissing {
            field: *field,
            column: column.clone(),
            found: table.names(),
        }),
        None => Ok(()),
    }
}

/// Somebody must say whose network was measured.
pub(super) fn check_network(
    mapping: &ColumnMapping,
    source: &MeasurementSource<'_>,
) -> Result<(), MeasurementError> {
    use MeasuredField::{HomePlmn, Mcc, Mnc, Network, Plmn};
    let has = |field| mapping.column(field).is_some();
    let says = has(Network) || has(HomePlmn) || has(Plmn) || has(Mcc) && has(Mnc);
    if says || source.network.is_some() { Ok(()) } else { Err(MeasurementError::NetworkNotGiven) }
}

/// A column that nobody reads may be one whose name is misspelt.
fn remark_unknown_columns(table: &Table<'_>, mapping: &ColumnMapping, gatherer: &mut Gatherer<'_>) {
    let known: Vec<String> = mapping
        .columns
        .values()
        .chain(&mapping.left_out)
        .map(|column| column.trim().to_lowercase())
        .collect();
    let unknown = |column: &&str| !column.is_empty() && !known.iter().any(|known| known == column);
    for column in table.header().iter().filter(unknown) {
        remark_unknown_column(column, gatherer);
    }
}

pub(super) fn remark_unknown_column(column: &str, gatherer: &mut Gatherer<'_>) {
    let message = Bilingual::new(
        format!("kolumnen ”{column}” är okänd och läses inte"),
        format!("the column `{column}` is unknown and isn't read"),
    );
    gatherer.remark("unknown_column", message);
}

/// Where in a line each field stands.
struct Columns(Vec<(MeasuredField, usize)>);

impl Columns {
    fn of(table: &Table<'_>, mapping: &ColumnMapping) -> Self {
        let columns = mapping.columns.iter();
        Self(columns.filter_map(|(field, column)| Some((*field, table.place(column)?))).collect())
    }

    fn read<'text>(
        &self,
        table: &Table<'text>,
        line: &'text [u8],
        values: &mut Vec<&'text str>,
        interpreter: &Interpreter<'_>,
    ) -> Result<ReadRow, RowFault> {
        table.with_values(line, values, |values| {
            interpreter.read(&Row::of(self.0.iter().map(|(field, place)| (*field, values[*place]))))
        })
    }
}
