//! A small HTTP/1.1 client on one kept connection: what a benchmark needs, and little enough that it does not measure itself.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// Longest answer that is taken.
const ANSWER_BYTES_MAX: usize = 16 << 20;

/// One connection with one token.
pub(crate) struct Client {
    address: SocketAddr,
    stream: BufReader<TcpStream>,
    token: String,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as JSON.
    pub(crate) fn json(&self) -> Result<serde_json::Value> {
        serde_json::from_slice(&self.body).with_context(|| format!("{} with a body that is not JSON", self.status))
    }

    /// Fails, with the body, unless the status is `status`.
    pub(crate) fn expect(self, status: u16) -> Result<Answer> {
        if self.status != status {
            bail!("{} instead of {status}: {}", self.status, String::from_utf8_lossy(&self.body));
        }
        Ok(self)
    }
}

impl Client {
    pub(crate) fn connect(address: SocketAddr, token: &str) -> Result<Client> {
        Ok(Client { address, stream: open(address)?, token: token.to_owned() })
    }

    pub(crate) fn get(&mut self, path: &str) -> Result<Answer> {
        self.send("GET", path, &[], None)
    }

    pub(crate) fn post(&mut self, path: &str, headers: &[(&str, &str)], body: &serde_json::Value) -> Result<Answer> {
        self.send("POST", path, headers, Some(&body.to_string()))
    }

    fn send(&mut self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<&str>) -> Result<Answer> {
        let mut text = format!("{method} {path} HTTP/1.1\r\nHost: {}\r\n", self.address);
        if !self.token.is_empty() {
            write!(text, "Authorization: Bearer {}\r\n", self.token)?;
        }
        for (name, value) in headers {
            write!(text, "{name}: {value}\r\n")?;
        }
        if let Some(body) = body {
            write!(text, "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}", body.len())?;
        } else {
            text.push_str("\r\n");
        }
        self.stream.get_mut().write_all(text.as_bytes()).with_context(|| format!("sending {method} {path}"))?;
        self.receive().with_context(|| format!("the answer to {method} {path}"))
    }

    fn receive(&mut self) -> Result<Answer> {
        let status_line = self.line()?;
        let status = status_line
            .split(' ')
            .nth(1)
            .and_then(|status| status.parse().ok())
            .with_context(|| format!("`{status_line}` is no status line"))?;
        let (mut length, mut chunked, mut closes) = (None, false, false);
        loop {
            let line = self.line()?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(':').context("a header without a colon")?;
            let value = value.trim();
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = Some(value.parse::<usize>()?),
                "transfer-encoding" => chunked = value == "chunked",
                "connection" => closes = value.eq_ignore_ascii_case("close"),
                _ => {}
            }
        }
        let body = if chunked { self.chunks()? } else { self.bytes(length.unwrap_or(0))? };
        if closes {
            self.stream = open(self.address)?;
        }
        Ok(Answer { status, body })
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.stream.read_line(&mut line)? == 0 {
            bail!("the server closed the connection");
        }
        Ok(line.trim_end().to_owned())
    }

    fn bytes(&mut self, length: usize) -> Result<Vec<u8>> {
        if length > ANSWER_BYTES_MAX {
            bail!("an answer of {length} bytes");
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok(body)
    }

    fn chunks(&mut self) -> Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let size = usize::from_str_radix(&self.line()?, 16)?;
            body.extend(self.bytes(size)?);
            self.line()?;
            if size == 0 || body.len() > ANSWER_BYTES_MAX {
                return Ok(body);
            }
        }
    }
}

fn open(address: SocketAddr) -> Result<BufReader<TcpStream>> {
    let stream = TcpStream::connect(address).with_context(|| format!("connecting to {address}"))?;
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    Ok(BufReader::with_capacity(64 << 10, stream))
}
