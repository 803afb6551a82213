//! Why nothing of a file can be taken.

use std::{error::Error, fmt, io};

use crate::{
    domain::{Bilingual, words},
    geometry::ProjectionError,
    ingest::{CrsNameError, GeoJsonTextError, UnpackError},
};

/// A fault of a whole file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadFault {
    EmptyFile,
    UnknownFormat,
    TooLarge,
    UnpackRatio,
    TooManyEntries,
    UnsafeName,
    TooManyFeatures,
    TooManyColumns,
    TextTooLong,
    NestedTooDeep,
    BrokenGzip,
    TruncatedGzip,
    BrokenJson,
    TruncatedJson,
    NotGeoJson,
    BrokenGeoPackage,
    TruncatedGeoPackage,
    BrokenArchive,
    TruncatedArchive,
    MissingPart,
    BrokenShapefile,
    TruncatedShapefile,
    BrokenFlatGeobuf,
    TruncatedFlatGeobuf,
    BrokenGeoTiff,
    TruncatedGeoTiff,
    UnsupportedRaster,
    BrokenCsv,
    MissingColumn,
    TooManyCells,
    CoveredMissing,
    NoLayer,
    SeveralLayers,
    UnknownLayer,
    CrsMissing,
    CrsConflict,
    UnknownCrs,
    Unreadable,
    NotKept,
}

words!(ReadFault, "fault", {
    EmptyFile => "empty_file", UnknownFormat => "unknown_format", TooLarge => "too_large",
    UnpackRatio => "unpack_ratio", TooManyEntries => "too_many_entries", UnsafeName => "unsafe_name",
    TooManyFeatures => "too_many_features", TooManyColumns => "too_many_columns",
    TextTooLong => "text_too_long", NestedTooDeep => "nested_too_deep",
    BrokenGzip => "broken_gzip", TruncatedGzip => "truncated_gzip",
    BrokenJson => "broken_json", TruncatedJson => "truncated_json", NotGeoJson => "not_geojson",
    BrokenGeoPackage => "broken_geopackage", TruncatedGeoPackage => "truncated_geopackage",
    BrokenArchive => "broken_archive", TruncatedArchive => "truncated_archive",
    MissingPart => "missing_part", BrokenShapefile => "broken_shapefile",
    TruncatedShapefile => "truncated_shapefile", BrokenFlatGeobuf => "broken_flatgeobuf",
    TruncatedFlatGeobuf => "truncated_flatgeobuf", BrokenGeoTiff => "broken_geotiff",
    TruncatedGeoTiff => "truncated_geotiff", UnsupportedRaster => "unsupported_raster",
    BrokenCsv => "broken_csv", MissingColumn => "missing_column", TooManyCells => "too_many_cells",
    CoveredMissing => "covered_missing", NoLayer => "no_layer", SeveralLayers => "several_layers",
    UnknownLayer => "unknown_layer", CrsMissing => "crs_missing", CrsConflict => "crs_conflict",
    UnknownCrs => "unknown_crs", Unreadable => "unreadable_file", NotKept => "not_kept",
});

/// A fault with what the file has to do with it.
#[derive(Debug)]
pub struct CoverageReadError {
    pub fault: ReadFault,
    /// Numbers, names and places; empty where the sentence says it all.
    pub detail: String,
    /// What the caller's own sink said.
    pub cause: Option<SinkError>,
}

/// What goes wrong where features are handed on to.
pub type SinkError = Box<dyn Error + Send + Sync>;

impl ReadFault {
    pub fn with(self, detail: impl ToString) -> CoverageReadError {
        CoverageReadError { fault: self, detail: detail.to_string(), cause: None }
    }

