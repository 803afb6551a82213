//! A fetch from its beginning to the files in their places.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

use sha2::{Digest, Sha256};
use url::Url;

use super::{
    Catalogue, Client, Progress, Result, Source, SourceFault, WfsTerms,
    download::{Expected, download},
    feature::SourceFeature,
    http::told,
    outlines::Outlines,
    output::{Provenance, Written, sha256_of},
    part::{Asked, PartFolder},
    products::{Conversion, Product, Repeats},
    reading::{self, Reading},
    stac,
    wfs::{Wfs, WfsRequest},
};

/// What is to be fetched, from where, and where to.
pub struct Job<'job> {
    pub product: Product,
    /// As in the catalogue, perhaps with another layer.
    pub source: &'job Source,
    pub from: From,
    /// By their codes, at least one.
    pub counties: Vec<String>,
    /// Where the counties are, as `fetch municipalities` writes it; left out: as it
    /// lies in the folder.
    pub municipalities: Option<PathBuf>,
    pub out: PathBuf,
    pub client: &'job Client,
    pub progress: &'job dyn Progress,
    pub now: jiff::Timestamp,
}

/// Where a product comes from.
#[derive(Clone, Debug)]
pub enum From {
    /// The source itself; several addresses are several files.
    Addresses(Vec<Url>),
    /// Files that were fetched by hand.
    Files(Vec<PathBuf>),
}

/// All that came of a source, on disk.
struct Came {
    files: Vec<PathBuf>,
    /// How many features the source says that there are, where it says so.
    count: Option<u64>,
    sha256: String,
    address: String,
    repeats: Repeats,
    /// The system of files that name none.
    unnamed_crs: Option<&'static str>,
}

