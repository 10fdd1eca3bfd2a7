//! Who gets in: the right password, an open account, a session that has not ended.

#![expect(clippy::unwrap_used, reason = "a test fails where it is wrong")]

use lianxin_app::sign_in::{self, Attempt, NewAccount, SESSION, Tokens};
use lianxin_domain::Minutes;
use lianxin_domain::access::Role;
use lianxin_testkit::{World, both_engines};

const LOGIN: &str = "paidan1";
const PASSWORD: &str = "一个足够长的密码 12345";

fn open_account(city: &World) {
    let cx = city.app().system_context(city.now());
    let hash = sign_in::hash_password(PASSWORD, &cx.entropy);
    let new = NewAccount {
        login: LOGIN.to_owned(),
        name: "齐卫东".to_owned(),
        password: PASSWORD.to_owned(),
        roles: vec![Role::Dispatcher, Role::Agent],
        unit: "center".into(),
        cleared: false,
    };
    assert!(city.write(move |tx| sign_in::add_account(tx, &cx, &new, &hash)), "the login was free");
}

/// As the server does it: the slow comparison outside of the unit of work.
fn tries(city: &World, password: &str) -> Attempt {
    tries_where(city, password, false)
}

fn tries_where(city: &World, password: &str, demo: bool) -> Attempt {
    let cx = city.app().system_context(city.now());
    let account = city.read(|tx| sign_in::candidate(tx, LOGIN));
    let right = account.is_some_and(|account| sign_in::password_fits(password, &account.password));
    city.write(move |tx| sign_in::finish(tx, &cx, LOGIN, right, demo))
}

fn token(city: &World) -> String {
    match tries(city, PASSWORD) {
        Attempt::Opened(opened) => opened.token,
        other @ (Attempt::Wrong | Attempt::Demo) => panic!("the password is right: {other:?}"),
    }
}

/// Whose session it is, if it is one.
fn whose(city: &World, token: &str) -> Option<String> {
    let (cx, token) = (city.app().system_context(city.now()), token.to_owned());
    city.read(move |tx| sign_in::session(tx, &cx, &token)).map(|session| session.login)
}

fn api_token(city: &World) -> String {
    let account = city.read(|tx| tx.account_by_login(LOGIN)).unwrap().id;
    let cx = city.app().system_context(city.now());
    city.write(move |tx| sign_in::issue_token(tx, &cx, account, "import", &["read".to_owned()], None))
}

/// Whether it is a token that works.
fn bears(city: &World, secret: &str) -> bool {
    let (cx, secret) = (city.app().system_context(city.now()), secret.to_owned());
    city.read(move |tx| sign_in::token(tx, &cx, &secret)).is_some()
}

