//! GeoPackages of the Android application Network Survey: a table for each
//! technology, its rows being points with what the phone saw of one cell.
//!
//! The file is a stranger's database and is opened as such. Columns are known by
//! their names in whichever of the application's spellings (`SS_RSRP`, `ssRsrp`);
//! times are milliseconds since 1970 or RFC 3339. Neighbouring cells have rows of
//! their own, which are counted and not read; what else it writes (Wi-Fi,
//! Bluetooth, satellites, CDMA) is no mobile coverage here.

use std::{collections::BTreeMap, io::Write};

use geozero::{GeomProcessor, error::Result as GeometryResult, wkb::process_gpkg_geom};
use rusqlite::{Connection, Error, Row as DatabaseRow, types::ValueRef};

use super::{
    MeasurementError, MeasurementForm, MeasurementSource,
    interpreter::Interpreter,
    mapping::{
        MeasuredField::{self, *},
        Unit,
    },
    meaning::Meaning,
    reading::Gatherer,
    row::{ReadRow, Row},
    row_fault::RowFault,
    value,
};
use crate::{
    domain::Bilingual,
    ingest::strangers_database::{self, quoted},
};

/// Tables with the technology of their rows.
const TABLES: [(&str, &str); 4] =
    [("GSM_MESSAGE", "2G"), ("UMTS_MESSAGE", "3G"), ("LTE_MESSAGE", "4G"), ("NR_MESSAGE", "5G")];

/// Columns without the signs that spellings differ in. Of 2G and 3G no level is
/// read: RSSI and RSCP are other quantities.
const COLUMNS: [(&str, MeasuredField); 14] = [
    ("time", Time),
    ("devicetime", Time),
    ("missionid", Run),
    ("deviceserialnumber", Device),
    ("mcc", Mcc),
    ("mnc", Mnc),
    ("rsrp", Rsrp),
    ("ssrsrp", Rsrp),
    ("sssinr", Sinr),
    ("snr", Sinr),
    ("accuracy", Accuracy),
    ("locationaccuracy", Accuracy),
    // As Android's location has it.
    ("speed", Speed),
    ("servingcell", Success),
];

/// The systems of WGS 84, and the numbers by which a layer says that it names none.
const WGS84_IDS: [i64; 3] = [4326, 0, -1];
/// Layers that an answer names.
const NAMED: usize = 20;
/// A row is a few hundred bytes.
const LONGEST_VALUE_BYTES: usize = 1 << 16;

pub(super) fn begins(bytes: &[u8]) -> bool {
    bytes.starts_with(b"SQLite format 3\0")
}

pub(super) fn read(
    bytes: &[u8],
    source: &MeasurementSource<'_>,
    gatherer: &mut Gatherer<'_>,
) -> Result<MeasurementForm, MeasurementError> {
    let meaning =
        Meaning::plain(source).with_units(&[(Speed, Unit::MetresPerSecond)]).with_levels_of_any_technology();
    let interpreter = Interpreter::new(source, meaning)?;
    // SQLite reads files, and this one came as bytes.
    let unwritable = |error: std::io::Error| MeasurementError::NotGeoPackage(error.to_string());
    let mut file = tempfile::NamedTempFile::new().map_err(unwritable)?;
    file.write_all(bytes).map_err(unwritable)?;
    let database = strangers_database::open(file.path(), LONGEST_VALUE_BYTES)?;
    let mut survey = Survey { interpreter, gatherer, number: 0, neighbours: 0 };
    for (table, technology) in tables(&database)? {
        survey.read_table(&database, &table, technology)?;
    }
    survey.remark_neighbours();
    Ok(MeasurementForm::NetworkSurvey)
}

impl From<Error> for MeasurementError {
    fn from(error: Error) -> Self {
        Self::NotGeoPackage(error.to_string())
    }
}

/// A table of the application's: its name, geometry column and technology.
struct Layer {
    table: String,
    geometry: String,
}

/// # Errors
/// When there is none, or one is in another system than WGS 84.
fn tables(database: &Connection) -> Result<Vec<(Layer, &'static str)>, MeasurementError> {
    let query = "SELECT g.table_name, g.column_name, g.srs_id FROM gpkg_geometry_columns g \
        JOIN sqlite_schema s ON lower(s.name) = lower(g.table_name) \
        WHERE s.type = 'table' AND s.sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY g.table_name";
    let mut statement = database.prepare(query)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let all: Vec<(String, String, i64)> = rows.collect::<Result<_, _>>()?;
    let mut found = Vec::new();
    for (table, geometry, srs_id) in &all {
        let known = TABLES.iter().find(|(known, _)| table.eq_ignore_ascii_case(known));
        let Some((_, technology)) = known else { continue };
        if !WGS84_IDS.contains(srs_id) {
            return Err(MeasurementError::ForeignCrs(format!("EPSG:{srs_id}")));
        }
        found.push((Layer { table: table.clone(), geometry: geometry.clone() }, *technology));
    }
    if found.is_empty() {
        let names: Vec<&str> = all.iter().take(NAMED).map(|(table, ..)| table.as_str()).collect();
        return Err(MeasurementError::NoSurveyTable(names.join(", ")));
    }
    Ok(found)
}