    /// Swedish and English.
    fn sentence(self) -> (&'static str, &'static str) {
        match self {
            Self::EmptyFile => ("Filen är tom", "The file is empty"),
            Self::UnknownFormat => (
                "Filen har inget format som läses: GeoJSON, GeoPackage, zippad Shapefile, FlatGeobuf, GeoTIFF eller CSV med rutor",
                "The file has no format that is read: GeoJSON, GeoPackage, zipped Shapefile, FlatGeobuf, GeoTIFF or CSV of grid cells",
            ),
            Self::TooLarge => ("Filen är större än gränsen", "The file is larger than the limit"),
            Self::UnpackRatio => {
                ("Filen packas upp till misstänkt mycket", "The file unpacks to suspiciously much")
            }
            Self::TooManyEntries => {
                ("Arkivet har fler filer än gränsen", "The archive has more files than the limit")
            }
            Self::UnsafeName => {
                ("Ett namn i arkivet pekar ut ur det", "A name in the archive points out of it")
            }
            Self::TooManyFeatures => {
                ("Filen har fler objekt än gränsen", "The file has more features than the limit")
            }
            Self::TooManyColumns => {
                ("Tabellen har fler kolumner än gränsen", "The table has more columns than the limit")
            }
            Self::TextTooLong => ("En rad är längre än gränsen", "A line is longer than the limit"),
            Self::NestedTooDeep => {
                ("Parenteser är nästlade djupare än gränsen", "Brackets are nested deeper than the limit")
            }
            Self::BrokenGzip => ("Filen kan inte packas upp", "The file can't be unpacked"),
            Self::TruncatedGzip => ("Den packade filen är avkortad", "The packed file is cut short"),
            Self::BrokenJson => ("Filens JSON är trasig", "The file's JSON is broken"),
            Self::TruncatedJson => ("GeoJSON-filen är avkortad", "The GeoJSON file is cut short"),
            Self::NotGeoJson => ("Filen är ingen GeoJSON", "The file is no GeoJSON"),
            Self::BrokenGeoPackage => ("Filens GeoPackage kan inte läsas", "The GeoPackage can't be read"),
            Self::TruncatedGeoPackage => ("Filens GeoPackage är avkortat", "The GeoPackage is cut short"),
            Self::BrokenArchive => ("Arkivet kan inte läsas", "The archive can't be read"),
            Self::TruncatedArchive => ("Arkivet är avkortat", "The archive is cut short"),
            Self::MissingPart => ("Arkivet har ingen Shapefile", "The archive has no Shapefile"),
            Self::BrokenShapefile => ("Filens Shapefile kan inte läsas", "The Shapefile can't be read"),
            Self::TruncatedShapefile => ("Filens Shapefile är avkortad", "The Shapefile is cut short"),
            Self::BrokenFlatGeobuf => ("Filens FlatGeobuf kan inte läsas", "The FlatGeobuf can't be read"),
            Self::TruncatedFlatGeobuf => ("Filens FlatGeobuf är avkortad", "The FlatGeobuf is cut short"),
            Self::BrokenGeoTiff => ("Filens GeoTIFF kan inte läsas", "The GeoTIFF can't be read"),
            Self::TruncatedGeoTiff => ("Filens GeoTIFF är avkortad", "The GeoTIFF is cut short"),
            Self::UnsupportedRaster => {
                ("Bilden kan inte tolkas som täckning", "The picture can't be taken for coverage")
            }
            Self::BrokenCsv => ("Tabellen kan inte läsas", "The table can't be read"),
            Self::MissingColumn => ("Filen saknar en kolumn", "The file lacks a column"),
            Self::TooManyCells => (
                "Rutorna är spridda över ett större område än gränsen",
                "The cells are spread over a larger area than the limit",
            ),
            Self::CoveredMissing => (
                "Ange vilka värden som är täckning: kolumn och lägsta värde, eller klasser",
                "Say which values are coverage: column and least value, or classes",
            ),
            Self::NoLayer => ("Filen har inget lager med ytor", "The file has no layer of areas"),
            Self::SeveralLayers => {
                ("Filen har flera lager; ange vilket", "The file has several layers; say which")
            }
            Self::UnknownLayer => ("Filen har inget sådant lager", "The file has no such layer"),
            Self::CrsMissing => (
                "Filen säger inte vilket koordinatsystem den har; ange det, till exempel EPSG:3006",
                "The file doesn't say which coordinate reference system it has; say it, for instance EPSG:3006",
            ),
            Self::CrsConflict => (
                "Filen och uppgiften om koordinatsystem säger olika",
                "The file and what is said of its coordinate reference system differ",
            ),
            Self::UnknownCrs => {
                ("Koordinatsystemet är inte känt", "The coordinate reference system is not known")
            }
            Self::Unreadable => ("Filen kan inte öppnas", "The file can't be opened"),
            Self::NotKept => ("Det lästa kunde inte sparas", "What was read could not be kept"),
        }
    }
}

