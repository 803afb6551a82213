//! How much of a delivery lies outside the region.

use super::{Beside, Candidate, on_the_whole, place::Placed};
use crate::domain::{Bilingual, Finding, Severity};

/// The greatest part of a delivery's area that may lie outside the region.
pub const GREATEST_SHARE_OUTSIDE: f64 = 0.01;

pub fn outside(candidate: &Candidate<'_>, beside: &Beside<'_>) -> Option<Finding> {
    let outside = candidate.area.difference(&beside.region.whole);
    let outside_m2 = outside.area_m2();
    let share = outside_m2 / candidate.area.area_m2();
    // No area at all has no share.
    (share > GREATEST_SHARE_OUTSIDE).then(|| {
        let (percent, km2) = (share * 100.0, outside_m2 / 1e6);
        let most = GREATEST_SHARE_OUTSIDE * 100.0;
        let sv = format!(
            "{percent:.2} % av ytan ({km2:.2} km²) ligger utanför området; högst {most} % får göra det."
        );
        let en = format!(
            "{percent:.2} % of the area ({km2:.2} km²) lies outside the region; at most {most} % may."
        );
        // What is published elsewhere may cover a whole country; but then it covers the region too.
        let severity = if share < 1.0 { candidate.binding() } else { Severity::Error };
        on_the_whole("outside_region", severity, Bilingual::new(sv, en)).at(&outside, beside.frame)
    })
}
