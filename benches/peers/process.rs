//! Processes beside this one: the service and its peers as servers, and cases that
//! are measured alone. They end with what holds them.

use std::{
    env, fs,
    io::{BufRead, BufReader},
    net::{TcpListener, TcpStream},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// Ticks a second, in which Linux counts the time of processes.
const TICKS: f64 = 100.0;
const READY_SECONDS: u64 = 120;

pub struct Server {
    child: Child,
    /// `http://host:port`.
    pub address: String,
}

impl Server {
    /// Of a program that prints its address as its first line.
    pub fn that_says_where(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().expect("the server's program is there");
        let mut address = String::new();
        let output = child.stdout.take().expect("its output is piped");
        BufReader::new(output).read_line(&mut address).expect("the server says where it listens");
        Self { child, address: address.trim().to_owned() }
    }

    /// Of a program that is told where to listen, by `with`.
    pub fn told_where(with: impl FnOnce(&str) -> Command) -> Self {
        let free = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
        let place = free.local_addr().expect("it has an address").to_string();
        drop(free);
        let mut command = with(&place);
        let child = command.stdout(Stdio::null()).spawn().expect("the server's program is there");
        let server = Self { child, address: format!("http://{place}") };
        let end = Instant::now() + Duration::from_secs(READY_SECONDS);
        while TcpStream::connect(&place).is_err() {
            assert!(Instant::now() < end, "{command:?} doesn't listen");
            thread::sleep(Duration::from_millis(50));
        }
        server
    }

    /// Processor time that the server has taken, all its threads together; seconds.
    pub fn processor_s(&self) -> f64 {
        let status = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).expect("it runs");
        // After the name, which may hold anything: the 12th and 13th are user's and system's.
        let (_, after_name) = status.rsplit_once(')').expect("the name ends");
        let fields = after_name.split_whitespace().skip(11).take(2);
        fields.map(|ticks| ticks.parse::<f64>().expect("a number")).sum::<f64>() / TICKS
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// This very program, which does one case.
pub fn this_program(case: &str, scale: &str) -> Command {
    let mut command = Command::new(env::current_exe().expect("this program has a path"));
    command.args([case, scale]).stderr(Stdio::inherit());
    command
}

pub fn is_there(program: &str) -> bool {
    Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}
