//! From what a provider says of somebody to role, organisation and networks.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::domain::{NetworkId, OrganisationNumber, Role};

/// Which claims say what. A claim that isn't named says nothing: what an
/// administrator has set stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimNames {
    /// Such as `groups`, or `realm_access.roles` inside an object.
    pub role: Option<String>,
    pub organisation: Option<String>,
    pub networks: Option<String>,
}

/// Claims and what their values mean. Without a table for them, values are the
/// service's own words, organisation numbers and network ids.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClaimMapping {
    names: ClaimNames,
    roles: Option<Vec<(String, Role)>>,
    organisations: Option<Vec<(String, OrganisationNumber)>>,
    networks: Option<Vec<(String, Vec<NetworkId>)>>,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ClaimMappingError {
    #[error("it is no table of claims: {0}")]
    Form(String),
    #[error("the value `{value}`: {reason}")]
    Value { value: String, reason: String },
}

/// The file as it is written. Lists, not objects: the first that fits holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MappingDocument {
    roles: Option<Vec<RoleDocument>>,
    organisations: Option<Vec<OrganisationDocument>>,
    networks: Option<Vec<NetworksDocument>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleDocument {
    value: String,
    role: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OrganisationDocument {
    value: String,
    number: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NetworksDocument {
    value: String,
    networks: Vec<String>,
}

impl ClaimMapping {
    /// Values that are the service's own words.
    pub fn plain(names: ClaimNames) -> Self {
        Self { names, ..Self::default() }
    }

    /// Reads a table (JSON).
    pub fn read(names: ClaimNames, json: &str) -> Result<Self, ClaimMappingError> {
        let document: MappingDocument =
            serde_json::from_str(json).map_err(|error| ClaimMappingError::Form(error.to_string()))?;
        Ok(Self {
            names,
            roles: table(document.roles, |row| (row.value.clone(), row.role.parse::<Role>()))?,
            organisations: table(document.organisations, |row| {
                (row.value.clone(), OrganisationNumber::new(&row.number))
            })?,
            networks: table(document.networks, |row| {
                (row.value.clone(), row.networks.iter().map(NetworkId::new).collect::<Result<Vec<_>, _>>())
            })?,
        })
    }

    /// None: the provider has no word on it. Who has no value that is known is a reader.
    pub fn role(&self, claims: &Map<String, Value>) -> Option<Role> {
        let values = values(claims, self.names.role.as_deref()?);
        let found = match &self.roles {
            Some(table) => first(table, &values).copied(),
            None => values.iter().find_map(|value| value.parse().ok()),
        };
        Some(found.unwrap_or(Role::Reader))
    }

    pub fn organisation(&self, claims: &Map<String, Value>) -> Option<OrganisationNumber> {
        let values = values(claims, self.names.organisation.as_deref()?);
        match &self.organisations {
            Some(table) => first(table, &values).cloned(),
            None => values.iter().find_map(|value| OrganisationNumber::new(*value).ok()),
        }
    }

    /// None: the provider has no word on it.
    pub fn networks(&self, claims: &Map<String, Value>) -> Option<Vec<NetworkId>> {
        let values = values(claims, self.names.networks.as_deref()?);
        let mut networks: Vec<NetworkId> = match &self.networks {
            Some(table) => {
                let meant = table.iter().filter(|(value, _)| values.contains(&value.as_str()));
                meant.flat_map(|(_, networks)| networks.clone()).collect()
            }
            None => values.iter().filter_map(|value| NetworkId::new(*value).ok()).collect(),
        };
        networks.sort();
        networks.dedup();
        Some(networks)
    }
}

fn table<Row, T, E: std::fmt::Display>(
    rows: Option<Vec<Row>>,
    read: impl Fn(&Row) -> (String, Result<T, E>),
) -> Result<Option<Vec<(String, T)>>, ClaimMappingError> {
    let read_row = |row: &Row| match read(row) {
        (value, Ok(meaning)) => Ok((value, meaning)),
        (value, Err(reason)) => Err(ClaimMappingError::Value { value, reason: reason.to_string() }),
    };
    rows.map(|rows| rows.iter().map(read_row).collect()).transpose()
}

/// What the first row means whose value somebody has.
fn first<'table, T>(table: &'table [(String, T)], values: &[&str]) -> Option<&'table T> {
    table.iter().find(|(value, _)| values.contains(&value.as_str())).map(|(_, meaning)| meaning)
}

