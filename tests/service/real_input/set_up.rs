//! What the tests share: where files are, regions in folders of their own, and
//! a store beside them.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use jiff::Timestamp;
use serde_json::{Value, json};
use tackning::{
    domain::{
        Actor, ClaimKey, DeliveryHeader, DeliveryKind, Environment, NetworkId, NetworkScope, NewCampaign,
        Region, Service, Technology,
    },
    ingest::{
        delivery_header::{HeaderSource, SaidHeader},
        region::{RegionFiles, RegionReading, read_region},
    },
    publishing::{
        AsOf, CampaignChoice, CoverageFile, CoverageForm, ImportedMeasurements, Importer, MeasurementFile,
        Publisher, Received, Reception, Until, receive_from,
    },
    store::{MeasurementImport, Store},
};
use tempfile::TempDir;

/// The real data beside the project.
pub fn shared_data() -> Option<PathBuf> {
    let folder = in_project("../shared/data");
    if folder.is_dir() {
        Some(folder)
    } else {
        println!("skipped: no ../shared/data");
        None
    }
}

/// A file of the project itself.
pub fn in_project(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// Reads a region from a folder that is written for it; `files` are put beside
/// its `region.json`, which may name others by their whole path.
#[track_caller]
pub fn region_of(document: &Value, files: &[(&str, String)]) -> Region {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("region.json"), document.to_string()).unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    region_in(folder.path())
}

/// Reads the region of a folder, in which nothing has to be mended.
#[track_caller]
pub fn region_in(folder: &Path) -> Region {
    let RegionReading { region, findings } = read_region(&RegionFiles::Folder(folder.to_owned())).unwrap();
    assert_eq!(findings, []);
    region
}

/// GeoJSON of features, each its properties and its geometry.
pub fn collection(features: impl IntoIterator<Item = (Value, Value)>) -> Value {
    let feature =
        |(properties, geometry)| json!({"type": "Feature", "properties": properties, "geometry": geometry});
    let features: Vec<Value> = features.into_iter().map(feature).collect();
    json!({"type": "FeatureCollection", "features": features})
}

/// A store of a test's own, which goes with the test.
pub struct Workshop {
    pub importer: Importer,
    reception: Reception,
    folder: TempDir,
}

impl Workshop {
    pub async fn new(region: Region) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(folder.path()).await.unwrap();
        let reception = Reception::new(store.clone(), region.clone()).await.unwrap();
        Self { importer: Importer { store, region: Arc::new(region) }, reception, folder }
    }

    /// Imports coverage as GeoJSON, of which every feature is taken as it is.
    pub async fn polygons(&self, network: &str, technology: Technology, bytes: Vec<u8>) {
        let received = self.coverage(said(network, technology, None), CoverageForm::default(), &bytes).await;
        assert_eq!(received.taken_count, received.delivery.feature_count);
    }

    pub async fn coverage(&self, said: SaidHeader, form: CoverageForm, bytes: &[u8]) -> Received {
        deliver(&self.reception, said, form, bytes).await
    }

    /// Imports a file of measurements that is new.
    pub async fn measurements(&self, file: &Path, network: Option<&str>) -> MeasurementImport {
        let name = file.file_name().unwrap().to_str().unwrap();
        let file = MeasurementFile {
            network: network.map(|id| NetworkId::new(id).unwrap()),
            attempted: Some(Service::Data10),
            campaign: CampaignChoice::named(NewCampaign::of_nobodys_ways("Published drive tests").unwrap()),
            ..MeasurementFile::new(name, fs::read(file).unwrap())
        };
        match self.importer.measurements(file, &Actor::command_line()).await.unwrap() {
            ImportedMeasurements::New(import) => import,
            ImportedMeasurements::Known(import) => panic!("{} was there before", import.file_name),
        }
    }

    /// Publishes what was imported; the store lies in the folder that comes with it.
    pub async fn publish(self, as_of: jiff::civil::Date) -> (Publisher, TempDir) {
        let region = Arc::unwrap_or_clone(self.importer.region);
        (Publisher::open(self.importer.store, region, AsOf::Date(as_of)).await.unwrap(), self.folder)
    }
}

/// Delivers coverage as whoever has the folder in hand.
pub async fn deliver(reception: &Reception, said: SaidHeader, form: CoverageForm, bytes: &[u8]) -> Received {
    let file = CoverageFile {
        name: String::new(),
        file: receive_from(&reception.store, bytes).await.unwrap(),
        received_at: Timestamp::now(),
        said: vec![said],
        kind: DeliveryKind::Reference,
        form,
        scope: NetworkScope::All,
    };
    let actor = Actor::command_line();
    reception.deliver(file, &actor, |_| Until::PublishedBy(actor.clone())).await.unwrap()
}

/// Voice outdoors, with the system where the file names none.
pub fn said(network: &str, technology: Technology, crs: Option<&str>) -> SaidHeader {
    let claim = [("network", network), ("technology", technology.as_str())];
    let outdoors = [("service", "voice"), ("environment", "outdoor"), ("crs", crs.unwrap_or_default())];
    SaidHeader::from_pairs(HeaderSource::Explicit, claim.into_iter().chain(outdoors))
}

/// Voice outdoors.
pub fn header(network: &str, technology: Technology) -> DeliveryHeader {
    DeliveryHeader::of(ClaimKey {
        network: NetworkId::new(network).unwrap(),
        technology,
        service: Service::Voice,
        environment: Environment::Outdoor,
    })
}

#[track_caller]
pub fn assert_close(found: f64, expected: f64, relative: f64) {
    assert!((found - expected).abs() <= relative * expected.abs(), "{found} is not {expected}");
}
