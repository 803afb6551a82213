//! Large files, which go on where they stopped as long as the source says that
//! they are still the same.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use md5::{Digest, Md5};
use reqwest::{
    StatusCode,
    header::{
        CONTENT_RANGE, ETAG, HeaderMap, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_RANGE,
        LAST_MODIFIED, RANGE,
    },
};
use serde::{Deserialize, Serialize};
use url::Url;

use super::{
    Progress, Result, SourceError, SourceFault,
    http::{Answer, Client, Failure, told},
    output::sha256_of,
    part::write_whole,
};

/// What a source says of a file before it is fetched.
#[derive(Clone, Debug, Default)]
pub struct Expected {
    pub bytes: Option<u64>,
    pub checksum: Option<Checksum>,
}

/// In lower-case hexadecimal digits.
#[derive(Clone, Debug, PartialEq)]
pub enum Checksum {
    Md5(String),
    Sha256(String),
}

/// A file that came whole.
#[derive(Clone, Debug)]
pub struct Downloaded {
    pub path: PathBuf,
    pub sha256: String,
}

/// Which version of a file is on disk, as the source names versions.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Version {
    address: String,
    etag: Option<String>,
    last_modified: Option<String>,
    /// Of the whole file, where the source says it.
    bytes: Option<u64>,
    is_whole: bool,
}

/// Fetches a file to `path`, beside which its version is noted.
///
/// # Errors
/// When the source fails, or the file isn't what the source says of it.
pub async fn download(
    client: &Client,
    url: &Url,
    path: &Path,
    expected: &Expected,
    progress: &dyn Progress,
) -> Result<Downloaded> {
    let transfer = Transfer { client, url, path, progress };
    client.stubbornly(async || transfer.once().await).await?;
    let bytes = fs::metadata(path).map_err(|error| unwritten(path, error))?.len();
    let checked = transfer.check(bytes, expected);
    if checked.is_err() {
        // It is of no use to the next fetch.
        transfer.forget();
    }
    checked?;
    let sha256 = sha256_of(path).map_err(|error| unwritten(path, error))?;
    Ok(Downloaded { path: path.to_owned(), sha256 })
}

struct Transfer<'fetch> {
    client: &'fetch Client,
    url: &'fetch Url,
    path: &'fetch Path,
    progress: &'fetch dyn Progress,
}

