//! One file per format: what is read becomes domain values and coded findings.
//!
//! A bad row or feature never stops a file and never vanishes: it is a finding.
//! An error is what makes the whole file meaningless. Whether what was read is
//! good enough to publish is not decided here.

pub mod coverage;
pub mod dead_zone;
pub mod dead_zone_list;
pub mod delivery_header;
pub mod measurements;
pub mod profile;
pub mod region;
pub mod requirement;

pub mod award_terms;
pub mod bid;
mod bilingual_document;
mod call_offs;
mod crs_name;
mod csv_table;
mod document_error;
mod document_geometry;
mod gap_answers;
mod geojson_text;
mod memory_file;
mod own_zone;
mod polygon;
mod strangers_database;
mod unpack;
mod words;

pub use bilingual_document::BilingualDocument;
pub use call_offs::{CALL_OFF_COLUMNS, read_call_off_table};
pub use crs_name::{CrsNameError, crs_name};
pub use csv_table::TableError;
pub use document_error::{DocumentError, read_document};
pub use gap_answers::{ANSWER_COLUMNS, read_answer_table, read_answers};
pub use geojson_text::GeoJsonTextError;
pub(crate) use geojson_text::{GeoJsonLimits, GeoJsonText};
pub use memory_file::MemoryFile;
pub use own_zone::{MOST_VERTICES, OwnZone, read_own_zone};
pub use unpack::{
    Content, DEFAULT_RATIO_LIMIT, DEFAULT_UNPACKED_LIMIT_BYTES, PastLimit, UnpackError, UnpackLimits,
    sha256_hex, unpack, unpacking_reader,
};
pub(crate) use words::{word_schemas, words_schema};

#[cfg(test)]
mod testing;
