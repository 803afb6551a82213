//! What happens in the cases, as a feed (Atom, RFC 4287).

use std::io;

use jiff::Timestamp;
use quick_xml::{Writer, events::BytesText};

use super::words::event_sentence;
use crate::domain::{CaseNumber, CaseStep, Language};

/// The feed's own facts.
pub struct CaseFeed<'feed> {
    /// The region's id, which makes the names of entries unmistakable.
    pub region: &'feed str,
    pub title: &'feed str,
    /// Where the service is reached; empty where nobody said it.
    pub origin: &'feed str,
    pub language: Language,
}

/// One step of one case.
pub struct FeedEntry<'feed> {
    /// The step's number in the store.
    pub step_id: i64,
    pub case: CaseNumber,
    pub network: &'feed str,
    pub step: &'feed CaseStep,
}

#[derive(Debug, thiserror::Error)]
#[error("the feed can't be written: {0}")]
pub struct FeedError(#[from] io::Error);

/// The feed, newest entry first as they are handed in.
pub fn case_feed(feed: &CaseFeed<'_>, entries: &[FeedEntry<'_>]) -> Result<Vec<u8>, FeedError> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    let CaseFeed { region, title, origin, language } = feed;
    let newest = entries.first().map_or(Timestamp::UNIX_EPOCH, |entry| entry.step.at);
    writer
        .create_element("feed")
        .with_attributes([("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", language.as_str())])
        .write_inner_content(|writer| {
            text(writer, "id", &format!("tag:tackning,2026:{region}/cases"))?;
            text(writer, "title", title)?;
            text(writer, "updated", &newest.to_string())?;
            writer.create_element("author").write_inner_content(|writer| text(writer, "name", "Täckning"))?;
            link(writer, "self", &format!("{origin}/api/v1/cases.atom"))?;
            entries.iter().try_for_each(|one| entry(writer, feed, one))
        })?;
    Ok(writer.into_inner())
}

fn entry(writer: &mut Writer<Vec<u8>>, feed: &CaseFeed<'_>, entry: &FeedEntry<'_>) -> io::Result<()> {
    let FeedEntry { step_id, case, network, step } = entry;
    let sentence = event_sentence(&step.event, network);
    let heading = match feed.language {
        Language::Swedish => "Ärende",
        Language::English => "Case",
    };
    let content = writer.create_element("entry").write_inner_content(|writer| {
        text(writer, "id", &format!("tag:tackning,2026:{}/case-steps/{step_id}", feed.region))?;
        text(writer, "title", &format!("{heading} {case}: {}", sentence.in_language(feed.language)))?;
        text(writer, "updated", &step.at.to_string())?;
        link(writer, "alternate", &format!("{}/cases/{case}", feed.origin))
    });
    content.map(|_| ())
}

fn text(writer: &mut Writer<Vec<u8>>, name: &str, content: &str) -> io::Result<()> {
    writer.create_element(name).write_text_content(BytesText::new(content)).map(|_| ())
}

fn link(writer: &mut Writer<Vec<u8>>, relation: &str, address: &str) -> io::Result<()> {
    let attributes = [("rel", relation), ("href", address)];
    writer.create_element("link").with_attributes(attributes).write_empty().map(|_| ())
}
