//! A backup is read to its end before anything of it is used.

use std::{
    collections::BTreeMap,
    io::{self, Read},
    path::{Path, PathBuf},
};

use super::{
    BackupError, Progress,
    archive::{self, Hashing},
    manifest::{FORM, MEMBER, Manifest},
};

/// A backup that was whole, and as it was made, when it was read.
#[derive(Clone, Debug)]
pub struct VerifiedBackup {
    pub(super) path: PathBuf,
    pub(super) manifest: Manifest,
    pub(super) sha256: String,
}

impl VerifiedBackup {
    pub fn made_at(&self) -> jiff::Timestamp {
        self.manifest.made_at
    }

    /// Of the file, to be compared with what was noted when it was made.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }
}

/// Members with their hashes and sizes.
type Found = BTreeMap<String, (String, u64)>;

/// Compares every member with what the backup says of itself. It blocks its thread.
///
/// # Errors
/// When a part is missing, has changed or was added.
pub fn verify(path: &Path, progress: &Progress) -> Result<VerifiedBackup, BackupError> {
    let sha256 = archive::hash_of(path).map_err(|error| BackupError::file(path, error))?;
    let mut archive = archive::reader(path).map_err(BackupError::damaged)?;
    let mut found = Found::new();
    let mut manifest = None;
    for entry in archive.entries().map_err(BackupError::damaged)? {
        let mut entry = entry.map_err(BackupError::damaged)?;
        let name = member_name(&entry)?;
        if manifest.is_some() {
            return Err(BackupError::damaged(format!("{name} stands behind the manifest")));
        }
        progress("Checking", found.len() as u64, found.len() as u64 + 1);
        if name == MEMBER {
            manifest = Some(read_manifest(&mut entry)?);
        } else {
            let mut content = Hashing::new(entry);
            io::copy(&mut content, &mut io::sink()).map_err(BackupError::damaged)?;
            found.insert(name, (content.sha256(), content.bytes));
        }
    }
    let manifest = manifest.ok_or_else(|| BackupError::damaged("its end is missing"))?;
    // What follows the last member are zeros, and the sum over all that was read.
    io::copy(&mut archive.into_inner(), &mut io::sink()).map_err(BackupError::damaged)?;
    compare(&manifest, found)?;
    Ok(VerifiedBackup { path: path.to_owned(), manifest, sha256 })
}

pub(super) fn member_name(entry: &tar::Entry<'_, impl Read>) -> Result<String, BackupError> {
    let path = entry.path().map_err(BackupError::damaged)?;
    path.to_str().map(str::to_owned).ok_or_else(|| BackupError::damaged("a member's name is no text"))
}

fn read_manifest(entry: &mut impl Read) -> Result<Manifest, BackupError> {
    let mut text = String::new();
    entry.read_to_string(&mut text).map_err(BackupError::damaged)?;
    let form: serde_json::Value = serde_json::from_str(&text).map_err(BackupError::damaged)?;
    if form["form"].as_u64().is_some_and(|form| form > u64::from(FORM)) {
        return Err(BackupError::Newer(format!("form {}", form["form"])));
    }
    serde_json::from_value(form).map_err(BackupError::damaged)
}

fn compare(manifest: &Manifest, mut found: Found) -> Result<(), BackupError> {
    let tables = manifest.tables.iter().map(|table| (table.member(), &table.sha256, table.bytes));
    let objects = manifest.objects.iter().map(|object| (object.member(), &object.sha256, object.bytes));
    for (member, sha256, bytes) in tables.chain(objects) {
        match found.remove(&member) {
            None => return Err(BackupError::damaged(format!("{member} is missing"))),
            Some(content) if content != (sha256.clone(), bytes) => {
                return Err(BackupError::damaged(format!("{member} has changed")));
            }
            Some(_) => {}
        }
    }
    match found.into_keys().next() {
        Some(member) => Err(BackupError::damaged(format!("{member} was added"))),
        None => Ok(()),
    }
}
