//! Figures with the bar that each is held to.

use std::time::{Duration, Instant};

/// What a figure has to be.
#[derive(Clone, Copy, Debug)]
pub enum Bar {
    Below(f64),
    AtLeast(f64),
}

/// A figure's unit and how many of it there are to its base.
#[derive(Clone, Copy, Debug)]
pub enum Unit {
    Milliseconds,
    Microseconds,
    Seconds,
    Megabytes,
    Times,
    Percent,
}

/// Prints a figure, its bar, and whether that is reached.
pub fn tell(what: &str, figure: f64, unit: Unit, bar: Bar) {
    let (sign, limit, is_reached) = match bar {
        Bar::Below(limit) => ("<", limit, figure < limit),
        Bar::AtLeast(limit) => ("≥", limit, figure >= limit),
    };
    let missed_by = (figure / limit).max(limit / figure);
    let verdict = if is_reached { "reached".to_owned() } else { format!("missed by {missed_by:.2} ×") };
    println!("  {what}: {} (bar {sign} {}): {verdict}", unit.show(figure), unit.show(limit));
}

impl Unit {
    pub fn show(self, figure: f64) -> String {
        let word = match self {
            Self::Milliseconds => "ms",
            Self::Microseconds => "µs",
            Self::Seconds => "s",
            Self::Megabytes => "MB",
            Self::Times => "×",
            Self::Percent => "%",
        };
        let decimals = match figure.abs() {
            size if size >= 100.0 => 0,
            size if size >= 10.0 => 1,
            _ => 2,
        };
        format!("{figure:.decimals$} {word}")
    }
}

/// How long something takes, in the median of so many times; seconds. Once before
/// that it isn't counted.
pub fn median_s<T>(times: usize, work: impl Fn() -> T) -> f64 {
    std::hint::black_box(work());
    let mut taken: Vec<f64> = (0..times).map(|_| seconds(&work).1).collect();
    taken.sort_by(f64::total_cmp);
    taken[taken.len() / 2]
}

pub fn seconds<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let begin = Instant::now();
    let result = std::hint::black_box(work());
    (result, begin.elapsed().as_secs_f64())
}

/// The time under which such a share of all lies.
pub fn quantile(times: &mut [Duration], share: f64) -> Duration {
    times.sort_unstable();
    times[((times.len() - 1) as f64 * share) as usize]
}
