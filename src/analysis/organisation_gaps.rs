//! What a supply covers of each organisation's own places and routes.

use rayon::prelude::*;

use super::{LineGaps, Measure, line_gaps};
use crate::{
    domain::{Environment, LineKind},
    geometry::Mosaic,
    index::{RegionIndex, Snapshot, Supply, ZoneIndex},
};

/// The figures of one organisation for one supply.
#[derive(Clone, Debug)]
pub struct OrganisationGaps {
    pub organisation: String,
    pub places: Measure,
    /// By where coverage is needed at them, those that there are.
    pub by_environment: Vec<(Environment, Measure)>,
    /// Indices into the region's places.
    pub uncovered_places: Vec<usize>,
    pub routes: LineGaps,
}

/// Every organisation of the region, by name. Which environment the supply is of
/// is the asker's choice; what places need stands beside.
pub fn organisation_gaps(snapshot: &Snapshot, supply: &Supply) -> Vec<OrganisationGaps> {
    let area = snapshot.area(supply);
    let organisations = snapshot.region.organisations.par_iter();
    organisations.map(|organisation| figures(&snapshot.region, organisation, &area)).collect()
}

fn figures(region: &RegionIndex, organisation: &ZoneIndex, area: &Mosaic) -> OrganisationGaps {
    let places = &region.region.demand.places;
    let (covered, uncovered_places): (Vec<usize>, Vec<usize>) =
        organisation.places.iter().partition(|&&place| area.contains(places[place].position));
    let needing = |environment: Option<Environment>, numbers: &[usize]| {
        let meant = |place: &&usize| environment.is_none_or(|asked| places[**place].environment == asked);
        numbers.iter().filter(meant).count() as f64
    };
    let measure = |environment| Measure {
        total: needing(environment, &organisation.places),
        covered: needing(environment, &covered),
    };
    let by_environment =
        Environment::ALL.iter().map(|&environment| (environment, measure(Some(environment))));
    OrganisationGaps {
        organisation: organisation.zone.name.clone(),
        places: measure(None),
        by_environment: by_environment.filter(|(_, measure)| measure.total > 0.0).collect(),
        uncovered_places,
        routes: line_gaps(region, organisation, LineKind::Routes, area),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        analysis::fixture::{Fixture, assert_close, rectangle_km},
        domain::Region,
        index::Networks,
    };

    /// The place at 9 km is somebody else's, out of doors; the road's second link a route of theirs.
    fn two_organisations(region: &mut Region) {
        let demand = &mut region.demand;
        demand.places[1].organisation = "Bandet".to_owned();
        demand.places[1].environment = Environment::Outdoor;
        let mut link = demand.lines[LineKind::Roads][1].clone();
        (link.organisation, link.route) = ("Bandet".to_owned(), "School bus".to_owned());
        demand.lines[LineKind::Routes] = vec![link];
    }

    #[test]
    fn each_organisation_has_its_own() {
        let snapshot =
            Fixture::strip().with_region(two_organisations).claim("a", &[rectangle_km(0.0, 6.0)]).snapshot();
        let found = organisation_gaps(&snapshot, &Fixture::voice(Networks::Any));
        let [bandet, remsan] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((bandet.organisation.as_str(), remsan.organisation.as_str()), ("Bandet", "Remsan"));
        assert_eq!((bandet.places, remsan.places), (measure(1.0, 0.0), measure(1.0, 1.0)));
        assert_eq!(bandet.by_environment, [(Environment::Outdoor, measure(1.0, 0.0))]);
        assert_eq!(remsan.by_environment, [(Environment::Indoor, measure(1.0, 1.0))]);
        assert_eq!((bandet.uncovered_places.as_slice(), remsan.uncovered_places.len()), (&[1][..], 0));
        assert_close(bandet.routes.length.total, 6_000.0);
        assert_close(bandet.routes.length.covered, 2_000.0);
        assert_eq!(bandet.routes.stretches.0.len(), 1);
        assert_eq!(remsan.routes.length.covered_share(), None);
    }

    fn measure(total: f64, covered: f64) -> Measure {
        Measure { total, covered }
    }
}
