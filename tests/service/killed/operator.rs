//! Somebody who hands in one delivery after the other, sees each published, and
//! notes what was acknowledged.

use std::{collections::BTreeMap, io, sync::Mutex};

use serde_json::{Value, json};
use tackning::ingest::sha256_hex;

use super::client::Client;
use crate::routes::strip::{self, feature, polygon, ring};

/// What was acknowledged, as it was told.
#[derive(Default)]
pub struct Journal {
    pub deliveries: BTreeMap<i64, Noted>,
    pub acknowledged: usize,
    /// What was under way when the service was killed, and how often.
    pub interrupted: BTreeMap<&'static str, usize>,
    /// Files that were sent.
    sent: u64,
}

/// A delivery that was acknowledged.
pub struct Noted {
    /// The last answer on it.
    pub told: Value,
    pub coverage_km: u64,
}

/// Goes on until the service can't be reached, or so many deliveries are published.
pub fn work_until_killed(client: &Client, journal: &Mutex<Journal>, deliveries: usize) {
    let mut under_way = "connecting";
    let ended = (0..deliveries).try_for_each(|_| {
        under_way = "looking";
        for waiting in waiting(client)? {
            publish(client, journal, waiting, &mut under_way)?;
        }
        let id = deliver(client, journal, &mut under_way)?;
        publish(client, journal, id, &mut under_way)
    });
    if ended.is_err() {
        *journal.lock().unwrap().interrupted.entry(under_way).or_default() += 1;
    }
}

/// Deliveries that nobody has decided on, oldest first: some of them were never acknowledged.
fn waiting(client: &Client) -> io::Result<Vec<i64>> {
    let listed = client.get("/api/v1/deliveries")?.json(200);
    let waits = |delivery: &&Value| ["validated", "accepted"].contains(&delivery["state"].as_str().unwrap());
    let waiting = listed["deliveries"].as_array().unwrap().iter().filter(waits);
    Ok(waiting.map(|delivery| delivery["id"].as_i64().unwrap()).collect())
}

fn deliver(client: &Client, journal: &Mutex<Journal>, under_way: &mut &'static str) -> io::Result<i64> {
    *under_way = "delivering";
    let number = {
        let mut journal = journal.lock().unwrap();
        journal.sent += 1;
        journal.sent
    };
    let (km, file) = file(number);
    let told = client.post(&strip::delivery_path("a"), file.as_bytes())?.json(201);
    assert_eq!(told["sha256"], sha256_hex(file.as_bytes()));
    assert_eq!(told["state"], "validated");
    let id = told["id"].as_i64().unwrap();
    let mut journal = journal.lock().unwrap();
    journal.acknowledged += 1;
    journal.deliveries.insert(id, Noted { told, coverage_km: km });
    Ok(id)
}

/// Takes the steps that are still to be taken.
fn publish(
    client: &Client,
    journal: &Mutex<Journal>,
    id: i64,
    under_way: &mut &'static str,
) -> io::Result<()> {
    let found = client.get(&format!("/api/v1/deliveries/{id}"))?.json(200);
    if found["state"] == "validated" {
        *under_way = "accepting";
        step(client, journal, id, "acceptance", "accepted")?;
    }
    *under_way = "publishing";
    step(client, journal, id, "publication", "published")
}

fn step(client: &Client, journal: &Mutex<Journal>, id: i64, step: &str, state: &str) -> io::Result<()> {
    let told = client.post(&format!("/api/v1/deliveries/{id}/{step}"), b"")?.json(200);
    assert_eq!(told["state"], state);
    let mut journal = journal.lock().unwrap();
    journal.acknowledged += 1;
    if let Some(noted) = journal.deliveries.get_mut(&id) {
        noted.told = told;
    }
    Ok(())
}

/// A file like no other, with something to be found in it; it covers so many
/// kilometres of the strip's first ten.
fn file(number: u64) -> (u64, String) {
    let km = number % 8 + 2;
    let mut unclosed = ring(1.0, km as f64);
    unclosed.pop();
    let unclosed = json!({"type": "Polygon", "coordinates": [unclosed]});
    let features = [feature(polygon(0.0, 1.0), json!(null)), feature(unclosed, json!(null))];
    (km, json!({"type": "FeatureCollection", "number": number, "features": features}).to_string())
}

/// The part of the first municipality's land that a file covers.
pub fn percent(noted: &Noted) -> String {
    format!("{}0.00", noted.coverage_km)
}
