//! What becomes of each source's features: one file a product, its properties named
//! as regions name them. The names are documented in the manual.

mod areas;
mod lines;
mod population;

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    path::Path,
};

use geo::Geometry;
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::{
    Catalogue, Result, Source, SourceError, SourceFault,
    feature::SourceFeature,
    outlines::Outlines,
    output::{Finished, Form, Output},
};

/// What can be fetched as features.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Product {
    Population,
    Localities,
    SmallLocalities,
    StatisticalAreas,
    Municipalities,
    Roads,
    Buildings,
    Addresses,
    Trails,
    ProtectedAreas,
}

impl Product {
    /// As the command and the catalogue name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Population => "population",
            Self::Localities => "localities",
            Self::SmallLocalities => "small-localities",
            Self::StatisticalAreas => "statistical-areas",
            Self::Municipalities => "municipalities",
            Self::Roads => "roads",
            Self::Buildings => "buildings",
            Self::Addresses => "addresses",
            Self::Trails => "trails",
            Self::ProtectedAreas => "protected-areas",
        }
    }

    /// The files that it becomes; the first gives the fetch its name.
    pub fn files(self) -> &'static [&'static str] {
        match self {
            Self::Population => &["population.csv"],
            Self::Localities => &["localities.geojson", "locality_areas.geojson"],
            Self::SmallLocalities => &["small_localities.geojson"],
            Self::StatisticalAreas => &["statistical_areas.geojson"],
            Self::Municipalities => &["municipalities.geojson"],
            Self::Roads => &["roads.geojson"],
            Self::Buildings => &["buildings.geojson"],
            Self::Addresses => &["addresses.geojson"],
            Self::Trails => &["trails.geojson"],
            Self::ProtectedAreas => &["protected_areas.geojson"],
        }
    }

    /// Whether the source doesn't say of its features which county they are in.
    pub fn needs_outlines(self) -> bool {
        matches!(self, Self::Population | Self::Trails | Self::ProtectedAreas)
    }

    /// Whether the order of the source is kept. Elsewhere a feature's key orders, so
    /// that the file is the same however the pages were cut.
    fn keeps_order(self) -> bool {
        matches!(self, Self::Roads | Self::Buildings | Self::Addresses)
    }

    /// Our field that no two features share.
    fn key(self) -> Option<&'static str> {
        match self {
            Self::Population => Some("cell"),
            Self::Localities | Self::SmallLocalities | Self::StatisticalAreas | Self::Municipalities => {
                Some("code")
            }
            Self::Buildings | Self::Addresses => Some("id"),
            Self::Roads | Self::Trails | Self::ProtectedAreas => None,
        }
    }
}

/// What happens to a feature that was there before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Repeats {
    /// The source contradicts itself.
    Fault,
    /// Pages or files overlap: it is taken once.
    Known,
    /// Nothing tells features apart.
    Unseen,
}

/// Features on their way into files.
pub struct Conversion<'job> {
    product: Product,
    source: &'job Source,
    counties: &'job [String],
    outlines: Option<&'job Outlines>,
    /// The names of counties by their codes.
    county_names: HashMap<String, String>,
    repeats: Repeats,
    outputs: Vec<Output>,
    /// Half a SHA-256 of each feature's key: 16 bytes a feature are all that grows with a source.
    seen: HashSet<[u8; 16]>,
    /// Features that are different from each other.
    pub distinct: u64,
    left_out: BTreeMap<&'static str, u64>,
}

/// A feature as it is written.
struct Entry {
    geometry: Geometry<f64>,
    properties: Map<String, Value>,
}

impl<'job> Conversion<'job> {
    /// Begins the product's files.
    ///
    /// # Errors
    /// When the disk won't.
    pub fn begin(
        product: Product,
        source: &'job Source,
        counties: &'job [String],
        outlines: Option<&'job Outlines>,
        repeats: Repeats,
        (out, workspace): (&Path, &Path),
    ) -> Result<Self> {
        let form = match product {
            Product::Population => Form::Csv { header: population::HEADER.to_owned() },
            _ => Form::GeoJson { crs: Some(Catalogue::built_in().crs.clone()) },
        };
        let begin =
            |name: &&str| Output::begin(out.join(name), workspace, form.clone(), product.keeps_order());
        let outputs = product.files().iter().map(begin).collect::<Result<_>>()?;
        Ok(Self {
            product,
            source,
            counties,
            outlines,
            county_names: HashMap::new(),
            repeats,
            outputs,
            seen: HashSet::new(),
            distinct: 0,
            left_out: BTreeMap::new(),
        })
    }

