//! What a cell's samples say, with those that say the same counted together: two
//! halves of the samples can be counted apart and put together, in any order, and
//! the answer is the same.

use crate::domain::Technology;

/// Samples of one cell that are alike in all that a cell's statistics rest on:
/// levels are counted by whole decibels, −100.0 and −99.1 dBm both in the one that
/// begins at −100.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Alike {
    /// When the newest of them was taken, microseconds since 1970.
    pub newest_us: i64,
    /// The local day, days since 1970.
    pub day: i32,
    /// As [`super::judge`] numbers them.
    pub outcomes: u32,
    pub count: u32,
    level: Option<(Technology, i16)>,
}

/// Bytes of one on its way between threads or machines.
const BYTES: usize = 24;

impl Alike {
    /// One sample; its level, dBm, by its technology.
    pub fn one(day: i32, newest_us: i64, outcomes: u32, level: Option<(Technology, f64)>) -> Self {
        let level = level.map(|(technology, dbm)| (technology, dbm.floor() as i16));
        Self { newest_us, day, outcomes, count: 1, level }
    }

    /// The technology, and the whole decibel that the levels begin at.
    pub fn level(&self) -> Option<(Technology, i16)> {
        self.level
    }

    /// Those of equal keys are alike; by day first.
    pub fn key(&self) -> (i32, Option<(Technology, i16)>, u32) {
        (self.day, self.level, self.outcomes)
    }

    /// Counts those that are alike together; `samples` sorted by [`Alike::key`].
    pub fn add(&mut self, other: &Self) {
        self.count += other.count;
        self.newest_us = self.newest_us.max(other.newest_us);
    }

    /// Little end first: newest, day, outcomes, count, decibel, and the technology's
    /// place among all from 1, nought being none.
    pub fn write(&self, bytes: &mut Vec<u8>) {
        let place = |technology| Technology::ALL.iter().position(|known| *known == technology);
        let technology =
            self.level.and_then(|(technology, _)| place(technology)).map_or(0, |place| place + 1);
        bytes.extend(self.newest_us.to_le_bytes());
        bytes.extend(self.day.to_le_bytes());
        bytes.extend(self.outcomes.to_le_bytes());
        bytes.extend(self.count.to_le_bytes());
        bytes.extend(self.level.map_or(0, |(_, decibel)| decibel).to_le_bytes());
        bytes.extend((technology as u16).to_le_bytes());
    }

    /// What was written one after the other; none where the bytes aren't that.
    pub fn read_all(bytes: &[u8]) -> Option<impl Iterator<Item = Self>> {
        let (samples, rest) = bytes.as_chunks::<BYTES>();
        let are_known = samples.iter().all(|bytes| usize::from(technology(bytes)) <= Technology::ALL.len());
        (rest.is_empty() && are_known).then(|| samples.iter().map(Self::read))
    }

    fn read(bytes: &[u8; BYTES]) -> Self {
        let place = usize::from(technology(bytes)).checked_sub(1);
        let decibel = i16::from_le_bytes(piece(bytes, 20));
        Self {
            newest_us: i64::from_le_bytes(piece(bytes, 0)),
            day: i32::from_le_bytes(piece(bytes, 8)),
            outcomes: u32::from_le_bytes(piece(bytes, 12)),
            count: u32::from_le_bytes(piece(bytes, 16)),
            level: place.map(|place| (Technology::ALL[place], decibel)),
        }
    }
}

fn technology(bytes: &[u8; BYTES]) -> u16 {
    u16::from_le_bytes(piece(bytes, 22))
}

fn piece<const LENGTH: usize>(bytes: &[u8; BYTES], from: usize) -> [u8; LENGTH] {
    std::array::from_fn(|place| bytes[from + place])
}

/// The samples of many cells, as they come.
#[derive(Debug, Default)]
pub struct Gathered {
    /// Of which cell each is.
    samples: Vec<(u32, Alike)>,
    cells: usize,
    /// So many of the samples are sorted by cell and key, and alike ones counted together.
    sorted: usize,
}

/// From so many samples on those that are alike are counted together now and then.
const MANY: usize = 1 << 20;

impl Gathered {
    /// So many cells are there now.
    pub fn reach(&mut self, cells: usize) {
        self.cells = self.cells.max(cells);
    }

    pub fn add(&mut self, cell: usize, sample: Alike) {
        self.samples.push((cell as u32, sample));
    }

    /// Keeps what is held in proportion to what there is to say.
    pub fn tidy(&mut self) {
        if self.samples.len() > MANY.max(4 * self.sorted) {
            self.sort();
        }
    }