impl Transfer<'_> {
    /// One try, which goes on after what is there.
    async fn once(&self) -> std::result::Result<(), Failure> {
        let version = self.version();
        let present = fs::metadata(self.path).map_or(0, |file| file.len());
        let headers = if present > 0 { version.conditions(present) } else { HeaderMap::new() };
        let mut answer = self.client.get(self.url, headers).await?;
        let start = match answer.status() {
            StatusCode::NOT_MODIFIED => return Ok(()),
            StatusCode::PARTIAL_CONTENT if goes_on(&answer, present) => present,
            StatusCode::PARTIAL_CONTENT | StatusCode::RANGE_NOT_SATISFIABLE => {
                self.forget();
                let reason = "it doesn't go on where it stopped";
                return Err(Failure::passing(SourceFault::BrokenAnswer.at(told(self.url), reason)));
            }
            _ => 0,
        };
        if start == 0 && present > 0 {
            self.progress.says("Starting over: the source has another version of the file");
        }
        let announced = answer.announced_bytes().map(|bytes| bytes + start);
        let mut version = Version::of(self.url, &answer, announced);
        self.note(&version)?;
        let mut file = File::options()
            .create(true)
            .append(start > 0)
            .write(true)
            .truncate(start == 0)
            .open(self.path)
            .map_err(|error| unwritten(self.path, error))?;
        let mut bytes = start;
        while let Some(piece) = answer.piece().await? {
            file.write_all(&piece).map_err(|error| unwritten(self.path, error))?;
            bytes += piece.len() as u64;
            self.progress.reached(bytes, announced.unwrap_or(bytes));
        }
        file.sync_all().map_err(|error| unwritten(self.path, error))?;
        if let Some(announced) = announced.filter(|announced| *announced != bytes) {
            let reason = format!("the source announced {announced} bytes and sent {bytes}");
            return Err(Failure::passing(SourceFault::WrongCount.at(told(self.url), reason)));
        }
        version.is_whole = true;
        version.bytes = Some(bytes);
        Ok(self.note(&version)?)
    }

    fn check(&self, bytes: u64, expected: &Expected) -> Result<()> {
        let place = told(self.url);
        if let Some(stated) = expected.bytes.filter(|stated| *stated != bytes) {
            let reason = format!("the source says that it has {stated} bytes, and {bytes} came");
            return Err(SourceFault::WrongCount.at(place, reason));
        }
        let Some(checksum) = &expected.checksum else { return Ok(()) };
        let (stated, found) = match checksum {
            Checksum::Md5(stated) => (stated, md5_of(self.path)),
            Checksum::Sha256(stated) => (stated, sha256_of(self.path)),
        };
        let found = found.map_err(|error| unwritten(self.path, error))?;
        if *stated != found {
            let reason = format!("its checksum is {found}, and the source says {stated}");
            return Err(SourceFault::WrongChecksum.at(place, reason));
        }
        Ok(())
    }

    /// The version on disk; of another address it counts for nothing.
    fn version(&self) -> Version {
        let text = fs::read(self.version_path()).unwrap_or_default();
        let version: Version = serde_json::from_slice(&text).unwrap_or_default();
        if version.address == told(self.url) { version } else { Version::default() }
    }

    fn note(&self, version: &Version) -> Result<()> {
        let text = serde_json::to_vec_pretty(version).expect("a version is plain");
        write_whole(&self.version_path(), &text).map_err(|error| unwritten(self.path, error))
    }

    fn version_path(&self) -> PathBuf {
        let mut path = self.path.as_os_str().to_owned();
        path.push(".version.json");
        path.into()
    }

    fn forget(&self) {
        // What can't be removed now is overwritten by the next try.
        let _ = fs::remove_file(self.version_path());
        let _ = fs::remove_file(self.path);
    }
}

impl Version {
    fn of(url: &Url, answer: &Answer, bytes: Option<u64>) -> Self {
        let header =
            |name| answer.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        Self {
            address: told(url),
            etag: header(ETAG),
            last_modified: header(LAST_MODIFIED),
            bytes,
            is_whole: false,
        }
    }

    /// Asks for what is missing of this version, or for another version whole.
    /// Nothing is asked where the source names no versions.
    fn conditions(&self, present: u64) -> HeaderMap {
        let mut headers = HeaderMap::new();
        let mut set = |name, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                headers.insert(name, value);
            }
        };
        // A weak tag names versions that may differ in their bytes.
        let strong = self.etag.as_deref().filter(|tag| !tag.starts_with("W/"));
        if self.is_whole && self.bytes == Some(present) {
            match (&self.etag, &self.last_modified) {
                (Some(tag), _) => set(IF_NONE_MATCH, tag),
                (None, Some(date)) => set(IF_MODIFIED_SINCE, date),
                (None, None) => {}
            }
        } else if let Some(validator) = strong.or(self.last_modified.as_deref()) {
            set(RANGE, &format!("bytes={present}-"));
            set(IF_RANGE, validator);
        }
        headers
    }
}

/// Whether what comes begins where what is there ends.
fn goes_on(answer: &Answer, present: u64) -> bool {
    let range = answer.headers().get(CONTENT_RANGE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    range.trim_start_matches("bytes").trim().split('-').next().and_then(|start| start.parse().ok())
        == Some(present)
}

fn md5_of(path: &Path) -> io::Result<String> {
    let mut hasher = Md5::new();
    io::copy(&mut io::BufReader::with_capacity(1 << 16, File::open(path)?), &mut hasher)?;
    Ok(format!("{:x}", hasher.finalize()))
}

fn unwritten(path: &Path, error: io::Error) -> SourceError {
    SourceFault::NotWritten.at(path.display(), error)
}
