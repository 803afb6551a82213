//! The functions that a query may use beside SQL's own.

use std::sync::Arc;

use arrow::{
    array::ArrayRef,
    datatypes::{DataType, TimeUnit},
};
use datafusion::{
    common::Result,
    logical_expr::{ColumnarValue, ScalarUDF, Volatility, create_udf},
    prelude::SessionContext,
};

use super::{StatisticsRules, cell_evidence::cell_evidence, judge::cells};

/// `measurement_cell`, `local_day`, `rejection`, `outcomes` and `cell_evidence`.
pub fn register(context: &SessionContext, rules: &Arc<StatisticsRules>) {
    use DataType::{Boolean, Date32, Float64, Int64, Utf8};
    let moment = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
    context.register_udf(function("measurement_cell", vec![Float64, Float64], Int64, cells));
    let by = rules.clone();
    context
        .register_udf(function("local_day", vec![moment.clone()], Date32, move |columns| by.days(columns)));
    let by = rules.clone();
    let columns = vec![moment, Utf8, Utf8, Float64, Boolean, Boolean];
    context.register_udf(function("rejection", columns, Utf8, move |columns| by.rejections(columns)));
    let by = rules.clone();
    let columns = vec![Utf8, Boolean, Float64, Float64, Float64, Utf8, Utf8, Float64];
    context.register_udf(function("outcomes", columns, Int64, move |columns| by.outcomes(columns)));
    context.register_udaf(cell_evidence());
}

fn function(
    name: &str,
    columns: Vec<DataType>,
    gives: DataType,
    compute: impl Fn(&[ArrayRef]) -> Result<ArrayRef> + Send + Sync + 'static,
) -> ScalarUDF {
    let invoke = move |columns: &[ColumnarValue]| {
        compute(&ColumnarValue::values_to_arrays(columns)?).map(ColumnarValue::Array)
    };
    create_udf(name, columns, gives, Volatility::Immutable, Arc::new(invoke))
}
