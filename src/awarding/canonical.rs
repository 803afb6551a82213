//! JSON in one form only (RFC 8785), so that the same protocol is the same bytes:
//! members by name, no blanks, nothing escaped that needn't be. A protocol has whole
//! numbers and texts alone; its names are ASCII, whose order is the same by bytes as
//! by UTF-16. (The crates that write this form would change how the whole program
//! reads decimals: they turn on a feature of `serde_json` that all of it shares.)

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

/// The largest whole number that every reader of JSON takes as it stands.
const LARGEST: i64 = (1 << 53) - 1;

#[derive(Debug, thiserror::Error)]
pub enum CanonicalError {
    #[error("{0} can't stand in a protocol: expected whole numbers below 2⁵³, and texts")]
    Number(serde_json::Number),
    #[error("the name `{0}` can't stand in a protocol: expected ASCII")]
    Name(String),
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

/// The one form of a value.
pub fn canonical_json(value: &impl Serialize) -> Result<Vec<u8>, CanonicalError> {
    let mut written = Vec::new();
    write(&serde_json::to_value(value)?, &mut written)?;
    Ok(written)
}

fn write(value: &Value, to: &mut Vec<u8>) -> Result<(), CanonicalError> {
    match value {
        Value::Number(number) => {
            let whole = number.as_i64().filter(|whole| (-LARGEST..=LARGEST).contains(whole));
            let whole = whole.ok_or_else(|| CanonicalError::Number(number.clone()))?;
            to.extend(whole.to_string().into_bytes());
        }
        Value::Array(items) => {
            to.push(b'[');
            for (place, item) in items.iter().enumerate() {
                separate(place, to);
                write(item, to)?;
            }
            to.push(b']');
        }
        Value::Object(members) => {
            to.push(b'{');
            // Whatever order the map has.
            for (place, (name, member)) in members.iter().collect::<BTreeMap<_, _>>().into_iter().enumerate()
            {
                if !name.is_ascii() {
                    return Err(CanonicalError::Name(name.clone()));
                }
                separate(place, to);
                serde_json::to_writer(&mut *to, name)?;
                to.push(b':');
                write(member, to)?;
            }
            to.push(b'}');
        }
        Value::Null | Value::Bool(_) | Value::String(_) => serde_json::to_writer(to, value)?,
    }
    Ok(())
}

fn separate(place: usize, to: &mut Vec<u8>) {
    if place > 0 {
        to.push(b',');
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The strings of RFC 8785, section 3.2.2, and members out of order.
    #[test]
    fn a_value_has_one_form() {
        let value = json!({
            "string": "\u{20ac}$\u{000F}\u{000a}A'\u{0042}\u{0022}\u{005c}\\\"\u{002f}",
            "literals": [null, true, false],
            "Small": -12,
        });
        let expected = r#"{"Small":-12,"literals":[null,true,false],"string":"€$\u000f\nA'B\"\\\\\"/"}"#;
        assert_eq!(String::from_utf8(canonical_json(&value).unwrap()).unwrap(), expected);
    }

    #[test]
    fn what_readers_may_take_differently_has_no_place() {
        for value in [json!(0.5), json!(9_007_199_254_740_993_i64), json!({"å": 1})] {
            assert!(canonical_json(&value).is_err(), "{value}");
        }
    }
}
