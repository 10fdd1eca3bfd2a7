//! Accounts, sessions and API tokens. Secrets stand here only as hashes.

use lianxin_domain::access::Role;
use lianxin_domain::{AccountId, Moment, UnitCode};

use crate::{Row, StoreError, Tx, sql, values};

/// A person who signs in.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the columns of the table")]
pub struct Account {
    pub id: AccountId,
    pub login: String,
    pub name: String,
    /// As argon2 writes it.
    pub password: String,
    pub roles: Vec<Role>,
    pub unit: UnitCode,
    pub cleared: bool,
    pub disabled: bool,
    /// Of the demonstration: its password is published.
    pub demo: bool,
    pub created: Moment,
}

/// A session or a token with its account.
#[derive(Clone, Debug)]
pub struct Bearer {
    /// Whose.
    pub account: Account,
    /// What a token may do; empty for a session.
    pub scopes: String,
    /// Until when.
    pub expires: Option<Moment>,
}

/// An API token, without its secret.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the columns of the table")]
pub struct Token {
    /// The keyed hash of the secret: names the token, and is of no use without the key.
    pub hash: String,
    pub name: String,
    /// Apart by blanks.
    pub scopes: String,
    pub created: Moment,
    pub expires: Option<Moment>,
}

macro_rules! account_columns {
    () => {
        "a.id, a.login, a.name, a.password, a.roles, a.unit, a.cleared, a.disabled, a.demo, a.created_at"
    };
}

sql!(BY_LOGIN, concat!("SELECT ", account_columns!(), " FROM account a WHERE a.login = $1"));
sql!(BY_ID, concat!("SELECT ", account_columns!(), " FROM account a WHERE a.id = $1"));
sql!(ALL, concat!("SELECT ", account_columns!(), " FROM account a ORDER BY a.login LIMIT $1"));
sql!(
    COLLEAGUES,
    concat!(
        "SELECT ",
        account_columns!(),
        " FROM account a WHERE a.unit = $1 AND NOT a.disabled ORDER BY a.login LIMIT $2"
    )
);
sql!(
    PUT,
    "INSERT INTO account (id, login, name, password, roles, unit, cleared, disabled, demo, created_at) \
     VALUES ($1,$2,$3,$4,$5,$6,$7,FALSE,$8,$9) ON CONFLICT (login) DO NOTHING"
);
// A password of its own makes an account of the demonstration somebody's.
sql!(SET_PASSWORD, "UPDATE account SET password = $2, demo = FALSE WHERE login = $1");
sql!(SET_DISABLED, "UPDATE account SET disabled = $2 WHERE login = $1");
sql!(OPEN_SESSION, "INSERT INTO session (token_hash, account_id, created_at, expires_at) VALUES ($1,$2,$3,$4)");
sql!(
    SESSION,
    concat!(
        "SELECT ",
        account_columns!(),
        ", s.expires_at FROM session s JOIN account a ON a.id = s.account_id \
     WHERE s.token_hash = $1 AND s.expires_at > $2 AND NOT a.disabled"
    )
);
sql!(CLOSE_SESSION, "DELETE FROM session WHERE token_hash = $1");
sql!(CLOSE_SESSIONS_BUT, "DELETE FROM session WHERE account_id = $1 AND token_hash <> $2");
sql!(CLOSE_OLD_SESSIONS, "DELETE FROM session WHERE expires_at <= $1");
sql!(
    NEW_TOKEN,
    "INSERT INTO api_token (token_hash, account_id, name, scopes, created_at, expires_at) VALUES ($1,$2,$3,$4,$5,$6)"
);
sql!(
    TOKEN,
    concat!(
        "SELECT ",
        account_columns!(),
        ", t.scopes, t.expires_at FROM api_token t JOIN account a ON a.id = t.account_id \
     WHERE t.token_hash = $1 AND (t.expires_at IS NULL OR t.expires_at > $2) AND NOT a.disabled"
    )
);
sql!(
    TOKENS,
    "SELECT token_hash, name, scopes, created_at, expires_at FROM api_token WHERE account_id = $1 ORDER BY created_at DESC, token_hash LIMIT $2"
);
sql!(DROP_TOKEN, "DELETE FROM api_token WHERE account_id = $1 AND token_hash = $2");
sql!(DROP_TOKENS, "DELETE FROM api_token WHERE account_id = $1");

fn account(row: &Row<'_>) -> Result<Account, StoreError> {
    let roles: String = row.get(4)?;
    Ok(Account {
        id: row.get(0)?,
        login: row.get(1)?,
        name: row.get(2)?,
        password: row.get(3)?,
        roles: roles.split(',').filter_map(Role::from_code).collect(),
        unit: row.get(5)?,
        cleared: row.get(6)?,
        disabled: row.get(7)?,
        demo: row.get(8)?,
        created: row.get(9)?,
    })
}

