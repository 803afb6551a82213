//! How what is fetched comes to lie on disk, whichever way its source has.

use std::path::PathBuf;

use sha2::{Digest, Sha256};
use url::Url;

use super::{
    Catalogue, From, Job, Product, Result, SourceFault, WfsTerms,
    download::{Expected, download},
    http::told,
    outlines::Outlines,
    output::sha256_of,
    part::PartFolder,
    products::Repeats,
    reading, stac,
    wfs::{Part, Wfs, WfsRequest},
};

/// All that came of a source, on disk.
pub(super) struct Came {
    pub files: Vec<PathBuf>,
    /// How many features the source says that there are, where it says so.
    pub count: Option<u64>,
    pub sha256: String,
    pub address: String,
    pub repeats: Repeats,
    /// The system of files that name none.
    pub unnamed_crs: Option<&'static str>,
}

impl Job<'_> {
    /// Asks for all that isn't there yet.
    ///
    /// # Errors
    /// When the source fails, or a file can't be read.
    pub(super) async fn came(&self, part: &mut PartFolder, outlines: Option<&Outlines>) -> Result<Came> {
        match &self.from {
            From::Files(files) => self.by_hand(files),
            From::Addresses(urls) => match (&self.source.wfs, &self.source.stac) {
                (Some(terms), _) => self.by_wfs(part, first(urls)?, terms, outlines).await,
                (None, Some(_)) => self.by_stac(part, first(urls)?).await,
                (None, None) => self.by_download(part, urls).await,
            },
        }
    }

    async fn by_wfs(
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
            address: told(&request.page(Part::All)),
            repeats: if pages.overlap { Repeats::Known } else { Repeats::Fault },
            unnamed_crs: Some(&catalogue.crs),
        })
    }

    async fn by_stac(&self, part: &mut PartFolder, root: &Url) -> Result<Came> {
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

    async fn by_download(&self, part: &mut PartFolder, urls: &[Url]) -> Result<Came> {
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
