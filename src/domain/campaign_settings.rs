//! What a campaign does for those who drive: what of their ways is never
//! stored, what of it is never shown, and when the rest is deleted.

use geo::{Coord, Distance, Euclidean, Point};

use super::organisation::LONGEST_NAME;

/// So much of both ends of a run is left out where nobody says otherwise.
pub const TRIM_M: f64 = 300.0;
/// Raw samples are kept for two years where nobody says otherwise: a sample
/// counts for one (R7), and the year after it can still be looked into.
pub const RETENTION_DAYS: u32 = 730;
/// Longer ends and larger circles would hide what a campaign is there to show.
const LARGEST_M: f64 = 5_000.0;
/// Longer than any contract.
const LONGEST_RETENTION_DAYS: u32 = 36_500;

/// How a campaign treats its samples.
#[derive(Clone, Debug, PartialEq)]
pub struct CampaignSettings {
    trim_m: f64,
    places: Vec<PrivatePlace>,
    disclosure: Disclosure,
    retention: Retention,
}

/// A home or a depot: samples in the circle are never stored.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PrivatePlace {
    /// Computing coordinate reference system, metres.
    pub centre: Coord<f64>,
    pub radius_m: f64,
}

/// From when on a cell's figures are shown to everybody: from this many runs, or
/// from this many days. Of one drive nobody should see where it went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Disclosure {
    pub least_runs: u32,
    pub least_days: u32,
}

impl Default for Disclosure {
    fn default() -> Self {
        Self { least_runs: 3, least_days: 2 }
    }
}

impl Disclosure {
    /// Every cell is shown: nobody's way can be read from it.
    pub const EVERY_CELL: Self = Self { least_runs: 1, least_days: 1 };

    /// Where samples of several campaigns lie in a cell, the stricter of each part holds.
    pub fn stricter(self, other: Self) -> Self {
        Self {
            least_runs: self.least_runs.max(other.least_runs),
            least_days: self.least_days.max(other.least_days),
        }
    }

    pub fn allows(self, runs: usize, days: usize) -> bool {
        runs >= self.least_runs as usize || days >= self.least_days as usize
    }
}

/// What becomes of raw samples.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retention {
    /// Days of 24 hours from the measurement; none: they are kept.
    pub days: Option<u32>,
    /// Whether what they say of their cells stays, without where in the cell,
    /// when on the day, and by which phone it was measured.
    pub keeps_cells: bool,
}

#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CampaignError {
    #[error("a campaign's name has 1 to {LONGEST_NAME} characters")]
    Name,
    #[error("{0} m can't be left out of a run's ends: expected 0 to {LARGEST_M}")]
    Trim(f64),
    #[error("a private place has a radius of more than 0 and at most {LARGEST_M} m, not {0}")]
    Radius(f64),
    #[error("a cell is shown from 1 run or 1 day on at the earliest")]
    Disclosure,
    #[error("raw samples are kept for 1 to {LONGEST_RETENTION_DAYS} days, not {0}")]
    Retention(u32),
}

impl Default for CampaignSettings {
    fn default() -> Self {
        Self {
            trim_m: TRIM_M,
            places: Vec::new(),
            disclosure: Disclosure::default(),
            retention: Retention { days: Some(RETENTION_DAYS), keeps_cells: true },
        }
    }
}

impl CampaignSettings {
    /// # Errors
    /// When a number is outside what makes sense.
    pub fn new(
        trim_m: f64,
        places: Vec<PrivatePlace>,
        disclosure: Disclosure,
        retention: Retention,
    ) -> Result<Self, CampaignError> {
        if !(0.0..=LARGEST_M).contains(&trim_m) {
            return Err(CampaignError::Trim(trim_m));
        }
        let is_circle = |place: &PrivatePlace| place.radius_m > 0.0 && place.radius_m <= LARGEST_M;
        if let Some(place) = places.iter().find(|place| !is_circle(place)) {
            return Err(CampaignError::Radius(place.radius_m));
        }
        if disclosure.least_runs == 0 || disclosure.least_days == 0 {
            return Err(CampaignError::Disclosure);
        }
        match retention.days {
            Some(days) if !(1..=LONGEST_RETENTION_DAYS).contains(&days) => {
                Err(CampaignError::Retention(days))
            }
            _ => Ok(Self { trim_m, places, disclosure, retention }),
        }
    }

