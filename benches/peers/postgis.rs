//! PostGIS: one connection to the server that `scripts/with-postgres` starts.

use std::env;

use geo::Geometry;
use geozero::{CoordDimensions, ToWkb};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, postgres::PgRow};
use tackning::{domain::ZoneKind, index::Snapshot};
use tokio::runtime::Runtime;

use crate::{
    bars::seconds,
    draw,
    set::{BenchSet, Read},
};

const SERVER: &str = "TACKNING_TEST_DATABASE_URL";

pub struct PostGis {
    runtime: Runtime,
    connection: PgConnection,
}

impl PostGis {
    /// An empty database with the extension; none where there is no server.
    pub fn open(database: &str) -> Option<Self> {
        let Ok(server) = env::var(SERVER) else {
            println!("  no peer: scripts/with-postgres starts a server");
            return None;
        };
        let runtime = Runtime::new().expect("a run time");
        let connection = runtime.block_on(async {
            let mut first = PgConnection::connect(&server).await.expect("the server answers");
            let drop = format!("DROP DATABASE IF EXISTS {database}");
            first.execute(AssertSqlSafe(drop)).await.expect("nobody else works there");
            first
                .execute(AssertSqlSafe(format!("CREATE DATABASE {database}")))
                .await
                .expect("it may be made");
            let mut url: url::Url = server.parse().expect("an address");
            url.set_path(database);
            PgConnection::connect(url.as_str()).await.expect("the server answers")
        });
        let mut peer = Self { runtime, connection };
        peer.execute(include_str!("settings.sql"));
        Some(peer)
    }

    /// The server's version, for the record.
    pub fn describe(&mut self) -> String {
        let versions = "SELECT version() || ', PostGIS ' || postgis_full_version()";
        let (found, _) = self.ask::<(String,)>(versions);
        found.into_iter().next().map(|(words,)| words).unwrap_or_default()
    }

    /// Runs statements; seconds.
    pub fn execute(&mut self, statements: &str) -> f64 {
        let Self { runtime, connection } = self;
        let statements = sqlx::raw_sql(AssertSqlSafe(statements.to_owned()));
        let (done, taken) = seconds(|| runtime.block_on(connection.execute(statements)));
        done.expect("the statements are in order");
        taken
    }

    /// A question's rows, and how many seconds they took.
    pub fn ask<Row>(&mut self, question: &'static str) -> (Vec<Row>, f64)
    where
        Row: for<'row> sqlx::FromRow<'row, PgRow> + Send + Unpin,
    {
        let Self { runtime, connection } = self;
        let (rows, taken) = seconds(|| runtime.block_on(sqlx::query_as(question).fetch_all(connection)));
        (rows.expect("the question is in order"), taken)
    }

    /// The region's municipalities and lakes, and of them the land.
    pub fn load_region(&mut self, snapshot: &Snapshot) {
        let kind = ZoneKind::municipality();
        let zones = snapshot.region.zones_of(&kind).map(|zone| zone.zone.outline.clone());
        self.load("zones", (0..).zip(zones));
        self.load("lakes", (0..).zip(snapshot.region.region.demand.lakes.iter().cloned()));
        self.execute(include_str!("region.sql"));
    }

    /// Every feature of every delivery, with the number of its delivery and of its
    /// service, from the deliveries as they were read.
    pub fn load_deliveries(&mut self, set: &BenchSet, snapshot: &Snapshot) {
        let deliveries: Vec<Read> = set.read(&snapshot.region.region);
        for (number, (delivery, features)) in (0..).zip(&deliveries) {
            let areas = features.iter().map(|feature| (number, feature.area.clone()));
            self.load("delivered", areas);
            let service = delivery.header.service.as_str();
            self.execute(&format!("INSERT INTO deliveries VALUES ({number}, '{service}')"));
        }
    }

    pub fn load_points(&mut self, snapshot: &Snapshot, count: usize) {
        let points = draw::positions(&snapshot.region, count);
        self.load("points", (0..).zip(points.into_iter().map(geo::Point)));
    }

    /// As WKB: the very numbers that the service has.
    fn load<Area: Into<Geometry<f64>>>(&mut self, table: &str, numbered: impl Iterator<Item = (i32, Area)>) {
        let to_wkb = |(number, area): (i32, Area)| {
            let area: Geometry<f64> = area.into();
            (number, area.to_wkb(CoordDimensions::xy()).expect("a geometry has a WKB"))
        };
        let (numbers, areas): (Vec<i32>, Vec<Vec<u8>>) = numbered.map(to_wkb).unzip();
        let insert = format!(
            "INSERT INTO {table} SELECT number, ST_GeomFromWKB(wkb, 3006)
             FROM unnest($1::int[], $2::bytea[]) AS _(number, wkb)"
        );
        let Self { runtime, connection } = self;
        let insert = sqlx::query(AssertSqlSafe(insert)).bind(numbers).bind(areas);
        runtime.block_on(insert.execute(connection)).expect("the rows can be inserted");
    }
}

/// Where a server's database is, for a peer that reads it.
pub fn address_of(database: &str) -> String {
    let mut url: url::Url = env::var(SERVER).expect("there is a server").parse().expect("an address");
    url.set_path(database);
    url.into()
}
