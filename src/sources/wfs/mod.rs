//! A WFS 2.0 asked page by page. The pages stay as they came; what is in them is
//! read when all are there and the source's own count agrees.

mod answer;
mod by_area;
mod by_index;
mod request;

use std::{collections::BTreeSet, path::PathBuf};

use reqwest::header::HeaderMap;

pub(super) use answer::missing;
pub use request::{Part, WfsRequest};

use self::answer::{PageFacts, matched, page_facts};
use super::{
    Result, SourceFault,
    catalogue::Paging,
    http::{Client, told},
    part::{Asked, Beginning, PartFolder},
};

/// A page is held in memory while it is looked at.
const LARGEST_PAGE_BYTES: usize = 1 << 30;
/// An answer without features.
const LARGEST_COUNT_BYTES: usize = 1 << 20;

/// How far a fetch has come, and what it has to say.
pub trait Progress {
    /// So many of so many features are there.
    fn reached(&self, done: u64, total: u64);
    fn says(&self, sentence: &str);
}

/// A WFS, asked for one layer.
pub struct Wfs<'fetch> {
    pub client: &'fetch Client,
    pub request: &'fetch WfsRequest,
    pub paging: Paging,
    /// The fields that every feature must have: any of these names each.
    pub needed: Vec<Vec<String>>,
    pub progress: &'fetch dyn Progress,
    pub now: jiff::Timestamp,
}

/// All pages of a layer on disk.
pub struct Pages {
    pub files: Vec<PathBuf>,
    /// What the source says, and what the pages hold.
    pub matched: u64,
    /// Of all pages, one after the other, by their hashes.
    pub sha256s: Vec<String>,
    /// A feature may be in several pages.
    pub overlap: bool,
}

impl Wfs<'_> {
    /// Asks for what isn't there yet.
    ///
    /// # Errors
    /// When the source fails, contradicts itself or changes meanwhile.
    pub async fn fetch(&self, part: &mut PartFolder) -> Result<Pages> {
        let matched = self.count(self.request.extent).await?;
        if matched == 0 {
            let reason = "the source says that it has no feature of what is asked for";
            return Err(SourceFault::NoFeatures.at(&self.request.layer, reason));
        }
        let asked = Asked {
            request: told(&self.request.page(Part::All)),
            page_size: self.request.page_size,
            matched,
            schema: BTreeSet::new(),
        };
        let beginning = part.begin(asked, self.now)?;
        match &beginning {
            Beginning::Fresh => {}
            Beginning::Resumed(pages) => self.progress.says(&format!("{pages} pages are there already")),
            Beginning::StartedOver(reason) => self.progress.says(&format!("Starting over: {reason}")),
        }
        let mut names = self.pages(part, matched).await;
        if let (Beginning::Resumed(_), Err(error)) = (&beginning, &names)
            && error.fault == SourceFault::ChangedSchema
        {
            self.progress.says(&format!("Starting over: {}", error.reason));
            names = self.pages(part, matched).await;
        }
        let names = names?;
        let now = self.count(self.request.extent).await?;
        if now != matched {
            return Err(self.changed_count(matched, now));
        }
        let sha256 = |name: &String| part.page(name).map(|page| page.sha256.clone()).unwrap_or_default();
        Ok(Pages {
            files: names.iter().map(|name| part.page_path(name)).collect(),
            matched,
            sha256s: names.iter().map(sha256).collect(),
            overlap: self.paging == Paging::Area,
        })
    }

    /// The names of all pages, which are on disk then.
    async fn pages(&self, part: &mut PartFolder, matched: u64) -> Result<Vec<String>> {
        match self.paging {
            Paging::Index => self.by_index(part, matched).await,
            Paging::Area => self.by_area(part, matched).await,
        }
    }

    /// How many features the source says that there are.
    async fn count(&self, extent: Option<geo::Rect<f64>>) -> Result<u64> {
        let url = self.request.count(extent);
        let ask = async || {
            let body = self.client.get(&url, HeaderMap::new()).await?.body(LARGEST_COUNT_BYTES).await?;
            matched(&body, &self.request.layer)
        };
        self.client.stubbornly(ask).await
    }

    /// Asks for a page and keeps it, if there is anything in it; how many features came.
    async fn page(&self, part: &mut PartFolder, name: &str, which: Part, most: u64) -> Result<u64> {
        let url = self.request.page(which);
        let ask = async || {
            let body = self.client.get(&url, HeaderMap::new()).await?.body(LARGEST_PAGE_BYTES).await?;
            let place = format!("{}, page {name}", self.request.layer);
            let facts = page_facts(&body, &place, &self.needed)?;
            Ok((body, facts))
        };
        let (body, facts) = self.client.stubbornly(ask).await?;
        if facts.count > most {
            let reason = format!("it has {} features where at most {most} were left", facts.count);
            return Err(SourceFault::WrongCount.at(format!("{}, page {name}", self.request.layer), reason));
        }
        if facts.count == 0 {
            return Ok(0);
        }
        self.agrees(part, name, &facts)?;
        part.keep(name, facts.count, &facts.schema, &body)?;
        Ok(facts.count)
    }

    /// Whether a page is of the same layer as those before it.
    fn agrees(&self, part: &mut PartFolder, name: &str, facts: &PageFacts) -> Result<()> {
        let schema = &part.asked().schema;
        if schema.is_empty() || *schema == facts.schema {
            return Ok(());
        }
        let list = |names: BTreeSet<&String>| {
            names.into_iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
        };
        let gone = list(schema.difference(&facts.schema).collect());
        let new = list(facts.schema.difference(schema).collect());
        let reason = match (gone.as_str(), new.as_str()) {
            (gone, "") => format!("the field {gone} of the pages before is gone"),
            ("", new) => format!("the field {new} wasn't in the pages before"),
            (gone, new) => format!("the field {gone} of the pages before is gone, and {new} is new"),
        };
        let reason = format!("{reason}: the source has changed meanwhile");
        // What came before the change is of no use to the next fetch.
        part.start_over(Asked { schema: BTreeSet::new(), ..part.asked().clone() })?;
        Err(SourceFault::ChangedSchema.at(format!("{}, page {name}", self.request.layer), reason))
    }

    fn changed_count(&self, before: u64, now: u64) -> super::SourceError {
        let reason = format!(
            "the source had {before} features at the beginning and has {now} now: it has changed; fetch again"
        );
        SourceFault::ChangedCount.at(&self.request.layer, reason)
    }
}
