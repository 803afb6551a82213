//! Header fields among a FlatGeobuf feature's properties.

use flatgeobuf::{ColumnType, Header};

use crate::ingest::coverage::{CoverageReadError, ReadFault, ReadLimits, header_columns::header_field};

/// What each column holds, in the order of their numbers.
pub struct Columns {
    columns: Vec<(Option<&'static str>, ColumnType)>,
    longest_text: usize,
}

impl Columns {
    /// # Errors
    /// When there are too many.
    pub fn of(header: &Header<'_>, limits: &ReadLimits) -> Result<Self, CoverageReadError> {
        let columns = header.columns();
        if columns.is_some_and(|columns| columns.len() > limits.columns) {
            return Err(ReadFault::TooManyColumns.with(limits.columns));
        }
        let columns = columns.into_iter().flatten();
        let columns = columns.map(|column| (header_field(column.name()), column.type_())).collect();
        Ok(Self { columns, longest_text: limits.text_bytes })
    }

    pub fn hold_header_fields(&self) -> bool {
        self.columns.iter().any(|(field, _)| field.is_some())
    }

    /// The header fields' values, up to where the bytes make no sense.
    pub fn header(&self, bytes: &[u8]) -> Vec<(&'static str, String)> {
        let mut found = Vec::new();
        let mut rest = bytes;
        while let Some((field, text)) = self.next(&mut rest) {
            found.extend(field.zip(text));
        }
        found
    }

    /// The next property; its text where its column is a header field.
    fn next(&self, rest: &mut &[u8]) -> Option<(Option<&'static str>, Option<String>)> {
        let number = u16::from_le_bytes(*rest.split_off(..2)?.first_chunk()?);
        let (field, kind) = *self.columns.get(usize::from(number))?;
        let length = match kind {
            ColumnType::Byte | ColumnType::UByte | ColumnType::Bool => 1,
            ColumnType::Short | ColumnType::UShort => 2,
            ColumnType::Int | ColumnType::UInt | ColumnType::Float => 4,
            ColumnType::Long | ColumnType::ULong | ColumnType::Double => 8,
            ColumnType::String | ColumnType::Json | ColumnType::DateTime | ColumnType::Binary => {
                u32::from_le_bytes(*rest.split_off(..4)?.first_chunk()?) as usize
            }
            _ => return None,
        };
        let value = rest.split_off(..length)?;
        let text = field.and_then(|_| text_of(kind, value)).filter(|text| text.len() <= self.longest_text);
        Some((field, text))
    }
}

fn text_of(kind: ColumnType, value: &[u8]) -> Option<String> {
    Some(match kind {
        ColumnType::Byte => i8::from_le_bytes(*value.first_chunk()?).to_string(),
        ColumnType::UByte => u8::from_le_bytes(*value.first_chunk()?).to_string(),
        ColumnType::Bool => (*value.first()? != 0).to_string(),
        ColumnType::Short => i16::from_le_bytes(*value.first_chunk()?).to_string(),
        ColumnType::UShort => u16::from_le_bytes(*value.first_chunk()?).to_string(),
        ColumnType::Int => i32::from_le_bytes(*value.first_chunk()?).to_string(),
        ColumnType::UInt => u32::from_le_bytes(*value.first_chunk()?).to_string(),
        ColumnType::Float => f32::from_le_bytes(*value.first_chunk()?).to_string(),
        ColumnType::Long => i64::from_le_bytes(*value.first_chunk()?).to_string(),
        ColumnType::ULong => u64::from_le_bytes(*value.first_chunk()?).to_string(),
        ColumnType::Double => f64::from_le_bytes(*value.first_chunk()?).to_string(),
        ColumnType::String | ColumnType::Json | ColumnType::DateTime => {
            std::str::from_utf8(value).ok()?.to_owned()
        }
        _ => return None,
    })
}
