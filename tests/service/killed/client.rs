//! Plain HTTP, one connection a request: an answer that is cut short is an error.

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpStream},
};

use serde_json::Value;

pub struct Client {
    pub address: SocketAddr,
    pub token: String,
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

impl Client {
    pub fn get(&self, path: &str) -> io::Result<Answer> {
        self.send("GET", path, b"")
    }

    pub fn post(&self, path: &str, body: &[u8]) -> io::Result<Answer> {
        self.send("POST", path, body)
    }

    /// What must be there.
    pub fn json(&self, path: &str) -> Value {
        self.get(path).unwrap().json(200)
    }

    pub fn bytes(&self, path: &str) -> Vec<u8> {
        let answer = self.get(path).unwrap();
        assert_eq!(answer.status, 200, "{path}: {}", String::from_utf8_lossy(&answer.body));
        answer.body
    }

    fn send(&self, method: &str, path: &str, body: &[u8]) -> io::Result<Answer> {
        let mut stream = TcpStream::connect(self.address)?;
        let Self { address, token } = self;
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.0\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n\
             Content-Length: {length}\r\n\r\n"
        )?;
        stream.write_all(body)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        whole(&answer).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }
}

/// None where the head or a part of the body is missing.
fn whole(answer: &[u8]) -> Option<Answer> {
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&answer[..end]).ok()?.to_ascii_lowercase();
    let length: usize = head.lines().find_map(|line| line.strip_prefix("content-length: "))?.parse().ok()?;
    let body = &answer[end + 4..];
    let status = head.split(' ').nth(1)?.parse().ok()?;
    (body.len() == length).then(|| Answer { status, body: body.to_owned() })
}

impl Answer {
    #[track_caller]
    pub fn json(&self, status: u16) -> Value {
        let text = String::from_utf8_lossy(&self.body);
        assert_eq!(self.status, status, "{text}");
        serde_json::from_str(&text).unwrap()
    }
}
