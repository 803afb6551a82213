//! Coverage as a table of grid cells with a number in each: how many networks
//! cover it. "At least k of them" is the claim.

use geo::{Coord, MultiPolygon};

use super::{
    CoverageReadError, CoverageReading, dissolve::CellSet, extent::RegionExtent, findings::partly_outside,
    reading::GREATEST_SHARE_OUTSIDE,
};
use crate::{
    domain::{Bilingual, CoverageFeature, Finding, LngLat, Region, Severity},
    geometry::{CellIndex, Grid, NamedSquare, Projection, WGS84},
    ingest::DEFAULT_UNPACKED_LIMIT_BYTES,
    ingest::{
        crs_name,
        csv_table::{CsvFault, CsvRow, CsvTable},
        unpack,
    },
};

/// What the caller knows of a table of cells.
#[derive(Clone, Debug)]
pub struct CellSource<'region> {
    /// The column of the cells' names, as [`NamedSquare::parse`] reads them.
    pub id_column: String,
    pub count_column: String,
    /// A cell is covered when its count is at least this.
    pub at_least: f64,
    /// The system of the cells, where their names say another or none: some
    /// publishers use the INSPIRE form outside EPSG:3035.
    pub crs: Option<String>,
    pub region: &'region Region,
    pub unpacked_limit_bytes: u64,
}

impl<'region> CellSource<'region> {
    /// A table whose cells are named in the column `id`.
    pub fn new(region: &'region Region, count_column: impl Into<String>, at_least: f64) -> Self {
        Self {
            id_column: "id".to_owned(),
            count_column: count_column.into(),
            at_least,
            crs: None,
            region,
            unpacked_limit_bytes: DEFAULT_UNPACKED_LIMIT_BYTES,
        }
    }
}

/// Reads the covered cells, dissolved to areas in the computing coordinate
/// reference system: features are numbered from 1 as the areas come. In the
/// cells' own system the areas are those of the cells exactly.
///
/// # Errors
/// When the table can't be unpacked or read, a column is missing, or a
/// coordinate reference system isn't known.
pub fn read_cells(bytes: &[u8], source: &CellSource<'_>) -> Result<CoverageReading, CoverageReadError> {
    let unpacked = unpack(bytes, source.unpacked_limit_bytes)?;
    let table = CsvTable::open(&unpacked)?;
    let column =
        |name: &str| table.column(name).ok_or_else(|| CoverageReadError::MissingColumn(name.to_owned()));
    let mut reader = CellReader {
        id_column: column(&source.id_column)?,
        count_column: column(&source.count_column)?,
        at_least: source.at_least,
        crs: source.crs.as_deref().map(crs_name).transpose()?,
        cells: None,
        findings: Vec::new(),
    };
    let mut feature_count = 0;
    for row in table.rows() {
        let row = row?;
        feature_count = row.number;
        if let Err(problem) = reader.take(&row) {
            reader.findings.push(problem.finding(row.number));
        }
    }
    reader.finish(feature_count, source.region)
}

struct CellReader {
    id_column: usize,
    count_column: usize,
    at_least: f64,
    /// As the caller says.
    crs: Option<String>,
    /// From the first cell on.
    cells: Option<Cells>,
    findings: Vec<Finding>,
}

/// Cells of one grid.
struct Cells {
    /// As the names say.
    crs: String,
    seen: CellSet,
    covered: CellSet,
}

/// Farther from the origin than any grid's cells, and still an index.
const FARTHEST_M: f64 = 1e8;

