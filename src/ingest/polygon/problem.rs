//! What can be wrong with a feature, with its code and its sentence.

use geo::Coord;

use crate::domain::{Bilingual, Severity};

/// A problem of a feature or of a whole file.
#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
    MalformedFeature(String),
    EmptyGeometry,
    NotAPolygon(&'static str),
    NotFinite,
    NoPlace(String),
    ShortRing,
    UnclosedRing,
    DuplicatePoints,
    ZeroArea,
    /// Narrower than this many metres.
    Sliver(f64),
    SelfIntersection,
    AmbiguousGeometry,
    OverlappingParts,
    SwappedAxes,
    OutsideRegion,
    TooWide,
    /// More vertices than this in a ring or in the feature.
    TooManyVertices(usize),
    /// More bytes than this.
    FeatureTooLarge(usize),
}

impl Problem {
    /// Every code there is.
    pub const CODES: [&'static str; 18] = [
        "malformed_feature",
        "empty_geometry",
        "not_a_polygon",
        "not_finite",
        "no_place",
        "short_ring",
        "unclosed_ring",
        "duplicate_points",
        "zero_area",
        "sliver",
        "self_intersection",
        "ambiguous_geometry",
        "overlapping_parts",
        "swapped_axes",
        "outside_region",
        "too_wide",
        "too_many_vertices",
        "feature_too_large",
    ];

    pub fn code(&self) -> &'static str {
        match self {
            Self::MalformedFeature(_) => "malformed_feature",
            Self::EmptyGeometry => "empty_geometry",
            Self::NotAPolygon(_) => "not_a_polygon",
            Self::NotFinite => "not_finite",
            Self::NoPlace(_) => "no_place",
            Self::ShortRing => "short_ring",
            Self::UnclosedRing => "unclosed_ring",
            Self::DuplicatePoints => "duplicate_points",
            Self::ZeroArea => "zero_area",
            Self::Sliver(_) => "sliver",
            Self::SelfIntersection => "self_intersection",
            Self::AmbiguousGeometry => "ambiguous_geometry",
            Self::OverlappingParts => "overlapping_parts",
            Self::SwappedAxes => "swapped_axes",
            Self::OutsideRegion => "outside_region",
            Self::TooWide => "too_wide",
            Self::TooManyVertices(_) => "too_many_vertices",
            Self::FeatureTooLarge(_) => "feature_too_large",
        }
    }

    pub fn message(&self) -> Bilingual {
        match self {
            Self::MalformedFeature(reason) => Bilingual::new(
                format!("Objektet kan inte läsas: {reason}."),
                format!("The feature can't be read: {reason}."),
            ),
            Self::NotAPolygon(kind) => Bilingual::new(
                format!("{kind} är ingen yta; bara Polygon och MultiPolygon läses."),
                format!("{kind} is no area; only Polygon and MultiPolygon are read."),
            ),
            Self::NoPlace(reason) => Bilingual::new(
                format!("En koordinat har ingen plats i beräkningens koordinatsystem: {reason}."),
                format!("A coordinate has no place in the computing coordinate system: {reason}."),
            ),
            Self::Sliver(width_m) => Bilingual::new(
                format!("En del eller ett hål är i medeltal smalare än {width_m} m och har tagits bort."),
                format!("A part or a hole is narrower than {width_m} m on average and was left out."),
            ),
            Self::TooManyVertices(limit) => Bilingual::new(
                format!("En ring eller objektet har fler punkter än gränsen {limit}; dela objektet."),
                format!(
                    "A ring or the feature has more points than the limit of {limit}; divide the feature."
                ),
            ),
            Self::FeatureTooLarge(limit) => Bilingual::new(
                format!("Objektet är större än gränsen {limit} byte; dela det."),
                format!("The feature is larger than the limit of {limit} bytes; divide it."),
            ),
            plain => {
                let (swedish, english) = plain.plain_sentences();
                Bilingual::new(swedish, english)
            }
        }
    }

    fn plain_sentences(&self) -> (&'static str, &'static str) {
        match self {
            Self::EmptyGeometry => ("Objektet har ingen geometri.", "The feature has no geometry."),
            Self::NotFinite => {
                ("En koordinat är inget ändligt talpar.", "A coordinate is no pair of finite numbers.")
            }
            Self::ShortRing => (
                "En ring har färre än tre skilda punkter och har tagits bort.",
                "A ring has fewer than three distinct points and was left out.",
            ),
            Self::UnclosedRing => (
                "En ring slutar inte där den börjar och har slutits.",
                "A ring doesn't end where it begins and was closed.",
            ),
            Self::DuplicatePoints => (
                "Samma punkt står flera gånger i rad i en ring; upprepningarna har tagits bort.",
                "The same point stands several times in a row in a ring; the repetitions were left out.",
            ),
            Self::ZeroArea => {
                ("En ring har ingen yta och har tagits bort.", "A ring has no area and was left out.")
            }
            Self::SelfIntersection => (
                "Gränsen korsar sig själv; ytan har lagats (jämn–udda-regeln).",
                "The boundary crosses itself; the area was repaired (even–odd rule).",
            ),
            Self::AmbiguousGeometry => (
                "Gränsen korsar sig själv eller ett hål ligger fel, så att ytan kan läsas på flera sätt.",
                "The boundary crosses itself or a hole is misplaced, so that the area can be read in several ways.",
            ),
            Self::OverlappingParts => (
                "Objektets delar överlappar varandra och har slagits samman.",
                "The feature's parts overlap and were united.",
            ),
            Self::SwappedAxes => (
                "Koordinaterna ligger i området bara om axlarna byts: öst (longitud) ska stå först.",
                "The coordinates lie in the region only with the axes swapped: east (longitude) comes first.",
            ),
            Self::OutsideRegion => {
                ("Objektet ligger helt utanför området.", "The feature lies wholly outside the region.")
            }
            Self::TooWide => (
                "Ytan är över 5 000 km bred eller hög; så långt når inget nät.",
                "The area is over 5,000 km wide or high; no network reaches so far.",
            ),
            Self::MalformedFeature(_)
            | Self::NotAPolygon(_)
            | Self::NoPlace(_)
            | Self::Sliver(_)
            | Self::TooManyVertices(_)
            | Self::FeatureTooLarge(_) => ("", ""),
        }
    }

    /// Whether it takes a ring away rather than mending it.
    fn takes_a_ring(&self) -> bool {
        matches!(
            self,
            Self::EmptyGeometry | Self::ShortRing | Self::ZeroArea | Self::Sliver(_) | Self::NotAPolygon(_)
        )
    }
}

