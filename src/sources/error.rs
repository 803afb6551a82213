//! Why something couldn't be fetched: what went wrong as a code, where, and the
//! reason as a sentence.

/// What goes wrong at a source or on the way from it. The manual has a line for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceFault {
    /// No connection, or one that breaks time after time.
    Unreachable,
    /// The source says no: 4xx.
    Refused,
    /// The source fails time after time: 5xx.
    Failing,
    /// The source asks for more time than a fetch waits.
    Busy,
    /// The source answers with an exception document.
    Exception,
    /// What came is not of the form that was asked for.
    BrokenAnswer,
    MissingField,
    ChangedSchema,
    ChangedCount,
    WrongCount,
    WrongChecksum,
    NoFeatures,
    RepeatedFeature,
    BadValue,
    BadPlace,
    BadGeometry,
    UnknownLayer,
    UnreadableFile,
    NotWritten,
    AtWork,
    BadAddress,
    BadAccount,
    MunicipalitiesNeeded,
}

impl SourceFault {
    pub const ALL: [Self; 23] = [
        Self::Unreachable,
        Self::Refused,
        Self::Failing,
        Self::Busy,
        Self::Exception,
        Self::BrokenAnswer,
        Self::MissingField,
        Self::ChangedSchema,
        Self::ChangedCount,
        Self::WrongCount,
        Self::WrongChecksum,
        Self::NoFeatures,
        Self::RepeatedFeature,
        Self::BadValue,
        Self::BadPlace,
        Self::BadGeometry,
        Self::UnknownLayer,
        Self::UnreadableFile,
        Self::NotWritten,
        Self::AtWork,
        Self::BadAddress,
        Self::BadAccount,
        Self::MunicipalitiesNeeded,
    ];

    /// As the command prints it and the manual lists it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Refused => "refused",
            Self::Failing => "failing",
            Self::Busy => "busy",
            Self::Exception => "exception",
            Self::BrokenAnswer => "broken_answer",
            Self::MissingField => "missing_field",
            Self::ChangedSchema => "changed_schema",
            Self::ChangedCount => "changed_count",
            Self::WrongCount => "wrong_count",
            Self::WrongChecksum => "wrong_checksum",
            Self::NoFeatures => "no_features",
            Self::RepeatedFeature => "repeated_feature",
            Self::BadValue => "bad_value",
            Self::BadPlace => "bad_place",
            Self::BadGeometry => "bad_geometry",
            Self::UnknownLayer => "unknown_layer",
            Self::UnreadableFile => "unreadable_file",
            Self::NotWritten => "not_written",
            Self::AtWork => "at_work",
            Self::BadAddress => "bad_address",
            Self::BadAccount => "bad_account",
            Self::MunicipalitiesNeeded => "municipalities_needed",
        }
    }

    /// With the place (a file, a layer, a feature in it) and the reason.
    pub fn at(self, place: impl ToString, reason: impl ToString) -> SourceError {
        SourceError { fault: self, place: place.to_string(), reason: reason.to_string() }
    }
}

/// Nothing was written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{place}: {reason} [{}]", fault.code())]
pub struct SourceError {
    pub fault: SourceFault,
    pub place: String,
    pub reason: String,
}

pub type Result<T> = std::result::Result<T, SourceError>;
