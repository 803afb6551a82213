//! Bids evaluated: who wins and why, signed, and the same bytes again.

use axum::http::StatusCode;
use jiff::{ToSpan, Zoned, civil::Date};
use serde_json::{Value, json};
use tackning::{
    awarding::{Awarding, AwardingError, recompute, verify_protocol},
    bidding::{BidRooms, Visitor},
    domain::Actor,
};

use super::*;

const EVALUATION: &str = "/api/v1/procurements/1/evaluation";

fn day(after_today: i64) -> Date {
    Zoned::now().date().checked_add(after_today.days()).unwrap()
}

/// What is published today counts tomorrow.
fn terms() -> Value {
    json!({
        "cut_off": day(1).to_string(), "method": "deductions",
        "mandatory": [{"requirement": 1, "version": 1}],
        "criteria": [{"requirement": 2, "version": 1, "full_deduction_sek": 10_000_000}],
    })
}

/// Half of the first municipality has to be covered; from 90 % on more is worth something.
async fn decided_by(terms: Value) -> Room {
    let app = App::strip().await;
    app.deliver("b", strip::coverage(&[(0.0, 9.25)])).await;
    let mut half = strip::requirement();
    half["threshold"] = json!(0.5);
    let mut weighed = strip::requirement();
    weighed["threshold"] = json!(0.9);
    weighed["kind"] = json!("award_criterion");
    for requirement in [half, weighed] {
        app.post("/api/v1/requirements", requirement.to_string()).await.json(StatusCode::CREATED);
    }
    let publisher = app.publisher_on(day(3)).await;
    Room::with(app, publisher, Some(terms)).await
}

fn of(supplier: &str, networks: &[&str], price_sek: u64) -> Value {
    json!({"supplier": supplier, "networks": networks, "price_sek": price_sek})
}

