//! The demonstration: a city's accounts and some three hundred invented requests in every state, with clocks that run.
//!
//! Everything goes through the use cases, as if people had done it, at moments of the past weeks; so the journal, the clocks and the
//! lists are those of a hotline at work. All of it is one unit of work: a start that is broken off leaves an empty database.

mod cast;
mod dice;
mod fate;
mod law;
mod lines;
mod situations;
mod stage;

use std::fmt;

use anyhow::{Context, Result};
use lianxin_app::sign_in::{NewAccount, add_demo_account, hash_password};
use lianxin_app::{App, StoreError, Tx};
use lianxin_domain::access::Role;
use lianxin_domain::city::DemoAccount;
use lianxin_domain::{Lang, Moment, Secrecy};
use lianxin_store::accounts::Account;

use crate::system;

/// The password of every account of the demonstration. It protects nothing: all data are invented, and it opens nothing elsewhere.
pub(crate) const PASSWORD: &str = "lianxin-demo";
/// The account's list has at most so many.
const ACCOUNTS_MAX: i64 = 1_000;
/// What marks a database as a demonstration.
const MARK: &str = "demo";

/// The accounts of the demonstration, for the sign-in page and the terminal.
#[derive(Clone, Debug)]
pub(crate) struct Accounts {
    lines: Vec<Line>,
    /// Number and code of one request, to try the citizen's page.
    example: Option<String>,
}

#[derive(Clone, Debug)]
struct Line {
    login: String,
    role: &'static str,
    unit: String,
    name: String,
}

impl fmt::Display for Accounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "demo accounts, password: {PASSWORD}")?;
        for Line { login, role, unit, name } in &self.lines {
            writeln!(f, "  {login:<12} {role:<18} {unit} {name}")?;
        }
        match &self.example {
            Some(example) => writeln!(f, "a citizen's request to look up: {example}"),
            None => Ok(()),
        }
    }
}

/// Lays the demonstration out in an empty database; a database that has it already is left as it is, with all that was done since.
pub(crate) fn lay_out(app: &App) -> Result<Option<Accounts>> {
    let known = app.store.read_blocking(|tx| tx.setting(MARK))?;
    let example = match known {
        Some(example) => example,
        None if is_empty(app)? => build(app).context("the demonstration could not be laid out")?,
        None => {
            tracing::warn!("this database holds real accounts; --demo adds nothing to it");
            return Ok(None);
        }
    };
    let city = app.city();
    let lines = city.demo.iter().map(|account| Line {
        login: account.login.clone(),
        role: role_of(account).map_or("", |role| role.code()),
        unit: app.city().units.get(&account.unit).map_or_else(String::new, |unit| unit.label(Lang::Zh).to_owned()),
        name: account.name.zh.clone(),
    });
    Ok(Some(Accounts { lines: lines.collect(), example: Some(example).filter(|example| !example.is_empty()) }))
}

/// Whether the database has no accounts but the demonstration's. Where that is not served they open nothing, for their password is
/// published; this says so.
pub(crate) fn holds_nobody_else(app: &App) -> Result<bool> {
    let accounts = app.store.read_blocking(|tx| tx.accounts(ACCOUNTS_MAX))?;
    let published = accounts.iter().filter(|account| account.demo).count();
    if published > 0 {
        tracing::warn!(
            accounts = published,
            "this database was laid out with --demo; its accounts cannot sign in, for their password is published: give them others with `lianxin account password`, or begin with an empty data directory"
        );
    }
    Ok(published == accounts.len())
}

fn is_empty(app: &App) -> Result<bool> {
    Ok(app.store.read_blocking(|tx| Ok::<_, StoreError>(tx.accounts(1)?.is_empty() && tx.journal_last()? == 0))?)
}

fn build(app: &App) -> Result<String> {
    let took = system::stopwatch();
    // One hash for all: whoever knows one password of the demonstration knows the others.
    let (hash, now) = (hash_password(PASSWORD, &app.entropy), system::now());
    let situations = situations::read()?;
    let stage = app.clone();
    let (example, requests) = app.store.write_blocking(move |tx| {
        let accounts = add_accounts(tx, &stage, &hash, now)?;
        let laid = stage::play(tx, &stage, &accounts, &situations, now)?;
        tx.set_setting(MARK, &laid.example)?;
        Ok::<_, stage::StageError>((laid.example, laid.requests))
    })?;
    tracing::info!(
        requests,
        ms = u64::try_from(took().as_millis()).unwrap_or(u64::MAX),
        "the demonstration was laid out"
    );
    Ok(example)
}

fn add_accounts(tx: &mut Tx, app: &App, hash: &str, now: Moment) -> Result<Vec<Account>, StoreError> {
    for account in &app.city().demo {
        let Some(role) = role_of(account) else { continue };
        let new = NewAccount {
            login: account.login.clone(),
            name: account.name.zh.clone(),
            password: PASSWORD.to_owned(),
            roles: vec![role],
            unit: account.unit.clone(),
            cleared: account.clearance == Secrecy::Confidential,
        };
        add_demo_account(tx, &app.system_context(now), &new, hash)?;
    }
    tx.accounts(ACCOUNTS_MAX)
}

fn role_of(account: &DemoAccount) -> Option<Role> {
    Role::from_code(&account.role)
}
