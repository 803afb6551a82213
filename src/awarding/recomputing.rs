//! A protocol computed again from the same inputs: the same bytes, or what is
//! another. Changed inputs come first: the rest follows from them.

use serde_json::Value;

use super::{Awarding, AwardingError, EvaluationRequest, SetAside, canonical::canonical_json};
use crate::{
    bidding::Visitor,
    domain::{BidNumber, ProcurementId},
    ingest::sha256_hex,
};

/// So many places are named; more say nothing more.
const MOST_NAMED: usize = 20;

/// What came of computing a protocol again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recomputed {
    /// SHA-256 of what was computed now.
    pub sha256: String,
    /// Places in the protocol (RFC 6901) where an input is another: a hash, a version, a term.
    pub changed_inputs: Vec<String>,
    /// Places where a figure is another.
    pub changed_figures: Vec<String>,
}

impl Recomputed {
    /// Whether every byte is the same.
    pub fn is_same(&self) -> bool {
        self.changed_inputs.is_empty() && self.changed_figures.is_empty()
    }
}

/// Computes a protocol again from the procurement that it names.
///
/// # Errors
/// When the protocol says of no procurement what it was made of, or an input is gone or
/// was changed where it lies: the error names it.
pub async fn recompute(
    awarding: &Awarding,
    protocol: &Value,
    visitor: &Visitor,
) -> Result<Recomputed, AwardingError> {
    let id = protocol.pointer("/procurement/id").and_then(Value::as_i64).unwrap_or_default();
    let again = awarding.recompute(ProcurementId(id), &request(protocol), visitor).await?;
    let again = serde_json::to_value(&again).map_err(super::CanonicalError::from)?;
    let mut places = Vec::new();
    differences(protocol, &again, String::new(), &mut places);
    let is_input = |place: &String| {
        ["/inputs", "/terms", "/method", "/procurement"].iter().any(|of| place.starts_with(of))
    };
    let (changed_inputs, changed_figures) = places.into_iter().partition(is_input);
    Ok(Recomputed { sha256: sha256_hex(&canonical_json(&again)?), changed_inputs, changed_figures })
}

fn request(protocol: &Value) -> EvaluationRequest {
    let number = |value: &Value| value.as_i64().map(BidNumber);
    let aside = protocol.get("set_aside").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let set_aside = aside.iter().filter_map(|aside| {
        let reason = aside.get("reason")?.as_str()?.to_owned();
        Some(SetAside { bid: number(aside.get("bid")?)?, reason })
    });
    EvaluationRequest { set_aside: set_aside.collect(), for_bid: protocol.get("for_bid").and_then(number) }
}

fn differences(one: &Value, other: &Value, place: String, found: &mut Vec<String>) {
    if found.len() >= MOST_NAMED || one == other {
        return;
    }
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let mut names: Vec<_> = one.keys().chain(other.keys()).collect();
            // Inputs first, so that they are named whatever else differs.
            names.sort_unstable_by_key(|name| {
                (!matches!(name.as_str(), "inputs" | "terms" | "method"), name.as_str())
            });
            names.dedup();
            for name in names {
                let member =
                    |of: &serde_json::Map<String, Value>| of.get(name).cloned().unwrap_or(Value::Null);
                differences(&member(one), &member(other), format!("{place}/{name}"), found);
            }
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            for (number, (one, other)) in one.iter().zip(other).enumerate() {
                differences(one, other, format!("{place}/{number}"), found);
            }
        }
        _ => found.push(format!("{place}: {} → {}", shown(one), shown(other))),
    }
}

fn shown(value: &Value) -> String {
    const LONGEST: usize = 80;
    let text = value.to_string();
    if text.chars().count() <= LONGEST { text } else { text.chars().take(LONGEST).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_differs_is_named_by_its_place() {
        let one = json!({"bids": [{"price": 1}], "inputs": {"files": ["a", "b"]}, "same": 1});
        let other = json!({"bids": [{"price": 2}], "inputs": {"files": ["a", "c"]}, "same": 1});
        let mut found = Vec::new();
        differences(&one, &other, String::new(), &mut found);
        assert_eq!(found, ["/inputs/files/1: \"b\" → \"c\"", "/bids/0/price: 1 → 2"]);
    }
}
