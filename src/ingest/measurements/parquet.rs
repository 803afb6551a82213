//! Measurements as Parquet: columns with the names and meanings that a table of
//! text would have, read batch by batch. A nested column can't be read; a time
//! without zone is local.

use std::panic::{AssertUnwindSafe, catch_unwind};

use arrow::{
    array::{Array, ArrayRef, AsArray, RecordBatch},
    compute::cast,
    datatypes::{DataType, Schema, TimeUnit},
};
use bytes::Bytes;
use parquet::arrow::{
    ProjectionMask,
    arrow_reader::{ArrowReaderOptions, ParquetRecordBatchReaderBuilder},
};

use super::{
    MeasurementError, MeasurementForm, MeasurementSource,
    csv::{check_network, remark_unknown_column},
    interpreter::Interpreter,
    mapping::{ColumnMapping, MeasuredField, field_named, recognise},
    meaning::Meaning,
    reading::Gatherer,
    row::Row,
};

/// Rows that are held at a time.
const BATCH_ROWS: usize = 1 << 14;

pub(super) fn begins(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PAR1")
}

pub(super) fn read(
    bytes: &[u8],
    source: &MeasurementSource<'_>,
    gatherer: &mut Gatherer<'_>,
) -> Result<MeasurementForm, MeasurementError> {
    let file = open(bytes)?;
    let schema = file.schema().clone();
    let mapping = mapping_of(&schema, source)?;
    check_network(&mapping, source)?;
    let interpreter = Interpreter::new(source, Meaning::of(&mapping, source)?)?;
    let columns = Columns::of(&schema, &mapping)?;
    columns.remark_others(&schema, &mapping, gatherer);
    let mask = ProjectionMask::roots(file.parquet_schema(), columns.0.iter().map(|(_, place)| *place));
    let file = file.with_projection(mask).with_batch_size(BATCH_ROWS);
    let mut batches = guarded(|| file.build().map_err(broken))?;
    let mut number = 0;
    while let Some(batch) = guarded(|| batches.next().transpose().map_err(broken))? {
        let texts = columns.texts(&batch, &schema)?;
        for row in 0..batch.num_rows() {
            number += 1;
            let values = texts.iter().map(|(field, texts)| (*field, texts.value(row)));
            gatherer.take(number, interpreter.read(&Row::of(values)));
        }
    }
    Ok(MeasurementForm::Parquet)
}

fn open(bytes: &[u8]) -> Result<ParquetRecordBatchReaderBuilder<Bytes>, MeasurementError> {
    // Arrow's own schema beside Parquet's is a stranger's, too, and its reader trusts it.
    let options = ArrowReaderOptions::new().with_skip_arrow_metadata(true);
    let bytes = Bytes::copy_from_slice(bytes);
    guarded(|| ParquetRecordBatchReaderBuilder::try_new_with_options(bytes, options).map_err(broken))
}

/// The crate asserts what a damaged file doesn't keep, such as that a length
/// isn't negative. What it was working on is dropped with its panic.
fn guarded<T>(work: impl FnOnce() -> Result<T, MeasurementError>) -> Result<T, MeasurementError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(broken("it contradicts itself")))
}

fn broken(error: impl std::fmt::Display) -> MeasurementError {
    MeasurementError::NotParquet(error.to_string())
}

/// The caller's mapping, else what the columns' names say.
fn mapping_of(schema: &Schema, source: &MeasurementSource<'_>) -> Result<ColumnMapping, MeasurementError> {
    let names: Vec<&str> = schema.fields().iter().map(|field| field.name().as_str()).collect();
    let found = || names.join(", ").chars().take(200).collect();
    if let Some(given) = source.mapping {
        let missing = given.columns.iter().find(|(_, column)| place(schema, column).is_none());
        return match missing {
            Some((field, column)) => Err(MeasurementError::MappedColumnMissing {
                field: *field,
                column: column.clone(),
                found: found(),
            }),
            None => Ok(given.clone()),
        };
    }
    recognise(&names).ok_or_else(|| {
        let is_known = |field: &MeasuredField| {
            names.iter().any(|name| field_named(name).is_some_and(|(known, _)| known == *field))
        };
        let missing = MeasuredField::REQUIRED.into_iter().filter(|field| !is_known(field));
        let missing: Vec<&str> = missing.map(MeasuredField::as_str).collect();
        MeasurementError::MissingColumns { missing: missing.join(", "), found: found() }
    })
}

