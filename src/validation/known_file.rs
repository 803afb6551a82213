//! The same file again: handed in by mistake, or nothing new.

use super::{Beside, Candidate, on_the_whole};
use crate::domain::{Bilingual, Finding, Severity};

pub fn finding(candidate: &Candidate<'_>, beside: &Beside<'_>) -> Option<Finding> {
    let same = beside.earlier.iter().rev().find(|(_, sha256)| sha256 == candidate.sha256);
    same.map(|(id, _)| {
        let sv = format!("Filen är densamma, byte för byte, som i leverans {id}.");
        let en = format!("The file is the same, byte for byte, as in delivery {id}.");
        on_the_whole("known_file", Severity::Warning, Bilingual::new(sv, en))
    })
}
