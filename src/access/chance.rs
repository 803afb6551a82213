//! Secrets from the operating system's random source.

use super::AccessError;
use crate::domain::PlainSecret;

/// 256 bits that nobody can guess.
pub fn new_secret() -> Result<PlainSecret, AccessError> {
    let mut chance = [0; 32];
    getrandom::fill(&mut chance).map_err(AccessError::NoChance)?;
    Ok(PlainSecret::new(chance))
}
