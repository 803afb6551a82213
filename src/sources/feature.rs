//! A feature as a source has it, asked by our names of its fields.

use std::collections::BTreeMap;

use geo::Geometry;
use geojson::JsonObject;
use serde_json::Value;

use super::{Result, SourceError, SourceFault, catalogue::Field};

/// In the catalogue's coordinate reference system.
#[derive(Clone, Debug)]
pub struct SourceFeature {
    /// Where it stands, for errors: a file or a page, and its number in it.
    pub place: String,
    pub geometry: Geometry<f64>,
    pub properties: JsonObject,
}

impl SourceFeature {
    /// A field's value by our name of it; None where it is empty or, if the
    /// catalogue lets it be, not there.
    ///
    /// # Errors
    /// When the feature hasn't the field, or it is no text or number.
    pub fn optional(&self, fields: &BTreeMap<String, Field>, name: &str) -> Result<Option<String>> {
        let Some(field) = fields.get(name) else { return Ok(None) };
        let value = match self.value(field) {
            Some((_, value)) => value,
            None if field.optional => return Ok(None),
            None => return Err(super::wfs::missing(&self.place, &field.names)),
        };
        match value {
            Value::Null => Ok(None),
            Value::String(text) if text.trim().is_empty() => Ok(None),
            Value::String(text) => Ok(Some(text.trim().to_owned())),
            Value::Number(number) => Ok(Some(plain(number))),
            Value::Bool(is_so) => Ok(Some(is_so.to_string())),
            other => Err(self.bad(field, &other.to_string(), "no text")),
        }
    }

    /// A field's value that has to be there.
    ///
    /// # Errors
    /// When the feature hasn't the field, or it is empty.
    pub fn text(&self, fields: &BTreeMap<String, Field>, name: &str) -> Result<String> {
        self.optional(fields, name)?.ok_or_else(|| self.bad(&fields[name], "", "empty"))
    }

    /// A whole number from 0.
    ///
    /// # Errors
    /// When the feature hasn't the field, or it is no such number.
    pub fn count(&self, fields: &BTreeMap<String, Field>, name: &str) -> Result<u64> {
        let text = self.text(fields, name)?;
        text.parse().map_err(|_| self.bad(&fields[name], &text, "no whole number from 0"))
    }

    pub fn error(&self, fault: SourceFault, reason: impl ToString) -> SourceError {
        fault.at(&self.place, reason)
    }

    /// Names are compared without regard to case, as databases do.
    fn value(&self, field: &Field) -> Option<(&String, &Value)> {
        field.names.iter().find_map(|name| {
            let same = |(found, _): &(&String, &Value)| found.eq_ignore_ascii_case(name);
            self.properties.get_key_value(name).or_else(|| self.properties.iter().find(same))
        })
    }

    fn bad(&self, field: &Field, found: &str, what: &str) -> SourceError {
        let name = self.value(field).map_or(&field.names[0], |(name, _)| name);
        let reason = match found {
            "" => format!("the field `{name}` is {what}"),
            found => format!("the field `{name}`: `{found}` is {what}"),
        };
        self.error(SourceFault::BadValue, reason)
    }
}

/// Databases give whole numbers as `7.0`.
fn plain(number: &serde_json::Number) -> String {
    match number.as_f64() {
        // Whole numbers up to 2⁵³ are exact.
        Some(value) if number.is_f64() && value.fract() == 0.0 && value.abs() < 9e15 => format!("{value:.0}"),
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields() -> BTreeMap<String, Field> {
        let field = |name: &str, optional| {
            (name.to_owned(), Field { names: vec![format!("{name}_a"), format!("{name}_b")], optional })
        };
        [field("code", false), field("note", true), field("count", false)].into()
    }

    fn feature(properties: Value) -> SourceFeature {
        let Value::Object(properties) = properties else { panic!("no object") };
        let geometry = geo::Point::new(0.0, 0.0).into();
        SourceFeature { place: "x, feature 1".to_owned(), geometry, properties }
    }

    #[test]
    fn fields_go_by_any_of_their_names() {
        let feature = feature(serde_json::json!({ "CODE_B": " 24 ", "note_a": null, "count_a": 7.0 }));
        assert_eq!(feature.text(&fields(), "code").unwrap(), "24");
        assert_eq!(feature.optional(&fields(), "note").unwrap(), None);
        assert_eq!(feature.count(&fields(), "count").unwrap(), 7);
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        let feature = feature(serde_json::json!({ "code_a": "", "count_b": -3 }));
        let error = feature.text(&fields(), "code").unwrap_err();
        assert_eq!(error.to_string(), "x, feature 1: the field `code_a` is empty [bad_value]");
        let error = feature.count(&fields(), "count").unwrap_err();
        assert!(error.reason.contains("`count_b`: `-3` is no whole number"), "{error}");
        let none = super::super::feature::SourceFeature { properties: JsonObject::new(), ..feature };
        assert_eq!(none.text(&fields(), "code").unwrap_err().fault, SourceFault::MissingField);
        assert_eq!(none.optional(&fields(), "note").unwrap(), None);
    }
}
