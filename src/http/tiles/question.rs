//! Which features of a layer are asked for.

use serde::Deserialize;
use utoipa::IntoParams;

use crate::{
    domain::{Bilingual, DeliveryId, Service, Technology},
    http::{
        problem::Problem,
        question::{known_networks, word},
    },
    index::Snapshot,
    tiles::{
        LayerId,
        features::{LayerQuestion, Versions, VersionsError},
    },
};

/// What narrows a layer; each takes the filters that it has.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct LayerFilter {
    /// A network's id, `any`, `all`, `at-least-2`, or several ids with commas between.
    pub network: Option<String>,
    /// Only this service.
    #[param(value_type = Option<Service>)]
    pub service: Option<String>,
    /// Only this technology; left out: any.
    #[param(value_type = Option<Technology>)]
    pub technology: Option<String>,
    /// What the layer of changes compares: a day, such as `2026-03-31`, with
    /// today, or two deliveries of one claim by their numbers, such as `12-15`.
    pub versions: Option<String>,
    /// For the layer of coverage: the number of one delivery that is to be shown
    /// alone, also where it isn't published, to those who may read it.
    #[param(value_type = Option<i64>)]
    pub delivery: Option<String>,
}

impl LayerFilter {
    /// What the layer has no filter for doesn't make it another one.
    pub fn of_layer(self, layer: LayerId) -> Self {
        let filters = layer.description().filters;
        let kept = |name: &str, value: Option<String>| {
            value.filter(|_| filters.iter().any(|filter| filter.name == name))
        };
        Self {
            network: kept("network", self.network),
            service: kept("service", self.service),
            technology: kept("technology", self.technology),
            versions: kept("versions", self.versions),
            delivery: kept("delivery", self.delivery),
        }
    }

    /// Refuses what leaves out a filter that the layer can't do without.
    pub fn require_all(&self, layer: LayerId) -> Result<(), Problem> {
        self.missing(layer).map_or(Ok(()), |parameter| Err(missing_parameter(layer, parameter)))
    }

    /// What the layer can't do without.
    pub fn missing(&self, layer: LayerId) -> Option<&'static str> {
        let required = layer.description().filters.iter().filter(|filter| filter.required);
        required.map(|filter| filter.name).find(|name| self.get(name).is_none())
    }

    pub fn question(&self, snapshot: &Snapshot, layer: LayerId) -> Result<LayerQuestion, Problem> {
        Ok(LayerQuestion {
            layer,
            networks: self
                .network
                .as_deref()
                .map(|text| known_networks(&snapshot.region, text))
                .transpose()?,
            service: self.service.as_deref().map(word::<Service>).transpose()?,
            technology: self.technology.as_deref().map(word::<Technology>).transpose()?,
            versions: self.versions.as_deref().map(versions_of).transpose()?,
            delivery: self.delivery.as_deref().map(delivery_of).transpose()?,
        })
    }

    /// The same filter as a query string; its words are known, so nothing needs escaping.
    pub fn query(&self) -> String {
        let set = ["network", "service", "technology", "versions", "delivery"]
            .into_iter()
            .filter_map(|name| Some(format!("{name}={}", self.get(name)?)));
        set.collect::<Vec<_>>().join("&")
    }

    fn get(&self, name: &str) -> Option<&str> {
        match name {
            "network" => self.network.as_deref(),
            "service" => self.service.as_deref(),
            "technology" => self.technology.as_deref(),
            "versions" => self.versions.as_deref(),
            "delivery" => self.delivery.as_deref(),
            _ => None,
        }
    }
}

fn versions_of(text: &str) -> Result<Versions, Problem> {
    text.parse().map_err(|error: VersionsError| {
        let sv = format!("`{text}` är varken en dag (ÅÅÅÅ-MM-DD) eller två leveransers nummer (12-15).");
        Problem::bad_request("invalid_versions", Bilingual::new(sv, format!("{error}.")))
    })
}

/// Digits alone, so that one delivery has one address.
fn delivery_of(text: &str) -> Result<DeliveryId, Problem> {
    let number = text.parse::<u32>().ok().filter(|number| number.to_string() == text);
    number.map(|number| DeliveryId(number.into())).ok_or_else(|| {
        let sv = format!("`{text}` är inget leveransnummer.");
        let en = format!("`{text}` is no number of a delivery.");
        Problem::bad_request("invalid_delivery_number", Bilingual::new(sv, en))
    })
}

fn missing_parameter(layer: LayerId, parameter: &str) -> Problem {
    let layer = layer.name();
    let sv = format!("Lagret `{layer}` kräver parametern `{parameter}`.");
    let en = format!("The layer `{layer}` needs the parameter `{parameter}`.");
    Problem::bad_request("missing_parameter", Bilingual::new(sv, en))
}
