//! `GET /api/v1/requirement-schema`: what a requirement's document looks like, as
//! a JSON Schema that stands for itself.

use std::collections::{BTreeMap, btree_map::Entry};

use axum::{
    http::header,
    response::{IntoResponse, Response},
};
use serde_json::{Value, json};

use crate::{
    http::{document::openapi, problem::Problem},
    ingest::requirement::RequirementDocument,
};

const IN_THE_API: &str = "#/components/schemas/";
const IN_THE_SCHEMA: &str = "#/$defs/";

/// The schema of a requirement, JSON Schema 2020-12.
#[utoipa::path(get, path = "/api/v1/requirement-schema", tag = "requirements",
    responses((status = 200, description = "A JSON Schema", content_type = "application/schema+json", body = Object)))]
pub async fn requirement_schema() -> Result<Response, Problem> {
    let schema = requirement_json_schema().map_err(Problem::internal)?;
    Ok(([(header::CONTENT_TYPE, "application/schema+json")], schema.to_string()).into_response())
}

/// OpenAPI 3.1 describes what it carries in JSON Schema: only the references
/// have to be told where they point.
///
/// # Errors
/// When the service's description of itself is no JSON.
pub fn requirement_json_schema() -> Result<Value, serde_json::Error> {
    let document = serde_json::to_value(openapi())?;
    let schemas = &document["components"]["schemas"];
    let mut found = BTreeMap::new();
    let root = <RequirementDocument as utoipa::ToSchema>::name().into_owned();
    let mut wanted = vec![root.clone()];
    while let Some(name) = wanted.pop() {
        if let Entry::Vacant(place) = found.entry(name) {
            let mut schema = schemas[place.key()].clone();
            point_inside(&mut schema, &mut wanted);
            place.insert(schema);
        }
    }
    Ok(json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Requirement",
        "$ref": format!("{IN_THE_SCHEMA}{root}"),
        "$defs": found,
    }))
}

/// Points the references into the schema itself, and says what they name.
fn point_inside(value: &mut Value, named: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            if let Some(Value::String(reference)) = members.get_mut("$ref")
                && let Some(name) = reference.strip_prefix(IN_THE_API)
            {
                let name = name.to_owned();
                *reference = format!("{IN_THE_SCHEMA}{name}");
                named.push(name);
            }
            members.values_mut().for_each(|value| point_inside(value, named));
        }
        Value::Array(items) => items.iter_mut().for_each(|value| point_inside(value, named)),
        _ => {}
    }
}
