//! A WFS as the sources have it, with all the moods that they are in.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    body::{Body, Bytes},
    extract::{Query, State},
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use futures_util::stream;
use serde_json::{Value, json};
use tokio::sync::Notify;
use url::Url;

/// What happens to one request for a page.
#[derive(Clone, Debug)]
pub enum Mood {
    Well,
    /// 429, with what `Retry-After` says.
    Busy(&'static str),
    Failing(u16, &'static str),
    /// The connection ends in the middle of the body.
    Cut,
    /// The body ends in the middle, and the answer with it.
    Half,
    /// Status 200, with an exception of this code.
    Exception(&'static str),
    /// It says that there are more than it gives.
    Short,
    /// It never answers; who waits for it is told.
    Hangs,
}

pub struct Served {
    pub features: Vec<Value>,
    /// How many it says that there are, where that isn't true.
    pub claims: Option<u64>,
    /// It never gives more a page.
    pub cap: usize,
    pub ignores_start: bool,
    /// From this page request on its features have other fields.
    pub renamed_from: Option<(usize, &'static str, &'static str)>,
    /// It gives northing before easting.
    pub is_swapped: bool,
    pub moods: VecDeque<Mood>,
    /// The queries of pages, in order.
    pub asked: Vec<HashMap<String, String>>,
}

pub struct Source {
    pub url: Url,
    served: Arc<Mutex<Served>>,
    hanging: Arc<Notify>,
}

#[derive(Clone)]
struct Shared {
    served: Arc<Mutex<Served>>,
    hanging: Arc<Notify>,
}

impl Source {
    pub async fn serve(features: Vec<Value>) -> Self {
        let served = Served {
            features,
            claims: None,
            cap: usize::MAX,
            ignores_start: false,
            renamed_from: None,
            is_swapped: false,
            moods: VecDeque::new(),
            asked: Vec::new(),
        };
        let shared = Shared { served: Arc::new(Mutex::new(served)), hanging: Arc::default() };
        let router = Router::new().route("/wfs", get(answer)).with_state(shared.clone());
        let url = serve(router).await.join("/wfs").unwrap();
        Self { url, served: shared.served, hanging: shared.hanging }
    }

    pub fn change(&self, change: impl FnOnce(&mut Served)) {
        change(&mut self.served.lock().unwrap());
    }

    pub fn moods(&self, moods: impl IntoIterator<Item = Mood>) {
        self.change(|served| served.moods = moods.into_iter().collect());
    }

    /// The page requests so far, which are forgotten.
    pub fn asked(&self) -> Vec<HashMap<String, String>> {
        std::mem::take(&mut self.served.lock().unwrap().asked)
    }

    /// Returns when a request hangs.
    pub async fn hangs(&self) {
        self.hanging.notified().await;
    }
}

/// Serves on a port of its own; the address without a path.
pub async fn serve(router: Router) -> Url {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap()).parse().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    url
}

async fn answer(State(shared): State<Shared>, Query(query): Query<HashMap<String, String>>) -> Response {
    let (response, hangs) = {
        let mut served = shared.served.lock().unwrap();
        if query.get("resultType").is_some_and(|kind| kind == "hits") {
            (served.count(&query), false)
        } else {
            let mood = served.moods.pop_front().unwrap_or(Mood::Well);
            served.asked.push(query.clone());
            (served.page(&query, &mood), matches!(mood, Mood::Hangs))
        }
    };
    if hangs {
        shared.hanging.notify_one();
        std::future::pending::<()>().await;
    }
    response
}

impl Served {
    fn chosen(&self, query: &HashMap<String, String>) -> Vec<&Value> {
        self.features.iter().filter(|feature| is_chosen(feature, query)).collect()
    }

    fn count(&self, query: &HashMap<String, String>) -> Response {
        let matched = self.claims.unwrap_or(self.chosen(query).len() as u64);
        let text = format!(
            r#"<?xml version="1.0" encoding="UTF-8"?><wfs:FeatureCollection
            xmlns:wfs="http://www.opengis.net/wfs/2.0" numberMatched="{matched}" numberReturned="0"/>"#
        );
        ([(header::CONTENT_TYPE, "text/xml")], text).into_response()
    }

    fn page(&self, query: &HashMap<String, String>, mood: &Mood) -> Response {
        let number = |name: &str| query.get(name).and_then(|text| text.parse().ok());
        let start = if self.ignores_start { 0 } else { number("startIndex").unwrap_or(0) };
        let count = number("count").unwrap_or(usize::MAX).min(self.cap);
        let chosen = self.chosen(query);
        let page = chosen.iter().skip(start).take(count).map(|feature| self.dressed(feature));
        let mut page: Vec<Value> = page.collect();
        let returned = page.len();
        if matches!(mood, Mood::Short) {
            page.pop();
        }
        let text = json!({
            "type": "FeatureCollection",
            "numberMatched": chosen.len(),
            "numberReturned": returned,
            "crs": { "type": "name", "properties": { "name": "urn:ogc:def:crs:EPSG::3006" } },
            "features": page,
        })
        .to_string();
        match mood {
            Mood::Well | Mood::Short | Mood::Hangs => whole(text),
            Mood::Busy(after) => {
                let after = HeaderValue::from_static(after);
                (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, after)], "slow down").into_response()
            }
            Mood::Failing(status, words) => (StatusCode::from_u16(*status).unwrap(), *words).into_response(),
            Mood::Cut => cut(text),
            Mood::Half => whole(text[..text.len() / 2].to_owned()),
            Mood::Exception(code) => whole(format!(
                r#"<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1"><ows:Exception
                exceptionCode="{code}"><ows:ExceptionText>the database rests</ows:ExceptionText></ows:Exception>
                </ows:ExceptionReport>"#
            )),
        }
    }

