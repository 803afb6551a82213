//! `median_level(rsrp_dbm)`: the histogram as an aggregate of the query engine.

use std::{mem::size_of, sync::Arc};

use arrow::{
    array::{Array, ArrayRef, AsArray, BinaryArray, BooleanArray, Float64Array},
    datatypes::{DataType, Field, FieldRef, Float64Type},
};
use datafusion::{
    common::{Result, ScalarValue},
    logical_expr::{
        Accumulator, AggregateUDF, AggregateUDFImpl, EmitTo, GroupsAccumulator, Signature, Volatility,
        function::{AccumulatorArgs, StateFieldsArgs},
    },
};

use super::{LevelHistogram, error::in_query};

pub fn median_level() -> AggregateUDF {
    let signature = Signature::exact(vec![DataType::Float64], Volatility::Immutable);
    AggregateUDF::from(MedianLevel { signature })
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct MedianLevel {
    signature: Signature,
}

impl AggregateUDFImpl for MedianLevel {
    fn name(&self) -> &'static str {
        "median_level"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Float64)
    }

    fn accumulator(&self, _: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        Ok(Box::new(OfOne::default()))
    }

    fn state_fields(&self, arguments: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>> {
        let name = format!("{}[histogram]", arguments.name);
        Ok(vec![Arc::new(Field::new(name, DataType::Binary, true))])
    }

    fn groups_accumulator_supported(&self, _: AccumulatorArgs<'_>) -> bool {
        true
    }

    fn create_groups_accumulator(&self, _: AccumulatorArgs<'_>) -> Result<Box<dyn GroupsAccumulator>> {
        Ok(Box::new(OfGroups::default()))
    }
}

/// The levels of all rows.
#[derive(Debug, Default)]
struct OfOne(LevelHistogram);

impl Accumulator for OfOne {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        levels(values).iter().flatten().for_each(|level| self.0.add(level));
        Ok(())
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        Ok(ScalarValue::Float64(self.0.median_dbm()))
    }

    fn size(&self) -> usize {
        size_of::<Self>() + self.0.size_bytes()
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(vec![ScalarValue::Binary(Some(self.0.to_bytes()))])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        for state in states[0].as_binary::<i32>().iter().flatten() {
            self.0.merge(&histogram(state)?);
        }
        Ok(())
    }
}

/// The levels of many groups at once.
#[derive(Debug, Default)]
struct OfGroups(Vec<LevelHistogram>);

impl GroupsAccumulator for OfGroups {
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        groups: &[usize],
        filter: Option<&BooleanArray>,
        group_count: usize,
    ) -> Result<()> {
        self.0.resize(group_count, LevelHistogram::default());
        for (row, (level, group)) in levels(values).iter().zip(groups).enumerate() {
            if is_asked_for(filter, row) {
                level.into_iter().for_each(|level| self.0[*group].add(level));
            }
        }
        Ok(())
    }

    fn evaluate(&mut self, emit_to: EmitTo) -> Result<ArrayRef> {
        let emitted = emit_to.take_needed(&mut self.0);
        let medians = emitted.iter().map(LevelHistogram::median_dbm);
        Ok(Arc::new(Float64Array::from_iter(medians)))
    }

    fn state(&mut self, emit_to: EmitTo) -> Result<Vec<ArrayRef>> {
        let emitted = emit_to.take_needed(&mut self.0);
        let states = emitted.iter().map(|histogram| Some(histogram.to_bytes()));
        Ok(vec![Arc::new(BinaryArray::from_iter(states))])
    }

    fn merge_batch(&mut self, states: &[ArrayRef], groups: &[usize], group_count: usize) -> Result<()> {
        self.0.resize(group_count, LevelHistogram::default());
        for (state, group) in states[0].as_binary::<i32>().iter().zip(groups) {
            if let Some(state) = state {
                self.0[*group].merge(&histogram(state)?);
            }
        }
        Ok(())
    }

    fn convert_to_state(&self, values: &[ArrayRef], filter: Option<&BooleanArray>) -> Result<Vec<ArrayRef>> {
        let states = levels(values).iter().enumerate().map(|(row, level)| {
            let mut histogram = LevelHistogram::default();
            level.filter(|_| is_asked_for(filter, row)).into_iter().for_each(|level| histogram.add(level));
            Some(histogram.to_bytes())
        });
        Ok(vec![Arc::new(states.collect::<BinaryArray>())])
    }

    fn size(&self) -> usize {
        let held: usize = self.0.iter().map(LevelHistogram::size_bytes).sum();
        size_of::<Self>() + self.0.capacity() * size_of::<LevelHistogram>() + held
    }
}

fn levels(values: &[ArrayRef]) -> &Float64Array {
    values[0].as_primitive::<Float64Type>()
}

/// What a filter doesn't know it doesn't let through.
fn is_asked_for(filter: Option<&BooleanArray>, row: usize) -> bool {
    filter.is_none_or(|filter| filter.is_valid(row) && filter.value(row))
}

fn histogram(state: &[u8]) -> Result<LevelHistogram> {
    LevelHistogram::of_bytes(state).ok_or_else(|| in_query("what should be a histogram is none"))
}
