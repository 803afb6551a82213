//! Buildings that are drawn as relations: rings of several ways, with courtyards.

use std::collections::HashMap;

use geo::{Coord, LineString, MultiPolygon};
use osmpbf::{RelMemberType, Relation};

use super::{nodes::Numbers, tags::Tags};
use crate::geometry::{assemble, even_odd};

/// A building as a relation has it.
pub struct Building {
    pub number: i64,
    pub kind: String,
    /// The ways of its rings, shells and holes alike: which is which shows.
    ways: Vec<i64>,
}

/// All of them, and what they are drawn by.
#[derive(Default)]
pub struct Buildings {
    pub all: Vec<Building>,
    pub ways: Numbers,
    /// The nodes of the ways, as they come.
    drawn: HashMap<i64, Vec<(i64, Coord<f64>)>>,
}

impl Buildings {
    /// Notes a relation that is a building.
    pub fn note(&mut self, relation: &Relation<'_>) {
        let tags = Tags::read(relation.tags());
        let Some(kind) = tags.of_relation() else { return };
        let is_way = |member: &osmpbf::RelMember<'_>| matches!(member.member_type, RelMemberType::Way);
        let ways: Vec<i64> = relation.members().filter(is_way).map(|member| member.member_id).collect();
        ways.iter().for_each(|way| self.ways.insert(*way));
        self.all.push(Building { number: relation.id(), kind: kind.to_owned(), ways });
    }

    /// Keeps a way that a building is drawn by.
    pub fn draw(&mut self, way: i64, nodes: Vec<(i64, Coord<f64>)>) {
        self.drawn.insert(way, nodes);
    }

    /// Whether any of what it is drawn by is where something is looked for.
    pub fn is_near(&self, building: &Building) -> bool {
        building.ways.iter().any(|way| self.drawn.get(way).is_some_and(|nodes| !nodes.is_empty()))
    }

    /// The building's area, in longitude and latitude. None where its ways close no
    /// ring, or aren't all in the extract.
    pub fn area(&self, building: &Building) -> Option<MultiPolygon<f64>> {
        let ways = building.ways.iter().map(|way| self.drawn.get(way).map(Vec::as_slice));
        let rings = rings(ways.collect::<Option<Vec<_>>>()?)?;
        let shells: Vec<LineString<f64>> = rings.into_iter().map(LineString).collect();
        // Inside is what an odd number of rings lies around, whatever their roles say.
        let (first, others) = shells.split_first()?;
        let area = even_odd(&geo::Polygon::new(first.clone(), others.to_vec()));
        let snapped = area.into_iter().flat_map(|polygon| {
            let (shell, holes) = polygon.into_inner();
            std::iter::once(shell).chain(holes)
        });
        let area = assemble(snapped.map(|ring| ring.0.into_iter().skip(1).collect()).collect());
        (!area.0.is_empty()).then_some(area)
    }
}

/// Joins ways end to end until each is a ring; None where an end is left over.
fn rings(ways: Vec<&[(i64, Coord<f64>)]>) -> Option<Vec<Vec<Coord<f64>>>> {
    let mut open: Vec<Vec<(i64, Coord<f64>)>> = ways.into_iter().map(<[_]>::to_vec).collect();
    let mut rings = Vec::new();
    while let Some(mut ring) = open.pop() {
        loop {
            let (first, last) = (ring.first()?.0, ring.last()?.0);
            if first == last {
                break;
            }
            let next = open.iter().position(|way| {
                way.first().is_some_and(|node| node.0 == last)
                    || way.last().is_some_and(|node| node.0 == last)
            })?;
            let mut way = open.swap_remove(next);
            if way.first()?.0 != last {
                way.reverse();
            }
            ring.extend(way.into_iter().skip(1));
        }
        if ring.len() < 4 {
            return None;
        }
        rings.push(ring.into_iter().map(|(_, place)| place).collect());
    }
    (!rings.is_empty()).then_some(rings)
}

#[cfg(test)]
mod tests {
    use geo::Area;

    use super::*;

    fn node(number: i64, x: f64, y: f64) -> (i64, Coord<f64>) {
        (number, Coord { x, y })
    }

    /// A square of 3 whose ring is two ways that run against each other, with a courtyard of 1.
    fn building() -> (Buildings, Building) {
        let mut buildings = Buildings::default();
        let (a, b, c, d) = (node(1, 0.0, 0.0), node(2, 3.0, 0.0), node(3, 3.0, 3.0), node(4, 0.0, 3.0));
        buildings.draw(10, vec![a, b, c]);
        buildings.draw(11, vec![a, d, c]);
        let (e, f, g, h) = (node(5, 1.0, 1.0), node(6, 2.0, 1.0), node(7, 2.0, 2.0), node(8, 1.0, 2.0));
        buildings.draw(12, vec![e, f, g, h, e]);
        (buildings, Building { number: 1, kind: "yes".to_owned(), ways: vec![10, 12, 11] })
    }

    #[test]
    fn rings_are_joined_and_courtyards_are_holes() {
        let (buildings, building) = building();
        let area = buildings.area(&building).unwrap();
        assert!((area.unsigned_area() - 8.0).abs() < 1e-6, "{area:?}");
        assert_eq!(area.0.len(), 1);
    }

    #[test]
    fn what_closes_no_ring_is_none() {
        let (mut buildings, mut building) = building();
        building.ways = vec![10, 12];
        assert!(buildings.area(&building).is_none());
        building.ways = vec![10, 11, 13];
        assert!(buildings.area(&building).is_none(), "a way isn't in the extract");
        buildings.draw(13, Vec::new());
        assert!(buildings.area(&building).is_none());
    }
}