impl Tx {
    /// The account with this login.
    pub fn account_by_login(&mut self, login: &str) -> Result<Option<Account>, StoreError> {
        self.query_opt(&BY_LOGIN, &values![login], account)
    }

    /// The account with this id.
    pub fn account(&mut self, id: AccountId) -> Result<Option<Account>, StoreError> {
        self.query_opt(&BY_ID, &values![id], account)
    }

    /// Those who may sign in for a unit, by login.
    pub fn colleagues(&mut self, unit: &UnitCode, limit: i64) -> Result<Vec<Account>, StoreError> {
        self.query(&COLLEAGUES, &values![unit, limit], account)
    }

    /// Accounts by login.
    pub fn accounts(&mut self, limit: i64) -> Result<Vec<Account>, StoreError> {
        self.query(&ALL, &values![limit], account)
    }

    /// Adds an account, unless the login is taken; says whether it was added.
    pub fn add_account(&mut self, new: &Account) -> Result<bool, StoreError> {
        let roles: Vec<&str> = new.roles.iter().map(|role| role.code()).collect();
        let added = self.execute(
            &PUT,
            &values![
                new.id,
                &new.login,
                &new.name,
                &new.password,
                roles.join(","),
                &new.unit,
                new.cleared,
                new.demo,
                new.created
            ],
        )?;
        Ok(added == 1)
    }

    /// Sets a password; says whether there is such a login.
    pub fn set_password(&mut self, login: &str, password: &str) -> Result<bool, StoreError> {
        Ok(self.execute(&SET_PASSWORD, &values![login, password])? == 1)
    }

    /// Closes or opens an account; says whether there is such a login.
    pub fn set_disabled(&mut self, login: &str, disabled: bool) -> Result<bool, StoreError> {
        Ok(self.execute(&SET_DISABLED, &values![login, disabled])? == 1)
    }

    /// Opens a session and forgets those that have ended.
    pub fn open_session(
        &mut self,
        token_hash: &str,
        id: AccountId,
        now: Moment,
        expires: Moment,
    ) -> Result<(), StoreError> {
        self.close_old_sessions(now)?;
        self.execute(&OPEN_SESSION, &values![token_hash, id, now, expires]).map(drop)
    }

    /// Forgets sessions that have ended; gives how many.
    pub fn close_old_sessions(&mut self, now: Moment) -> Result<u64, StoreError> {
        self.execute(&CLOSE_OLD_SESSIONS, &values![now])
    }

    /// Who has this session.
    pub fn session(&mut self, token_hash: &str, now: Moment) -> Result<Option<Bearer>, StoreError> {
        self.query_opt(&SESSION, &values![token_hash, now], |row| {
            Ok(Bearer { account: account(row)?, scopes: String::new(), expires: row.get(10)? })
        })
    }

    /// Ends a session.
    pub fn close_session(&mut self, token_hash: &str) -> Result<(), StoreError> {
        self.execute(&CLOSE_SESSION, &values![token_hash]).map(drop)
    }

    /// Ends every session of an account but one; gives how many. An empty hash ends all of them.
    pub fn close_sessions_but(&mut self, id: AccountId, token_hash: &str) -> Result<u64, StoreError> {
        self.execute(&CLOSE_SESSIONS_BUT, &values![id, token_hash])
    }

    /// The API tokens of an account, newest first.
    pub fn tokens(&mut self, id: AccountId, limit: i64) -> Result<Vec<Token>, StoreError> {
        self.query(&TOKENS, &values![id, limit], |row| {
            Ok(Token {
                hash: row.get(0)?,
                name: row.get(1)?,
                scopes: row.get(2)?,
                created: row.get(3)?,
                expires: row.get(4)?,
            })
        })
    }

    /// Drops an API token of an account; says whether there was one.
    pub fn drop_token(&mut self, id: AccountId, token_hash: &str) -> Result<bool, StoreError> {
        Ok(self.execute(&DROP_TOKEN, &values![id, token_hash])? == 1)
    }

    /// Drops every API token of an account; gives how many.
    pub fn drop_tokens(&mut self, id: AccountId) -> Result<u64, StoreError> {
        self.execute(&DROP_TOKENS, &values![id])
    }

    /// Adds an API token.
    pub fn add_token(
        &mut self,
        token_hash: &str,
        id: AccountId,
        name: &str,
        scopes: &str,
        now: Moment,
        expires: Option<Moment>,
    ) -> Result<(), StoreError> {
        self.execute(&NEW_TOKEN, &values![token_hash, id, name, scopes, now, expires]).map(drop)
    }

    /// Whose API token this is.
    pub fn token(&mut self, token_hash: &str, now: Moment) -> Result<Option<Bearer>, StoreError> {
        self.query_opt(&TOKEN, &values![token_hash, now], |row| {
            Ok(Bearer { account: account(row)?, scopes: row.get(10)?, expires: row.get(11)? })
        })
    }
}
