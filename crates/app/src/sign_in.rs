//! Signing in: password, session; and API tokens with scopes.
//!
//! What is *not* here: how often somebody may try. That is counted where he asks from (`lianxin_web::limits`); an account that could be
//! locked by wrong passwords could be locked by anybody, in the very hour in which its owner is needed.

use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Argon2, PasswordHash};
use lianxin_domain::access::{Actor, Role};
use lianxin_domain::{AccountId, Minutes, Moment, UnitCode};
pub use lianxin_store::accounts::Token;
use lianxin_store::accounts::{Account, Bearer};
use lianxin_store::{StoreError, Tx};

use crate::context::{Context, Entropy};

/// A session ends after a shift with its overtime.
pub const SESSION: Minutes = Minutes(12 * 60);
/// Shortest password.
pub const PASSWORD_CHARS_MIN: usize = 10;
/// Longest password: hashing is slow on purpose, so its input is bounded.
pub const PASSWORD_CHARS_MAX: usize = 200;

/// Most API tokens of an account.
pub const TOKENS_MAX: usize = 20;
/// What an API token may be given; each is asked for by name.
pub const SCOPES: [&str; 4] = ["read", "write", "reveal", "export"];

/// What a signed-in person is known by.
#[derive(Clone, Debug)]
pub struct Session {
    /// Who.
    pub actor: Actor,
    /// His account.
    pub account: AccountId,
    /// His login.
    pub login: String,
    /// What an API token may do; `None` for a session, which may do what the person may.
    pub scopes: Option<Vec<String>>,
    /// When it ends.
    pub expires: Option<Moment>,
    /// Of an account whose password is published: good only where the demonstration is served.
    pub demo: bool,
}

/// A session that was just opened.
#[derive(Clone, Debug)]
pub struct Opened {
    /// The secret for the cookie.
    pub token: String,
    /// The session.
    pub session: Session,
}

/// Why nobody was signed in.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// Login or password is wrong; which of them is not said.
    #[error("login or password is wrong")]
    Wrong,
    /// The account is one of the demonstration, which is not served.
    #[error("the account belongs to the demonstration, and its password is published")]
    Demo,
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A new account.
#[derive(Clone, Debug)]
#[expect(missing_docs, reason = "the columns of the table")]
pub struct NewAccount {
    pub login: String,
    pub name: String,
    pub password: String,
    pub roles: Vec<Role>,
    pub unit: UnitCode,
    pub cleared: bool,
}

/// Hashes a password (argon2id). Slow on purpose: call it outside of a unit of work.
pub fn hash_password(password: &str, entropy: &Entropy) -> String {
    let salt: [u8; 16] = entropy.bytes();
    // Fails only for parameters and lengths that are fixed here.
    Argon2::default()
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map(|hash| hash.to_string())
        .unwrap_or_default()
}

/// Whether a password fits a hash. Slow on purpose: call it outside of a unit of work.
pub fn password_fits(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
}

/// The account that wants to sign in; `None` if there is none, or it is closed.
pub fn candidate(tx: &mut Tx, login: &str) -> Result<Option<Account>, StoreError> {
    Ok(tx.account_by_login(login.trim())?.filter(|account| !account.disabled))
}

/// What came of a password.
#[derive(Clone, Debug)]
pub enum Attempt {
    /// Right.
    Opened(Box<Opened>),
    /// Wrong.
    Wrong,
    /// Right, and published: the account belongs to the demonstration, which is not served.
    Demo,
}

/// Opens a session after the password was found right. `demo`: the demonstration is served, and its accounts are good.
pub fn finish(tx: &mut Tx, cx: &Context, login: &str, password_right: bool, demo: bool) -> Result<Attempt, StoreError> {
    let Some(account) = candidate(tx, login)?.filter(|_| password_right) else { return Ok(Attempt::Wrong) };
    if account.demo && !demo {
        return Ok(Attempt::Demo);
    }
    let token = cx.entropy.secret::<32>();
    let expires = cx.now + SESSION;
    tx.open_session(&cx.vault.hash("session", &token), account.id, cx.now, expires)?;
    let session = session_of(Bearer { account, scopes: String::new(), expires: Some(expires) }, false);
    Ok(Attempt::Opened(Box::new(Opened { token, session })))
}

/// What becomes of an account's API tokens when its password is changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Tokens {
    /// They go on: the programs that use them need no password.
    Keep,
    /// None of them works any more.
    Revoke,
}

