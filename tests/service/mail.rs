//! E-mail to those who reported, by a real SMTP server (`web/tests/mail`) that
//! Node.js runs on loopback.

use std::{
    fs,
    io::{BufRead, BufReader, Lines},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
};

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tackning::{
    domain::{NetworkId, Role, SignedInPerson, Subject},
    mail::{MailOutcome, Mailer},
};

use super::routes::{App, strip::dead_zone};

struct MailServer {
    process: Child,
    port: u16,
    output: Lines<BufReader<ChildStdout>>,
}

impl MailServer {
    /// Starts it on a port of its own; the first mails are put off.
    fn start(put_off: usize) -> Self {
        let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("web");
        let installed = web.join("node_modules/smtp-server").is_dir();
        assert!(installed, "the mail server is not installed: `make test`, or scripts/install test, does it");
        let mut process = Command::new("node")
            .arg(web.join("tests/mail/server.js"))
            .arg(put_off.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Node.js is there: the mail server needs it, and so does the web page");
        let mut output = BufReader::new(process.stdout.take().unwrap()).lines();
        let port = output.next().unwrap().unwrap();
        let port = port.strip_prefix("mail ").unwrap().parse().unwrap();
        Self { process, port, output }
    }

    fn mailer(&self) -> Mailer {
        let server = format!("smtp://127.0.0.1:{}", self.port);
        Mailer::new(&server, "Täckning <tackning@example.org>", "https://tackning.example").unwrap()
    }

    /// The next mail that came.
    fn mail(&mut self) -> Value {
        serde_json::from_str(&self.output.next().unwrap().unwrap()).unwrap()
    }
}

impl Drop for MailServer {
    fn drop(&mut self) {
        // It may have ended by itself; the test says why.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// An official's report with an address: its confirmation is to be told.
async fn report(app: &App, at_km: f64, email: &str, language: &str) {
    let mut report = dead_zone(at_km);
    report["network"] = json!("a");
    report["contact"] = json!({"email": email, "language": language});
    app.post("/api/v1/dead-zones", report.to_string()).await.json(axum::http::StatusCode::CREATED);
}

async fn plan(app: &App, day: &str) {
    let plan = json!({"answer": "plan", "by": day}).to_string();
    app.post("/api/v1/cases/1/answer", plan).await.ok();
}

async fn send(app: &App, mailer: &Mailer, at: Timestamp) -> (usize, usize, usize) {
    let region = app.publisher.snapshot().region.region.clone();
    let MailOutcome { sent, waiting, given_up } = mailer.send_due(&app.store, &region, at).await.unwrap();
    (sent, waiting, given_up)
}

/// Whether some file of a folder holds these bytes.
fn holds(folder: &Path, searched: &[u8]) -> bool {
    let files =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_file());
    let contents: Vec<_> = files.map(|file| fs::read(file).unwrap()).collect();
    assert!(!contents.is_empty());
    contents.iter().any(|content| content.windows(searched.len()).any(|window| window == searched))
}

fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

#[tokio::test]
async fn each_reporter_is_told_once_what_has_happened() {
    let app = App::strip().await;
    let mut server = MailServer::start(0);
    let mailer = server.mailer();
    report(&app, 8.0, "anna@example.org", "sv").await;
    report(&app, 8.0, "bob@example.org", "en").await;
    plan(&app, "2027-06-30").await;
    let now = Timestamp::now();
    assert_eq!(send(&app, &mailer, now).await, (2, 0, 0));
    let (first, second) = (server.mail(), server.mail());
    assert_eq!((&first["to"], &second["to"]), (&json!(["anna@example.org"]), &json!(["bob@example.org"])));
    let text = second["data"].as_str().unwrap();
    assert!(text.contains("Subject: Your report 2 of a dead zone"), "{text}");
    // Both steps in one mail; the other reporter's confirmation isn't one of them.
    assert!(text.contains("plans coverage by 2027-06-30"), "{text}");
    assert!(text.contains("https://tackning.example/cases/1?lang=3Den"), "{text}");
    assert!(!text.contains("anna") && !text.contains("demonstration"), "{text}");
    assert_eq!(send(&app, &mailer, now + minutes(60)).await, (0, 0, 0));
}

#[tokio::test]
async fn what_fails_is_tried_again_and_given_up_in_the_end() {
    let app = App::strip().await;
    let mut server = MailServer::start(1);
    let mailer = server.mailer();
    report(&app, 8.0, "anna@example.org", "sv").await;
    let now = Timestamp::now();
    assert_eq!(send(&app, &mailer, now).await, (0, 1, 0));
    assert_eq!(send(&app, &mailer, now).await, (0, 0, 0));
    assert_eq!(send(&app, &mailer, now + minutes(1)).await, (1, 0, 0));
    assert!(server.mail()["data"].as_str().unwrap().contains("Message-ID: <1.1@example.org>"));

    report(&app, 16.0, "nobody@refused.example", "sv").await;
    assert_eq!(send(&app, &mailer, now + minutes(2)).await, (0, 0, 1));
    assert!(!holds(app.folder(), b"Nobody is called"), "the server's words name the receiver");
    assert_eq!(send(&app, &mailer, now + minutes(60 * 24 * 9)).await, (0, 0, 0));

    drop(server);
    plan(&app, "2027-06-30").await;
    let mut at = now + minutes(3);
    for wait in [1, 5, 30, 120, 480, 1_440] {
        assert_eq!(send(&app, &mailer, at).await, (0, 1, 0), "{wait}");
        at += minutes(wait);
    }
    assert_eq!(send(&app, &mailer, at).await, (0, 0, 1));
}

/// A service that was killed after it took a mail sends it when it is back: later,
/// not never. Two that run at once don't both send it.
#[tokio::test]
async fn what_was_taken_is_due_again_after_a_while() {
    let app = App::strip().await;
    let mut server = MailServer::start(0);
    report(&app, 8.0, "anna@example.org", "sv").await;
    let now = Timestamp::now();
    assert_eq!(app.store.take_due_mails(now, now + minutes(5), 10).await.unwrap().len(), 1);
    let app = app.restarted().await;
    let mailer = server.mailer();
    assert_eq!(send(&app, &mailer, now + minutes(4)).await, (0, 0, 0));
    assert_eq!(send(&app, &mailer, now + minutes(5)).await, (1, 0, 0));
    assert!(server.mail()["data"].as_str().unwrap().contains("anna@example.org"));
}

/// Of an operator's gap report its persons are told, or the address that it set.
#[tokio::test]
async fn operators_are_told_of_gap_reports() {
    let app = App::strip().await;
    let mut server = MailServer::start(1);
    let mailer = server.mailer();
    for (subject, email, role, network) in [
        ("1", Some("drift@a.example"), Role::Operator, "a"),
        ("2", Some("drift@b.example"), Role::Operator, "b"),
        ("3", None, Role::Operator, "a"),
        ("4", Some("reader@example.org"), Role::Reader, "a"),
    ] {
        let told = SignedInPerson {
            subject: Subject { issuer: "https://id.example".to_owned(), subject: subject.to_owned() },
            name: "Somebody".to_owned(),
            email: email.map(str::to_owned),
            organisation: None,
            role: Some(role),
            networks: Some(vec![NetworkId::new(network).unwrap()]),
        };
        app.store.sign_in_person(told, Timestamp::now()).await.unwrap();
    }
    let issue = || app.post("/api/v1/networks/a/gap-reports", json!({"requirements": []}).to_string());
    issue().await.json(axum::http::StatusCode::CREATED);
    let (now, region) = (Timestamp::now(), app.publisher.snapshot().region.region.clone());
    let send = async |at| {
        let MailOutcome { sent, waiting, given_up } =
            mailer.send_due_notices(&app.store, &region, at).await.unwrap();
        (sent, waiting, given_up)
    };
    assert_eq!(send(now).await, (0, 1, 0));
    assert_eq!(send(now + minutes(1)).await, (1, 0, 0));
    let mail = server.mail();
    assert_eq!(mail["to"], json!(["drift@a.example"]));
    let text = mail["data"].as_str().unwrap();
    assert!(text.contains("Subject: Bristrapport 1"), "{text}");
    assert!(text.contains("https://tackning.example/api/v1/networks/a/gap-reports/1"), "{text}");

    let receiver = json!({"email": "brister@a.example", "language": "en"}).to_string();
    let request = axum::http::Request::put("/api/v1/networks/a/report-receiver")
        .header("authorization", format!("Bearer {}", app.token))
        .body(receiver.into())
        .unwrap();
    app.send(request).await.ok();
    issue().await.json(axum::http::StatusCode::CREATED);
    assert_eq!(send(now + minutes(2)).await, (1, 0, 0));
    let mail = server.mail();
    assert_eq!(mail["to"], json!(["brister@a.example"]));
    assert!(mail["data"].as_str().unwrap().contains("Subject: Gap report 2"));
}

#[test]
fn settings_that_make_no_sense_are_refused() {
    let origin = "https://tackning.example";
    assert!(Mailer::new("http://127.0.0.1", "a@example.org", origin).is_err());
    let refused = Mailer::new("smtp://127.0.0.1", "nobody", origin).err().unwrap();
    assert!(refused.to_string().contains("`nobody`"), "{refused}");
}
