//! Areas that may be asked for again, as far as the memory that is set apart
//! for them goes.

use std::sync::Arc;

use moka::sync::Cache;

use super::Supply;
use crate::geometry::Mosaic;

/// What is kept at the most, of each snapshot's part that keeps areas.
const KEPT_KIB: u64 = 128 << 10;

/// Areas by the supply that they are of. Of two that ask at once both compute:
/// who waited for the other could be what the other's helpers wait for.
#[derive(Clone, Debug)]
pub struct KeptAreas(Cache<Supply, Arc<Mosaic>>);

impl Default for KeptAreas {
    fn default() -> Self {
        let size_kib = |_: &Supply, area: &Arc<Mosaic>| {
            u32::try_from(area.size_bytes() >> 10).unwrap_or(u32::MAX).max(1)
        };
        Self(Cache::builder().weigher(size_kib).max_capacity(KEPT_KIB).build())
    }
}

impl KeptAreas {
    pub fn get_or_make(&self, supply: &Supply, make: impl FnOnce() -> Arc<Mosaic>) -> Arc<Mosaic> {
        if let Some(area) = self.0.get(supply) {
            return area;
        }
        let area = make();
        self.0.insert(supply.clone(), area.clone());
        area
    }
}
