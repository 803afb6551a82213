//! JSON documents: what is taken can be written again, and is then taken as the same.

use geo::{CoordsIter, Geometry};

use crate::{
    domain::ZoneSet,
    ingest::{dead_zone::DeadZoneDocument, requirement::RequirementDocument},
    region::region,
};

/// There and back through the projection.
const SLACK_M: f64 = 0.001;

pub fn check_requirement(bytes: &[u8]) {
    let Ok(document) = serde_json::from_slice::<RequirementDocument>(bytes) else { return };
    let Ok(requirement) = document.to_requirement(region()) else { return };
    let threshold = requirement.threshold.value();
    assert!((0.0..=1.0).contains(&threshold), "{requirement:?}");
    for waiver in &requirement.waivers {
        assert!(waiver.threshold.value() <= threshold && waiver.from <= waiver.until, "{waiver:?}");
    }
    let written = RequirementDocument::of(&requirement, region()).expect("what was read has a place");
    let again = written.to_requirement(region()).expect("what was written can be read");
    assert_eq!((&again.title, again.unit, again.kind), (&requirement.title, requirement.unit, requirement.kind));
    check_zones(&requirement.zones, &again.zones);
    assert_eq!((again.evidence, &again.profile), (requirement.evidence, &requirement.profile));
    assert_eq!((&again.local_floor, &again.waivers), (&requirement.local_floor, &requirement.waivers));
    assert_eq!((&again.deliveries, again.consequences), (&requirement.deliveries, requirement.consequences));
    assert_eq!((again.valid_from, again.valid_to), (requirement.valid_from, requirement.valid_to));
    assert_eq!(again.threshold.value(), threshold);
    if let (Some(areas), Some(again)) = (requirement.exclusions, again.exclusions) {
        check_places(&Geometry::MultiPolygon(areas), &Geometry::MultiPolygon(again));
    }
}

/// What is pointed out goes there and back through the projection; all else is the same.
fn check_zones(one: &ZoneSet, other: &ZoneSet) {
    let (ZoneSet::Areas(one), ZoneSet::Areas(other)) = (one, other) else {
        return assert_eq!(one, other);
    };
    assert_eq!(one.len(), other.len());
    for (one, other) in one.iter().zip(other) {
        assert_eq!(one.name, other.name);
        let [one, other] = [one, other].map(|area| Geometry::MultiPolygon(area.outline.clone()));
        check_places(&one, &other);
    }
}

pub fn check_dead_zone(bytes: &[u8]) {
    let Ok(document) = serde_json::from_slice::<DeadZoneDocument>(bytes) else { return };
    let Ok(report) = document.to_report(region()) else { return };
    let written = DeadZoneDocument::of(&report, region()).expect("what was read has a place");
    // At the region's very edge the way back may end beside it.
    let Ok(again) = written.to_report(region()) else { return };
    check_places(&report.geometry, &again.geometry);
    assert_eq!((&again.networks, &again.failing, &again.text), (&report.networks, &report.failing, &report.text));
    assert_eq!((again.service, again.environment, again.observed_at), (report.service, report.environment, report.observed_at));
    assert_eq!(again.recurrence, report.recurrence);
}

fn check_places(one: &Geometry<f64>, other: &Geometry<f64>) {
    assert_eq!(one.coords_count(), other.coords_count());
    for (one, other) in one.coords_iter().zip(other.coords_iter()) {
        let off = (one.x - other.x).abs().max((one.y - other.y).abs());
        assert!(off <= SLACK_M, "{one:?} {other:?}");
    }
}
