//! Organisations as zones: no land, but their own places and routes wherever
//! these lie.

use std::collections::BTreeSet;

use geo::{Euclidean, Length, MultiPolygon};

use super::{LinkPart, ZoneIndex, ZoneLines};
use crate::{
    domain::{ByLine, LineKind, Region, Zone, ZoneCode, ZoneKind},
    geometry::{ANALYSIS_GRID, Interval, Mosaic, total},
};

/// Every organisation that the region names a place or a route of, by name.
pub fn organisation_zones(region: &Region) -> Vec<ZoneIndex> {
    let of_places = region.demand.places.iter().map(|place| &place.organisation);
    let of_routes = region.demand.lines[LineKind::Routes].iter().map(|link| &link.organisation);
    let names: BTreeSet<&String> = of_places.chain(of_routes).filter(|name| !name.is_empty()).collect();
    names.into_iter().map(|name| organisation_zone(region, name)).collect()
}

fn organisation_zone(region: &Region, name: &str) -> ZoneIndex {
    let places = region.demand.places.iter().enumerate();
    let nothing = || Mosaic::empty(ANALYSIS_GRID);
    ZoneIndex {
        zone: Zone {
            code: ZoneCode::new(name),
            name: name.to_owned(),
            kind: ZoneKind::organisation(),
            parent: None,
            outline: MultiPolygon(Vec::new()),
        },
        whole: nothing(),
        land: nothing(),
        land_m2: 0.0,
        squares: Vec::new(),
        cut_squares: Vec::new(),
        points: Vec::new(),
        inhabitants: 0.0,
        lines: ByLine::from_fn(|kind| match kind {
            LineKind::Routes => own_routes(region, name),
            _ => ZoneLines::default(),
        }),
        places: places.filter(|(_, place)| place.organisation == name).map(|(number, _)| number).collect(),
        buildings: Vec::new(),
        presence: None,
    }
}

fn own_routes(region: &Region, name: &str) -> ZoneLines {
    let links = region.demand.lines[LineKind::Routes].iter().enumerate();
    let own = links.filter(|(_, link)| link.organisation == name);
    let parts: Vec<LinkPart> = own
        .map(|(link, of)| LinkPart {
            link,
            interval: Interval { from_m: 0.0, to_m: Euclidean.length(&of.line) },
        })
        .collect();
    ZoneLines { length_m: total(parts.iter().map(|part| part.interval.length_m())), parts }
}
