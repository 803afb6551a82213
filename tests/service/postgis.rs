//! Areas and points beside PostGIS: both are given the same coordinates, bit by
//! bit, and each computes in its own way.

mod areas;
mod drawn;
mod peer;
mod points;
mod published;
