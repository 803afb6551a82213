//! Why a row of a table isn't taken.

use crate::domain::{Bilingual, Finding, Severity};

pub enum CellProblem {
    UnknownCell(String),
    OtherGrid(String),
    BadValue(String),
    DuplicateCell(String),
}

pub const FINDING_CODES: [&str; 4] = ["unknown_cell", "mixed_cells", "bad_value", "duplicate_cell"];

/// A text of strangers is shown as far as it helps.
const SHOWN_CHARACTERS: usize = 60;

impl CellProblem {
    pub fn finding(self, row: u64) -> Finding {
        let (code, swedish, english) = match self {
            Self::UnknownCell(name) => {
                let name = shown(&name);
                (
                    "unknown_cell",
                    format!("`{name}` är inget känt rutnamn."),
                    format!("`{name}` is no known name of a grid cell."),
                )
            }
            Self::OtherGrid(name) => (
                "mixed_cells",
                format!("Rutan {name} hör till ett annat rutnät än filens första."),
                format!("The cell {name} belongs to another grid than the file's first."),
            ),
            Self::BadValue(text) => {
                let text = shown(&text);
                ("bad_value", format!("`{text}` är inget tal."), format!("`{text}` is no number."))
            }
            Self::DuplicateCell(name) => (
                "duplicate_cell",
                format!("Rutan {name} finns redan; den första raden gäller."),
                format!("The cell {name} was there before; the first row counts."),
            ),
        };
        let message = Bilingual::new(swedish, english);
        Finding { code: code.into(), severity: Severity::Error, feature: Some(row), place: None, message }
    }
}

fn shown(text: &str) -> String {
    text.chars().take(SHOWN_CHARACTERS).collect()
}
