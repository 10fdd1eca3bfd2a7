//! A database with many requests, built once for a schema and kept under `target/bench`.

mod dice;
mod life;
mod words;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result};
use indicatif::{ProgressBar, ProgressStyle};
use lianxin_app::files::FileStore;
use lianxin_app::sign_in::{NewAccount, add_account, issue_token};
use lianxin_app::{ActError, App, Entropy, PostgresOptions, SqliteOptions, Store, StoreError, Tx, Vault, sweep};
use lianxin_domain::access::Role;
use lianxin_domain::{Lang, Moment};
use lianxin_store::MIGRATIONS;
use sha2::{Digest, Sha256};

use crate::postgres::Cluster;

pub(crate) use dice::Dice;

/// Requests of one unit of work: big enough that its commit costs nothing beside it.
const UNIT_REQUESTS: u64 = 500;
/// Over how long the requests are spread, up to now.
const SPREAD_SECONDS: i64 = 365 * 24 * 60 * 60;
/// Changes when what is filled in changes.
const FILLING: &str = "1";

/// Which database is below.
#[derive(Clone, Copy, PartialEq, Eq, Debug, clap::ValueEnum)]
pub(crate) enum EngineName {
    /// The embedded default.
    Sqlite,
    /// A cluster of our own.
    Postgres,
}

impl EngineName {
    pub(crate) fn word(self) -> &'static str {
        match self {
            EngineName::Sqlite => "sqlite",
            EngineName::Postgres => "postgres",
        }
    }
}

/// A filled database, and what is needed to talk to a server on it.
pub(crate) struct Filled {
    /// The data directory of a server.
    pub data: PathBuf,
    /// The PostgreSQL database, if it is that.
    pub url: Option<String>,
    /// API tokens by login.
    pub tokens: BTreeMap<String, String>,
    /// How many requests were filled in.
    pub rows: u64,
    /// Which engine.
    pub engine: EngineName,
    /// The cluster must live as long as its databases are used.
    _cluster: Option<Arc<Cluster>>,
}

/// Logins, with their roles and units; each gets an API token.
const PEOPLE: &[(&str, &[Role], &str)] = &[
    ("agent", &[Role::Agent, Role::Dispatcher], "center"),
    ("supervisor", &[Role::FloorSupervisor], "center"),
    ("reviewer", &[Role::Reviewer], "center"),
    ("callback", &[Role::CallbackAgent], "center"),
    ("hexi", &[Role::Handler], "hexi"),
    ("cgw", &[Role::Handler], "cgw"),
];

/// The time, for those who fill and those who look.
#[expect(clippy::disallowed_methods, reason = "a benchmark is an edge: it reads the clock")]
pub(crate) fn now() -> Moment {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or(Duration::ZERO);
    Moment(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}

fn system_entropy() -> Entropy {
    Entropy::new(|bytes| {
        // Not expected to fail after start-up; then ids repeat, and the database refuses them.
        if getrandom::fill(bytes).is_err() {
            bytes.fill(0);
        }
    })
}

/// A database without requests, in place of what a run before left.
pub(crate) fn fresh(root: &Path, engine: EngineName, cluster: Option<&Arc<Cluster>>) -> Result<Filled> {
    let data = root.join(format!("{}-0-{}", engine.word(), checksum()));
    if data.exists() {
        fs::remove_dir_all(&data)?;
    }
    filled(root, engine, 0, cluster)
}

/// The database with `rows` requests; built if there is none yet for this schema.
pub(crate) fn filled(root: &Path, engine: EngineName, rows: u64, cluster: Option<&Arc<Cluster>>) -> Result<Filled> {
    let name = format!("{}-{rows}-{}", engine.word(), checksum());
    let data = root.join(&name);
    let url = cluster.map(|cluster| cluster.url(&name.replace('-', "_")));
    let done = data.join("tokens.json");
    if !done.is_file() {
        if data.exists() {
            fs::remove_dir_all(&data).with_context(|| format!("removing a half-filled {}", data.display()))?;
        }
        fs::create_dir_all(&data)?;
        if let Some(cluster) = cluster {
            cluster.create(&name.replace('-', "_"))?;
        }
        let tokens = build(&data, url.as_deref(), rows)?;
        fs::write(&done, serde_json::to_vec_pretty(&tokens)?)?;
    }
    let tokens = serde_json::from_slice(&fs::read(&done)?).with_context(|| format!("reading {}", done.display()))?;
    Ok(Filled { data, url, tokens, rows, engine, _cluster: cluster.cloned() })
}

/// Tells databases of different schemas or fillings apart.
fn checksum() -> String {
    let mut hash = Sha256::new();
    hash.update(FILLING);
    for migration in MIGRATIONS {
        hash.update(migration.text);
    }
    hex::encode(&hash.finalize()[..4])
}

/// Opens what a server has in its hands, for filling and for looking at plans.
pub(crate) fn open(data: &Path, url: Option<&str>, durable: bool) -> Result<App> {
    let now = now();
    let store = match url {
        None => Store::sqlite(&data.join("lianxin.db"), SqliteOptions { durable, ..SqliteOptions::new(now) })?,
        Some(url) => Store::postgres(url, PostgresOptions::new(now))?,
    };
    let key = data.join("key");
    let entropy = system_entropy();
    if !key.exists() {
        fs::write(&key, format!("{}\n", entropy.secret::<32>()))?;
    }
    let vault = Vault::from_hex(&fs::read_to_string(&key)?)?;
    let city = Arc::new(lianxin_pack::load(&city_folder())?);
    Ok(App {
        store,
        rules: lianxin_app::Rules::new(city),
        vault: Arc::new(vault),
        entropy,
        files: FileStore::new(data.join("files")),
    }
    .open()?)
}

/// The city pack of the repository.
pub(crate) fn city_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/tianjin")
}