    pub fn name_counties(&mut self, names: HashMap<String, String>) {
        self.county_names = names;
    }

    /// Takes a feature in.
    ///
    /// # Errors
    /// When it lacks a field, has a value or geometry that can't be, or was there before.
    pub fn take(&mut self, feature: &SourceFeature) -> Result<()> {
        let key = self.key(feature)?;
        if !self.is_new(&key, feature)? {
            return Ok(());
        }
        self.distinct += 1;
        match self.product {
            Product::Population => self.take_square(&key, feature),
            Product::Localities => self.take_locality(&key, feature),
            Product::SmallLocalities | Product::StatisticalAreas => self.take_area(&key, feature),
            Product::Municipalities => self.take_municipality(&key, feature),
            Product::Roads => self.take_road(&key, feature),
            Product::Buildings => self.take_building(&key, feature),
            Product::Addresses => self.take_address(&key, feature),
            Product::Trails => self.take_trail(&key, feature),
            Product::ProtectedAreas => self.take_protected_area(&key, feature),
        }
    }

    /// Counts features that lie nowhere.
    pub fn leave_out_without_geometry(&mut self, count: u64) {
        if count > 0 {
            self.leave_out("without geometry", count);
        }
    }

    /// Ends the files; what was left out by reason.
    ///
    /// # Errors
    /// When nothing is left to be written, or the disk won't.
    pub fn finish(self) -> Result<(Vec<Finished>, Map<String, Value>)> {
        if self.outputs.iter().all(|output| output.count() == 0) {
            let reason = format!(
                "of {} features none lies in the counties {}",
                self.distinct,
                self.counties.join(", ")
            );
            return Err(SourceFault::NoFeatures.at(self.product.name(), reason));
        }
        let left_out =
            self.left_out.into_iter().map(|(reason, count)| (reason.to_owned(), count.into())).collect();
        Ok((self.outputs.into_iter().map(Output::finish).collect::<Result<_>>()?, left_out))
    }

    /// What tells a feature from all others: a field, or all that is known of it.
    fn key(&self, feature: &SourceFeature) -> Result<String> {
        if let Some(field) = self.product.key() {
            return feature.text(&self.source.fields, field);
        }
        let mut hasher = Sha256::new();
        hasher.update(geojson::Geometry::from(&feature.geometry).to_string());
        hasher.update(serde_json::to_vec(&feature.properties).expect("properties are plain"));
        Ok(format!("{:x}", hasher.finalize()))
    }

    fn is_new(&mut self, key: &str, feature: &SourceFeature) -> Result<bool> {
        if self.repeats == Repeats::Unseen {
            return Ok(true);
        }
        let hash = Sha256::digest(key);
        let half = hash.first_chunk().copied().unwrap_or_default();
        let is_new = self.seen.insert(half);
        if !is_new && self.repeats == Repeats::Fault {
            let reason = format!("`{key}` was there before: the source repeats itself between its pages");
            return Err(feature.error(SourceFault::RepeatedFeature, reason));
        }
        Ok(is_new)
    }

    fn leave_out(&mut self, reason: &'static str, count: u64) {
        *self.left_out.entry(reason).or_default() += count;
    }

    fn write(&mut self, index: usize, key: &str, entry: &Entry) -> Result<()> {
        self.outputs[index].feature(key, &entry.geometry, &entry.properties)
    }

    /// Whether the feature's county is one that is wanted; others are counted.
    fn is_wanted(&mut self, code: &str) -> bool {
        let is_wanted = self.counties.iter().any(|county| code.starts_with(county));
        if !is_wanted {
            self.leave_out("in other counties", 1);
        }
        is_wanted
    }

    /// Our names of the fields with their values; those that are empty are left out.
    fn properties(&self, feature: &SourceFeature, names: &[&str]) -> Result<Map<String, Value>> {
        let mut properties = Map::new();
        for name in names {
            if let Some(text) = feature.optional(&self.source.fields, name)? {
                properties.insert((*name).to_owned(), text.into());
            }
        }
        Ok(properties)
    }
}

fn expected(feature: &SourceFeature, what: &str) -> SourceError {
    feature.error(SourceFault::BadGeometry, format!("expected {what} as geometry"))
}
