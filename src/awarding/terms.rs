//! What a procurement is decided by, with its requirements as they computed when
//! they were fixed.

use std::{collections::BTreeMap, sync::Arc};

use super::AwardingError;
use crate::{
    domain::{AwardTerms, FixedRequirement, Procurement, RequirementKind},
    ingest::{
        award_terms::{AwardTermsDocument, KnownRequirements},
        read_document, sha256_hex,
    },
    publishing::{PublishedRequirement, Publisher},
};

#[derive(Clone, Debug)]
pub struct FixedTerms {
    pub terms: AwardTerms,
    pub document: AwardTermsDocument,
    /// Of the document as it is kept.
    pub sha256: String,
    /// In the order of the terms: mandatory ones first.
    pub requirements: Arc<[PublishedRequirement]>,
}

/// Reads what was fixed, and compares each requirement with its hash.
pub async fn fixed_terms(
    publisher: &Publisher,
    procurement: &Procurement,
) -> Result<FixedTerms, AwardingError> {
    let id = procurement.id;
    let text = procurement.details.award_terms().ok_or(AwardingError::NoTerms(id))?;
    let unreadable = |source| AwardingError::Terms { id, source };
    let document: AwardTermsDocument = read_document(text).map_err(unreadable)?;
    let mut versions = BTreeMap::new();
    for requirement in document.requirement_ids() {
        for version in publisher.requirement_versions(requirement).await? {
            versions.insert((version.id, version.version), version);
        }
    }
    // What the terms say is what counts; whether the store still has it is asked below.
    let said = said(&document);
    let terms = document.terms(&said).map_err(unreadable)?;
    let find = |fixed: &FixedRequirement| {
        let found = versions.get(&(fixed.id, fixed.version));
        let same = found.filter(|found| found.sha256 == fixed.sha256).cloned();
        same.ok_or(AwardingError::RequirementChanged { id: fixed.id, version: fixed.version })
    };
    let requirements = terms.requirements().map(find).collect::<Result<_, _>>()?;
    Ok(FixedTerms { sha256: sha256_hex(text.as_bytes()), terms, document, requirements })
}

fn said(document: &AwardTermsDocument) -> KnownRequirements {
    let hash = |sha256: &Option<String>| sha256.clone().unwrap_or_default();
    let mandatory = document
        .mandatory
        .iter()
        .map(|fixed| ((fixed.requirement, fixed.version), (hash(&fixed.sha256), RequirementKind::Mandatory)));
    let criteria = document.criteria.iter().map(|weighed| {
        ((weighed.requirement, weighed.version), (hash(&weighed.sha256), RequirementKind::AwardCriterion))
    });
    mandatory.chain(criteria).collect()
}
