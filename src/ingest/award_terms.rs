//! What a procurement is decided by, as it is written (JSON).

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{DocumentError, document_error::word};
use crate::domain::{AwardMethod, AwardTerms, FixedRequirement, RequirementKind, WeighedRequirement};

/// What bids are evaluated by. It is fixed when the procurement is made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AwardTermsDocument {
    /// What is published counts as it was at the end of this day, and waivers are tried
    /// on it: a day before that of the opening.
    #[schema(format = Date)]
    pub cut_off: String,
    #[schema(value_type = AwardMethod)]
    pub method: String,
    /// `points` alone: what the lowest price gives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_points: Option<u64>,
    /// A bid that misses one of them fails.
    #[serde(default)]
    pub mandatory: Vec<FixedRequirementDocument>,
    #[serde(default)]
    pub criteria: Vec<WeighedRequirementDocument>,
}

/// A requirement in one version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FixedRequirementDocument {
    pub requirement: i64,
    pub version: i64,
    /// Of its document; left out: filled in.
    #[serde(default)]
    pub sha256: Option<String>,
}

/// An award criterion; below its threshold a bid fails.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WeighedRequirementDocument {
    pub requirement: i64,
    pub version: i64,
    /// Of its document; left out: filled in.
    #[serde(default)]
    pub sha256: Option<String>,
    /// `deductions` alone: at 100 %, whole kronor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub full_deduction_sek: Option<u64>,
    /// `points` alone: at 100 %.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub points: Option<u64>,
}

/// A version of a requirement that there is: its document's hash, and what it is.
pub type KnownRequirements = BTreeMap<(i64, i64), (String, RequirementKind)>;

/// More points, or more kronor, are a slip of the pen.
const MOST_POINTS: u64 = 1_000;
const MOST_SEK: u64 = 1_000_000_000_000;

impl AwardTermsDocument {
    /// The requirements that it names.
    pub fn requirement_ids(&self) -> BTreeSet<i64> {
        let criteria = self.criteria.iter().map(|criterion| criterion.requirement);
        self.mandatory.iter().map(|fixed| fixed.requirement).chain(criteria).collect()
    }

    /// # Errors
    /// The first field that can't be taken.
    pub fn terms(&self, known: &KnownRequirements) -> Result<AwardTerms, DocumentError> {
        let method: AwardMethod = word("award_terms.method", &self.method)?;
        let cut_off = self.cut_off.parse().map_err(|error| refused("cut_off", error))?;
        let mandatory =
            self.mandatory.iter().map(|fixed| fixed.find(known)).collect::<Result<Vec<_>, _>>()?;
        let weighed = |criterion: &WeighedRequirementDocument| criterion.find(method, known);
        let criteria = self.criteria.iter().map(weighed).collect::<Result<Vec<_>, _>>()?;
        let price_points = self.price_points(method)?;
        let terms = AwardTerms { cut_off, method, price_points, mandatory, criteria };
        let mut seen = BTreeSet::new();
        if let Some(twice) = terms.requirements().find(|requirement| !seen.insert(requirement.id)) {
            return Err(refused("requirement", format!("requirement {} stands twice", twice.id)));
        }
        Ok(terms)
    }

    fn price_points(&self, method: AwardMethod) -> Result<u64, DocumentError> {
        match (method, self.price_points) {
            (AwardMethod::Points, Some(points)) if points <= MOST_POINTS => Ok(points),
            (AwardMethod::Points, _) => Err(refused(
                "price_points",
                format!("expected 0 to {MOST_POINTS} points for the lowest price"),
            )),
            (AwardMethod::Deductions, None) => Ok(0),
            (AwardMethod::Deductions, Some(_)) => {
                Err(refused("price_points", "the method is deductions: price gives no points"))
            }
        }
    }
}

/// With the hashes of what it names, as it is kept.
impl From<&AwardTerms> for AwardTermsDocument {
    fn from(terms: &AwardTerms) -> Self {
        let fixed = |fixed: &FixedRequirement| FixedRequirementDocument {
            requirement: fixed.id,
            version: fixed.version,
            sha256: Some(fixed.sha256.clone()),
        };
        let is_points = terms.method == AwardMethod::Points;
        let weighed = |weighed: &WeighedRequirement| WeighedRequirementDocument {
            requirement: weighed.requirement.id,
            version: weighed.requirement.version,
            sha256: Some(weighed.requirement.sha256.clone()),
            full_deduction_sek: (!is_points).then_some(weighed.weight),
            points: is_points.then_some(weighed.weight),
        };
        Self {
            cut_off: terms.cut_off.to_string(),
            method: terms.method.to_string(),
            price_points: is_points.then_some(terms.price_points),
            mandatory: terms.mandatory.iter().map(fixed).collect(),
            criteria: terms.criteria.iter().map(weighed).collect(),
        }
    }
}

