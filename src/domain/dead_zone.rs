//! Dead zones (vita fläckar): places where people report that nothing works.

use geo::{Centroid, Coord, Euclidean, Geometry, InterpolateLine};
use jiff::Timestamp;

use super::{Bilingual, Environment, NetworkId, Service, text::words};

/// A report as somebody made it; geometry is a point, a line or a polygon in the
/// computing coordinate reference system.
#[derive(Clone, Debug, PartialEq)]
pub struct DeadZoneReport {
    pub geometry: Geometry<f64>,
    /// Those that don't work; empty: none that the reporter has.
    pub networks: Vec<NetworkId>,
    /// What its cases are about.
    pub service: Service,
    /// What the reporter couldn't do; empty: the service alone is named.
    pub failing: Vec<FailingUse>,
    pub environment: Environment,
    pub observed_at: Timestamp,
    /// None: it isn't said.
    pub recurrence: Option<Recurrence>,
    pub text: String,
}

impl DeadZoneReport {
    pub fn is_about(&self, network: &NetworkId) -> bool {
        self.networks.is_empty() || self.networks.contains(network)
    }
}

/// What somebody can't do with a phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FailingUse {
    Emergency,
    Calls,
    Sms,
    Data,
}

words!(FailingUse, "use that fails", {
    Emergency => "emergency", Calls => "calls", Sms => "sms", Data => "data",
});

impl FailingUse {
    /// The lowest rate by which a page or a map loads, and that networks are asked to claim.
    const DATA: Service = Service::Data10;

    /// Whether it needs the service: text messages and emergency calls go where calls go.
    pub fn needs(self, service: Service) -> bool {
        (self == Self::Data) != (service == Service::Voice)
    }

    /// What a report of these is about: calls, where they fail, since data seldom
    /// works where no call does and a place should have one case a network.
    pub fn service_of(failing: &[Self]) -> Option<Service> {
        let is_data = failing.iter().all(|one| *one == Self::Data);
        (!failing.is_empty()).then_some(if is_data { Self::DATA } else { Service::Voice })
    }

    pub fn name(self) -> Bilingual {
        match self {
            Self::Emergency => Bilingual::new("112", "112"),
            Self::Calls => Bilingual::new("samtal", "calls"),
            Self::Sms => Bilingual::new("sms", "text messages"),
            Self::Data => Bilingual::new("mobildata", "mobile data"),
        }
    }
}

/// How often it fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Recurrence {
    Once,
    Sometimes,
    Always,
}

words!(Recurrence, "recurrence", { Once => "once", Sometimes => "sometimes", Always => "always" });

impl Recurrence {
    pub fn name(self) -> Bilingual {
        match self {
            Self::Once => Bilingual::new("en gång", "once"),
            Self::Sometimes => Bilingual::new("ibland", "now and then"),
            Self::Always => Bilingual::new("alltid", "always"),
        }
    }
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
