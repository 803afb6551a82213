//! `cell_evidence(day, measured_at, outcomes, technology, rsrp_dbm)`: all that a
//! cell's statistics rest on, as an aggregate of the query engine.

use std::{mem::size_of, sync::Arc};

use arrow::{
    array::{
        Array, ArrayRef, AsArray, BooleanArray, Date32Array, Float64Array, Int64Array, LargeBinaryArray,
        LargeBinaryBuilder, StringArray, TimestampMicrosecondArray,
    },
    datatypes::{
        DataType, Date32Type, Field, FieldRef, Float64Type, Int64Type, TimeUnit, TimestampMicrosecondType,
    },
};
use datafusion::{
    common::{Result, ScalarValue},
    logical_expr::{
        Accumulator, AggregateUDF, AggregateUDFImpl, EmitTo, GroupsAccumulator, Signature, Volatility,
        function::{AccumulatorArgs, StateFieldsArgs},
    },
};

use super::{
    alike::{Alike, Gathered},
    error::in_query,
};

pub fn cell_evidence() -> AggregateUDF {
    let moment = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
    let columns = vec![DataType::Date32, moment, DataType::Int64, DataType::Utf8, DataType::Float64];
    AggregateUDF::from(CellEvidence { signature: Signature::exact(columns, Volatility::Immutable) })
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct CellEvidence {
    signature: Signature,
}

impl AggregateUDFImpl for CellEvidence {
    fn name(&self) -> &'static str {
        "cell_evidence"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::LargeBinary)
    }

    fn accumulator(&self, _: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(OfOne::default()))
    }

    fn state_fields(&self, arguments: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>> {
        let name = format!("{}[samples]", arguments.name);
        Ok(vec![Arc::new(Field::new(name, DataType::LargeBinary, true))])
    }

    fn groups_accumulator_supported(&self, _: AccumulatorArgs<'_>) -> bool {
        true
    }

    fn create_groups_accumulator(&self, _: AccumulatorArgs<'_>) -> Result<Box<dyn GroupsAccumulator>> {
        Ok(Box::new(OfGroups::default()))
    }
}

/// The samples of all rows as one cell's.
#[derive(Debug, Default)]
struct OfOne(OfGroups);

impl Accumulator for OfOne {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.0.update_batch(values, &vec![0; values[0].len()], None, 1)
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let told = self.0.evaluate(EmitTo::All)?;
        if told.is_empty() {
            return Ok(ScalarValue::LargeBinary(Some(Vec::new())));
        }
        // What was told stays: an aggregate over a window is asked again.
        self.merge_batch(std::slice::from_ref(&told))?;
        ScalarValue::try_from_array(&told, 0)
    }

    fn size(&self) -> usize {
        self.0.size()
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(vec![self.evaluate()?])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        self.0.merge_batch(states, &vec![0; states[0].len()], 1)
    }
}

/// The samples of many cells at once.
#[derive(Debug, Default)]
struct OfGroups(Gathered);

impl GroupsAccumulator for OfGroups {
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        groups: &[usize],
        filter: Option<&BooleanArray>,
        group_count: usize,
    ) -> Result<()> {
        self.0.reach(group_count);
        let columns = Columns::of(values)?;
        for (row, group) in groups.iter().enumerate().filter(|(row, _)| is_asked_for(filter, *row)) {
            self.0.add(*group, columns.sample(row)?);
        }
        self.0.tidy();
        Ok(())
    }

    fn evaluate(&mut self, emit_to: EmitTo) -> Result<ArrayRef> {
        let cells = match emit_to {
            EmitTo::All => self.0.cells(),
            EmitTo::First(cells) => cells,
        };
        let mut told = LargeBinaryBuilder::with_capacity(cells, 0);
        let mut bytes = Vec::new();
        self.0.take(cells, |samples| {
            bytes.clear();
            samples.iter().for_each(|(_, sample)| sample.write(&mut bytes));
            told.append_value(&bytes);
        });
        Ok(Arc::new(told.finish()))
    }

    fn state(&mut self, emit_to: EmitTo) -> Result<Vec<ArrayRef>> {
        Ok(vec![self.evaluate(emit_to)?])
    }

    fn merge_batch(&mut self, states: &[ArrayRef], groups: &[usize], group_count: usize) -> Result<()> {
        self.0.reach(group_count);
        let states: &LargeBinaryArray = states[0].as_binary::<i64>();
        for (state, group) in states.iter().zip(groups) {
            let Some(state) = state else { continue };
            let samples = Alike::read_all(state);
            let samples = samples.ok_or_else(|| in_query("what should be samples of a cell are none"))?;
            samples.for_each(|sample| self.0.add(*group, sample));
        }
        self.0.tidy();
        Ok(())
    }

    fn convert_to_state(&self, values: &[ArrayRef], filter: Option<&BooleanArray>) -> Result<Vec<ArrayRef>> {
        let columns = Columns::of(values)?;
        let rows = values[0].len();
        let mut told = LargeBinaryBuilder::with_capacity(rows, 0);
        let mut bytes = Vec::new();
        for row in 0..rows {
            bytes.clear();
            if is_asked_for(filter, row) {
                columns.sample(row)?.write(&mut bytes);
            }
            told.append_value(&bytes);
        }
        Ok(vec![Arc::new(told.finish())])
    }

    fn size(&self) -> usize {
        size_of::<Self>() + self.0.size_bytes()
    }
}

