//! A fetch from its beginning to the files in their places.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

use url::Url;

use super::{
    Catalogue, Client, Progress, Result, Source, SourceFault,
    arrival::Came,
    feature::SourceFeature,
    outlines::Outlines,
    output::{Provenance, Written},
    part::{Asked, PartFolder},
    products::{Conversion, Product},
    reading::Reading,
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
