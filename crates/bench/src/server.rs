//! The real server, as a child: started, asked for its figures, ended.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use crate::client::Client;
use crate::fill;

/// How long a start may take.
const START: Duration = Duration::from_mins(1);
/// How long an end may take.
const END: Duration = Duration::from_secs(20);
/// Ticks of a second in `/proc`: fixed by the kernel's interface.
const TICKS_PER_SECOND: f64 = 100.0;

/// A running server.
pub(crate) struct Server {
    child: Child,
    /// Where it answers.
    pub address: SocketAddr,
    /// From the start of the process to its word that it listens.
    pub started_in: Duration,
}

/// What a server has used and done so far.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Figures {
    pub cpu_ms: f64,
    pub resident_mb: f64,
    pub statements: f64,
    pub commits: f64,
}

impl Server {
    /// Starts `lianxin serve` on a data directory, on a free port.
    pub(crate) fn start(data: &Path, url: Option<&str>) -> Result<Server> {
        let begun = clock();
        let mut command = Command::new(program()?);
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data).arg("--city").arg(fill::city_folder());
        if let Some(url) = url {
            command.args(["--database", url]);
        }
        let log = std::fs::File::create(data.join("log"))?;
        command.env("LIANXIN_LOG_FILTER", "warn").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log);
        let mut child = command.spawn().context("the server does not start")?;
        let out = child.stdout.take().context("no standard output")?;
        let address = listening(out);
        let Ok(address) = address else {
            child.kill().ok();
            child.wait().ok();
            let log = std::fs::read_to_string(data.join("log")).unwrap_or_default();
            bail!("the server did not say where it listens: {log}");
        };
        Ok(Server { child, address, started_in: begun.elapsed() })
    }

    /// A connection with a token; empty for none.
    pub(crate) fn client(&self, token: &str) -> Result<Client> {
        Client::connect(self.address, token)
    }

    /// What it has used and done so far.
    pub(crate) fn figures(&self) -> Result<Figures> {
        let text = self.client("")?.get("/metrics")?.expect(200)?.body;
        let text = String::from_utf8(text)?;
        let gauge = |name: &str| {
            text.lines()
                .find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')?.trim().parse::<f64>().ok())
                .unwrap_or(0.0)
        };
        let (cpu_ms, resident_mb) = self.process()?;
        Ok(Figures {
            cpu_ms,
            resident_mb,
            statements: gauge("lianxin_store_statements"),
            commits: gauge("lianxin_store_commits"),
        })
    }

    fn process(&self) -> Result<(f64, f64)> {
        let process = format!("/proc/{}", self.child.id());
        let stat = std::fs::read_to_string(format!("{process}/stat"))?;
        let fields: Vec<&str> = stat.rsplit_once(')').context("no name in stat")?.1.split_whitespace().collect();
        let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).context("no ticks in stat");
        let status = std::fs::read_to_string(format!("{process}/status"))?;
        let resident_kb = status
            .lines()
            .find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB")?.parse::<f64>().ok());
        Ok((
            (ticks(11)? + ticks(12)?) * 1_000.0 / TICKS_PER_SECOND,
            resident_kb.context("no memory in status")? / 1_024.0,
        ))
    }

    /// Waits until it does nothing any more by itself: clocks that ran out meanwhile are marked first.
    pub(crate) fn settle(&self) -> Result<()> {
        let mut before = self.figures()?;
        for _ in 0..300 {
            thread::sleep(Duration::from_millis(500));
            let now = self.figures()?;
            if now.statements - before.statements < 20.0 {
                return Ok(());
            }
            before = now;
        }
        bail!("the server does not come to rest")
    }

    /// `kill -9`.
    pub(crate) fn kill(mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// SIGTERM, and waits for the end in order.
    pub(crate) fn stop(mut self) -> Result<()> {
        Command::new("kill").arg(self.child.id().to_string()).status()?;
        let begun = clock();
        while begun.elapsed() < END {
            if let Some(status) = self.child.try_wait()? {
                if !status.success() {
                    bail!("the server ended with {status}");
                }
                return Ok(());
            }
            thread::sleep(Duration::from_millis(10));
        }
        bail!("the server did not end within {END:?}")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // After `stop` and `kill` there is nobody left to hear it.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// Runs `lianxin verify`; its words.
pub(crate) fn verify(data: &Path, url: Option<&str>) -> Result<String> {
    let mut command = Command::new(program()?);
    command.arg("verify").arg("--data").arg(data).arg("--city").arg(fill::city_folder());
    if let Some(url) = url {
        command.args(["--database", url]);
    }
    let output = command.output()?;
    if !output.status.success() {
        bail!("verify: {}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The server stands beside this program.
fn program() -> Result<PathBuf> {
    let program = std::env::current_exe()?.with_file_name("lianxin");
    if !program.is_file() {
        bail!("{} is missing: cargo build --release -p lianxin", program.display());
    }
    Ok(program)
}

/// Reads the line `listening on http://…`, and everything after it, so that the server never writes into a closed pipe.
fn listening(out: impl std::io::Read + Send + 'static) -> Result<SocketAddr> {
    let (tell, heard) = std::sync::mpsc::channel();
    thread::spawn(move || {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            if let Some(address) = line.strip_prefix("listening on http://") {
                tell.send(address.trim().parse::<SocketAddr>()).ok();
            }
        }
    });
    Ok(heard.recv_timeout(START)??)
}

/// Now, for a length of time.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures time")]
pub(crate) fn clock() -> Instant {
    Instant::now()
}
