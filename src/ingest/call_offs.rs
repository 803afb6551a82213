//! Call-offs as a table of a buyer's ledger. What the rows mean is `domain/call_offs.rs`.

use super::csv_table::{CsvFault, CsvTable, TableError, decoded};
use crate::domain::CallOffRow;

/// The columns, each by the names that are read; others may stand beside them.
pub const CALL_OFF_COLUMNS: [[&str; 2]; 5] = [
    ["organisation", "organisationsnummer"],
    ["day", "datum"],
    ["amount_sek", "belopp"],
    ["supplier", "leverantör"],
    ["reference", "referens"],
];

/// Reads a table with named columns, in UTF-8 (with or without a mark) or as
/// spreadsheets in Sweden write it (Windows-1252); comma, semicolon or tabulator.
///
/// # Errors
/// When it is no such table: what is wrong with single rows isn't looked at here.
pub fn read_call_off_table(bytes: &[u8]) -> Result<Vec<CallOffRow>, TableError> {
    let text = decoded(bytes);
    let unreadable = |fault: CsvFault| TableError::Table(fault.to_string());
    let table = CsvTable::open(text.as_bytes()).map_err(unreadable)?;
    let [organisation, day, amount, supplier, reference] = columns(&table)?;
    let rows = table.rows().map(|row| {
        let row = row.map_err(unreadable)?;
        Ok(CallOffRow {
            number: row.number,
            organisation: row.text(organisation),
            day: row.text(day),
            amount: row.text(amount),
            supplier: row.text(supplier),
            reference: row.text(reference),
        })
    });
    rows.collect()
}

fn columns(table: &CsvTable<'_>) -> Result<[usize; 5], TableError> {
    let mut places = [0; 5];
    for (place, names) in places.iter_mut().zip(CALL_OFF_COLUMNS) {
        let is_meant = |header: &String| names.contains(&header.to_lowercase().as_str());
        let found = table.headers().iter().position(is_meant);
        let there = || table.headers().to_vec();
        *place = found.ok_or_else(|| TableError::ColumnMissing { column: names[0], there: there() })?;
    }
    Ok(places)
}

#[cfg(test)]
mod tests {
    use encoding_rs::WINDOWS_1252;

    use super::*;

    fn expected() -> Vec<CallOffRow> {
        let [organisation, day, amount, supplier, reference] =
            ["402000-0008", "2026-03-01", "1 000,50", "Nätbolaget Älv", "A1"].map(str::to_owned);
        vec![CallOffRow { number: 1, organisation, day, amount, supplier, reference }]
    }

    #[test]
    fn columns_are_found_by_their_swedish_and_english_names() {
        let swedish = "Datum;Organisationsnummer;Belopp;Leverantör;Referens\n2026-03-01;402000-0008;1 000,50;Nätbolaget Älv;A1\n";
        assert_eq!(read_call_off_table(swedish.as_bytes()).unwrap(), expected());
        let windows = WINDOWS_1252.encode(swedish).0;
        assert_eq!(read_call_off_table(&windows).unwrap(), expected());
        let english = "organisation,day,amount_sek,supplier,reference,note\n402000-0008,2026-03-01,\"1 000,50\",Nätbolaget Älv,A1,x\n";
        assert_eq!(read_call_off_table(format!("\u{FEFF}{english}").as_bytes()).unwrap(), expected());
    }

    #[test]
    fn a_table_without_its_columns_is_refused() {
        let error = read_call_off_table(b"organisation,day\na,b\n").unwrap_err();
        assert_eq!(error.to_string(), "the table has no column `amount_sek`: it has organisation, day");
    }
}
