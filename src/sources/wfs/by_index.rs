//! Pages by `startIndex`, in the order of one field.

use super::{Part, Wfs};
use crate::sources::{Result, SourceFault, part::PartFolder};

impl Wfs<'_> {
    /// The names of the pages in their order. A server may give fewer features a page
    /// than it was asked for: the next page begins where this one ended.
    pub(super) async fn by_index(&self, part: &mut PartFolder, matched: u64) -> Result<Vec<String>> {
        let mut names = Vec::new();
        let mut start = 0;
        while start < matched {
            let name = format!("{start:09}");
            let count = match part.page(&name) {
                Some(page) => page.count,
                None => self.page(part, &name, Part::From(start), matched - start).await?,
            };
            if count == 0 {
                let reason = format!("the source has {matched} features and gives none after {start}");
                return Err(SourceFault::WrongCount.at(&self.request.layer, reason));
            }
            start += count;
            names.push(name);
            self.progress.reached(start, matched);
        }
        Ok(names)
    }
}
