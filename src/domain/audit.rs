//! A change that somebody made, as the audit trail tells it.

use jiff::Timestamp;
use serde_json::Value;

#[derive(Clone, Debug, PartialEq)]
pub struct AuditRecord {
    /// From 1, without a gap.
    pub number: i64,
    pub at: Timestamp,
    pub actor: String,
    /// A stable word, such as `token_created`.
    pub action: String,
    /// What it was done to, such as `token 3`.
    pub subject: String,
    /// None: it wasn't there before.
    pub before: Option<Value>,
    /// None: it isn't there any more.
    pub after: Option<Value>,
    /// Of this row and all before it, hexadecimal.
    pub hash: String,
}
