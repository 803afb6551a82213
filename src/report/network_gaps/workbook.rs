//! An issued report as a spreadsheet (Office Open XML): the gaps with their columns
//! to answer in, then what was asked, what is enough and what all of it rests on.
//!
//! Texts of strangers are written as strings, which no program computes.

use rust_xlsxwriter::{
    Color, DataValidation, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook,
    Worksheet, XlsxError,
};

use jiff::{Timestamp, tz::TimeZone};

use super::tables::{Cell, Column, ColumnKind, IssuedDocumentError, IssuedTables, Source, Table};
use crate::domain::GapAnswerKind;

#[derive(Debug, thiserror::Error)]
pub enum WorkbookError {
    #[error(transparent)]
    Document(#[from] IssuedDocumentError),
    #[error("the spreadsheet can't be written: {0}")]
    Workbook(#[from] XlsxError),
}

const HEADER: u32 = 0;
/// Widths in characters.
const NARROWEST: f64 = 8.0;
const WIDEST: f64 = 48.0;
/// What a cell of a spreadsheet holds at most.
const LONGEST_TEXT: usize = 32_767;

struct Formats {
    header: Format,
    answer_header: Format,
    text: Format,
    integer: Format,
    real: Format,
    day: Format,
    answer: Format,
    answer_day: Format,
}

impl Formats {
    fn new() -> Self {
        let cell = || Format::new().set_align(FormatAlign::Top);
        let header = || cell().set_bold().set_text_wrap().set_border_bottom(FormatBorder::Medium);
        // Pale, with a border: what is to be filled in shows without its colour, too.
        let to_fill = |format: Format| {
            format.set_background_color(Color::RGB(0x00FF_F4CC)).set_border(FormatBorder::Thin)
        };
        Self {
            header: header().set_background_color(Color::RGB(0x00E6_EAED)),
            answer_header: to_fill(header()),
            text: cell(),
            integer: cell().set_num_format("#,##0"),
            real: cell().set_num_format("#,##0.0##"),
            day: cell().set_num_format("yyyy-mm-dd"),
            answer: to_fill(cell()),
            answer_day: to_fill(cell()).set_num_format("yyyy-mm-dd"),
        }
    }

    fn of(&self, column: &Column) -> &Format {
        match (&column.source, column.kind) {
            (Source::Answer, ColumnKind::Day) => &self.answer_day,
            (Source::Answer, _) => &self.answer,
            (_, ColumnKind::Text) => &self.text,
            (_, ColumnKind::Integer) => &self.integer,
            (_, ColumnKind::Real) => &self.real,
            (_, ColumnKind::Day) => &self.day,
        }
    }

    fn of_header(&self, column: &Column) -> &Format {
        if matches!(column.source, Source::Answer) { &self.answer_header } else { &self.header }
    }
}

/// The file, the same for the same document and moment of issue.
///
/// # Errors
/// When the document isn't one of a report, or is larger than a spreadsheet may be.
pub fn network_gap_workbook(document: &str, issued_at: Timestamp) -> Result<Vec<u8>, WorkbookError> {
    let tables = IssuedTables::read(document)?;
    let (formats, mut workbook) = (Formats::new(), Workbook::new());
    let created = format!("{:.0}", issued_at.to_zoned(TimeZone::UTC).datetime());
    let properties = DocProperties::new().set_creation_datetime(&ExcelDateTime::parse_from_str(&created)?);
    workbook.set_properties(&properties.set_title("Bristrapport").set_author("Täckning"));
    let [gaps, dead_zones, failing_cells] = &tables.layers;
    let [requirements, enough, gone, basis] = &tables.lists;
    for table in [gaps, requirements, enough, dead_zones, failing_cells, gone, basis] {
        write(workbook.add_worksheet(), table, &formats)?;
    }
    explain(workbook.add_worksheet(), &tables, &formats)?;
    Ok(workbook.save_to_buffer()?)
}

fn write(sheet: &mut Worksheet, table: &Table, formats: &Formats) -> Result<(), XlsxError> {
    sheet.set_name(&table.title.sv)?;
    let last_row = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
    for (number, column) in (0_u16..).zip(table.columns) {
        sheet.set_column_width(number, width(table, usize::from(number)))?;
        sheet.write_string_with_format(HEADER, number, column.name, formats.of_header(column))?;
        for (row, found) in (HEADER + 1..).zip(&table.rows) {
            write_cell(sheet, (row, number), &found.cells[usize::from(number)], formats.of(column))?;
        }
        if column.name == "answer" && last_row > 0 {
            let words: Vec<&str> = GapAnswerKind::ALL.iter().map(|kind| kind.as_str()).collect();
            let choice = DataValidation::new().allow_list_strings(&words)?;
            sheet.add_data_validation(HEADER + 1, number, last_row, number, &choice)?;
        }
    }
    sheet.set_freeze_panes(HEADER + 1, 1)?;
    if let Some(last_column) = u16::try_from(table.columns.len()).ok().and_then(|count| count.checked_sub(1))
    {
        sheet.autofilter(HEADER, 0, last_row, last_column)?;
    }
    Ok(())
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    format: &Format,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => sheet.write_blank(row, column, format)?,
        Cell::Text(text) => {
            let text: String = text.chars().take(LONGEST_TEXT).collect();
            sheet.write_string_with_format(row, column, text, format)?
        }
        Cell::Integer(number) => sheet.write_number_with_format(row, column, *number as f64, format)?,
        Cell::Real(number) => sheet.write_number_with_format(row, column, *number, format)?,
        Cell::Day(day) => {
            sheet.write_datetime_with_format(row, column, &ExcelDateTime::parse_from_str(day)?, format)?
        }
    };
    Ok(())
}

/// As wide as its longest text, within bounds.
fn width(table: &Table, column: usize) -> f64 {
    let lengths = table.rows.iter().map(|row| match &row.cells[column] {
        Cell::Empty => 0,
        Cell::Text(text) | Cell::Day(text) => text.chars().count(),
        Cell::Integer(_) | Cell::Real(_) => 14,
    });
    let header = table.columns[column].name.len();
    let longest = lengths.max().unwrap_or_default().max(header) as f64;
    (longest + 2.0).clamp(NARROWEST, WIDEST)
}

/// What each column says, in both languages.
fn explain(sheet: &mut Worksheet, tables: &IssuedTables, formats: &Formats) -> Result<(), XlsxError> {
    sheet.set_name("Förklaring")?;
    for (number, (name, width)) in
        (0_u16..).zip([("blad", 24.0), ("kolumn", 20.0), ("betydelse", 70.0), ("meaning", 70.0)])
    {
        sheet.set_column_width(number, width)?;
        sheet.write_string_with_format(HEADER, number, name, &formats.header)?;
    }
    let all = tables.layers.iter().chain(&tables.lists);
    let columns = all.flat_map(|table| table.columns.iter().map(move |column| (table, column)));
    for (row, (table, column)) in (HEADER + 1..).zip(columns) {
        let [sv, en] = column.meaning;
        for (number, text) in (0_u16..).zip([table.title.sv.as_str(), column.name, sv, en]) {
            sheet.write_string_with_format(row, number, text, &formats.text)?;
        }
    }
    sheet.set_freeze_panes(HEADER + 1, 0)?;
    Ok(())
}
