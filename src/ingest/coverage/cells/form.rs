//! The forms of tables of cells: how each names its cells, and which of its
//! columns says that a cell is covered.

use geo::{Coord, Rect};

use super::CoverageFormat;
use crate::{
    geometry::{CellIndex, Grid, NamedSquare},
    ingest::{
        coverage::{
            CoverageReadError, CoverageSource, CoveredWhere, ReadFault, header_columns::header_field,
        },
        csv_table::{CsvRow, CsvTable},
    },
};

/// The Austrian regulator's: names as of INSPIRE, rates in bit/s.
const AUSTRIAN_CELL: &str = "raster";
const AUSTRIAN_RATE: &str = "dl_normal";

/// The German regulator's: names like INSPIRE's and another system, counts of
/// networks.
const GERMAN_CELL: &str = "id";
const GERMAN_COUNTS: [&str; 5] = ["gsm", "umts", "lte", "nr_", "5g"];
const GERMAN_CRS: &str = "EPSG:25832";

/// Farther from the origin than any grid's cells, and still an index.
const FARTHEST_M: f64 = 1e8;

/// How the rows of one table are read.
pub struct Form {
    pub cell_column: usize,
    cell_size_m: Option<f64>,
    /// Where the form has one whatever its names look like.
    pub crs: Option<String>,
    /// None: every cell listed is covered.
    covered: Option<(usize, CoveredWhere)>,
}

/// The form of a table, from its first lines.
pub fn recognise(text: &[u8]) -> Option<CoverageFormat> {
    let table = CsvTable::from_reader(Box::new(text), usize::MAX).ok()?;
    let names: Vec<String> = table.headers().iter().map(|name| name.to_lowercase()).collect();
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    if has(AUSTRIAN_CELL) && has(AUSTRIAN_RATE) {
        return Some(CoverageFormat::CellsAustrian);
    }
    let counts = |name: &String| GERMAN_COUNTS.iter().any(|count| name.starts_with(count));
    if has(GERMAN_CELL) && names.iter().any(counts) {
        return Some(CoverageFormat::CellsGerman);
    }
    let columns = names.len();
    let row = table.rows().next()?.ok()?;
    let name = (0..columns).map(|column| row.text(column)).find(|text| NamedSquare::parse(text).is_ok())?;
    Some(if is_scb(&name) { CoverageFormat::CellsScb } else { CoverageFormat::CellsInspire })
}

impl Form {
    /// # Errors
    /// When a column is missing, or it isn't said which values are coverage.
    pub fn of(
        format: CoverageFormat,
        table: &CsvTable<'_>,
        source: &CoverageSource<'_>,
    ) -> Result<Self, CoverageReadError> {
        let column = |name: &str| table.column(name).ok_or_else(|| ReadFault::MissingColumn.with(name));
        let cell_column = match (&source.cell_column, format) {
            (Some(name), _) => column(name)?,
            (None, CoverageFormat::CellsAustrian) => column(AUSTRIAN_CELL)?,
            (None, CoverageFormat::CellsGerman) => column(GERMAN_CELL)?,
            (None, _) => table.first_column_with(|text| NamedSquare::parse(text).is_ok()).unwrap_or(0),
        };
        let covered = match covered_where(format, source) {
            Some((name, covered)) => Some((column(&name)?, covered)),
            None if lists_covered_cells(table, cell_column) && source.covered.is_none() => None,
            None => return Err(ReadFault::CoveredMissing.with(table.headers().join(", "))),
        };
        Ok(Self {
            cell_column,
            cell_size_m: source.cell_size_m,
            crs: (format == CoverageFormat::CellsGerman).then(|| GERMAN_CRS.to_owned()),
            covered,
        })
    }

    /// SCB's names don't say how large the square is.
    pub fn square(&self, name: &str) -> Option<NamedSquare> {
        let square = NamedSquare::parse(name).ok()?;
        Some(match self.cell_size_m {
            Some(size_m) if is_scb(name) => {
                let corner = square.rect.min();
                let rect = Rect::new(corner, corner + Coord { x: size_m, y: size_m });
                NamedSquare { rect, ..square }
            }
            _ => square,
        })
    }

    /// # Errors
    /// The text that is no number.
    pub fn is_covered(&self, row: &CsvRow) -> Result<bool, String> {
        let Some((column, covered)) = &self.covered else { return Ok(true) };
        row.number_at(*column).map(|number| covered.holds(number))
    }
}

/// The column and its rule; none where nobody says it.
fn covered_where(format: CoverageFormat, source: &CoverageSource<'_>) -> Option<(String, CoveredWhere)> {
    let rate_column = (format == CoverageFormat::CellsAustrian).then_some(AUSTRIAN_RATE);
    match &source.covered {
        Some(covered) => {
            let column = covered.column().or(rate_column)?;
            Some((column.to_owned(), covered.clone()))
        }
        None => {
            let rate = f64::from(source.service?.download_mbps()?) * 1e6;
            let column = rate_column?;
            Some((column.to_owned(), CoveredWhere::AtLeast { column: None, value: rate }))
        }
    }
}

/// Nothing but names and header fields: the list is of covered cells.
fn lists_covered_cells(table: &CsvTable<'_>, cell_column: usize) -> bool {
    let mut columns = table.headers().iter().enumerate();
    columns.all(|(index, name)| index == cell_column || header_field(name).is_some())
}

fn is_scb(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_digit())
}

/// The grid that a square belongs to and its place there.
pub fn cell_of(square: &NamedSquare) -> Option<(Grid, CellIndex)> {
    let (size_m, corner) = (square.rect.width(), square.rect.min());
    let is_aligned = |number: f64| number.abs() <= FARTHEST_M && number % size_m == 0.0;
    let is_cell = (1.0..=FARTHEST_M).contains(&size_m) && is_aligned(corner.x) && is_aligned(corner.y);
    is_cell.then(|| {
        let grid = Grid::new(size_m);
        (grid, grid.cell_at(corner))
    })
}
