use super::*;

const HEADER: &str = "open_uuid,open_test_uuid,time_utc,cat_technology,network_type,lat,long,loc_src,loc_accuracy,\
                      zip_code,download_kbit,upload_kbit,ping_ms,lte_rsrp,lte_rsrq,platform,network_mcc_mnc,sim_mcc_mnc";

fn table(row: &str) -> String {
    format!("{HEADER}\nP1,O1,2026-06-01 10:00:00,4G,{row}\n")
}

#[test]
fn a_test_with_its_signal() {
    let text = table("LTE,65.0,20.5,gps,6.0,97000,22180,12409,31.9,-98,-11,Android,242-98,999-01");
    let fixture = Fixture { attempted: Some(Service::Data10), ..Fixture::default() };
    let sample = fixture.sample(&text);
    assert_eq!(sample.time, "2026-06-01T10:00:00Z".parse().unwrap());
    assert_eq!((sample.network.as_str(), sample.serving), ("ripa", Plmn::new("242-98").ok()));
    assert_eq!((sample.technology, sample.rsrp), (Some(Technology::G4), Dbm::lte_rsrp(-98.0).ok()));
    assert_eq!((sample.accuracy_m, sample.device.as_str()), (Some(6.0), "P1"));
    let expected = Attempt {
        service: Service::Data10,
        success: true,
        download_mbps: Some(22.18),
        upload_mbps: Some(12.409),
        latency_ms: Some(31.9),
    };
    assert_eq!(sample.attempt, Some(expected));
    assert_eq!(fixture.read(text.as_bytes()).unwrap().form, MeasurementForm::RtrOpenData);
    // Nobody said which service it stands for: its signal alone.
    assert_eq!(Fixture::default().sample(&text).attempt, None);
}

#[test]
fn connections_that_are_not_mobile() {
    let wifi = Fixture::of("ripa").sample(&table("WLAN,65.0,20.5,gps,6,,22180,12409,31.9,,,Android,,"));
    assert_eq!((wifi.wifi, wifi.technology), (true, None));
    let lan = table("LAN,65.0,20.5,,,,22180,12409,31.9,,,,,");
    assert_eq!(findings(&Fixture::of("ripa"), &lan), [(Some(2), "not_mobile", Severity::Error)]);
    let nsa = Fixture::of("ripa").sample(&table("NR NSA,65.0,20.5,gps,6,,1,1,1,-141,,,,"));
    assert_eq!((nsa.technology, nsa.rsrp), (Some(Technology::G5), Dbm::nr_ss_rsrp(-141.0).ok()));
    let umts = Fixture::of("ripa").sample(&table("HSPA+,65.0,20.5,gps,6,,1,1,1,-80,,,,"));
    assert_eq!((umts.technology, umts.rsrp), (Some(Technology::G3), None));
}

#[test]
fn whose_network_no_code_says_is_named() {
    let foreign = table("LTE,65.0,20.5,gps,6,,1,1,1,-98,,,232-01,232-01");
    assert_eq!(findings(&Fixture::default(), &foreign), [(Some(2), "unknown_network", Severity::Error)]);
    let none = table("LTE,65.0,20.5,gps,6,,1,1,1,-98,,,,");
    assert_eq!(findings(&Fixture::default(), &none), [(Some(2), "missing_value", Severity::Error)]);
}
