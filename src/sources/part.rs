//! What of a fetch is on disk before it is whole: a folder beside the file that it
//! will become, with a manifest of the pages that came. A fetch that was
//! interrupted goes on there; only what is whole is ever found under the file's name.

use std::{
    collections::BTreeSet,
    fs::{self, File, TryLockError},
    io::{self, Write},
    path::{Path, PathBuf},
};

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Result, SourceError, SourceFault};
use crate::ingest::sha256_hex;

const MANIFEST: &str = "manifest.json";
const LOCK: &str = "lock";
/// A source changes in so long, though it may have as many features as before.
const OLDEST: SignedDuration = SignedDuration::from_hours(7 * 24);

/// The folder of one fetch. While the value lives nobody else has it.
pub struct PartFolder {
    folder: PathBuf,
    manifest: Manifest,
    _lock: File,
}

/// What was asked for and what came of it so far.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Manifest {
    asked: Asked,
    /// When the first page was asked for.
    begun_at: Timestamp,
    pages: Vec<Page>,
}

/// What pages have to have in common to make one file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    /// The request without what is different from page to page.
    pub request: String,
    pub page_size: u64,
    /// How many features the source says that there are.
    pub matched: u64,
    /// The names of all properties; empty until the first page is there.
    pub schema: BTreeSet<String>,
}

/// A page as it came.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Page {
    /// Which one it is.
    pub name: String,
    pub count: u64,
    bytes: u64,
    pub sha256: String,
}

/// What became of what was there before.
#[derive(Clone, Debug, PartialEq)]
pub enum Beginning {
    Fresh,
    /// So many pages needn't be asked for again.
    Resumed(usize),
    /// The source isn't as it was; the reason as a sentence.
    StartedOver(String),
}

impl PartFolder {
    /// Opens or makes the folder for a file.
    ///
    /// # Errors
    /// When it can't be written, or another fetch is at work in it.
    pub fn open(file: &Path) -> Result<Self> {
        let mut folder = file.as_os_str().to_owned();
        folder.push(".part");
        let folder = PathBuf::from(folder);
        fs::create_dir_all(&folder).map_err(|error| unwritten(&folder, error))?;
        let lock = File::create(folder.join(LOCK)).map_err(|error| unwritten(&folder, error))?;
        lock.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => {
                SourceFault::AtWork.at(folder.display(), "another fetch of the same file is at work")
            }
            TryLockError::Error(error) => unwritten(&folder, error),
        })?;
        // A manifest that can't be read is none: it is written whole or not at all.
        let text = fs::read(folder.join(MANIFEST)).unwrap_or_default();
        let manifest = serde_json::from_slice(&text).unwrap_or_default();
        Ok(Self { folder, manifest, _lock: lock })
    }

    pub fn path(&self) -> &Path {
        &self.folder
    }

    pub fn asked(&self) -> &Asked {
        &self.manifest.asked
    }

    /// Goes on with what is there where it answers the same question and isn't old,
    /// and starts over where it does not. The schema isn't known before a page comes.
    ///
    /// # Errors
    /// When the folder can't be written.
    pub fn begin(&mut self, asked: Asked, now: Timestamp) -> Result<Beginning> {
        let before = &self.manifest.asked;
        if self.manifest.pages.is_empty() {
            self.manifest.begun_at = now;
            self.start_over(asked)?;
            return Ok(Beginning::Fresh);
        }
        let change = if before.request != asked.request {
            Some("something else was asked for before".to_owned())
        } else if before.page_size != asked.page_size {
            Some(format!("pages had {} features before and have {} now", before.page_size, asked.page_size))
        } else if before.matched != asked.matched {
            Some(format!("the source had {} features before and has {} now", before.matched, asked.matched))
        } else if now.duration_since(self.manifest.begun_at) > OLDEST {
            Some("the pages that are there are of another week".to_owned())
        } else {
            None
        };
        if let Some(change) = change {
            self.manifest.begun_at = now;
            self.start_over(asked)?;
            return Ok(Beginning::StartedOver(change));
        }
        self.drop_damaged()?;
        Ok(Beginning::Resumed(self.manifest.pages.len()))
    }

    /// Forgets the pages.
    ///
    /// # Errors
    /// When the folder can't be written.
    pub fn start_over(&mut self, asked: Asked) -> Result<()> {
        let pages = std::mem::take(&mut self.manifest.pages);
        self.manifest.asked = asked;
        // The manifest goes first: what it doesn't name isn't there.
        self.save()?;
        for page in pages {
            self.remove_file(&page.name)?;
        }
        Ok(())
    }

    /// A page that came.
    pub fn page(&self, name: &str) -> Option<&Page> {
        self.manifest.pages.iter().find(|page| page.name == name)
    }

    pub fn page_path(&self, name: &str) -> PathBuf {
        self.folder.join(format!("page-{name}.json"))
    }

    /// Keeps a page; it is on disk when this returns.
    ///
    /// # Errors
    /// When the folder can't be written.
    pub fn keep(&mut self, name: &str, count: u64, schema: &BTreeSet<String>, bytes: &[u8]) -> Result<()> {
        write_whole(&self.page_path(name), bytes).map_err(|error| unwritten(&self.folder, error))?;
        let page =
            Page { name: name.to_owned(), count, bytes: bytes.len() as u64, sha256: sha256_hex(bytes) };
        self.manifest.asked.schema.clone_from(schema);
        self.manifest.pages.push(page);
        self.save()
    }

    /// Removes the folder with all that is in it: the fetch is done.
    ///
    /// # Errors
    /// When something in it can't be removed.
    pub fn remove(self) -> Result<()> {
        fs::remove_dir_all(&self.folder).map_err(|error| unwritten(&self.folder, error))
    }

    /// A page that isn't as it was kept comes again.
    fn drop_damaged(&mut self) -> Result<()> {
        let is_sound = |page: &Page| {
            let path = self.folder.join(format!("page-{}.json", page.name));
            fs::read(path)
                .is_ok_and(|bytes| bytes.len() as u64 == page.bytes && sha256_hex(&bytes) == page.sha256)
        };
        let sound: Vec<Page> = self.manifest.pages.iter().filter(|page| is_sound(page)).cloned().collect();
        if sound.len() < self.manifest.pages.len() {
            self.manifest.pages = sound;
            self.save()?;
        }
        Ok(())
    }

    fn save(&self) -> Result<()> {
        let text = serde_json::to_vec_pretty(&self.manifest).expect("a manifest is plain");
        write_whole(&self.folder.join(MANIFEST), &text).map_err(|error| unwritten(&self.folder, error))
    }

    fn remove_file(&self, name: &str) -> Result<()> {
        match fs::remove_file(self.page_path(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(unwritten(&self.folder, error)),
            _ => Ok(()),
        }
    }
}

