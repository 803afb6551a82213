//! Requirements: what the contract asks of a network's coverage.

use geo::MultiPolygon;
use jiff::civil::Date;

use super::{Bilingual, LineKind, Service, Share, Technology, ZoneCode, ZoneKind, text::words};

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ZoneSet {
    Kind(ZoneKind),
    Codes(Vec<ZoneCode>),
}

/// A lower threshold for one zone between two dates, both included (R2).
#[derive(Clone, Debug, PartialEq)]
pub struct Waiver {
    pub zone: ZoneCode,
    pub threshold: Share,
    pub from: Date,
    pub until: Date,
}

/// A coverage requirement that computes.
#[derive(Clone, Debug, PartialEq)]
pub struct Requirement {
    pub title: Bilingual,
    pub zones: ZoneSet,
    pub unit: DemandUnit,
    pub service: Service,
    /// None: by any technology.
    pub technology: Option<Technology>,
    pub threshold: Share,
    /// Lines alone: the longest uncovered stretch that is allowed (R4).
    pub longest_gap_m: Option<f64>,
    /// Left out of the denominator and the numerator (R2), computing coordinate reference system.
    pub exclusions: Option<MultiPolygon<f64>>,
    pub waivers: Vec<Waiver>,
    pub valid_from: Date,
    pub valid_to: Option<Date>,
}

impl Requirement {
    pub fn waiver_on(&self, zone: &ZoneCode, date: Date) -> Option<&Waiver> {
        self.waivers
            .iter()
            .find(|waiver| waiver.zone == *zone && (waiver.from..=waiver.until).contains(&date))
    }

    pub fn is_valid_on(&self, date: Date) -> bool {
        self.valid_from <= date && self.valid_to.is_none_or(|end| date <= end)
    }
}