    /// Takes the first cells away: the samples of each, sorted, alike ones counted
    /// together. The cells after them are numbered from nought.
    pub fn take(&mut self, cells: usize, mut told: impl FnMut(&[(u32, Alike)])) {
        self.sort();
        let end = self.samples.partition_point(|(cell, _)| (*cell as usize) < cells);
        let mut rest = &self.samples[..end];
        for cell in 0..cells {
            let count = rest.iter().take_while(|(of, _)| *of as usize == cell).count();
            let (of_cell, after) = rest.split_at(count);
            told(of_cell);
            rest = after;
        }
        self.samples.drain(..end);
        self.samples.iter_mut().for_each(|(cell, _)| *cell -= cells as u32);
        self.cells = self.cells.saturating_sub(cells);
        self.sorted = self.samples.len();
        if self.samples.is_empty() {
            self.samples = Vec::new();
        }
    }

    pub fn cells(&self) -> usize {
        self.cells
    }

    pub fn size_bytes(&self) -> usize {
        self.samples.capacity() * size_of::<(u32, Alike)>()
    }

    /// By cell with as many steps as there are samples, and within each cell by key.
    fn sort(&mut self) {
        if self.sorted == self.samples.len() {
            return;
        }
        let mut ends = vec![0_usize; self.cells + 1];
        self.samples.iter().for_each(|(cell, _)| ends[*cell as usize + 1] += 1);
        let mut end = 0;
        for count in &mut ends {
            end += *count;
            *count = end;
        }
        let Some(any) = self.samples.first().copied() else { return };
        let mut sorted = vec![any; self.samples.len()];
        for sample in &self.samples {
            let next = &mut ends[sample.0 as usize];
            sorted[*next] = *sample;
            *next += 1;
        }
        let mut begin = 0;
        for end in &ends[..self.cells] {
            sorted[begin..*end].sort_unstable_by_key(|(_, sample)| sample.key());
            begin = *end;
        }
        sorted.dedup_by(|next, one| {
            let alike = next.0 == one.0 && next.1.key() == one.1.key();
            if alike {
                one.1.add(&next.1);
            }
            alike
        });
        self.sorted = sorted.len();
        self.samples = sorted;
    }
}

#[cfg(test)]
mod tests {
    use proptest::{collection::vec, option, prelude::*, sample::select};

    use super::*;

    fn any_sample() -> impl Strategy<Value = (usize, Alike)> {
        let level = option::of((select(Technology::ALL.to_vec()), -125.5..-120.0));
        (0_usize..4, 0..3, 0_i64..9, 0_u32..3, level)
            .prop_map(|(cell, day, newest, outcomes, level)| (cell, Alike::one(day, newest, outcomes, level)))
    }

    fn gathered(samples: impl IntoIterator<Item = (usize, Alike)>) -> Gathered {
        let mut gathered = Gathered::default();
        gathered.reach(4);
        samples.into_iter().for_each(|(cell, sample)| gathered.add(cell, sample));
        gathered
    }

    fn told(mut gathered: Gathered, portions: &[usize]) -> Vec<Vec<Alike>> {
        let mut told = Vec::new();
        for cells in portions {
            gathered.take(*cells, |samples| told.push(samples.iter().map(|(_, sample)| *sample).collect()));
        }
        told
    }

    proptest! {
        /// However they are divided and in whatever order they are put together,
        /// and told at once or in portions; and none is lost.
        #[test]
        fn halves_are_the_whole(samples in vec(any_sample(), 0..60), cut in 0_usize..60) {
            let whole = told(gathered(samples.clone()), &[4]);
            let (one, other) = samples.split_at(cut.min(samples.len()));
            let halves = [other, one].map(|half| told(gathered(half.to_vec()), &[4]));
            let again = halves.into_iter().flat_map(|half| half.into_iter().enumerate());
            let again = again.flat_map(|(cell, samples)| samples.into_iter().map(move |sample| (cell, sample)));
            prop_assert_eq!(&told(gathered(again), &[1, 3]), &whole);
            let count: u32 = whole.iter().flatten().map(|sample| sample.count).sum();
            prop_assert_eq!(count as usize, samples.len());
            for samples in &whole {
                let mut bytes = Vec::new();
                samples.iter().for_each(|sample| sample.write(&mut bytes));
                let read: Option<Vec<Alike>> = Alike::read_all(&bytes).map(Iterator::collect);
                prop_assert_eq!(read.as_ref(), Some(samples));
            }
        }
    }

    #[test]
    fn what_are_no_samples_is_not_read() {
        assert!(Alike::read_all(&[1, 2, 3]).is_none());
        assert!(Alike::read_all(&[9; BYTES]).is_none());
    }
}
