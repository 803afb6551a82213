//! Query parameters that several routes share, and how their words become
//! domain values.

use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{caller::Caller, deliveries::readable, problem::Problem, router::AppState};
use crate::{
    domain::{Bilingual, Environment, NetworkId, Service, Technology, UnknownWord, ZoneCode},
    index::{Evidence, Networks, RegionIndex, Snapshot, Supply, Technologies, ZoneIndex},
};

/// Which coverage is asked about.
#[derive(Clone, Debug, Default, Deserialize, Serialize, IntoParams, ToSchema)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct SupplyQuestion {
    /// A network's id; `any` (where at least one covers), `all` (where all do) or
    /// `at-least-2`; or several ids with commas between (where at least one of these covers).
    pub network: String,
    #[param(value_type = Service)]
    #[schema(value_type = Service)]
    pub service: String,
    /// Only this technology, such as `4G`; left out: any.
    #[param(value_type = Option<Technology>)]
    #[schema(value_type = Option<Technology>, required)]
    pub technology: Option<String>,
    /// What is left when this technology goes; not beside `technology`.
    #[param(value_type = Option<Technology>)]
    #[schema(value_type = Option<Technology>, required)]
    pub without_technology: Option<String>,
    /// Left out: outdoor.
    #[param(value_type = Option<Environment>)]
    #[schema(value_type = Option<Environment>, required)]
    pub environment: Option<String>,
    /// `claimed`, or `verified`: the claim without the cells that measurements
    /// refute. Left out: claimed.
    #[param(value_type = Option<Evidence>)]
    #[schema(value_type = Option<Evidence>, required)]
    pub evidence: Option<String>,
    /// As it was at the end of a day; left out: as it is now.
    #[param(format = Date)]
    #[schema(format = Date, required)]
    pub date: Option<String>,
    /// Only this zone, by its code.
    #[schema(required)]
    pub zone: Option<String>,
}

impl SupplyQuestion {
    /// What is published now, or was on the date that is asked for.
    pub async fn snapshot(&self, state: &AppState, caller: &Caller) -> Result<Arc<Snapshot>, Problem> {
        match self.date.as_deref() {
            None => Ok(state.snapshot()),
            Some(text) => snapshot_on(state, caller, "date", text).await,
        }
    }

    pub fn supply(&self, snapshot: &Snapshot) -> Result<Supply, Problem> {
        Ok(Supply {
            networks: known_networks(&snapshot.region, &self.network)?,
            service: word::<Service>(&self.service)?,
            technologies: self.technologies()?,
            environment: self.environment.as_deref().map_or(Ok(Environment::Outdoor), word::<Environment>)?,
            evidence: self.evidence.as_deref().map_or(Ok(Evidence::Claimed), word::<Evidence>)?,
        })
    }

    fn technologies(&self) -> Result<Technologies, Problem> {
        match (self.technology.as_deref(), self.without_technology.as_deref()) {
            (None, None) => Ok(Technologies::Any),
            (Some(only), None) => Ok(Technologies::Only(word::<Technology>(only)?)),
            (None, Some(gone)) => Ok(Technologies::Without(word::<Technology>(gone)?)),
            (Some(_), Some(_)) => Err(Problem::bad_request(
                "contradicting_parameters",
                Bilingual::new(
                    "Ange `technology` eller `without_technology`, inte båda.",
                    "Say `technology` or `without_technology`, not both.",
                ),
            )),
        }
    }

    pub fn zone<'a>(&self, snapshot: &'a Snapshot) -> Result<Option<&'a ZoneIndex>, Problem> {
        self.zone.as_deref().map(|code| known_zone(&snapshot.region, code)).transpose()
    }
}

/// What counted at the end of a day, not later than the one that is published. It
/// tells what versions held that aren't published any more: to those who may
/// have them.
pub async fn snapshot_on(
    state: &AppState,
    caller: &Caller,
    name: &str,
    text: &str,
) -> Result<Arc<Snapshot>, Problem> {
    let (date, last) = (date(name, text)?, state.snapshot().evidence.as_of);
    if date > last {
        let sv = format!("{name}: {text} ligger efter {last}, som siffrorna gäller.");
        let en = format!("{name}: {text} lies after {last}, to which the figures are counted.");
        return Err(Problem::bad_request("date_ahead", Bilingual::new(sv, en)));
    }
    let snapshot = state.publisher.snapshot_on(date).await?;
    let published = state.snapshot();
    let is_published = |id| published.coverage.claims().iter().any(|claim| claim.delivery.id == id);
    for claim in snapshot.coverage.claims() {
        if !is_published(claim.delivery.id) {
            readable(state, caller, claim.delivery.id.0).await?;
        }
    }
    Ok(snapshot)
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

/// Whose coverage is asked about: `any`, `all`, `at-least-2`, an id, or ids with commas between.
pub fn known_networks(region: &RegionIndex, text: &str) -> Result<Networks, Problem> {
    match text {
        "any" => Ok(Networks::Any),
        "all" => Ok(Networks::All),
        text => match (text.strip_prefix("at-least-"), text.contains(',')) {
            (Some(count), _) => at_least(region, count),
            (None, false) => known_network(region, text).map(Networks::One),
            (None, true) => {
                let ids: Result<_, _> = text.split(',').map(|id| known_network(region, id)).collect();
                ids.map(Networks::AnyOf)
            }
        },
    }
}

fn at_least(region: &RegionIndex, text: &str) -> Result<Networks, Problem> {
    let most = region.region.networks.len();
    let count = text.parse().ok().filter(|count| (1..=most).contains(count));
    count.map(Networks::AtLeast).ok_or_else(|| {
        let sv = format!("`at-least-{text}`: ange ett antal nät från 1 till {most}.");
        let en = format!("`at-least-{text}`: say a number of networks from 1 to {most}.");
        Problem::bad_request("invalid_count", Bilingual::new(sv, en))
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
