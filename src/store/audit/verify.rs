//! Whether the audit trail is as it was written, and if not, from which row on.

use super::{
    super::{Store, StoreError},
    chain::{AuditRow, BEGINNING},
};

/// Rows read at a time.
const PAGE: i64 = 1_000;
const SELECT: &str = "SELECT number, at, actor, action, subject, before, after, previous_hash, hash FROM audit \
     WHERE number > $1 ORDER BY number LIMIT $2";

/// What a walk through the whole trail found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AuditVerification {
    /// Rows that are as they were written, from the first on.
    pub sound: i64,
    /// The hash of the last of them. To be noted outside the database: the
    /// trail can't tell by itself that its end was cut off and written anew.
    pub head: String,
    /// The first thing that isn't as it was written.
    pub fault: Option<AuditFault>,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AuditFault {
    #[error("row {0} is missing")]
    Missing(i64),
    #[error("row {0} was changed")]
    Changed(i64),
    #[error("row {0} doesn't follow on the row before it")]
    Unchained(i64),
    #[error("row {0} is not the one that was written last")]
    Rewritten(i64),
    #[error("the trail ends with row {found}, but row {expected} was written")]
    CutOff { found: i64, expected: i64 },
    #[error("no row has the hash that was noted: what was noted was changed or cut off")]
    NotedHashMissing,
}

impl Store {
    /// Walks through the whole trail. `noted` is a last hash of earlier, which
    /// must still be in it.
    pub async fn verify_audit(&self, noted: Option<&str>) -> Result<AuditVerification, StoreError> {
        // Read first: rows that come meanwhile lie beyond it.
        let head = sqlx::query_as("SELECT number, hash FROM audit_head WHERE id = 1");
        let (expected, expected_hash): (i64, String) = head.fetch_one(self.readers()).await?;
        let mut walk = Walk::new(noted);
        while walk.found.sound < expected {
            let page = sqlx::query_as(SELECT).bind(walk.found.sound).bind(PAGE);
            let page: Vec<AuditRow> = page.fetch_all(self.readers()).await?;
            if page.is_empty() {
                return Ok(walk.broken(AuditFault::CutOff { found: walk.found.sound, expected }));
            }
            for row in page {
                let number = row.number;
                if let Err(fault) = walk.step(row) {
                    return Ok(walk.broken(fault));
                }
                if number == expected && walk.found.head != expected_hash {
                    return Ok(walk.broken(AuditFault::Rewritten(number)));
                }
            }
        }
        Ok(if walk.noted_is_there { walk.found } else { walk.broken(AuditFault::NotedHashMissing) })
    }
}

struct Walk<'a> {
    found: AuditVerification,
    noted: Option<&'a str>,
    noted_is_there: bool,
}

impl<'a> Walk<'a> {
    fn new(noted: Option<&'a str>) -> Self {
        let found = AuditVerification { sound: 0, head: BEGINNING.to_owned(), fault: None };
        Self { found, noted, noted_is_there: noted.is_none_or(|noted| noted == BEGINNING) }
    }

    fn step(&mut self, row: AuditRow) -> Result<(), AuditFault> {
        let expected = self.found.sound + 1;
        if row.number != expected {
            return Err(AuditFault::Missing(expected));
        }
        if row.hash != row.computed_hash() {
            return Err(AuditFault::Changed(expected));
        }
        if row.previous_hash != self.found.head {
            return Err(AuditFault::Unchained(expected));
        }
        self.noted_is_there |= self.noted == Some(row.hash.as_str());
        self.found = AuditVerification { sound: expected, head: row.hash, fault: None };
        Ok(())
    }

    fn broken(&self, fault: AuditFault) -> AuditVerification {
        AuditVerification { fault: Some(fault), ..self.found.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::{super::Change, AuditFault::*, *};
    use crate::domain::Actor;

    /// Five rows in a chain.
    fn rows() -> Vec<AuditRow> {
        let actor = Actor::command_line();
        let mut head = BEGINNING.to_owned();
        let row = |number: i64| {
            let subject = format!("token {number}");
            let at = "2026-11-22T10:00:00Z".parse().unwrap();
            let change =
                Change { at, actor: &actor, action: "token_created", subject, before: None, after: None };
            let row = AuditRow::after(head.clone(), number, change);
            head.clone_from(&row.hash);
            row
        };
        (1..=5).map(row).collect()
    }

    #[track_caller]
    fn check(expected: Result<i64, AuditFault>, rows: Vec<AuditRow>, noted: Option<&str>) {
        let mut walk = Walk::new(noted);
        let found = rows.into_iter().try_for_each(|row| walk.step(row));
        assert_eq!(found.map(|()| walk.found.sound), expected);
    }

    #[test]
    fn the_first_row_that_is_not_as_it_was_is_named() {
        check(Ok(5), rows(), None);
        let mut changed = rows();
        changed[2].actor = "somebody else".to_owned();
        check(Err(Changed(3)), changed.clone(), None);
        changed[2].hash = changed[2].computed_hash();
        check(Err(Unchained(4)), changed, None);
        let mut lost = rows();
        lost.remove(1);
        check(Err(Missing(2)), lost, None);
        let mut swapped = rows();
        swapped.swap(3, 4);
        check(Err(Missing(4)), swapped, None);
        let mut beginning = rows();
        beginning.remove(0);
        check(Err(Missing(1)), beginning, None);
    }

    #[test]
    fn a_noted_head_must_still_be_there() {
        let noted = rows()[2].hash.clone();
        let there = |rows: Vec<AuditRow>, noted: &str| {
            let mut walk = Walk::new(Some(noted));
            rows.into_iter().try_for_each(|row| walk.step(row)).unwrap();
            walk.noted_is_there
        };
        assert!(there(rows(), &noted) && there(rows(), BEGINNING));
        assert!(!there(rows()[..2].to_vec(), &noted) && !there(rows(), "another"));
    }
}
