//! Coverage as a table of grid cells (CSV, plain or gzip): covered where a
//! column's value reaches a limit, or wherever a cell is listed. Cells that adjoin
//! are one feature; features are numbered from 1 as their areas close, from north
//! to south, and rows as they stand in the file.

mod blocks;
mod form;
mod problem;

use std::{path::Path, sync::Arc};

use geo::Coord;

use super::{
    CoverageFormat, CoverageReadError, CoverageReading, CoverageSource, FileCrs, HeaderColumns, ReadFault,
    cell_area::{CellArea, LONGEST_EDGE, Placing},
    findings::FindingList,
    header_columns::header_field,
    outline::Outline,
    pipeline::{Opened, Pipeline, Sink, run},
};
use crate::{
    geometry::{Grid, NamedSquare},
    ingest::{
        Content,
        csv_table::{CsvFault, CsvRow, CsvTable},
    },
};

use self::{blocks::CellBlocks, form::Form, problem::CellProblem};

pub use form::recognise;
pub use problem::FINDING_CODES;

pub fn read(
    path: &Path,
    format: CoverageFormat,
    source: &CoverageSource<'_>,
    sink: &mut Sink<'_>,
) -> Result<CoverageReading, CoverageReadError> {
    let table =
        CsvTable::from_reader(Content::File(path).open(source.limits.unpack())?, source.limits.text_bytes)?;
    if table.headers().len() > source.limits.columns {
        return Err(ReadFault::TooManyColumns.with(source.limits.columns));
    }
    let form = Form::of(format, &table, source)?;
    let header = table.headers().iter().enumerate();
    let header = header.filter_map(|(index, name)| Some((index, header_field(name)?))).collect();
    let mut cells = CellTable {
        form,
        source,
        header_columns: header,
        blocks: None,
        header: HeaderColumns::default(),
        findings: FindingList::new(source.limits.findings),
        rows: 0,
    };
    for row in table.rows() {
        cells.take(&row?)?;
    }
    cells.finish(format, sink)
}

/// A table halfway through.
struct CellTable<'source> {
    form: Form,
    source: &'source CoverageSource<'source>,
    header_columns: Vec<(usize, &'static str)>,
    /// From the first cell on, with the system as the names say.
    blocks: Option<(String, CellBlocks)>,
    header: HeaderColumns,
    findings: FindingList,
    rows: u64,
}

impl CellTable<'_> {
    fn take(&mut self, row: &CsvRow) -> Result<(), CoverageReadError> {
        self.rows = row.number;
        if self.rows > self.source.limits.features {
            return Err(ReadFault::TooManyFeatures.with(self.source.limits.features));
        }
        for (column, field) in &self.header_columns {
            self.header.add(field, &row.text(*column));
        }
        let name = row.text(self.form.cell_column);
        match self.form.square(&name) {
            None => self.found(CellProblem::UnknownCell(name), row.number),
            Some(square) => self.place(&name, square, row)?,
        }
        Ok(())
    }

    fn place(&mut self, name: &str, square: NamedSquare, row: &CsvRow) -> Result<(), CoverageReadError> {
        let Some((grid, cell)) = form::cell_of(&square) else {
            self.found(CellProblem::UnknownCell(name.to_owned()), row.number);
            return Ok(());
        };
        let is_covered = match self.form.is_covered(row) {
            Ok(is_covered) => is_covered,
            Err(text) => {
                self.found(CellProblem::BadValue(text), row.number);
                return Ok(());
            }
        };
        let limit = self.source.limits.cell_blocks;
        let (crs, blocks) =
            self.blocks.get_or_insert_with(|| (square.crs.clone(), CellBlocks::new(grid, limit)));
        if *crs != square.crs || blocks.grid() != grid {
            self.found(CellProblem::OtherGrid(name.to_owned()), row.number);
        } else if !blocks.insert(cell, is_covered)? {
            self.found(CellProblem::DuplicateCell(name.to_owned()), row.number);
        }
        Ok(())
    }

    fn found(&mut self, problem: CellProblem, row: u64) {
        self.findings.add(problem.finding(row));
    }

    fn finish(
        self,
        format: CoverageFormat,
        sink: &mut Sink<'_>,
    ) -> Result<CoverageReading, CoverageReadError> {
        let Self { source, form, header, findings, rows, blocks, .. } = self;
        let region_crs = &source.region.crs;
        let (named, blocks) = blocks.unzip();
        let crs = form.crs.or(named).unwrap_or_else(|| region_crs.clone());
        let crs = source.agreed_crs(&FileCrs::ByForm(crs))?;
        let placing = blocks.as_ref().map(|blocks| placing(blocks.grid(), crs != *region_crs));
        let cell_size = blocks.as_ref().map(|blocks| blocks.grid().size_m());
        let opened = Opened { format, crs, layer: None, cell_size };
        run(opened, source, sink, |pipeline| {
            pipeline.feature_count = rows;
            pipeline.header = header;
            pipeline.findings = findings;
            match (blocks, placing) {
                (Some(blocks), Some(placing)) => trace(&blocks, Arc::new(placing), source, pipeline),
                _ => Ok(()),
            }
        })
    }
}

/// Rows count to the south, cells' rows to the north.
fn placing(grid: Grid, is_projected: bool) -> Placing {
    let size_m = grid.size_m();
    Placing {
        origin: Coord::zero(),
        column: Coord { x: size_m, y: 0.0 },
        row: Coord { x: 0.0, y: -size_m },
        longest_edge: is_projected.then_some(LONGEST_EDGE),
    }
}

fn trace(
    blocks: &CellBlocks,
    placing: Arc<Placing>,
    source: &CoverageSource<'_>,
    pipeline: &mut Pipeline<'_, '_, CellArea>,
) -> Result<(), CoverageReadError> {
    let mut outline = Outline::new(source.limits.open_corners);
    let mut number = 0;
    let mut push = |closed: Vec<super::outline::Loops>| {
        closed.into_iter().try_for_each(|loops| {
            number += 1;
            pipeline.push_uncounted(CellArea { number, loops, placing: placing.clone() })
        })
    };
    blocks.for_each_row(|row, runs| {
        outline.row(row, runs);
        push(outline.take_closed())
    })?;
    outline.cut();
    push(outline.take_closed())
}

impl From<CsvFault> for CoverageReadError {
    fn from(fault: CsvFault) -> Self {
        match fault {
            CsvFault::Broken { line, reason } => ReadFault::BrokenCsv.with(format!("{line}: {reason}")),
            CsvFault::TooLong { line, limit_bytes } => {
                ReadFault::TextTooLong.with(format!("{line}: > {limit_bytes} byte"))
            }
            CsvFault::Unpack(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests;
