//! Coverage in every format and system as GDAL writes them: the same areas come
//! of all, and nothing is found to say of them.

pub mod gdal;
mod rasters;
mod vectors;
