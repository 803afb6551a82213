//! What would change a result: numbers tried from the nearest on.

use crate::domain::{BidNumber, Share};

/// The steps in which another share is looked for: a hundredth of a percentage point.
const STEPS: u32 = 10_000;

/// The first of what is tried that gives others than now.
pub(super) fn nearest<T>(
    now: &[BidNumber],
    tried: impl IntoIterator<Item = T>,
    with: impl Fn(&T) -> Vec<BidNumber>,
) -> Option<(T, Vec<BidNumber>)> {
    tried.into_iter().find_map(|to| {
        let then = with(&to);
        (then != now).then_some((to, then))
    })
}

/// The steps below a share and above it, nearest first.
pub(super) fn shares_around(share: Share) -> [Vec<Share>; 2] {
    let steps = (0..=STEPS).filter_map(|step| Share::new(f64::from(step) / f64::from(STEPS)).ok());
    let (mut lower, higher): (Vec<_>, Vec<_>) =
        steps.filter(|step| *step != share).partition(|step| *step < share);
    lower.reverse();
    [lower, higher]
}

/// The nearest other thresholds, below and above, at which others win; `winners`
/// says who wins at a threshold.
pub fn threshold_turns(
    threshold: Share,
    winners: impl Fn(Share) -> Vec<BidNumber>,
) -> Vec<(Share, Vec<BidNumber>)> {
    let now = winners(threshold);
    let found = shares_around(threshold).map(|shares| nearest(&now, shares, |share| winners(*share)));
    found.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_threshold_on_either_side_is_found() {
        let share = |percent: f64| Share::new(percent / 100.0).unwrap();
        let winners = |threshold: Share| match threshold.value() {
            low if low <= 0.9 => vec![BidNumber(2)],
            middle if middle <= 0.975 => vec![BidNumber(1)],
            _ => Vec::new(),
        };
        let turns = threshold_turns(share(95.0), winners);
        let shown: Vec<_> = turns.iter().map(|(share, winners)| (share.percent(), winners.len())).collect();
        assert_eq!(shown, [("90.00".to_owned(), 1), ("97.51".to_owned(), 0)]);
    }
}
