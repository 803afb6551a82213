//! A region's networks and its profile.

use std::str::FromStr;

use super::{
    RegionError,
    document::{NetworkDocument, ProfileDocument, ReliabilityDocument, SignalDocument, TestDocument},
    error::Item,
    files::Shelf,
};
use crate::domain::{
    Network, NetworkId, Plmn, Profile, ReliabilityScales, Share, SignalThreshold, TestThreshold,
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
    profile(document).map_err(|reason| RegionError::file(name, reason))
}

fn profile(document: ProfileDocument) -> Result<Profile, String> {
    Ok(Profile {
        version: document.version,
        required_share: Share::new(document.required_share)
            .map_err(|error| format!("required_share: {error}"))?,
        signal: each("signal", document.signal, signal)?,
        tests: each("tests", document.tests, test)?,
        reliability: document.reliability.map(reliability).transpose()?,
    })
}

fn reliability(document: ReliabilityDocument) -> Result<ReliabilityScales, String> {
    let share = |field, value| Share::new(value).map_err(|error| format!("reliability.{field}: {error}"));
    if !(document.sub_zone_km2 > 0.0 && document.sub_zone_km2.is_finite()) {
        return Err(format!("reliability.sub_zone_km2: {} is no area", document.sub_zone_km2));
    }
    Ok(ReliabilityScales {
        whole: share("whole", document.whole)?,
        whole_above_m2: document.whole_above_km2 * 1e6,
        sub_zone: share("sub_zone", document.sub_zone)?,
        sub_zone_m2: document.sub_zone_km2 * 1e6,
        enough_tests: document.enough_tests,
    })
}

fn signal(document: SignalDocument) -> Result<SignalThreshold, String> {
    Ok(SignalThreshold {
        service: word(&document.service)?,
        technology: word(&document.technology)?,
        rsrp_dbm: document.rsrp_dbm,
    })
}

fn test(document: TestDocument) -> Result<TestThreshold, String> {
    Ok(TestThreshold {
        service: word(&document.service)?,
        download_mbps: document.download_mbps,
        upload_mbps: document.upload_mbps,
        latency_ms: document.latency_ms,
    })
}

fn word<T: FromStr<Err = crate::domain::UnknownWord>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|error: crate::domain::UnknownWord| error.to_string())
}

fn each<D, T>(
    field: &str,
    documents: Vec<D>,
    read: impl Fn(D) -> Result<T, String>,
) -> Result<Vec<T>, String> {
    let numbered = documents.into_iter().enumerate();
    let read_one = |(index, document)| read(document).map_err(|reason| format!("{field}[{index}]: {reason}"));
    numbered.map(read_one).collect()
}
