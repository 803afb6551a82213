//! A layer of a GeoPackage, row by row in the order of its keys. The file is a
//! stranger's database: it is opened for reading alone and nothing in it is run.

use std::path::Path;

use geojson::JsonObject;
use geozero::{geo_types::GeoWriter, wkb::process_gpkg_geom};
use rusqlite::{Connection, OpenFlags, OptionalExtension, Row, config::DbConfig, types::ValueRef};
use serde_json::Value;

use super::{Reading, UseFeature, choose, name_of, unreadable};
use crate::{
    geometry::identify_crs,
    sources::{Result, SourceError, SourceFault, feature::SourceFeature},
};

/// The flag of a geometry that is empty, in the fourth byte.
const EMPTY: u8 = 0b0001_0000;

pub fn for_each(reading: &Reading<'_>, path: &Path, use_feature: UseFeature<'_>) -> Result<u64> {
    let broken = |error: rusqlite::Error| unreadable(path, format!("is no sound GeoPackage: {error}"));
    let database = open(path).map_err(broken)?;
    let table = table(&database, path, reading.layer)?;
    let layer = layer(&database, &table).map_err(broken)?;
    let (projection, is_same) = reading.projection(path, layer.crs.as_deref())?;
    let name = name_of(path);
    let mut statement = database.prepare(&format!("SELECT * FROM {}", quoted(&table))).map_err(broken)?;
    let columns: Vec<String> = statement.column_names().into_iter().map(str::to_owned).collect();
    let mut rows = statement.query([]).map_err(broken)?;
    let mut count = 0;
    while let Some(row) = rows.next().map_err(broken)? {
        count += 1;
        let place = format!("{name}, {table}, row {count}");
        let (geometry, properties) = parts(row, &columns, &layer.geometry_column).map_err(broken)?;
        let Some(geometry) = geometry else { continue };
        let geometry =
            read_geometry(&geometry).map_err(|reason| SourceFault::BadGeometry.at(&place, reason))?;
        let Some(geometry) = geometry else { continue };
        let geometry = reading.placed(&place, &geometry, &projection, is_same)?;
        use_feature(SourceFeature { place, geometry, properties })?;
    }
    agrees(path, &table, count, layer.stated_count)?;
    Ok(count)
}

struct Layer {
    geometry_column: String,
    crs: Option<String>,
    /// As whoever wrote the file has counted, where they have.
    stated_count: Option<u64>,
}

fn open(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let database = Connection::open_with_flags(path, flags)?;
    database.pragma_update(None, "trusted_schema", false)?;
    database.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    database.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    Ok(database)
}

/// The layer that is wanted among those that are plain tables.
fn table(database: &Connection, path: &Path, wanted: Option<&str>) -> Result<String> {
    let query = "SELECT g.table_name FROM gpkg_geometry_columns g \
        JOIN sqlite_schema s ON lower(s.name) = lower(g.table_name) WHERE s.type = 'table' ORDER BY 1";
    let names = || -> rusqlite::Result<Vec<String>> {
        database.prepare(query)?.query_map([], |row| row.get(0))?.collect()
    };
    let names = names().map_err(|error| unreadable(path, format!("is no GeoPackage: {error}")))?;
    choose(path, &names, wanted).cloned()
}

fn layer(database: &Connection, table: &str) -> rusqlite::Result<Layer> {
    let query = "SELECT column_name, srs_id FROM gpkg_geometry_columns WHERE table_name = ?1";
    let (geometry_column, srs_id): (String, i64) =
        database.query_row(query, [table], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let query = "SELECT organization, organization_coordsys_id, definition FROM gpkg_spatial_ref_sys WHERE srs_id = ?1";
    let columns = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    let system: Option<(String, i64, String)> = database.query_row(query, [srs_id], columns).optional()?;
    let crs = system.and_then(|(organization, code, definition)| {
        let is_epsg = organization.eq_ignore_ascii_case("EPSG") && code > 0;
        if is_epsg { Some(format!("EPSG:{code}")) } else { identify_crs(&definition) }
    });
    // GDAL's own table of counts; others write none.
    let query = "SELECT feature_count FROM gpkg_ogr_contents WHERE table_name = ?1";
    let stated = database.query_row(query, [table], |row| row.get::<_, Option<i64>>(0)).ok().flatten();
    Ok(Layer { geometry_column, crs, stated_count: stated.and_then(|count| u64::try_from(count).ok()) })
}

/// The geometry's bytes and all other values; blobs are left out.
fn parts(
    row: &Row<'_>,
    columns: &[String],
    geometry_column: &str,
) -> rusqlite::Result<(Option<Vec<u8>>, JsonObject)> {
    let mut geometry = None;
    let mut properties = JsonObject::new();
    for (index, column) in columns.iter().enumerate() {
        let value = row.get_ref(index)?;
        if column.eq_ignore_ascii_case(geometry_column) {
            geometry = value.as_blob_or_null().ok().flatten().map(<[u8]>::to_vec);
            continue;
        }
        let value = match value {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(number) => number.into(),
            ValueRef::Real(number) => number.into(),
            ValueRef::Text(bytes) => String::from_utf8_lossy(bytes).into_owned().into(),
            ValueRef::Blob(_) => continue,
        };
        properties.insert(column.clone(), value);
    }
    Ok((geometry, properties))
}

/// Without heights and measures; None for an empty one.
fn read_geometry(bytes: &[u8]) -> std::result::Result<Option<geo::Geometry<f64>>, String> {
    if bytes.starts_with(b"GP") && bytes.get(3).is_some_and(|flags| flags & EMPTY != 0) {
        return Ok(None);
    }
    let mut writer = GeoWriter::new();
    process_gpkg_geom(&mut &*bytes, &mut writer).map_err(|error| error.to_string())?;
    writer.take_geometry().map(Some).ok_or_else(|| "it has no geometry that can be read".to_owned())
}

fn agrees(path: &Path, table: &str, count: u64, stated: Option<u64>) -> Result<()> {
    match stated {
        Some(stated) if stated != count => Err(wrong_count(path, table, count, stated)),
        _ => Ok(()),
    }
}

fn wrong_count(path: &Path, table: &str, count: u64, stated: u64) -> SourceError {
    let reason = format!("the file says that it has {stated} rows and has {count}");
    SourceFault::WrongCount.at(format!("{}, {table}", path.display()), reason)
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
