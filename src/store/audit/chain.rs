//! A row of the audit trail and its hash.

use sha2::{Digest, Sha256};

use super::Change;

/// What stands before the first row.
pub(super) const BEGINNING: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// Names what is hashed, so that another form of rows can be told apart one day.
const FORM: &str = "tackning audit row 1";

#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub(super) struct AuditRow {
    pub number: i64,
    pub at: String,
    pub actor: String,
    pub action: String,
    pub subject: String,
    pub before: Option<String>,
    pub after: Option<String>,
    pub previous_hash: String,
    pub hash: String,
}

impl AuditRow {
    /// The row of a change that follows on the one with `previous_hash`.
    pub fn after(previous_hash: String, number: i64, change: Change<'_>) -> Self {
        let row = Self {
            number,
            at: change.at.to_string(),
            actor: change.actor.as_str().to_owned(),
            action: change.action.to_owned(),
            subject: change.subject,
            before: change.before.map(|value| value.to_string()),
            after: change.after.map(|value| value.to_string()),
            previous_hash,
            hash: String::new(),
        };
        Self { hash: row.computed_hash(), ..row }
    }

    /// SHA-256 of the fields in the table's order as they are stored, hexadecimal.
    ///
    /// Each is preceded by its length, so that no text can run over into the
    /// next field, and by whether it is there at all.
    pub fn computed_hash(&self) -> String {
        let number = self.number.to_string();
        let always = [FORM, &number, &self.at, &self.actor, &self.action, &self.subject].map(Some);
        let perhaps = [self.before.as_deref(), self.after.as_deref(), Some(self.previous_hash.as_str())];
        let mut hash = Sha256::new();
        for field in always.into_iter().chain(perhaps) {
            match field {
                None => hash.update([0]),
                Some(text) => {
                    hash.update([1]);
                    hash.update((text.len() as u64).to_be_bytes());
                    hash.update(text);
                }
            }
        }
        format!("{:x}", hash.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> AuditRow {
        AuditRow {
            number: 1,
            at: "2026-11-22T10:00:00Z".to_owned(),
            actor: "command line".to_owned(),
            action: "token_created".to_owned(),
            subject: "token 1".to_owned(),
            before: None,
            after: Some(r#"{"role":"reader"}"#.to_owned()),
            previous_hash: BEGINNING.to_owned(),
            hash: String::new(),
        }
    }

    /// Computed apart from this code, with another program: the form must never
    /// change, or every trail there is would be broken.
    #[test]
    fn the_form_stays() {
        assert_eq!(row().computed_hash(), "baa05bd4dd126962b4a507fb5e10923de333358a057a32e1347287b30df191fb");
    }

    #[test]
    fn every_field_counts_and_none_runs_into_the_next() {
        let text = |text: &str| text.to_owned();
        let changed = [
            AuditRow { number: 2, ..row() },
            AuditRow { at: text("2026-11-22T10:00:01Z"), ..row() },
            AuditRow { actor: text("command lin"), action: text("etoken_created"), ..row() },
            AuditRow { subject: text("token 2"), ..row() },
            AuditRow { before: Some(String::new()), ..row() },
            AuditRow { before: row().after, after: None, ..row() },
            AuditRow { after: None, ..row() },
            AuditRow { previous_hash: row().computed_hash(), ..row() },
        ];
        let mut hashes: Vec<String> = changed.iter().chain([&row()]).map(AuditRow::computed_hash).collect();
        hashes.sort();
        hashes.dedup();
        assert_eq!(hashes.len(), 9);
        assert_eq!(AuditRow { hash: text("another"), ..row() }.computed_hash(), row().computed_hash());
    }
}
