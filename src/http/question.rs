//! Query parameters that several routes share, and how their words become
//! domain values.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::problem::Problem;
use crate::{
    domain::{Bilingual, Environment, NetworkId, Service, Technology, UnknownWord, ZoneCode},
    index::{Networks, RegionIndex, Snapshot, Supply, ZoneIndex},
};

/// Which coverage is asked about.
#[derive(Clone, Debug, Deserialize, Serialize, IntoParams, ToSchema)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SupplyQuestion {
    /// A network's id, `any` (where at least one covers) or `all` (where all do).
    pub network: String,
    #[param(value_type = Service)]
    #[schema(value_type = Service)]
    pub service: String,
    /// Only this technology, such as `4G`; left out: any.
    #[param(value_type = Option<Technology>)]
    #[schema(value_type = Option<Technology>, required)]
    pub technology: Option<String>,
    /// Left out: outdoor.
    #[param(value_type = Option<Environment>)]
    #[schema(value_type = Option<Environment>, required)]
    pub environment: Option<String>,
    /// Only this zone, by its code.
    #[schema(required)]
    pub zone: Option<String>,
}

impl SupplyQuestion {
    pub fn supply(&self, snapshot: &Snapshot) -> Result<Supply, Problem> {
        let networks = match self.network.as_str() {
            "any" => Networks::Any,
            "all" => Networks::All,
            id => Networks::One(known_network(&snapshot.region, id)?),
        };
        Ok(Supply {
            networks,
            service: word::<Service>(&self.service)?,
            technology: self.technology.as_deref().map(word::<Technology>).transpose()?,
            environment: self.environment.as_deref().map_or(Ok(Environment::Outdoor), word::<Environment>)?,
        })
    }

    pub fn zone<'a>(&self, snapshot: &'a Snapshot) -> Result<Option<&'a ZoneIndex>, Problem> {
        self.zone.as_deref().map(|code| known_zone(&snapshot.region, code)).transpose()
    }
}

/// One of a fixed set of words.
pub fn word<T: std::str::FromStr<Err = UnknownWord>>(text: &str) -> Result<T, Problem> {
    text.parse().map_err(|error: UnknownWord| {
        let UnknownWord { what, value, expected } = &error;
        let sv = format!("`{value}` är inget känt värde för {what}: välj ett av {expected}.");
        Problem::bad_request("unknown_word", Bilingual::new(sv, format!("{error}.")))
    })
}

/// A day, such as `2026-09-15`.
pub fn date(name: &str, text: &str) -> Result<Date, Problem> {
    Date::strptime("%Y-%m-%d", text).map_err(|_| {
        let sv = format!("{name}: `{text}` är inget datum (ÅÅÅÅ-MM-DD).");
        let en = format!("{name}: `{text}` is no date (YYYY-MM-DD).");
        Problem::bad_request("invalid_date", Bilingual::new(sv, en))
    })
}

pub fn known_network(region: &RegionIndex, id: &str) -> Result<NetworkId, Problem> {
    let networks = &region.region.networks;
    let found = networks.iter().find(|network| network.id.as_str() == id).map(|network| network.id.clone());
    found.ok_or_else(|| {
        let known = networks.iter().map(|network| network.id.as_str()).collect::<Vec<_>>().join(", ");
        let sv = format!("Nätet `{id}` finns inte i regionen. Kända nät: {known}.");
        let en = format!("The region has no network `{id}`. Known networks: {known}.");
        Problem::not_found("unknown_network", Bilingual::new(sv, en))
    })
}

pub fn known_zone<'a>(region: &'a RegionIndex, code: &str) -> Result<&'a ZoneIndex, Problem> {
    region.zone(&ZoneCode::new(code)).ok_or_else(|| {
        let sv = format!("Regionen har inget område med koden `{code}`.");
        let en = format!("The region has no zone with the code `{code}`.");
        Problem::not_found("unknown_zone", Bilingual::new(sv, en))
    })
}
