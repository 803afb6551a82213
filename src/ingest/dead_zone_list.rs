//! A list of dead zones that a municipality has: CSV with named columns, or GeoJSON.
//!
//! A row that can't be read is told with its number, and the others are taken. A column
//! that nobody knows refuses the whole list: a network whose name is misspelt would
//! else become a report that no network works.

use geojson::{Feature, FeatureCollection};
use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use serde_json::{Value, json};

use super::{
    DocumentError,
    csv_table::{CsvRow, CsvTable, decoded},
    dead_zone::DeadZoneDocument,
};
use crate::domain::Environment;

/// What a sitting's work is; a longer list comes in parts.
pub const MOST_ROWS: usize = 5_000;

const LON: &str = "lon";
const LAT: &str = "lat";
/// What is said of each place. All but `observed_at` may be left out, where one of `service` and
/// `failing` stands; `network` and `failing` take several words.
const FIELDS: [&str; FIELD_COUNT] =
    ["service", "observed_at", "network", "environment", "text", "failing", "recurrence"];
const FIELD_COUNT: usize = 7;

/// A row of the list: in CSV the first one after the header is 1, in GeoJSON the first feature.
#[derive(Clone, Debug, PartialEq)]
pub struct ListedDeadZone {
    pub row: u64,
    pub document: Result<DeadZoneDocument, DocumentError>,
}

/// Reads a list. Times without an offset are local to the time zone; a day alone is its beginning.
///
/// # Errors
/// When it is neither CSV nor a FeatureCollection, has unknown or missing columns, or
/// more than [`MOST_ROWS`].
pub fn read_dead_zone_list(bytes: &[u8], time_zone: &TimeZone) -> Result<Vec<ListedDeadZone>, DocumentError> {
    let text = decoded(bytes);
    let rows = match text.trim_start().starts_with('{') {
        true => features(&text, time_zone),
        false => table(&text, time_zone),
    }?;
    match rows.len() {
        0 => Err(DocumentError::new("list", "there are no rows")),
        count if count > MOST_ROWS => {
            Err(DocumentError::new("list", format!("{count} rows are more than {MOST_ROWS}")))
        }
        _ => Ok(rows),
    }
}

fn table(text: &str, time_zone: &TimeZone) -> Result<Vec<ListedDeadZone>, DocumentError> {
    let broken = |fault| DocumentError::new("list", fault);
    let table = CsvTable::open(text.as_bytes()).map_err(broken)?;
    let known = |name: &String| [LON, LAT].contains(&name.as_str()) || FIELDS.contains(&name.as_str());
    if let Some(unknown) = table.headers().iter().find(|name| !known(name)) {
        return Err(unknown_field(unknown));
    }
    let needed = |name: &'static str| {
        table
            .column(name)
            .ok_or_else(|| DocumentError::new("list", format!("the column `{name}` is missing")))
    };
    let position = (needed(LON)?, needed(LAT)?);
    needed("service").or_else(|missing| needed("failing").map_err(|_| missing))?;
    needed("observed_at")?;
    let columns = FIELDS.map(|name| table.column(name));
    let rows = table.rows().map(|row| {
        let row = row.map_err(broken)?;
        let document = document_of(&row, position, columns, time_zone);
        Ok(ListedDeadZone { row: row.number, document })
    });
    rows.collect()
}

fn document_of(
    row: &CsvRow,
    (lon, lat): (usize, usize),
    columns: [Option<usize>; FIELD_COUNT],
    time_zone: &TimeZone,
) -> Result<DeadZoneDocument, DocumentError> {
    let geometry =
        json!({"type": "Point", "coordinates": [degrees(row, LON, lon)?, degrees(row, LAT, lat)?]});
    let fields = columns.map(|column| column.map(|column| row.text(column)).filter(|text| !text.is_empty()));
    document(geometry, fields, time_zone)
}

/// Spreadsheets here write a comma before decimals.
fn degrees(row: &CsvRow, name: &str, column: usize) -> Result<f64, DocumentError> {
    let text = row.text(column);
    let number = text.replace(',', ".").parse().ok().filter(|number: &f64| number.is_finite());
    number.ok_or_else(|| DocumentError::new(name, format!("`{text}` is no number of degrees")))
}

