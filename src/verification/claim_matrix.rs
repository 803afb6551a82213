//! Claimed × measured (R12): where a claim is more than what was found, and where less.

use crate::domain::Share;

/// Measured cells by what is claimed and what was found in them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClaimMatrix {
    pub claimed_passed: u64,
    pub claimed_failed: u64,
    pub unclaimed_passed: u64,
    pub unclaimed_failed: u64,
}

impl ClaimMatrix {
    pub fn count(&mut self, claimed: bool, passed: bool) {
        *match (claimed, passed) {
            (true, true) => &mut self.claimed_passed,
            (true, false) => &mut self.claimed_failed,
            (false, true) => &mut self.unclaimed_passed,
            (false, false) => &mut self.unclaimed_failed,
        } += 1;
    }

    /// The part of the claimed cells that failed; none where nothing claimed was measured.
    pub fn overclaim(self) -> Option<Share> {
        share(self.claimed_failed, self.claimed_passed)
    }

    /// The part of the unclaimed cells that passed; none where nothing unclaimed was measured.
    pub fn underclaim(self) -> Option<Share> {
        share(self.unclaimed_passed, self.unclaimed_failed)
    }

    /// The part of all measured cells in which claim and measurement say the same.
    pub fn agreement(self) -> Option<Share> {
        share(self.claimed_passed + self.unclaimed_failed, self.claimed_failed + self.unclaimed_passed)
    }
}

fn share(part: u64, rest: u64) -> Option<Share> {
    Share::of(part as f64, (part + rest) as f64)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_rules_own_figures() {
        let matrix = ClaimMatrix {
            claimed_passed: 850,
            claimed_failed: 50,
            unclaimed_passed: 20,
            unclaimed_failed: 80,
        };
        let shown = [matrix.overclaim(), matrix.underclaim(), matrix.agreement()]
            .map(|share| share.unwrap().percent());
        assert_eq!(shown, ["5.56", "20.00", "93.00"]);
    }

    #[test]
    fn nothing_measured_has_no_share() {
        let matrix = ClaimMatrix::default();
        assert_eq!([matrix.overclaim(), matrix.underclaim(), matrix.agreement()], [None; 3]);
    }

    proptest! {
        #[test]
        fn shares_are_shares_and_every_cell_is_counted(cells in prop::collection::vec(any::<(bool, bool)>(), 0..60)) {
            let mut matrix = ClaimMatrix::default();
            cells.iter().for_each(|(claimed, passed)| matrix.count(*claimed, *passed));
            let ClaimMatrix { claimed_passed, claimed_failed, unclaimed_passed, unclaimed_failed } = matrix;
            let counted = claimed_passed + claimed_failed + unclaimed_passed + unclaimed_failed;
            prop_assert_eq!(counted, cells.len() as u64);
            for share in [matrix.overclaim(), matrix.underclaim(), matrix.agreement()].into_iter().flatten() {
                prop_assert!((0.0..=1.0).contains(&share.value()));
            }
        }
    }
}
