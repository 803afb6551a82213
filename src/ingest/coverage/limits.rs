//! How much of a stranger's file is read and held. Each number is a setting.

use crate::ingest::{
    DEFAULT_RATIO_LIMIT, DEFAULT_UNPACKED_LIMIT_BYTES, UnpackLimits, geojson_text::GeoJsonLimits,
};

#[derive(Clone, Debug, PartialEq)]
pub struct ReadLimits {
    /// Of the file as it came.
    pub file_bytes: u64,
    /// Of what is packed in it, in all.
    pub unpacked_bytes: u64,
    /// Unpacked bytes for each packed one.
    pub unpack_ratio: u64,
    /// Files in an archive.
    pub archive_entries: usize,
    pub features: u64,
    /// Of one feature as it stands in the file. Larger ones are set aside; this
    /// and the next two bound what a reader holds at a time.
    pub feature_bytes: usize,
    pub feature_vertices: usize,
    pub ring_vertices: usize,
    /// Of brackets in JSON.
    pub nesting: usize,
    /// Of a table.
    pub columns: usize,
    /// Of a table's line, and of a value that a header field is taken from.
    pub text_bytes: usize,
    /// Blocks of 64 × 64 cells of a table, each in memory.
    pub cell_blocks: usize,
    /// Pixels in a row of a picture.
    pub raster_width: u32,
    /// One strip or tile of a picture, unpacked.
    pub raster_block_bytes: usize,
    /// Corners of the areas that a table's or picture's cells are not yet whole
    /// in; past it they are cut along a row.
    pub open_corners: usize,
    /// Kept one by one; the rest are counted.
    pub findings: usize,
    /// Parts and holes that are narrower on average are left out.
    pub sliver_width_m: f64,
}

impl Default for ReadLimits {
    fn default() -> Self {
        Self {
            file_bytes: 2 << 30,
            unpacked_bytes: DEFAULT_UNPACKED_LIMIT_BYTES,
            unpack_ratio: DEFAULT_RATIO_LIMIT,
            archive_entries: 1_000,
            features: 20_000_000,
            feature_bytes: 256 << 20,
            feature_vertices: 5_000_000,
            ring_vertices: 2_000_000,
            nesting: 64,
            columns: 1_000,
            text_bytes: 16 << 10,
            cell_blocks: 1 << 18,
            raster_width: 1_000_000,
            raster_block_bytes: 256 << 20,
            open_corners: 1_000_000,
            findings: 1_000,
            sliver_width_m: 0.5,
        }
    }
}

impl ReadLimits {
    pub(super) fn unpack(&self) -> UnpackLimits {
        UnpackLimits { unpacked_bytes: self.unpacked_bytes, ratio: self.unpack_ratio }
    }

    pub(super) fn geojson(&self) -> GeoJsonLimits {
        GeoJsonLimits { unpack: self.unpack(), feature_bytes: self.feature_bytes, nesting: self.nesting }
    }
}
