//! Header fields that stand in a file's own columns, the same in each row or not.
//! Which of them a delivery needs is not known here.

use std::collections::BTreeMap;

/// The fields of a delivery's header, by the names of their columns.
pub const HEADER_FIELDS: [&str; 23] = [
    "network",
    "technology",
    "service",
    "environment",
    "kind",
    "carriage",
    "simulation_date",
    "model",
    "model_version",
    "resolution_m",
    "terrain",
    "terrain_vintage",
    "clutter",
    "clutter_vintage",
    "receiver_height_m",
    "body_loss_db",
    "vehicle_loss_db",
    "building_loss_db",
    "location_probability",
    "load",
    "licence",
    "secrecy",
    "replaces",
];

/// A Shapefile's columns have names of at most so many bytes.
const SHORT_NAME: usize = 10;

/// Enough to show that a file holds several.
const VALUES_KEPT: usize = 8;

/// The distinct values of each field that has a column, in the order met, at most
/// eight of each. Empty cells say nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct HeaderColumns(BTreeMap<&'static str, Vec<String>>);

impl HeaderColumns {
    /// The field's values in the file; empty where it has no such column.
    pub fn values(&self, field: &str) -> &[String] {
        self.0.get(field).map_or(&[], Vec::as_slice)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&'static str, &[String])> {
        self.0.iter().map(|(field, values)| (*field, values.as_slice()))
    }

    pub fn add(&mut self, field: &'static str, value: &str) {
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        let values = self.0.entry(field).or_default();
        if values.len() < VALUES_KEPT && !values.iter().any(|known| known == value) {
            values.push(value.to_owned());
        }
    }
}

/// The field that a column of this name holds.
pub fn header_field(column: &str) -> Option<&'static str> {
    let column = column.trim().to_lowercase();
    HEADER_FIELDS
        .into_iter()
        .find(|field| *field == column)
        .or_else(|| {
            let is_cut = |field: &&str| column.len() == SHORT_NAME && field.starts_with(&column);
            HEADER_FIELDS.into_iter().find(is_cut)
        })
        .or_else(|| SYNONYMS.iter().find(|(name, _)| *name == column).map(|(_, field)| *field))
}

/// As other publishers call them.
const SYNONYMS: [(&str, &str); 3] =
    [("operator", "network"), ("license", "licence"), ("rfc_date", "simulation_date")];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_columns() {
        for (column, expected) in [
            ("network", Some("network")),
            (" Simulation_Date ", Some("simulation_date")),
            ("simulation", Some("simulation_date")),
            ("MODEL_VERS", Some("model_version")),
            ("model", Some("model")),
            ("receiver_h", Some("receiver_height_m")),
            ("operator", Some("network")),
            ("mod", None),
            ("", None),
            ("geometry", None),
        ] {
            assert_eq!(header_field(column), expected, "{column}");
        }
    }

    #[test]
    fn values_are_kept_once_and_bounded() {
        let mut header = HeaderColumns::default();
        for value in ["ripa", " ripa", "", "fjell"] {
            header.add("network", value);
        }
        assert_eq!(header.values("network"), ["ripa", "fjell"]);
        (0..100).for_each(|number| header.add("model", &number.to_string()));
        assert_eq!(header.values("model").len(), VALUES_KEPT);
        assert_eq!(header.values("load").len(), 0);
    }
}