/// What a filter doesn't know it doesn't let through.
fn is_asked_for(filter: Option<&BooleanArray>, row: usize) -> bool {
    filter.is_none_or(|filter| filter.is_valid(row) && filter.value(row))
}

struct Columns<'batch> {
    day: &'batch Date32Array,
    measured_at: &'batch TimestampMicrosecondArray,
    outcomes: &'batch Int64Array,
    technology: &'batch StringArray,
    rsrp_dbm: &'batch Float64Array,
}

impl<'batch> Columns<'batch> {
    fn of(values: &'batch [ArrayRef]) -> Result<Self> {
        let [day, measured_at, outcomes, technology, rsrp_dbm] = values else {
            return Err(in_query(format!("{} columns where five are needed", values.len())));
        };
        Ok(Self {
            day: day.as_primitive::<Date32Type>(),
            measured_at: measured_at.as_primitive::<TimestampMicrosecondType>(),
            outcomes: outcomes.as_primitive::<Int64Type>(),
            technology: technology.as_string::<i32>(),
            rsrp_dbm: rsrp_dbm.as_primitive::<Float64Type>(),
        })
    }

    fn sample(&self, row: usize) -> Result<Alike> {
        let has_level = self.technology.is_valid(row) && self.rsrp_dbm.is_valid(row);
        let level = match has_level {
            true => Some((self.technology.value(row).parse().map_err(in_query)?, self.rsrp_dbm.value(row))),
            false => None,
        };
        let outcomes = u32::try_from(self.outcomes.value(row)).map_err(in_query)?;
        Ok(Alike::one(self.day.value(row), self.measured_at.value(row), outcomes, level))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn columns() -> Vec<ArrayRef> {
        let moments = TimestampMicrosecondArray::from(vec![5, 9, 7, 8]).with_timezone("UTC");
        let technologies = StringArray::from(vec![Some("4G"), None, Some("5G"), Some("4G")]);
        let levels = Float64Array::from(vec![Some(-99.5), Some(-80.0), Some(-101.0), None]);
        vec![
            Arc::new(Date32Array::from(vec![3, 3, 4, 3])),
            Arc::new(moments),
            Arc::new(Int64Array::from(vec![1, 2, 3, 1])),
            Arc::new(technologies),
            Arc::new(levels),
        ]
    }

    /// The engine may gather a thread's rows first, or send each to its cell's thread.
    #[test]
    fn rows_one_by_one_say_what_they_say_together() {
        let (columns, cells) = (columns(), [0, 1, 0, 0]);
        let filter = BooleanArray::from(vec![Some(true), Some(true), None, Some(true)]);
        for filter in [None, Some(&filter)] {
            let mut together = OfGroups::default();
            together.update_batch(&columns, &cells, filter, 2).unwrap();
            let states = OfGroups::default().convert_to_state(&columns, filter).unwrap();
            let mut one_by_one = OfGroups::default();
            one_by_one.merge_batch(&states, &cells, 2).unwrap();
            let told = [together, one_by_one].map(|mut cells| cells.evaluate(EmitTo::All).unwrap());
            assert_eq!(&told[0], &told[1]);
            assert!(told[0].as_binary::<i64>().iter().flatten().all(|samples| !samples.is_empty()));
        }
    }
}