impl CoverageReadError {
    /// A stable word for the API's problem documents.
    pub fn code(&self) -> &'static str {
        self.fault.as_str()
    }

    pub fn message(&self) -> Bilingual {
        let (swedish, english) = self.fault.sentence();
        let whole = |sentence: &str| match self.detail.as_str() {
            "" => format!("{sentence}."),
            detail => format!("{sentence}: {detail}."),
        };
        Bilingual::new(whole(swedish), whole(english))
    }

    /// The features were read, and not taken further.
    pub(super) fn not_kept(cause: SinkError) -> Self {
        Self { fault: ReadFault::NotKept, detail: cause.to_string(), cause: Some(cause) }
    }
}

impl fmt::Display for CoverageReadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.message().en.trim_end_matches('.'))
    }
}

impl Error for CoverageReadError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.cause.as_ref().map(|cause| &**cause as &(dyn Error + 'static))
    }
}

impl From<ReadFault> for CoverageReadError {
    fn from(fault: ReadFault) -> Self {
        fault.with("")
    }
}

impl From<UnpackError> for CoverageReadError {
    fn from(error: UnpackError) -> Self {
        match error {
            UnpackError::TooLarge { limit_bytes } => ReadFault::TooLarge.with(format!("{limit_bytes} byte")),
            UnpackError::TooTight { limit } => ReadFault::UnpackRatio.with(format!("{limit} : 1")),
            UnpackError::Truncated => ReadFault::TruncatedGzip.into(),
            UnpackError::Broken(error) => ReadFault::of_gzip(error),
        }
    }
}

impl ReadFault {
    fn of_gzip(error: io::Error) -> CoverageReadError {
        let is_of_the_data = matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput);
        let fault = if is_of_the_data { Self::BrokenGzip } else { Self::Unreadable };
        fault.with(error)
    }
}

impl From<GeoJsonTextError> for CoverageReadError {
    fn from(error: GeoJsonTextError) -> Self {
        match error {
            GeoJsonTextError::Unpack(error) => error.into(),
            GeoJsonTextError::Broken { line, column, reason } => {
                ReadFault::BrokenJson.with(format!("{line}:{column}: {reason}"))
            }
            GeoJsonTextError::Truncated { line, column } => {
                ReadFault::TruncatedJson.with(format!("{line}:{column}"))
            }
            GeoJsonTextError::TooDeep(limit) => ReadFault::NestedTooDeep.with(limit),
            GeoJsonTextError::NotGeoJson(reason) => ReadFault::NotGeoJson.with(reason),
            GeoJsonTextError::Crs(reason) => ReadFault::UnknownCrs.with(reason),
        }
    }
}

impl From<CrsNameError> for CoverageReadError {
    fn from(error: CrsNameError) -> Self {
        ReadFault::UnknownCrs.with(error)
    }
}

impl From<ProjectionError> for CoverageReadError {
    fn from(error: ProjectionError) -> Self {
        ReadFault::UnknownCrs.with(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_fault_has_its_word_and_both_sentences() {
        for fault in ReadFault::ALL {
            let message = fault.with("7").message();
            assert!(message.sv.ends_with(": 7.") && message.en.ends_with(": 7."), "{fault}");
            assert_ne!(message.sv, message.en);
            assert_eq!(fault.as_str().parse(), Ok(*fault));
        }
    }
}
