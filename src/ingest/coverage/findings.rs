//! Remarks become findings: with the feature's number, the place on WGS 84 and
//! the sentence in both languages.

use geo::Coord;

use crate::{
    domain::{Bilingual, Finding, LngLat, Severity},
    geometry::{Projection, ProjectionError, WGS84},
    ingest::polygon::{At, Remark},
};

/// The ways out of the system that a file is in.
pub struct FileSystem {
    pub to_computing: Projection,
    file_to_wgs84: Projection,
    computing_to_wgs84: Projection,
}

impl FileSystem {
    /// # Errors
    /// When one of the systems isn't known.
    pub fn new(file_crs: &str, computing_crs: &str) -> Result<Self, ProjectionError> {
        Ok(Self {
            to_computing: Projection::new(file_crs, computing_crs)?,
            file_to_wgs84: Projection::new(file_crs, WGS84)?,
            computing_to_wgs84: Projection::new(computing_crs, WGS84)?,
        })
    }

    /// None where the position has no place on the map.
    pub fn lng_lat(&self, at: At) -> Option<LngLat> {
        let position = match at {
            At::Source(coord) => self.file_to_wgs84.coord(coord),
            At::Computing(coord) => self.computing_to_wgs84.coord(coord),
        };
        position.ok().filter(is_on_the_globe).map(|Coord { x, y }| LngLat { lng: x, lat: y })
    }
}

fn is_on_the_globe(position: &Coord<f64>) -> bool {
    position.x.abs() <= 180.0 && position.y.abs() <= 90.0
}

pub fn finding(number: u64, remark: &Remark, system: &FileSystem) -> Finding {
    Finding {
        code: remark.problem.code().into(),
        severity: remark.severity,
        feature: Some(number),
        place: remark.at.and_then(|at| system.lng_lat(at)),
        message: remark.problem.message(),
    }
}

/// One word for the whole file: every ring of some tools is wound the old way.
pub fn wrong_winding(count: u64, place: Option<LngLat>) -> Finding {
    let message = Bilingual::new(
        format!("{count} objekt har ringar i fel riktning (RFC 7946: ytterringar moturs); de har vänts."),
        format!(
            "{count} features have rings wound the wrong way (RFC 7946: shells counter-clockwise); they were turned."
        ),
    );
    whole_file("wrong_winding", place, message)
}

/// R6: more than 1 % of the area outside the region.
pub fn partly_outside(share: f64) -> Finding {
    let percent = share * 100.0;
    let message = Bilingual::new(
        format!("{percent:.1} % av ytan ligger utanför området; högst 1 % är tillåtet."),
        format!("{percent:.1} % of the area lies outside the region; at most 1 % is allowed."),
    );
    whole_file("outside_region", None, message)
}

fn whole_file(code: &'static str, place: Option<LngLat>, message: Bilingual) -> Finding {
    Finding { code: code.into(), severity: Severity::Warning, feature: None, place, message }
}
