//! Measurements as Parquet.

use std::sync::Arc;

use ::parquet::{
    arrow::ArrowWriter,
    basic::{Compression, GzipLevel, ZstdLevel},
    file::properties::WriterProperties,
};
use arrow::{
    array::{
        ArrayRef, BooleanArray, DictionaryArray, Float64Array, Int32Array, ListArray, RecordBatch,
        StringArray, TimestampMicrosecondArray,
    },
    datatypes::{Int32Type, Int64Type},
};

use super::*;

fn written(columns: Vec<(&str, ArrayRef)>, compression: Compression) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter(columns).unwrap();
    let properties = WriterProperties::builder().set_compression(compression).build();
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties)).unwrap();
    writer.write(&batch).unwrap();
    writer.close().unwrap();
    bytes
}

const MOMENT: i64 = 1_780_308_000_000_000;

fn columns() -> Vec<(&'static str, ArrayRef)> {
    let technology: DictionaryArray<Int32Type> = vec![Some("4G"), Some("LTE"), None].into_iter().collect();
    vec![
        ("extra", Arc::new(Int32Array::from(vec![1, 2, 3]))),
        ("rsrp_dbm", Arc::new(Float64Array::from(vec![Some(-95.5), Some(f64::NAN), None]))),
        ("lat", Arc::new(Float64Array::from(vec![65.0, 65.0, 65.0]))),
        ("lon", Arc::new(Float64Array::from(vec![Some(20.5), Some(20.6), None]))),
        (
            "time",
            Arc::new(TimestampMicrosecondArray::from(vec![MOMENT; 3]).with_timezone("Europe/Stockholm")),
        ),
        ("network", Arc::new(StringArray::from(vec!["ripa", "tjader", "ripa"]))),
        ("technology", Arc::new(technology)),
        ("wifi", Arc::new(BooleanArray::from(vec![Some(true), None, Some(false)]))),
    ]
}

#[test]
fn columns_have_the_names_and_meanings_of_text() {
    let packings = [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::GZIP(GzipLevel::default()),
        Compression::ZSTD(ZstdLevel::default()),
    ];
    for compression in packings {
        let reading = Fixture::default().read(&written(columns(), compression)).unwrap();
        assert_each_row_is_somewhere(&reading);
        assert_eq!((reading.form, reading.rows), (MeasurementForm::Parquet, 3));
        let codes: Vec<_> =
            reading.findings.iter().map(|finding| (finding.feature, &*finding.code)).collect();
        assert_eq!(codes, [(None, "unknown_column"), (Some(3), "missing_value")]);
        let [first, second] = <[Sample; 2]>::try_from(reading.samples).unwrap();
        assert_eq!(first.time, "2026-06-01T10:00:00Z".parse().unwrap());
        assert_eq!((first.rsrp, first.wifi), (Dbm::lte_rsrp(-95.5).ok(), true));
        assert_eq!(
            (second.rsrp, second.network.as_str(), second.technology),
            (None, "tjader", Some(Technology::G4))
        );
    }
}

#[test]
fn a_time_without_zone_is_local() {
    let mut columns = columns();
    columns[4].1 = Arc::new(TimestampMicrosecondArray::from(vec![MOMENT; 3]));
    let reading = Fixture::default().read(&written(columns, Compression::SNAPPY)).unwrap();
    assert_eq!(reading.samples[0].time, "2026-06-01T08:00:00Z".parse().unwrap());
}

#[test]
fn columns_are_mapped_like_those_of_text() {
    let mut columns = columns();
    columns[1].0 = "Nivå";
    let mapping = mapping(
        r#"{"columns": {"time": "time", "lon": "lon", "lat": "lat", "network": "network", "technology": "technology",
            "rsrp_dbm": "nivå"}, "left_out": ["extra", "wifi"]}"#,
    );
    let fixture = Fixture { mapping: Some(mapping), ..Fixture::default() };
    let reading = fixture.read(&written(columns.clone(), Compression::SNAPPY)).unwrap();
    assert_eq!((reading.samples[0].rsrp, reading.findings.len()), (Dbm::lte_rsrp(-95.5).ok(), 1));
    columns.remove(1);
    let error = fixture.read(&written(columns, Compression::SNAPPY)).unwrap_err();
    assert!(matches!(error, MeasurementError::MappedColumnMissing { column, .. } if column == "nivå"));
}

#[test]
fn a_nested_column_is_refused_by_its_name() {
    let mut columns = columns();
    let nested = ListArray::from_iter_primitive::<Int64Type, _, _>(vec![Some(vec![Some(1)]); 3]);
    columns[2].1 = Arc::new(nested);
    let error = Fixture::default().read(&written(columns, Compression::SNAPPY)).unwrap_err();
    assert!(matches!(error, MeasurementError::UnreadableColumn { column, .. } if column == "lat"));
}

#[test]
fn what_is_no_parquet_is_refused_whole() {
    let whole = written(columns(), Compression::SNAPPY);
    for bytes in [b"PAR1".as_slice(), b"PAR1PAR1", &whole[..whole.len() - 20]] {
        assert!(matches!(Fixture::default().read(bytes), Err(MeasurementError::NotParquet(_))));
    }
    let unnamed = written(vec![("time", Arc::new(StringArray::from(vec!["x"])))], Compression::SNAPPY);
    let error = Fixture::default().read(&unnamed).unwrap_err();
    assert!(matches!(error, MeasurementError::MissingColumns { missing, .. } if missing == "lon, lat"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn damage_makes_no_reader_fall(damage in prop::collection::vec(any::<(prop::sample::Index, u8)>(), 1..8)) {
        check_damaged(&written(columns(), Compression::SNAPPY), &damage);
    }
}
