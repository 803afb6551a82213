//! SQL over the files says what the index says that is built in memory.

use std::{collections::BTreeMap, sync::Arc};

use geo::Coord;
use jiff::{SignedDuration, Timestamp, tz::TimeZone};
use proptest::{collection::vec, option, prelude::*, sample::select};

use super::*;
use crate::{
    analysis::fixture::Fixture,
    domain::{
        Actor, Attempt, Dbm, Environment, NewCampaign, Plmn, Region, Sample, SampleRules, Service,
        SignalThreshold, Technology, TestThreshold,
    },
    store::{NewMeasurements, SourceFile, Store},
    verification::{EvidenceRules, VerificationIndex},
};

fn region() -> Region {
    let signal = |service, technology, rsrp_dbm| SignalThreshold { service, technology, rsrp_dbm };
    let fixture = Fixture::strip().with_region(|region| {
        region.time_zone = TimeZone::get("Europe/Stockholm").unwrap();
        region.networks[0].plmns = vec![Plmn::new("999-01").unwrap()];
        region.networks[1].plmns = vec![Plmn::new("999-02").unwrap()];
        region.profile.signal = vec![
            signal(Service::Voice, Technology::G4, -110.0),
            signal(Service::Voice, Technology::G5, -105.0),
            signal(Service::Data10, Technology::G4, -95.0),
        ];
        let (download_mbps, upload_mbps, latency_ms) = (Some(10.0), None, Some(80.0));
        let test = TestThreshold { service: Service::Data10, download_mbps, upload_mbps, latency_ms };
        region.profile.tests = vec![test];
    });
    (*fixture.snapshot().region.region).clone()
}

fn any_attempt() -> impl Strategy<Value = Attempt> {
    let rates = (option::of(0.0..30.0), option::of(20.0..120.0));
    let services = select(vec![Service::Voice, Service::Data10]);
    (services, any::<bool>(), rates).prop_map(|(service, success, (download_mbps, latency_ms))| Attempt {
        service,
        success,
        download_mbps,
        upload_mbps: None,
        latency_ms,
    })
}

/// Over two kilometres, five days and all hours, by all that may speak against a sample.
fn any_sample() -> impl Strategy<Value = Sample> {
    let place = (0.0..2_000.0, 0.0..200.0, 0_i64..7_200_000);
    let radio = (
        option::weighted(0.8, select(vec!["999-01", "999-02", "242-98"])),
        option::weighted(0.9, select(vec![Technology::G3, Technology::G4, Technology::G5])),
        option::weighted(0.8, -130_i16..-60),
        option::of(any_attempt()),
    );
    let spoilt = (option::of(1.0..60.0), 0_u8..20, select(vec!["a", "b", "c"]));
    (place, radio, spoilt).prop_map(|((x, y, minute), (plmn, technology, level, attempt), spoilt)| {
        let (accuracy_m, flags, network) = spoilt;
        let begin: Timestamp = "2026-10-23T00:00:00Z".parse().unwrap();
        Sample {
            // The clock goes back on 25 October.
            time: begin + SignedDuration::from_millis(minute * 60),
            position: Coord { x, y },
            network: NetworkId::new(network).unwrap(),
            serving: plmn.map(|plmn| Plmn::new(plmn).unwrap()),
            technology,
            attempt,
            rsrp: level.and_then(|level| Dbm::lte_rsrp(f64::from(level)).ok()),
            sinr_db: None,
            accuracy_m,
            speed_kmh: None,
            wifi: flags == 1,
            indoor: flags == 2,
            device: "phone".into(),
            run: "drive".into(),
        }
    })
}

fn rules(region: &Region) -> SampleRules {
    SampleRules::outdoors(region.time_zone.clone(), "2026-10-27T12:00:00Z".parse().unwrap())
}

/// As they come from SQL, in several files of one month and of others.
async fn by_query(region: &Region, files: &[Vec<Sample>]) -> Vec<CellStatistics> {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).await.unwrap();
    let (actor, at) = (Actor::command_line(), Timestamp::UNIX_EPOCH);
    let new = NewCampaign::of_nobodys_ways("Demonstration").unwrap();
    let campaign = store.add_campaign(new, &actor, at).await.unwrap().id;
    for (number, samples) in files.iter().enumerate() {
        let sha256 = format!("{number:064}");
        let new = NewMeasurements {
            file_name: "drive.csv".to_owned(),
            received_at: at,
            campaign,
            file: SourceFile::HashAlone(&sha256),
            row_count: samples.len() as u64,
            samples: store.pack_samples(&sha256, samples, &BTreeMap::new()).unwrap(),
            findings: Vec::new(),
        };
        store.add_measurements(new, &actor).await.unwrap();
    }
    let objects = store.sample_objects(&store.sample_files().await.unwrap()).unwrap();
    let (samples, environment) = (rules(region), Environment::Outdoor);
    let rules = StatisticsRules { region: Arc::new(region.clone()), samples, environment };
    cell_statistics(&objects, rules).await.unwrap().iter().collect()
}

fn in_memory(region: &Region, files: &[Vec<Sample>]) -> Vec<CellStatistics> {
    let samples = &rules(region);
    let rules = EvidenceRules { networks: &region.networks, profile: &region.profile, samples };
    let index = VerificationIndex::build(files.iter().flatten(), &rules);
    let tested = index
        .measured()
        .flat_map(|(network, service)| Tested::all(Some(service)).map(move |tested| (network, tested)));
    let measured = tested.flat_map(|(network, tested)| {
        let cells = index.evidence(network, tested).cells.iter();
        cells.filter_map(move |cell| {
            Some(CellStatistics {
                network: network.clone(),
                tested,
                cell: cell.cell,
                votes: cell.votes,
                samples: cell.samples,
                levels: cell.levels.clone(),
                newest: cell.newest?,
            })
        })
    });
    measured.collect()
}

#[test]
fn sql_says_what_the_index_says() {
    let region = region();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let files = vec(vec(any_sample(), 0..150), 0..4);
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(16));
    let check = |files: Vec<Vec<Sample>>| {
        let mut found = runtime.block_on(by_query(&region, &files));
        found.sort_by_key(|cell| (cell.network.clone(), cell.tested, cell.cell));
        prop_assert_eq!(found, in_memory(&region, &files));
        Ok(())
    };
    runner.run(&files, check).unwrap();
}
