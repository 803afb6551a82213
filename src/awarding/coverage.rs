//! A bid's coverage read and validated: in memory alone, by the rules of a delivery.

use std::sync::Arc;

use jiff::Timestamp;

use crate::{
    domain::{
        BidCoverage, ClaimKey, Delivery, DeliveryHeader, DeliveryId, DeliveryKind, DeliveryState, Finding,
    },
    geometry::{LngLatFrame, Mosaic},
    index::{Claim, CoverageIndex, RegionIndex},
    ingest::{
        coverage::ReadLimits,
        delivery_header::{HeaderProblem, HeaderSource, SaidHeader},
        sha256_hex,
    },
    publishing::{PublishError, ReadCoverage, read_in_memory},
    validation::{Beside, Candidate, rejects, validate},
};

/// A file that was good enough, with what was remarked all the same.
#[derive(Clone, Debug)]
pub struct CheckedFile {
    pub name: String,
    pub findings: Vec<Finding>,
}

/// A file of a bid that can't be taken: everything that is wrong with it.
#[derive(Debug, thiserror::Error)]
#[error("the file `{name}` can't be taken as coverage: {reason}")]
pub struct RefusedFile {
    pub name: String,
    pub reason: RefusedBy,
}

#[derive(Debug, thiserror::Error)]
pub enum RefusedBy {
    /// Nobody can read it.
    #[error(transparent)]
    Reading(#[from] PublishError),
    /// What is said of it is missing, or contradicts.
    #[error("{} fields are missing or can't be taken", .0.len())]
    Header(Vec<HeaderProblem>),
    /// The rules of a delivery reject it.
    #[error("{} findings", .0.len())]
    Findings(Vec<Finding>),
}

/// A claim of a bid.
#[derive(Clone, Debug)]
pub struct BidClaim {
    pub file: String,
    pub claim: Arc<Claim>,
    findings: Vec<Finding>,
}

/// What reading asks of the service.
#[derive(Clone, Debug)]
pub struct Setting {
    pub region: Arc<RegionIndex>,
    pub frame: LngLatFrame,
    pub limits: ReadLimits,
}

/// Reads one file of a bid. It blocks its thread.
pub fn read_claim(
    setting: &Setting,
    coverage: &BidCoverage,
    content: &[u8],
    received_at: Timestamp,
) -> Result<BidClaim, Box<RefusedFile>> {
    let refused = |reason| Box::new(RefusedFile { name: coverage.file.clone(), reason });
    let said = vec![said(coverage)];
    let read = read_in_memory(content, said, &setting.region.region, &setting.limits);
    let ReadCoverage { header, reading, area } = read.map_err(|error| refused(error.into()))?;
    let header = match header.header {
        Some(read) if header.problems.is_empty() => read,
        _ => return Err(refused(RefusedBy::Header(header.problems))),
    };
    let area_m2 = area.area_m2();
    let delivery = Delivery {
        id: DeliveryId::NONE,
        kind: DeliveryKind::Contract,
        header,
        received_at,
        file_name: coverage.file.clone(),
        sha256: sha256_hex(content),
        feature_count: reading.feature_count,
        coverage_sha256: String::new(),
        area_m2,
        findings: Vec::new(),
        state: DeliveryState::Received,
    };
    let claim = Arc::new(Claim { delivery, area });
    Ok(BidClaim { file: coverage.file.clone(), claim, findings: reading.findings })
}

/// What the bid says of a file, as a request would.
fn said(coverage: &BidCoverage) -> SaidHeader {
    let ClaimKey { network, technology, service, environment } = &coverage.claim;
    let of_claim = [
        ("network", network.to_string()),
        ("technology", technology.to_string()),
        ("service", service.to_string()),
        ("environment", environment.to_string()),
    ];
    let beside = coverage.header.iter().map(|(name, value)| (name.as_str(), value.clone()));
    SaidHeader::from_pairs(HeaderSource::Explicit, of_claim.into_iter().chain(beside))
}

impl BidClaim {
    /// By the rules of a delivery (R6), beside the bid's other files and what is
    /// published. Whether the same file was delivered before isn't asked: the
    /// database would be told its hash.
    pub fn check(
        &self,
        setting: &Setting,
        others: &[Arc<Claim>],
        published: &CoverageIndex,
    ) -> Result<CheckedFile, Box<RefusedFile>> {
        let delivery = &self.claim.delivery;
        let own = delivery.header.claim();
        let beside = |claim: &&Arc<Claim>| {
            let other = claim.delivery.header.claim();
            (ClaimKey { service: own.service, ..other }) == own
        };
        let published: Vec<_> = published.claims().iter().filter(beside).cloned().collect();
        // A bid stands beside what is published, and replaces it where it is weighed.
        let replaces = published.iter().find(|claim| claim.delivery.header.claim() == own);
        let header =
            DeliveryHeader { replaces: replaces.map(|claim| claim.delivery.id), ..delivery.header.clone() };
        let waiting: Vec<_> =
            others.iter().filter(beside).filter(|other| !Arc::ptr_eq(other, &self.claim)).cloned().collect();
        let zone = setting.region.region.time_zone.clone();
        let candidate = Candidate {
            kind: DeliveryKind::Contract,
            header: &header,
            received_on: delivery.received_at.to_zoned(zone).date(),
            sha256: &delivery.sha256,
            area: self.area(),
        };
        let beside = Beside {
            region: &setting.region,
            frame: &setting.frame,
            published: &published,
            waiting: &waiting,
            earlier: &[],
        };
        let found = validate(&candidate, &beside);
        let is_rejected = rejects(DeliveryKind::Contract, &self.findings, &found);
        let (name, findings) =
            (self.file.clone(), self.findings.iter().cloned().chain(found).collect::<Vec<_>>());
        if is_rejected {
            return Err(Box::new(RefusedFile { name, reason: RefusedBy::Findings(findings) }));
        }
        Ok(CheckedFile { name, findings })
    }

    fn area(&self) -> &Mosaic {
        &self.claim.area
    }
}
