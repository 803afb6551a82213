//! A layer as somebody asks for it: what all of its tiles' answers have in common,
//! worked out once for a snapshot however often it is asked for.

use std::{
    collections::HashMap,
    sync::{Arc, PoisonError, RwLock, Weak},
};

use arc_swap::ArcSwap;
use axum::http::HeaderValue;

use super::question::LayerFilter;
use crate::{
    http::problem::Problem,
    index::{Snapshot, version_of},
    tiles::{
        LAYERS, LayerId,
        features::{LayerQuestion, layer_version},
    },
};

/// Names what a layer shows to whom, by hash: tiles of one tag are the same for ever.
pub type LayerTag = u128;

/// Of a layer, and of an answer about it.
#[derive(Debug)]
pub struct AskedLayer {
    pub question: LayerQuestion,
    pub tag: LayerTag,
    /// Weak, as the same tile goes out in several packings. It needn't name the
    /// tile: a tag is only ever compared with others of the same address.
    pub etag: HeaderValue,
}

impl AskedLayer {
    pub fn new(snapshot: &Snapshot, layer: LayerId, filter: LayerFilter) -> Result<Self, Problem> {
        let filter = filter.of_layer(layer);
        let question = filter.question(snapshot, layer)?;
        filter.require_all(layer)?;
        // Another version of the program may draw the same data otherwise.
        let program = env!("CARGO_PKG_VERSION");
        let version = version_of([program, layer.name(), &layer_version(snapshot, layer), &filter.query()]);
        let tag = u128::from_str_radix(&version[..32], 16).map_err(Problem::internal)?;
        let etag = HeaderValue::try_from(format!("W/\"{tag:032x}\"")).map_err(Problem::internal)?;
        Ok(Self { question, tag, etag })
    }
}

/// Longer query strings are read anew each time.
const LONGEST_KEPT_QUERY: usize = 128;
/// One question can be written in many ways; there are some dozens of questions.
const KEPT_QUERIES: usize = 1_000;

type Known = HashMap<Box<str>, Arc<AskedLayer>>;

/// What was asked of one snapshot, by the query string as it came.
#[derive(Debug)]
struct Board {
    snapshot: Weak<Snapshot>,
    layers: [RwLock<Known>; LAYERS.len()],
}

/// The board of the snapshot that is published.
#[derive(Debug)]
pub struct Boards(ArcSwap<Board>);

impl Default for Boards {
    fn default() -> Self {
        Self(ArcSwap::from_pointee(Board::new(Weak::new())))
    }
}

impl Boards {
    /// What a layer and query string ask for, worked out by `read` where it isn't known.
    pub fn asked(
        &self,
        snapshot: &Arc<Snapshot>,
        layer: LayerId,
        query: &str,
        read: impl FnOnce() -> Result<AskedLayer, Problem>,
    ) -> Result<Arc<AskedLayer>, Problem> {
        let board = self.0.load();
        if !board.is_of(snapshot) {
            self.0.store(Arc::new(Board::new(Arc::downgrade(snapshot))));
            return read().map(Arc::new);
        }
        match board.get(layer, query) {
            Some(known) => Ok(known),
            None => {
                let asked = Arc::new(read()?);
                board.keep(layer, query, asked.clone());
                Ok(asked)
            }
        }
    }
}

impl Board {
    fn new(snapshot: Weak<Snapshot>) -> Self {
        Self { snapshot, layers: Default::default() }
    }

    /// While the weak reference is there no other snapshot can have its address.
    fn is_of(&self, snapshot: &Arc<Snapshot>) -> bool {
        std::ptr::eq(self.snapshot.as_ptr(), Arc::as_ptr(snapshot))
    }

    fn get(&self, layer: LayerId, query: &str) -> Option<Arc<AskedLayer>> {
        if query.len() > LONGEST_KEPT_QUERY {
            return None;
        }
        let known = self.layers[layer as usize].read().unwrap_or_else(PoisonError::into_inner);
        known.get(query).cloned()
    }

    fn keep(&self, layer: LayerId, query: &str, asked: Arc<AskedLayer>) {
        if query.len() > LONGEST_KEPT_QUERY {
            return;
        }
        let mut known = self.layers[layer as usize].write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= KEPT_QUERIES {
            known.clear();
        }
        known.insert(query.into(), asked);
    }
}
