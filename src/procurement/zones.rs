//! The zones that a requirement asks for, with the demand that lies in them.

use std::borrow::Cow;

use crate::{
    domain::{Requirement, Zone, ZoneCode, ZoneKind, ZoneSet},
    index::{RegionIndex, ZoneIndex},
};

/// A zone as figures name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ZoneName {
    /// A pointed out area's and an organisation's is its name.
    pub code: ZoneCode,
    pub name: String,
    pub kind: ZoneKind,
}

impl From<&Zone> for ZoneName {
    fn from(zone: &Zone) -> Self {
        Self { code: zone.code.clone(), name: zone.name.clone(), kind: zone.kind.clone() }
    }
}

/// A zone that is asked for.
#[derive(Clone, Debug)]
pub(super) struct AskedZone<'region> {
    pub index: Cow<'region, ZoneIndex>,
    /// Index into the region's zones, if it is one of them.
    pub number: Option<usize>,
    /// Those that a local floor is asked of.
    pub parts: Vec<&'region ZoneIndex>,
}

impl AskedZone<'_> {
    pub fn name(&self) -> ZoneName {
        (&self.index.zone).into()
    }
}

/// In the region's order, or in the requirement's where it points them out.
pub(super) fn asked_zones<'region>(
    region: &'region RegionIndex,
    requirement: &Requirement,
) -> Vec<AskedZone<'region>> {
    match &requirement.zones {
        ZoneSet::Kind(kind) if *kind == ZoneKind::organisation() => organisations(region, |_| true),
        ZoneSet::Organisations(names) => {
            organisations(region, |name| names.iter().any(|asked| asked == name))
        }
        ZoneSet::Areas(areas) => {
            let own = areas.iter().map(|area| region.own_zone(area.name.clone(), area.outline.clone()));
            own.map(|mut index| {
                index.zone.code = ZoneCode::new(index.zone.name.clone());
                AskedZone { index: Cow::Owned(index), number: None, parts: Vec::new() }
            })
            .collect()
        }
        ZoneSet::Kind(_) | ZoneSet::Codes(_) => {
            let zones = region.zones.iter().enumerate();
            let asked = zones.filter(|(_, index)| requirement.zones.has(&index.zone));
            asked
                .map(|(number, index)| AskedZone {
                    index: Cow::Borrowed(index),
                    number: Some(number),
                    parts: parts(region, requirement, &index.zone),
                })
                .collect()
        }
    }
}

fn organisations(region: &RegionIndex, is_asked: impl Fn(&str) -> bool) -> Vec<AskedZone<'_>> {
    let asked = region.organisations.iter().filter(|index| is_asked(&index.zone.name));
    asked.map(|index| AskedZone { index: Cow::Borrowed(index), number: None, parts: Vec::new() }).collect()
}

fn parts<'region>(
    region: &'region RegionIndex,
    requirement: &Requirement,
    zone: &Zone,
) -> Vec<&'region ZoneIndex> {
    let Some(floor) = &requirement.local_floor else { return Vec::new() };
    region.region.parts_of(zone, &floor.kind).filter_map(|part| region.zone(&part.code)).collect()
}
