//! `tackning fetch` against servers that speak as the sources do, on loopback.

mod account;
mod command;
mod extract;
mod files;
mod interrupted;
mod pbf;
mod region;
mod set_up;
mod source;
mod unwilling;
mod wfs;