both_engines! {
    fn the_right_password_opens_a_session(city: &World) {
        open_account(city);
        let Attempt::Opened(opened) = tries(city, PASSWORD) else { panic!("the password is right") };
        assert_eq!(opened.session.actor.roles, [Role::Dispatcher, Role::Agent]);
        assert_eq!(opened.session.scopes, None, "a person may what he may");
        assert_eq!(whose(city, &opened.token).as_deref(), Some(LOGIN));
        assert_eq!(whose(city, "another token"), None);
        let cx = city.app().system_context(city.now());
        city.write(move |tx| sign_in::sign_out(tx, &cx, &opened.token.clone()));
        assert!(matches!(tries(city, PASSWORD), Attempt::Opened(_)), "who left may come back");
    }

    fn a_session_that_was_ended_is_none(city: &World) {
        open_account(city);
        let token = token(city);
        let (cx, ended) = (city.app().system_context(city.now()), token.clone());
        city.write(move |tx| sign_in::sign_out(tx, &cx, &ended));
        assert_eq!(whose(city, &token), None);
    }

    fn a_session_ends_by_itself(city: &World) {
        open_account(city);
        let token = token(city);
        city.sleep(Minutes(SESSION.0 - 1));
        assert!(whose(city, &token).is_some());
        city.sleep(Minutes(1));
        assert_eq!(whose(city, &token), None);
    }

    /// Whoever knows a login could keep its owner out otherwise; what slows guessing down is counted where it comes from.
    fn wrong_passwords_lock_nobody_out(city: &World) {
        open_account(city);
        for _ in 0..20 {
            assert!(matches!(tries(city, "falsch"), Attempt::Wrong));
        }
        assert!(matches!(tries(city, PASSWORD), Attempt::Opened(_)));
    }

    /// The password of the demonstration is published: it opens nothing where the demonstration is not served.
    fn an_account_of_the_demonstration_opens_nothing_elsewhere(city: &World) {
        let cx = city.app().system_context(city.now());
        let hash = sign_in::hash_password(PASSWORD, &cx.entropy);
        let new = NewAccount { login: LOGIN.to_owned(), name: "演示".to_owned(), password: PASSWORD.to_owned(), roles: vec![Role::Dispatcher], unit: "center".into(), cleared: false };
        assert!(city.write(move |tx| sign_in::add_demo_account(tx, &cx, &new, &hash)));
        let Attempt::Opened(opened) = tries_where(city, PASSWORD, true) else { panic!("the demonstration is served") };
        assert!(opened.session.demo);
        assert!(matches!(tries(city, PASSWORD), Attempt::Demo));
        assert!(matches!(tries(city, "falsch"), Attempt::Wrong), "and who does not know the password learns nothing");
        // What was opened while it was served says what it is.
        let (cx, token) = (city.app().system_context(city.now()), opened.token);
        assert!(city.read(move |tx| sign_in::session(tx, &cx, &token)).unwrap().demo);
        // A password of its own makes it somebody's.
        let hash = sign_in::hash_password("ein anderes Passwort", &city.app().entropy);
        assert_eq!(city.write(move |tx| sign_in::reset_password(tx, LOGIN, &hash)), Some(0));
        assert!(matches!(tries(city, "ein anderes Passwort"), Attempt::Opened(_)));
    }

    /// Whoever had the old password may have made himself a token.
    fn a_reset_ends_sessions_and_tokens(city: &World) {
        open_account(city);
        let session = token(city);
        let secret = api_token(city);
        assert!(bears(city, &secret));
        let hash = sign_in::hash_password("ein anderes Passwort", &city.app().entropy);
        assert_eq!(city.write(move |tx| sign_in::reset_password(tx, LOGIN, &hash)), Some(1));
        assert!(!bears(city, &secret) && whose(city, &session).is_none());
        assert!(matches!(tries(city, PASSWORD), Attempt::Wrong));
        assert_eq!(city.write(|tx| sign_in::reset_password(tx, "nobody", "hash")), None);
    }

    /// Who changes his own password says whether his programs go on.
    fn a_change_revokes_tokens_if_it_is_to(city: &World) {
        open_account(city);
        for (tokens, go_on) in [(Tokens::Keep, true), (Tokens::Revoke, false)] {
            let (mine, other, secret) = (token(city), token(city), api_token(city));
            let (cx, session) = (city.app().system_context(city.now()), mine.clone());
            let hash = sign_in::hash_password(PASSWORD, &cx.entropy);
            assert!(city.write(move |tx| sign_in::change_password(tx, &cx, LOGIN, &hash, &session, tokens)));
            assert_eq!(bears(city, &secret), go_on, "{tokens:?}");
            assert!(whose(city, &mine).is_some() && whose(city, &other).is_none(), "only this session goes on");
        }
    }

    fn a_closed_account_is_as_if_there_were_none(city: &World) {
        open_account(city);
        let token = token(city);
        assert!(city.write(|tx| tx.set_disabled(LOGIN, true)));
        assert_eq!(whose(city, &token), None, "what was open is shut");
        assert!(matches!(tries(city, PASSWORD), Attempt::Wrong), "and nobody learns why");
        assert!(city.write(|tx| tx.set_disabled(LOGIN, false)));
        assert!(matches!(tries(city, PASSWORD), Attempt::Opened(_)));
    }

    fn a_login_is_taken_once(city: &World) {
        open_account(city);
        let cx = city.app().system_context(city.now());
        let second = NewAccount { login: LOGIN.to_owned(), name: String::new(), password: String::new(), roles: Vec::new(), unit: "center".into(), cleared: true };
        assert!(!city.write(move |tx| sign_in::add_account(tx, &cx, &second, "hash")));
        assert!(matches!(tries(city, PASSWORD), Attempt::Opened(_)), "and the first keeps his password");
    }

    fn a_token_does_what_it_was_made_for(city: &World) {
        open_account(city);
        let account = city.read(|tx| tx.account_by_login(LOGIN)).unwrap().id;
        let (cx, expires) = (city.app().system_context(city.now()), Some(city.now() + Minutes(60)));
        let scopes = ["read".to_owned(), "register".to_owned()];
        let secret = city.write(move |tx| sign_in::issue_token(tx, &cx, account, "import", &scopes, expires));
        let opens = |secret: &str| {
            let (cx, secret) = (city.app().system_context(city.now()), secret.to_owned());
            city.read(move |tx| sign_in::token(tx, &cx, &secret)).and_then(|session| session.scopes)
        };
        assert_eq!(opens(&secret), Some(vec!["read".to_owned(), "register".to_owned()]));
        assert_eq!(whose(city, &secret), None, "a token is no cookie");
        assert_eq!(opens(&secret.to_uppercase()), None);
        city.sleep(Minutes(60));
        assert_eq!(opens(&secret), None);
    }
}
