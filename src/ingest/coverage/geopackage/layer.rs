//! Which table of a GeoPackage is read, by which columns, and in which system.

use rusqlite::{Connection, OptionalExtension, Row, types::ValueRef};

use super::fault;
use crate::{
    geometry::identify_crs,
    ingest::{
        coverage::{CoverageReadError, CoverageSource, FileCrs, ReadFault, header_columns::header_field},
        strangers_database::{plain_columns, quoted},
    },
};

pub struct Layer {
    pub table: String,
    pub crs: FileCrs,
    geometry_column: String,
    /// The columns that hold header fields.
    header_columns: Vec<(String, &'static str)>,
}

/// Layers that an answer may name.
const NAMED: usize = 20;

impl Layer {
    /// The layer that the caller names, or the only one.
    ///
    /// # Errors
    /// When there is none, or there are several and none is named.
    pub fn find(database: &Connection, source: &CoverageSource<'_>) -> Result<Self, CoverageReadError> {
        let layers = feature_tables(database)?;
        let names =
            || layers.iter().take(NAMED).map(|(table, ..)| table.as_str()).collect::<Vec<_>>().join(", ");
        let (table, geometry_column, srs_id) = match (&source.layer, layers.as_slice()) {
            (Some(wanted), _) => layers
                .iter()
                .find(|(table, ..)| table == wanted)
                .ok_or_else(|| ReadFault::UnknownLayer.with(format!("{wanted} ({})", names())))?,
            (None, []) => return Err(ReadFault::NoLayer.into()),
            (None, [only]) => only,
            (None, _) => return Err(ReadFault::SeveralLayers.with(names())),
        };
        let columns = plain_columns(database, table).map_err(fault)?;
        if columns.len() > source.limits.columns {
            return Err(ReadFault::TooManyColumns.with(source.limits.columns));
        }
        let geometry_column = columns
            .iter()
            .find(|column| column.eq_ignore_ascii_case(geometry_column))
            .ok_or_else(|| ReadFault::MissingColumn.with(geometry_column))?;
        let header = columns.iter().filter_map(|column| Some((column.clone(), header_field(column)?)));
        Ok(Self {
            table: table.clone(),
            crs: crs_of(database, *srs_id)?,
            geometry_column: geometry_column.clone(),
            header_columns: header.collect(),
        })
    }

    /// The geometry, then the columns of header fields.
    pub fn query(&self) -> String {
        let header = self.header_columns.iter().map(|(column, _)| column);
        let columns: Vec<_> =
            std::iter::once(&self.geometry_column).chain(header).map(|name| quoted(name)).collect();
        format!("SELECT {} FROM {}", columns.join(", "), quoted(&self.table))
    }

    pub fn header(&self, row: &Row<'_>, longest_text: usize) -> Vec<(&'static str, String)> {
        let columns = self.header_columns.iter().zip(1..);
        let values = columns.filter_map(|((_, field), index)| {
            let text = match row.get_ref(index).ok()? {
                ValueRef::Integer(number) => number.to_string(),
                ValueRef::Real(number) => number.to_string(),
                ValueRef::Text(bytes) if bytes.len() <= longest_text => {
                    String::from_utf8_lossy(bytes).into_owned()
                }
                _ => return None,
            };
            Some((*field, text))
        });
        values.collect()
    }
}

/// Name, geometry column and system of the layers of features that are plain
/// tables; a view would run what a stranger wrote.
fn feature_tables(database: &Connection) -> Result<Vec<(String, String, i64)>, CoverageReadError> {
    let query = "SELECT g.table_name, g.column_name, g.srs_id FROM gpkg_geometry_columns g \
        JOIN sqlite_schema s ON lower(s.name) = lower(g.table_name) \
        WHERE s.type = 'table' AND s.sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY g.table_name";
    let mut statement = database.prepare(query).map_err(|error| match fault(error) {
        // It has no such table: some other database.
        error if error.fault == ReadFault::BrokenGeoPackage && !is_corrupt(database) => {
            ReadFault::NoLayer.into()
        }
        error => error,
    })?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).map_err(fault)?;
    rows.collect::<Result<_, _>>().map_err(fault)
}

fn is_corrupt(database: &Connection) -> bool {
    database.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(())).is_err()
}

/// Numbers below one say that nothing is known.
fn crs_of(database: &Connection, srs_id: i64) -> Result<FileCrs, CoverageReadError> {
    if srs_id <= 0 {
        return Ok(FileCrs::Unsaid);
    }
    let query = "SELECT organization, organization_coordsys_id, definition, srs_name \
        FROM gpkg_spatial_ref_sys WHERE srs_id = ?1";
    let columns = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?));
    let found: Option<(String, i64, String, String)> =
        database.query_row(query, [srs_id], columns).optional().map_err(fault)?;
    let Some((organization, code, definition, name)) = found else { return Ok(FileCrs::Unsaid) };
    if organization.eq_ignore_ascii_case("EPSG") && code > 0 {
        return Ok(FileCrs::Named(format!("EPSG:{code}")));
    }
    Ok(identify_crs(&definition).map_or(FileCrs::Unidentified(name), FileCrs::Named))
}
