//! A certified provider (`web/tests/provider`), run on loopback by Node.js.

use std::{
    io::{BufRead, BufReader, Lines},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
};

use reqwest::{Client, redirect::Policy};
use url::Url;

use super::browser::{cookie_header, keep};

/// Where the service is told that it is reached; nobody listens there.
pub const PUBLIC_URL: &str = "http://127.0.0.1:8080";
pub const CLIENT_SECRET: &str = "a secret of the tests";

pub struct Provider {
    pub issuer: String,
    process: Child,
    /// Held open: what it still says would end it otherwise.
    _output: Lines<BufReader<ChildStdout>>,
}

impl Provider {
    /// Starts it on a port of its own.
    pub fn start() -> Self {
        let web = Path::new(env!("CARGO_MANIFEST_DIR")).join("web");
        let installed = web.join("node_modules/oidc-provider").is_dir();
        assert!(installed, "the provider is not installed: `make test`, or scripts/install test, does it");
        let mut process = Command::new("node")
            .arg(web.join("tests/provider/provider.js"))
            .arg(format!("{PUBLIC_URL}/auth/callback"))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("Node.js is there: the provider needs it, and so does the web page");
        let mut output = BufReader::new(process.stdout.take().unwrap()).lines();
        let address = |line: String| line.strip_prefix("provider ").map(str::to_owned);
        let issuer = output.by_ref().map_while(Result::ok).find_map(address);
        Self { issuer: issuer.expect("the provider starts"), process, _output: output }
    }

    /// Goes to the provider's page as an account, and gives the address of the
    /// callback that it sends the browser to.
    pub async fn sign_in(&self, address: &str, account: &str) -> String {
        let client = Client::builder().redirect(Policy::none()).no_proxy().build().unwrap();
        let mut cookies = Vec::new();
        let mut address = Url::parse(address).unwrap();
        while address.as_str().starts_with(&self.issuer) {
            if address.path().starts_with("/interaction/") {
                address.set_query(Some(&format!("account={account}")));
            }
            let request = client.get(address.clone()).header("cookie", cookie_header(&cookies));
            let answer = request.send().await.unwrap();
            for set in answer.headers().get_all("set-cookie") {
                keep(&mut cookies, set.to_str().unwrap());
            }
            let Some(next) = answer.headers().get("location") else {
                panic!("{address}: {} {}", answer.status(), answer.text().await.unwrap());
            };
            address = address.join(next.to_str().unwrap()).unwrap();
        }
        assert!(address.as_str().starts_with(PUBLIC_URL), "{address}");
        address[url::Position::BeforePath..].to_owned()
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        // It may have ended by itself; the test says why.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
