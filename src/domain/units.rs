//! Quantities with their units, and how a share is shown.

/// A radio signal level in dBm.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Dbm(f64);

#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{value} dBm is outside {lowest}…{highest} dBm")]
pub struct DbmOutOfRange {
    pub value: f64,
    pub lowest: f64,
    pub highest: f64,
}

impl Dbm {
    /// LTE reference signal received power, −140…−44 dBm (3GPP TS 36.133).
    pub fn lte_rsrp(value: f64) -> Result<Self, DbmOutOfRange> {
        Self::within(value, -140.0, -44.0)
    }

    /// NR synchronisation signal received power, −156…−31 dBm (3GPP TS 38.133).
    pub fn nr_ss_rsrp(value: f64) -> Result<Self, DbmOutOfRange> {
        Self::within(value, -156.0, -31.0)
    }

    pub fn value(self) -> f64 {
        self.0
    }

    fn within(value: f64, lowest: f64, highest: f64) -> Result<Self, DbmOutOfRange> {
        if (lowest..=highest).contains(&value) {
            Ok(Self(value))
        } else {
            Err(DbmOutOfRange { value, lowest, highest })
        }
    }
}

/// A part of a whole, 0…1, unrounded.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Share(f64);

#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error("{0} is no share: expected 0…1")]
pub struct NotAShare(pub f64);

impl Share {
    pub const WHOLE: Self = Self(1.0);

    pub fn new(value: f64) -> Result<Self, NotAShare> {
        if (0.0..=1.0).contains(&value) { Ok(Self(value)) } else { Err(NotAShare(value)) }
    }

    /// `part / whole`, or nothing where there is no whole: no demand is no share.
    ///
    /// Sums of areas end a few units in the last place beside their whole, so
    /// the quotient is held within 0…1.
    pub fn of(part: f64, whole: f64) -> Option<Self> {
        (whole > 0.0).then(|| Self((part / whole).clamp(0.0, 1.0)))
    }

    pub fn value(self) -> f64 {
        self.0
    }

    pub fn complement(self) -> Self {
        Self(1.0 - self.0)
    }

    /// Per cent with two decimals, half to even (R19).
    pub fn percent(self) -> String {
        format!("{:.2}", round_half_even(self.0 * 10_000.0) / 100.0)
    }

    /// Per cent with two decimals beside a threshold: where rounding would show
    /// a missed threshold as reached, the figure is cut instead (R19).
    pub fn percent_against(self, threshold: Share) -> String {
        let hundredths = self.0 * 10_000.0;
        let rounded = round_half_even(hundredths);
        let shown =
            if self < threshold && rounded >= threshold.0 * 10_000.0 { hundredths.floor() } else { rounded };
        format!("{:.2}", shown / 100.0)
    }
}

/// Rounds half to even. Shares arrive as quotients of doubles, so what lies
/// within 1e-7 of a half counts as the half.
fn round_half_even(value: f64) -> f64 {
    let floor = value.floor();
    let rest = value - floor;
    if (rest - 0.5).abs() < 1e-7 {
        if floor % 2.0 == 0.0 { floor } else { floor + 1.0 }
    } else {
        value.round()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(share: f64, threshold: f64, shown: &str) {
        let threshold = Share::new(threshold).unwrap();
        assert_eq!(Share::new(share).unwrap().percent_against(threshold), shown);
    }

    #[test]
    fn a_missed_threshold_is_never_shown_as_reached() {
        check(0.98496, 0.985, "98.49");
        check(0.985, 0.985, "98.50");
        check(0.98504, 0.985, "98.50");
        check(0.97, 0.985, "97.00");
        check(0.99999, 1.0, "99.99");
    }

    #[test]
    fn halves_go_to_even() {
        for (share, shown) in [(0.12345, "12.34"), (0.12355, "12.36"), (0.5, "50.00"), (1.0, "100.00")] {
            assert_eq!(Share::new(share).unwrap().percent(), shown);
        }
    }

    #[test]
    fn a_level_outside_the_radio_range_is_refused() {
        assert!(Dbm::lte_rsrp(-140.0).is_ok() && Dbm::lte_rsrp(-44.0).is_ok());
        assert!(Dbm::lte_rsrp(-140.1).is_err() && Dbm::lte_rsrp(2_147_483_647.0).is_err());
        assert!(Dbm::nr_ss_rsrp(-156.0).is_ok() && Dbm::nr_ss_rsrp(-30.9).is_err());
        assert!(Dbm::lte_rsrp(f64::NAN).is_err());
    }

    #[test]
    fn no_demand_has_no_share() {
        assert_eq!(Share::of(0.0, 0.0), None);
        assert_eq!(Share::of(3.0, 2.0), Share::new(1.0).ok());
    }
}
