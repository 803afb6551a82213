//! Dead zones (vita fläckar): places where people report that nothing works.

use geo::{Centroid, Coord, Euclidean, Geometry, InterpolateLine};
use jiff::Timestamp;

use super::{Environment, NetworkId, Service, text::words};

/// A report as somebody made it; geometry is a point, a line or a polygon in the
/// computing coordinate reference system.
#[derive(Clone, Debug, PartialEq)]
pub struct DeadZoneReport {
    pub geometry: Geometry<f64>,
    /// None: no network works.
    pub network: Option<NetworkId>,
    pub service: Service,
    pub environment: Environment,
    pub observed_at: Timestamp,
    pub text: String,
}

/// The position that stands for a reported place: of a line the middle of its way, of
/// an area its centre. None where the geometry is empty.
pub fn position_of(place: &Geometry<f64>) -> Option<Coord<f64>> {
    let position = match place {
        Geometry::LineString(line) => Euclidean.point_at_ratio_from_start(line, 0.5),
        other => other.centroid(),
    };
    position.map(|position| position.0)
}

/// Whose word a report is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Anybody's: a moderator looks at it.
    Citizen,
    /// Of a municipality or another body that takes part.
    Official,
}

words!(Standing, "standing of a report", { Citizen => "citizen", Official => "official" });

/// Whether somebody has looked at a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Moderation {
    /// Its place is shown, what its sender wrote isn't.
    Waiting,
    Approved,
    /// It is no report: kept, and neither shown nor counted.
    Dismissed,
}

words!(Moderation, "moderation of a report", {
    Waiting => "waiting", Approved => "approved", Dismissed => "dismissed",
});

/// A report with its number and the moment it was received.
#[derive(Clone, Debug, PartialEq)]
pub struct DeadZone {
    pub number: i64,
    pub received_at: Timestamp,
    pub standing: Standing,
    pub moderation: Moderation,
    pub report: DeadZoneReport,
}

impl Standing {
    /// An official's report needs nobody's look.
    pub fn moderation(self) -> Moderation {
        match self {
            Self::Citizen => Moderation::Waiting,
            Self::Official => Moderation::Approved,
        }
    }
}

impl DeadZone {
    pub fn is_shown(&self) -> bool {
        self.moderation != Moderation::Dismissed
    }

    /// What its sender wrote, as far as everybody may read it.
    pub fn public_text(&self) -> &str {
        match self.moderation {
            Moderation::Approved => &self.report.text,
            Moderation::Waiting | Moderation::Dismissed => "",
        }
    }
}