    /// The feature with the fields and axes of the moment.
    fn dressed(&self, feature: &Value) -> Value {
        let mut feature = feature.clone();
        if let Some((from, before, after)) = self.renamed_from
            && self.asked.len() >= from
        {
            let properties = feature["properties"].as_object_mut().unwrap();
            let value = properties.remove(before).unwrap();
            properties.insert(after.to_owned(), value);
        }
        if self.is_swapped {
            swap(&mut feature["geometry"]["coordinates"]);
        }
        feature
    }
}

fn whole(text: String) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], text).into_response()
}

/// The first half is on its way when the connection ends.
pub fn cut(text: impl AsRef<[u8]>) -> Response {
    let half = Bytes::copy_from_slice(&text.as_ref()[..text.as_ref().len() / 2]);
    let pieces = stream::unfold(Some(half), |half| async {
        match half {
            Some(half) if !half.is_empty() => Some((Ok(half), Some(Bytes::new()))),
            Some(_) => {
                tokio::task::yield_now().await;
                Some((Err(std::io::Error::other("the cable broke")), None))
            }
            None => None,
        }
    });
    Body::from_stream(pieces).into_response()
}

fn swap(coordinates: &mut Value) {
    let list = coordinates.as_array_mut().unwrap();
    if list[0].is_number() { list.swap(0, 1) } else { list.iter_mut().for_each(swap) }
}

/// By the filter on counties and the extent, which touches what it meets.
fn is_chosen(feature: &Value, query: &HashMap<String, String>) -> bool {
    let by_filter = query.get("CQL_FILTER").is_none_or(|filter| {
        let (field, codes) = filter.split_once(" IN ").unwrap();
        codes.contains(&format!("'{}'", feature["properties"][field].as_str().unwrap()))
    });
    by_filter && query.get("bbox").is_none_or(|bbox| meets(feature, bbox))
}

fn meets(feature: &Value, bbox: &str) -> bool {
    let mut numbers: Vec<f64> = bbox.split(',').take(4).map(|number| number.parse().unwrap()).collect();
    if bbox.contains("urn:") {
        numbers.swap(0, 1);
        numbers.swap(2, 3);
    }
    let mut corners = Vec::new();
    collect(&feature["geometry"]["coordinates"], &mut corners);
    let bounds = |axis: usize| {
        let values = corners.iter().map(|corner| corner[axis]);
        (values.clone().fold(f64::INFINITY, f64::min), values.fold(f64::NEG_INFINITY, f64::max))
    };
    let ((west, east), (south, north)) = (bounds(0), bounds(1));
    west <= numbers[2] && east >= numbers[0] && south <= numbers[3] && north >= numbers[1]
}

fn collect(coordinates: &Value, corners: &mut Vec<[f64; 2]>) {
    let list = coordinates.as_array().unwrap();
    match list[0].as_f64() {
        Some(x) => corners.push([x, list[1].as_f64().unwrap()]),
        None => list.iter().for_each(|inner| collect(inner, corners)),
    }
}
