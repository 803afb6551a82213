//! Bids: sealed until named persons open them, released at the award, and in no
//! other place at any time.

mod evaluation;

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex,
        atomic::{AtomicI64, Ordering},
    },
};

use axum::{
    Router,
    body::Body,
    http::{Request, StatusCode},
};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tackning::{
    access::{Access, AccessSettings},
    bidding::{BidRooms, Visitor},
    domain::{Actor, PlainToken, ProcurementId, Role},
    http::{AppState, router},
    publishing::Publisher,
};
use tracing_subscriber::fmt::MakeWriter;

use super::{
    app::{Answer, App, token},
    documented::{conforms, document},
    strip,
};

/// What stands in a bid and nowhere else.
const MARKS: [&str; 5] =
    ["Hemligbolaget", "63123457", "hemlig-plan.geojson", "HEMLIGMARKERING", "hemligt-brev.txt"];

/// Longer than until any room's date.
const AGES: i64 = 60 * 24 * 366 * 100;

pub fn procurement(tokens: &[i64]) -> Value {
    json!({"name": "Demonstrationsupphandling", "opens_at": "2100-01-01T00:00:00Z", "tokens": tokens})
}

/// A room for the administrator and another one, with a bid in it.
pub async fn hand_in_to_room(app: &App) {
    let other = token(&app.store, Role::Procurer, &[]).await;
    hand_in_for(app, &other).await;
}

/// The same, opened by both, awarded and released.
pub async fn release_in_room(app: &App) {
    let other = token(&app.store, Role::Procurer, &[]).await;
    hand_in_for(app, &other).await;
    let open = json!({"reason": "all have bid"}).to_string();
    app.post("/api/v1/procurements/1/opening", open.clone()).await.ok();
    let request = Request::post("/api/v1/procurements/1/opening");
    let request = request.header("authorization", format!("Bearer {other}")).body(open.into()).unwrap();
    assert_eq!(app.send(request).await.ok(), json!({"opening": "opened"}));
    app.post("/api/v1/procurements/1/award", "").await.ok();
    app.post("/api/v1/procurements/1/bids/1/release", "{}").await.ok();
}

async fn hand_in_for(app: &App, other: &str) {
    let tokens = [id_of(&app.token), id_of(other)];
    app.post("/api/v1/procurements", procurement(&tokens).to_string()).await.json(StatusCode::CREATED);
    let handed_in = app.post_form("/api/v1/procurements/1/bids", "edge", form(&bid(), &files())).await;
    handed_in.json(StatusCode::CREATED);
}

#[track_caller]
pub fn tells_nothing(bytes: &[u8], what: &str) {
    let text = String::from_utf8_lossy(bytes);
    for mark in MARKS {
        assert!(!text.contains(mark), "{what} tells `{mark}`");
    }
}

/// Of a guest in network `a`, which claims what is between the kilometres 6 and 9.
fn bid() -> Value {
    json!({
        "supplier": MARKS[0], "networks": ["a", "b"], "price_sek": 63_123_457,
        "coverage": [{
            "file": MARKS[2], "network": "a", "technology": "4G", "service": "voice", "environment": "outdoor",
            "header": header(),
        }],
    })
}

/// What an operator has to say beside the claim.
fn header() -> Value {
    let pairs = strip::ASSUMPTIONS.split('&').filter_map(|pair| pair.split_once('='));
    let mut header: serde_json::Map<_, _> =
        pairs.map(|(name, value)| (name.to_owned(), json!(value))).collect();
    header.insert("simulation_date".to_owned(), json!("2026-09-15"));
    header.into()
}

fn files() -> Vec<(&'static str, String)> {
    let claim = strip::feature(strip::polygon(6.0, 9.0), json!({"note": MARKS[3]}));
    // Longer than what is sealed in one piece.
    let letter = format!("{} ", MARKS[3]).repeat(10_000);
    vec![(MARKS[2], strip::collection(&[claim]).to_string()), (MARKS[4], letter)]
}

fn form(bid: &Value, files: &[(&str, String)]) -> String {
    let part = |head: String, content: &str| {
        format!("--edge\r\nContent-Disposition: form-data; {head}\r\n\r\n{content}\r\n")
    };
    let files =
        files.iter().map(|(name, content)| part(format!("name=\"file\"; filename=\"{name}\""), content));
    part("name=\"bid\"".to_owned(), &bid.to_string()) + &files.collect::<String>() + "--edge--\r\n"
}

