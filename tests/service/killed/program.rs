//! The program as an operating system runs it, and the folder that it works in.

use std::{
    io::{BufRead, BufReader},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use tempfile::TempDir;

use super::client::Client;
use crate::routes::strip;

/// A data folder with a region, and somebody who may do everything in it.
pub struct Folder {
    data: TempDir,
    region: TempDir,
    token: String,
}

/// A running service.
pub struct Program {
    child: Child,
    pub address: SocketAddr,
}

impl Folder {
    pub fn new() -> Self {
        let mut folder =
            Self { data: TempDir::new().unwrap(), region: strip::region_folder(), token: String::new() };
        folder.token =
            folder.run(&["token", "create", "--name", "test", "--role", "administrator"]).trim().to_owned();
        folder
    }

    pub fn client(&self, program: &Program) -> Client {
        Client { address: program.address, token: self.token.clone() }
    }

    /// Starts the service; it answers when this returns.
    pub fn serve(&self) -> Program {
        let mut command = self.command(&["serve", "--listen", "127.0.0.1:0"]);
        let mut child = command.env("RUST_LOG", "error").stdout(Stdio::piped()).spawn().unwrap();
        let told = BufReader::new(child.stdout.take().unwrap()).lines();
        let address =
            told.map(|line| line.unwrap()).find_map(|line| line.split("http://").nth(1)?.parse().ok());
        Program { child, address: address.expect("the service says where it listens") }
    }

    pub fn verify_audit(&self) {
        let told = self.run(&["audit", "verify"]);
        assert!(told.contains("whole"), "{told}");
    }

    /// What lies under a folder of the kept files, by its path there.
    pub fn objects(&self, name: &str) -> Vec<PathBuf> {
        files_below(&self.data.path().join("objects").join(name))
    }

    fn run(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_tackning"));
        command.args(arguments).arg("--data").arg(self.data.path());
        command.arg("--region").arg(self.region.path());
        command
    }
}

impl Program {
    /// By SIGKILL: the program learns nothing of it.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] }).collect()
}
