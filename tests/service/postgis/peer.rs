//! A PostGIS database of a test's own. Geometry goes to it as WKB: the very
//! numbers that the service has.

use std::env;

use geo::Geometry;
use geozero::{CoordDimensions, ToWkb};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, postgres::PgRow};

use super::published::Published;

/// A server whose user may make databases and extensions; `scripts/with-postgres` starts one.
const SERVER: &str = "TACKNING_TEST_DATABASE_URL";

pub struct Peer(PgConnection);

impl Peer {
    /// With the zones, the lakes and all that was drawn. Nothing where there is no
    /// server, which continuous integration must have.
    pub async fn with(published: &Published, name: &str) -> Option<Self> {
        let mut peer = Self::empty(name).await?;
        let region = &published.snapshot.region.region;
        let zones = published.municipalities();
        let zones = (0..).zip(&zones).map(|(number, zone)| (number, zone.zone.outline.clone().into()));
        peer.load_numbered("zones", zones).await;
        peer.load_numbered("lakes", (0..).zip(region.demand.lakes.iter().cloned().map(Into::into))).await;
        let drawn = (0..).zip(&published.deliveries);
        let drawn = drawn
            .flat_map(|(number, drawn)| drawn.polygons.iter().map(move |one| (number, one.clone().into())));
        peer.load_numbered("drawn", drawn).await;
        let supplies = (0..).zip(published.supplies()).flat_map(|(number, supply)| {
            let rests_on = published.deliveries_of(&supply).into_iter();
            rests_on.map(move |delivery| (number, i32::try_from(delivery).unwrap()))
        });
        let (supplies, deliveries): (Vec<i32>, Vec<i32>) = supplies.unzip();
        let insert = sqlx::query("INSERT INTO supplies SELECT * FROM unnest($1::int[], $2::int[])");
        insert.bind(supplies).bind(deliveries).execute(&mut peer.0).await.unwrap();
        Some(peer)
    }

    /// Has PostGIS make land and covered areas of it.
    pub async fn overlay(&mut self) {
        self.0.execute(include_str!("overlay.sql")).await.unwrap();
    }

    /// Loads what is asked about, numbered as it stands.
    pub async fn load(&mut self, table: &str, asked: &[impl Clone + Into<Geometry<f64>>]) {
        self.load_numbered(table, (0..).zip(asked.iter().cloned().map(Into::into))).await;
    }

    pub async fn ask<Row>(&mut self, question: &'static str) -> Vec<Row>
    where
        Row: for<'row> sqlx::FromRow<'row, PgRow> + Send + Unpin,
    {
        sqlx::query_as(question).fetch_all(&mut self.0).await.unwrap()
    }

    async fn empty(name: &str) -> Option<Self> {
        let Ok(server) = env::var(SERVER) else {
            assert!(env::var_os("CI").is_none(), "{SERVER} is missing");
            println!("skipped: no {SERVER}");
            return None;
        };
        let name = format!("postgis_{name}_{}", std::process::id());
        let mut connection = PgConnection::connect(&server).await.unwrap();
        connection.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
        let mut url = server.parse::<url::Url>().unwrap();
        url.set_path(&name);
        let mut own = PgConnection::connect(url.as_str()).await.unwrap();
        let made = own.execute("CREATE EXTENSION postgis").await;
        made.unwrap_or_else(|error| {
            panic!("the server has no PostGIS: {error}; `scripts/install test` has it")
        });
        own.execute(include_str!("tables.sql")).await.unwrap();
        Some(Self(own))
    }

    async fn load_numbered(&mut self, table: &str, numbered: impl Iterator<Item = (i32, Geometry<f64>)>) {
        let to_wkb =
            |(number, area): (i32, Geometry<f64>)| (number, area.to_wkb(CoordDimensions::xy()).unwrap());
        let (numbers, areas): (Vec<i32>, Vec<Vec<u8>>) = numbered.map(to_wkb).unzip();
        let insert = format!(
            "INSERT INTO {table} SELECT number, ST_GeomFromWKB(wkb) FROM unnest($1::int[], $2::bytea[]) AS _(number, wkb)"
        );
        sqlx::query(AssertSqlSafe(insert)).bind(numbers).bind(areas).execute(&mut self.0).await.unwrap();
    }
}
