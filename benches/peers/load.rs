//! Many connections at once, by wrk.

use std::process::Command;

use crate::process::Server;

const CONNECTIONS: &str = "64";
const DURATION: &str = "5s";

/// What a server did under load.
#[derive(Clone, Copy, Debug)]
pub struct Load {
    pub per_second: f64,
    /// Processor time of the server for one answer, seconds.
    pub processor_s: f64,
}

/// Asks one address again and again.
pub fn load(server: &Server, path: &str) -> Load {
    let before_s = server.processor_s();
    let mut command = Command::new("wrk");
    command.args(["-t1", "-c", CONNECTIONS, "-d", DURATION]).arg(format!("{}{path}", server.address));
    let output = command.output().expect("wrk is there: scripts/install bench");
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && !said.contains("Non-2xx"), "{said}");
    let per_second = said.lines().find_map(|line| line.strip_prefix("Requests/sec:"));
    let answers = said.lines().find_map(|line| line.trim().split_once(" requests in "));
    let number =
        |text: Option<&str>| -> f64 { text.and_then(|text| text.trim().parse().ok()).expect("wrk counts") };
    let answers = number(answers.map(|(count, _)| count));
    Load { per_second: number(per_second), processor_s: (server.processor_s() - before_s) / answers }
}

/// The better of two, as others may be at work on the machine.
pub fn best_load(server: &Server, path: &str) -> Load {
    let [one, other] = [(); 2].map(|()| load(server, path));
    if one.per_second >= other.per_second { one } else { other }
}
