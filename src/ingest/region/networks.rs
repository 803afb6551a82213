//! A region's networks and its profile.

use super::{RegionError, document::NetworkDocument, error::Item, files::Shelf};
use crate::{
    domain::{Network, NetworkId, Plmn, Profile},
    ingest::profile::ProfileDocument,
};

/// For regions that bring no thresholds: nothing passes by signal or rate, only
/// by the success of a test.
const NO_PROFILE: &str = include_str!("no_profile.json");

pub fn read_networks(shelf: &mut Shelf<'_>, file: &str) -> Result<Vec<Network>, RegionError> {
    let documents: Vec<NetworkDocument> = shelf.take_json("networks", file)?;
    let mut networks: Vec<Network> = Vec::with_capacity(documents.len());
    for (document, number) in documents.into_iter().zip(1..) {
        let fault = |reason: String| RegionError::item(file, Item::Entry, number, reason);
        let network = network(document).map_err(fault)?;
        if networks.iter().any(|known| known.id == network.id) {
            return Err(fault(format!("the id `{}` was there before", network.id)));
        }
        networks.push(network);
    }
    Ok(networks)
}

fn network(document: NetworkDocument) -> Result<Network, String> {
    let NetworkDocument { id, name, colour, plmn, demonstration } = document;
    let digits = colour.strip_prefix('#').unwrap_or_default();
    if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(format!("colour: `{colour}` is not of the form #rrggbb"));
    }
    Ok(Network {
        id: NetworkId::new(id).map_err(|error| format!("id: {error}"))?,
        plmns: plmn
            .into_iter()
            .map(|code| Plmn::new(code).map_err(|error| format!("plmn: {error}")))
            .collect::<Result<_, _>>()?,
        name,
        colour,
        demonstration,
    })
}

pub fn read_profile(shelf: &mut Shelf<'_>, file: Option<&str>) -> Result<Profile, RegionError> {
    let (name, document) = match file {
        Some(file) => (file, shelf.take_json("profiles", file)?),
        None => {
            let document = serde_json::from_str(NO_PROFILE);
            ("no_profile.json", document.map_err(|error| RegionError::file("no_profile.json", error))?)
        }
    };
    let document: ProfileDocument = document;
    document.to_profile().map_err(|error| RegionError::file(name, error))
}
