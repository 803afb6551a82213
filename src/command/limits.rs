//! How much of a stranger's file is read: a setting each.

use clap::Args;
use tackning::ingest::coverage::ReadLimits;

const MEBIBYTE: u64 = 1 << 20;

#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Limits of delivered files")]
pub struct LimitArguments {
    /// The largest file
    #[arg(long, value_name = "MIB", env = "TACKNING_LIMIT_FILE", default_value_t = default().file_bytes / MEBIBYTE)]
    limit_file: u64,
    /// The most that a packed file may become
    #[arg(long, value_name = "MIB", env = "TACKNING_LIMIT_UNPACKED", default_value_t = default().unpacked_bytes / MEBIBYTE)]
    limit_unpacked: u64,
    /// The most unpacked bytes for each packed one
    #[arg(long, value_name = "RATIO", env = "TACKNING_LIMIT_UNPACK_RATIO", default_value_t = default().unpack_ratio)]
    limit_unpack_ratio: u64,
    /// The most files in an archive
    #[arg(long, value_name = "COUNT", env = "TACKNING_LIMIT_ARCHIVE_ENTRIES", default_value_t = default().archive_entries)]
    limit_archive_entries: usize,
    /// The most features or rows
    #[arg(long, value_name = "COUNT", env = "TACKNING_LIMIT_FEATURES", default_value_t = default().features)]
    limit_features: u64,
    /// The most vertices of one feature
    #[arg(long, value_name = "COUNT", env = "TACKNING_LIMIT_FEATURE_VERTICES", default_value_t = default().feature_vertices)]
    limit_feature_vertices: usize,
    /// The most vertices of one ring
    #[arg(long, value_name = "COUNT", env = "TACKNING_LIMIT_RING_VERTICES", default_value_t = default().ring_vertices)]
    limit_ring_vertices: usize,
}

impl LimitArguments {
    pub fn limits(&self) -> ReadLimits {
        ReadLimits {
            file_bytes: self.limit_file.saturating_mul(MEBIBYTE),
            unpacked_bytes: self.limit_unpacked.saturating_mul(MEBIBYTE),
            unpack_ratio: self.limit_unpack_ratio,
            archive_entries: self.limit_archive_entries,
            features: self.limit_features,
            feature_vertices: self.limit_feature_vertices,
            ring_vertices: self.limit_ring_vertices,
            ..default()
        }
    }
}

fn default() -> ReadLimits {
    ReadLimits::default()
}