/// Sets a new password, already hashed, and ends every session but `session`: whoever knew the old password is out. Says whether
/// there is such an account, and it is open. Call it only after the old password was found right.
pub fn change_password(
    tx: &mut Tx,
    cx: &Context,
    login: &str,
    new_hash: &str,
    session: &str,
    tokens: Tokens,
) -> Result<bool, StoreError> {
    let Some(account) = candidate(tx, login)? else { return Ok(false) };
    tx.set_password(&account.login, new_hash)?;
    tx.close_sessions_but(account.id, &cx.vault.hash("session", session))?;
    if tokens == Tokens::Revoke {
        tx.drop_tokens(account.id)?;
    }
    Ok(true)
}

/// Sets the password of somebody who has lost it, already hashed. Every session and every API token of the account ends: whoever has
/// the old password may have made himself one. Gives how many tokens were revoked; `None` if there is no such account.
pub fn reset_password(tx: &mut Tx, login: &str, new_hash: &str) -> Result<Option<u64>, StoreError> {
    let Some(account) = tx.account_by_login(login)? else { return Ok(None) };
    tx.set_password(&account.login, new_hash)?;
    sign_out_everywhere(tx, account.id)?;
    tx.drop_tokens(account.id).map(Some)
}

/// Ends every session of an account; gives how many.
pub fn sign_out_everywhere(tx: &mut Tx, account: AccountId) -> Result<u64, StoreError> {
    tx.close_sessions_but(account, "")
}

/// The API tokens of an account, newest first, without their secrets.
pub fn tokens(tx: &mut Tx, account: AccountId) -> Result<Vec<Token>, StoreError> {
    tx.tokens(account, i64::try_from(TOKENS_MAX).unwrap_or(i64::MAX))
}

/// Revokes an API token at once; says whether the account had it.
pub fn revoke_token(tx: &mut Tx, account: AccountId, hash: &str) -> Result<bool, StoreError> {
    tx.drop_token(account, hash)
}

/// Who has this session cookie.
pub fn session(tx: &mut Tx, cx: &Context, token: &str) -> Result<Option<Session>, StoreError> {
    let bearer = tx.session(&cx.vault.hash("session", token), cx.now)?;
    Ok(bearer.map(|bearer| session_of(bearer, false)))
}

/// Whose API token this is.
pub fn token(tx: &mut Tx, cx: &Context, token: &str) -> Result<Option<Session>, StoreError> {
    let bearer = tx.token(&cx.vault.hash("token", token), cx.now)?;
    Ok(bearer.map(|bearer| session_of(bearer, true)))
}

/// Ends a session.
pub fn sign_out(tx: &mut Tx, cx: &Context, token: &str) -> Result<(), StoreError> {
    tx.close_session(&cx.vault.hash("session", token))
}

/// Makes an API token for an account; gives the secret, which is shown once.
pub fn issue_token(
    tx: &mut Tx,
    cx: &Context,
    account: AccountId,
    name: &str,
    scopes: &[String],
    expires: Option<Moment>,
) -> Result<String, StoreError> {
    let secret = format!("lx_{}", cx.entropy.secret::<24>());
    tx.add_token(&cx.vault.hash("token", &secret), account, name, &scopes.join(" "), cx.now, expires)?;
    Ok(secret)
}

/// Adds an account whose password is already hashed; says whether the login was free.
pub fn add_account(tx: &mut Tx, cx: &Context, new: &NewAccount, password_hash: &str) -> Result<bool, StoreError> {
    add(tx, cx, new, password_hash, false)
}

/// Adds an account of the demonstration: its password is published, and opens nothing where the demonstration is not served.
pub fn add_demo_account(tx: &mut Tx, cx: &Context, new: &NewAccount, hash: &str) -> Result<bool, StoreError> {
    add(tx, cx, new, hash, true)
}

fn add(tx: &mut Tx, cx: &Context, new: &NewAccount, password_hash: &str, demo: bool) -> Result<bool, StoreError> {
    tx.add_account(&Account {
        id: cx.id(),
        login: new.login.clone(),
        name: new.name.clone(),
        password: password_hash.to_owned(),
        roles: new.roles.clone(),
        unit: new.unit.clone(),
        cleared: new.cleared,
        disabled: false,
        demo,
        created: cx.now,
    })
}

fn session_of(bearer: Bearer, is_token: bool) -> Session {
    let Bearer { account, scopes, expires } = bearer;
    let scopes = is_token.then(|| scopes.split(' ').filter(|scope| !scope.is_empty()).map(str::to_owned).collect());
    let (id, login, demo) = (account.id, account.login.clone(), account.demo);
    Session { actor: actor_of(account), account: id, login, scopes, expires, demo }
}

/// The person behind an account.
pub(crate) fn actor_of(account: Account) -> Actor {
    // Nobody signs in as a citizen or as the system, whatever stands in the table.
    let roles = account.roles.into_iter().filter(|role| !matches!(role, Role::Citizen | Role::System)).collect();
    Actor { account: Some(account.id), name: account.name, roles, unit: account.unit, cleared: account.cleared }
}
