//! What findings are written as.

use crate::domain::words;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FindingsFormat {
    Json,
    Csv,
    Html,
    GeoJson,
}

words!(FindingsFormat, "format", { Json => "json", Csv => "csv", Html => "html", GeoJson => "geojson" });