fn id_of(token: &str) -> i64 {
    PlainToken::parse(token).unwrap().id.0
}

/// A procurement with those who come to it, and a clock.
struct Room {
    app: App,
    router: Router,
    passed_minutes: Arc<AtomicI64>,
    anna: String,
    berit: String,
    /// May keep bid rooms, and isn't named for this one.
    stranger: String,
    bidder: String,
}

impl Room {
    async fn new() -> Self {
        let app = App::strip().await;
        let publisher = app.publisher.clone();
        Self::with(app, publisher, None).await
    }

    /// `award_terms`: what the bids are evaluated by.
    async fn with(app: App, publisher: Arc<Publisher>, award_terms: Option<Value>) -> Self {
        let mut tokens = Vec::new();
        for role in [Role::Procurer, Role::Procurer, Role::Administrator] {
            tokens.push(token(&app.store, role, &[]).await);
        }
        let [anna, berit, stranger] = tokens.try_into().unwrap();
        let bidder = token(&app.store, Role::Operator, &["b"]).await;
        let passed_minutes = Arc::new(AtomicI64::new(0));
        let (begun, passed) = (Timestamp::now(), passed_minutes.clone());
        let clock = move || begun + SignedDuration::from_mins(passed.load(Ordering::Relaxed));
        let access = Access::new(app.store.clone(), AccessSettings::default()).with_clock(clock);
        let state = AppState::new(publisher).with_access(access).with_bid_keys(app.bid_keys());
        let room = Self { app, router: router(state), passed_minutes, anna, berit, stranger, bidder };
        let mut document = procurement(&[id_of(&room.anna), id_of(&room.berit)]);
        if let Some(terms) = award_terms {
            document["award_terms"] = terms;
        }
        room.post(&room.anna, "/api/v1/procurements", &document).await.json(StatusCode::CREATED);
        room
    }

    async fn send(&self, token: &str, request: axum::http::request::Builder, body: Body) -> Answer {
        let request = request.header("authorization", format!("Bearer {token}"));
        Answer::of(&self.router, request.body(body).unwrap()).await
    }

    async fn get(&self, token: &str, path: &str) -> Answer {
        self.send(token, Request::get(path), Body::empty()).await
    }

    async fn post(&self, token: &str, path: &str, body: &Value) -> Answer {
        self.send(token, Request::post(path), body.to_string().into()).await
    }

    async fn in_public(&self, path: &str) -> Answer {
        Answer::of(&self.router, Request::get(path).body(Body::empty()).unwrap()).await
    }

    async fn hand_in(&self, form: String) -> Answer {
        let request = Request::post("/api/v1/procurements/1/bids");
        let request = request.header("content-type", "multipart/form-data; boundary=edge");
        self.send(&self.bidder, request, form.into()).await
    }

    async fn ask_to_open(&self, token: &str, reason: &str) -> Answer {
        self.post(token, "/api/v1/procurements/1/opening", &json!({"reason": reason})).await
    }

    /// With a bid, opened on the date.
    async fn opened() -> Self {
        let room = Self::new().await;
        room.hand_in(form(&bid(), &files())).await.json(StatusCode::CREATED);
        room.passed_minutes.store(AGES, Ordering::Relaxed);
        assert_eq!(room.ask_to_open(&room.anna, "").await.ok(), json!({"opening": "opened"}));
        room
    }

    /// What the room's log says, as `event actor`.
    async fn log(&self) -> Vec<String> {
        let log = self.get(&self.anna, "/api/v1/procurements/1/accesses").await.ok();
        let entry = |access: &Value| {
            let actor = access["actor"].as_str().unwrap().split(' ').take(2).collect::<Vec<_>>().join(" ");
            format!("{} {actor}", access["event"].as_str().unwrap())
        };
        log["accesses"].as_array().unwrap().iter().map(entry).collect()
    }
}

