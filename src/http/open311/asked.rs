//! What is asked: the form of the answer, its language, and parameters from the query
//! string and the form that is sent.

use std::convert::Infallible;

use axum::{
    body::Body,
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Response},
};
use serde::Serialize;
use url::form_urlencoded;

use super::{Failure, FailureBody, form::Form};
use crate::{
    domain::Language,
    http::{problem::Problem, router::AppState},
};

const FORM: &str = "application/x-www-form-urlencoded";

#[derive(Debug)]
pub struct Asked {
    form: Form,
    parameters: Vec<(String, String)>,
    is_form_sent: bool,
}

impl<S: Send + Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let form = Form::of(parts.uri.path(), &parts.headers);
        let parameters = parsed(parts.uri.query().unwrap_or_default());
        Ok(Self { form, parameters, is_form_sent: is_form(&parts.headers) })
    }
}

impl Asked {
    /// The same with what was sent.
    ///
    /// # Errors
    /// When it says of itself that it is something else than a form.
    pub fn with_sent(&mut self, body: &str) -> Result<(), Failure> {
        if !self.is_form_sent {
            return Err(Failure::bad(
                "En anmälan skickas som application/x-www-form-urlencoded.",
                "A request is sent as application/x-www-form-urlencoded.",
            ));
        }
        self.parameters.extend(parsed(body));
        Ok(())
    }

    /// A parameter's first value; none where it is empty.
    pub fn one(&self, name: &str) -> Option<&str> {
        self.each(name).next()
    }

    /// All values of a parameter, which may stand more than once and hold several with commas between.
    pub fn list(&self, name: &str) -> Vec<&str> {
        self.each(name)
            .flat_map(|value| value.split(','))
            .map(str::trim)
            .filter(|one| !one.is_empty())
            .collect()
    }

    /// What the service's definition asks for: `attribute[code]`.
    pub fn attribute(&self, code: &str) -> Option<&str> {
        self.one(&format!("attribute[{code}]"))
    }

    /// All that is said of what may be several: `attribute[code][]`, each by itself, or `attribute[code]`.
    pub fn attributes(&self, code: &str) -> Vec<String> {
        let names = [format!("attribute[{code}]"), format!("attribute[{code}][]")];
        names.iter().flat_map(|name| self.list(name)).map(str::to_owned).collect()
    }

    /// Swedish, where English isn't asked for by `lang=en`.
    pub fn language(&self) -> Language {
        self.one("lang").and_then(|lang| lang.parse().ok()).unwrap_or_default()
    }

    fn each(&self, name: &str) -> impl Iterator<Item = &str> {
        let named = self.parameters.iter().filter(move |(key, _)| key == name);
        named.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// The service serves one jurisdiction, which may be named.
    ///
    /// # Errors
    /// When another one is named.
    pub fn of_this_region(&self, state: &AppState) -> Result<(), Failure> {
        let snapshot = state.snapshot();
        let own = &snapshot.region.region.id;
        match self.one("jurisdiction_id") {
            Some(other) if other != own => Err(Failure::not_found(
                format!("jurisdiction_id: `{other}` finns inte här, bara `{own}`."),
                format!("jurisdiction_id: `{other}` is not served here, only `{own}`."),
            )),
            _ => Ok(()),
        }
    }

    /// The answer in the form that is asked for; XML calls the whole of it `root`.
    pub fn answer<T: Serialize>(&self, root: &str, result: Result<(StatusCode, T), Failure>) -> Response {
        match result {
            Ok((status, body)) => self.written(status, root, &body),
            Err(failure) => {
                let body = [FailureBody::new(&failure, self.language())];
                self.written(failure.status, "errors", &body)
            }
        }
    }

    fn written(&self, status: StatusCode, root: &str, body: &impl Serialize) -> Response {
        let content_type = HeaderValue::from_static(self.form.content_type());
        match self.form.write(root, body) {
            Ok(written) => {
                (status, [(header::CONTENT_TYPE, content_type)], Body::from(written)).into_response()
            }
            Err(error) => Problem::internal(error).into_response(),
        }
    }
}

fn parsed(text: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(text.as_bytes()).into_owned().collect()
}

fn is_form(headers: &HeaderMap) -> bool {
    let sent = headers.get(header::CONTENT_TYPE).and_then(|sent| sent.to_str().ok());
    sent.is_none_or(|sent| sent.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case(FORM)))
}