impl Job<'_> {
    /// Fetches, checks, converts and puts the files in their places.
    ///
    /// # Errors
    /// When any of it fails; then the files are as they were before.
    pub async fn run(&self) -> Result<Vec<Written>> {
        fs::create_dir_all(&self.out)
            .map_err(|error| SourceFault::NotWritten.at(self.out.display(), error))?;
        let mut part = PartFolder::open(&self.out.join(self.product.files()[0]))?;
        let outlines = self.outlines(part.path())?;
        let came = self.came(&mut part, outlines.as_ref()).await?;
        self.progress.says("Writing");
        let written = match self.convert(&part, &came, outlines.as_ref()) {
            // The same pages would give the same error; the source may do better.
            Err(error) if error.fault != SourceFault::NotWritten => {
                part.start_over(Asked::default())?;
                return Err(error);
            }
            converted => converted?,
        };
        part.remove()?;
        Ok(written)
    }

    async fn came(&self, part: &mut PartFolder, outlines: Option<&Outlines>) -> Result<Came> {
        match &self.from {
            From::Files(files) => self.by_hand(files),
            From::Addresses(urls) => match (&self.source.wfs, &self.source.stac) {
                (Some(terms), _) => self.from_wfs(part, first(urls)?, terms, outlines).await,
                (None, Some(_)) => self.from_stac(part, first(urls)?).await,
                (None, None) => self.from_files(part, urls).await,
            },
        }
    }

    async fn from_wfs(
        &self,
        part: &mut PartFolder,
        url: &Url,
        terms: &WfsTerms,
        outlines: Option<&Outlines>,
    ) -> Result<Came> {
        let catalogue = Catalogue::built_in();
        let request = WfsRequest {
            address: url.clone(),
            layer: self.source.layer.clone().unwrap_or_default(),
            output_format: terms.output_format.clone(),
            crs: catalogue.crs.clone(),
            crs_extent: catalogue.extent(),
            page_size: terms.page_size,
            sort_by: terms.sort_by.clone(),
            counties: terms.county_field.clone().map(|field| (field, self.counties.clone())),
            extent: outlines.map(Outlines::extent),
            urn: terms.urn,
        };
        let needed = self.source.fields.values().filter(|field| !field.optional);
        let wfs = Wfs {
            client: self.client,
            request: &request,
            paging: terms.paging,
            needed: needed.map(|field| field.names.clone()).collect(),
            progress: self.progress,
            now: self.now,
        };
        let pages = wfs.fetch(part).await?;
        Ok(Came {
            files: pages.files,
            count: Some(pages.matched),
            sha256: of_all(&pages.sha256s),
            address: told(&request.page(super::wfs::Part::All)),
            repeats: if pages.overlap { Repeats::Known } else { Repeats::Fault },
            unnamed_crs: Some(&catalogue.crs),
        })
    }

    async fn from_stac(&self, part: &mut PartFolder, root: &Url) -> Result<Came> {
        let Some(terms) = &self.source.stac else {
            return Err(SourceFault::BadAddress.at(root, "is no catalogue of files"));
        };
        let assets = stac::assets(self.client, root, terms, &self.counties).await?;
        let mut files = Vec::new();
        let mut sha256s = Vec::new();
        for (asset, number) in assets.iter().zip(1..) {
            self.progress.says(&format!(
                "File {number} of {}: municipality {}",
                assets.len(),
                asset.municipality
            ));
            let path = part.path().join(format!("file-{}", asset.municipality));
            let came = download(self.client, &asset.url, &path, &asset.expected, self.progress).await?;
            files.push(came.path);
            sha256s.push(came.sha256);
        }
        Ok(Came {
            files,
            count: None,
            sha256: of_all(&sha256s),
            address: format!("{}/collections/{}", told(root).trim_end_matches('/'), terms.collection),
            repeats: Repeats::Known,
            unnamed_crs: None,
        })
    }

    async fn from_files(&self, part: &mut PartFolder, urls: &[Url]) -> Result<Came> {
        let (mut files, mut sha256s) = (Vec::new(), Vec::new());
        for (url, number) in urls.iter().zip(1..) {
            self.progress.says(&format!("File {number} of {}", urls.len()));
            let path = part.path().join(format!("file-{number}"));
            let came = download(self.client, url, &path, &Expected::default(), self.progress).await?;
            files.push(came.path);
            sha256s.push(came.sha256);
        }
        let address = urls.iter().map(told).collect::<Vec<_>>().join(" ");
        Ok(Came {
            files,
            count: None,
            sha256: of_all(&sha256s),
            address,
            repeats: self.repeats(),
            unnamed_crs: None,
        })
    }

    fn by_hand(&self, files: &[PathBuf]) -> Result<Came> {
        let hash = |path: &PathBuf| {
            sha256_of(path).map_err(|error| SourceFault::UnreadableFile.at(path.display(), error))
        };
        let sha256s = files.iter().map(hash).collect::<Result<Vec<_>>>()?;
        Ok(Came {
            files: files.to_vec(),
            count: None,
            sha256: of_all(&sha256s),
            address: reading::paths(files),
            repeats: self.repeats(),
            unnamed_crs: None,
        })
    }

    /// Of whole files: nothing tells road links apart, and files of neighbours may overlap.
    fn repeats(&self) -> Repeats {
        match self.product {
            Product::Roads => Repeats::Unseen,
            Product::Buildings | Product::Addresses | Product::Trails | Product::ProtectedAreas => {
                Repeats::Known
            }
            _ => Repeats::Fault,
        }
    }

    fn convert(&self, part: &PartFolder, came: &Came, outlines: Option<&Outlines>) -> Result<Vec<Written>> {
        let places = (self.out.as_path(), part.path());
        let mut conversion =
            Conversion::begin(self.product, self.source, &self.counties, outlines, came.repeats, places)?;
        if self.product == Product::Municipalities {
            conversion.name_counties(self.county_names(part.path(), came));
        }
        let reading = self.reading(part.path(), came.unnamed_crs, self.source.layer.as_deref());
        let (mut count, mut placed) = (0, 0);
        for (path, number) in came.files.iter().zip(1..) {
            count += reading.for_each(path, &mut |feature| {
                placed += 1;
                conversion.take(&feature)
            })?;
            self.progress.reached(number, came.files.len() as u64);
        }
        let without_geometry = count - placed;
        conversion.leave_out_without_geometry(without_geometry);
        let different = conversion.distinct + without_geometry;
        if let Some(stated) = came.count.filter(|stated| *stated != different) {
            let reason =
                format!("the source says that it has {stated} features, and {different} different ones came");
            return Err(SourceFault::WrongCount.at(self.source.layer.as_deref().unwrap_or_default(), reason));
        }
        let (finished, left_out) = conversion.finish()?;
        let provenance = Provenance {
            publisher: self.source.publisher.clone(),
            title: self.source.title.clone(),
            address: came.address.clone(),
            layer: self.source.layer.clone(),
            licence: self.source.licence.clone(),
            fetched_at: self.now,
            counties: self.counties.clone(),
            source_count: came.count.unwrap_or(count),
            source_sha256: came.sha256.clone(),
            left_out,
        };
        finished.into_iter().map(|file| file.publish(&provenance)).collect()
    }

    fn reading<'call>(
        &self,
        folder: &'call Path,
        unnamed_crs: Option<&'call str>,
        layer: Option<&'call str>,
    ) -> Reading<'call> {
        let catalogue = Catalogue::built_in();
        Reading { crs: &catalogue.crs, extent: catalogue.extent(), unnamed_crs, layer, folder }
    }

    /// The names of counties from the same files, by their codes: none where the
    /// files have no layer of counties.
    fn county_names(&self, folder: &Path, came: &Came) -> HashMap<String, String> {
        let source = Catalogue::built_in().source("counties");
        let mut names = HashMap::new();
        let mut name = |feature: SourceFeature| {
            let text = |field| feature.text(&source.fields, field);
            names.insert(text("code")?, text("name")?);
            Ok(())
        };
        let reading = self.reading(folder, came.unnamed_crs, source.layer.as_deref());
        for path in &came.files {
            if let Err(error) = reading.for_each(path, &mut name) {
                tracing::debug!(%error, "no names of counties");
            }
        }
        names
    }

    fn outlines(&self, workspace: &Path) -> Result<Option<Outlines>> {
        if !self.product.needs_outlines() {
            return Ok(None);
        }
        let path =
            self.municipalities.clone().unwrap_or_else(|| self.out.join(Product::Municipalities.files()[0]));
        if !path.is_file() {
            let reason = "isn't there, and the source doesn't say in which county something lies: \
                fetch municipalities first, or name another file with --municipalities";
            return Err(SourceFault::MunicipalitiesNeeded.at(path.display(), reason));
        }
        Outlines::read(&path, &self.counties, workspace).map(Some)
    }
}

fn first(urls: &[Url]) -> Result<&Url> {
    match urls {
        [url] => Ok(url),
        _ => Err(SourceFault::BadAddress.at("the source", "has one address")),
    }
}

/// Of one file its own; of several the hash of their hashes, one a line.
fn of_all(sha256s: &[String]) -> String {
    match sha256s {
        [one] => one.clone(),
        all => {
            let lines: String = all.iter().map(|hash| format!("{hash}\n")).collect();
            format!("{:x}", Sha256::digest(lines))
        }
    }
}