#[tokio::test]
async fn before_the_date_two_named_persons_open_it() {
    let room = Room::new().await;
    let handed_in = room.hand_in(form(&bid(), &files())).await.json(StatusCode::CREATED);
    let path = "/api/v1/procurements/{id}/bids";
    let document = document();
    conforms(&document, &document["paths"][path]["post"]["responses"]["201"], &handed_in, path);
    room.get(&room.anna, "/api/v1/procurements/1/bids").await.problem(409, "bids_sealed");
    room.get(&room.anna, "/api/v1/procurements/1/bids/1/files/1").await.problem(409, "bids_sealed");
    room.get(&room.stranger, "/api/v1/procurements/1/bids").await.problem(403, "not_named");
    room.ask_to_open(&room.anna, " ").await.problem(422, "reason_missing");
    for _ in 0..2 {
        // One person is one person, however often it asks.
        let asked = room.ask_to_open(&room.anna, "all have bid").await.ok();
        assert_eq!(asked, json!({"opening": "needs_another"}));
    }
    room.ask_to_open(&room.stranger, "curious").await.problem(403, "not_named");
    room.get(&room.anna, "/api/v1/procurements/1/bids").await.problem(409, "bids_sealed");
    assert_eq!(room.ask_to_open(&room.berit, "all have bid").await.ok(), json!({"opening": "opened"}));
    assert_eq!(room.ask_to_open(&room.anna, "").await.ok(), json!({"opening": "was_open"}));
    // Whoever has seen bids takes no more.
    room.hand_in(form(&bid(), &files())).await.problem(409, "too_late_to_bid");
    let bids = room.get(&room.berit, "/api/v1/procurements/1/bids").await.ok();
    assert_eq!(bids["bids"].as_array().unwrap().len(), 1);
    let opened = &bids["bids"][0];
    assert_eq!(opened["bid"], bid());
    assert!(opened["handed_in_by"].as_str().unwrap().contains("(operator)"));
    for ((number, file), (name, content)) in (1..).zip(opened["files"].as_array().unwrap()).zip(files()) {
        assert_eq!((&file["name"], &file["byte_count"]), (&json!(name), &json!(content.len())));
        assert_eq!(file["sha256"], handed_in["files"][number - 1]["sha256"]);
        let read = room.get(&room.anna, &format!("/api/v1/procurements/1/bids/1/files/{number}")).await;
        assert_eq!((read.status, read.text()), (StatusCode::OK, content));
    }
    room.get(&room.anna, "/api/v1/procurements/1/bids/1/files/3").await.problem(404, "unknown_bid");
    room.get(&room.anna, "/api/v1/procurements/1/bids/2/files/1").await.problem(404, "unknown_bid");
}

#[tokio::test]
async fn from_the_date_on_one_named_person_opens_it() {
    let room = Room::opened().await;
    let told = room.in_public("/api/v1/procurements/1").await.ok();
    assert_eq!(told["state"], "opened");
    room.hand_in(form(&bid(), &files())).await.problem(409, "too_late_to_bid");
    room.get(&room.stranger, "/api/v1/procurements/1/bids").await.problem(403, "not_named");
    assert_eq!(room.get(&room.berit, "/api/v1/procurements/1/bids").await.ok()["bids"][0]["bid"], bid());
}

/// Who bids, and whether anybody does, is as secret as what they bid.
#[tokio::test]
async fn the_log_has_every_visit_and_no_bidder_before_the_opening() {
    let room = Room::new().await;
    room.hand_in(form(&bid(), &files())).await.json(StatusCode::CREATED);
    room.get(&room.stranger, "/api/v1/procurements/1/bids").await.problem(403, "not_named");
    room.passed_minutes.store(AGES, Ordering::Relaxed);
    room.hand_in(form(&bid(), &files())).await.problem(409, "too_late_to_bid");
    let (anna, stranger) = (format!("token {}", id_of(&room.anna)), id_of(&room.stranger));
    let before = [format!("created {anna}"), format!("refused token {stranger}"), format!("log_read {anna}")];
    assert_eq!(room.log().await, before);
    room.get(&room.stranger, "/api/v1/procurements/1/accesses").await.problem(403, "not_named");
    room.ask_to_open(&room.anna, "").await.ok();
    room.get(&room.anna, "/api/v1/procurements/1/bids").await.ok();
    room.get(&room.anna, "/api/v1/procurements/1/bids/1/files/2").await;
    let events: Vec<_> =
        room.log().await.iter().map(|entry| entry.split(' ').next().unwrap().to_owned()).collect();
    let expected = [
        "created",
        "handed_in",
        "refused",
        "too_late",
        "log_read",
        "refused",
        "opened",
        "listed",
        "file_read",
        "log_read",
    ];
    assert_eq!(events, expected);
    let trail = room.app.get_as_administrator("/api/v1/audit?limit=1000").await.ok();
    let actions: Vec<_> = trail["rows"].as_array().unwrap().iter().map(|row| &row["action"]).collect();
    assert!(actions.contains(&&json!("procurement_added")) && actions.contains(&&json!("bids_opened")));
    tells_nothing(trail.to_string().as_bytes(), "the audit trail");
}

