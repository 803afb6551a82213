//! An issued report as GeoPackage 1.3 (OGC 12-128r17): a layer each for gaps,
//! reports and failing cells, with the styles in which QGIS shows them, and what
//! the report rests on in tables beside them. The gaps' layer is what is answered in.

use geo::{BoundingRect, Geometry, Rect, coord};
use geozero::{CoordDimensions, ToWkb};
use jiff::Timestamp;
use rusqlite::{Connection, MAIN_DB, ToSql, Transaction, types::ToSqlOutput, types::ValueRef};

use super::{
    styles::{self, LayerStyle},
    tables::{Cell, Column, ColumnKind, IssuedDocumentError, IssuedTables, Row, Table},
};

#[derive(Debug, thiserror::Error)]
pub enum GeoPackageError {
    #[error(transparent)]
    Document(#[from] IssuedDocumentError),
    #[error("the GeoPackage can't be written: {0}")]
    Database(#[from] rusqlite::Error),
    #[error("a geometry can't be written: {0}")]
    Geometry(#[from] geozero::error::GeozeroError),
}

/// "GPKG", by which programs know the file.
const APPLICATION_ID: i32 = 0x4750_4b47;
/// Version 1.3.0.
const USER_VERSION: i32 = 10_300;
/// WGS 84, longitude before latitude whatever the system's own order is.
const LNG_LAT: i32 = 4326;

/// The standard's tables, and QGIS's own for styles.
const SCHEMA: &str = include_str!("geopackage.sql");

/// Where a table's features lie, and how they are drawn.
struct Layer<'a> {
    name: &'static str,
    table: &'a Table,
    rows: Vec<&'a Row>,
    geometry_type: &'static str,
    style: LayerStyle,
}

/// The file, the same for the same document and moment of issue.
///
/// # Errors
/// When the document isn't one of a report, or SQLite fails.
pub fn network_gap_geopackage(document: &str, issued_at: Timestamp) -> Result<Vec<u8>, GeoPackageError> {
    let tables = IssuedTables::read(document)?;
    let mut database = Connection::open_in_memory()?;
    database.pragma_update(None, "application_id", APPLICATION_ID)?;
    database.pragma_update(None, "user_version", USER_VERSION)?;
    let transaction = database.transaction()?;
    transaction.execute_batch(SCHEMA)?;
    // The standard's form of a moment: whole milliseconds, UTC.
    let changed = format!("{issued_at:.3}");
    for layer in layers(&tables) {
        write_layer(&transaction, &layer, &changed)?;
    }
    for list in &tables.lists {
        write_list(&transaction, list, &changed)?;
    }
    transaction.commit()?;
    Ok(database.serialize(MAIN_DB)?.to_vec())
}

/// Reports lie at points mostly; lines and areas are layers of their own where there
/// are any, since programs draw one kind of geometry a layer.
fn layers(tables: &IssuedTables) -> Vec<Layer<'_>> {
    let [gaps, dead_zones, failing_cells] = &tables.layers;
    let of = |is: fn(&Geometry<f64>) -> bool| -> Vec<_> {
        dead_zones.rows.iter().filter(|row| row.place.as_ref().is_some_and(is)).collect()
    };
    let layer = |name, table, rows, geometry_type, style| Layer { name, table, rows, geometry_type, style };
    let points = of(|place| matches!(place, Geometry::Point(_)));
    let lines = of(|place| matches!(place, Geometry::LineString(_)));
    let areas = of(|place| matches!(place, Geometry::Polygon(_)));
    let mut layers = vec![
        layer("gaps", gaps, gaps.rows.iter().collect(), "MULTIPOLYGON", styles::GAPS),
        layer(
            "failing_cells",
            failing_cells,
            failing_cells.rows.iter().collect(),
            "POLYGON",
            styles::FAILING_CELLS,
        ),
        layer("dead_zones", dead_zones, points, "POINT", styles::DEAD_ZONES),
    ];
    let rare = [
        layer("dead_zone_lines", dead_zones, lines, "LINESTRING", styles::DEAD_ZONE_LINES),
        layer("dead_zone_areas", dead_zones, areas, "POLYGON", styles::DEAD_ZONE_AREAS),
    ];
    layers.extend(rare.into_iter().filter(|layer| !layer.rows.is_empty()));
    layers
}

fn write_layer(file: &Transaction<'_>, layer: &Layer<'_>, changed: &str) -> Result<(), GeoPackageError> {
    let Layer { name, table, geometry_type, style, .. } = layer;
    create(file, name, &format!("geom {geometry_type}, "), table.columns)?;
    let places = || layer.rows.iter().filter_map(|row| row.place.as_ref());
    let bounds = places().filter_map(BoundingRect::bounding_rect).reduce(around);
    let bounds =
        bounds.map_or([None; 4], |rect| [rect.min().x, rect.min().y, rect.max().x, rect.max().y].map(Some));
    let [west, south, east, north] = bounds;
    file.execute(
        "INSERT INTO gpkg_contents VALUES (?1, 'features', ?2, '', ?3, ?4, ?5, ?6, ?7, ?8)",
        (name, &title(layer), changed, west, south, east, north, LNG_LAT),
    )?;
    file.execute(
        "INSERT INTO gpkg_geometry_columns VALUES (?1, 'geom', ?2, ?3, 0, 0)",
        (name, geometry_type, LNG_LAT),
    )?;
    file.execute(
        "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, f_geometry_column, styleName, \
         styleQML, styleSLD, useAsDefault, description, owner, ui, update_time) \
         VALUES ('', '', ?1, 'geom', ?1, ?2, ?3, 1, ?4, '', NULL, ?5)",
        (name, style.qml, style.sld, &title(layer), changed),
    )?;
    let mut insert = file.prepare(&insert_into(name, "geom", table.columns))?;
    for row in &layer.rows {
        let place = row.place.as_ref().map(blob).transpose()?;
        let values = row.cells.iter().map(|cell| cell as &dyn ToSql);
        let values: Vec<&dyn ToSql> = std::iter::once(&place as &dyn ToSql).chain(values).collect();
        insert.execute(values.as_slice())?;
    }
    Ok(())
}

/// In Swedish; QGIS shows it beside the name.
fn title(layer: &Layer<'_>) -> String {
    match layer.geometry_type {
        "LINESTRING" => format!("{} (sträckor)", layer.table.title.sv),
        "POLYGON" if layer.name == "dead_zone_areas" => format!("{} (ytor)", layer.table.title.sv),
        _ => layer.table.title.sv.clone(),
    }
}

fn write_list(file: &Transaction<'_>, list: &Table, changed: &str) -> Result<(), GeoPackageError> {
    create(file, list.name, "", list.columns)?;
    file.execute(
        "INSERT INTO gpkg_contents VALUES (?1, 'attributes', ?2, '', ?3, NULL, NULL, NULL, NULL, NULL)",
        (list.name, &list.title.sv, changed),
    )?;
    let columns = list.columns;
    let mut insert = file.prepare(&insert_into(list.name, columns[0].name, &columns[1..]))?;
    for row in &list.rows {
        insert.execute(rusqlite::params_from_iter(&row.cells))?;
    }
    Ok(())
}

/// Names are this program's own words.
fn create(
    file: &Transaction<'_>,
    name: &str,
    geometry: &str,
    columns: &[Column],
) -> Result<(), rusqlite::Error> {
    let columns = columns.iter().map(|column| format!("\"{}\" {}", column.name, column.kind.type_name()));
    let columns = columns.collect::<Vec<_>>().join(", ");
    file.execute_batch(&format!(
        "CREATE TABLE \"{name}\" (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, {geometry}{columns})"
    ))
}

fn insert_into(name: &str, first: &str, others: &[Column]) -> String {
    let names: Vec<_> = others.iter().map(|column| format!("\"{}\"", column.name)).collect();
    let values = vec!["?"; names.len() + 1].join(", ");
    format!("INSERT INTO \"{name}\" (\"{first}\", {}) VALUES ({values})", names.join(", "))
}

/// With its bounds before it, so that programs needn't read all of it.
fn blob(place: &Geometry<f64>) -> Result<Vec<u8>, geozero::error::GeozeroError> {
    let bounds = place.bounding_rect().filter(|_| !matches!(place, Geometry::Point(_)));
    let bounds =
        bounds.map_or_else(Vec::new, |rect| vec![rect.min().x, rect.max().x, rect.min().y, rect.max().y]);
    place.to_gpkg_wkb(CoordDimensions::xy(), Some(LNG_LAT), bounds)
}

fn around(one: Rect<f64>, other: Rect<f64>) -> Rect<f64> {
    Rect::new(
        coord! { x: one.min().x.min(other.min().x), y: one.min().y.min(other.min().y) },
        coord! { x: one.max().x.max(other.max().x), y: one.max().y.max(other.max().y) },
    )
}

impl ColumnKind {
    fn type_name(self) -> &'static str {
        match self {
            Self::Text => "TEXT",
            Self::Integer => "INTEGER",
            Self::Real => "REAL",
            Self::Day => "DATE",
        }
    }
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Empty => ValueRef::Null,
            Self::Text(text) | Self::Day(text) => ValueRef::Text(text.as_bytes()),
            Self::Integer(number) => ValueRef::Integer(*number),
            Self::Real(number) => ValueRef::Real(*number),
        }))
    }
}
