//! What is left out of a file before anything of it is stored: the ends of
//! runs, where those who drive live or work, and places marked as private.

use std::collections::BTreeMap;

use geo::{Coord, Distance, Euclidean, Point};
use jiff::SignedDuration;

use super::{CampaignSettings, Sample};

/// After a pause of this length a phone is on another way: a file of many days
/// has as many ends.
const PAUSE: SignedDuration = SignedDuration::from_mins(30);

/// How many samples were left out, by reason; what is both is an end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Trimmed {
    pub at_ends: u64,
    pub at_private_places: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Kept,
    AtEnd,
    AtPrivatePlace,
}

/// The samples that may be stored, in their order.
///
/// An end goes on until the phone is [`CampaignSettings::trim_m`] away from where
/// it began, as the crow flies: whoever walks to and fro before leaving is still
/// at home, however long the way. A run that never gets there is left out whole.
pub fn trim(samples: Vec<Sample>, settings: &CampaignSettings) -> (Vec<Sample>, Trimmed) {
    let mut fates: Vec<Fate> = samples.iter().map(|sample| fate_of(sample, settings)).collect();
    if settings.trim_m() > 0.0 {
        for run in runs(&samples) {
            let pauses =
                |one: &usize, next: &usize| samples[*next].time.duration_since(samples[*one].time) < PAUSE;
            for way in run.chunk_by(pauses) {
                trim_end(way.iter(), &samples, settings.trim_m(), &mut fates);
                trim_end(way.iter().rev(), &samples, settings.trim_m(), &mut fates);
            }
        }
    }
    let count = |fate| fates.iter().filter(|found| **found == fate).count() as u64;
    let trimmed = Trimmed { at_ends: count(Fate::AtEnd), at_private_places: count(Fate::AtPrivatePlace) };
    let mut samples = samples;
    if trimmed != Trimmed::default() {
        let mut fates = fates.into_iter();
        samples.retain(|_| fates.next() == Some(Fate::Kept));
    }
    (samples, trimmed)
}

fn fate_of(sample: &Sample, settings: &CampaignSettings) -> Fate {
    if settings.is_private(sample.position) { Fate::AtPrivatePlace } else { Fate::Kept }
}

/// The places of each phone's samples on each run, by time.
fn runs(samples: &[Sample]) -> impl Iterator<Item = Vec<usize>> {
    let mut runs = BTreeMap::<(&str, &str), Vec<usize>>::new();
    for (place, sample) in samples.iter().enumerate() {
        runs.entry((&sample.run, &sample.device)).or_default().push(place);
    }
    runs.into_values().map(|mut run| {
        run.sort_by_key(|place| samples[*place].time);
        run
    })
}

fn trim_end<'a>(way: impl Iterator<Item = &'a usize>, samples: &[Sample], trim_m: f64, fates: &mut [Fate]) {
    let mut end: Option<Coord<f64>> = None;
    for &place in way {
        let position = samples[place].position;
        let from = *end.get_or_insert(position);
        if Euclidean.distance(Point(from), Point(position)) >= trim_m {
            break;
        }
        fates[place] = Fate::AtEnd;
    }
}

#[cfg(test)]
mod tests {
    use jiff::{SignedDuration, Timestamp};
    use proptest::{collection::vec, prelude::*};

    use super::*;
    use crate::domain::{Disclosure, NetworkId, PrivatePlace, Retention};

    fn sample(minute: i64, x: f64) -> Sample {
        let begin: Timestamp = "2026-06-01T10:00:00Z".parse().unwrap();
        Sample {
            time: begin + SignedDuration::from_mins(minute),
            position: Coord { x, y: 0.0 },
            network: NetworkId::new("ripa").unwrap(),
            serving: None,
            technology: None,
            attempt: None,
            rsrp: None,
            sinr_db: None,
            accuracy_m: None,
            speed_kmh: None,
            wifi: false,
            indoor: false,
            device: "a".into(),
            run: "1".into(),
        }
    }

    fn settings(trim_m: f64, places: &[(f64, f64)]) -> CampaignSettings {
        let place = |&(x, radius_m): &(f64, f64)| PrivatePlace { centre: Coord { x, y: 0.0 }, radius_m };
        let retention = Retention { days: None, keeps_cells: true };
        let places = places.iter().map(place).collect();
        CampaignSettings::new(trim_m, places, Disclosure::default(), retention).unwrap()
    }