#[tokio::test]
async fn at_the_award_bids_are_released_whole_or_masked() {
    let room = Room::opened().await;
    let (release, award) = ("/api/v1/procurements/1/bids/1/release", "/api/v1/procurements/1/award");
    let (released, file) =
        ("/api/v1/procurements/1/released-bids", "/api/v1/procurements/1/released-bids/1/files/1");
    room.post(&room.anna, release, &json!({})).await.problem(409, "not_awarded");
    room.post(&room.stranger, award, &json!({})).await.problem(403, "not_named");
    assert_eq!(room.post(&room.anna, award, &json!({})).await.ok()["state"], "awarded");
    assert_eq!(room.in_public(released).await.ok(), json!({"bids": []}));
    let masked = json!({"withheld": ["price", "coverage"], "reason": "trade secrets"});
    room.post(&room.anna, release, &masked).await.ok();
    let told = room.in_public(released).await.ok();
    assert_eq!(told["bids"][0]["supplier"], MARKS[0]);
    assert_eq!(told["bids"][0]["networks"], json!(["a", "b"]));
    assert_eq!((&told["bids"][0]["price_sek"], &told["bids"][0]["files"]), (&Value::Null, &Value::Null));
    for mark in &MARKS[1..] {
        assert!(!told.to_string().contains(mark), "{mark}");
    }
    room.in_public(file).await.problem(404, "unknown_bid");
    room.post(&room.anna, release, &json!({"withheld": []})).await.ok();
    assert_eq!(room.in_public(released).await.ok()["bids"][0]["price_sek"], 63_123_457);
    assert_eq!(room.in_public(file).await.text(), files()[0].1);
    room.post(&room.anna, release, &json!({"withheld": ["name"]})).await.problem(400, "unknown_word");
    let unknown = "/api/v1/procurements/1/bids/7/release";
    room.post(&room.anna, unknown, &json!({})).await.problem(404, "unknown_bid");
}

/// Database, object store, files on their way, backup and log: at no time does a
/// bid's content stand in any of them.
#[tokio::test]
async fn a_bid_is_in_clear_in_no_place() {
    let log = Log::default();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(log.clone()).finish();
    let _logging = tracing::subscriber::set_default(subscriber);
    let room = Room::new().await;
    let gaps = "/api/v1/gaps?network=a&service=voice";
    let before = room.in_public(gaps).await.ok();
    room.hand_in(form(&bid(), &files())).await.json(StatusCode::CREATED);
    let handed_in = room.app.kept_files();
    assert_eq!(handed_in, files().len());
    search(room.app.folder(), &log);
    assert_eq!(room.in_public(gaps).await.ok(), before);
    assert_eq!(room.in_public("/api/v1/deliveries").await.ok()["deliveries"], json!([]));
    room.passed_minutes.store(AGES, Ordering::Relaxed);
    room.ask_to_open(&room.anna, "").await.ok();
    room.get(&room.anna, "/api/v1/procurements/1/bids").await.ok();
    room.get(&room.anna, "/api/v1/procurements/1/bids/1/files/1").await;
    room.post(&room.anna, "/api/v1/procurements/1/award", &json!({})).await.ok();
    room.post(&room.anna, "/api/v1/procurements/1/bids/1/release", &json!({})).await.ok();
    room.in_public("/api/v1/procurements/1/released-bids/1/files/1").await;
    // Even what is released is opened in memory alone.
    assert_eq!(room.app.kept_files(), handed_in);
    search(room.app.folder(), &log);
    assert_eq!(room.in_public(gaps).await.ok(), before);
    let backup = tempfile::tempdir().unwrap();
    let path = backup.path().join("backup.tar.zst");
    room.app.store.backup(&path, Box::new(|_, _, _| {})).await.unwrap();
    let unpacked = zstd::decode_all(fs::File::open(&path).unwrap()).unwrap();
    assert!(unpacked.len() > 10_000);
    tells_nothing(&unpacked, "the backup");
    // What was searched would have been found.
    assert!(fs::read_dir(room.app.folder()).unwrap().count() > 1);
    assert!(log.text().contains("/api/v1/procurements/1/award"), "{}", log.text());
}

