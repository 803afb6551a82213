//! Kept files in the data folder: on disk, with their names, before they are
//! acknowledged.

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    time::Duration,
};

use sha2::{Digest, Sha256};

use super::{
    super::{StoreError, create_folder, sync_folder},
    ReceivedFile, compare, name_of,
};

/// A half-written file of this age has no writer any more.
const ABANDONED_AFTER: Duration = Duration::from_secs(24 * 60 * 60);

/// Makes the folders of a data folder and clears what interrupted writers left.
pub(super) fn prepare(folder: &Path, incoming: &Path) -> Result<(), StoreError> {
    let objects = folder.join("objects");
    for kept in [&objects.join("sha256"), incoming] {
        create_folder(kept)?;
        sync_folder(kept)?;
    }
    sync_folder(&objects)?;
    sync_folder(folder)?;
    clear_abandoned(incoming).map_err(|error| StoreError::folder(incoming, error))
}

/// Renaming replaces a file of the same content by itself, and a damaged one by a whole one.
pub(super) fn keep(objects: &Path, received: ReceivedFile) -> Result<(), StoreError> {
    let ReceivedFile { path: temporary, file, sha256, .. } = received;
    file.sync_all().map_err(|error| StoreError::folder(&temporary, error))?;
    let path = objects.join(name_of(&sha256)?);
    let parent = path.parent().expect("a kept file lies two folders down");
    create_folder(parent)?;
    temporary.persist(&path).map_err(|error| StoreError::folder(&path, error.error))?;
    sync_folder(parent)?;
    sync_folder(&objects.join("sha256"))
}

/// The path of a kept file whose content was compared with its hash.
pub(super) fn compared(objects: &Path, sha256: String) -> Result<PathBuf, StoreError> {
    let path = objects.join(name_of(&sha256)?);
    let mut hash = Sha256::new();
    let read = File::open(&path).and_then(|mut file| io::copy(&mut file, &mut hash));
    read.map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => StoreError::NoSuchFile(sha256.clone()),
        _ => StoreError::folder(&path, error),
    })?;
    compare(format!("{:x}", hash.finalize()), &sha256)?;
    Ok(path)
}

fn clear_abandoned(incoming: &Path) -> io::Result<()> {
    for entry in fs::read_dir(incoming)? {
        let entry = entry?;
        // Another process may finish or clear it at the same moment.
        let modified = entry.metadata().and_then(|metadata| metadata.modified());
        let age = modified.ok().and_then(|modified| modified.elapsed().ok());
        if age.is_some_and(|age| age > ABANDONED_AFTER) {
            let _ = fs::remove_file(entry.path());
        }
    }
    Ok(())
}
