//! The standard's two forms, JSON and XML, of one answer.

use std::io;

use axum::http::{HeaderMap, header};
use quick_xml::{
    Writer,
    events::{BytesDecl, BytesText, Event},
};
use serde::Serialize;
use serde_json::Value;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Json,
    Xml,
}

impl Form {
    /// By the address's ending; without one XML where the asker wants that alone, else JSON.
    pub fn of(path: &str, headers: &HeaderMap) -> Self {
        match path.rsplit_once('.') {
            Some((_, "json")) => Self::Json,
            Some((_, "xml")) => Self::Xml,
            _ if wants_xml(headers) => Self::Xml,
            _ => Self::Json,
        }
    }

    pub fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Xml => "text/xml; charset=utf-8",
        }
    }

    /// Writes a body; `root` is what XML calls the whole of it.
    ///
    /// # Errors
    /// When the body can't be written as JSON.
    pub fn write(self, root: &str, body: &impl Serialize) -> io::Result<Vec<u8>> {
        match self {
            Self::Json => Ok(serde_json::to_vec(body)?),
            Self::Xml => xml(root, &serde_json::to_value(body)?),
        }
    }
}

/// The last part of an address without its ending.
pub fn without_ending(name: &str) -> &str {
    name.strip_suffix(".json").or_else(|| name.strip_suffix(".xml")).unwrap_or(name)
}

fn wants_xml(headers: &HeaderMap) -> bool {
    let accepted =
        headers.get(header::ACCEPT).and_then(|accepted| accepted.to_str().ok()).unwrap_or_default();
    let wants = |kind| accepted.contains(kind);
    (wants("text/xml") || wants("application/xml")) && !wants("json") && !wants("text/html")
}

fn xml(root: &str, body: &Value) -> io::Result<Vec<u8>> {
    let mut writer = Writer::new(Vec::new());
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    element(&mut writer, root, body)?;
    Ok(writer.into_inner())
}

fn element(writer: &mut Writer<Vec<u8>>, name: &str, value: &Value) -> io::Result<()> {
    let new = writer.create_element(name);
    let written = match value {
        Value::Null => new.write_empty(),
        Value::Array(items) => new.write_inner_content(|writer| {
            items.iter().try_for_each(|item| element(writer, item_name(name), item))
        }),
        Value::Object(fields) => new.write_inner_content(|writer| {
            fields.iter().try_for_each(|(name, value)| element(writer, name, value))
        }),
        Value::String(text) => new.write_text_content(BytesText::new(&allowed(text))),
        Value::Bool(_) | Value::Number(_) => new.write_text_content(BytesText::new(&value.to_string())),
    };
    written.map(|_| ())
}

/// What the standard calls one of a list.
fn item_name(list: &str) -> &str {
    match list {
        "services" => "service",
        "service_requests" => "request",
        "attributes" => "attribute",
        "values" => "value",
        "errors" => "error",
        other => other,
    }
}

/// A text without what XML 1.0 has no way to write, with its own ends of lines.
fn allowed(text: &str) -> String {
    let is_allowed = |sign: &char| matches!(*sign, '\t' | '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    text.replace("\r\n", "\n").replace('\r', "\n").chars().filter(is_allowed).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn written(form: Form, root: &str, body: &Value) -> String {
        String::from_utf8(form.write(root, body).unwrap()).unwrap()
    }

    #[test]
    fn lists_have_a_name_for_each_item() {
        let body = json!([{"code": "net", "values": [{"key": "a", "name": "A & B"}], "nothing": null}]);
        let expected = "<?xml version=\"1.0\" encoding=\"utf-8\"?><attributes><attribute><code>net</code><nothing/>\
            <values><value><key>a</key><name>A &amp; B</name></value></values></attribute></attributes>";
        assert_eq!(written(Form::Xml, "attributes", &body), expected);
        assert_eq!(written(Form::Json, "attributes", &body), body.to_string());
    }

    #[test]
    fn the_ending_says_the_form() {
        let accepting =
            |accepted: &'static str| HeaderMap::from_iter([(header::ACCEPT, accepted.parse().unwrap())]);
        let check = |path, accepted, form| {
            assert_eq!(Form::of(path, &accepting(accepted)), form, "{path} {accepted}")
        };
        check("/requests.xml", "application/json", Form::Xml);
        check("/requests/1.json", "text/xml", Form::Json);
        check("/requests", "", Form::Json);
        check("/requests", "application/xml", Form::Xml);
        check("/requests/1", "application/json, text/xml", Form::Json);
        assert_eq!(without_ending("12.xml"), "12");
        assert_eq!(without_ending("12"), "12");
    }

    proptest! {
        /// Whatever somebody wrote is read by another reader of XML as it was, but for what XML can't hold.
        #[test]
        fn any_text_is_read_back(text in any::<String>()) {
            let xml = written(Form::Xml, "errors", &json!([{"description": text}]));
            let document = roxmltree::Document::parse(&xml).unwrap();
            let read = document.descendants().find(|node| node.has_tag_name("description")).unwrap();
            prop_assert_eq!(read.text().unwrap_or_default(), allowed(&text));
        }
    }
}