/// Of network `a`, as far as a kilometre.
fn with_coverage(supplier: &str, price_sek: u64, to_km: f64) -> (Value, Vec<(&'static str, String)>) {
    let mut bid = of(supplier, &["a"], price_sek);
    bid["coverage"] = super::bid()["coverage"].clone();
    (bid, vec![(MARKS[2], strip::coverage(&[(0.0, to_km)]).to_string())])
}

impl Room {
    /// The first runs on a network of its own, the second on its host's, which is published.
    async fn evaluated_by(terms: Value) -> Self {
        let room = decided_by(terms).await;
        let (own, files) = with_coverage(MARKS[0], 70_000_000, 9.75);
        room.hand_in(form(&own, &files)).await.json(StatusCode::CREATED);
        room.hand_in(form(&of("Gästen", &["b"], 66_000_000), &[])).await.json(StatusCode::CREATED);
        room.passed_minutes.store(AGES, Ordering::Relaxed);
        room.ask_to_open(&room.anna, "").await.ok();
        room
    }

    async fn evaluate(&self) -> Answer {
        self.post(&self.anna, EVALUATION, &json!({})).await
    }

    async fn awarding(&self) -> Awarding {
        let rooms = BidRooms::new(self.app.store.clone(), Some(self.app.bid_keys()));
        Awarding::new(self.app.publisher_on(day(3)).await, rooms)
    }
}

fn at_the_keys() -> Visitor {
    Visitor { holder: None, actor: Actor::command_line(), at: Timestamp::now() }
}

#[tokio::test]
async fn bids_are_compared_by_price_less_added_value() {
    let room = Room::evaluated_by(terms()).await;
    let answer = room.evaluate().await;
    let signed = answer.ok();
    let (document, path) = (document(), "/api/v1/procurements/{id}/evaluation");
    conforms(&document, &document["paths"][path]["post"]["responses"]["200"], &signed, path);
    let protocol = &signed["protocol"];
    let bids = protocol["bids"].as_array().unwrap();
    let figure = |bid: usize, name: &str| bids[bid]["criteria"][0][name].as_str().unwrap().to_owned();
    assert_eq!([figure(0, "percent"), figure(1, "percent")], ["97.50", "92.50"]);
    let sek = |text: &str| text.parse::<f64>().unwrap();
    // R20: 10 MSEK · 7.5/10 and 10 MSEK · 2.5/10, on a strip whose kilometres are almost equal.
    assert!((sek(&figure(0, "deduction_sek")) - 7_500_000.0).abs() < 5_000.0, "{protocol}");
    assert!((sek(&figure(1, "deduction_sek")) - 2_500_000.0).abs() < 5_000.0, "{protocol}");
    for (bid, price) in [(0, 70_000_000.0), (1, 66_000_000.0)] {
        let compared = sek(bids[bid]["compared_price_sek"].as_str().unwrap());
        assert!((compared + sek(&figure(bid, "deduction_sek")) - price).abs() < 0.005);
    }
    assert_eq!((&bids[0]["rank"], &bids[1]["rank"]), (&json!(1), &json!(2)));
    assert_eq!(protocol["result"]["winners"][0]["supplier"], MARKS[0]);
    assert_eq!(protocol["result"]["is_decided"], true);
    // A guest takes its host's coverage of the cut-off, and the host is named.
    assert_eq!(bids[1]["coverage"][0]["delivery"], 1);
    assert_eq!(protocol["inputs"]["published"][0]["delivery"], 1);
    assert_eq!(bids[0]["coverage"][0]["file"], MARKS[2]);
    // (70 − 66) MSEK / (0.75 − 0.25): with less than 8 MSEK to deduct the second wins.
    let turns = protocol["sensitivity"].as_array().unwrap();
    let less = turns.iter().find(|turn| turn["what"] == "full_deduction_sek").unwrap();
    assert!((sek(less["to"].as_str().unwrap()) - 8_000_000.0).abs() < 10_000.0, "{less}");
    assert_eq!(less["winners"], json!([2]));
    // The first covers 97.4999 %: at 97.50 % asked for by the first requirement nobody is left.
    let none = turns.iter().find(|turn| turn["requirement"] == 1).unwrap();
    assert_eq!((&none["to"], &none["winners"]), (&json!("97.50"), &json!([])));
    // Nothing of it is kept, nor logged but in the room.
    search(room.app.folder(), &Log::default());
    let log = room.log().await.join(" ");
    assert!(log.contains("evaluated") && log.contains("protocol_signed"), "{log}");
}

/// What is printed is the signed file, which goes with it.
#[tokio::test]
async fn a_protocol_is_printed_from_the_signed_file() {
    let room = Room::evaluated_by(terms()).await;
    let signed = room.evaluate().await;
    room.post(&room.anna, "/api/v1/procurements/1/award", &json!({})).await.ok();
    for (address, part) in [(EVALUATION, "whole"), ("/api/v1/procurements/1/bids/2/protocol", "a bidder's")] {
        let printed = room.post(&room.anna, &format!("{address}?format=pdf&lang=sv"), &json!({})).await;
        assert_eq!(printed.header("content-type"), "application/pdf", "{part}");
        assert!(printed.body.starts_with(b"%PDF-1.7"), "{part}");
        assert_eq!(printed.header("cache-control"), "no-store", "{part}");
    }
    assert_eq!(room.evaluate().await.body, signed.body);
    room.post(&room.anna, &format!("{EVALUATION}?format=docx"), &json!({}))
        .await
        .problem(400, "unknown_word");
}

/// Whoever wants to may check it without this service; another machine gives the same.
#[tokio::test]
async fn a_protocol_is_signed_and_computed_again() {
    let room = Room::evaluated_by(terms()).await;
    let answer = room.evaluate().await;
    let key = room.in_public("/api/v1/protocol-key").await.ok()["public_key"].as_str().unwrap().to_owned();
    let verified = verify_protocol(&answer.body, Some(&key)).unwrap();
    assert_eq!(room.evaluate().await.body, answer.body);
    let mut changed = answer.body.to_vec();
    let price = changed.windows(8).position(|bytes| bytes == b"70000000").unwrap();
    changed[price] = b'6';
    assert!(verify_protocol(&changed, None).is_err());
    let awarding = room.awarding().await;
    let again = recompute(&awarding, &verified.protocol, &at_the_keys()).await.unwrap();
    assert!(again.is_same(), "{again:?}");
    assert_eq!(again.sha256, verified.sha256);
    let forged: Value = serde_json::from_slice::<Value>(&changed).unwrap()["protocol"].clone();
    let again = recompute(&awarding, &forged, &at_the_keys()).await.unwrap();
    assert_eq!(again.changed_figures, ["/bids/0/price_sek: 60000000 → 70000000"]);
    let mut other = verified.protocol.clone();
    other["inputs"]["bids"][0]["files"][0]["sha256"] = json!("00");
    let again = recompute(&awarding, &other, &at_the_keys()).await.unwrap();
    assert!(again.changed_inputs[0].starts_with("/inputs/bids/0/files/0/sha256"), "{again:?}");
    // A byte of the sealed file changed where it lies.
    let sealed = sealed_file(&room.app.folder().join("objects/sha256"));
    let mut bytes = fs::read(&sealed).unwrap();
    bytes[30] ^= 1;
    fs::write(&sealed, bytes).unwrap();
    let refused = recompute(&awarding, &verified.protocol, &at_the_keys()).await.unwrap_err();
    assert!(matches!(&refused, AwardingError::Changed { file, .. } if file == MARKS[2]), "{refused}");
    room.evaluate().await.problem(409, "bid_unreadable");
}

/// The one that isn't a delivery: it opens as no GeoJSON or FlatGeobuf.
fn sealed_file(folder: &Path) -> PathBuf {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    let is_clear = |path: &PathBuf| {
        let content = fs::read(path).unwrap();
        content.starts_with(b"fgb") || content.starts_with(b"{")
    };
    found.into_iter().find(|path| !is_clear(path)).unwrap()
}

#[tokio::test]
async fn who_is_not_named_or_comes_too_early_is_told_nothing() {
    let room = decided_by(terms()).await;
    room.evaluate().await.problem(409, "bids_sealed");
    let refused = recompute(&room.awarding().await, &json!({"procurement": {"id": 1}}), &at_the_keys()).await;
    assert!(refused.unwrap_err().to_string().contains("sealed"));
    room.passed_minutes.store(AGES, Ordering::Relaxed);
    room.ask_to_open(&room.anna, "").await.ok();
    room.post(&room.stranger, EVALUATION, &json!({})).await.problem(403, "not_named");
    let protocol = room.evaluate().await.ok()["protocol"].clone();
    assert_eq!((&protocol["bids"], &protocol["result"]["is_decided"]), (&json!([]), &json!(false)));
}

/// With its own figures, and of the others who won and by what.
#[tokio::test]
async fn a_bidder_is_told_its_own_after_the_award() {
    let room = Room::evaluated_by(terms()).await;
    let path = "/api/v1/procurements/1/bids/2/protocol";
    room.post(&room.anna, path, &json!({})).await.problem(409, "not_awarded");
    room.post(&room.anna, "/api/v1/procurements/1/award", &json!({})).await.ok();
    let answer = room.post(&room.anna, path, &json!({})).await;
    let protocol = &answer.ok()["protocol"];
    let numbers: Vec<_> = protocol["bids"].as_array().unwrap().iter().map(|bid| &bid["bid"]).collect();
    assert_eq!((numbers, &protocol["bids"][0]["rank"]), (vec![&json!(2)], &json!(2)));
    let winner = &protocol["result"]["winners"][0];
    assert_eq!(winner["supplier"], MARKS[0]);
    assert!(winner["compared_price_sek"].is_string());
    assert_eq!((&protocol["sensitivity"], &protocol["result"]["compared_count"]), (&json!([]), &json!(2)));
    for secret in ["70000000", "97.50", MARKS[2]] {
        assert!(!protocol.to_string().contains(secret), "{secret}");
    }
    let verified = verify_protocol(&answer.body, None).unwrap();
    assert!(recompute(&room.awarding().await, &verified.protocol, &at_the_keys()).await.unwrap().is_same());
    room.post(&room.anna, "/api/v1/procurements/1/bids/7/protocol", &json!({}))
        .await
        .problem(404, "unknown_bid");
}

/// A bidder's last bid counts; what is set aside doesn't, and it is said why.
#[tokio::test]
async fn the_last_bid_counts_and_what_is_set_aside_does_not() {
    let room = decided_by(terms()).await;
    for (price, to_km) in [(1, 9.75), (70_000_000, 9.75)] {
        let (bid, files) = with_coverage("Första", price, to_km);
        room.hand_in(form(&bid, &files)).await.json(StatusCode::CREATED);
    }
    let (low, files) = with_coverage("Andra", 1_000, 8.0);
    room.hand_in(form(&low, &files)).await.json(StatusCode::CREATED);
    room.hand_in(form(&of("Tredje", &["b"], 66_000_000), &[])).await.json(StatusCode::CREATED);
    room.passed_minutes.store(AGES, Ordering::Relaxed);
    room.ask_to_open(&room.anna, "").await.ok();
    let protocol = room.evaluate().await.ok()["protocol"].clone();
    assert_eq!(protocol["superseded"], json!([{"bid": 1, "supplier": "Första", "by": 2}]));
    // 80 % is below the minimum: it fails however cheap it is.
    assert_eq!(protocol["bids"][1]["standing"], "failed");
    assert_eq!(protocol["result"]["winners"][0]["bid"], 2);
    let aside = json!({"set_aside": [{"bid": 2, "reason": "utesluten"}]});
    let protocol = room.post(&room.anna, EVALUATION, &aside).await.ok()["protocol"].clone();
    assert_eq!(protocol["set_aside"], json!([{"bid": 2, "supplier": "Första", "reason": "utesluten"}]));
    assert_eq!(protocol["result"]["winners"][0]["bid"], 4);
    for (bid, reason, status, code) in [(2, " ", 422, "reason_missing"), (9, "x", 404, "unknown_bid")] {
        let aside = json!({"set_aside": [{"bid": bid, "reason": reason}]});
        room.post(&room.anna, EVALUATION, &aside).await.problem(status, code);
    }
}

#[tokio::test]
async fn by_points_the_most_win() {
    let mut points = terms();
    points["method"] = json!("points");
    points["price_points"] = json!(60);
    points["criteria"] = json!([{"requirement": 2, "version": 1, "points": 40}]);
    let room = Room::evaluated_by(points).await;
    let protocol = room.evaluate().await.ok()["protocol"].clone();
    // 60 · 66/70 + 40 · 0.75 = 86.57 and 60 + 40 · 0.25 = 70.
    assert_eq!(protocol["bids"][0]["price_points"], "56.5714");
    for (bid, expected) in [(0, 86.5714), (1, 70.0)] {
        let points: f64 = protocol["bids"][bid]["points"].as_str().unwrap().parse().unwrap();
        assert!((points - expected).abs() < 0.01, "{protocol}");
    }
    assert_eq!(protocol["result"]["winners"][0]["bid"], 1);
}

/// What bids are evaluated by is fixed with the procurement, by hash.
#[tokio::test]
async fn terms_that_can_not_be_are_refused_with_the_field() {
    let room = decided_by(terms()).await;
    let kept = room.in_public("/api/v1/procurements/1").await.ok()["award_terms"].clone();
    assert_eq!(kept["mandatory"][0]["sha256"].as_str().unwrap().len(), 64);
    let with = |change: &dyn Fn(&mut Value)| {
        let mut document = procurement(&[id_of(&room.anna), id_of(&room.berit)]);
        let mut terms = terms();
        change(&mut terms);
        document["award_terms"] = terms;
        document
    };
    for (document, code) in [
        (with(&|terms| terms["cut_off"] = json!("2100-01-01")), "invalid_procurement"),
        (with(&|terms| terms["mandatory"][0]["version"] = json!(2)), "invalid_document"),
        (with(&|terms| terms["mandatory"][0]["requirement"] = json!(2)), "invalid_document"),
        (with(&|terms| terms["method"] = json!("points")), "invalid_document"),
        (with(&|terms| terms["weights"] = json!(1)), "invalid_document"),
    ] {
        room.post(&room.anna, "/api/v1/procurements", &document).await.problem(422, code);
    }
    let to_come = with(&|terms| terms["cut_off"] = json!(day(3).to_string()));
    room.post(&room.anna, "/api/v1/procurements", &to_come).await.json(StatusCode::CREATED);
    let without = procurement(&[id_of(&room.anna), id_of(&room.berit)]);
    room.post(&room.anna, "/api/v1/procurements", &without).await.json(StatusCode::CREATED);
    room.passed_minutes.store(AGES, Ordering::Relaxed);
    for (number, code) in [(2, "cut_off_to_come"), (3, "no_award_terms")] {
        let path = |step: &str| format!("/api/v1/procurements/{number}/{step}");
        room.post(&room.anna, &path("opening"), &json!({})).await.ok();
        room.post(&room.anna, &path("evaluation"), &json!({})).await.problem(409, code);
    }
}
