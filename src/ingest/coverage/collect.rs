//! A delivery with all its features in memory: for tests, benches and small files.

use std::{io::Write, path::Path};

use super::{CollectedCoverage, CoverageReadError, CoverageSource, ReadFault, read_coverage};

/// # Errors
/// As for [`read_coverage`].
pub fn collect_coverage(
    path: &Path,
    source: &CoverageSource<'_>,
) -> Result<CollectedCoverage, CoverageReadError> {
    let mut features = Vec::new();
    let reading = read_coverage(path, source, &mut |batch| {
        features.extend(batch);
        Ok(())
    })?;
    Ok(CollectedCoverage { features, reading })
}

/// Puts the bytes into a file first: most formats are read from one.
///
/// # Errors
/// As for [`read_coverage`].
pub fn collect_coverage_bytes(
    bytes: &[u8],
    source: &CoverageSource<'_>,
) -> Result<CollectedCoverage, CoverageReadError> {
    let unreadable = |error: std::io::Error| ReadFault::Unreadable.with(error);
    let mut file = tempfile::NamedTempFile::new().map_err(unreadable)?;
    file.write_all(bytes).and_then(|()| file.flush()).map_err(unreadable)?;
    collect_coverage(file.path(), source)
}
