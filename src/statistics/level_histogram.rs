//! Levels counted by whole decibels: two halves of the samples can be counted
//! apart and put together, in any order, and the answer is the same.

use crate::domain::Dbm;

/// How many levels lie in each decibel, from the weakest; only decibels with levels are held.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LevelHistogram(Vec<(i16, u32)>);

impl LevelHistogram {
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// −100.0 and −99.1 dBm both lie in the decibel that begins at −100.
    pub fn add(&mut self, level_dbm: f64) {
        self.count(level_dbm.floor() as i16, 1);
    }

    /// The level of the whole decibel that begins there, as often as it was heard.
    pub fn count(&mut self, decibel: i16, levels: u32) {
        match self.0.binary_search_by_key(&decibel, |(decibel, _)| *decibel) {
            Ok(place) => self.0[place].1 += levels,
            Err(place) => self.0.insert(place, (decibel, levels)),
        }
    }

    pub fn merge(&mut self, other: &Self) {
        other.0.iter().for_each(|(decibel, levels)| self.count(*decibel, *levels));
    }

    pub fn levels(&self) -> u64 {
        self.0.iter().map(|(_, levels)| u64::from(*levels)).sum()
    }

    /// The greatest whole decibel that at least half of the levels reach (R9): of
    /// levels in whole decibels, as phones report them, their median exactly.
    pub fn median_dbm(&self) -> Option<f64> {
        let mut reaching = 0;
        let strongest_first = self.0.iter().rev();
        let found = strongest_first.map(|(decibel, levels)| {
            reaching += u64::from(*levels);
            (*decibel, reaching)
        });
        let half = self.levels();
        found.into_iter().find(|(_, reaching)| 2 * reaching >= half).map(|(decibel, _)| f64::from(decibel))
    }

    /// The same as a level; none where nothing was counted or it is none.
    pub fn median(&self) -> Option<Dbm> {
        Dbm::nr_ss_rsrp(self.median_dbm()?).ok()
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, prelude::*};

    use super::*;
    use crate::verification::median_level;

    fn of(levels: &[f64]) -> LevelHistogram {
        let mut histogram = LevelHistogram::default();
        levels.iter().for_each(|level| histogram.add(*level));
        histogram
    }

    #[test]
    fn the_median_is_a_level_that_half_reach() {
        assert_eq!(of(&[]).median(), None);
        assert_eq!(of(&[-90.0, -110.0]).median_dbm(), Some(-90.0));
        assert_eq!(of(&[-90.0, -110.0, -120.0]).median_dbm(), Some(-110.0));
        assert_eq!(of(&[-99.1]).median_dbm(), Some(-100.0));
    }

    proptest! {
        /// Of whole decibels the median is that of the levels themselves, however
        /// they are divided and in whatever order they are put together.
        #[test]
        fn halves_are_the_whole(levels in vec(-140_i16..-44, 1..60), cut in 0_usize..60) {
            let levels: Vec<f64> = levels.into_iter().map(f64::from).collect();
            let (one, other) = levels.split_at(cut.min(levels.len()));
            let (mut forwards, mut backwards) = (of(one), of(other));
            forwards.merge(&of(other));
            backwards.merge(&of(one));
            prop_assert_eq!(&forwards, &backwards);
            let mut exact: Vec<Dbm> = levels.iter().map(|level| Dbm::nr_ss_rsrp(*level).unwrap()).collect();
            prop_assert_eq!(forwards.median(), median_level(&mut exact));
        }
    }
}