/// The texts of a claim: itself, or those of its list.
fn values<'claims>(claims: &'claims Map<String, Value>, name: &str) -> Vec<&'claims str> {
    match named(claims, name) {
        Some(Value::String(text)) => vec![text],
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// A claim by its name, or by a path with dots through objects.
fn named<'claims>(claims: &'claims Map<String, Value>, name: &str) -> Option<&'claims Value> {
    claims.get(name).or_else(|| {
        let (object, rest) = name.split_once('.')?;
        named(claims.get(object)?.as_object()?, rest)
    })
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn names() -> ClaimNames {
        let name = |text: &str| Some(text.to_owned());
        ClaimNames { role: name("realm.roles"), organisation: name("org"), networks: name("nets") }
    }

    fn claims(roles: Value) -> Map<String, Value> {
        let claims =
            json!({"realm": {"roles": roles}, "org": "402000-0008", "nets": ["ripa", "Nät", "jarv"]});
        claims.as_object().unwrap().clone()
    }

    const TABLE: &str = r#"{
        "roles": [{"value": "admins", "role": "administrator"}, {"value": "buyers", "role": "procurer"}],
        "organisations": [{"value": "402000-0008", "number": "402000-0016"}],
        "networks": [{"value": "ripa", "networks": ["tjader", "ripa"]}, {"value": "x", "networks": ["jarv"]}]
    }"#;

    #[test]
    fn plain_values_are_the_service_s_words() {
        let mapping = ClaimMapping::plain(names());
        assert_eq!(mapping.role(&claims(json!(["other", "procurer"]))), Some(Role::Procurer));
        assert_eq!(mapping.role(&claims(json!("operator"))), Some(Role::Operator));
        assert_eq!(mapping.organisation(&claims(json!([]))).unwrap().as_str(), "402000-0008");
        let networks = mapping.networks(&claims(json!([]))).unwrap();
        assert_eq!(networks.iter().map(NetworkId::as_str).collect::<Vec<_>>(), ["jarv", "ripa"]);
    }

    #[test]
    fn a_table_says_what_values_mean_and_its_first_row_that_fits_holds() {
        let mapping = ClaimMapping::read(names(), TABLE).unwrap();
        assert_eq!(mapping.role(&claims(json!(["buyers", "admins"]))), Some(Role::Administrator));
        assert_eq!(mapping.role(&claims(json!(["buyers"]))), Some(Role::Procurer));
        assert_eq!(mapping.organisation(&claims(json!([]))).unwrap().as_str(), "402000-0016");
        let networks = mapping.networks(&claims(json!([]))).unwrap();
        assert_eq!(networks.iter().map(NetworkId::as_str).collect::<Vec<_>>(), ["ripa", "tjader"]);
    }

    /// With a table the service's own words mean nothing, and nobody is more than
    /// a reader by a value that nobody knows.
    #[test]
    fn unknown_is_a_reader_and_unsaid_is_no_word() {
        let mapping = ClaimMapping::read(names(), TABLE).unwrap();
        for unknown in [json!(["administrator"]), json!([]), json!(7), json!({"admins": true}), Value::Null] {
            assert_eq!(mapping.role(&claims(unknown)), Some(Role::Reader));
        }
        assert_eq!(mapping.role(&Map::new()), Some(Role::Reader));
        assert_eq!(mapping.networks(&Map::new()), Some(Vec::new()));
        let silent = ClaimMapping::plain(ClaimNames::default());
        let said = claims(json!(["administrator"]));
        assert_eq!(
            (silent.role(&said), silent.organisation(&said), silent.networks(&said)),
            (None, None, None)
        );
    }

    #[test]
    fn a_wrong_table_is_refused_with_its_place() {
        let refused = |json: &str| ClaimMapping::read(names(), json).unwrap_err().to_string();
        assert!(refused("{").contains("line 1"));
        assert!(refused(r#"{"role": []}"#).contains("unknown field `role`"));
        let unknown = refused(r#"{"roles": [{"value": "x", "role": "boss"}]}"#);
        assert!(unknown.contains("`x`") && unknown.contains("`boss`"), "{unknown}");
        assert!(
            refused(r#"{"organisations": [{"value": "x", "number": "402000-0009"}]}"#).contains("last digit")
        );
        assert!(refused(r#"{"networks": [{"value": "x", "networks": ["Nät"]}]}"#).contains("`Nät`"));
    }
}
