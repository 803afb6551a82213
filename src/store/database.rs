//! The two databases behind one set of queries: how each is opened, and how a
//! transaction begins. The queries themselves are the same.

mod postgres;
mod sqlite;

use std::{fmt, time::Duration};

use sqlx::{Connection as _, Pool, Transaction, any::AnyConnectOptions, pool::PoolOptions};

use super::{Connection, Database, StoreError, StoreSettings};

const READERS: u32 = 8;
/// How long a writer waits for another one: a large delivery is one transaction.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    Sqlite,
    Postgres,
}

impl Dialect {
    pub fn of(connection: &Connection) -> Self {
        match connection.backend_name() {
            "PostgreSQL" => Self::Postgres,
            _ => Self::Sqlite,
        }
    }

    /// Where a statement of thousands takes its value of this number. SQLite
    /// looks a numbered place up among all before it, which takes too long there.
    pub fn place(self, number: usize) -> Place {
        match self {
            Self::Sqlite => Place(None),
            Self::Postgres => Place(Some(number)),
        }
    }
}

pub(super) struct Place(Option<usize>);

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(number) => write!(formatter, "${number}"),
            None => formatter.write_str("?"),
        }
    }
}

/// Connections to a database whose tables are those of this version.
#[derive(Clone, Debug)]
pub(super) struct Connections {
    pub dialect: Dialect,
    pub readers: Pool<Database>,
    /// One connection: there is one writer at a time, and writers that queue
    /// here leave the readers' connections free.
    pub writer: Pool<Database>,
}

impl Connections {
    /// Opens the database that the settings name, and brings its tables up to
    /// date. The data folder is there already.
    pub async fn open(settings: &StoreSettings) -> Result<Self, StoreError> {
        sqlx::any::install_default_drivers();
        match &settings.database_url {
            Some(url) => postgres::open(url).await,
            None => sqlite::open(&settings.folder).await,
        }
    }

    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }

    /// Begins a change, alone among all processes. It is undone when dropped
    /// before its commit.
    pub async fn begin(&self) -> Result<Transaction<'static, Database>, StoreError> {
        match self.dialect {
            Dialect::Sqlite => sqlite::begin(&self.writer).await,
            Dialect::Postgres => postgres::begin(&self.writer).await,
        }
    }

    /// Begins a reading in which all queries see the same.
    pub async fn snapshot(&self) -> Result<Transaction<'static, Database>, StoreError> {
        let begin = match self.dialect {
            Dialect::Sqlite => "BEGIN",
            Dialect::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY",
        };
        Ok(self.readers.begin_with(begin).await?)
    }
}

/// A connection outside any pool, to open a database with: a pool would go on
/// trying where nothing helps, and hide why.
async fn connect(url: &str, set_up: &'static str) -> Result<Connection, StoreError> {
    let mut connection = Connection::connect(url).await?;
    sqlx::raw_sql(set_up).execute(&mut connection).await?;
    Ok(connection)
}

/// Connections that are `set_up` as they are made.
fn pool(url: &str, most_connections: u32, set_up: &'static str) -> Result<Pool<Database>, StoreError> {
    let options: AnyConnectOptions = url.parse()?;
    let pool = PoolOptions::new()
        .max_connections(most_connections)
        .acquire_timeout(LONGEST_WAIT)
        .after_connect(move |connection, _| {
            Box::pin(async move {
                sqlx::raw_sql(set_up).execute(connection).await?;
                Ok(())
            })
        })
        .connect_lazy_with(options);
    Ok(pool)
}
