//! Requirements: what the contract asks of a network's coverage.

use geo::MultiPolygon;
use jiff::civil::Date;

use super::{
    Bilingual, Consequences, DeliveryDuty, Environment, EvidenceRule, LineKind, LocalFloor, RequirementKind,
    Service, Share, Technology, Zone, ZoneCode, ZoneKind, text::words,
};

/// What a requirement counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DemandUnit {
    LandArea,
    Inhabitants,
    RoadLength,
    RailwayLength,
    TrailLength,
    RouteLength,
    Places,
    Buildings,
    /// The area where people normally are.
    PresenceArea,
}

words!(DemandUnit, "unit", {
    LandArea => "land_area", Inhabitants => "inhabitants", RoadLength => "road_length",
    RailwayLength => "railway_length", TrailLength => "trail_length", RouteLength => "route_length",
    Places => "places", Buildings => "buildings", PresenceArea => "presence_area",
});

impl DemandUnit {
    /// What kind of line is counted by its length.
    pub fn line(self) -> Option<LineKind> {
        match self {
            Self::RoadLength => Some(LineKind::Roads),
            Self::RailwayLength => Some(LineKind::Railways),
            Self::TrailLength => Some(LineKind::Trails),
            Self::RouteLength => Some(LineKind::Routes),
            Self::LandArea | Self::Inhabitants | Self::Places | Self::Buildings | Self::PresenceArea => None,
        }
    }
}

/// Which zones must each reach the threshold.
#[derive(Clone, Debug, PartialEq)]
pub enum ZoneSet {
    Kind(ZoneKind),
    Codes(Vec<ZoneCode>),
    /// By name: each one's own places and routes.
    Organisations(Vec<String>),
    /// Pointed out by whoever asks, each for itself.
    Areas(Vec<PointedOutArea>),
}

/// An area that somebody points out, such as a square kilometre around a crossing.
#[derive(Clone, Debug, PartialEq)]
pub struct PointedOutArea {
    pub name: String,
    /// Computing coordinate reference system.
    pub outline: MultiPolygon<f64>,
}

impl ZoneSet {
    /// Whether a zone of the region is one of them.
    pub fn has(&self, zone: &Zone) -> bool {
        match self {
            Self::Kind(kind) => zone.kind == *kind,
            Self::Codes(codes) => codes.contains(&zone.code),
            Self::Organisations(_) | Self::Areas(_) => false,
        }
    }

    /// Whether they are organisations, which have places and routes but no area.
    pub fn are_organisations(&self) -> bool {
        match self {
            Self::Kind(kind) => *kind == ZoneKind::organisation(),
            Self::Organisations(_) => true,
            Self::Codes(_) | Self::Areas(_) => false,
        }
    }
}

/// A lower threshold for one zone between two dates, both included (R2).
#[derive(Clone, Debug, PartialEq)]
pub struct Waiver {
    /// A zone's code, or the name of an organisation or of a pointed out area.
    pub zone: ZoneCode,
    pub threshold: Share,
    pub from: Date,
    pub until: Date,
}

/// A coverage requirement that computes.
#[derive(Clone, Debug, PartialEq)]
pub struct Requirement {
    pub title: Bilingual,
    /// The procurement that it belongs to.
    pub procurement: Option<String>,
    pub kind: RequirementKind,
    pub zones: ZoneSet,
    pub unit: DemandUnit,
    /// Places alone: only those where coverage is needed there.
    pub place_need: Option<Environment>,
    pub service: Service,
    /// None: by any technology.
    pub technology: Option<Technology>,
    pub environment: Environment,
    /// Of a criterion the share from which it is weighed.
    pub threshold: Share,
    pub local_floor: Option<LocalFloor>,
    /// Lines alone: the longest uncovered stretch that is allowed (R4).
    pub longest_gap_m: Option<f64>,
    /// Left out of the denominator and the numerator (R2), computing coordinate reference system.
    pub exclusions: Option<MultiPolygon<f64>>,
    pub evidence: EvidenceRule,
    /// The profile's version that measurements are weighed by; none: that in force.
    pub profile: Option<String>,
    pub waivers: Vec<Waiver>,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
    pub deliveries: Option<DeliveryDuty>,
    pub consequences: Consequences,
    /// What somebody wrote beside the rule: it computes nothing.
    pub free_text: Option<Bilingual>,
}

/// What every requirement says.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    pub zones: ZoneSet,
    pub unit: DemandUnit,
    pub service: Service,
    pub threshold: Share,
    pub valid_from: Date,
}

impl Requirement {
    /// Mandatory, outdoors by any technology, as claimed, and nothing beside it.
    pub fn of(title: Bilingual, asked: Asked) -> Self {
        let Asked { zones, unit, service, threshold, valid_from } = asked;
        Self {
            title,
            procurement: None,
            kind: RequirementKind::Mandatory,
            zones,
            unit,
            place_need: None,
            service,
            technology: None,
            environment: Environment::Outdoor,
            threshold,
            local_floor: None,
            longest_gap_m: None,
            exclusions: None,
            evidence: EvidenceRule::Claimed,
            profile: None,
            waivers: Vec::new(),
            valid_from,
            valid_to: None,
            deliveries: None,
            consequences: Consequences::default(),
            free_text: None,
        }
    }

    pub fn waiver_on(&self, zone: &ZoneCode, date: Date) -> Option<&Waiver> {
        self.waivers
            .iter()
            .find(|waiver| waiver.zone == *zone && (waiver.from..=waiver.until).contains(&date))
    }

    pub fn is_valid_on(&self, date: Date) -> bool {
        self.valid_from <= date && self.valid_to.is_none_or(|end| date <= end)
    }
}