    /// The eastings that are kept, and how many were left out at ends and at private places.
    #[track_caller]
    fn check(way: &[(i64, f64)], settings: &CampaignSettings, kept: &[f64], left_out: (u64, u64)) {
        let samples = way.iter().map(|(minute, x)| sample(*minute, *x)).collect();
        let (found, trimmed) = trim(samples, settings);
        assert_eq!(found.iter().map(|sample| sample.position.x).collect::<Vec<_>>(), kept);
        assert_eq!((trimmed.at_ends, trimmed.at_private_places), left_out);
    }

    /// A sample every 100 m, one a minute.
    fn kilometre() -> Vec<(i64, f64)> {
        (0..=10).map(|step| (step, step as f64 * 100.0)).collect()
    }

    #[test]
    fn both_ends_go() {
        check(&kilometre(), &settings(300.0, &[]), &[300.0, 400.0, 500.0, 600.0, 700.0], (6, 0));
        let all: Vec<f64> = kilometre().iter().map(|(_, x)| *x).collect();
        check(&kilometre(), &settings(0.0, &[]), &all, (0, 0));
    }

    #[test]
    fn walking_to_and_fro_is_no_way_from_home() {
        let mut way: Vec<_> = (0..20).map(|minute| (minute, f64::from(minute as u8 % 2) * 250.0)).collect();
        way.extend([(20, 400.0), (21, 1_000.0), (22, 1_400.0)]);
        check(&way, &settings(300.0, &[]), &[400.0, 1_000.0], (21, 0));
    }

    #[test]
    fn whoever_never_leaves_is_left_out_whole() {
        check(&[(0, 0.0), (1, 299.9), (2, 0.0)], &settings(300.0, &[]), &[], (3, 0));
        check(&[(0, 0.0)], &settings(300.0, &[]), &[], (1, 0));
    }

    /// The way home in the evening ends there, and the next day begins there.
    #[test]
    fn a_pause_has_an_end_on_both_sides() {
        let home_again = [(0, 0.0), (1, 500.0), (2, 1_000.0), (40, 1_000.0), (41, 500.0), (42, 0.0)];
        check(&home_again, &settings(300.0, &[]), &[500.0, 500.0], (4, 0));
        let without_pause = home_again.map(|(minute, x)| (minute.min(20 + minute / 10), x));
        check(&without_pause, &settings(300.0, &[]), &[500.0, 1_000.0, 1_000.0, 500.0], (2, 0));
    }

    #[test]
    fn private_places_go_wherever_they_lie() {
        let settings = settings(100.0, &[(500.0, 100.0), (0.0, 50.0)]);
        check(&kilometre(), &settings, &[100.0, 200.0, 300.0, 700.0, 800.0, 900.0], (2, 3));
    }

    #[test]
    fn runs_and_phones_are_trimmed_each_for_itself() {
        let mut samples: Vec<Sample> = kilometre().iter().map(|(minute, x)| sample(*minute, *x)).collect();
        samples.extend(samples.clone().into_iter().map(|sample| Sample { device: "b".into(), ..sample }));
        samples.extend(samples.clone().into_iter().map(|sample| Sample { run: "2".into(), ..sample }));
        assert_eq!(trim(samples, &settings(300.0, &[])).1, Trimmed { at_ends: 24, at_private_places: 0 });
    }

    proptest! {
        /// Nothing that is kept lies nearer to an end than is to be left out, nothing
        /// is lost unsaid, and the order in the file plays no part.
        #[test]
        fn nothing_near_an_end_is_kept(places in vec((0_i64..20, 0.0..2_000.0), 0..40), shift in 0_usize..40) {
            let settings = settings(300.0, &[(1_000.0, 100.0)]);
            let samples: Vec<Sample> = places.iter().enumerate()
                .map(|(second, (minute, x))| {
                    let sample = sample(*minute, *x);
                    Sample { time: sample.time + SignedDuration::from_millis(second as i64), ..sample }
                })
                .collect();
            let (kept, trimmed) = trim(samples.clone(), &settings);
            prop_assert_eq!(kept.len() as u64 + trimmed.at_ends + trimmed.at_private_places, samples.len() as u64);
            let by_time = |sample: &&Sample| sample.time;
            for end in [samples.iter().min_by_key(by_time), samples.iter().max_by_key(by_time)].into_iter().flatten() {
                prop_assert!(!kept.contains(end));
            }
            prop_assert!(kept.iter().all(|sample| (sample.position.x - 1_000.0).abs() > 100.0));
            let mut turned = samples;
            if !turned.is_empty() {
                let by = shift % turned.len();
                turned.rotate_left(by);
            }
            let (mut again, counted) = trim(turned, &settings);
            again.sort_by_key(|sample| sample.time);
            let mut first = kept;
            first.sort_by_key(|sample| sample.time);
            prop_assert_eq!(again, first);
            prop_assert_eq!(counted, trimmed);
        }
    }
}
