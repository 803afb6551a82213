//! The service as a caller meets it: a region, a store in a temporary folder,
//! and requests through the router.

use std::{path::Path, sync::Arc};

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    http::{HeaderMap, Request, StatusCode, request::Builder},
};
use jiff::Timestamp;
use serde_json::Value;
use tackning::{
    access::issue_token,
    bidding::KeyFolder,
    domain::{Actor, NetworkId, NewCampaign, NewToken, Rights, Role},
    http::{AppState, router},
    ingest::region::{RegionFiles, read_region},
    publishing::{AsOf, CampaignChoice, MeasurementFile, Publisher},
    store::{Store, StoreSettings},
};
use tempfile::TempDir;
use tower::ServiceExt;

use super::{servers::on_servers, strip};

pub struct App {
    pub router: Router,
    pub store: Store,
    /// Of an administrator.
    pub token: String,
    pub publisher: Arc<Publisher>,
    region: RegionFiles,
    data: TempDir,
    /// Of bid rooms: outside of the data.
    keys: TempDir,
    settings: StoreSettings,
    _region_folder: Option<TempDir>,
}

/// An answer with its whole body.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl App {
    /// The strip, with nothing delivered.
    pub async fn strip() -> Self {
        Self::in_folder(strip::region_folder()).await
    }

    /// The region of a folder, with nothing delivered.
    pub async fn in_folder(folder: TempDir) -> Self {
        let region = RegionFiles::Folder(folder.path().to_owned());
        Self { _region_folder: Some(folder), ..Self::open_in(region, TempDir::new().unwrap()).await }
    }

    /// The strip with a database server and an S3 server, where there are any.
    pub async fn strip_on_servers() -> Option<Self> {
        let data = TempDir::new().unwrap();
        let settings = on_servers(&data).await?;
        let folder = strip::region_folder();
        let region = RegionFiles::Folder(folder.path().to_owned());
        Some(Self {
            _region_folder: Some(folder),
            ..Self::open(region, (data, TempDir::new().unwrap()), settings).await
        })
    }

    /// The region that comes with the service, with nothing delivered.
    pub async fn default_region() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/region/norrbotten-vasterbotten");
        Self::open_in(RegionFiles::Folder(folder), TempDir::new().unwrap()).await
    }

    /// The same folders in a service that starts anew.
    pub async fn restarted(self) -> Self {
        self.store.close().await;
        let Self { region, data, keys, settings, _region_folder, .. } = self;
        Self { _region_folder, ..Self::open(region, (data, keys), settings).await }
    }

    /// The same store as a service sees it on another day.
    pub async fn router_on(&self, day: jiff::civil::Date) -> Router {
        router(AppState::new(self.publisher_on(day).await))
    }

    pub async fn publisher_on(&self, day: jiff::civil::Date) -> Arc<Publisher> {
        let read = read_region(&self.region).unwrap().region;
        Arc::new(Publisher::open(self.store.clone(), read, AsOf::Date(day)).await.unwrap())
    }

    async fn open_in(region: RegionFiles, data: TempDir) -> Self {
        let settings = StoreSettings::folder(data.path());
        Self::open(region, (data, TempDir::new().unwrap()), settings).await
    }

    async fn open(region: RegionFiles, (data, keys): (TempDir, TempDir), settings: StoreSettings) -> Self {
        let store = Store::open_with(&settings).await.unwrap();
        let as_of = AsOf::Date(jiff::civil::date(2026, 11, 15));
        let read = read_region(&region).unwrap().region;
        let publisher = Arc::new(Publisher::open(store.clone(), read, as_of).await.unwrap());
        let folder = KeyFolder::open(keys.path(), data.path()).unwrap();
        let router = router(AppState::new(publisher.clone()).with_bid_keys(folder));
        let token = token(&store, Role::Administrator, &[]).await;
        Self { router, store, token, publisher, region, data, keys, settings, _region_folder: None }
    }

    pub async fn send(&self, request: Request<Body>) -> Answer {
        Answer::of(&self.router, request).await
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// A question with one header more.
    pub async fn get_with(&self, path: &str, name: &str, value: &str) -> Answer {
        self.send(Request::get(path).header(name, value).body(Body::empty()).unwrap()).await
    }

    /// Sends as an administrator.
    pub async fn post(&self, path: &str, body: impl Into<Body>) -> Answer {
        self.send(self.as_administrator(Request::post(path)).body(body.into()).unwrap()).await
    }

    pub async fn patch(&self, path: &str, body: impl Into<Body>) -> Answer {
        self.send(self.as_administrator(Request::patch(path)).body(body.into()).unwrap()).await
    }

    pub async fn put(&self, path: &str, body: impl Into<Body>) -> Answer {
        self.send(self.as_administrator(Request::put(path)).body(body.into()).unwrap()).await
    }

    pub async fn delete(&self, path: &str) -> Answer {
        self.send(self.as_administrator(Request::delete(path)).body(Body::empty()).unwrap()).await
    }

    /// Sends a form whose parts stand between these edges.
    pub async fn post_form(&self, path: &str, edge: &str, form: String) -> Answer {
        let request = self.as_administrator(Request::post(path));
        let request = request.header("content-type", format!("multipart/form-data; boundary={edge}"));
        self.send(request.body(form.into()).unwrap()).await
    }

    pub async fn get_as_administrator(&self, path: &str) -> Answer {
        self.send(self.as_administrator(Request::get(path)).body(Body::empty()).unwrap()).await
    }

    pub fn as_administrator(&self, request: Builder) -> Builder {
        request.header("authorization", format!("Bearer {}", self.token))
    }

    /// Delivers coverage that must be taken, and publishes it as the buyer.
    pub async fn deliver(&self, network: &str, coverage: impl ToString) -> Value {
        let path = strip::delivery_path(network);
        let taken = self.post(&path, coverage.to_string()).await.json(StatusCode::CREATED);
        self.publish(&taken["id"]).await;
        taken
    }

    /// Accepts a validated delivery and publishes it.
    pub async fn publish(&self, id: &Value) -> Value {
        self.post(&format!("/api/v1/deliveries/{id}/acceptance"), "").await.ok();
        self.post(&format!("/api/v1/deliveries/{id}/publication"), "").await.ok()
    }

    /// Imports a table of measurements that must be taken.
    pub async fn measure(&self, table: impl Into<Bytes>) {
        let campaign = CampaignChoice::named(NewCampaign::of_nobodys_ways("Demonstration").unwrap());
        let file = MeasurementFile { campaign, ..MeasurementFile::new("drive.csv", table.into()) };
        self.publisher.import_measurements(file, &Actor::command_line()).await.unwrap();
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        self.data.path()
    }

    /// The keys of bid rooms.
    pub fn bid_keys(&self) -> KeyFolder {
        KeyFolder::open(self.keys.path(), self.data.path()).unwrap()
    }

    /// How many files the store has kept.
    pub fn kept_files(&self) -> usize {
        files_below(&self.data.path().join("objects"))
    }
}