/// Writes beside the path and renames: whoever looks finds the old bytes or the new ones.
///
/// # Errors
/// When the disk won't.
pub fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = path.with_extension("new");
    let mut file = File::create(&beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(beside, path)
}

fn unwritten(place: &Path, error: io::Error) -> SourceError {
    SourceFault::NotWritten.at(place.display(), error)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn asked(matched: u64, page_size: u64) -> Asked {
        Asked { request: "x".to_owned(), page_size, matched, schema: BTreeSet::new() }
    }

    fn keep(part: &mut PartFolder, name: &str) {
        part.keep(name, 1, &BTreeSet::from(["a".to_owned()]), b"{}").unwrap();
    }

    #[test]
    fn what_is_kept_is_there_again() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("x.csv");
        let mut part = PartFolder::open(&file).unwrap();
        assert_eq!(part.begin(asked(3, 1), NOW).unwrap(), Beginning::Fresh);
        keep(&mut part, "0");
        keep(&mut part, "1");
        drop(part);
        let mut part = PartFolder::open(&file).unwrap();
        assert_eq!(part.begin(asked(3, 1), NOW).unwrap(), Beginning::Resumed(2));
        assert!(part.page("1").is_some() && part.page("2").is_none());
        part.remove().unwrap();
        assert!(!folder.path().join("x.csv.part").exists());
    }

    #[test]
    fn another_question_starts_over_and_says_why() {
        for (now, why) in [(asked(4, 1), "3 features before and has 4"), (asked(3, 2), "had 1 features")] {
            let folder = tempfile::tempdir().unwrap();
            let mut part = PartFolder::open(&folder.path().join("x.csv")).unwrap();
            part.begin(asked(3, 1), NOW).unwrap();
            keep(&mut part, "0");
            let Beginning::StartedOver(reason) = part.begin(now, NOW).unwrap() else { panic!("it goes on") };
            assert!(reason.contains(why), "{reason}");
            assert!(part.manifest.pages.is_empty() && !part.page_path("0").exists());
        }
    }

    #[test]
    fn old_pages_are_not_mixed_with_new_ones() {
        let folder = tempfile::tempdir().unwrap();
        let mut part = PartFolder::open(&folder.path().join("x.csv")).unwrap();
        part.begin(asked(3, 1), NOW).unwrap();
        keep(&mut part, "0");
        assert_eq!(part.begin(asked(3, 1), NOW + OLDEST).unwrap(), Beginning::Resumed(1));
        let later = NOW + OLDEST + SignedDuration::from_secs(1);
        assert!(matches!(part.begin(asked(3, 1), later).unwrap(), Beginning::StartedOver(_)));
        assert_eq!(part.begin(asked(3, 1), later).unwrap(), Beginning::Fresh);
    }

    #[test]
    fn a_damaged_page_comes_again() {
        let folder = tempfile::tempdir().unwrap();
        let mut part = PartFolder::open(&folder.path().join("x.csv")).unwrap();
        part.begin(asked(3, 1), NOW).unwrap();
        keep(&mut part, "0");
        keep(&mut part, "1");
        fs::write(part.page_path("0"), b"{ }").unwrap();
        assert_eq!(part.begin(asked(3, 1), NOW).unwrap(), Beginning::Resumed(1));
        assert!(part.page("0").is_none() && part.page("1").is_some());
    }

    #[test]
    fn one_fetch_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("x.csv");
        let _first = PartFolder::open(&file).unwrap();
        assert_eq!(PartFolder::open(&file).err().unwrap().fault, SourceFault::AtWork);
    }
}
