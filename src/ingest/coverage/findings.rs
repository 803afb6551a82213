//! Remarks become findings: with the feature's number, the place on WGS 84 and
//! the sentence in both languages. As many as are worth reading are kept one by
//! one, the rest are counted.

use std::collections::BTreeMap;

use geo::Coord;

use crate::{
    domain::{Bilingual, Finding, LngLat, Severity},
    geometry::{Projection, ProjectionError, WGS84},
    ingest::polygon::{At, Remark},
};

/// What is said of a whole file and has no other code.
pub const CODES: [&str; 3] = ["wrong_winding", "unread_columns", "implausible_level"];

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

/// The findings of a file, bounded.
#[derive(Default)]
pub struct FindingList {
    kept: Vec<Finding>,
    limit: usize,
    more: BTreeMap<(std::borrow::Cow<'static, str>, Severity), u64>,
}

impl FindingList {
    pub fn new(limit: usize) -> Self {
        Self { limit, ..Self::default() }
    }

    pub fn add(&mut self, finding: Finding) {
        if self.kept.len() < self.limit {
            self.kept.push(finding);
        } else {
            *self.more.entry((finding.code, finding.severity)).or_default() += 1;
        }
    }

    /// What was found one by one, then how many more of each code, then what is
    /// said of the whole file.
    pub fn finish(self, of_the_file: impl IntoIterator<Item = Finding>) -> Vec<Finding> {
        let counted = self.more.into_iter().map(|((code, severity), count)| Finding {
            code,
            severity,
            feature: None,
            place: None,
            message: Bilingual::new(
                format!("Ytterligare {count} anmärkningar av samma slag."),
                format!("{count} more remarks of the same kind."),
            ),
        });
        self.kept.into_iter().chain(counted).chain(of_the_file).collect()
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

/// The shapes were read, and their table wasn't.
pub fn unread_columns(reason: &str) -> Finding {
    let message = Bilingual::new(
        format!("Tabellen (.dbf) kunde inte läsas till slut: {reason}."),
        format!("The table (.dbf) couldn't be read to its end: {reason}."),
    );
    whole_file("unread_columns", None, message)
}

/// A picture's background that has no mark would else be the best coverage.
pub fn implausible_level(count: u64, place: Option<LngLat>) -> Finding {
    let message = Bilingual::new(
        format!("{count} bildpunkter har en nivå som ingen mottagare mäter; de räknas inte som täckta."),
        format!("{count} pixels have a level that no receiver measures; they don't count as covered."),
    );
    whole_file("implausible_level", place, message)
}

fn whole_file(code: &'static str, place: Option<LngLat>, message: Bilingual) -> Finding {
    Finding { code: code.into(), severity: Severity::Warning, feature: None, place, message }
}
