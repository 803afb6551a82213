use super::*;

const GNETTRACK_HEADER: &str =
    "Timestamp,Longitude,Latitude,Speed,NetworkMode,RSRP,SNR,DL_bitrate,UL_bitrate,State,PINGAVG";

#[test]
fn a_log_in_local_time() {
    let text =
        format!("{GNETTRACK_HEADER}\n2026.06.01_12.00.00,20.5,65.0,88,LTE,-99,6.0,14500,3000,D,31.0\n");
    let fixture = Fixture { file_name: "Download_2026.06.01_12.00.00.csv", ..Fixture::of("ripa") };
    let sample = fixture.sample(&text);
    assert_eq!(sample.time, "2026-06-01T10:00:00Z".parse().unwrap());
    assert_eq!((sample.network.as_str(), sample.serving), ("ripa", None));
    assert_eq!(sample.run, "Download_2026.06.01_12.00.00");
    assert_eq!((sample.rsrp, sample.sinr_db), (Dbm::lte_rsrp(-99.0).ok(), Some(6.0)));
    assert_eq!((sample.speed_kmh, sample.attempt), (Some(88.0), None));
    let tried = Fixture { attempted: Some(Service::Data10), ..fixture }.sample(&text).attempt.unwrap();
    assert_eq!((tried.service, tried.success), (Service::Data10, true));
    let parts = [tried.download_mbps, tried.upload_mbps, tried.latency_ms];
    assert_eq!(parts, [Some(14.5), Some(3.0), Some(31.0)]);
}

#[test]
fn a_log_without_level_gives_none() {
    let level = |mode: &str, rsrp: &str| {
        let row = format!("2026.06.01_12.00.00,20.5,65.0,0,{mode},{rsrp},-,0,0,I,-");
        let sample = Fixture::of("ripa").sample(&format!("{GNETTRACK_HEADER}\n{row}\n"));
        (sample.technology, sample.rsrp.map(Dbm::value))
    };
    assert_eq!(level("LTE", "-200"), (Some(Technology::G4), None));
    assert_eq!(level("5G", "-"), (Some(Technology::G5), None));
    assert_eq!(level("5G", "-99"), (Some(Technology::G5), Some(-99.0)));
    assert_eq!(level("HSPA+", "-67"), (Some(Technology::G3), None));
    assert_eq!(level("-", "-67"), (None, None));
}

#[test]
fn a_log_names_no_network() {
    assert!(matches!(
        Fixture::default().read(format!("{GNETTRACK_HEADER}\n").as_bytes()),
        Err(MeasurementError::NetworkNotGiven)
    ));
}

#[test]
fn every_column_of_a_log_is_accounted_for() {
    let header = "Timestamp,Longitude,Latitude,Speed,Operatorname,CellID,NetworkMode,RSRP,RSRQ,SNR,CQI,RSSI,\
                  DL_bitrate,UL_bitrate,State,PINGAVG,PINGMIN,PINGMAX,PINGSTDEV,PINGLOSS,CELLHEX,NODEHEX,LACHEX,\
                  RAWCELLID,NRxRSRP,NRxRSRQ";
    let row = "2026.06.01_12.00.00,20.5,65.0,0,B,12,LTE,-99,-15,6.0,12,-90,7,1,D,-,-,-,-,-,C,A81B,9CBA,11016972,-100.0,-15.0";
    assert_eq!(findings(&Fixture::of("ripa"), &format!("{header}\n{row}\n")), []);
    let mapping = recognise(&header.split(',').collect::<Vec<_>>()).unwrap();
    assert_eq!(mapping.columns.len() + mapping.left_out.len(), 26);
    let later = format!("{header},Altitude\n{row},12\n");
    assert_eq!(findings(&Fixture::of("ripa"), &later), [(None, "unknown_column", Severity::Warning)]);
}

#[test]
fn an_unknown_state_is_named() {
    let text = format!("{GNETTRACK_HEADER}\n2026.06.01_12.00.00,20.5,65.0,0,LTE,-99,6.0,0,0,X,-\n");
    assert_eq!(findings(&Fixture::of("ripa"), &text), [(Some(2), "invalid_truth_value", Severity::Error)]);
}
