//! The same polygons burnt into pictures: as many pixels as GDAL counts.

use std::{fs, path::Path};

use tackning::ingest::coverage::{CoverageFormat, CoverageSource, CoveredWhere};

use super::gdal::{Folder, gdal, read, region};

/// Two areas that cross, one with a hole, in metres of EPSG:3006.
const SOURCE: &str = r#"{"type":"FeatureCollection",
    "crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::3006"}},"features":[
    {"type":"Feature","properties":{"value":-101.5},"geometry":{"type":"Polygon","coordinates":[
      [[700100,7200000],[704000,7200900],[703000,7204000],[699500,7203100],[700100,7200000]],
      [[701000,7201000],[701300,7202500],[702500,7202000],[701000,7201000]]]}},
    {"type":"Feature","properties":{"value":-84.5},"geometry":{"type":"Polygon","coordinates":[
      [[703500,7200500],[706000,7203500],[705600,7203900],[703500,7200500]]]}}]}"#;

const EXTENT: [&str; 8] = ["-te", "699000", "7199000", "707000", "7205000", "-tr", "50", "50"];
const PIXEL_M2: f64 = 2_500.0;

/// The picture with values of one type, before it gets its form.
fn burnt(folder: &Folder, kind: &str, background: &str) -> std::path::PathBuf {
    let (source, path) = (folder.write("source.geojson", SOURCE), folder.path("burnt.tif"));
    let values = ["-a", "value", "-init", background, "-a_nodata", background, "-ot", kind];
    gdal("gdal_rasterize", &[&EXTENT[..], &values].concat(), &[&source, &path]);
    path
}

/// How many pixels have a value that counts, as GDAL lists them.
fn pixels(folder: &Folder, picture: &Path, counts: impl Fn(f64) -> bool) -> f64 {
    let list = folder.path("pixels.xyz");
    gdal("gdal_translate", &["-q", "-of", "XYZ"], &[picture, &list]);
    let text = fs::read_to_string(list).unwrap();
    let value = |line: &str| line.rsplit(' ').next().unwrap().parse::<f64>().unwrap();
    text.lines().filter(|line| counts(value(line))).count() as f64
}

#[track_caller]
fn check(kind: &str, background: &str, options: &[&str], covered: &CoveredWhere) {
    let (region, folder) = (region(), Folder::new());
    let burnt = burnt(&folder, kind, background);
    let counted = pixels(&folder, &burnt, |value| value.to_string() != background && covered.holds(value));
    assert!(counted > 100.0, "{kind}: the picture has {counted} such pixels");
    // Its name says which it is where something is wrong.
    let path = folder.path(&format!("{kind}{}.tif", options.concat().replace("-co", "-")));
    gdal("gdal_translate", &[&["-q"], options].concat(), &[&burnt, &path]);
    let source = CoverageSource { covered: Some(covered.clone()), ..CoverageSource::new(&region) };
    let read = read(&path, &source);
    assert_eq!((read.reading.format, read.reading.crs.as_str()), (CoverageFormat::GeoTiff, "EPSG:3006"));
    assert_eq!(
        (read.area_m2(), read.reading.cell_size),
        (counted * PIXEL_M2, Some(50.0)),
        "{kind} {options:?}"
    );
}

fn level(value: f64) -> CoveredWhere {
    CoveredWhere::AtLeast { column: None, value }
}

#[test]
fn levels_count_from_each_threshold_on() {
    for threshold in [-105.0, -101.5, -101.4, -95.0] {
        check("Float32", "-9999", &[], &level(threshold));
    }
    check("Float64", "nan", &[], &level(-105.0));
    check("Int16", "-32768", &[], &level(-105.0));
}

#[test]
fn strips_tiles_and_compressions_are_the_same() {
    for options in [
        &["-co", "TILED=YES", "-co", "BLOCKXSIZE=64", "-co", "BLOCKYSIZE=32"][..],
        &["-co", "COMPRESS=DEFLATE", "-co", "PREDICTOR=3"],
        &["-co", "COMPRESS=LZW", "-co", "PREDICTOR=2", "-co", "TILED=YES"],
        &["-co", "COMPRESS=PACKBITS"],
        &["-co", "BIGTIFF=YES"],
        &["-co", "TILED=YES", "-co", "SPARSE_OK=TRUE", "-co", "BLOCKXSIZE=16", "-co", "BLOCKYSIZE=16"],
    ] {
        check("Float32", "-9999", options, &level(-105.0));
    }
}

