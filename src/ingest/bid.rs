//! A bid as its bidder writes it (JSON), beside the files that it names.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{DocumentError, document_error::word};
use crate::domain::{BidCoverage, BidFacts, ClaimKey, Environment, NetworkId, Region, Service, Technology};

/// What a bid says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BidDocument {
    /// Who bids.
    supplier: String,
    /// The networks that it runs on. Where no coverage is handed in for one of
    /// them, what its owner has had published counts.
    networks: Vec<String>,
    /// Whole kronor.
    price_sek: u64,
    #[serde(default)]
    coverage: Vec<BidCoverageDocument>,
}

/// What a file of the bid claims.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BidCoverageDocument {
    /// The name of a part `file`.
    file: String,
    network: String,
    #[schema(value_type = Technology)]
    technology: String,
    #[schema(value_type = Service)]
    service: String,
    #[schema(value_type = Environment)]
    environment: String,
    /// What a delivery says of itself beside that, each as a text: `simulation_date`,
    /// `resolution_m`, `receiver_height_m`, `location_probability`, `load`, …; columns of
    /// the file may say it as well.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    header: BTreeMap<String, String>,
}

impl BidDocument {
    /// # Errors
    /// The first field that can't be taken.
    pub fn facts(&self) -> Result<BidFacts, DocumentError> {
        let network = |id: &String| NetworkId::new(id.clone()).map_err(|error| refused("networks", error));
        let networks = self.networks.iter().map(network).collect::<Result<_, _>>()?;
        let coverage = self.coverage.iter().map(BidCoverageDocument::coverage).collect::<Result<_, _>>()?;
        BidFacts::new(&self.supplier, networks, self.price_sek, coverage)
            .map_err(|error| refused("bid", error))
    }

    /// The same, with networks that the region has.
    ///
    /// # Errors
    /// The first field that can't be taken.
    pub fn facts_in(&self, region: &Region) -> Result<BidFacts, DocumentError> {
        let facts = self.facts()?;
        let known = |id: &&NetworkId| !region.networks.iter().any(|network| network.id == **id);
        match facts.networks().iter().find(known) {
            Some(unknown) => Err(refused("networks", format!("the region has no network `{unknown}`"))),
            None => Ok(facts),
        }
    }
}

impl BidCoverageDocument {
    fn coverage(&self) -> Result<BidCoverage, DocumentError> {
        let field = |name| format!("coverage.{name}");
        let claim = ClaimKey {
            network: NetworkId::new(self.network.clone())
                .map_err(|error| refused(&field("network"), error))?,
            technology: word::<Technology>(&field("technology"), &self.technology)?,
            service: word::<Service>(&field("service"), &self.service)?,
            environment: word::<Environment>(&field("environment"), &self.environment)?,
        };
        Ok(BidCoverage { file: self.file.clone(), claim, header: self.header.clone() })
    }
}

fn refused(field: &str, reason: impl ToString) -> DocumentError {
    DocumentError::new(field, reason)
}

impl From<&BidFacts> for BidDocument {
    fn from(facts: &BidFacts) -> Self {
        let coverage = facts.coverage().iter().map(|claimed| BidCoverageDocument {
            file: claimed.file.clone(),
            network: claimed.claim.network.to_string(),
            technology: claimed.claim.technology.to_string(),
            service: claimed.claim.service.to_string(),
            environment: claimed.claim.environment.to_string(),
            header: claimed.header.clone(),
        });
        Self {
            supplier: facts.supplier().to_owned(),
            networks: facts.networks().iter().map(NetworkId::to_string).collect(),
            price_sek: facts.price_sek,
            coverage: coverage.collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::read_document;

    const BID: &str = r#"{"supplier": "Demonstration", "networks": ["a"], "price_sek": 64000000, "coverage":
        [{"file": "v.geojson", "network": "a", "technology": "4G", "service": "voice", "environment": "outdoor",
        "header": {"resolution_m": "50"}}]}"#;

    #[test]
    fn a_bid_comes_back_from_its_document() {
        let document: BidDocument = read_document(BID).unwrap();
        let facts = document.facts().unwrap();
        assert_eq!(facts.price_sek, 64_000_000);
        assert_eq!(BidDocument::from(&facts), document);
    }

    #[test]
    fn the_field_that_is_wrong_is_named() {
        for (from, to, field) in [
            ("\"4G\"", "\"9G\"", "coverage.technology"),
            ("\"Demonstration\"", "\"\"", "bid"),
            ("64000000", "-1", "document"),
            ("[\"a\"]", "[]", "bid"),
            ("\"price_sek\"", "\"prise_sek\"", "document"),
        ] {
            let text = BID.replace(from, to);
            let read = read_document::<BidDocument>(&text).and_then(|document| document.facts());
            assert_eq!(read.unwrap_err().field(), field, "{text}");
        }
    }
}
