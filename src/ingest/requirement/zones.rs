//! Which zones a requirement is about: of the region, organisations, or areas
//! that somebody points out.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::{
    super::document_geometry::{areas_from_json, areas_to_json},
    DocumentError,
};
use crate::{
    domain::{LineKind, PointedOutArea, Region, ZoneCode, ZoneKind, ZoneSet},
    geometry::ProjectionError,
};

/// All zones of a kind (`organisation` too), those with these codes, these
/// organisations, or areas that are pointed out: one of the four.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ZoneSetDocument {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub codes: Option<Vec<String>>,
    /// By name, as the region's places and routes have them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisations: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub areas: Option<Vec<PointedOutAreaDocument>>,
}

/// An area that is counted for itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PointedOutAreaDocument {
    pub name: String,
    /// GeoJSON Polygon or MultiPolygon in lon/lat.
    #[schema(value_type = Object)]
    pub area: Value,
}

impl ZoneSetDocument {
    pub(super) fn to_zone_set(&self, region: &Region) -> Result<ZoneSet, DocumentError> {
        match (&self.kind, &self.codes, &self.organisations, &self.areas) {
            (Some(kind), None, None, None) => of_kind(kind, region),
            (None, Some(codes), None, None) => {
                let known = |code: &str| known_zone("zones.codes", code, region);
                Ok(ZoneSet::Codes(each_once("zones.codes", codes, known)?))
            }
            (None, None, Some(names), None) => {
                let known = |name: &str| known_organisation(name, region);
                Ok(ZoneSet::Organisations(each_once("zones.organisations", names, known)?))
            }
            (None, None, None, Some(areas)) => Ok(ZoneSet::Areas(pointed_out(areas, region)?)),
            _ => Err(DocumentError::new(
                "zones",
                "expected one of `kind`, `codes`, `organisations` and `areas`",
            )),
        }
    }

    pub(super) fn of(zones: &ZoneSet, region: &Region) -> Result<Self, ProjectionError> {
        Ok(match zones {
            ZoneSet::Kind(kind) => Self { kind: Some(kind.to_string()), ..Self::default() },
            ZoneSet::Codes(codes) => {
                Self { codes: Some(codes.iter().map(ToString::to_string).collect()), ..Self::default() }
            }
            ZoneSet::Organisations(names) => Self { organisations: Some(names.clone()), ..Self::default() },
            ZoneSet::Areas(areas) => {
                let document = |area: &PointedOutArea| {
                    let (name, outline) = (area.name.clone(), areas_to_json(&area.outline, region)?);
                    Ok(PointedOutAreaDocument { name, area: outline })
                };
                let areas: Result<_, ProjectionError> = areas.iter().map(document).collect();
                Self { areas: Some(areas?), ..Self::default() }
            }
        })
    }
}

fn of_kind(kind: &str, region: &Region) -> Result<ZoneSet, DocumentError> {
    let kind = ZoneKind::new(kind);
    let is_there = if kind == ZoneKind::organisation() {
        organisations(region).next().is_some()
    } else {
        region.zones_of(&kind).next().is_some()
    };
    if !is_there {
        return Err(DocumentError::new("zones.kind", format!("the region has no zones `{kind}`")));
    }
    Ok(ZoneSet::Kind(kind))
}

fn each_once<T: PartialEq>(
    field: &str,
    texts: &[String],
    known: impl Fn(&str) -> Result<T, DocumentError>,
) -> Result<Vec<T>, DocumentError> {
    if texts.is_empty() {
        return Err(DocumentError::new(field, "it is empty"));
    }
    let mut found = Vec::with_capacity(texts.len());
    for text in texts {
        let one = known(text)?;
        if found.contains(&one) {
            return Err(DocumentError::new(field, format!("`{text}` is there twice")));
        }
        found.push(one);
    }
    Ok(found)
}

fn pointed_out(
    areas: &[PointedOutAreaDocument],
    region: &Region,
) -> Result<Vec<PointedOutArea>, DocumentError> {
    if areas.is_empty() {
        return Err(DocumentError::new("zones.areas", "it is empty"));
    }
    let mut found: Vec<PointedOutArea> = Vec::with_capacity(areas.len());
    for (index, area) in areas.iter().enumerate() {
        let name_field = format!("zones.areas[{index}].name");
        let name = area.name.trim().to_owned();
        if name.is_empty() {
            return Err(DocumentError::new(name_field, "it is empty"));
        }
        if found.iter().any(|other| other.name == name) {
            return Err(DocumentError::new(name_field, format!("`{name}` is there twice")));
        }
        let outline = areas_from_json(&format!("zones.areas[{index}].area"), &area.area, region)?;
        found.push(PointedOutArea { name, outline });
    }
    Ok(found)
}

pub(super) fn known_zone(field: &str, code: &str, region: &Region) -> Result<ZoneCode, DocumentError> {
    let code = ZoneCode::new(code);
    match region.zone(&code) {
        Some(_) => Ok(code),
        None => Err(DocumentError::new(field, format!("`{code}` is no zone of the region"))),
    }
}

fn known_organisation(name: &str, region: &Region) -> Result<String, DocumentError> {
    if organisations(region).any(|known| known == name) {
        return Ok(name.to_owned());
    }
    let reason = format!("`{name}` has no place and no route in the region");
    Err(DocumentError::new("zones.organisations", reason))
}

/// Whose places and routes the region knows.
fn organisations(region: &Region) -> impl Iterator<Item = &str> {
    let of_places = region.demand.places.iter().map(|place| place.organisation.as_str());
    let of_routes = region.demand.lines[LineKind::Routes].iter().map(|link| link.organisation.as_str());
    of_places.chain(of_routes).filter(|name| !name.is_empty())
}

/// The zone that a waiver names, which is one of the requirement's.
pub(super) fn zone_among(
    field: &str,
    name: &str,
    zones: &ZoneSet,
    region: &Region,
) -> Result<ZoneCode, DocumentError> {
    let is_among = match zones {
        ZoneSet::Kind(kind) if *kind == ZoneKind::organisation() => {
            organisations(region).any(|known| known == name)
        }
        ZoneSet::Organisations(names) => names.iter().any(|known| known == name),
        ZoneSet::Areas(areas) => areas.iter().any(|area| area.name == name),
        ZoneSet::Kind(_) | ZoneSet::Codes(_) => {
            let code = known_zone(field, name, region)?;
            region.zone(&code).is_some_and(|zone| zones.has(zone))
        }
    };
    if is_among {
        return Ok(ZoneCode::new(name));
    }
    Err(DocumentError::new(field, format!("`{name}` is none of the requirement's zones")))
}
