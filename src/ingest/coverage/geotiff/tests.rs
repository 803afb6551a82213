use std::{collections::BTreeSet, io::Cursor};

use geo::{Area, Validation};
use proptest::prelude::*;
use tiff::{
    encoder::{TiffEncoder, colortype},
    tags::Tag,
};

use super::super::{testing::*, *};
use crate::{domain::Severity, ingest::testing::region};

const WIDTH: u32 = 8;
const HEIGHT: u32 = 6;

/// What a picture says of itself beside its pixels.
#[derive(Clone)]
struct Words {
    keys: Vec<u16>,
    texts: &'static str,
    scale: Vec<f64>,
    tie_points: Vec<f64>,
    transformation: Vec<f64>,
    no_data: Option<&'static str>,
    rows_per_strip: u32,
}

const PROJECTED: [u16; 8] = [1, 1, 0, 1, 1024, 0, 1, 1];

impl Default for Words {
    /// Pixels of 50 m in EPSG:3006.
    fn default() -> Self {
        Self {
            keys: vec![1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, 3006],
            texts: "",
            scale: vec![50.0, 50.0, 0.0],
            tie_points: vec![0.0, 0.0, 0.0, 740_000.0, 7_230_000.0, 0.0],
            transformation: vec![],
            no_data: None,
            rows_per_strip: 2,
        }
    }
}

fn written(levels: &[f32], words: &Words) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let mut encoder = TiffEncoder::new(&mut bytes).unwrap();
    let mut image = encoder.new_image::<colortype::Gray32Float>(WIDTH, HEIGHT).unwrap();
    image.rows_per_strip(words.rows_per_strip).unwrap();
    let tags = image.encoder();
    let numbers = [
        (Tag::ModelPixelScaleTag, &words.scale),
        (Tag::ModelTiepointTag, &words.tie_points),
        (Tag::ModelTransformationTag, &words.transformation),
    ];
    for (tag, numbers) in numbers {
        if !numbers.is_empty() {
            tags.write_tag(tag, numbers.as_slice()).unwrap();
        }
    }
    if !words.keys.is_empty() {
        tags.write_tag(Tag::GeoKeyDirectoryTag, words.keys.as_slice()).unwrap();
    }
    if !words.texts.is_empty() {
        tags.write_tag(Tag::GeoAsciiParamsTag, words.texts).unwrap();
    }
    if let Some(no_data) = words.no_data {
        tags.write_tag(Tag::GdalNodata, no_data).unwrap();
    }
    image.write_data(levels).unwrap();
    bytes.into_inner()
}

/// Covered where a cell, as column and row, is among these.
fn levels(cells: &BTreeSet<(u32, u32)>) -> Vec<f32> {
    let rows = (0..HEIGHT).flat_map(|row| (0..WIDTH).map(move |column| (column, row)));
    rows.map(|cell| if cells.contains(&cell) { -80.0 } else { -120.0 }).collect()
}

fn at_least(region: &crate::domain::Region, level: f64) -> CoverageSource<'_> {
    let covered = Some(CoveredWhere::AtLeast { column: None, value: level });
    CoverageSource { covered, ..CoverageSource::new(region) }
}

/// The area of what is covered, and the number of areas and of holes.
fn read(bytes: &[u8]) -> (f64, usize, usize) {
    let region = region();
    let read = collect_coverage_bytes(bytes, &at_least(&region, -100.0)).unwrap();
    assert_eq!(read.reading.findings, []);
    assert_eq!(read.reading.format, CoverageFormat::GeoTiff);
    let polygons = || read.features.iter().flat_map(|feature| &feature.area);
    let area_m2 = polygons().map(Area::unsigned_area).sum();
    (area_m2, polygons().count(), polygons().map(|polygon| polygon.interiors().len()).sum())
}

#[test]
fn areas_follow_the_pixels_exactly() {
    let ring = (1..6).flat_map(|x| (1..5).map(move |y| (x, y)));
    let ring: BTreeSet<_> = ring.filter(|(x, y)| *x == 1 || *x == 5 || *y == 1 || *y == 4).collect();
    assert_eq!(read(&written(&levels(&ring), &Words::default())), (2_500.0 * 14.0, 1, 1));
    let with_island: BTreeSet<_> = ring.iter().copied().chain([(3, 2), (6, 5), (7, 0)]).collect();
    assert_eq!(read(&written(&levels(&with_island), &Words::default())), (2_500.0 * 17.0, 3, 1));
}

#[test]
fn the_corner_of_the_first_pixel_lies_where_the_file_says() {
    let region = region();
    let first = written(&levels(&BTreeSet::from([(0, 0)])), &Words::default());
    let points = Words {
        keys: [PROJECTED.as_slice(), &[1025, 0, 1, 2, 3072, 0, 1, 3006]].concat(),
        ..Words::default()
    };
    let moved = Words { tie_points: vec![2.0, 1.0, 0.0, 740_000.0, 7_230_000.0, 0.0], ..Words::default() };
    let affine = Words {
        scale: vec![],
        tie_points: vec![],
        transformation: [&[50.0, 0.0, 0.0, 740_000.0, 0.0, 50.0, 0.0, 7_230_000.0][..], &[0.0; 8]].concat(),
        ..Words::default()
    };
    let pixel = |words: &Words| written(&levels(&BTreeSet::from([(0, 0)])), words);
    for (bytes, west, south) in [
        (first, 740_000.0, 7_229_950.0),
        (pixel(&points), 739_975.0, 7_229_975.0),
        (pixel(&moved), 739_900.0, 7_230_000.0),
        // Rows that go to the north.
        (pixel(&affine), 740_000.0, 7_230_000.0),
    ] {
        let read = collect_coverage_bytes(&bytes, &at_least(&region, -100.0)).unwrap();
        let rect = geo::BoundingRect::bounding_rect(&read.features[0].area).unwrap();
        assert_eq!((rect.min().x, rect.min().y, rect.width()), (west, south, 50.0));
        assert_eq!(read.area_m2(), 2_500.0);
    }
}

