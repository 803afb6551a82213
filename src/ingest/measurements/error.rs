//! Why a file as a whole can't be read as measurements.

use super::mapping::MeasuredField;
use crate::{
    domain::{Bilingual, NetworkId},
    geometry::ProjectionError,
    ingest::{DocumentError, UnpackError},
};

/// Nothing of the file is taken.
#[derive(Debug, thiserror::Error)]
pub enum MeasurementError {
    #[error(transparent)]
    Unpack(#[from] UnpackError),
    #[error("the file is empty")]
    Empty,
    #[error("no such form of measurements: the columns {missing} are missing among `{found}`")]
    MissingColumns { missing: String, found: String },
    #[error("the column `{0}` stands there twice")]
    RepeatedColumn(String),
    #[error("the mapping's column `{column}` ({field}) is missing among `{found}`")]
    MappedColumnMissing { field: MeasuredField, column: String, found: String },
    #[error("the mapping can't be followed: {0}")]
    Mapping(#[from] DocumentError),
    #[error("the first line is no text in UTF-8")]
    NotText,
    #[error("no GeoJSON points: {0}")]
    NotGeoJson(String),
    #[error("no speed tests as the FCC specifies them: {0}")]
    NotSpeedTests(String),
    #[error("no GPX with track points or waypoints: {0}")]
    NotGpx(String),
    #[error("no GeoPackage that can be read: {0}")]
    NotGeoPackage(String),
    #[error(
        "the GeoPackage has none of the tables GSM_MESSAGE, UMTS_MESSAGE, LTE_MESSAGE and NR_MESSAGE among `{0}`"
    )]
    NoSurveyTable(String),
    #[error("no Parquet that can be read: {0}")]
    NotParquet(String),
    #[error("the column `{column}` is of the type {kind}: expected text, number, truth value or time")]
    UnreadableColumn { column: String, kind: String },
    #[error("the file names the coordinate reference system {0}: measurements are read in WGS 84")]
    ForeignCrs(String),
    #[error("the file doesn't say whose network was measured: name one")]
    NetworkNotGiven,
    #[error("the region has no network `{0}`")]
    UnknownNetwork(NetworkId),
    #[error(transparent)]
    Projection(#[from] ProjectionError),
}

impl MeasurementError {
    /// What is wrong and what was expected, for whoever handed the file in.
    pub fn message(&self) -> Bilingual {
        let sv = match self {
            Self::Unpack(error) => format!("Filen kan inte packas upp ({error})."),
            Self::Empty => "Filen är tom.".to_owned(),
            Self::MissingColumns { missing, found } => format!(
                "Filen har ingen av mätningarnas former: kolumnerna {missing} saknas bland ”{found}”. \
                 Ge kolumnerna kända namn, eller ange en kolumnmappning."
            ),
            Self::RepeatedColumn(column) => format!("Kolumnen ”{column}” finns två gånger."),
            Self::MappedColumnMissing { field, column, found } => {
                format!("Kolumnmappningens kolumn ”{column}” ({field}) saknas bland ”{found}”.")
            }
            Self::Mapping(error) => format!("Kolumnmappningen går inte att följa ({error})."),
            Self::NotText => "Den första raden är inte text i UTF-8.".to_owned(),
            Self::NotGeoJson(reason) => format!("Filen är inte punkter som GeoJSON ({reason})."),
            Self::NotSpeedTests(reason) => {
                format!("Filen är inte hastighetstester enligt FCC:s specifikation ({reason}).")
            }
            Self::NotGpx(reason) => {
                format!("Filen är inte GPX med spårpunkter eller vägpunkter ({reason}).")
            }
            Self::NotGeoPackage(reason) => format!("Filen är inte en läsbar GeoPackage ({reason})."),
            Self::NoSurveyTable(found) => format!(
                "GeoPackagen har ingen av tabellerna GSM_MESSAGE, UMTS_MESSAGE, LTE_MESSAGE och NR_MESSAGE \
                 bland ”{found}”."
            ),
            Self::NotParquet(reason) => format!("Filen är inte läsbar Parquet ({reason})."),
            Self::UnreadableColumn { column, kind } => format!(
                "Kolumnen ”{column}” är av typen {kind}; här väntas text, tal, sanningsvärde eller tid."
            ),
            Self::ForeignCrs(crs) => {
                format!("Filen anger koordinatsystemet {crs}; mätningar läses i WGS 84.")
            }
            Self::NetworkNotGiven => "Filen säger inte vems nät som mättes: ange ett nät.".to_owned(),
            Self::UnknownNetwork(network) => format!("Regionen har inget nät ”{network}”."),
            Self::Projection(error) => format!("Koordinatsystemet kan inte användas ({error})."),
        };
        let en = self.to_string();
        let mut letters = en.chars();
        let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
        Bilingual::new(sv, format!("{first}{}.", letters.as_str()))
    }
}