impl FixedRequirementDocument {
    fn find(&self, known: &KnownRequirements) -> Result<FixedRequirement, DocumentError> {
        let Self { requirement, version, sha256 } = self;
        found((*requirement, *version), sha256.as_deref(), RequirementKind::Mandatory, known)
    }
}

impl WeighedRequirementDocument {
    fn find(
        &self,
        method: AwardMethod,
        known: &KnownRequirements,
    ) -> Result<WeighedRequirement, DocumentError> {
        let named = (self.requirement, self.version);
        let requirement = found(named, self.sha256.as_deref(), RequirementKind::AwardCriterion, known)?;
        let (asked, other, field, most) = match method {
            AwardMethod::Deductions => (self.full_deduction_sek, self.points, "full_deduction_sek", MOST_SEK),
            AwardMethod::Points => (self.points, self.full_deduction_sek, "points", MOST_POINTS),
        };
        match (asked, other) {
            (Some(weight), None) if weight <= most => Ok(WeighedRequirement { requirement, weight }),
            _ => Err(refused(field, format!("by {method} each criterion has `{field}` alone, 0 to {most}"))),
        }
    }
}

fn found(
    (id, version): (i64, i64),
    sha256: Option<&str>,
    kind: RequirementKind,
    known: &KnownRequirements,
) -> Result<FixedRequirement, DocumentError> {
    let Some((own, is)) = known.get(&(id, version)) else {
        return Err(refused("requirement", format!("there is no version {version} of requirement {id}")));
    };
    if *is != kind {
        return Err(refused("requirement", format!("requirement {id} is of kind {is}, not {kind}")));
    }
    if sha256.is_some_and(|said| said != own) {
        return Err(refused("sha256", format!("version {version} of requirement {id} has another: {own}")));
    }
    Ok(FixedRequirement { id, version, sha256: own.clone() })
}

fn refused(field: &str, reason: impl ToString) -> DocumentError {
    DocumentError::new(format!("award_terms.{field}"), reason)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::read_document;

    const TERMS: &str = r#"{"cut_off": "2026-11-01", "method": "deductions",
        "mandatory": [{"requirement": 1, "version": 2}],
        "criteria": [{"requirement": 3, "version": 1, "full_deduction_sek": 10000000}]}"#;

    fn known() -> KnownRequirements {
        let of = |name: &str, kind| (name.to_owned(), kind);
        [
            ((1, 2), of("aa", RequirementKind::Mandatory)),
            ((3, 1), of("bb", RequirementKind::AwardCriterion)),
            ((4, 1), of("cc", RequirementKind::ContractClause)),
        ]
        .into()
    }

    fn read(text: &str) -> Result<AwardTerms, DocumentError> {
        read_document::<AwardTermsDocument>(text)?.terms(&known())
    }

    #[test]
    fn terms_are_kept_with_the_hashes_of_what_they_name() {
        let terms = read(TERMS).unwrap();
        assert_eq!(terms.criteria[0].weight, 10_000_000);
        let kept = serde_json::to_string(&AwardTermsDocument::from(&terms)).unwrap();
        assert!(kept.contains(r#"{"requirement":1,"version":2,"sha256":"aa"}"#), "{kept}");
        assert_eq!(read(&kept).unwrap(), terms);
    }

    #[test]
    fn the_field_that_is_wrong_is_named() {
        for (from, to, field) in [
            ("2026-11-01", "2026-13-01", "award_terms.cut_off"),
            ("\"deductions\"", "\"guess\"", "award_terms.method"),
            ("\"deductions\"", "\"points\"", "award_terms.points"),
            ("\"version\": 2", "\"version\": 3", "award_terms.requirement"),
            (
                "\"requirement\": 1, \"version\": 2",
                "\"requirement\": 4, \"version\": 1",
                "award_terms.requirement",
            ),
            (
                "\"requirement\": 1, \"version\": 2",
                "\"requirement\": 3, \"version\": 1",
                "award_terms.requirement",
            ),
            ("\"version\": 2", "\"version\": 2, \"sha256\": \"bb\"", "award_terms.sha256"),
            (", \"full_deduction_sek\": 10000000", "", "award_terms.full_deduction_sek"),
            ("10000000}]", "10000000}], \"price_points\": 60", "award_terms.price_points"),
            ("\"cut_off\"", "\"cutoff\"", "document"),
        ] {
            let text = TERMS.replace(from, to);
            assert_ne!(text, TERMS);
            assert_eq!(read(&text).unwrap_err().field(), field, "{text}");
        }
    }
}
