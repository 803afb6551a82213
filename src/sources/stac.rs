//! A STAC catalogue (the API's item search by collection): which files there are.

use std::collections::BTreeMap;

use reqwest::header::HeaderMap;
use serde::Deserialize;
use url::Url;

use super::{
    Result, SourceFault, StacTerms,
    download::{Checksum, Expected},
    http::{Client, Failure, told},
    words::in_short,
};

const LARGEST_PAGE_BYTES: usize = 64 << 20;
/// A catalogue whose pages lead in a circle has no end.
const MOST_PAGES: usize = 1_000;

/// The file of one municipality.
#[derive(Clone, Debug)]
pub struct Asset {
    pub municipality: String,
    pub url: Url,
    pub expected: Expected,
}

#[derive(Deserialize)]
struct ItemPage {
    features: Vec<Item>,
    #[serde(default)]
    links: Vec<Link>,
    #[serde(rename = "numberMatched")]
    number_matched: Option<u64>,
    /// As catalogues before version 1 of the API have it.
    context: Option<Context>,
}

#[derive(Deserialize)]
struct Context {
    matched: Option<u64>,
}

#[derive(Deserialize)]
struct Link {
    rel: String,
    href: String,
}

#[derive(Deserialize)]
struct Item {
    id: String,
    #[serde(default)]
    assets: BTreeMap<String, AssetDocument>,
}

#[derive(Deserialize)]
struct AssetDocument {
    href: String,
    #[serde(rename = "type")]
    media_type: Option<String>,
    #[serde(rename = "file:size")]
    bytes: Option<u64>,
    /// A multihash in hexadecimal digits (STAC's file extension).
    #[serde(rename = "file:checksum")]
    checksum: Option<String>,
}

/// The files of a collection for the municipalities of some counties, by code.
///
/// # Errors
/// When the catalogue can't be read, doesn't list as many items as it says, or
/// has none for the counties.
pub async fn assets(
    client: &Client,
    root: &Url,
    terms: &StacTerms,
    counties: &[String],
) -> Result<Vec<Asset>> {
    let items = items(client, root, terms).await?;
    let mut assets = BTreeMap::new();
    for item in items {
        let place = format!("{}, item `{}`", terms.collection, item.id);
        let asset = item
            .file()
            .ok_or_else(|| SourceFault::BrokenAnswer.at(&place, "has no file that can be read"))?;
        let url = root
            .join(&asset.href)
            .map_err(|error| SourceFault::BrokenAnswer.at(&place, format!("{}: {error}", asset.href)))?;
        let Some(municipality) = municipality(&item.id, &url) else {
            return Err(SourceFault::BrokenAnswer.at(&place, "doesn't say of which municipality it is"));
        };
        if counties.iter().any(|county| municipality.starts_with(county)) {
            let expected =
                Expected { bytes: asset.bytes, checksum: asset.checksum.as_deref().and_then(checksum) };
            let asset = Asset { municipality: municipality.clone(), url, expected };
            if assets.insert(municipality, asset).is_some() {
                return Err(
                    SourceFault::RepeatedFeature.at(&place, "another item is of the same municipality")
                );
            }
        }
    }
    if assets.is_empty() {
        let reason = format!("has nothing for the counties {}", counties.join(", "));
        return Err(SourceFault::NoFeatures.at(&terms.collection, reason));
    }
    Ok(assets.into_values().collect())
}

async fn items(client: &Client, root: &Url, terms: &StacTerms) -> Result<Vec<Item>> {
    let address = format!(
        "{}/collections/{}/items?limit={}",
        root.as_str().trim_end_matches('/'),
        terms.collection,
        terms.page_size
    );
    let bad = |reason: &dyn ToString| SourceFault::BadAddress.at(told(root), reason.to_string());
    let mut next = Some(Url::parse(&address).map_err(|error| bad(&error))?);
    let (mut items, mut matched) = (Vec::new(), None);
    for _ in 0..MOST_PAGES {
        let Some(url) = next.take() else { break };
        let page = page(client, &url).await?;
        matched = matched.or(page.number_matched).or(page.context.and_then(|context| context.matched));
        items.extend(page.features);
        let link = page.links.into_iter().find(|link| link.rel == "next");
        next = link.map(|link| url.join(&link.href)).transpose().map_err(|error| bad(&error))?;
    }
    let count = items.len() as u64;
    match matched {
        Some(matched) if matched != count => {
            let reason = format!("the source says that it has {matched} items and lists {count}");
            Err(SourceFault::WrongCount.at(&terms.collection, reason))
        }
        _ if next.is_some() => Err(bad(&format!("the list of items has more than {MOST_PAGES} pages"))),
        _ => Ok(items),
    }
}

async fn page(client: &Client, url: &Url) -> Result<ItemPage> {
    let ask = async || {
        let body = client.get(url, HeaderMap::new()).await?.body(LARGEST_PAGE_BYTES).await?;
        serde_json::from_slice(&body).map_err(|error| {
            let reason = format!(
                "is no page of a STAC catalogue: {error}: {}",
                in_short(&String::from_utf8_lossy(&body))
            );
            Failure::passing(SourceFault::BrokenAnswer.at(told(url), reason))
        })
    };
    client.stubbornly(ask).await
}

impl Item {
    /// The file among an item's assets: `data`, or the only GeoPackage or archive.
    fn file(&self) -> Option<&AssetDocument> {
        let is_file = |asset: &&AssetDocument| {
            let media_type = asset.media_type.as_deref().unwrap_or_default();
            let path = asset.href.split(['?', '#']).next().unwrap_or_default().to_lowercase();
            ["zip", "geopackage", "sqlite3"].iter().any(|word| media_type.contains(word))
                || path.ends_with(".zip")
                || path.ends_with(".gpkg")
        };
        self.assets.get("data").or_else(|| self.assets.values().find(is_file))
    }
}

/// The municipality's four digits: the item's id, or the last four digits of the
/// file's name (`byggnad_kn2482.zip`).
fn municipality(id: &str, url: &Url) -> Option<String> {
    let is_code = |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    if is_code(id) {
        return Some(id.to_owned());
    }
    let name = url.path_segments()?.next_back()?.split('.').next()?;
    let code = name.get(name.len().checked_sub(4)?..)?;
    is_code(code).then(|| code.to_owned())
}

/// A multihash of SHA-256: its code, its length, its digits.
fn checksum(multihash: &str) -> Option<Checksum> {
    let digits = multihash.strip_prefix("1220")?;
    (digits.len() == 64).then(|| Checksum::Sha256(digits.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn municipalities_by_id_or_file() {
        for (id, url, expected) in [
            ("2482", "https://a.example/x.zip", Some("2482")),
            ("byggnad", "https://a.example/b/byggnad_kn2482.zip", Some("2482")),
            ("byggnad", "https://a.example/b/hela.zip", None),
            ("24", "https://a.example/2.zip", None),
        ] {
            assert_eq!(municipality(id, &url.parse().unwrap()).as_deref(), expected, "{id} {url}");
        }
    }

    #[test]
    fn multihashes_of_sha_256() {
        let digits = "ab".repeat(32);
        assert_eq!(checksum(&format!("1220{digits}")), Some(Checksum::Sha256(digits)));
        assert_eq!(checksum("1114abcd"), None);
    }
}
