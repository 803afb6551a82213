//! Answers as GeoPackage: the layer of gaps that was sent out, its columns for
//! answers filled in, or any plain table with the same names.

use rusqlite::{Connection, Error, Row, types::ValueRef};

use super::ANSWER_COLUMNS;
use crate::{
    domain::AnswerRow,
    ingest::{
        TableError,
        strangers_database::{self, plain_columns, quoted},
    },
};

/// What every SQLite database begins with.
const MAGIC: &[u8] = b"SQLite format 3\0";
/// More than a gap report has; more columns than anybody adds to it.
const MOST_ROWS: u64 = 100_000;
const MOST_COLUMNS: usize = 500;
/// An answer's text as it is read; what is longer is no answer.
const LONGEST_TEXT_BYTES: usize = 10_000;

pub fn is_database(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// # Errors
/// When no single table has the columns, or the file is damaged.
pub fn read(bytes: &[u8]) -> Result<Vec<AnswerRow>, TableError> {
    let database = strangers_database::open_in_memory(bytes.to_vec(), bytes.len()).map_err(unreadable)?;
    let table = AnswerTable::find(&database)?;
    let mut statement = database.prepare(&table.query()).map_err(unreadable)?;
    let mut rows = statement.query([]).map_err(unreadable)?;
    let mut answers = Vec::new();
    while let Some(row) = rows.next().map_err(unreadable)? {
        let number = answers.len() as u64 + 1;
        if number > MOST_ROWS {
            return Err(TableError::Table(format!("more than {MOST_ROWS} rows")));
        }
        answers.push(table.answer(number, row)?);
    }
    Ok(answers)
}

/// Which table is read, and which of the four columns it has, in their order.
struct AnswerTable {
    name: String,
    columns: [Option<String>; 4],
}

impl AnswerTable {
    fn find(database: &Connection) -> Result<Self, TableError> {
        let mut found = Vec::new();
        let names = plain_tables(database).map_err(unreadable)?;
        for name in &names {
            let there = plain_columns(database, name).map_err(unreadable)?;
            if there.len() > MOST_COLUMNS {
                continue;
            }
            let column =
                |wanted: &str| there.iter().find(|column| column.eq_ignore_ascii_case(wanted)).cloned();
            let columns = ANSWER_COLUMNS.map(column);
            if let [Some(_), Some(_), ..] = columns {
                found.push(Self { name: name.clone(), columns });
            }
        }
        match found.len() {
            0 => Err(TableError::Table(
                "no table of the GeoPackage has the columns `gap` and `answer`".to_owned(),
            )),
            1 => Ok(found.remove(0)),
            _ => {
                let names: Vec<_> = found.iter().map(|table| table.name.as_str()).collect();
                Err(TableError::Table(format!("several tables have answers: {}", names.join(", "))))
            }
        }
    }

    fn query(&self) -> String {
        let columns = self.columns.iter().map(|column| column.as_deref().map_or("NULL".to_owned(), quoted));
        let columns = columns.collect::<Vec<_>>().join(", ");
        format!("SELECT {columns} FROM {}", quoted(&self.name))
    }

    fn answer(&self, number: u64, row: &Row<'_>) -> Result<AnswerRow, TableError> {
        let text = |column: usize| row.get_ref(column).map_err(unreadable).map(text);
        Ok(AnswerRow { number, gap: text(0)?, answer: text(1)?, planned_by: text(2)?, reason: text(3)? })
    }
}

/// Tables of features or attributes that are what they say: a view or a virtual
/// table would run what a stranger wrote.
fn plain_tables(database: &Connection) -> rusqlite::Result<Vec<String>> {
    let query = "SELECT s.name FROM gpkg_contents c \
        JOIN sqlite_schema s ON lower(s.name) = lower(c.table_name) \
        WHERE s.type = 'table' AND s.sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY s.name LIMIT 100";
    let mut statement = database.prepare(query)?;
    statement.query_map([], |row| row.get(0))?.collect()
}

fn text(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Text(bytes) if bytes.len() <= LONGEST_TEXT_BYTES => {
            String::from_utf8_lossy(bytes).trim().to_owned()
        }
        // Too long, or bytes: it says something, and nothing that can be taken.
        ValueRef::Text(_) | ValueRef::Blob(_) => "?".to_owned(),
        ValueRef::Integer(number) => number.to_string(),
        ValueRef::Real(number) => number.to_string(),
        ValueRef::Null => String::new(),
    }
}

fn unreadable(error: Error) -> TableError {
    TableError::Table(error.to_string())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ingest::read_answers;

    const CONTENTS: &str = "CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT);";

    fn database(schema: &str) -> Vec<u8> {
        let database = Connection::open_in_memory().unwrap();
        database.execute_batch(&format!("{CONTENTS}{schema}")).unwrap();
        database.serialize(rusqlite::MAIN_DB).unwrap().to_vec()
    }

    const GAPS: &str = "INSERT INTO gpkg_contents VALUES ('gaps', 'features'), ('v', 'features');
        CREATE TABLE gaps (fid INTEGER PRIMARY KEY, geom BLOB, Gap TEXT, answer TEXT, planned_by DATE, reason TEXT);";

    #[test]
    fn columns_are_found_whatever_their_case_and_values_are_texts() {
        let rows = "INSERT INTO gaps VALUES (1, x'00', 'a.v.1', ' planned ', '2027-06-30', NULL),
            (2, NULL, 'a.v.2', 'declined', NULL, 7), (3, NULL, NULL, x'00', 1.5, '');";
        let read = read_answers(&database(&format!("{GAPS}{rows}"))).unwrap();
        let told = |row: &AnswerRow| {
            let AnswerRow { number, gap, answer, planned_by, reason } = row;
            format!("{number}|{gap}|{answer}|{planned_by}|{reason}")
        };
        let told: Vec<_> = read.iter().map(told).collect();
        assert_eq!(told, ["1|a.v.1|planned|2027-06-30|", "2|a.v.2|declined||7", "3||?|1.5|"]);
    }

    #[track_caller]
    fn check_refused(bytes: &[u8], reason: &str) {
        let error = read_answers(bytes).unwrap_err().to_string();
        assert!(error.contains(reason), "{error}");
    }

    #[test]
    fn what_is_no_single_plain_table_is_refused() {
        let none = "no table of the GeoPackage has the columns";
        check_refused(&database(""), none);
        check_refused(
            &database("INSERT INTO gpkg_contents VALUES ('g', ''); CREATE TABLE g (gap TEXT);"),
            none,
        );
        let view =
            "INSERT INTO gpkg_contents VALUES ('v', ''); CREATE VIEW v AS SELECT 'a' AS gap, 'b' AS answer;";
        check_refused(&database(view), none);
        let second = format!("{GAPS} CREATE TABLE v (gap TEXT, answer TEXT);");
        check_refused(&database(&second), "several tables have answers: gaps, v");
        check_refused(b"SQLite format 3\0 and nothing else", "");
    }

    proptest! {
        /// Whatever is changed in a file, it is read or refused.
        #[test]
        fn damage_is_no_panic(changes in prop::collection::vec((0_usize..1 << 14, any::<u8>()), 1..40)) {
            let mut bytes = database(&format!("{GAPS}INSERT INTO gaps (gap, answer) VALUES ('a.v.1', 'accepted');"));
            let length = bytes.len();
            for (place, byte) in changes {
                bytes[16 + place % (length - 16)] = byte;
            }
            let _ = read_answers(&bytes);
        }
    }
}
