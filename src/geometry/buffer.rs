//! What lies within a distance of lines and points, as polygons.

use std::f64::consts::PI;

use geo::{Coord, LineString, Polygon};

/// Chords of a half circle. Their ends lie on it, so that nothing lies farther
/// away than it should; at most half a per cent of the distance is missing.
const CHORDS: u32 = 16;

/// One convex polygon for each segment of the line: all within `distance_m` of
/// it. Together they are all within the distance of the line.
pub fn around_line(line: &LineString<f64>, distance_m: f64) -> impl Iterator<Item = Polygon<f64>> {
    line.lines().map(move |segment| {
        let along = segment.delta();
        let heading = along.y.atan2(along.x);
        let ends = half_circle(segment.end, distance_m, heading - PI / 2.0).chain(half_circle(
            segment.start,
            distance_m,
            heading + PI / 2.0,
        ));
        Polygon::new(LineString(ends.collect()), Vec::new())
    })
}

/// All within `distance_m` of a point.
pub fn around_point(centre: Coord<f64>, distance_m: f64) -> Polygon<f64> {
    let circle = half_circle(centre, distance_m, 0.0).chain(half_circle(centre, distance_m, PI).skip(1));
    Polygon::new(LineString(circle.take(2 * CHORDS as usize).collect()), Vec::new())
}

/// Counter-clockwise from a direction, radians from east; both ends included.
fn half_circle(centre: Coord<f64>, radius_m: f64, from: f64) -> impl Iterator<Item = Coord<f64>> {
    (0..=CHORDS).map(move |chord| {
        let angle = from + PI * f64::from(chord) / f64::from(CHORDS);
        Coord { x: centre.x + radius_m * angle.cos(), y: centre.y + radius_m * angle.sin() }
    })
}

#[cfg(test)]
mod tests {
    use geo::{Area, Distance, Euclidean, Intersects, Orient, Point, Validation, orient::Direction};
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_circle_misses_less_than_a_hundredth() {
        let circle = around_point(Coord { x: 7e5, y: 7.1e6 }, 100.0);
        let share = circle.unsigned_area() / (PI * 100.0 * 100.0);
        assert!((0.99..1.0).contains(&share), "{share}");
        assert!(circle.is_valid());
        assert_eq!(circle.exterior().0.len(), 2 * CHORDS as usize + 1);
    }

    proptest! {
        /// Inside is what is near, outside what is far, by the distance itself.
        #[test]
        fn inside_is_what_lies_within_the_distance(
            ends in prop::collection::vec((-500.0..500.0f64, -500.0..500.0f64), 2..6),
            x in -800.0..800.0f64, y in -800.0..800.0f64, distance_m in 1.0..300.0f64,
        ) {
            let line = LineString::from(ends);
            let point = Point::new(x, y);
            let parts: Vec<_> = around_line(&line, distance_m).collect();
            for part in &parts {
                prop_assert!(part.is_valid());
                prop_assert_eq!(part, &part.orient(Direction::Default));
            }
            let inside = parts.iter().any(|part| part.intersects(&point));
            let found_m = Euclidean.distance(&point, &line);
            if inside { prop_assert!(found_m <= distance_m * (1.0 + 1e-9)); }
            if found_m < distance_m * 0.995 { prop_assert!(inside); }
        }
    }
}