fn place(schema: &Schema, column: &str) -> Option<usize> {
    let wanted = column.trim().to_lowercase();
    schema.fields().iter().position(|field| field.name().trim().to_lowercase() == wanted)
}

/// The columns that are read, with their places in the file.
struct Columns(Vec<(MeasuredField, usize)>);

impl Columns {
    /// # Errors
    /// When one of them is of a type that holds no single value.
    fn of(schema: &Schema, mapping: &ColumnMapping) -> Result<Self, MeasurementError> {
        let places = mapping.columns.iter();
        let columns: Vec<_> =
            places.filter_map(|(field, column)| Some((*field, place(schema, column)?))).collect();
        let unreadable = columns.iter().map(|(_, place)| schema.field(*place));
        match unreadable.into_iter().find(|field| !is_readable(field.data_type())) {
            Some(field) => Err(MeasurementError::UnreadableColumn {
                column: field.name().clone(),
                kind: field.data_type().to_string(),
            }),
            None => Ok(Self(columns)),
        }
    }

    fn remark_others(&self, schema: &Schema, mapping: &ColumnMapping, gatherer: &mut Gatherer<'_>) {
        let left_out: Vec<usize> =
            mapping.left_out.iter().filter_map(|column| place(schema, column)).collect();
        for (place, field) in schema.fields().iter().enumerate() {
            let is_read = self.0.iter().any(|(_, read)| *read == place);
            if !is_read && !left_out.contains(&place) {
                remark_unknown_column(field.name(), gatherer);
            }
        }
    }

    /// The batch's columns as texts. It has those that are read, in the file's order.
    fn texts(
        &self,
        batch: &RecordBatch,
        schema: &Schema,
    ) -> Result<Vec<(MeasuredField, Texts)>, MeasurementError> {
        let column = |place: usize| batch.column_by_name(schema.field(place).name());
        let texts = self.0.iter().filter_map(|(field, place)| Some((*field, column(*place)?)));
        texts.map(|(field, column)| Ok((field, Texts::of(column)?))).collect()
    }
}

fn is_readable(kind: &DataType) -> bool {
    match kind {
        DataType::Dictionary(_, values) => is_readable(values),
        DataType::Null
        | DataType::Boolean
        | DataType::Utf8
        | DataType::LargeUtf8
        | DataType::Utf8View
        | DataType::Timestamp(..)
        | DataType::Date32
        | DataType::Decimal128(..) => true,
        other => other.is_integer() || other.is_floating(),
    }
}

/// A column's values as a table of text would have them.
struct Texts(ArrayRef);

impl Texts {
    fn of(column: &ArrayRef) -> Result<Self, MeasurementError> {
        let column = match column.data_type() {
            // A zone's name says nothing that the moment doesn't.
            DataType::Timestamp(unit, Some(_)) => in_utc(column, *unit)?,
            _ => column.clone(),
        };
        Ok(Self(cast(&column, &DataType::Utf8).map_err(broken)?))
    }

    /// Nothing where the value is null, or what a table of floats has for it.
    fn value(&self, row: usize) -> &str {
        let texts = self.0.as_string::<i32>();
        if texts.is_null(row) {
            return "";
        }
        match texts.value(row) {
            "NaN" => "",
            text => text,
        }
    }
}

fn in_utc(column: &ArrayRef, unit: TimeUnit) -> Result<ArrayRef, MeasurementError> {
    cast(column, &DataType::Timestamp(unit, Some("+00:00".into()))).map_err(broken)
}
