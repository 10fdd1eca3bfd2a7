//! What somebody sends who has not signed in and does not mean well.

mod site;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::StatusCode;
use lianxin_app::sign_in::{self, NewAccount};
use lianxin_domain::access::Role;
use lianxin_testkit::{help, minutes};
use lianxin_web::limits::Limits;
use lianxin_web::metrics::MetricsFor;
use lianxin_web::pace::Pace;
use site::Site;

const PASSWORD: &str = "一个足够长的密码 12345";
/// Where the requests of these tests come from: the proxy that says whom it speaks for.
const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

const MULTIPART: (&str, &str) = ("content-type", "multipart/form-data; boundary=x");
const PHOTO: &[u8] = b"--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.png\"\r\n\r\n\x89PNG\r\n\x1a\n0123456789\r\n--x--\r\n";

#[tokio::test]
async fn nobody_fills_the_disk_without_having_signed_in() {
    let site = Site::new().await;
    let visitor = site.visitor();
    for (method, path, refused) in [
        ("POST", "/sign-in", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("POST", "/public", StatusCode::UNSUPPORTED_MEDIA_TYPE),
        ("PUT", "/desk/draft", StatusCode::UNAUTHORIZED),
        ("POST", "/desk", StatusCode::SEE_OTHER),
        ("POST", "/public/request/supplement", StatusCode::SEE_OTHER),
        ("POST", "/api/files", StatusCode::UNAUTHORIZED),
    ] {
        assert_eq!(visitor.raw(method, path, &[MULTIPART], PHOTO).await, refused, "{path}");
        assert!(!site.world.app().files.directory().exists(), "{path} kept a file");
    }
}

#[tokio::test]
async fn a_form_that_is_too_long_is_refused() {
    let visitor = Site::new().await;
    let visitor = visitor.visitor();
    let long = format!("login={}", "x".repeat(1024 * 1024));
    let form = ("content-type", "application/x-www-form-urlencoded");
    assert_eq!(visitor.raw("POST", "/sign-in", &[form], long).await, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn methods_that_somebody_invents_are_counted_as_one() {
    let site = Site::new().await;
    let visitor = site.visitor();
    for method in ["BREW", "WHEN", "get"] {
        assert_eq!(visitor.raw(method, "/sign-in", &[], "").await, StatusCode::METHOD_NOT_ALLOWED);
    }
    let told = site.figures().await;
    assert!(told.contains("lianxin_http_ms_count{method=\"other\",route=\"/sign-in\",status=\"405\"} 3"), "{told}");
    assert!(!told.contains("BREW"), "{told}");
}

/// Otherwise a tab that is left open hears on, whatever has become of its reader's account.
#[tokio::test]
async fn a_feed_ends_after_a_while_so_that_who_hears_it_is_asked_for_again() {
    let site = Site::new().await;
    let mut browser = site.browser("zuoxi1", Role::Agent, "center");
    let begun = tokio::time::Instant::now();
    let heard = browser.get("/live").await;
    assert!(heard.status.is_success() && heard.body.contains("event: hello"), "{}", heard.body);
    assert!(begun.elapsed() >= site::FEED_LASTS, "{:?}", begun.elapsed());
    browser.forget();
    assert_eq!(browser.get("/live").await.location, "/sign-in?next=/live");
}

/// Wrong passwords are counted where they come from; an agent is not kept out by them, and nobody learns which logins there are.
#[tokio::test]
async fn wrong_passwords_slow_down_who_sends_them_and_say_nothing() {
    let site = Site::with(|web| web.limits = Arc::new(Limits::behind(vec![HERE]))).await;
    with_password(&site, "zuoxi1");
    let tried = async |from: &str, login: &str, password: &str| {
        let body = format!("login={login}&password={password}");
        let form = ("content-type", "application/x-www-form-urlencoded");
        site.visitor().raw("POST", "/sign-in", &[form, ("x-forwarded-for", from)], body).await.as_u16()
    };
    for login in ["zuoxi1", "nobody"] {
        let mut told = Vec::new();
        for _ in 0..7 {
            told.push(tried("192.0.2.66", login, "falsch").await);
        }
        assert_eq!(told, [401, 401, 401, 401, 401, 429, 429], "{login}");
    }
    assert_eq!(tried("192.0.2.66", "zuoxi1", PASSWORD).await, 429, "not even the right one, from there");
    assert_eq!(tried("192.0.2.7", "zuoxi1", PASSWORD).await, 303, "the agent, from where she is");
}

#[tokio::test]
async fn codes_of_one_number_are_counted_whoever_guesses() {
    let site = Site::with(|web| web.limits = Arc::new(Limits::behind(vec![HERE]))).await;
    let filed = site.world.agent().registers(help("路灯不亮"));
    let tried = async |from: &str| {
        let body = format!("number={}&code=AAAAAA", filed.number.replace('-', " ").to_lowercase());
        let form = ("content-type", "application/x-www-form-urlencoded");
        site.visitor().raw("POST", "/public", &[form, ("x-forwarded-for", from)], body).await.as_u16()
    };
    let mut told = Vec::new();
    for last in 0..22 {
        told.push(tried(&format!("192.0.2.{last}")).await);
    }
    assert_eq!((&told[..20], &told[20..]), (&[422; 20][..], &[429; 2][..]));
}

#[tokio::test]
async fn an_account_has_so_many_feeds_and_no_more() {
    let site = Site::with(|web| {
        let mut limits = Limits::default();
        limits.feed_lasts = Duration::from_mins(10);
        web.limits = Arc::new(limits);
    })
    .await;
    let (agent, other) = (site.browser("zuoxi1", Role::Agent, "center"), site.browser("zuoxi2", Role::Agent, "center"));
    let mut open = Vec::new();
    for _ in 0..20 {
        open.push(agent.open("/live").await);
    }
    assert!(open.iter().all(|feed| feed.status() == StatusCode::OK));
    let refused = agent.get("/live").await;
    assert_eq!(refused.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(refused.body.contains("同一账号打开的实时页面太多"), "{}", refused.body);
    assert_eq!(other.open("/live").await.status(), StatusCode::OK, "others are not affected");
    open.pop();
    assert_eq!(agent.open("/live").await.status(), StatusCode::OK, "one that ended makes room");
}

#[tokio::test]
async fn figures_are_for_the_machine_itself() {
    let here = SocketAddr::from(([127, 0, 0, 1], 4000));
    let asked =
        async |site: &Site, from: SocketAddr, headers: &[(&str, &str)]| site.from(from, "/metrics", headers).await;
    let site = Site::new().await;
    assert_eq!(asked(&site, here, &[]).await, StatusCode::OK);
    assert_eq!(asked(&site, SocketAddr::from(([192, 0, 2, 7], 4000)), &[]).await, StatusCode::NOT_FOUND);
    assert_eq!(asked(&site, here, &[("x-forwarded-for", "192.0.2.7")]).await, StatusCode::NOT_FOUND, "a proxy speaks");
    let site = Site::with(|web| web.metrics_for = MetricsFor::OwnAddress).await;
    assert_eq!(asked(&site, here, &[]).await, StatusCode::NOT_FOUND, "they have an address of their own");
    assert!(site.figures().await.contains("lianxin_store_units"));
}

/// A body that drips, byte by byte, without an end.
fn dripping(every: Duration) -> Body {
    let (sender, receiver) = tokio::sync::mpsc::channel::<Result<&'static [u8], std::io::Error>>(1);
    #[expect(clippy::disallowed_methods, reason = "ends with its body")]
    tokio::spawn(async move {
        while sender.send(Ok(b"x")).await.is_ok() {
            tokio::time::sleep(every).await;
        }
    });
    Body::from_stream(tokio_stream::wrappers::ReceiverStream::new(receiver))
}

#[tokio::test]
async fn who_drips_a_form_is_not_waited_for() {
    let (silence, grace) = (Duration::from_millis(200), Duration::from_millis(600));
    let site = Site::with(|web| {
        let mut limits = Limits::default();
        limits.pace = Pace { silence, grace, bytes_per_second: 1_000, ..Pace::default() };
        web.limits = Arc::new(limits);
    })
    .await;
    let form = [("content-type", "application/x-www-form-urlencoded")];
    for (every, least) in [(Duration::from_mins(1), silence), (Duration::from_millis(20), grace)] {
        let begun = tokio::time::Instant::now();
        let answer = site.visitor().raw("POST", "/sign-in", &form, dripping(every)).await;
        assert_eq!(answer, StatusCode::REQUEST_TIMEOUT, "{every:?}");
        assert!(begun.elapsed() >= least && begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    }
    // An upload that goes on takes as long as it takes: a second, here, at twice the rate that is asked for.
    let (sender, receiver) = tokio::sync::mpsc::channel::<Result<Vec<u8>, std::io::Error>>(1);
    #[expect(clippy::disallowed_methods, reason = "ends with its body")]
    tokio::spawn(async move {
        for _ in 0..20 {
            sender.send(Ok(vec![b'x'; 100])).await.ok();
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    });
    let upload = Body::from_stream(tokio_stream::wrappers::ReceiverStream::new(receiver));
    assert_eq!(site.visitor().raw("POST", "/sign-in", &form, upload).await, StatusCode::UNAUTHORIZED);
}

/// What the rules refuse anyway puts nothing on the disk.
#[tokio::test]
async fn a_move_that_is_refused_keeps_no_file() {
    let site = Site::new().await;
    let filed = site.world.agent().registers(help("路灯不亮"));
    let mut citizen = site.visitor();
    let opened = citizen.post("/public", &[("number", &filed.number), ("code", &filed.code)]).await;
    citizen.keep(&opened);
    let kept = || site.world.app().files.directory().exists();
    let here = ("sec-fetch-site", "same-origin");
    for (verb, refused) in [
        ("nonsense", StatusCode::NOT_FOUND),
        ("reply", StatusCode::UNPROCESSABLE_ENTITY),
        ("urge", StatusCode::PAYLOAD_TOO_LARGE),
    ] {
        assert_eq!(
            citizen.raw("POST", &format!("/public/request/{verb}"), &[MULTIPART, here], PHOTO).await,
            refused,
            "{verb}"
        );
        assert!(!kept(), "{verb} kept a file");
    }
    // What is refused only after it was read has its file noted, so that it goes in time.
    let long = "长".repeat(20_001);
    let text = format!("--x\r\nContent-Disposition: form-data; name=\"supplement\"\r\n\r\n{long}\r\n");
    let body = [text.as_bytes(), PHOTO].concat();
    let refused = citizen.raw("POST", "/public/request/supplement", &[MULTIPART, here], body).await;
    assert_eq!(refused, StatusCode::UNPROCESSABLE_ENTITY);
    let later = site.world.now() + minutes(24 * 60 + 1);
    assert_eq!(lianxin_engine::sweep_uploads(site.world.app(), later).await.unwrap().0, 1);
}

#[tokio::test]
async fn a_citizen_who_leaves_has_left_everywhere() {
    let site = Site::new().await;
    let filed = site.world.agent().registers(help("路灯不亮"));
    let open = async || {
        let mut browser = site.visitor();
        let opened = browser.post("/public", &[("number", &filed.number), ("code", &filed.code)]).await;
        browser.keep(&opened);
        browser
    };
    let (citizen, mut second) = (open().await, open().await);
    assert_eq!(citizen.get("/public/request").await.status, StatusCode::OK);
    citizen.post("/public/leave", &[]).await;
    // The cookie is still there, as in a copy of it.
    assert_eq!(citizen.get("/public/request").await.location, "/public");
    assert_eq!(second.get("/public/request").await.status, StatusCode::OK, "another computer");
    // Looking keeps it open, and not for ever.
    for _ in 0..9 {
        site.world.wait(minutes(25));
        let page = second.get("/public/request").await;
        assert_eq!(page.status, StatusCode::OK);
        second.keep(&page);
    }
    site.world.wait(minutes(16));
    assert_eq!(second.get("/public/request").await.location, "/public", "four hours have passed");
}

#[tokio::test]
async fn a_demo_account_opens_nothing_where_the_demonstration_is_not_served() {
    for (served, status) in [(true, 303), (false, 403)] {
        let site = Site::with(|web| web.demo_password = served.then(|| PASSWORD.into())).await;
        let cx = site.world.app().system_context(site.world.now());
        let hash = sign_in::hash_password(PASSWORD, &cx.entropy);
        let token = site.world.write(move |tx| {
            sign_in::add_demo_account(tx, &cx, &new("demo1"), &hash)?;
            let account = tx.account_by_login("demo1")?.unwrap().id;
            sign_in::issue_token(tx, &cx, account, "old", &["read".to_owned()], None)
        });
        let answer = site.visitor().post("/sign-in", &[("login", "demo1"), ("password", PASSWORD)]).await;
        assert_eq!(answer.status.as_u16(), status, "{}", answer.body);
        let (told, _, _) = site.visitor().bytes("/api/me", &[("authorization", &format!("Bearer {token}"))]).await;
        assert_eq!(told, if served { StatusCode::OK } else { StatusCode::UNAUTHORIZED }, "a token that it had");
    }
}

/// The box that revokes the tokens is ticked unless somebody unticks it.
#[tokio::test]
async fn a_changed_password_takes_the_tokens_with_it_unless_told_otherwise() {
    let site = Site::new().await;
    with_password(&site, "zuoxi1");
    let mut browser = site.visitor();
    let opened = browser.post("/sign-in", &[("login", "zuoxi1"), ("password", PASSWORD)]).await;
    browser.keep(&opened);
    let page = browser.get("/account").await;
    assert!(page.body.contains("name=\"revoke\" value=\"1\" checked"), "{}", page.body);
    let cx = site.world.app().system_context(site.world.now());
    let account = site.world.read(|tx| tx.account_by_login("zuoxi1")).unwrap().id;
    site.world.write(move |tx| sign_in::issue_token(tx, &cx, account, "link", &["read".to_owned()], None));
    let tokens = || site.world.read(move |tx| sign_in::tokens(tx, account)).len();
    let change = async |more: &[(&str, &str)]| {
        let fields = [&[("old", PASSWORD), ("new", PASSWORD), ("again", PASSWORD)], more].concat();
        browser.post("/account/password", &fields).await.location
    };
    assert_eq!((change(&[]).await.as_str(), tokens()), ("/account", 1));
    assert_eq!((change(&[("revoke", "1")]).await.as_str(), tokens()), ("/account", 0));
}

fn new(login: &str) -> NewAccount {
    NewAccount {
        login: login.to_owned(),
        name: login.to_owned(),
        password: PASSWORD.to_owned(),
        roles: vec![Role::Agent],
        unit: "center".into(),
        cleared: false,
    }
}

/// An account that signs in with its password.
fn with_password(site: &Site, login: &'static str) {
    let cx = site.world.app().system_context(site.world.now());
    let hash = sign_in::hash_password(PASSWORD, &cx.entropy);
    assert!(site.world.write(move |tx| sign_in::add_account(tx, &cx, &new(login), &hash)));
}
