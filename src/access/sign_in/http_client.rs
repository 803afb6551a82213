//! How the service asks the provider: in time, no more than it needs, and no
//! one whom the provider points to instead.

use std::{error::Error, time::Duration};

use openidconnect::{HttpRequest, HttpResponse, http::Response};
use reqwest::redirect::Policy;

const TIME_LIMIT: Duration = Duration::from_secs(10);
const TIME_TO_CONNECT: Duration = Duration::from_secs(5);
/// Metadata, keys and tokens take some kilobytes.
const LARGEST_ANSWER_BYTES: usize = 1 << 20;

#[derive(Debug, thiserror::Error)]
pub(super) enum HttpClientError {
    #[error(transparent)]
    Request(#[from] reqwest::Error),
    #[error("the answer is larger than {LARGEST_ANSWER_BYTES} bytes")]
    TooLarge,
    #[error(transparent)]
    Answer(#[from] openidconnect::http::Error),
}

/// Made when it is first needed: a machine without certificates can still serve.
pub(super) fn client() -> Result<reqwest::Client, HttpClientError> {
    let builder = reqwest::Client::builder().timeout(TIME_LIMIT).connect_timeout(TIME_TO_CONNECT);
    Ok(builder.redirect(Policy::none()).build()?)
}

pub(super) async fn send(
    client: reqwest::Client,
    request: HttpRequest,
) -> Result<HttpResponse, HttpClientError> {
    let mut answer = client.execute(request.try_into()?).await?;
    let mut response = Response::builder().status(answer.status());
    for (name, value) in answer.headers() {
        response = response.header(name, value);
    }
    let mut body = Vec::new();
    while let Some(chunk) = answer.chunk().await? {
        if body.len() + chunk.len() > LARGEST_ANSWER_BYTES {
            return Err(HttpClientError::TooLarge);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(response.body(body)?)
}

/// An error with all its causes: the first alone says hardly more than that there was one.
pub(super) fn with_causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}
