//! Inhabitants by the squares of a statistical grid, as CSV with named columns,
//! and by points.

use std::collections::{BTreeMap, BTreeSet};

use geo::Polygon;

use super::{
    REGION_FILE, RegionError,
    document::{PopulationLayer, PopulationPointLayer},
    error::Item,
    files::Shelf,
    layer::Layer,
};
use crate::{
    domain::{PopulationPoint, PopulationSquare, Zone, ZoneCode, ZoneKind},
    geometry::{NamedSquare, Projection},
    ingest::{
        crs_name,
        csv_table::{CsvRow, CsvTable},
    },
};

/// Reads the squares; the corners of each are projected from the grid's own
/// system, so that a square stays four-cornered.
///
/// # Errors
/// When a column is missing, a cell's name or number can't be read, or a
/// municipality isn't among the zones.
pub fn read(
    shelf: &mut Shelf<'_>,
    layer: &PopulationLayer,
    zones: &[Zone],
) -> Result<Vec<PopulationSquare>, RegionError> {
    let file = layer.file.as_str();
    let whole = |reason: String| RegionError::file(file, reason);
    let bytes = shelf.take_unpacked("population", file)?;
    let table = CsvTable::open(&bytes).map_err(|fault| whole(fault.to_string()))?;
    let column = |name: &str| table.column(name).ok_or_else(|| whole(format!("there is no column `{name}`")));
    let municipalities = zones.iter().filter(|zone| zone.kind == ZoneKind::municipality());
    let mut reader = SquareReader {
        cell: column(&layer.cell)?,
        inhabitants: column(&layer.inhabitants)?,
        municipality: layer.municipality.as_deref().map(column).transpose()?,
        crs: layer
            .crs
            .as_deref()
            .map(crs_name)
            .transpose()
            .map_err(|error| RegionError::file(REGION_FILE, format!("population, crs: {error}")))?,
        municipalities: municipalities.map(|zone| &zone.code).collect(),
        computing_crs: &shelf.crs,
        projections: BTreeMap::new(),
    };
    let square = |row: Result<CsvRow, _>| {
        let row = row.map_err(|fault: crate::ingest::csv_table::CsvFault| whole(fault.to_string()))?;
        reader.square(&row).map_err(|reason| RegionError::item(file, Item::Row, row.number, reason))
    };
    table.rows().map(square).collect()
}

/// Inhabitants at points, as GeoJSON.
pub fn read_points(
    shelf: &mut Shelf<'_>,
    document: &PopulationPointLayer,
) -> Result<Vec<PopulationPoint>, RegionError> {
    let layer = Layer::read(shelf, "population_points", &document.file)?;
    let point = |feature| {
        Ok(PopulationPoint {
            inhabitants: layer.amount(feature, &document.inhabitants)?,
            position: layer.point(feature)?,
        })
    };
    layer.features.iter().map(point).collect()
}

struct SquareReader<'region> {
    cell: usize,
    inhabitants: usize,
    municipality: Option<usize>,
    crs: Option<String>,
    municipalities: BTreeSet<&'region ZoneCode>,
    computing_crs: &'region str,
    projections: BTreeMap<String, Projection>,
}

impl SquareReader<'_> {
    fn square(&mut self, row: &CsvRow) -> Result<PopulationSquare, String> {
        let cell = row.text(self.cell);
        let named = NamedSquare::parse(&cell).map_err(|error| error.to_string())?;
        let named = match &self.crs {
            Some(crs) => named.in_crs(crs),
            None => named,
        };
        Ok(PopulationSquare {
            inhabitants: row.amount(self.inhabitants).map_err(|reason| format!("inhabitants: {reason}"))?,
            municipality: self.municipality(row)?,
            outline: self.outline(&named)?,
            cell,
        })
    }

    fn municipality(&self, row: &CsvRow) -> Result<Option<ZoneCode>, String> {
        let code = self.municipality.map(|column| row.text(column)).filter(|code| !code.is_empty());
        match code.map(ZoneCode::new) {
            Some(code) if !self.municipalities.contains(&code) => {
                Err(format!("`{code}` is no municipality of the region"))
            }
            code => Ok(code),
        }
    }

    fn outline(&mut self, square: &NamedSquare) -> Result<Polygon<f64>, String> {
        let outline = square.rect.to_polygon();
        if square.crs == self.computing_crs {
            return Ok(outline);
        }
        if !self.projections.contains_key(&square.crs) {
            let projection =
                Projection::new(&square.crs, self.computing_crs).map_err(|error| error.to_string())?;
            self.projections.insert(square.crs.clone(), projection);
        }
        self.projections[&square.crs].geometry(&outline).map_err(|error| error.to_string())
    }
}
