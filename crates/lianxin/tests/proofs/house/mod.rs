//! The real program on data of its own, with people who hold API tokens, reached over HTTP.

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::thread;

use lianxin_app::files::FileStore;
use lianxin_app::sign_in::{NewAccount, add_account, issue_token};
use lianxin_app::{App, PostgresOptions, SqliteOptions, Store, StoreError, Vault};
use lianxin_domain::Moment;
use lianxin_domain::access::Role;
use lianxin_testkit::{Engine, TestPostgres, seeded, tianjin};
use serde_json::{Value, json};

#[path = "../../../../bench/src/client.rs"]
pub(crate) mod client;

use client::Client;

/// Who is needed: login, roles, unit.
pub(crate) type Person = (String, Vec<Role>, &'static str);

/// Data, and the tokens of the people who work on it.
pub(crate) struct House {
    pub(crate) data: PathBuf,
    pub(crate) tokens: Vec<String>,
    url: Option<String>,
    // Dropped last: the database goes when nobody uses it any more.
    _postgres: Option<TestPostgres>,
}

/// A server that runs; killed when dropped.
pub(crate) struct Running {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl House {
    /// New data with these people.
    pub(crate) fn new(name: &str, engine: Engine, people: &[Person]) -> House {
        let data = std::env::temp_dir().join(format!("lianxin-{name}-{engine:?}-{}", std::process::id()));
        std::fs::create_dir_all(&data).unwrap();
        let postgres = (engine == Engine::Postgres).then(TestPostgres::database);
        let url = postgres.as_ref().map(|postgres| postgres.url().to_owned());
        let tokens = settle(&data, url.as_deref(), people);
        House { data, tokens, url, _postgres: postgres }
    }

    fn program(&self, command: &str) -> Command {
        self.arguments(Command::new(env!("CARGO_BIN_EXE_lianxin")), command)
    }

    fn arguments(&self, mut program: Command, command: &str) -> Command {
        program
            .arg(command)
            .arg("--data")
            .arg(&self.data)
            .arg("--city")
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/tianjin"));
        if let Some(url) = &self.url {
            program.args(["--database", url]);
        }
        program.env("LIANXIN_LOG_FILTER", "warn");
        program
    }

    /// Starts the server on a free port.
    pub(crate) fn start(&self) -> Running {
        Self::run(self.program("serve"))
    }

    /// The same on a disk on which no file grows beyond `blocks` of 512 bytes: what stands at the end of every disk.
    pub(crate) fn start_on_a_small_disk(&self, blocks: u32) -> Running {
        let mut shell = Command::new("sh");
        // Without the trap the kernel would end the process; with it a write fails, as on a full disk.
        shell.args([
            "-c",
            &format!("trap '' XFSZ; ulimit -S -f {blocks}; exec \"$0\" \"$@\""),
            env!("CARGO_BIN_EXE_lianxin"),
        ]);
        Self::run(self.arguments(shell, "serve"))
    }

    fn run(mut program: Command) -> Running {
        let mut child = program.args(["--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let address = lines.find_map(|line| line.strip_prefix("listening on http://")?.trim().parse().ok());
        // Whatever else it says is read, so that it never writes into a closed pipe.
        thread::spawn(move || lines.for_each(drop));
        Running { child, address: address.expect("the server says where it listens") }
    }

    /// `lianxin verify` finds nothing.
    pub(crate) fn verify(&self) {
        let output = self.program("verify").output().unwrap();
        assert!(
            output.status.success(),
            "verify: {}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        );
    }
}

impl Drop for House {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.data).ok();
    }
}

impl Running {
    /// A connection with a token.
    pub(crate) fn client(&self, token: &str) -> Client {
        Client::connect(self.address, token).unwrap()
    }

    /// Makes room on the disk.
    pub(crate) fn make_room(&self) {
        let done = Command::new("prlimit")
            .args(["--pid", &self.child.id().to_string(), "--fsize=unlimited:"])
            .status()
            .unwrap();
        assert!(done.success());
    }

    /// `kill -9`.
    pub(crate) fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn settle(data: &Path, url: Option<&str>, people: &[Person]) -> Vec<String> {
    let key = "07".repeat(32);
    std::fs::write(data.join("key"), &key).unwrap();
    let now = Moment::parse("2025-03-03T09:00:00+08:00").unwrap();
    let store = match url {
        None => Store::sqlite(&data.join("lianxin.db"), SqliteOptions::new(now)),
        Some(url) => Store::postgres(url, PostgresOptions::new(now)),
    };
    let files = FileStore::new(data.join("files"));
    let app = App {
        store: store.unwrap(),
        rules: lianxin_app::Rules::new(tianjin()),
        vault: Arc::new(Vault::from_hex(&key).unwrap()),
        entropy: seeded(5),
        files,
    };
    let app = app.open().unwrap();
    let (cx, people) = (app.system_context(now), people.to_vec());
    let tokens = app.store.write_blocking(move |tx| {
        let mut tokens = Vec::new();
        for (login, roles, unit) in &people {
            let new = NewAccount {
                login: login.clone(),
                name: login.clone(),
                password: String::new(),
                roles: roles.clone(),
                unit: (*unit).into(),
                cleared: false,
            };
            // Nobody signs in with a password: no hash fits.
            add_account(tx, &cx, &new, "")?;
            let account = tx.account_by_login(login)?.ok_or(StoreError::Stale)?;
            tokens.push(issue_token(tx, &cx, account.id, "test", &["read".to_owned(), "write".to_owned()], None)?);
        }
        Ok::<_, StoreError>(tokens)
    });
    app.store.close();
    tokens.unwrap()
}

/// A request that waits in the pool.
pub(crate) fn waiting(title: &str) -> Value {
    json!({
        "channel": "phone", "kind": "help", "title": title, "demand": "请尽快修好", "topic": "city.lamp", "place": "hexi.taoyuan",
        "address": "福至里 12 号楼", "person": { "name": "赵静", "phone": "10000000001" },
    })
}

/// A request that goes to two units at once.
pub(crate) fn dispatched(title: &str) -> Value {
    let mut body = waiting(title);
    body["then"] = json!({
        "do": "dispatch", "to": [{ "unit": "hexi", "role": "lead" }, { "unit": "cgw", "role": "supporting" }], "opinion": "请核实处理",
    });
    body
}
