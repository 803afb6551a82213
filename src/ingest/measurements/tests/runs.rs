//! What a file says of its runs beside their samples.

use super::*;
use crate::domain::AntennaPlacement;

#[test]
fn phones_of_one_vehicle_are_runs_of_their_own() {
    let text = "time,lon,lat,device,run,vehicle,antenna,tariff,pass\n\
                2026-06-01T10:00:00Z,20.5,65,a,north,sopbil 4,roof,T1,2\n\
                2026-06-01T10:00:00Z,20.5,65,b,north,sopbil 4,Pocket,,\n\
                2026-06-01T10:00:01Z,20.5,65,b,north,,,T2,\n\
                2026-06-01T10:00:02Z,20.5,65,c,north,,,,\n";
    let reading = Fixture::of("ripa").read(text.as_bytes()).unwrap();
    assert_eq!((reading.samples.len(), reading.findings), (4, vec![]));
    let key = |device: &str| RunKey { run: "north".to_owned(), device: device.to_owned() };
    let vehicle = Some("sopbil 4".to_owned());
    let expected = [
        (
            key("a"),
            RunFacts {
                vehicle: vehicle.clone(),
                antenna: Some(AntennaPlacement::Roof),
                tariff: Some("T1".to_owned()),
                pass: Some(2),
            },
        ),
        (
            key("b"),
            RunFacts {
                vehicle,
                antenna: Some(AntennaPlacement::Pocket),
                tariff: Some("T2".to_owned()),
                pass: None,
            },
        ),
    ];
    assert_eq!(reading.runs, expected.into());
}

#[test]
fn what_contradicts_is_remarked_once() {
    let text = "time,lon,lat,vehicle\n\
                2026-06-01T10:00:00Z,20.5,65,bus\n2026-06-01T10:00:01Z,20.5,65,car\n2026-06-01T10:00:02Z,20.5,65,van\n";
    assert_eq!(findings(&Fixture::of("ripa"), text), [(None, "contradicting_run", Severity::Warning)]);
    let reading = Fixture::of("ripa").read(text.as_bytes()).unwrap();
    assert_eq!(reading.runs.values().next().unwrap().vehicle.as_deref(), Some("bus"));
}

#[test]
fn a_fact_that_cannot_be_read_leaves_the_row() {
    let text = "time,lon,lat,antenna,pass\n2026-06-01T10:00:00Z,20.5,65,mast,0\n";
    let expected = ["unknown_antenna", "invalid_number"].map(|code| (Some(2), code, Severity::Warning));
    assert_eq!(findings(&Fixture::of("ripa"), text), expected);
}