#[test]
fn scaled_levels_are_what_they_mean() {
    let (region, folder) = (region(), Folder::new());
    let burnt = burnt(&folder, "Float32", "-9999");
    let counted = pixels(&folder, &burnt, |value| value >= -105.0);
    let path = folder.path("scaled.tif");
    // −101.5 dBm is kept as −203, and −84.5 as −169.
    let options = [
        "-q",
        "-ot",
        "Int16",
        "-scale",
        "-9999",
        "0",
        "-19998",
        "0",
        "-a_scale",
        "0.5",
        "-a_nodata",
        "-19998",
    ];
    gdal("gdal_translate", &options, &[&burnt, &path]);
    let source = CoverageSource { covered: Some(level(-101.5)), ..CoverageSource::new(&region) };
    assert_eq!(read(&path, &source).area_m2(), counted * PIXEL_M2);
}

/// Classes with a colour table, as a drawing program leaves them.
#[test]
fn classes_are_chosen_by_value() {
    let (region, folder) = (region(), Folder::new());
    let source = folder.write("source.geojson", &SOURCE.replace("-101.5", "1").replace("-84.5", "3"));
    let burnt = folder.path("classes.tif");
    let values = ["-a", "value", "-init", "0", "-ot", "Byte"];
    gdal("gdal_rasterize", &[&EXTENT[..], &values].concat(), &[&source, &burnt]);
    let coloured = folder.path("coloured.vrt");
    gdal("gdal_translate", &["-q", "-of", "VRT"], &[&burnt, &coloured]);
    let table = "<ColorInterp>Palette</ColorInterp><ColorTable><Entry c1=\"0\" c2=\"0\" c3=\"0\"/>\
        <Entry c1=\"9\" c2=\"9\" c3=\"9\"/><Entry c1=\"8\" c2=\"0\" c3=\"0\"/><Entry c1=\"7\" c2=\"0\" c3=\"0\"/></ColorTable>";
    let text = fs::read_to_string(&coloured).unwrap();
    fs::write(&coloured, text.replace("<ColorInterp>Gray</ColorInterp>", table)).unwrap();
    for (name, options) in
        [("little.tif", &["-q"][..]), ("big.tif", &["-q", "-co", "ENDIANNESS=BIG", "-co", "BIGTIFF=YES"])]
    {
        let path = folder.path(name);
        gdal("gdal_translate", options, &[&coloured, &path]);
        for classes in [vec![1.0], vec![3.0], vec![1.0, 3.0], vec![0.0]] {
            let counted = pixels(&folder, &burnt, |value| classes.contains(&value));
            let covered = CoveredWhere::Classes { column: None, values: classes };
            let source = CoverageSource { covered: Some(covered), ..CoverageSource::new(&region) };
            assert_eq!(read(&path, &source).area_m2(), counted * PIXEL_M2, "{name}");
        }
    }
}

/// In another system the pixels keep their number, and almost their area.
#[test]
fn pixels_of_other_systems_are_projected() {
    let (region, folder) = (region(), Folder::new());
    let burnt = burnt(&folder, "Float32", "-9999");
    for (system, tolerance) in
        [("EPSG:25834", 1e-2), ("EPSG:3021", 1e-2), ("EPSG:3035", 1e-2), ("EPSG:4326", 1e-2)]
    {
        let path = folder.path("warped.tif");
        gdal("gdalwarp", &["-q", "-overwrite", "-t_srs", system], &[&burnt, &path]);
        let source = CoverageSource { covered: Some(level(-105.0)), ..CoverageSource::new(&region) };
        let read = read(&path, &source);
        let counted = pixels(&folder, &burnt, |value| value >= -105.0) * PIXEL_M2;
        assert_eq!(read.reading.crs, system);
        assert!((read.area_m2() / counted - 1.0).abs() < tolerance, "{system}: {} {counted}", read.area_m2());
    }
}