impl CellReader {
    fn take(&mut self, row: &CsvRow) -> Result<(), CellProblem> {
        let name = row.text(self.id_column);
        let unknown = || CellProblem::UnknownCell(name.clone());
        let square = NamedSquare::parse(&name).map_err(|_| unknown())?;
        let (grid, index) = cell_of(&square).ok_or_else(unknown)?;
        let count = row.amount(self.count_column).map_err(CellProblem::BadCount)?;
        let cells = self.cells.get_or_insert_with(|| Cells {
            crs: square.crs.clone(),
            seen: CellSet::new(grid),
            covered: CellSet::new(grid),
        });
        if cells.crs != square.crs || cells.seen.grid() != grid {
            return Err(CellProblem::OtherGrid(name));
        }
        if !cells.seen.insert(index) {
            return Err(CellProblem::DuplicateCell(name));
        }
        if count >= self.at_least {
            cells.covered.insert(index);
        }
        Ok(())
    }

    fn finish(mut self, feature_count: u64, region: &Region) -> Result<CoverageReading, CoverageReadError> {
        let (named_crs, covered) = match self.cells {
            Some(cells) => (cells.crs, cells.covered.dissolve()),
            None => (region.crs.clone(), Vec::new()),
        };
        let crs = self.crs.unwrap_or(named_crs);
        let projection = Projection::new(&crs, &region.crs)?;
        let to_wgs84 = Projection::new(&crs, WGS84)?;
        let mut features: Vec<CoverageFeature> = Vec::new();
        for polygon in covered {
            let corner = polygon.exterior().0.first().copied();
            match projection.geometry(&polygon) {
                Ok(placed) => features.push(CoverageFeature {
                    number: features.len() as u64 + 1,
                    area: MultiPolygon(vec![placed]),
                }),
                Err(error) => self.findings.push(no_place(error.to_string(), corner, &to_wgs84)),
            }
        }
        let share = RegionExtent::new(region).share_outside(features.iter().map(|feature| &feature.area));
        if share > GREATEST_SHARE_OUTSIDE {
            self.findings.push(partly_outside(share));
        }
        Ok(CoverageReading { features, findings: self.findings, feature_count, crs })
    }
}

/// The grid that a square belongs to and its place there.
fn cell_of(square: &NamedSquare) -> Option<(Grid, CellIndex)> {
    let (size_m, corner) = (square.rect.width(), square.rect.min());
    let is_aligned = |number: f64| number.abs() <= FARTHEST_M && number % size_m == 0.0;
    let is_cell = (1.0..=FARTHEST_M).contains(&size_m) && is_aligned(corner.x) && is_aligned(corner.y);
    is_cell.then(|| {
        let grid = Grid::new(size_m);
        (grid, grid.cell_at(corner))
    })
}

/// Why a row isn't taken.
enum CellProblem {
    UnknownCell(String),
    OtherGrid(String),
    BadCount(String),
    DuplicateCell(String),
}

impl CellProblem {
    fn finding(self, row: u64) -> Finding {
        let (code, swedish, english) = match self {
            Self::UnknownCell(name) => (
                "unknown_cell",
                format!("`{name}` är inget känt rutnamn."),
                format!("`{name}` is no known name of a grid cell."),
            ),
            Self::OtherGrid(name) => (
                "mixed_cells",
                format!("Rutan {name} hör till ett annat rutnät än filens första."),
                format!("The cell {name} belongs to another grid than the file's first."),
            ),
            Self::BadCount(reason) => (
                "bad_count",
                format!("Antalet kan inte läsas: {reason}."),
                format!("The count can't be read: {reason}."),
            ),
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

fn no_place(reason: String, corner: Option<Coord<f64>>, to_wgs84: &Projection) -> Finding {
    let message = Bilingual::new(
        format!("En yta har ingen plats i beräkningens koordinatsystem: {reason}."),
        format!("An area has no place in the computing coordinate system: {reason}."),
    );
    let position = corner.and_then(|coord| to_wgs84.coord(coord).ok());
    let place = position.map(|Coord { x, y }| LngLat { lng: x, lat: y });
    Finding { code: "no_place".into(), severity: Severity::Error, feature: None, place, message }
}

impl From<CsvFault> for CoverageReadError {
    fn from(fault: CsvFault) -> Self {
        Self::Csv { line: fault.line, reason: fault.reason }
    }
}

#[cfg(test)]
mod tests;
