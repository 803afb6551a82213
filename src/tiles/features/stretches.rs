//! Stretches of road that a supply leaves uncovered.

use geo::MultiLineString;

use super::{Features, LayerError, LayerQuestion, claims, count};
use crate::{
    analysis::uncovered_stretches,
    domain::{LineKind, ZoneKind},
    index::Snapshot,
};

/// Municipality by municipality, longest first in each.
pub fn stretches(
    snapshot: &Snapshot,
    question: &LayerQuestion,
    features: &mut Features<'_>,
) -> Result<(), LayerError> {
    let supply = question.supply()?;
    let region = &snapshot.region;
    let area = snapshot.area(&supply);
    let kind = ZoneKind::municipality();
    for zone in region.zones_of(&kind) {
        for stretch in uncovered_stretches(region, zone, LineKind::Roads, &area).0 {
            let mut properties = claims::properties(&supply);
            properties.extend([
                ("route", stretch.route.clone().into()),
                ("zone", zone.zone.code.to_string().into()),
                ("length_m", stretch.length_m.into()),
            ]);
            if let Some(position) = stretch.position {
                properties.extend([
                    ("from_m", position.from_m.into()),
                    ("to_m", position.to_m.into()),
                    ("piece", count(position.piece as u64)),
                ]);
            }
            features.add(MultiLineString(stretch.lines(region, LineKind::Roads)), properties)?;
        }
    }
    Ok(())
}
