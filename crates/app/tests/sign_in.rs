//! Who gets in: the right password, an open account, a session that has not ended.

#![expect(clippy::unwrap_used, reason = "a test fails where it is wrong")]

use lianxin_app::sign_in::{self, Attempt, LOCKED, NewAccount, SESSION, SignInError};
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

/// As the server does it: the slow comparison outside of the unit of work, the count of failures inside.
fn tries(city: &World, password: &str) -> Attempt {
    let cx = city.app().system_context(city.now());
    let asked = cx.clone();
    let candidate = city.app().store.read_blocking(move |tx| sign_in::candidate(tx, &asked, LOGIN));
    let right = match candidate {
        Ok(account) => sign_in::password_fits(password, &account.password),
        Err(SignInError::Locked(until)) => return Attempt::Locked(until),
        Err(SignInError::Wrong) => false,
        Err(error @ SignInError::Store(_)) => panic!("{error}"),
    };
    city.write(move |tx| sign_in::finish(tx, &cx, LOGIN, right))
}

fn token(city: &World) -> String {
    match tries(city, PASSWORD) {
        Attempt::Opened(opened) => opened.token,
        other @ (Attempt::Wrong | Attempt::Locked(_)) => panic!("the password is right: {other:?}"),
    }
}

/// Whose session it is, if it is one.
fn whose(city: &World, token: &str) -> Option<String> {
    let (cx, token) = (city.app().system_context(city.now()), token.to_owned());
    city.read(move |tx| sign_in::session(tx, &cx, &token)).map(|session| session.login)
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

    fn five_wrong_passwords_lock_the_account(city: &World) {
        open_account(city);
        for _ in 0..4 {
            assert!(matches!(tries(city, "falsch"), Attempt::Wrong));
        }
        let until = city.now() + LOCKED;
        assert!(matches!(tries(city, "falsch"), Attempt::Locked(told) if told == until));
        city.sleep(Minutes(LOCKED.0 - 1));
        assert!(matches!(tries(city, PASSWORD), Attempt::Locked(told) if told == until), "not even with the right one");
        city.sleep(Minutes(1));
        assert!(matches!(tries(city, PASSWORD), Attempt::Opened(_)));
    }

    /// Only failures in a row count.
    fn a_right_password_forgives_wrong_ones(city: &World) {
        open_account(city);
        for _ in 0..3 {
            for _ in 0..4 {
                assert!(matches!(tries(city, "falsch"), Attempt::Wrong));
            }
            token(city);
        }
    }

    /// A guess that comes while another is being checked is counted too.
    fn guesses_at_once_are_counted(city: &World) {
        open_account(city);
        let cx = city.app().system_context(city.now());
        std::thread::scope(|scope| {
            for _ in 0..5 {
                let cx = cx.clone();
                scope.spawn(move || city.write(move |tx| sign_in::finish(tx, &cx, LOGIN, false)));
            }
        });
        assert!(matches!(tries(city, PASSWORD), Attempt::Locked(_)));
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
