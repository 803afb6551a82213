//! Where the measuring cars drive and when: every road once, then some again
//! in the other direction, over a summer and an autumn.

use geo::{Coord, Densify, Euclidean, Length, LineString};
use jiff::{
    Span, Timestamp,
    civil::{Date, date},
    tz::TimeZone,
};

use super::{dice::Dice, roads::RoadLink};

/// One car's drive along one road.
#[derive(Clone, Debug)]
pub(super) struct Journey {
    pub run: String,
    /// Pseudonym of the measuring equipment in the car.
    pub equipment: String,
    pub stops: Vec<Stop>,
}

/// A place and moment at which all phones in the car take a sample.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stop {
    pub time: Timestamp,
    /// In the plane, EPSG:3006.
    pub position: Coord<f64>,
    pub speed_kmh: u32,
}

const FIRST_DAY: Date = date(2026, 6, 1);
const DAYS: usize = 150;
const SAMPLE_SPACING_M: f64 = 150.0;
const CARS: usize = 4;

/// Journeys with about this many stops in all.
pub(super) fn journeys(roads: &[RoadLink], stop_count: usize, dice: &mut Dice) -> Vec<Journey> {
    let mut trips = trips(roads);
    let mut journeys: Vec<Journey> = Vec::new();
    let mut stops = 0;
    while stops < stop_count {
        dice.shuffle(&mut trips);
        for trip in &mut trips {
            let journey = journey(trip, journeys.len() + 1, stop_count - stops, dice);
            stops += journey.stops.len();
            journeys.push(journey);
            trip.0.reverse();
            if stops >= stop_count {
                break;
            }
        }
    }
    journeys
}

/// Links of a road that follow on one another, up to a day's work.
fn trips(roads: &[RoadLink]) -> Vec<LineString<f64>> {
    const LONGEST_M: f64 = 240_000.0;
    let mut trips: Vec<(&str, LineString<f64>)> = Vec::new();
    for link in roads {
        match trips.last_mut() {
            Some((route, line))
                if *route == link.route
                    && line.0.last() == link.line.0.first()
                    && Euclidean.length(line) < LONGEST_M =>
            {
                line.0.extend_from_slice(&link.line.0[1..]);
            }
            _ => trips.push((&link.route, link.line.clone())),
        }
    }
    trips.into_iter().map(|(_, line)| line).collect()
}

fn journey(trip: &LineString<f64>, number: usize, most_stops: usize, dice: &mut Dice) -> Journey {
    let mut time = departure(dice);
    let mut speed_kmh = dice.between(62.0, 86.0);
    let mut stops = Vec::new();
    for position in Euclidean.densify(&as_even_steps(trip), SAMPLE_SPACING_M).0 {
        speed_kmh = (speed_kmh + 0.5 * dice.bell()).clamp(38.0, 108.0);
        stops.push(Stop { time, position, speed_kmh: speed_kmh.round() as u32 });
        let seconds = (SAMPLE_SPACING_M / (speed_kmh / 3.6)).round() as i64;
        time += Span::new().seconds(seconds);
    }
    stops.truncate(most_stops);
    let equipment = format!("bil-{}", 1 + dice.below(CARS));
    Journey { run: format!("r{number:03}"), equipment, stops }
}

/// The line with corners closer than the sampling left out: a car samples by
/// distance, not by bends.
fn as_even_steps(line: &LineString<f64>) -> LineString<f64> {
    let last = line.0.len() - 1;
    let mut kept = vec![line.0[0]];
    for (number, corner) in line.0.iter().enumerate().skip(1) {
        let before = kept[kept.len() - 1];
        let far_enough = (corner.x - before.x).hypot(corner.y - before.y) > 0.6 * SAMPLE_SPACING_M;
        if far_enough || number == last {
            kept.push(*corner);
        }
    }
    LineString(kept)
}

/// Mostly in the morning; now and then so late that the journey ends at night.
fn departure(dice: &mut Dice) -> Timestamp {
    let day = FIRST_DAY + Span::new().days(dice.below(DAYS) as i64);
    let minute_of_day =
        if dice.chance(0.05) { dice.between(19.5, 21.5) } else { dice.between(6.5, 15.0) } * 60.0;
    let local = day.at(0, 0, 0, 0) + Span::new().minutes(minute_of_day as i64);
    let zone = TimeZone::get("Europe/Stockholm").expect("the time zones are bundled");
    zone.to_timestamp(local).expect("dates of 2026 are within reach")
}
