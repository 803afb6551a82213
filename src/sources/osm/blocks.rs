//! An extract block by block: one is in memory, some megabytes unpacked.

use std::path::Path;

use osmpbf::{BlobDecode, BlobReader, PrimitiveBlock};

use crate::sources::{Progress, Result, SourceError, SourceFault};

/// What readers of this format have to know; an extract that asks for more isn't read.
const KNOWN_FEATURES: [&str; 2] = ["OsmSchema-V0.6", "DenseNodes"];

/// Calls with each block of an extract.
///
/// # Errors
/// When the extract can't be read to its end, or the call fails.
pub fn for_each_block(
    extract: &Path,
    progress: &dyn Progress,
    mut use_block: impl FnMut(&PrimitiveBlock) -> Result<()>,
) -> Result<()> {
    let broken = |error: &dyn ToString| unreadable(extract, error.to_string());
    let total = std::fs::metadata(extract).map_err(|error| broken(&error))?.len();
    let mut has_header = false;
    for blob in BlobReader::seekable_from_path(extract).map_err(|error| broken(&error))? {
        let blob = blob.map_err(|error| broken(&error))?;
        progress.reached(blob.offset().map_or(0, |offset| offset.0), total);
        match blob.decode().map_err(|error| broken(&error))? {
            BlobDecode::OsmHeader(header) => {
                has_header = true;
                let unknown =
                    header.required_features().iter().find(|name| !KNOWN_FEATURES.contains(&name.as_str()));
                if let Some(unknown) = unknown {
                    return Err(broken(&format!(
                        "asks its readers to know `{unknown}`: use an ordinary extract"
                    )));
                }
            }
            BlobDecode::OsmData(block) => use_block(&block)?,
            BlobDecode::Unknown(_) => {}
        }
    }
    if has_header { Ok(()) } else { Err(broken(&"is no extract of OpenStreetMap (.osm.pbf)")) }
}

fn unreadable(extract: &Path, reason: impl ToString) -> SourceError {
    SourceFault::UnreadableFile.at(extract.display(), reason)
}
