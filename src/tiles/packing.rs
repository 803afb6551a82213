//! A tile as it travels: the content codings that browsers read. Which of them
//! a caller wants is not its business.

use std::io::{self, Write};

use flate2::{Compression, GzBuilder};

/// A content coding (RFC 9110, 8.4.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Packing {
    /// As it is.
    Identity,
    Gzip,
    Brotli,
    Zstd,
}

/// Middle settings: a tile is packed once and then kept, but the first who asks
/// for it waits. Stronger ones take many times as long for a few hundredths less.
const GZIP_LEVEL: u32 = 6;
const BROTLI_QUALITY: i32 = 5;
const ZSTD_LEVEL: i32 = 6;

impl Packing {
    pub const ALL: [Self; 4] = [Self::Identity, Self::Gzip, Self::Brotli, Self::Zstd];

    /// Its name in headers.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Identity => "identity",
            Self::Gzip => "gzip",
            Self::Brotli => "br",
            Self::Zstd => "zstd",
        }
    }

    /// The packed bytes. The same bytes give the same: no time and no machine is
    /// written into them.
    ///
    /// # Errors
    /// When a packer fails, which writing into memory gives no cause for.
    pub fn pack(self, plain: &[u8]) -> io::Result<Vec<u8>> {
        match self {
            Self::Identity => Ok(plain.to_vec()),
            Self::Gzip => {
                let mut packer = GzBuilder::new().write(Vec::new(), Compression::new(GZIP_LEVEL));
                packer.write_all(plain)?;
                packer.finish()
            }
            Self::Brotli => {
                let parameters = brotli::enc::BrotliEncoderParams {
                    quality: BROTLI_QUALITY,
                    size_hint: plain.len(),
                    ..Default::default()
                };
                let mut packed = Vec::new();
                brotli::BrotliCompress(&mut &*plain, &mut packed, &parameters)?;
                Ok(packed)
            }
            Self::Zstd => zstd::bulk::compress(plain, ZSTD_LEVEL),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use proptest::prelude::*;

    use super::*;

    fn unpacked(packing: Packing, packed: &[u8]) -> Vec<u8> {
        let mut plain = Vec::new();
        match packing {
            Packing::Identity => plain.extend_from_slice(packed),
            Packing::Gzip => drop(flate2::read::GzDecoder::new(packed).read_to_end(&mut plain).unwrap()),
            Packing::Brotli => drop(brotli::Decompressor::new(packed, 4096).read_to_end(&mut plain).unwrap()),
            Packing::Zstd => drop(zstd::Decoder::new(packed).unwrap().read_to_end(&mut plain).unwrap()),
        }
        plain
    }

    proptest! {
        #[test]
        fn what_is_unpacked_was_packed(plain in prop::collection::vec(0_u8..8, 0..4000)) {
            for packing in Packing::ALL {
                let packed = packing.pack(&plain).unwrap();
                prop_assert_eq!(unpacked(packing, &packed), &plain[..], "{}", packing.name());
                prop_assert_eq!(packing.pack(&plain).unwrap(), packed);
            }
        }
    }

    #[test]
    fn what_repeats_becomes_small() {
        let plain = [7_u8; 10_000];
        for packing in [Packing::Gzip, Packing::Brotli, Packing::Zstd] {
            assert!(packing.pack(&plain).unwrap().len() < 100, "{}", packing.name());
        }
    }
}
