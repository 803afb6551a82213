//! What is known of the sources: address, licence, layer, fields and the ways of
//! their servers. All of it is data (`catalogue.json`), and most of it can be given
//! on the command line as well, since layers get new names with each year.

use std::{collections::BTreeMap, sync::LazyLock};

use geo::{Coord, Rect};
use serde::Deserialize;

/// What the sources have in common.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Catalogue {
    /// The system that geometry is asked for and written in, as `EPSG:…`.
    pub crs: String,
    /// West, south, east, north of the country in that system, generously. Eastings
    /// and northings don't overlap, so that it tells which of two numbers is which.
    extent: [f64; 4],
    sources: BTreeMap<String, Source>,
}

/// A source, by the name of its command.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    pub publisher: String,
    pub title: String,
    pub address: String,
    /// As SPDX names it.
    pub licence: String,
    /// The feature type of a WFS, the table of a GeoPackage, what the name of a Shapefile begins with.
    #[serde(default)]
    pub layer: Option<String>,
    /// Our name of a field to the source's.
    pub fields: BTreeMap<String, Field>,
    #[serde(default)]
    pub wfs: Option<WfsTerms>,
    #[serde(default)]
    pub stac: Option<StacTerms>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// The first of them that a feature has.
    pub names: Vec<String>,
    #[serde(default)]
    pub optional: bool,
}

/// The ways of a WFS.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WfsTerms {
    pub output_format: String,
    /// Features a request.
    pub page_size: u64,
    pub paging: Paging,
    #[serde(default)]
    pub sort_by: Option<String>,
    /// The field of ours that no two features share; left out: the feature's id.
    #[serde(default)]
    pub key: Option<String>,
    /// The source's field of the county's code; left out: counties are asked for by their extent.
    #[serde(default)]
    pub county_field: Option<String>,
    /// An extent names its system as a URN, and then gives northings first.
    #[serde(default)]
    pub urn: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Paging {
    /// By `startIndex`.
    Index,
    /// By extents that are quartered until each holds no more than a page: for
    /// servers that don't count on from `startIndex`.
    Area,
}

/// The ways of a STAC catalogue.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StacTerms {
    pub collection: String,
    pub page_size: u64,
    /// Who may see the account.
    pub account_hosts: Vec<String>,
}

impl Catalogue {
    /// The one that travels in the binary.
    pub fn built_in() -> &'static Self {
        static BUILT_IN: LazyLock<Catalogue> = LazyLock::new(|| {
            serde_json::from_str(include_str!("catalogue.json")).expect("the tests have read it")
        });
        &BUILT_IN
    }

    /// A source by the name of its command.
    ///
    /// # Panics
    /// When it isn't in the catalogue; which ones are is fixed when the binary is built.
    pub fn source(&self, name: &str) -> &Source {
        &self.sources[name]
    }

    pub fn extent(&self) -> Rect<f64> {
        let [west, south, east, north] = self.extent;
        Rect::new(Coord { x: west, y: south }, Coord { x: east, y: north })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_is_sound() {
        let catalogue = Catalogue::built_in();
        let extent = catalogue.extent();
        assert!(extent.max().x < extent.min().y, "eastings and northings overlap");
        for (name, source) in &catalogue.sources {
            assert!(source.address.starts_with("https://"), "{name}");
            assert!(source.fields.values().all(|field| !field.names.is_empty()), "{name}");
            let key = source.wfs.as_ref().and_then(|terms| terms.key.as_ref());
            assert!(key.is_none_or(|key| source.fields.contains_key(key)), "{name}");
            assert!(source.wfs.is_none() || source.layer.is_some(), "{name}");
        }
    }
}
