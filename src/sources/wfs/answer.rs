//! What a WFS answers: counts, pages of GeoJSON, and exceptions, which may come
//! with status 200.

use std::{borrow::Cow, collections::BTreeSet};

use serde::{Deserialize, de::IgnoredAny};
use serde_json::{Value, value::RawValue};

use crate::sources::{SourceError, SourceFault, http::Failure, words::in_short};

/// Exceptions for which asking again is of no use (OGC 06-121r9, table 27, and WFS).
const LASTING_EXCEPTIONS: [&str; 7] = [
    "InvalidParameterValue",
    "MissingParameterValue",
    "OperationNotSupported",
    "OptionNotSupported",
    "OperationParsingFailed",
    "VersionNegotiationFailed",
    "InvalidUpdateSequence",
];

/// What is asked of a page as a whole.
#[derive(Debug, PartialEq)]
pub struct PageFacts {
    pub count: u64,
    /// The names of all properties that any of its features has.
    pub schema: BTreeSet<String>,
}

/// The count of an answer to `resultType=hits`.
pub fn matched(body: &[u8], layer: &str) -> Result<u64, Failure> {
    let text = String::from_utf8_lossy(body);
    let broken = |reason: String| Failure::passing(SourceFault::BrokenAnswer.at(layer, reason));
    let document = roxmltree::Document::parse(text.trim_start_matches('\u{feff}')).map_err(|error| {
        broken(format!("asked how many there are it answers with no XML: {error}: {}", in_short(&text)))
    })?;
    if let Some(failure) = exception(&document, layer) {
        return Err(failure);
    }
    let root = document.root_element();
    let count = root.attribute("numberMatched").or_else(|| root.attribute("numberOfFeatures"));
    let count =
        count.ok_or_else(|| broken("its answer doesn't say how many features there are".to_owned()))?;
    count.parse().map_err(|_| {
        Failure::Lasting(
            SourceFault::BrokenAnswer.at(layer, format!("it says that there are `{count}` features")),
        )
    })
}

/// Looks at a page before it is kept.
///
/// # Errors
/// When it is no page, isn't whole, or a feature lacks a field that is needed.
pub fn page_facts(body: &[u8], place: &str, needed: &[Vec<String>]) -> Result<PageFacts, Failure> {
    let page: PageDocument<'_> = match serde_json::from_slice(body) {
        Ok(page) => page,
        Err(error) => return Err(no_page(body, place, &error)),
    };
    let broken = |reason: String| SourceFault::BrokenAnswer.at(place, reason);
    if page.kind != "FeatureCollection" {
        return Err(broken(format!("expected a FeatureCollection, found `{}`", page.kind)).into());
    }
    let count = page.features.len() as u64;
    // Servers under load have sent collections shorter than they say.
    if let Some(returned) = page.number_returned.as_ref().and_then(Value::as_u64)
        && returned != count
    {
        let reason = format!("it says that it has {returned} features and has {count}");
        return Err(Failure::passing(SourceFault::WrongCount.at(place, reason)));
    }
    let mut schema = BTreeSet::new();
    for (feature, number) in page.features.iter().zip(1..) {
        let feature: FeatureDocument<'_> = serde_json::from_str(feature.get())
            .map_err(|error| broken(format!("feature {number}: {error}")))?;
        let names = feature.properties.unwrap_or_default();
        for field in needed {
            if !field.iter().any(|name| names.0.contains(name.as_str())) {
                return Err(missing(&format!("{place}, feature {number}"), field).into());
            }
        }
        schema.extend(
            names
                .0
                .into_iter()
                .filter(|name| !schema.contains(name.as_ref()))
                .map(Cow::into_owned)
                .collect::<Vec<_>>(),
        );
    }
    Ok(PageFacts { count, schema })
}

/// The error of a field that isn't there.
pub fn missing(place: &str, names: &[String]) -> SourceError {
    let names = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ");
    SourceFault::MissingField
        .at(place, format!("has no field {names}: the source may have changed its schema"))
}

#[derive(Deserialize)]
struct PageDocument<'page> {
    #[serde(rename = "type", borrow)]
    kind: Cow<'page, str>,
    #[serde(rename = "numberReturned")]
    number_returned: Option<Value>,
    #[serde(borrow)]
    features: Vec<&'page RawValue>,
}

#[derive(Deserialize)]
struct FeatureDocument<'page> {
    #[serde(borrow)]
    properties: Option<Names<'page>>,
}

/// The names of an object's members.
#[derive(Default)]
struct Names<'page>(BTreeSet<Cow<'page, str>>);

impl<'de: 'page, 'page> Deserialize<'de> for Names<'page> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;
        impl<'de> serde::de::Visitor<'de> for Visitor {
            type Value = BTreeSet<Cow<'de, str>>;

            fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<M: serde::de::MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                #[derive(Deserialize)]
                struct Name<'text>(#[serde(borrow)] Cow<'text, str>);
                let mut names = BTreeSet::new();
                while let Some((Name(name), IgnoredAny)) = map.next_entry()? {
                    names.insert(name);
                }
                Ok(names)
            }
        }
        deserializer.deserialize_map(Visitor).map(Names)
    }
}

