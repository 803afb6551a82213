//! Positions on routes of every shape.

use geo::{Coord, LineString};
use proptest::prelude::*;

use super::*;

fn link(route: &str, corners_km: &[(f64, f64)]) -> Link {
    let metres = corners_km.iter().map(|(x, y)| Coord { x: x * 1e3, y: y * 1e3 });
    Link {
        name: String::new(),
        class: String::new(),
        route: route.to_owned(),
        organisation: String::new(),
        line: LineString(metres.collect()),
    }
}

fn part(link: usize, from_km: f64, to_km: f64) -> LinkPart {
    LinkPart { link, interval: Interval { from_m: from_km * 1e3, to_m: to_km * 1e3 } }
}

/// Parts of the links, and where they are expected: piece, pieces, from and to in kilometres.
#[track_caller]
fn check(links: &[Link], parts: &[LinkPart], (piece, pieces, from_km, to_km): (usize, usize, f64, f64)) {
    let found = RouteIndex::new(links).position_of(parts).unwrap();
    assert_eq!((found.piece, found.pieces), (piece, pieces));
    for (found_m, expected_km) in [(found.from_m, from_km), (found.to_m, to_km)] {
        assert!((found_m - expected_km * 1e3).abs() < 1e-6, "{found:?}");
    }
}

/// Three links of one road, out of order, the middle one drawn from east to west.
#[test]
fn a_road_begins_in_the_west() {
    let links = [
        link("E45", &[(9.0, 0.0), (5.0, 0.0)]),
        link("E45", &[(9.0, 0.0), (9.0, 3.0)]),
        link("E45", &[(2.0, 0.0), (5.0, 0.0)]),
    ];
    check(&links, &[part(2, 1.0, 2.0)], (1, 1, 1.0, 2.0));
    check(&links, &[part(0, 0.5, 1.0)], (1, 1, 6.0, 6.5));
    check(&links, &[part(0, 0.0, 0.5), part(1, 0.0, 1.0)], (1, 1, 6.5, 8.0));
}

#[test]
fn of_two_western_ends_the_southern_one() {
    let links = [link("1", &[(0.0, 5.0), (3.0, 5.0), (3.0, 0.0), (0.0, 0.0)])];
    check(&links, &[part(0, 0.0, 1.0)], (1, 1, 10.0, 11.0));
}

#[test]
fn each_piece_is_counted_for_itself() {
    let links = [
        link("1", &[(20.0, 0.0), (30.0, 0.0)]),
        link("1", &[(0.0, 0.0), (10.0, 0.0)]),
        link("2", &[(10.0, 0.0), (20.0, 0.0)]),
    ];
    check(&links, &[part(0, 2.0, 3.0)], (2, 2, 2.0, 3.0));
    check(&links, &[part(1, 2.0, 3.0)], (1, 2, 2.0, 3.0));
    check(&links, &[part(2, 2.0, 3.0)], (1, 1, 2.0, 3.0));
}

/// Both carriageways between 2 and 6 km, the northern one longer, and a branch at 6 km.
#[test]
fn the_shortest_way_counts() {
    let links = [
        link("4", &[(0.0, 0.0), (2.0, 0.0)]),
        link("4", &[(2.0, 0.0), (6.0, 0.0)]),
        link("4", &[(2.0, 0.0), (2.0, 1.0), (6.0, 1.0), (6.0, 0.0)]),
        link("4", &[(6.0, 0.0), (9.0, 0.0)]),
        link("4", &[(6.0, 0.0), (6.0, -2.0)]),
    ];
    check(&links, &[part(1, 0.0, 4.0), part(3, 0.0, 1.0)], (1, 1, 2.0, 7.0));
    check(&links, &[part(4, 1.0, 2.0)], (1, 1, 7.0, 8.0));
    // Six kilometres around: the farthest is 7 km by either way.
    check(&links, &[part(2, 0.0, 6.0)], (1, 1, 2.0, 7.0));
    check(&links, &[part(2, 5.5, 6.0)], (1, 1, 6.0, 6.5));
}

#[test]
fn a_ring_is_gone_around_once() {
    let links = [
        link("Slingan", &[(4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (0.0, 0.0)]),
        link("Slingan", &[(4.0, 0.0), (0.0, 0.0)]),
    ];
    // It starts in (0, 0), and the first link leads north from there.
    check(&links, &[part(0, 11.0, 12.0)], (1, 1, 0.0, 1.0));
    check(&links, &[part(1, 0.0, 1.0)], (1, 1, 12.0, 13.0));
    // Across the start: from 15.5 to 0.5 km.
    check(&links, &[part(0, 11.5, 12.0), part(1, 3.5, 4.0)], (1, 1, 15.5, 0.5));
    check(&links, &[part(0, 0.0, 12.0), part(1, 0.0, 4.0)], (1, 1, 0.0, 16.0));
    let alone = [link("Slingan", &[(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 0.0)])];
    check(&alone, &[part(0, 1.0, 5.0)], (1, 1, 1.0, 5.0));
}

#[test]
fn what_has_no_route_has_no_position() {
    let links = [link("", &[(0.0, 0.0), (1.0, 0.0)])];
    assert_eq!(RouteIndex::new(&links).position_of(&[part(0, 0.0, 1.0)]), None);
}

#[test]
fn two_organisations_routes_are_two() {
    let of = |organisation: &str, from: f64| {
        let organisation = organisation.to_owned();
        Link { organisation, ..link("Slinga 1", &[(from, 0.0), (from + 5.0, 0.0)]) }
    };
    let links = [of("Umeå kommun", 0.0), of("Vännäs kommun", 5.0)];
    check(&links, &[part(1, 1.0, 2.0)], (1, 1, 1.0, 2.0));
}

proptest! {
    /// A road cut into links anywhere, in any order and drawn either way, has
    /// the same positions as the road in one.
    #[test]
    fn cutting_turning_and_mixing_change_nothing(
        bends in prop::collection::vec(-2.0..2.0f64, 3..12),
        order in any::<prop::sample::Index>(),
        turned in prop::collection::vec(any::<bool>(), 12),
    ) {
        let corners: Vec<(f64, f64)> = bends.iter().zip(0..).map(|(y, x)| (f64::from(x) * 3.0, *y)).collect();
        let whole = link("E10", &corners);
        let mut expected_m = 0.0;
        let mut pieces: Vec<(Link, f64, bool)> = corners.windows(2).zip(&turned).map(|(ends, &is_turned)| {
            let mut ends = ends.to_vec();
            if is_turned { ends.reverse(); }
            let link = link("E10", &ends);
            let from_m = expected_m;
            expected_m += Euclidean.length(&link.line);
            (link, from_m, is_turned)
        }).collect();
        let turn = order.index(pieces.len());
        pieces.rotate_left(turn);
        let links: Vec<Link> = pieces.iter().map(|(link, ..)| link.clone()).collect();
        let routes = RouteIndex::new(&links);
        for (number, (link, from_m, is_turned)) in pieces.iter().enumerate() {
            let length_m = Euclidean.length(&link.line);
            let interval = Interval { from_m: length_m * 0.25, to_m: length_m * 0.5 };
            let found = routes.position_of(&[LinkPart { link: number, interval }]).unwrap();
            let (low, high) = if *is_turned { (0.5, 0.75) } else { (0.25, 0.5) };
            prop_assert!((found.from_m - from_m - low * length_m).abs() < 1e-6);
            prop_assert!((found.to_m - from_m - high * length_m).abs() < 1e-6);
        }
        prop_assert!((Euclidean.length(&whole.line) - expected_m).abs() < 1e-6);
    }
}
