//! Stretches of road that a supply leaves uncovered.

use geo::MultiLineString;

use super::{Features, LayerError, LayerQuestion, claims};
use crate::{
    analysis::{RoutePositions, road_stretches},
    domain::ZoneKind,
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
    let positions = RoutePositions::new(&region.region.demand.roads);
    let kind = ZoneKind::municipality();
    for zone in region.zones_of(&kind) {
        for stretch in road_stretches(region, zone, &area).0 {
            let mut properties = claims::properties(&supply);
            properties.extend([
                ("route", stretch.route.clone().into()),
                ("zone", zone.zone.code.to_string().into()),
                ("length_m", stretch.length_m.into()),
                ("from_m", positions.start_m(&stretch).into()),
            ]);
            features.add(MultiLineString(stretch.lines(region)), properties)?;
        }
    }
    Ok(())
}
