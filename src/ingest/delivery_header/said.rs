//! What was said, and where: still as text.

use std::collections::BTreeMap;

use serde_json::Value;

use super::HeaderProblem;
use crate::domain::{Bilingual, HeaderField};

/// Where a field was said; the first counts before the second, the second
/// before the third.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum HeaderSource {
    /// With the request: a form's field, the query, an option.
    Explicit,
    /// In the JSON document beside the file.
    Beside,
    /// In the file's own columns.
    Columns,
}

impl HeaderSource {
    pub fn title(self) -> Bilingual {
        match self {
            Self::Explicit => Bilingual::new("i anropet", "in the request"),
            Self::Beside => Bilingual::new("i uppgifterna bredvid filen", "in the document beside the file"),
            Self::Columns => Bilingual::new("i filens kolumner", "in the file's columns"),
        }
    }
}

/// What one source says, every value of a field in its order.
#[derive(Clone, Debug, PartialEq)]
pub struct SaidHeader {
    pub(super) source: HeaderSource,
    pub(super) values: BTreeMap<HeaderField, Vec<String>>,
    pub(super) problems: Vec<HeaderProblem>,
}

impl SaidHeader {
    /// Names with their texts; what is blank wasn't said. Of a file's columns
    /// those without a meaning here are its own business; elsewhere a name that
    /// nobody knows is a problem, since a misspelt fact would be a missing one.
    pub fn from_pairs<N, V>(source: HeaderSource, pairs: impl IntoIterator<Item = (N, V)>) -> Self
    where
        N: AsRef<str>,
        V: AsRef<str>,
    {
        let mut said = Self { source, values: BTreeMap::new(), problems: Vec::new() };
        for (name, value) in pairs {
            said.add(name.as_ref(), value.as_ref());
        }
        said
    }

    /// A JSON object of fields; numbers and texts, null for what isn't said.
    pub fn from_json(source: HeaderSource, json: &str) -> Self {
        let broken = |reason: &str| Self {
            source,
            values: BTreeMap::new(),
            problems: vec![HeaderProblem::broken(source, reason)],
        };
        match serde_json::from_str::<Value>(json) {
            Ok(Value::Object(members)) => {
                let mut said = Self::from_pairs::<&str, &str>(source, []);
                for (name, value) in members {
                    match value {
                        Value::Null => said.add(&name, ""),
                        Value::String(text) => said.add(&name, &text),
                        Value::Number(number) => said.add(&name, &number.to_string()),
                        _ => said.problems.push(HeaderProblem::no_value(&name, source)),
                    }
                }
                said
            }
            Ok(_) => broken("expected a JSON object"),
            Err(error) => broken(&error.to_string()),
        }
    }

    /// The same with what `others` say in place of it: for a command line, whose
    /// options stand for themselves.
    pub fn overridden_by(mut self, others: SaidHeader) -> Self {
        self.values.extend(others.values);
        self.problems.extend(others.problems);
        self
    }

    fn add(&mut self, name: &str, value: &str) {
        let value = value.trim();
        let known = name.trim().parse::<HeaderField>();
        match known {
            Ok(field) if !value.is_empty() => {
                let values = self.values.entry(field).or_default();
                if !values.iter().any(|other| other == value) {
                    values.push(value.to_owned());
                }
            }
            Ok(_) => {}
            Err(_) if self.source == HeaderSource::Columns => {}
            Err(_) => self.problems.push(HeaderProblem::unknown(name, self.source)),
        }
    }
}
