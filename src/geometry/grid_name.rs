//! Official names of statistical grid cells (R23).

use geo::{Coord, Rect};

use super::{CellIndex, Grid};

/// A square that a name stands for, and the system its corners are in.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedSquare {
    pub crs: String,
    pub rect: Rect<f64>,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no grid cell: expected SCB's E6N7 (3940006133000), INSPIRE (CRS3006RES1000mN6133000E394000) or 100mN27285E48011"
)]
pub struct GridNameError(pub String);

impl NamedSquare {
    /// Reads SCB's, INSPIRE's and the short form, whichever the name has.
    ///
    /// SCB's squares are 1 km; the short form's are in EPSG:3035 unless the
    /// caller knows better: some publishers use it for other systems.
    ///
    /// # Errors
    /// When the name has none of the forms.
    pub fn parse(name: &str) -> Result<Self, GridNameError> {
        scb(name)
            .or_else(|| inspire(name))
            .or_else(|| short(name))
            .ok_or_else(|| GridNameError(name.to_owned()))
    }

    /// The same square in a system that the caller names.
    pub fn in_crs(self, crs: &str) -> Self {
        Self { crs: crs.to_owned(), ..self }
    }

    fn new(crs: String, south_west: Coord<f64>, size_m: f64) -> Self {
        let north_east = Coord { x: south_west.x + size_m, y: south_west.y + size_m };
        Self { crs, rect: Rect::new(south_west, north_east) }
    }
}

/// SCB's name of the 1 km square of EPSG:3006 with this lower-left corner.
pub fn scb_name(south_west: Coord<f64>) -> String {
    format!("{:06}{:07}", south_west.x as i64, south_west.y as i64)
}

/// The short name of a grid's cell, in whole kilometres where the grid's cells are:
/// `10kmN712E71`. It doesn't say in which system.
pub fn short_name(grid: Grid, cell: CellIndex) -> String {
    let metres = grid.size_m() as i64;
    let size = if metres % 1_000 == 0 { format!("{}k", metres / 1_000) } else { metres.to_string() };
    format!("{size}mN{}E{}", cell.row, cell.column)
}

fn scb(name: &str) -> Option<NamedSquare> {
    if name.len() != 13 {
        return None;
    }
    let south_west = Coord { x: number(name.get(..6)?)?, y: number(name.get(6..)?)? };
    Some(NamedSquare::new("EPSG:3006".to_owned(), south_west, 1_000.0))
}

/// `[SE_]CRS3006RES1000mN6133000E394000`, northing first.
fn inspire(name: &str) -> Option<NamedSquare> {
    let (_, rest) = name.split_once("CRS")?;
    let (epsg, rest) = rest.split_once("RES")?;
    let (size, rest) = rest.split_once('m')?;
    let (north, east) = rest.strip_prefix('N')?.split_once('E')?;
    number(epsg)?;
    let south_west = Coord { x: number(east)?, y: number(north)? };
    Some(NamedSquare::new(format!("EPSG:{epsg}"), south_west, number(size)?))
}

/// `100mN27285E48011`: corners in units of the cell's size.
fn short(name: &str) -> Option<NamedSquare> {
    let (size, rest) = name.split_once('m')?;
    let (size, factor) = match size.strip_suffix('k') {
        Some(kilometres) => (kilometres, 1_000.0),
        None => (size, 1.0),
    };
    let size_m = number(size)? * factor;
    let (north, east) = rest.strip_prefix('N')?.split_once('E')?;
    let south_west = Coord { x: number(east)? * size_m, y: number(north)? * size_m };
    (size_m > 0.0).then(|| NamedSquare::new("EPSG:3035".to_owned(), south_west, size_m))
}

fn number(digits: &str) -> Option<f64> {
    let all_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if all_digits { digits.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, crs: &str, (x, y): (f64, f64), size_m: f64) {
        let square = NamedSquare::parse(name).unwrap();
        assert_eq!(square.crs, crs);
        assert_eq!((square.rect.min().x, square.rect.min().y), (x, y));
        assert_eq!((square.rect.width(), square.rect.height()), (size_m, size_m));
    }

    #[test]
    fn the_three_forms() {
        check("3940006133000", "EPSG:3006", (394_000.0, 6_133_000.0), 1_000.0);
        check("SE_CRS3006RES1000mN6133000E394000", "EPSG:3006", (394_000.0, 6_133_000.0), 1_000.0);
        check("CRS3035RES1000mN4512000E4795000", "EPSG:3035", (4_795_000.0, 4_512_000.0), 1_000.0);
        check("100mN27285E48011", "EPSG:3035", (4_801_100.0, 2_728_500.0), 100.0);
        check("1kmN2728E4801", "EPSG:3035", (4_801_000.0, 2_728_000.0), 1_000.0);
    }

    #[test]
    fn other_names_are_refused_whole() {
        for name in [
            "",
            "394000613300",
            "39400061330ab",
            "CRS3006RES1000mN61330",
            "100mE1N1",
            "mN1E1",
            "0mN1E1",
            "åäöåäöå",
        ] {
            assert_eq!(NamedSquare::parse(name), Err(GridNameError(name.to_owned())), "{name}");
        }
    }

    #[test]
    fn short_names_are_read_back() {
        let cell = CellIndex { column: 71, row: 712 };
        for (grid, name) in [(Grid::new(10e3), "10kmN712E71"), (Grid::MEASUREMENT, "100mN712E71")] {
            assert_eq!(short_name(grid, cell), name);
            assert_eq!(NamedSquare::parse(name).unwrap().rect, grid.rect(cell));
        }
    }

    #[test]
    fn scb_names_are_read_back() {
        let corner = Coord { x: 394_000.0, y: 6_133_000.0 };
        assert_eq!(NamedSquare::parse(&scb_name(corner)).unwrap().rect.min(), corner);
    }
}
