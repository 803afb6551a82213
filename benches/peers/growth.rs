//! How time and memory grow with the set, up to the one that was asked for.

use tackning::demonstration::Scale;

use crate::{
    bars::{Bar, Unit, tell},
    delivery::{self, Delivered},
    files,
};

const LARGEST_MB: f64 = 2_000.0;

pub fn run() {
    let scales = [(Scale::Vertices50k, 5e4_f64), (Scale::Vertices1m, 1e6), (Scale::Vertices10m, 1e7)];
    let largest = files::scale();
    let end = scales.iter().position(|(scale, _)| *scale == largest).map_or(1, |index| index + 1);
    let mut before: Option<(f64, Delivered)> = None;
    for (scale, vertices) in &scales[..end] {
        let now = delivery::alone(&scale.to_string());
        println!(
            "  {scale}: import {}, with all figures {}, gap areas {}",
            Unit::Seconds.show(now.import.seconds),
            Unit::Seconds.show(now.all_seconds),
            Unit::Milliseconds.show(now.areas_seconds * 1e3),
        );
        tell("peak memory", now.peak_kb as f64 / 1e3, Unit::Megabytes, Bar::Below(LARGEST_MB));
        if let Some((fewer, before)) = &before {
            compare(vertices * vertices.log2() / (fewer * fewer.log2()), before, &now);
        }
        before = Some((*vertices, now));
    }
}

/// What is measured, by its name.
type Step = (&'static str, fn(&Delivered) -> f64);

/// `expected`: by how much n log n grew.
fn compare(expected: f64, before: &Delivered, now: &Delivered) {
    let steps: [Step; 3] = [
        ("import", |figures| figures.import.seconds),
        ("import and all figures", |figures| figures.all_seconds),
        ("gap areas", |figures| figures.areas_seconds),
    ];
    for (name, of) in steps {
        let grown = of(now) / of(before);
        let what = format!("{name} took {grown:.1} × as long, n log n is {expected:.1} ×; of that");
        tell(&what, grown / expected * 100.0, Unit::Percent, Bar::Below(100.0));
    }
}
