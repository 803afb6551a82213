//! Both databases have the same tables.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    super::{
        backup::tables::{FILES, TABLES},
        *,
    },
    Place,
};

/// Columns by table and name: type, whether it may be NULL, and its place in the primary key.
type Columns = BTreeMap<(String, String), (String, bool, i64)>;

const SQLITE: &str = "SELECT m.name, c.name, c.type, c.\"notnull\", c.pk \
     FROM sqlite_schema m, pragma_table_info(m.name) c \
     WHERE m.type IN ('table', 'view') AND m.name NOT LIKE 'sqlite%' AND m.name <> '_sqlx_migrations'";

const POSTGRES: &str = "SELECT CAST(c.table_name AS TEXT), CAST(c.column_name AS TEXT), CAST(c.data_type AS TEXT), \
     CASE WHEN c.is_nullable = 'NO' THEN 1 ELSE 0 END, \
     COALESCE((SELECT CAST(k.ordinal_position AS BIGINT) FROM information_schema.key_column_usage k \
               JOIN information_schema.table_constraints t USING (constraint_schema, constraint_name) \
               WHERE t.constraint_type = 'PRIMARY KEY' AND k.table_name = c.table_name \
               AND k.column_name = c.column_name), 0) \
     FROM information_schema.columns c \
     WHERE c.table_schema = 'public' AND c.table_name <> '_sqlx_migrations'";

#[tokio::test]
async fn both_databases_have_the_same_columns() {
    let Some(on_server) = Place::on_server().await else { return };
    let sqlite = columns(&Place::in_folder().open().await, SQLITE).await;
    let postgres = columns(&on_server.open().await, POSTGRES).await;
    assert!(sqlite.len() > 80, "{}", sqlite.len());
    for (column, told) in &sqlite {
        assert_eq!(postgres.get(column), Some(told), "{column:?}");
    }
    assert_eq!(sqlite.len(), postgres.len());
}

/// What a new table needs is a line in the backup, or one here.
#[tokio::test]
async fn everything_is_backed_up_but_what_is_said_here() {
    const LEFT_OUT: &[&str] = &["delivery_states", "removals", "sessions"];
    let columns = columns(&Place::in_folder().open().await, SQLITE).await;
    let backed_up: BTreeSet<_> =
        TABLES.iter().map(|table| table.name).chain(LEFT_OUT.iter().copied()).collect();
    let there: BTreeSet<_> = columns.keys().map(|(table, _)| table.as_str()).collect();
    assert_eq!(backed_up, there);
    for table in TABLES {
        let is_key = |((name, _), (_, _, place)): (&(String, String), &(String, bool, i64))| {
            name == table.name && *place > 0
        };
        let keys = columns.iter().filter(|column| is_key(*column)).count();
        assert_eq!(table.key.split(',').count(), keys, "{}", table.name);
    }
}

/// What names a file has to be in the query for files.
#[tokio::test]
async fn every_hash_of_a_file_is_asked_for() {
    const NO_FILES: [(&str, &str); 5] = [
        ("region_state", "sha256"),
        ("removals", "sha256"),
        ("tokens", "secret_sha256"),
        ("sessions", "secret_sha256"),
        ("contacts", "secret_sha256"),
    ];
    for (table, column) in columns(&Place::in_folder().open().await, SQLITE).await.keys() {
        let is_file = column.ends_with("sha256") && table != "delivery_states";
        if is_file && !NO_FILES.contains(&(table, column)) {
            assert!(FILES.contains(&format!("SELECT {column} FROM {table}")), "{table}.{column}");
        }
    }
}

async fn columns(store: &Store, query: &'static str) -> Columns {
    let rows: Vec<(String, String, String, i64, i64)> =
        sqlx::query_as(query).fetch_all(store.readers()).await.unwrap();
    let column = |(table, column, data_type, not_null, key): (String, String, String, i64, i64)| {
        let data_type = match data_type.as_str() {
            "bigint" => "INTEGER",
            "double precision" => "REAL",
            "text" => "TEXT",
            "bytea" => "BLOB",
            other => other,
        };
        // A primary key is never NULL, whether a table says so or not.
        ((table, column), (data_type.to_owned(), not_null == 0 && key == 0, key))
    };
    rows.into_iter().map(column).collect()
}
