//! A case as everybody may read it: page, feed and mails. Nothing personal is in
//! them: neither who reported nor what anybody wrote.

mod feed;
mod mail;
mod page;
mod words;

pub use feed::{CaseFeed, FeedEntry, FeedError, case_feed};
pub use mail::CaseMail;
pub use page::{CasePage, case_page};
pub use words::{event_sentence, state_name};