/// A problem, how grave it is, and where.
#[derive(Clone, Debug, PartialEq)]
pub struct Remark {
    pub problem: Problem,
    pub severity: Severity,
    pub at: Option<At>,
}

/// A place in the system of the file or in the computing one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum At {
    Source(Coord<f64>),
    Computing(Coord<f64>),
}

impl Remark {
    pub fn error(problem: Problem, at: Option<At>) -> Self {
        Self { problem, severity: Severity::Error, at }
    }

    pub fn warning(problem: Problem, at: Option<At>) -> Self {
        Self { problem, severity: Severity::Warning, at }
    }
}

/// The remarks on one feature: each code once, with its first place.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Remarks(Vec<Remark>);

impl Remarks {
    /// Keeps a remark; a graver one of the same code takes the other's place.
    pub fn add(&mut self, remark: Remark) {
        match self.0.iter_mut().find(|known| known.problem.code() == remark.problem.code()) {
            Some(known) if known.severity < remark.severity => *known = remark,
            Some(_) => {}
            None => self.0.push(remark),
        }
    }

    /// Called when nothing is left of the feature: what took its rings away was
    /// no warning, and a feature never vanishes without an error.
    pub fn nothing_left(&mut self) {
        if self.has_error() {
            return;
        }
        for remark in &mut self.0 {
            if remark.problem.takes_a_ring() {
                remark.severity = Severity::Error;
            }
        }
        if !self.has_error() {
            self.0.push(Remark::error(Problem::ZeroArea, None));
        }
    }

    pub fn has_error(&self) -> bool {
        self.0.iter().any(|remark| remark.severity == Severity::Error)
    }

    pub fn iter(&self) -> impl Iterator<Item = &Remark> {
        self.0.iter()
    }
}
