//! Inhabitants of squares, as a table with named columns.

use super::{Conversion, SourceFeature};
use crate::{
    geometry::NamedSquare,
    sources::{Catalogue, Result, SourceFault},
};

pub const HEADER: &str = "cell,inhabitants,municipality";

const SQUARES_OUTSIDE: &str = "squares outside the municipalities";
const INHABITANTS_OUTSIDE: &str = "inhabitants outside the municipalities";

impl Conversion<'_> {
    /// The square that the cell's name stands for, in the municipality that has most
    /// of it. The total is the source's own: its parts are blurred for secrecy and
    /// don't sum to it.
    pub(super) fn take_square(&mut self, key: &str, feature: &SourceFeature) -> Result<()> {
        let inhabitants = feature.count(&self.source.fields, "inhabitants")?;
        let bad = |reason: String| feature.error(SourceFault::BadValue, reason);
        let square = NamedSquare::parse(key).map_err(|error| bad(error.to_string()))?;
        if square.crs != Catalogue::built_in().crs {
            return Err(bad(format!("the cell `{key}` is of {}", square.crs)));
        }
        let outlines = self.outlines.ok_or_else(|| {
            feature.error(SourceFault::MunicipalitiesNeeded, "it isn't known where the counties are")
        })?;
        match outlines.of_square(square.rect) {
            Some(municipality) => self.outputs[0].row(key, &format!("{key},{inhabitants},{municipality}")),
            None => {
                self.leave_out(SQUARES_OUTSIDE, 1);
                self.leave_out(INHABITANTS_OUTSIDE, inhabitants);
                Ok(())
            }
        }
    }
}