    /// Of ways that are nobody's: of invented ones, or of instruments in a vehicle
    /// whose ways are public. All is stored, shown and kept.
    pub fn of_nobodys_ways() -> Self {
        Self {
            trim_m: 0.0,
            places: Vec::new(),
            disclosure: Disclosure::EVERY_CELL,
            retention: Retention { days: None, keeps_cells: true },
        }
    }

    /// Metres that are left out of both ends of a run.
    pub fn trim_m(&self) -> f64 {
        self.trim_m
    }

    pub fn places(&self) -> &[PrivatePlace] {
        &self.places
    }

    pub fn disclosure(&self) -> Disclosure {
        self.disclosure
    }

    pub fn retention(&self) -> Retention {
        self.retention
    }

    /// Whether something is left out of what is handed in: then the file itself
    /// isn't kept either.
    pub fn leaves_out(&self) -> bool {
        self.trim_m > 0.0 || !self.places.is_empty()
    }

    /// Whether a position lies in a private place; its edge belongs to it.
    pub fn is_private(&self, position: Coord<f64>) -> bool {
        let distance_m = |place: &PrivatePlace| Euclidean.distance(Point(place.centre), Point(position));
        self.places.iter().any(|place| distance_m(place) <= place.radius_m)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(trim_m: f64, radius_m: f64, days: u32, least_runs: u32) -> Result<(), CampaignError> {
        let place = PrivatePlace { centre: Coord { x: 0.0, y: 0.0 }, radius_m };
        let disclosure = Disclosure { least_runs, least_days: 2 };
        let retention = Retention { days: Some(days), keeps_cells: true };
        CampaignSettings::new(trim_m, vec![place], disclosure, retention).map(|_| ())
    }

    #[test]
    fn what_makes_no_sense_is_refused() {
        assert_eq!(settings(0.0, 100.0, 1, 1), Ok(()));
        assert_eq!(settings(-1.0, 100.0, 1, 1), Err(CampaignError::Trim(-1.0)));
        assert!(matches!(settings(f64::NAN, 100.0, 1, 1), Err(CampaignError::Trim(_))));
        assert_eq!(settings(0.0, 0.0, 1, 1), Err(CampaignError::Radius(0.0)));
        assert_eq!(settings(0.0, 5_001.0, 1, 1), Err(CampaignError::Radius(5_001.0)));
        assert_eq!(settings(0.0, 100.0, 0, 1), Err(CampaignError::Retention(0)));
        assert_eq!(settings(0.0, 100.0, 1, 0), Err(CampaignError::Disclosure));
    }

    #[test]
    fn a_cell_is_shown_by_its_runs_or_by_its_days() {
        for (runs, days, shown) in [(1, 1, false), (2, 1, false), (3, 1, true), (1, 2, true), (0, 0, false)] {
            assert_eq!(Disclosure::default().allows(runs, days), shown, "{runs} runs, {days} days");
        }
        assert!(Disclosure::EVERY_CELL.allows(1, 1));
        let other = Disclosure { least_runs: 1, least_days: 9 };
        assert_eq!(Disclosure::default().stricter(other), Disclosure { least_runs: 3, least_days: 9 });
    }

    #[test]
    fn a_private_place_has_an_edge_that_belongs_to_it() {
        let place = PrivatePlace { centre: Coord { x: 100.0, y: 0.0 }, radius_m: 50.0 };
        let settings = CampaignSettings { places: vec![place], ..CampaignSettings::of_nobodys_ways() };
        assert!(settings.is_private(Coord { x: 150.0, y: 0.0 }));
        assert!(!settings.is_private(Coord { x: 150.1, y: 0.0 }));
        assert!(settings.leaves_out());
        assert!(!CampaignSettings::of_nobodys_ways().leaves_out());
    }
}
