//! The zones of a region: from files, and dissolved from other zones.

use std::collections::BTreeMap;

use geo::{Area, MultiPolygon};

use super::{
    REGION_FILE, RegionError,
    document::{ZoneLayer, ZoneSource},
    files::Shelf,
    layer::Layer,
};
use crate::{
    domain::{Zone, ZoneCode, ZoneKind},
    geometry::union_of,
};

/// Reads all kinds, in the order of the document.
///
/// # Errors
/// When a zone's code or name is missing, a code names two zones, or there are none.
pub fn read(shelf: &mut Shelf<'_>, layers: &[ZoneLayer]) -> Result<Vec<Zone>, RegionError> {
    let mut zones = Vec::new();
    let mut dissolved = Vec::new();
    for layer in layers {
        match layer.source().map_err(|reason| RegionError::file(REGION_FILE, reason))? {
            ZoneSource::File { file, code, name, parent } => {
                let from = Layer::read(shelf, "zones", file)?;
                // Kinds that are dissolved from this one read more properties of the same features.
                let unions = layers.iter().filter(|other| other.dissolve.as_ref() == Some(&layer.kind));
                let unions = unions.map(Union::begin).collect::<Result<Vec<_>, _>>()?;
                let properties = ZoneProperties { kind: &layer.kind, code, name, parent };
                let (read, unions) = read_file(shelf, &from, &properties, unions)?;
                zones.extend(read);
                dissolved.extend(unions);
            }
            ZoneSource::Dissolve { kind, .. } => {
                if !layers.iter().any(|other| other.kind == kind && other.file.is_some()) {
                    let reason = format!("zones: no file gives the kind `{kind}` that is to be dissolved");
                    return Err(RegionError::file(REGION_FILE, reason));
                }
            }
        }
    }
    zones.extend(dissolved.into_iter().flat_map(Union::into_zones));
    check(&zones)?;
    Ok(zones)
}

/// Smaller than any zone, and larger than a whole country counted in degrees.
const LEAST_ZONE_M2: f64 = 1_000.0;

fn check(zones: &[Zone]) -> Result<(), RegionError> {
    if zones.is_empty() {
        return Err(RegionError::file(REGION_FILE, "zones: there are none"));
    }
    let mut seen = BTreeMap::new();
    for zone in zones {
        if zone.outline.unsigned_area() < LEAST_ZONE_M2 {
            let reason = format!(
                "zones: {} `{}` has no area: `crs` has to be a plane in metres that the region lies in",
                zone.kind, zone.code
            );
            return Err(RegionError::file(REGION_FILE, reason));
        }
        if let Some(other) = seen.insert(&zone.code, zone) {
            let reason =
                format!("zones: the code `{}` names both {} and {}", zone.code, other.name, zone.name);
            return Err(RegionError::file(REGION_FILE, reason));
        }
    }
    Ok(())
}

struct ZoneProperties<'layer> {
    kind: &'layer str,
    code: &'layer str,
    name: &'layer str,
    parent: Option<&'layer str>,
}

/// Features with the same code are parts of one zone.
fn read_file<'layer>(
    shelf: &mut Shelf<'_>,
    layer: &Layer,
    properties: &ZoneProperties<'_>,
    mut unions: Vec<Union<'layer>>,
) -> Result<(Vec<Zone>, Vec<Union<'layer>>), RegionError> {
    let mut zones: Vec<Zone> = Vec::new();
    for feature in &layer.features {
        let outline = layer.area(feature, shelf)?;
        for union in &mut unions {
            let code = layer.text(feature, union.by)?;
            let name = layer.optional_text(feature, union.name)?.unwrap_or_else(|| code.clone());
            union.parts.entry(code).or_insert_with(|| (name, Vec::new())).1.push(outline.clone());
        }
        let code = ZoneCode::new(layer.text(feature, properties.code)?);
        if let Some(zone) = zones.iter_mut().find(|zone| zone.code == code) {
            zone.outline = union_of(zone.outline.iter().chain(&outline));
            continue;
        }
        zones.push(Zone {
            code,
            name: layer.text(feature, properties.name)?,
            kind: ZoneKind::new(properties.kind),
            parent: layer.optional_text(feature, properties.parent)?.map(ZoneCode::new),
            outline,
        });
    }
    Ok((zones, unions))
}

/// A kind of zone that grows from the features of another.
struct Union<'layer> {
    kind: &'layer str,
    by: &'layer str,
    name: Option<&'layer str>,
    /// Code to name and parts.
    parts: BTreeMap<String, (String, Vec<MultiPolygon<f64>>)>,
}

impl<'layer> Union<'layer> {
    fn begin(layer: &'layer ZoneLayer) -> Result<Self, RegionError> {
        match layer.source() {
            Ok(ZoneSource::Dissolve { by, name, .. }) => {
                Ok(Self { kind: &layer.kind, by, name, parts: BTreeMap::new() })
            }
            Ok(ZoneSource::File { .. }) => {
                Err(RegionError::file(REGION_FILE, "zones: expected a kind that is dissolved"))
            }
            Err(reason) => Err(RegionError::file(REGION_FILE, reason)),
        }
    }

    fn into_zones(self) -> Vec<Zone> {
        let kind = ZoneKind::new(self.kind);
        let zone = |(code, (name, parts)): (String, (String, Vec<MultiPolygon<f64>>))| Zone {
            code: ZoneCode::new(code),
            name,
            kind: kind.clone(),
            parent: None,
            outline: union_of(parts.iter().flatten()),
        };
        self.parts.into_iter().map(zone).collect()
    }
}