/// A file that is still arriving is sealed on the disk already.
#[tokio::test]
async fn what_is_still_arriving_is_sealed() {
    let room = Room::new().await;
    let rooms = BidRooms::new(room.app.store.clone(), Some(room.app.bid_keys()));
    let visitor = Visitor { holder: None, actor: Actor::public(), at: Timestamp::now() };
    let hand_in = rooms.begin_hand_in(ProcurementId(1), &visitor).await.unwrap();
    let mut incoming = hand_in.file().await.unwrap();
    incoming.write(files()[1].1.clone().into()).await.unwrap();
    let folder = room.app.folder().join("objects/incoming");
    let written: u64 =
        fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().metadata().unwrap().len()).sum();
    assert!(written > 100_000, "{written}");
    search(room.app.folder(), &Log::default());
    drop(incoming);
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
}

/// What is refused leaves nothing behind.
#[tokio::test]
async fn a_bid_that_is_wrong_is_refused_with_the_field() {
    let room = Room::new().await;
    let with = |field: &str, value: Value| {
        let mut bid = bid();
        bid[field] = value;
        bid
    };
    for (wrong, code) in [
        (with("supplier", json!("")), "invalid_document"),
        (with("networks", json!(["x"])), "invalid_document"),
        (with("networks", json!(["b"])), "invalid_document"),
        (with("price_sek", json!(-1)), "invalid_document"),
        (with("prise", json!(1)), "invalid_document"),
    ] {
        room.hand_in(form(&wrong, &files())).await.problem(422, code);
    }
    room.hand_in(form(&bid(), &files()[1..])).await.problem(422, "invalid_bid");
    let twice = [&files()[..], &files()[..1]].concat();
    room.hand_in(form(&bid(), &twice)).await.problem(422, "invalid_bid");
    room.hand_in("--edge--\r\n".to_owned()).await.problem(400, "broken_form");
    let cut = form(&bid(), &files());
    room.hand_in(cut[..cut.len() - 200].to_owned()).await.problem(400, "broken_form");
    assert_eq!(room.app.kept_files(), 0);
    search(room.app.folder(), &Log::default());
    for (wrong, status, code) in [
        (json!({"name": "x", "opens_at": "2100-01-01T00:00:00Z", "tokens": [1]}), 422, "invalid_procurement"),
        (
            json!({"name": "x", "opens_at": "2020-01-01T00:00:00Z", "tokens": [1, 2]}),
            422,
            "invalid_procurement",
        ),
        (json!({"name": "x", "opens_at": "tomorrow", "tokens": [1, 2]}), 422, "invalid_date"),
        (json!({"name": "x", "opens_at": "2100-01-01T00:00:00Z", "tokens": [1, 99]}), 404, "unknown_token"),
        (json!({"name": "x", "opens_at": "2100-01-01T00:00:00Z", "people": [9]}), 404, "unknown_person"),
        // An operator is no keeper of bids.
        (procurement(&[1, id_of(&room.bidder)]), 403, "not_allowed"),
    ] {
        room.post(&room.anna, "/api/v1/procurements", &wrong).await.problem(status, code);
    }
    room.get(&room.anna, "/api/v1/procurements/9/bids").await.problem(404, "unknown_procurement");
}

