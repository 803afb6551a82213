//! Profiles: the region's own, and those that were stored since. The newest
//! counts, and every figure names it.

use std::sync::Arc;

use jiff::Timestamp;

use super::{PublishError, Publisher};
use crate::{
    domain::{Actor, Profile, Region, RegionSource},
    index::Snapshot,
    ingest::{profile::ProfileDocument, read_document, sha256_hex},
    store::{Store, StoredProfile},
};

/// A version of the profile.
#[derive(Clone, Debug)]
pub struct PublishedProfile {
    pub document: ProfileDocument,
    /// None: it came with the region.
    pub created_at: Option<Timestamp>,
    pub is_in_force: bool,
}

impl Publisher {
    /// All versions, oldest first.
    pub async fn profiles(&self) -> Result<Vec<PublishedProfile>, PublishError> {
        let stored = self.store().profiles().await?;
        let own = PublishedProfile {
            document: ProfileDocument::of(&self.own_profile),
            created_at: None,
            is_in_force: stored.is_empty(),
        };
        let last = stored.len();
        let stored = stored.iter().zip(1..).map(|(stored, number)| {
            let (document, _) = read(stored)?;
            Ok(PublishedProfile {
                document,
                created_at: Some(stored.created_at),
                is_in_force: number == last,
            })
        });
        std::iter::once(Ok(own)).chain(stored).collect()
    }

    /// Checks a profile (a JSON document), keeps it and weighs all measurements by it.
    ///
    /// # Errors
    /// When a field can't be taken, or the version is there already: figures name
    /// it, so that it never means something else.
    pub async fn add_profile(&self, json: &str, actor: &Actor) -> Result<PublishedProfile, PublishError> {
        let document: ProfileDocument = read_document(json)?;
        document.to_profile()?;
        let mut seen = self.building.lock().await;
        let known = self.profiles().await?;
        if known.iter().any(|known| known.document.version == document.version) {
            return Err(PublishError::ProfileExists(document.version));
        }
        let stored = self.store().add_profile(json, Timestamp::now(), actor).await?;
        self.swap_profile().await?;
        seen.profile = stored.version;
        Ok(PublishedProfile { document, created_at: Some(stored.created_at), is_in_force: true })
    }

    /// Builds the snapshot by the profile that counts now; under `building`.
    pub(super) async fn swap_profile(&self) -> Result<(), PublishError> {
        let Some((profile, source)) = newest(self.store()).await? else { return Ok(()) };
        let before = self.snapshot();
        let held = before.region.clone();
        let region =
            tokio::task::spawn_blocking(move || Arc::new(held.with_profile(profile, source))).await?;
        self.publish_evidence(&Snapshot { region, ..(*before).clone() }).await
    }
}

/// The region with the newest stored profile in place of its own.
pub(super) async fn with_newest_profile(store: &Store, region: Region) -> Result<Region, PublishError> {
    let Some((profile, source)) = newest(store).await? else { return Ok(region) };
    Ok(region.with_profile(profile, source))
}

async fn newest(store: &Store) -> Result<Option<(Profile, RegionSource)>, PublishError> {
    let stored = store.profiles().await?;
    let Some(newest) = stored.last() else { return Ok(None) };
    let (document, profile) = read(newest)?;
    let source = RegionSource {
        layer: "profiles".to_owned(),
        file: document.version,
        sha256: sha256_hex(newest.document.as_bytes()),
    };
    Ok(Some((profile, source)))
}

fn read(stored: &StoredProfile) -> Result<(ProfileDocument, Profile), PublishError> {
    let unreadable = |source| PublishError::StoredProfile { version: stored.version, source };
    let document: ProfileDocument = read_document(&stored.document).map_err(unreadable)?;
    let profile = document.to_profile().map_err(unreadable)?;
    Ok((document, profile))
}