fn features(text: &str, time_zone: &TimeZone) -> Result<Vec<ListedDeadZone>, DocumentError> {
    let collection: FeatureCollection = text
        .parse()
        .map_err(|error| DocumentError::new("list", format!("no GeoJSON FeatureCollection: {error}")))?;
    let rows = collection.features.iter().zip(1..).map(|(feature, row)| {
        let unknown = feature.properties.iter().flatten().find(|(name, _)| !FIELDS.contains(&name.as_str()));
        match unknown {
            Some((unknown, _)) => Err(unknown_field(unknown)),
            None => Ok(ListedDeadZone { row, document: document_of_feature(feature, time_zone) }),
        }
    });
    rows.collect()
}

fn document_of_feature(feature: &Feature, time_zone: &TimeZone) -> Result<DeadZoneDocument, DocumentError> {
    let geometry =
        serde_json::to_value(&feature.geometry).map_err(|error| DocumentError::new("geometry", error))?;
    let mut fields = FIELDS.map(|_| None);
    for (field, name) in fields.iter_mut().zip(FIELDS) {
        *field = match feature.property(name) {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) => Some(text.clone()).filter(|text| !text.is_empty()),
            Some(other) => return Err(DocumentError::new(name, format!("`{other}` is no text"))),
        };
    }
    document(geometry, fields, time_zone)
}

/// In the order of [`FIELDS`].
fn document(
    geometry: Value,
    [service, observed_at, network, environment, text, failing, recurrence]: [Option<String>; FIELD_COUNT],
    time_zone: &TimeZone,
) -> Result<DeadZoneDocument, DocumentError> {
    let needed = |name: &str, value: Option<String>| {
        value.ok_or_else(|| DocumentError::new(name, "nothing stands there"))
    };
    Ok(DeadZoneDocument {
        geometry,
        networks: several(network),
        network: None,
        service: match failing {
            None => Some(needed("service", service)?),
            Some(_) => service,
        },
        failing: several(failing),
        environment: environment.unwrap_or_else(|| Environment::Outdoor.to_string()),
        observed_at: moment(&needed("observed_at", observed_at)?, time_zone),
        recurrence,
        text: text.unwrap_or_default(),
    })
}

