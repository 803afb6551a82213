//! A real drive test beside the regulator's claims. What is expected was
//! computed from the same files without the service: `data/bremen_matrix.py`.

use std::fs;

use jiff::civil::date;
use serde::Deserialize;
use tackning::{
    analysis::{VerdictQuestion, verdicts},
    domain::{NetworkId, Service, Technology, TestKind, ZoneCode},
    geometry::Grid,
    index::Snapshot,
    verification::{ClaimMatrix, Tally, Tested},
};

use super::{
    bremen_region::{CRS, Table, bremen},
    set_up::{Workshop, deliver, in_project, said, shared_data},
};

/// Of voice by 4G.
const THRESHOLD_DBM: f64 = -110.0;

/// What one network's measurements say in one zone of one claim.
#[derive(Debug, Deserialize)]
struct Expected {
    network: String,
    zone: String,
    column: String,
    at_least: u32,
    matrix: ExpectedMatrix,
    /// Cells in the matrix.
    cells: u64,
    /// Passing, and all.
    votes: (u64, u64),
    reliability: (u64, u64),
    samples: u64,
    sum_of_medians_dbm: f64,
}

#[derive(Debug, Deserialize)]
struct ExpectedMatrix {
    claimed_passed: u64,
    claimed_failed: u64,
    unclaimed_passed: u64,
    unclaimed_failed: u64,
}

#[tokio::test]
async fn claimed_and_measured_by_cell() {
    let Some(data) = shared_data() else { return };
    let expected = fs::read(in_project("tests/service/data/bremen_matrix.json")).unwrap();
    let expected: Vec<Expected> = serde_json::from_slice(&expected).unwrap();
    assert_eq!(expected.len(), 18);
    let table = Table::read(&data);
    let workshop = Workshop::new(bremen(&table)).await;
    let (mut rows, mut samples) = (0, 0);
    for file in fs::read_dir(data.join("measurements/haw_drive2")).unwrap() {
        let import = workshop.measurements(&file.unwrap().path(), None).await;
        // Nothing is wrong but what was written twice within a second.
        assert!(import.findings.iter().all(|finding| finding.code == "repeated_second"));
        rows += import.row_count;
        samples += import.sample_count;
    }
    assert_eq!((rows, samples), (66_593, 66_560));
    let networks: Vec<NetworkId> = workshop.importer.region.network_ids();
    let (publisher, _folder) = workshop.publish(date(2021, 10, 1)).await;
    let evidence = &publisher.snapshot().evidence.verification;
    assert_eq!((evidence.sample_count(), evidence.rejected().len()), (samples, 0));
    for (column, at_least) in [("lte", 1), ("lte", 3), ("nr_nsa_sa", 3)] {
        for network in &networks {
            let said = said(network.as_str(), Technology::G4, Some(CRS));
            deliver(&publisher.reception(), said, Table::form(column, at_least), &table.bytes).await;
        }
        publisher.refresh().await.unwrap();
        let claimed =
            expected.iter().filter(|line| (line.column.as_str(), line.at_least) == (column, at_least));
        claimed.for_each(|line| check(&publisher.snapshot(), line));
    }
}

#[track_caller]
fn check(snapshot: &Snapshot, expected: &Expected) {
    let network = NetworkId::new(expected.network.as_str()).unwrap();
    let code = ZoneCode::new(expected.zone.as_str());
    let question = VerdictQuestion { network: Some(network.clone()), service: Some(Service::Voice) };
    let verdicts = verdicts(snapshot, &question, |zone| zone.zone.code == code);
    let [verdict] = verdicts.as_slice() else { panic!("one verdict: {verdicts:?}") };
    let ExpectedMatrix { claimed_passed, claimed_failed, unclaimed_passed, unclaimed_failed } =
        expected.matrix;
    let matrix = ClaimMatrix { claimed_passed, claimed_failed, unclaimed_passed, unclaimed_failed };
    let evidence = &verdict.by_signal.evidence;
    assert_eq!(evidence.matrix, matrix, "{expected:?}");
    let cells = claimed_passed + claimed_failed + unclaimed_passed + unclaimed_failed;
    assert_eq!(cells, expected.cells, "{expected:?}");
    let parts = |tally: Tally| (tally.passing(), tally.trials());
    assert_eq!(parts(evidence.votes), expected.votes, "{expected:?}");
    assert_eq!(parts(evidence.reliability), expected.reliability, "{expected:?}");
    assert_eq!(evidence.basis.samples, expected.samples, "{expected:?}");
    // Nobody tried a service: the levels say nothing of one.
    assert_eq!(verdict.by_service.evidence.basis.samples, 0);
    let medians_dbm = medians_dbm(snapshot, &network, verdict.zone);
    assert_eq!(medians_dbm.iter().sum::<f64>(), expected.sum_of_medians_dbm);
    // A drive of one day: a cell passes exactly when its median does.
    let passing = medians_dbm.iter().filter(|median_dbm| **median_dbm >= THRESHOLD_DBM).count();
    assert_eq!(passing as u64, claimed_passed + unclaimed_passed, "{expected:?}");
    assert_eq!(medians_dbm.len() as u64, cells, "{expected:?}");
}

fn medians_dbm(snapshot: &Snapshot, network: &NetworkId, zone: usize) -> Vec<f64> {
    let tested = Tested { service: Service::Voice, kind: TestKind::Signal };
    let evidence = snapshot.evidence.verification.evidence(network, tested);
    let cells = evidence.cells.iter();
    let inside =
        cells.filter(|cell| snapshot.region.zones_at(Grid::MEASUREMENT.centre(cell.cell)).contains(&zone));
    inside.map(|cell| cell.main_level().unwrap().median_rsrp.value()).collect()
}
