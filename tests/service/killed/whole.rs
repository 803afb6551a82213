//! Whether everything is there, and whole.

use std::collections::BTreeSet;

use serde_json::Value;
use tackning::ingest::sha256_hex;

use super::{
    client::Client,
    operator::{Journal, percent},
    program::{Folder, Program},
};

/// The order of the states on a delivery's way.
const WAY: [&str; 5] = ["received", "validated", "accepted", "published", "superseded"];

/// What was found whole once is looked at again at the end.
#[derive(Default)]
pub struct Checked {
    deliveries: BTreeSet<i64>,
}

impl Checked {
    /// What has come since the last time, and all that changes.
    pub fn check(&mut self, folder: &Folder, program: &Program, journal: &Journal) {
        let client = folder.client(program);
        let listed = list(&client);
        let known: BTreeSet<i64> = listed.iter().map(id).collect();
        assert!(journal.deliveries.keys().all(|id| known.contains(id)), "a delivery is lost");
        for delivery in &listed {
            if self.deliveries.contains(&id(delivery)) {
                continue;
            }
            check_delivery(&client, delivery, journal);
            // What waits may still change.
            if ["published", "superseded"].contains(&word(delivery, "state")) {
                self.deliveries.insert(id(delivery));
            }
        }
        check_published(&client, &listed, journal);
        check_objects(folder, &listed);
    }

    pub fn check_all(&mut self, folder: &Folder, program: &Program, journal: &Journal) {
        self.deliveries.clear();
        self.check(folder, program, journal);
    }
}

fn list(client: &Client) -> Vec<Value> {
    client.json("/api/v1/deliveries")["deliveries"].as_array().unwrap().clone()
}

/// Every delivery has its file, its coverage and its way; an acknowledged one has
/// all that was told of it.
fn check_delivery(client: &Client, listed: &Value, journal: &Journal) {
    let path = format!("/api/v1/deliveries/{}", id(listed));
    let whole = client.json(&path);
    assert_eq!(sha256_hex(&client.bytes(&format!("{path}/file"))), word(&whole, "sha256"));
    assert!(client.bytes(&format!("{path}/coverage.fgb")).starts_with(b"fgb"));
    let findings = whole["findings"].as_array().unwrap();
    assert!(findings.iter().any(|finding| finding["code"] == "unclosed_ring"), "{whole}");
    let steps: Vec<&str> =
        whole["steps"].as_array().unwrap().iter().map(|step| word(step, "state")).collect();
    assert_eq!(steps, WAY[..steps.len()], "{whole}");
    assert_eq!(steps.last(), Some(&word(&whole, "state")));
    assert!(steps.len() >= 2, "received and not validated: {whole}");
    let Some(noted) = journal.deliveries.get(&id(listed)) else { return };
    for told in ["sha256", "findings", "header", "feature_count", "area_m2", "received_at", "network"] {
        assert_eq!(whole[told], noted.told[told], "{told}");
    }
    let acknowledged = noted.told["steps"].as_array().unwrap();
    assert_eq!(whole["steps"].as_array().unwrap()[..acknowledged.len()], acknowledged[..]);
}

/// One version is published, whole: the last that was acknowledged, or one that
/// was under way.
fn check_published(client: &Client, listed: &[Value], journal: &Journal) {
    let published: Vec<&Value> =
        listed.iter().filter(|delivery| word(delivery, "state") == "published").collect();
    let is_published = |told: &Value| told["state"] == "published";
    let last =
        journal.deliveries.iter().filter(|(_, noted)| is_published(&noted.told)).map(|(id, _)| *id).max();
    let [published] = published.as_slice() else {
        assert!(published.is_empty() && last.is_none(), "{published:?}");
        return;
    };
    assert!(last.is_none_or(|last| id(published) >= last));
    let gaps = client.json("/api/v1/gaps?network=a&service=voice&zone=2401");
    let inputs = gaps["basis"]["inputs"].as_array().unwrap().iter();
    let named: Vec<&str> =
        inputs.filter(|input| input["kind"] == "delivery").map(|input| word(input, "sha256")).collect();
    assert_eq!(named, [word(published, "sha256")]);
    if let Some(noted) = journal.deliveries.get(&id(published)) {
        assert_eq!(word(&gaps["zones"][0]["land_area"]["covered_share"], "percent"), percent(noted));
    }
}

/// A kept file is what its name says. One that nothing names is whole all the
/// same: it was kept, and the service killed before anything named it.
fn check_objects(folder: &Folder, listed: &[Value]) {
    let mut kept = BTreeSet::new();
    for path in folder.objects("sha256") {
        let parts: Vec<_> = path.iter().rev().take(2).map(|part| part.to_str().unwrap()).collect();
        let name = format!("{}{}", parts[1], parts[0]);
        assert_eq!(sha256_hex(&std::fs::read(&path).unwrap()), name);
        kept.insert(name);
    }
    assert!(listed.iter().all(|delivery| kept.contains(word(delivery, "sha256"))));
}

fn id(delivery: &Value) -> i64 {
    delivery["id"].as_i64().unwrap()
}

fn word<'value>(value: &'value Value, name: &str) -> &'value str {
    value[name].as_str().unwrap_or_else(|| panic!("{name}: {value}"))
}
