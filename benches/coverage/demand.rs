//! Requirements as a procurement has them: five demands by four services.

use serde_json::json;
use tackning::{domain::Requirement, index::Snapshot, ingest::requirement::RequirementDocument};

const UNITS: [&str; 5] = ["land_area", "inhabitants", "road_length", "places", "presence_area"];
const SERVICES: [&str; 4] = ["voice", "data10", "data30", "data100"];

/// Of each municipality; every second one asks for verified coverage.
pub fn requirements(snapshot: &Snapshot) -> Vec<Requirement> {
    let pairs = UNITS.iter().flat_map(|unit| SERVICES.iter().map(move |service| (unit, service)));
    let documents =
        pairs.zip(["claimed", "verified"].into_iter().cycle()).map(|((unit, service), evidence)| {
            let title = format!("{unit}, {service}");
            json!({
                "title": {"sv": title, "en": title}, "unit": unit, "service": service, "evidence": evidence,
                "threshold": 0.9, "zones": {"kind": "municipality"}, "valid_from": "2026-01-01",
            })
        });
    let read = |document| {
        let document: RequirementDocument = serde_json::from_value(document).expect("it is a requirement");
        document.to_requirement(&snapshot.region.region).expect("the region has what it counts")
    };
    documents.map(read).collect()
}
