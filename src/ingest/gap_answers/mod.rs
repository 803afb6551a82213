//! An operator's answers as a table: the one that was sent out, with the columns
//! for answers filled in, or any with the same names. What the rows mean is
//! `domain/gap_answers.rs`.

mod geopackage;

use super::csv_table::{CsvFault, CsvTable, TableError, decoded};
use crate::domain::AnswerRow;

/// The columns that are read; others may stand beside them.
pub const ANSWER_COLUMNS: [&str; 4] = ["gap", "answer", "planned_by", "reason"];

/// Reads answers as GeoPackage, or else as [`read_answer_table`] does.
///
/// # Errors
/// When it is neither: what is wrong with single rows isn't looked at here.
pub fn read_answers(bytes: &[u8]) -> Result<Vec<AnswerRow>, TableError> {
    if geopackage::is_database(bytes) { geopackage::read(bytes) } else { read_answer_table(bytes) }
}

/// Reads a table with named columns: as spreadsheets write it, comma,
/// semicolon or tabulator. Columns but `gap` and `answer` may be missing.
///
/// # Errors
/// When it is no such table: what is wrong with single rows isn't looked at here.
pub fn read_answer_table(bytes: &[u8]) -> Result<Vec<AnswerRow>, TableError> {
    let unreadable = |fault: CsvFault| TableError::Table(fault.to_string());
    let text = decoded(bytes);
    let table = CsvTable::open(text.as_bytes()).map_err(unreadable)?;
    let needed = |column| {
        let there = || table.headers().to_vec();
        table.column(column).ok_or_else(|| TableError::ColumnMissing { column, there: there() })
    };
    let [gap, answer, planned_by, reason] = ANSWER_COLUMNS;
    let (gap, answer) = (needed(gap)?, needed(answer)?);
    let (planned_by, reason) = (table.column(planned_by), table.column(reason));
    let rows = table.rows().map(|row| {
        let row = row.map_err(unreadable)?;
        let text = |column: Option<usize>| column.map(|column| row.text(column)).unwrap_or_default();
        Ok(AnswerRow {
            number: row.number,
            gap: row.text(gap),
            answer: row.text(answer),
            planned_by: text(planned_by),
            reason: text(reason),
        })
    });
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(number: u64, gap: &str, answer: &str, planned_by: &str, reason: &str) -> AnswerRow {
        let [gap, answer, planned_by, reason] = [gap, answer, planned_by, reason].map(str::to_owned);
        AnswerRow { number, gap, answer, planned_by, reason }
    }

    #[test]
    fn columns_are_found_by_name() {
        let comma = "gap,rank,answer,planned_by,reason\na.v.1,1,planned,2027-06-30,\na.v.2,2,declined,,\"No, never\"\n";
        let rows =
            [row(1, "a.v.1", "planned", "2027-06-30", ""), row(2, "a.v.2", "declined", "", "No, never")];
        assert_eq!(read_answer_table(comma.as_bytes()).unwrap(), rows);
        let marked = "\u{FEFF}answer;gap\n accepted ;a.v.1\n";
        assert_eq!(read_answer_table(marked.as_bytes()).unwrap(), [row(1, "a.v.1", "accepted", "", "")]);
    }

    #[test]
    fn a_table_without_its_columns_is_refused() {
        let error = read_answer_table(b"gap,comment\na.v.1,fine\n").unwrap_err();
        assert_eq!(error.to_string(), "the table has no column `answer`: it has gap, comment");
    }
}
