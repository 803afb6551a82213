//! What is in a backup: its last member.

use serde::{Deserialize, Serialize};

/// Counts up when what is written here can't be read by what was there before.
pub(super) const FORM: u32 = 1;
pub(super) const MEMBER: &str = "manifest.json";

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub form: u32,
    /// The program's version.
    pub made_by: String,
    pub made_at: jiff::Timestamp,
    /// The newest migration of the tables.
    pub migration: i64,
    /// The region's id; none where the store was never used.
    pub region: Option<String>,
    pub tables: Vec<TableEntry>,
    pub objects: Vec<ObjectEntry>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct TableEntry {
    pub name: String,
    pub columns: Vec<String>,
    pub rows: u64,
    pub bytes: u64,
    pub sha256: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ObjectEntry {
    pub sha256: String,
    pub bytes: u64,
}

impl TableEntry {
    pub fn member(&self) -> String {
        format!("tables/{}.jsonl", self.name)
    }
}

impl ObjectEntry {
    pub fn member(&self) -> String {
        format!("objects/{}", self.sha256)
    }
}

impl Manifest {
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }

    pub fn object_bytes(&self) -> u64 {
        self.objects.iter().map(|object| object.bytes).sum()
    }
}
