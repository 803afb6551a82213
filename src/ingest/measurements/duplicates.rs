//! What a phone wrote twice within a second.

use std::{
    collections::HashSet,
    hash::{BuildHasher, Hash, Hasher},
};

use foldhash::fast::RandomState;

use crate::domain::Sample;

/// The seconds that were seen, each by phone, network and position: some tools
/// write two rows a second, and whoever joins files has rows of both.
#[derive(Default)]
pub(super) struct SecondsSeen(HashSet<Second, RandomState>);

/// What a sample shares with those that say the same once more. The level isn't
/// among it: of two readings within a second the first stands.
#[derive(PartialEq, Eq, Hash)]
struct Second {
    since_1970: i64,
    /// Two positions nearer than a centimetre are one.
    x_cm: i64,
    y_cm: i64,
    /// Phone, network, technology and what was tried with which outcome: a failed
    /// call is never taken for the signal that was read in the same second.
    kind: u64,
}

impl SecondsSeen {
    /// Whether this is the first of its kind in its second and place.
    pub fn is_first(&mut self, sample: &Sample) -> bool {
        let cm = |metres: f64| (metres * 100.0).round() as i64;
        self.0.insert(Second {
            since_1970: sample.time.as_millisecond().div_euclid(1_000),
            x_cm: cm(sample.position.x),
            y_cm: cm(sample.position.y),
            kind: kind(self.0.hasher(), sample),
        })
    }
}

fn kind(state: &RandomState, sample: &Sample) -> u64 {
    let mut hasher = state.build_hasher();
    (&sample.device, &sample.network, sample.technology).hash(&mut hasher);
    sample.attempt.as_ref().map(|attempt| (attempt.service, attempt.success)).hash(&mut hasher);
    hasher.finish()
}