/// Coverage that can't be taken is refused at once, as a delivery would be, and
/// leaves no trace of itself.
#[tokio::test]
async fn coverage_is_read_and_validated_at_hand_in() {
    let log = Log::default();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(log.clone()).finish();
    let _logging = tracing::subscriber::set_default(subscriber);
    let room = Room::new().await;
    let with = |content: String| vec![(MARKS[2], content), (MARKS[4], MARKS[3].to_owned())];
    for (content, code) in [
        (format!("{} is no coverage", MARKS[3]), "unknown_format"),
        (format!("{{\"type\": \"{}\"}}", MARKS[3]), "not_geojson"),
        (String::new(), "empty_file"),
        (
            strip::collection(&[strip::feature(json!(null), json!({"note": MARKS[3]}))]).to_string(),
            "nothing_taken",
        ),
    ] {
        let refused = room.hand_in(form(&bid(), &with(content))).await.problem(422, code);
        assert!(refused["detail"].as_str().unwrap().contains(MARKS[2]), "{refused}");
    }
    // Six of its twelve kilometres lie outside of the region.
    let outside = strip::collection(&[strip::feature(strip::polygon(14.0, 26.0), json!(null))]).to_string();
    let refused = room.hand_in(form(&bid(), &with(outside))).await.problem(422, "bid_file_rejected");
    let codes: Vec<_> =
        refused["findings"].as_array().unwrap().iter().map(|finding| &finding["code"]).collect();
    assert!(codes.contains(&&json!("outside_region")), "{refused}");
    let mut silent = bid();
    silent["coverage"][0]["header"] = json!({});
    let refused = room.hand_in(form(&silent, &files())).await.problem(422, "bid_file_rejected");
    assert_eq!(refused["findings"][0]["code"], "missing_header_field");
    silent["coverage"][0]["header"] = json!({"resolution": "50"});
    room.hand_in(form(&silent, &files())).await.problem(422, "invalid_header");
    assert_eq!(room.app.kept_files(), 0);
    search(room.app.folder(), &log);
    let taken = room.hand_in(form(&bid(), &files())).await.json(StatusCode::CREATED);
    assert_eq!(taken["files"][0]["findings"], json!([]));
    search(room.app.folder(), &log);
}

/// After a restore, for instance.
#[tokio::test]
async fn a_room_is_whole_or_says_what_is_not() {
    let room = Room::new().await;
    room.hand_in(form(&bid(), &files())).await.json(StatusCode::CREATED);
    let rooms = BidRooms::new(room.app.store.clone(), Some(room.app.bid_keys()));
    let visitor = Visitor { holder: None, actor: Actor::command_line(), at: Timestamp::now() };
    rooms.check(ProcurementId(1), &visitor).await.unwrap();
    let sealed = kept_file(&room.app.folder().join("objects/sha256"));
    let mut changed = fs::read(&sealed).unwrap();
    changed[100] ^= 1;
    fs::write(&sealed, changed).unwrap();
    rooms.check(ProcurementId(1), &visitor).await.unwrap_err();
}

/// Any file below a folder.
fn kept_file(folder: &Path) -> PathBuf {
    let path = fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
    if path.is_dir() { kept_file(&path) } else { path }
}

/// Without keys there is no room; with others it doesn't open.
#[tokio::test]
async fn the_keys_are_elsewhere() {
    let room = Room::opened().await;
    let without = router(AppState::new(room.app.publisher.clone()));
    let ask = |path: &str| {
        let request = Request::get(path).header("authorization", format!("Bearer {}", room.anna));
        request.body(Body::empty()).unwrap()
    };
    Answer::of(&without, ask("/api/v1/procurements")).await.ok();
    Answer::of(&without, ask("/api/v1/procurements/1/bids")).await.problem(503, "no_bid_rooms");
    let Room { app, anna, .. } = room;
    let app = app.restarted().await;
    let request = Request::get("/api/v1/procurements/1/bids");
    let request = request.header("authorization", format!("Bearer {anna}")).body(Body::empty()).unwrap();
    assert_eq!(app.send(request).await.ok()["bids"][0]["bid"], bid());
}

/// Everything below the data folder, and what was logged.
#[track_caller]
fn search(folder: &Path, log: &Log) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            search(&path, log);
        } else {
            tells_nothing(&fs::read(&path).unwrap(), &path.display().to_string());
        }
    }
    tells_nothing(log.text().as_bytes(), "the log");
}

/// What this thread logs.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        String::from_utf8(self.0.lock().unwrap().clone()).unwrap()
    }
}

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}
