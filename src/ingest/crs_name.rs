//! Names of coordinate reference systems as files and callers write them.

use crate::geometry::WGS84;

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` names no coordinate reference system: expected EPSG:3006, urn:ogc:def:crs:EPSG::3006 or CRS84"
)]
pub struct CrsNameError(pub String);

/// Brings a name to the form `EPSG:3006`. CRS84 is WGS 84 with longitude first,
/// as [`WGS84`] is understood throughout the service.
///
/// Only EPSG codes pass: neither a PROJ string nor a file's name reaches PROJ.
///
/// # Errors
/// When the name has none of the known forms.
pub fn crs_name(name: &str) -> Result<String, CrsNameError> {
    let lower = name.trim().to_ascii_lowercase();
    let parts: Vec<&str> = lower.split([':', '/', '#']).filter(|part| !part.is_empty()).collect();
    match parts.as_slice() {
        [.., "crs84"] => Ok(WGS84.to_owned()),
        [authorities @ .., code] if names_epsg(authorities) && is_code(code) => Ok(format!("EPSG:{code}")),
        _ => Err(CrsNameError(name.to_owned())),
    }
}

/// `epsg` alone, with a version after it, or as `epsg.xml`.
fn names_epsg(parts: &[&str]) -> bool {
    let before_version = match parts {
        [before @ .., version] if version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') => before,
        all => all,
    };
    matches!(before_version.last(), Some(&"epsg" | &"epsg.xml"))
}

fn is_code(code: &str) -> bool {
    (4..=6).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit()) && !code.starts_with('0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_use() {
        for (name, expected) in [
            ("EPSG:3006", "EPSG:3006"),
            (" epsg:25832 ", "EPSG:25832"),
            ("urn:ogc:def:crs:EPSG::3006", "EPSG:3006"),
            ("urn:ogc:def:crs:EPSG:8.5:3021", "EPSG:3021"),
            ("urn:ogc:def:crs:EPSG:0:4326", "EPSG:4326"),
            ("http://www.opengis.net/def/crs/EPSG/0/3857", "EPSG:3857"),
            ("http://www.opengis.net/gml/srs/epsg.xml#4326", "EPSG:4326"),
            ("urn:ogc:def:crs:OGC:1.3:CRS84", WGS84),
            ("urn:ogc:def:crs:OGC::CRS84", WGS84),
            ("OGC:CRS84", WGS84),
            ("http://www.opengis.net/def/crs/OGC/1.3/CRS84", WGS84),
        ] {
            assert_eq!(crs_name(name).as_deref(), Ok(expected), "{name}");
        }
    }

    #[test]
    fn other_names_are_refused() {
        for name in
            ["", "3006", "SWEREF99 TM", "EPSG:", "EPSG:12", "EPSG:30x6", "+proj=utm +zone=33", "ESRI:102100"]
        {
            assert_eq!(crs_name(name), Err(CrsNameError(name.to_owned())), "{name}");
        }
    }
}
