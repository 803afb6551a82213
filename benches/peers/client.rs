//! Tiles fetched one after the other over connections that are kept open.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use tokio::runtime::Runtime;

pub struct Fetched {
    /// From the first request to the last answer, seconds.
    pub seconds: f64,
    pub times: Vec<Duration>,
    /// In the order of the addresses; empty where there is nothing.
    pub bodies: Vec<Vec<u8>>,
}

/// Fetches every address once, shared out among so many connections.
pub fn fetch(addresses: &[String], connections: usize) -> Fetched {
    let share = addresses.len().div_ceil(connections).max(1);
    let runtime = Runtime::new().expect("a run time");
    let begin = Instant::now();
    let fetched = runtime.block_on(join_all(addresses.chunks(share).map(fetch_in_turn)));
    let seconds = begin.elapsed().as_secs_f64();
    let (times, bodies) = fetched.into_iter().flatten().unzip();
    Fetched { seconds, times, bodies }
}

async fn fetch_in_turn(addresses: &[String]) -> Vec<(Duration, Vec<u8>)> {
    let client = reqwest::Client::new();
    let mut fetched = Vec::with_capacity(addresses.len());
    for address in addresses {
        let begin = Instant::now();
        let answer = client.get(address).send().await.expect("the server answers");
        // Where a peer has nothing it says 204, or 404 where its file has no such tile.
        let status = answer.status().as_u16();
        assert!(matches!(status, 200 | 204 | 404), "{address}: {status}");
        let body = answer.bytes().await.expect("the answer is whole");
        let body = if status == 200 { body.to_vec() } else { Vec::new() };
        fetched.push((begin.elapsed(), body));
    }
    fetched
}
