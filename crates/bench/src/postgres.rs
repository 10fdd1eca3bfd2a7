//! A PostgreSQL cluster of our own, durable, on a free loopback port; stopped when it is dropped.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, bail};

/// A running cluster.
#[derive(Debug)]
pub(crate) struct Cluster {
    bin: PathBuf,
    data: PathBuf,
    port: u16,
}

impl Cluster {
    /// Starts the cluster in `root`, making it if there is none.
    pub(crate) fn start(root: &Path) -> Result<Cluster> {
        let bin = programs()?;
        let folder = root.join("postgres");
        fs::create_dir_all(&folder)?;
        if is_root() {
            run(Command::new("chown").args(["-R", "postgres"]).arg(&folder))?;
        }
        let data = folder.join("data");
        if !data.join("PG_VERSION").is_file() {
            let mut command = as_postgres(&bin.join("initdb"), &folder);
            run(command.arg("-D").arg(&data).args([
                "-U",
                "postgres",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C.UTF-8",
            ]))?;
        }
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let settings = format!(
            "-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=100 -c shared_buffers=512MB"
        );
        let mut command = as_postgres(&bin.join("pg_ctl"), &folder);
        run(command
            .arg("-D")
            .arg(&data)
            .arg("-l")
            .arg(folder.join("log"))
            .args(["-w", "-t", "60", "-o", &settings, "start"]))?;
        Ok(Cluster { bin, data, port })
    }

    /// The address of a database.
    pub(crate) fn url(&self, database: &str) -> String {
        format!("postgresql://postgres@127.0.0.1:{}/{database}", self.port)
    }

    /// Makes an empty database, in place of one of the same name.
    pub(crate) fn create(&self, database: &str) -> Result<()> {
        self.sql(&format!("DROP DATABASE IF EXISTS {database} WITH (FORCE)"))?;
        self.sql(&format!(
            "CREATE DATABASE {database} TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8'"
        ))
    }

    fn sql(&self, text: &str) -> Result<()> {
        run(Command::new(self.bin.join("psql")).args([
            "-q",
            "-v",
            "ON_ERROR_STOP=1",
            "-c",
            text,
            &self.url("postgres"),
        ]))
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let folder = self.data.parent().unwrap_or(&self.data);
        let mut command = as_postgres(&self.bin.join("pg_ctl"), folder);
        if let Err(error) = run(command.arg("-D").arg(&self.data).args(["-m", "fast", "-w", "stop"])) {
            eprintln!("PostgreSQL could not be stopped: {error:#}");
        }
    }
}

/// The folder of the newest server programs.
fn programs() -> Result<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .map(|entries| {
            entries
                .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
                .filter(|bin| bin.join("initdb").is_file())
                .collect()
        })
        .unwrap_or_default();
    found.sort();
    found.pop().context("no PostgreSQL server is installed (looked in /usr/lib/postgresql); ./dev setup installs one")
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|meta| std::os::unix::fs::MetadataExt::uid(&meta) == 0)
}

/// PostgreSQL refuses to run as root.
fn as_postgres(program: &Path, folder: &Path) -> Command {
    let mut command = if is_root() {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    command.current_dir(folder);
    command
}

fn run(command: &mut Command) -> Result<()> {
    // Not `output`: a server that is started inherits a pipe and never closes it.
    let status = command.stdout(std::process::Stdio::null()).status().with_context(|| format!("{command:?}"))?;
    if !status.success() {
        bail!("{command:?} failed: {status}");
    }
    Ok(())
}