struct Survey<'survey, 'sink> {
    interpreter: Interpreter<'survey>,
    gatherer: &'survey mut Gatherer<'sink>,
    /// Of the row that was read last, through all tables.
    number: u64,
    neighbours: u64,
}

impl Survey<'_, '_> {
    fn read_table(
        &mut self,
        database: &Connection,
        layer: &Layer,
        technology: &'static str,
    ) -> Result<(), MeasurementError> {
        let columns = fields_of(&strangers_database::plain_columns(database, &layer.table)?);
        let names: Vec<String> =
            std::iter::once(&layer.geometry).chain(columns.values()).map(|name| quoted(name)).collect();
        let query = format!("SELECT {} FROM {}", names.join(", "), quoted(&layer.table));
        let mut statement = database.prepare(&query)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let texts: Vec<(MeasuredField, String)> = columns
                .keys()
                .zip(1..)
                .map(|(field, index)| Ok((*field, text_of(row.get_ref(index)?))))
                .collect::<Result<_, Error>>()?;
            if is_neighbour(&texts) {
                self.neighbours += 1;
                continue;
            }
            self.number += 1;
            let read = self.read_row(row, &texts, technology);
            self.gatherer.take(self.number, read);
        }
        Ok(())
    }

    fn read_row(
        &self,
        row: &DatabaseRow<'_>,
        texts: &[(MeasuredField, String)],
        technology: &'static str,
    ) -> Result<ReadRow, RowFault> {
        let (lng, lat) = point(row.get_ref(0).ok()).ok_or(RowFault::NotPoint)?;
        let (lng, lat) = (lng.to_string(), lat.to_string());
        let own =
            texts.iter().filter(|(field, _)| *field != Success).map(|(field, text)| (*field, text.as_str()));
        let row = Row::of(own.chain([(Technology, technology), (Lon, &lng), (Lat, &lat)]));
        self.interpreter.read(&row)
    }

    fn remark_neighbours(&mut self) {
        let count = self.neighbours;
        if count > 0 {
            let message = Bilingual::new(
                format!("{count} rader är om grannceller och läses inte"),
                format!("{count} rows are of neighbouring cells and aren't read"),
            );
            self.gatherer.remark("neighbouring_cells", message);
        }
    }
}

/// The table's column of each field.
fn fields_of(columns: &[String]) -> BTreeMap<MeasuredField, String> {
    let plain =
        |name: &str| name.chars().filter(|sign| sign.is_alphanumeric()).collect::<String>().to_lowercase();
    let field = |column: &String| {
        let known = COLUMNS.iter().find(|(known, _)| *known == plain(column));
        known.map(|(_, field)| (*field, column.clone()))
    };
    columns.iter().filter_map(field).collect()
}

/// Whether the row says that its cell didn't serve; `Success` holds what it says.
fn is_neighbour(texts: &[(MeasuredField, String)]) -> bool {
    let serving = texts.iter().find(|(field, _)| *field == Success);
    serving.is_some_and(|(_, text)| value::truth("", text) == Ok(Some(false)))
}

fn text_of(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Text(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        ValueRef::Null | ValueRef::Blob(_) => String::new(),
    }
}

/// Longitude and latitude of a GeoPackage's point.
fn point(value: Option<ValueRef<'_>>) -> Option<(f64, f64)> {
    #[derive(Default)]
    struct Point {
        places: Vec<(f64, f64)>,
    }
    impl GeomProcessor for Point {
        fn xy(&mut self, x: f64, y: f64, _idx: usize) -> GeometryResult<()> {
            // A point has one place; of anything else two are enough to know it.
            if self.places.len() < 2 {
                self.places.push((x, y));
            }
            Ok(())
        }
    }
    let Some(ValueRef::Blob(mut bytes)) = value else { return None };
    let mut point = Point::default();
    process_gpkg_geom(&mut bytes, &mut point).ok()?;
    let [place] = point.places.as_slice() else { return None };
    Some(*place)
}
