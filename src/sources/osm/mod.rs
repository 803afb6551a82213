//! An extract of OpenStreetMap becomes roads, railways, trails and buildings, in a
//! folder of their own: whoever hands them on has to keep to the ODbL, which what
//! comes from the authorities doesn't ask.

mod blocks;
mod nodes;
mod passes;
mod relations;
mod tags;

use std::{
    fs,
    path::{Path, PathBuf},
};

use reqwest::header::HeaderMap;
use url::Url;

use self::passes::{Area, Passes};
use super::{
    Client, From, Product, Progress, Result, Source, SourceFault,
    download::{Checksum, Expected, download},
    http::{Failure, told},
    outlines::Outlines,
    output::{Form, Output, Provenance, Written, sha256_of},
    part::PartFolder,
    reading::paths,
};

/// The folder of the files, below the region's.
const FOLDER: &str = "openstreetmap";
/// A line with a checksum and a name.
const LARGEST_CHECKSUM_BYTES: usize = 4 << 10;

/// What is to be read of which extract, and where to.
pub struct OpenStreetMapJob<'job> {
    pub source: &'job Source,
    /// One extract.
    pub from: From,
    /// By their codes, at least one.
    pub counties: Vec<String>,
    /// Where the counties are; left out: as it lies in the folder.
    pub municipalities: Option<PathBuf>,
    pub out: PathBuf,
    pub client: &'job Client,
    pub progress: &'job dyn Progress,
    pub now: jiff::Timestamp,
}

impl OpenStreetMapJob<'_> {
    /// Fetches, reads and puts the files in their places.
    ///
    /// # Errors
    /// When any of it fails; then the files are as they were before.
    pub async fn run(&self) -> Result<Vec<Written>> {
        let folder = self.out.join(FOLDER);
        fs::create_dir_all(&folder).map_err(|error| SourceFault::NotWritten.at(folder.display(), error))?;
        let part = PartFolder::open(&folder.join("extract"))?;
        let outlines = self.outlines(part.path())?;
        let (extract, sha256, address) = self.extract(part.path()).await?;
        let written = self.read(&extract, sha256, address, &outlines, (&folder, part.path()))?;
        part.remove()?;
        Ok(written)
    }

    fn outlines(&self, workspace: &Path) -> Result<Outlines> {
        let file = Product::Municipalities.files()[0];
        let path = self.municipalities.clone().unwrap_or_else(|| self.out.join(file));
        if !path.is_file() {
            let reason = "isn't there, and an extract doesn't say in which county something lies: \
                fetch municipalities first, or name another file with --municipalities";
            return Err(SourceFault::MunicipalitiesNeeded.at(path.display(), reason));
        }
        Outlines::read(&path, &self.counties, workspace)
    }

    /// The extract on disk, its SHA-256, and where it is from.
    async fn extract(&self, workspace: &Path) -> Result<(PathBuf, String, String)> {
        match &self.from {
            From::Files(files) => {
                let [file] = files.as_slice() else { return Err(one_extract()) };
                let sha256 =
                    sha256_of(file).map_err(|error| SourceFault::UnreadableFile.at(file.display(), error))?;
                Ok((file.clone(), sha256, paths(files)))
            }
            From::Addresses(urls) => {
                let [url] = urls.as_slice() else { return Err(one_extract()) };
                let expected = Expected { bytes: None, checksum: self.checksum(url).await? };
                let path = workspace.join("extract.osm.pbf");
                let came = download(self.client, url, &path, &expected, self.progress).await?;
                Ok((came.path, came.sha256, told(url)))
            }
        }
    }

    /// What the source says beside the extract; None where it says nothing.
    async fn checksum(&self, url: &Url) -> Result<Option<Checksum>> {
        let mut beside = url.clone();
        beside.set_path(&format!("{}.md5", url.path()));
        let ask = async || -> std::result::Result<Vec<u8>, Failure> {
            self.client.get(&beside, HeaderMap::new()).await?.body(LARGEST_CHECKSUM_BYTES).await
        };
        match self.client.stubbornly(ask).await {
            Ok(text) => {
                let text = String::from_utf8_lossy(&text);
                let digits = text.split_whitespace().next().unwrap_or_default().to_lowercase();
                let is_md5 = digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
                Ok(is_md5.then_some(Checksum::Md5(digits)))
            }
            Err(error) if error.fault == SourceFault::Refused => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn read(
        &self,
        extract: &Path,
        source_sha256: String,
        address: String,
        outlines: &Outlines,
        (folder, workspace): (&Path, &Path),
    ) -> Result<Vec<Written>> {
        let form = Form::GeoJson { crs: None };
        let begin =
            |layer: tags::Layer| Output::begin(folder.join(layer.file()), workspace, form.clone(), true);
        let outputs = tags::Layer::ALL.into_iter().map(begin).collect::<Result<Vec<_>>>()?;
        let read = Passes { extract, area: Area::new(outlines)?, progress: self.progress }.run(outputs)?;
        let provenance = Provenance {
            publisher: self.source.publisher.clone(),
            title: self.source.title.clone(),
            address,
            layer: None,
            licence: self.source.licence.clone(),
            fetched_at: self.now,
            counties: self.counties.clone(),
            source_count: read.element_count,
            source_sha256,
            left_out: read.left_out,
        };
        let finished = read.outputs.into_iter().map(Output::finish).collect::<Result<Vec<_>>>()?;
        finished.into_iter().map(|file| file.publish(&provenance)).collect()
    }
}

fn one_extract() -> super::SourceError {
    SourceFault::BadAddress.at("OpenStreetMap", "is read from one extract")
}
