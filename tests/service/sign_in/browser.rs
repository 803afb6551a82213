//! A browser on the service: it keeps cookies, and follows nothing by itself.

use axum::{Router, body::Body, http::Request};

use crate::routes::Answer;

pub struct Browser {
    router: Router,
    cookies: Vec<(String, String)>,
}

impl Browser {
    pub fn new(router: Router) -> Self {
        Self { router, cookies: Vec::new() }
    }

    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path).header("sec-fetch-site", "none"), String::new()).await
    }

    /// As a person's browser asks, which takes a page before anything else.
    pub async fn open(&mut self, path: &str) -> Answer {
        let request = Request::get(path).header("sec-fetch-site", "cross-site");
        let kinds = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        self.send(request.header("accept", kinds), String::new()).await
    }

    pub async fn post(&mut self, path: &str, body: String, csrf: Option<&str>) -> Answer {
        let request = Request::post(path).header("sec-fetch-site", "same-origin");
        let request = match csrf {
            Some(token) => request.header("x-csrf-token", token),
            None => request,
        };
        self.send(request, body).await
    }

    pub fn cookies(&self) -> Vec<(String, String)> {
        self.cookies.clone()
    }

    pub fn set_cookies(&mut self, cookies: Vec<(String, String)>) {
        self.cookies = cookies;
    }

    async fn send(&mut self, request: axum::http::request::Builder, body: String) -> Answer {
        let request = match cookie_header(&self.cookies) {
            text if text.is_empty() => request,
            text => request.header("cookie", text),
        };
        let answer = Answer::of(&self.router, request.body(Body::from(body)).unwrap()).await;
        for set in answer.headers.get_all("set-cookie") {
            keep(&mut self.cookies, set.to_str().unwrap());
        }
        answer
    }
}

pub fn cookie_header(cookies: &[(String, String)]) -> String {
    cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
}

/// Keeps a cookie, or forgets it where it has no time left.
pub fn keep(cookies: &mut Vec<(String, String)>, set: &str) {
    let (name, value) = set.split(';').next().unwrap().split_once('=').unwrap();
    cookies.retain(|(kept, _)| kept != name);
    let is_over =
        set.contains("Max-Age=0") || set.contains("max-age=0") || set.contains("expires=Thu, 01 Jan 1970");
    if !is_over {
        cookies.push((name.to_owned(), value.to_owned()));
    }
}