/// Words with spaces, commas or semicolons between.
fn several(words: Option<String>) -> Vec<String> {
    let between = |sign: char| sign.is_whitespace() || ",;".contains(sign);
    let words = words.unwrap_or_default();
    words.split(between).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// A local time as a moment; what is none is left as it is, to be refused like any other.
fn moment(text: &str, time_zone: &TimeZone) -> String {
    if text.parse::<Timestamp>().is_ok() {
        return text.to_owned();
    }
    let local = text.parse::<DateTime>().ok().and_then(|local| local.to_zoned(time_zone.clone()).ok());
    local.map_or_else(|| text.to_owned(), |moment| moment.timestamp().to_string())
}

fn unknown_field(name: &str) -> DocumentError {
    let known = FIELDS.join(", ");
    DocumentError::new("list", format!("nobody knows `{name}`: a list has {LON}, {LAT} (in CSV), {known}"))
}

#[cfg(test)]
mod tests {
    use encoding_rs::WINDOWS_1252;

    use super::*;

    fn read(list: impl AsRef<[u8]>) -> Result<Vec<ListedDeadZone>, DocumentError> {
        read_dead_zone_list(list.as_ref(), &TimeZone::get("Europe/Stockholm").unwrap())
    }

    fn only(list: impl AsRef<[u8]>) -> DeadZoneDocument {
        let mut rows = read(list).unwrap();
        assert_eq!((rows.len(), rows[0].row), (1, 1));
        rows.pop().unwrap().document.unwrap()
    }

    #[test]
    fn tables_and_features_say_the_same() {
        let expected = DeadZoneDocument {
            geometry: json!({"type": "Point", "coordinates": [20.1, 65.1]}),
            networks: vec!["ripa".to_owned()],
            network: None,
            failing: Vec::new(),
            service: Some("voice".to_owned()),
            environment: "outdoor".to_owned(),
            observed_at: "2026-11-01T09:30:00Z".to_owned(),
            recurrence: None,
            text: "Bäcken; vid bron".to_owned(),
        };
        let plain = "lon,lat,network,service,observed_at,text\n20.1,65.1,ripa,voice,2026-11-01T09:30:00Z,Bäcken; vid bron\n";
        assert_eq!(only(plain), expected);
        let spreadsheet = "observed_at;service;lat;lon;network;environment;text\r\n\
            2026-11-01 10:30;voice;65,1;20,1;ripa;;\"Bäcken; vid bron\"\r\n";
        assert_eq!(only(spreadsheet), expected);
        assert_eq!(only([b"\xef\xbb\xbf".as_slice(), spreadsheet.as_bytes()].concat()), expected);
        assert_eq!(only(&*WINDOWS_1252.encode(spreadsheet).0), expected);
        let properties = json!({
            "network": "ripa", "service": "voice", "observed_at": "2026-11-01T10:30", "text": "Bäcken; vid bron",
            "environment": null,
        });
        let feature =
            json!({"type": "Feature", "geometry": expected.geometry.clone(), "properties": properties});
        assert_eq!(only(json!({"type": "FeatureCollection", "features": [feature]}).to_string()), expected);
    }

    #[test]
    fn a_cell_holds_several_words() {
        let row =
            "lon;lat;network;failing;recurrence;observed_at\n20;65;ripa, jarv;calls sms;always;2026-11-01";
        let document = only(row);
        assert_eq!((document.networks, document.failing), (words("ripa jarv"), words("calls sms")));
        assert_eq!((document.service, document.recurrence.as_deref()), (None, Some("always")));
    }

    fn words(words: &str) -> Vec<String> {
        words.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn a_day_is_its_beginning_where_the_region_is() {
        let row = |at: &str| only(format!("lon,lat,service,observed_at\n20,65,voice,{at}")).observed_at;
        assert_eq!(row("2026-06-01"), "2026-05-31T22:00:00Z");
        assert_eq!(row("2026-11-01T10:00:00+01:00"), "2026-11-01T10:00:00+01:00");
        assert_eq!(row("i fjol"), "i fjol");
    }

    #[test]
    fn a_bad_row_takes_no_other_with_it() {
        let rows = read(
            "lon,lat,service,observed_at\nx,65,voice,2026-01-01\n20,65,,2026-01-01\n20,65,voice,2026-01-01",
        );
        let told: Vec<_> =
            rows.unwrap().into_iter().map(|row| (row.row, row.document.map_err(|e| e.to_string()))).collect();
        assert_eq!(told[0], (1, Err("lon: `x` is no number of degrees".to_owned())));
        assert_eq!(told[1], (2, Err("service: nothing stands there".to_owned())));
        assert!(told[2].0 == 3 && told[2].1.is_ok());
    }

    #[test]
    fn what_makes_the_whole_list_meaningless() {
        let check = |list: &str, named: &str| {
            let reason = read(list).unwrap_err().to_string();
            assert!(reason.contains(named), "{reason}");
        };
        check("lon,lat,service,observed_at,netwrok\n20,65,voice,2026-01-01,ripa", "`netwrok`");
        check("lon,lat,service\n20,65,voice", "`observed_at` is missing");
        check("lon,lat,service,observed_at\n", "no rows");
        check("{\"type\": \"Point\", \"coordinates\": [20, 65]}", "FeatureCollection");
        let feature = json!({"type": "Feature", "geometry": null, "properties": {"operator": "ripa"}});
        check(&json!({"type": "FeatureCollection", "features": [feature]}).to_string(), "`operator`");
        let many = "20,65,voice,2026-01-01\n".repeat(MOST_ROWS + 1);
        check(&format!("lon,lat,service,observed_at\n{many}"), "5001 rows");
    }
}
