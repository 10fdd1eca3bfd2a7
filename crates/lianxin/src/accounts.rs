//! The people who sign in, and the tokens of programs, from the command line.

use std::io::{BufRead, IsTerminal};
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Subcommand;
use lianxin_app::sign_in::{
    NewAccount, PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN, SCOPES, add_account, hash_password, issue_token, reset_password,
};
use lianxin_app::{App, StoreError};
use lianxin_domain::access::Role;
use lianxin_domain::{Lang, Minutes};

use crate::config::Config;
use crate::{open, system};

/// Most accounts that `account list` shows: a city has some thousands.
const LISTED_MAX: i64 = 100_000;

/// `account …`
#[derive(Subcommand, Debug)]
pub(crate) enum AccountWhat {
    /// Add a person; the password is made and shown once, unless it comes from standard input
    Add {
        /// What is typed to sign in
        login: String,
        /// The person's name
        #[arg(long)]
        name: String,
        /// What the person is there for, such as agent, dispatcher, handler; may be given several times
        #[arg(long, required = true, value_name = "ROLE")]
        role: Vec<String>,
        /// The unit's code, such as hexi; without it the hotline centre
        #[arg(long)]
        unit: Option<String>,
        /// May see confidential requests
        #[arg(long)]
        cleared: bool,
        /// Read the password from standard input
        #[arg(long)]
        password_stdin: bool,
    },
    /// Show all accounts
    List,
    /// Give an account a new password, made and shown once, unless it comes from standard input; its sessions and API tokens end
    Password {
        /// Whose
        login: String,
        /// Read the password from standard input
        #[arg(long)]
        password_stdin: bool,
    },
    /// Close an account; what its owner did stays as it is
    Disable {
        /// Whose
        login: String,
        /// Open it again
        #[arg(long)]
        undo: bool,
    },
}

/// `token …`
#[derive(Subcommand, Debug)]
pub(crate) enum TokenWhat {
    /// Make a token that acts as an account; it is shown once
    Add {
        /// The account
        login: String,
        /// What for, such as "data exchange"
        #[arg(long)]
        name: String,
        /// What it may do: read, write, reveal, export; may be given several times
        #[arg(long, required = true, value_name = "SCOPE")]
        scope: Vec<String>,
        /// After so many days it is void
        #[arg(long, value_name = "DAYS", default_value_t = 365, value_parser = clap::value_parser!(u16).range(1..=3650))]
        days: u16,
    },
}

/// Does it.
pub(crate) fn run(config: &Config, what: AccountWhat) -> Result<ExitCode> {
    let app = open::app(config)?;
    match what {
        AccountWhat::Add { login, name, role, unit, cleared, password_stdin } => {
            let unit = unit.map_or_else(|| app.city().units.center().code.clone(), Into::into);
            if app.city().units.get(&unit).is_none() {
                bail!("there is no unit {unit} in the city pack");
            }
            let roles = role.iter().map(|code| role_of(code)).collect::<Result<Vec<Role>>>()?;
            let password = password(&app, password_stdin)?;
            let new = NewAccount {
                login: login.trim().to_owned(),
                name,
                password: password.text.clone(),
                roles,
                unit,
                cleared,
            };
            if !create(&app, &new)? {
                bail!("the login {login} is taken");
            }
            tell(&password);
        }
        AccountWhat::List => list(&app)?,
        AccountWhat::Password { login, password_stdin } => {
            let password = password(&app, password_stdin)?;
            let hash = hash_password(&password.text, &app.entropy);
            let name = login.clone();
            let Some(revoked) = app.store.write_blocking(move |tx| reset_password(tx, &login, &hash))? else {
                bail!("there is no account {name}");
            };
            tell(&password);
            eprintln!("{name} is signed out everywhere; API tokens revoked: {revoked}");
        }
        AccountWhat::Disable { login, undo } => {
            let name = login.clone();
            if !app.store.write_blocking(move |tx| tx.set_disabled(&login, !undo))? {
                bail!("there is no account {name}");
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Makes a token.
pub(crate) fn run_token(config: &Config, what: TokenWhat) -> Result<ExitCode> {
    let app = open::app(config)?;
    let TokenWhat::Add { login, name, scope, days } = what;
    if let Some(odd) = scope.iter().find(|scope| !SCOPES.contains(&scope.as_str())) {
        bail!("`{odd}` is no scope; there are: {}", SCOPES.join(", "));
    }
    let cx = app.system_context(system::now());
    let expires = cx.now + Minutes(i64::from(days) * 24 * 60);
    let owner = login.clone();
    let made = app.store.write_blocking(move |tx| {
        let Some(account) = tx.account_by_login(&owner)? else { return Ok::<_, StoreError>(None) };
        issue_token(tx, &cx, account.id, &name, &scope, Some(expires)).map(Some)
    })?;
    let Some(secret) = made else { bail!("there is no account {login}") };
    println!("{secret}");
    eprintln!("the token is shown this once; it is void after {expires}");
    Ok(ExitCode::SUCCESS)
}

/// Adds an account; says whether the login was free.
pub(crate) fn create(app: &App, new: &NewAccount) -> Result<bool> {
    let hash = hash_password(&new.password, &app.entropy);
    let (cx, new) = (app.system_context(system::now()), new.clone());
    Ok(app.store.write_blocking(move |tx| add_account(tx, &cx, &new, &hash))?)
}

fn list(app: &App) -> Result<()> {
    for account in app.store.read_blocking(|tx| tx.accounts(LISTED_MAX))? {
        let roles: Vec<&str> = account.roles.iter().map(|role| role.code()).collect();
        let closed = match (account.disabled, account.demo) {
            (true, _) => "  disabled",
            (false, true) => "  demo",
            (false, false) => "",
        };
        println!(
            "{:<16} {:<24} {:<20} {}{closed}",
            account.login,
            roles.join(","),
            account.unit.as_str(),
            account.name
        );
    }
    Ok(())
}

fn role_of(code: &str) -> Result<Role> {
    let people = Role::ALL.iter().filter(|role| !matches!(role, Role::Citizen | Role::System));
    if let Some(role) = people.clone().find(|role| role.code() == code) {
        return Ok(*role);
    }
    let known: Vec<String> = people.map(|role| format!("{} ({})", role.code(), role.name(Lang::Zh))).collect();
    bail!("there is no role {code}; there are: {}", known.join(", "))
}

struct Password {
    text: String,
    made: bool,
}

fn password(app: &App, from_stdin: bool) -> Result<Password> {
    if !from_stdin {
        return Ok(Password { text: app.entropy.code(16), made: true });
    }
    let mut text = String::new();
    if std::io::stdin().is_terminal() {
        eprintln!("the new password, then Enter:");
    }
    std::io::stdin().lock().read_line(&mut text)?;
    let text = text.trim_end_matches(['\r', '\n']).to_owned();
    let chars = text.chars().count();
    if !(PASSWORD_CHARS_MIN..=PASSWORD_CHARS_MAX).contains(&chars) {
        bail!("a password has {PASSWORD_CHARS_MIN} to {PASSWORD_CHARS_MAX} characters, this one has {chars}");
    }
    Ok(Password { text, made: false })
}

fn tell(password: &Password) {
    if password.made {
        println!("password: {}", password.text);
        eprintln!("it is shown this once");
    }
}
