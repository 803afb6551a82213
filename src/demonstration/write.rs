//! Writes the demonstration into a folder: the one place here that touches the disk.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use flate2::{Compression, GzBuilder};

use super::{Demonstration, Progress};

#[derive(Debug, thiserror::Error)]
#[error("{path} can't be written: {source}")]
pub struct WriteError {
    pub path: PathBuf,
    pub source: io::Error,
}

/// Writes `region/norrbotten-vasterbotten/…` and `demonstration/…` below the
/// folder, which is made where it is missing. The same values give the same bytes.
///
/// # Errors
/// When a folder can't be made or a file can't be written; those before it stay.
pub fn write(
    demonstration: &Demonstration,
    folder: &Path,
    progress: &dyn Fn(Progress),
) -> Result<(), WriteError> {
    let files = demonstration.files();
    let total = files.len() as u64;
    for (done, file) in files.iter().enumerate() {
        progress(Progress { stage: "writing", done: done as u64, total });
        let path = folder.join(&file.path);
        write_one(&path, &file.contents()).map_err(|source| WriteError { path, source })?;
    }
    progress(Progress { stage: "writing", done: total, total });
    Ok(())
}

fn write_one(path: &Path, contents: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    if path.extension().is_none_or(|extension| extension != "gz") {
        return fs::write(path, contents);
    }
    // Neither a name nor a time in the header: the same contents, the same bytes.
    let mut encoder = GzBuilder::new().mtime(0).write(fs::File::create(path)?, Compression::best());
    encoder.write_all(contents)?;
    encoder.finish()?.flush()
}