#[test]
fn background_is_no_coverage() {
    let region = region();
    let mut levels = levels(&BTreeSet::from([(0, 0), (1, 0)]));
    (levels[2], levels[3], levels[4]) = (f32::NAN, -9999.0, f32::INFINITY);
    let words = Words { no_data: Some("-80"), ..Words::default() };
    assert_eq!(read(&written(&levels, &words)), (0.0, 0, 0));
    levels[5] = 0.0;
    let read =
        collect_coverage_bytes(&written(&levels, &Words::default()), &at_least(&region, -100.0)).unwrap();
    let found: Vec<_> = read.reading.findings.iter().map(|finding| finding.code.as_ref()).collect();
    assert_eq!((found, read.area_m2()), (vec!["implausible_level"], 5_000.0));
    assert!(read.reading.findings[0].place.is_some());
}

#[test]
fn the_system_is_the_keys_or_the_callers() {
    let region = region();
    let bytes = |keys: &[u16], texts| {
        let keys = [&[1, 1, 0, keys.len() as u16 / 4], keys].concat();
        written(&levels(&BTreeSet::from([(0, 0)])), &Words { keys, texts, ..Words::default() })
    };
    let own = [1024, 0, 1, 1, 3072, 0, 1, 32767, 3073, 34737, 9, 0];
    let source = at_least(&region, -100.0);
    check_refused_as(&bytes(&own, "My own 1|"), &source, "unknown_crs");
    check_refused_as(&bytes(&[], ""), &source, "crs_missing");
    check_refused_as(
        &bytes(&[1024, 0, 1, 1, 3072, 0, 1, 3021], ""),
        &source.clone().with_crs("EPSG:3006"),
        "crs_conflict",
    );
    for unnamed in [bytes(&own, "My own 1|"), bytes(&[], "")] {
        let read = collect_coverage_bytes(&unnamed, &source.clone().with_crs("EPSG:3006")).unwrap();
        assert_eq!(read.area_m2(), 2_500.0);
    }
}

/// So small that a coordinate has no digits left for it.
#[test]
fn pixels_without_width_are_no_area() {
    let region = region();
    let words = Words { scale: vec![1e-10, 1e-10, 0.0], ..Words::default() };
    let bytes = written(&levels(&BTreeSet::from([(0, 0)])), &words);
    let read = collect_coverage_bytes(&bytes, &at_least(&region, -100.0)).unwrap();
    let errors = read.reading.findings.iter().filter(|finding| finding.severity == Severity::Error);
    assert_eq!((read.reading.taken_count, errors.count()), (0, 1));
}

/// Far from the region its system folds a pixel over itself: what comes of it is valid all the same.
#[test]
fn pixels_that_projecting_folds_are_mended() {
    let region = region();
    let source = at_least(&region, -100.0).with_crs("EPSG:4326");
    let words = Words {
        scale: vec![100.0, 40.0, 0.0],
        tie_points: vec![0.0, 0.0, 0.0, -170.0, 60.0, 0.0],
        ..Words::default()
    };
    let read = collect_coverage_bytes(&written(&levels(&BTreeSet::from([(0, 0)])), &words), &source);
    let features = read.map(|read| read.features).unwrap_or_default();
    assert!(features.iter().all(|feature| feature.area.is_valid()), "{features:?}");
}

#[test]
fn files_that_are_refused_whole() {
    let region = region();
    let source = at_least(&region, -100.0);
    let good = written(&levels(&BTreeSet::from([(0, 0)])), &Words::default());
    check_refused_as(&good, &CoverageSource::new(&region), "covered_missing");
    // The directory stands at the end.
    check_refused_as(&good[..good.len() - 10], &source, "truncated_geotiff");
    check_refused_as(&good[..6], &source, "truncated_geotiff");
    let placeless = Words { tie_points: vec![], ..Words::default() };
    check_refused_as(&written(&levels(&BTreeSet::new()), &placeless), &source, "unsupported_raster");
    let other_band = CoverageSource { layer: Some("2".to_owned()), ..source.clone() };
    check_refused_as(&good, &other_band, "unknown_layer");
    for limits in [
        ReadLimits { raster_width: 7, ..ReadLimits::default() },
        ReadLimits { unpacked_bytes: 100, ..ReadLimits::default() },
        ReadLimits { raster_block_bytes: 20, ..ReadLimits::default() },
        ReadLimits { file_bytes: 100, ..ReadLimits::default() },
    ] {
        check_refused_as(&good, &CoverageSource { limits, ..source.clone() }, "too_large");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn every_picture_keeps_its_area(
        cells in prop::collection::btree_set((0..WIDTH, 0..HEIGHT), 0..48), rows_per_strip in 1..HEIGHT + 1,
    ) {
        let words = Words { rows_per_strip, ..Words::default() };
        prop_assert_eq!(read(&written(&levels(&cells), &words)).0, 2_500.0 * cells.len() as f64);
    }

    #[test]
    fn damaged_files_never_panic(bytes in damaged(written(&levels(&BTreeSet::from([(0, 0), (3, 3)])), &Words::default()).leak())) {
        let region = region();
        let limits = ReadLimits { raster_width: 10_000, unpacked_bytes: 1 << 20, ..ReadLimits::default() };
        let _ = collect_coverage_bytes(&bytes, &CoverageSource { limits, ..at_least(&region, -100.0) });
    }
}