fn build(data: &Path, url: Option<&str>, rows: u64) -> Result<BTreeMap<String, String>> {
    let app = open(data, url, false)?;
    let now = now();
    let bar = ProgressBar::new(rows)
        .with_style(ProgressStyle::with_template("filling {bar:30} {pos}/{len} {per_sec} {eta}")?);
    let mut done = 0;
    while done < rows {
        let until = rows.min(done + UNIT_REQUESTS);
        let here = app.clone();
        app.store.write_blocking(move |tx| fill_unit(tx, &here, now, rows, done..until))?;
        done = until;
        bar.set_position(done);
        // Where no bar is drawn, such as in a log.
        if bar.is_hidden() && done % (rows / 10).max(UNIT_REQUESTS) < UNIT_REQUESTS {
            eprintln!("filled {done} of {rows} requests, {:.0}/s", bar.per_sec());
        }
    }
    bar.finish_and_clear();
    let rung = ring(&app, now)?;
    eprintln!("filled {rows} requests in {} s; {rung} clocks had run out", bar.elapsed().as_secs());
    let tokens = people(&app, now)?;
    app.store.close();
    Ok(tokens)
}

fn fill_unit(tx: &mut Tx, app: &App, now: Moment, rows: u64, numbers: std::ops::Range<u64>) -> Result<(), ActError> {
    let cast = life::Cast::new(app, now);
    for number in numbers {
        // i128: seconds times a million rows.
        let back = i128::from(SPREAD_SECONDS) * i128::from(rows - number) / i128::from(rows);
        let at = now.plus_seconds(-i64::try_from(back).unwrap_or(0));
        cast.live(tx, number, at)?;
    }
    Ok(())
}

/// Marks what has run out, so that a server that starts has not years to catch up on.
fn ring(app: &App, now: Moment) -> Result<u64> {
    let mut rung = 0;
    loop {
        let cx = app.system_context(now);
        let count = app.store.write_blocking(move |tx| {
            let due = sweep::due(tx, now)?;
            for clock in &due {
                sweep::ring(tx, &cx, *clock)?;
            }
            Ok::<_, ActError>(due.len() as u64)
        })?;
        if count == 0 {
            return Ok(rung);
        }
        rung += count;
    }
}

fn people(app: &App, now: Moment) -> Result<BTreeMap<String, String>> {
    let cx = app.context(now, lianxin_domain::access::Actor::system(app.city().units.center().code.clone()), Lang::Zh);
    let tokens = app.store.write_blocking(move |tx| {
        let mut tokens = BTreeMap::new();
        for (login, roles, unit) in PEOPLE {
            let new = NewAccount {
                login: (*login).to_owned(),
                name: (*login).to_owned(),
                password: String::new(),
                roles: roles.to_vec(),
                unit: (*unit).into(),
                cleared: false,
            };
            // Nobody signs in with a password here: no hash fits.
            add_account(tx, &cx, &new, "")?;
            let account = tx.account_by_login(login)?.ok_or(StoreError::Stale)?;
            let scopes = ["read", "write", "reveal", "export"].map(str::to_owned);
            tokens.insert((*login).to_owned(), issue_token(tx, &cx, account.id, "bench", &scopes, None)?);
        }
        Ok::<_, StoreError>(tokens)
    })?;
    Ok(tokens)
}
