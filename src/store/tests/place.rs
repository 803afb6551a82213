//! Empty places for stores, and how a test runs on each database and with each
//! place of files.

use std::env;

use sqlx::{Connection as _, Executor};
use tempfile::TempDir;

use super::super::{Connection, Store, StoreSettings};

/// A server whose user may create databases; `scripts/with-postgres` starts one.
const SERVER: &str = "TACKNING_TEST_DATABASE_URL";
/// A bucket that may be filled; `scripts/with-object-store` starts a server with one.
const BUCKET: &str = "TACKNING_TEST_OBJECT_STORE_URL";

/// Makes a test of a function for each database.
macro_rules! on_each_database {
    ($($test:ident),+ $(,)?) => {
        $(mod $test {
            use super::{super::Place, $test as test};

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                test(Place::in_folder()).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                if let Some(place) = Place::on_server().await {
                    test(place).await;
                }
            }
        })+
    };
}

/// Makes a test of a function for each place where files may be kept.
macro_rules! on_each_place_of_files {
    ($($test:ident),+ $(,)?) => {
        $(mod $test {
            use super::{super::Place, $test as test};

            #[tokio::test]
            async fn folder() {
                test(Place::in_folder()).await;
            }

            #[tokio::test]
            async fn bucket() {
                if let Some(place) = Place::with_bucket() {
                    test(place).await;
                }
            }
        })+
    };
}
pub(super) use {on_each_database, on_each_place_of_files};

/// An empty folder, with an empty database in it or on the server.
pub struct Place {
    _folder: TempDir,
    pub settings: StoreSettings,
}

impl Place {
    pub fn in_folder() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { settings: StoreSettings::folder(folder.path()), _folder: folder }
    }

    /// Nothing where there is no server, which continuous integration must have.
    pub async fn on_server() -> Option<Self> {
        let database_url = Some(new_database(&server(SERVER)?).await.into());
        let place = Self::in_folder();
        Some(Self { settings: StoreSettings { database_url, ..place.settings }, ..place })
    }

    /// Files in a bucket, under a name that nobody else has.
    pub fn with_bucket() -> Option<Self> {
        let object_store_url = Some(format!("{}/{}", server(BUCKET)?, unique_name()));
        let place = Self::in_folder();
        Some(Self { settings: StoreSettings { object_store_url, ..place.settings }, ..place })
    }

    /// Another one of the same kind.
    pub async fn another(&self) -> Self {
        match self.settings.database_url {
            Some(_) => Self::on_server().await.expect("there was a server before"),
            None => Self::in_folder(),
        }
    }

    pub async fn open(&self) -> Store {
        Store::open_with(&self.settings).await.unwrap()
    }
}

/// What reaches a server. Continuous integration must have it.
fn server(variable: &str) -> Option<String> {
    let address = env::var(variable).ok();
    if address.is_none() {
        assert!(env::var_os("CI").is_none(), "{variable} is missing");
        println!("skipped: no {variable}");
    }
    address
}

fn unique_name() -> String {
    format!("test_{}_{}", std::process::id(), jiff::Timestamp::now().as_nanosecond())
}

/// The address of a database that nobody else has. It goes with the server.
async fn new_database(server: &str) -> String {
    sqlx::any::install_default_drivers();
    let name = unique_name();
    let mut connection = Connection::connect(server).await.unwrap();
    let create = format!("CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'");
    connection.execute(sqlx::AssertSqlSafe(create)).await.unwrap();
    connection.close().await.unwrap();
    let mut url = server.parse::<url::Url>().unwrap();
    url.set_path(&name);
    url.into()
}