/// What came in place of a page: an exception, half a page, or something else.
fn no_page(body: &[u8], place: &str, error: &serde_json::Error) -> Failure {
    let text = String::from_utf8_lossy(body);
    let text = text.trim_start_matches('\u{feff}');
    if let Ok(document) = roxmltree::Document::parse(text)
        && let Some(failure) = exception(&document, place)
    {
        return failure;
    }
    let reason = if error.is_eof() {
        "the answer ends in the middle".to_owned()
    } else {
        format!("the answer is no GeoJSON: {error}: {}", in_short(text))
    };
    Failure::passing(SourceFault::BrokenAnswer.at(place, reason))
}

/// What an exception document says, if it is one: OWS, or the older form.
fn exception(document: &roxmltree::Document<'_>, place: &str) -> Option<Failure> {
    let root = document.root_element();
    if !matches!(root.tag_name().name(), "ExceptionReport" | "ServiceExceptionReport") {
        return None;
    }
    let mut exceptions =
        root.children().filter(|node| matches!(node.tag_name().name(), "Exception" | "ServiceException"));
    let first = exceptions.next();
    let code = first
        .and_then(|node| node.attribute("exceptionCode").or_else(|| node.attribute("code")))
        .unwrap_or("exception");
    let texts = root.descendants().filter(|node| node.is_text()).filter_map(|node| node.text());
    let said = in_short(&texts.collect::<Vec<_>>().join(" "));
    let locator =
        first.and_then(|node| node.attribute("locator")).map(|at| format!(" ({at})")).unwrap_or_default();
    let error = SourceFault::Exception.at(place, format!("{code}{locator}: {said}"));
    Some(if LASTING_EXCEPTIONS.contains(&code) { Failure::Lasting(error) } else { Failure::passing(error) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(failure: Failure) -> (SourceError, bool) {
        match failure {
            Failure::Passing { error, .. } => (error, true),
            Failure::Lasting(error) => (error, false),
        }
    }

    #[test]
    fn counts() {
        let count = |text: &str| matched(text.as_bytes(), "a").map_err(|failure| parts(failure).0.fault);
        let collection = |attributes: &str| {
            format!(r#"<?xml version="1.0"?><wfs:FeatureCollection xmlns:wfs="http://w" {attributes}/>"#)
        };
        assert_eq!(count(&collection(r#"numberMatched="115118" numberReturned="0""#)), Ok(115_118));
        assert_eq!(count(&collection(r#"numberOfFeatures="7""#)), Ok(7));
        assert_eq!(count(&collection(r#"numberMatched="unknown""#)), Err(SourceFault::BrokenAnswer));
        assert_eq!(count(&collection("")), Err(SourceFault::BrokenAnswer));
        assert_eq!(count("{}"), Err(SourceFault::BrokenAnswer));
    }

    #[test]
    fn exceptions_are_recognised_and_told() {
        let report = |code: &str| {
            format!(
                r#"<ows:ExceptionReport xmlns:ows="http://o"><ows:Exception exceptionCode="{code}" locator="typeNames">
                <ows:ExceptionText>Feature type x unknown</ows:ExceptionText></ows:Exception></ows:ExceptionReport>"#
            )
        };
        for (code, is_passing) in [("InvalidParameterValue", false), ("NoApplicableCode", true)] {
            let (error, passing) = parts(page_facts(report(code).as_bytes(), "a", &[]).unwrap_err());
            assert_eq!((error.fault, passing), (SourceFault::Exception, is_passing));
            assert_eq!(error.reason, format!("{code} (typeNames): Feature type x unknown"));
            assert_eq!(parts(matched(report(code).as_bytes(), "a").unwrap_err()).0, error);
        }
        let older = "<ServiceExceptionReport><ServiceException code='LayerNotDefined'>no</ServiceException></ServiceExceptionReport>";
        assert_eq!(
            parts(page_facts(older.as_bytes(), "a", &[]).unwrap_err()).0.reason,
            "LayerNotDefined: no"
        );
    }

    #[test]
    fn pages() {
        let needed = [vec!["rut".to_owned(), "ruta".to_owned()]];
        let facts = |text: &str| page_facts(text.as_bytes(), "a", &needed).map_err(parts);
        let page = r#"{"type":"FeatureCollection","numberReturned":2,"features":[
            {"type":"Feature","properties":{"rut":1,"b":null}},{"type":"Feature","properties":{"ruta":1}}]}"#;
        let schema = ["b", "rut", "ruta"].map(str::to_owned).into();
        assert_eq!(facts(page), Ok(PageFacts { count: 2, schema }));
        let (error, passing) = facts(&page[..page.len() - 9]).unwrap_err();
        assert!(passing && error.reason.contains("ends in the middle"));
        let (error, passing) = facts(&page.replace("\"ruta\"", "\"r\"")).unwrap_err();
        assert_eq!((error.fault, passing), (SourceFault::MissingField, false));
        assert_eq!(error.place, "a, feature 2");
        assert!(error.reason.contains("`rut` or `ruta`"));
        let (error, passing) = facts(&page.replace(":2,", ":3,")).unwrap_err();
        assert_eq!((error.fault, passing), (SourceFault::WrongCount, true));
        assert!(facts("<html>busy</html>").unwrap_err().1);
    }
}