impl Answer {
    pub async fn of(router: &Router, request: Request<Body>) -> Self {
        let response = router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Self { status: parts.status, headers: parts.headers, body }
    }

    #[track_caller]
    pub fn json(&self, status: StatusCode) -> Value {
        assert_eq!(self.status, status, "{}", self.text());
        serde_json::from_slice(&self.body).unwrap()
    }

    #[track_caller]
    pub fn ok(&self) -> Value {
        self.json(StatusCode::OK)
    }

    /// A problem document with that status and code, whole in both languages.
    #[track_caller]
    pub fn problem(&self, status: u16, code: &str) -> Value {
        assert_eq!(self.header("content-type"), "application/problem+json", "{}", self.text());
        let problem = self.json(StatusCode::from_u16(status).unwrap());
        assert_eq!(problem["code"], code, "{problem}");
        assert_eq!(problem["status"], status, "{problem}");
        assert_eq!(problem["type"], "about:blank");
        assert!(!problem["title"].as_str().unwrap().is_empty());
        let (english, swedish) =
            (problem["detail"].as_str().unwrap(), problem["detail_sv"].as_str().unwrap());
        assert!(!english.is_empty() && !swedish.is_empty() && english != swedish, "{problem}");
        problem
    }

    /// A header's text; empty where it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

/// Makes a token and gives its text.
pub async fn token(store: &Store, role: Role, networks: &[&str]) -> String {
    let networks = networks.iter().map(|id| NetworkId::new(*id).unwrap()).collect();
    let new = NewToken::new(role.as_str(), Rights::of(role, networks).unwrap()).unwrap();
    let made = issue_token(store, new, &Actor::command_line(), Timestamp::now()).await.unwrap();
    made.1.reveal()
}

fn files_below(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { files_below(&path) } else { 1 }).sum()
}
