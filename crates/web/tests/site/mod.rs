//! The whole server in one process, with a clock that is moved by hand and browsers that have signed in.

#![expect(dead_code, unreachable_pub, clippy::unwrap_used, reason = "test files share it, each its part")]

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::ConnectInfo;
use axum::http::{Request, Response, StatusCode, header};
use lianxin_app::sign_in::{self, Attempt, NewAccount};
use lianxin_domain::Lang;
use lianxin_domain::access::Role;
use lianxin_engine::{Now, Tasks};
use lianxin_testkit::{Engine, World};
use lianxin_web::limits::Limits;
use lianxin_web::metrics::MetricsFor;
use lianxin_web::{Web, router};
use tower::ServiceExt as _;

/// A live feed is over soon, so that a test hears its end.
pub const FEED_LASTS: Duration = Duration::from_secs(1);
/// Largest answer that a test reads, in bytes.
const ANSWER_BYTES_MAX: usize = 4 * 1024 * 1024;

/// A server with its city.
pub struct Site {
    pub world: Arc<World>,
    router: Router,
    figures: Router,
    _tasks: Tasks,
}

impl Site {
    /// With nothing on record.
    pub async fn new() -> Site {
        Site::with(|_| {}).await
    }

    /// With nothing on record, and other settings.
    pub async fn with(change: impl FnOnce(&mut Web)) -> Site {
        let world = Arc::new(World::new(Engine::Sqlite));
        let clock = Arc::clone(&world);
        let now: Now = Arc::new(move || clock.now());
        let tasks = Tasks::default();
        let feed = lianxin_engine::start(world.app(), &now, &Arc::default(), &tasks).await.unwrap();
        let mut limits = Limits::default();
        limits.feed_lasts = FEED_LASTS;
        let mut web = Web {
            app: world.app().clone(),
            feed,
            now,
            limits: Arc::new(limits),
            metrics: Arc::default(),
            metrics_for: MetricsFor::ThisMachine,
            https: false,
            demo_password: None,
        };
        change(&mut web);
        let figures = lianxin_web::metrics::router(web.clone());
        Site { world, router: router(web), figures, _tasks: tasks }
    }

    /// A browser in which somebody with this role has signed in.
    pub fn browser(&self, login: &str, role: Role, unit: &str) -> Browser<'_> {
        let new = NewAccount {
            login: login.to_owned(),
            name: login.to_owned(),
            password: String::new(),
            roles: vec![role],
            unit: unit.into(),
            cleared: false,
        };
        let cx = self.world.app().context(
            self.world.now(),
            lianxin_domain::access::Actor::system("center".into()),
            Lang::Zh,
        );
        let login = login.to_owned();
        let attempt = self.world.write(move |tx| {
            sign_in::add_account(tx, &cx, &new, "")?;
            sign_in::finish(tx, &cx, &login, true, false)
        });
        let Attempt::Opened(opened) = attempt else { panic!("{attempt:?}") };
        Browser { site: self, cookie: format!("lx_session={}", opened.token) }
    }
}

impl Site {
    /// What was served, as the machine itself reads it.
    pub async fn figures(&self) -> String {
        let request = Request::get("/metrics").body(Body::empty()).unwrap();
        let response = self.figures.clone().oneshot(request).await.unwrap();
        String::from_utf8(to_bytes(response.into_body(), ANSWER_BYTES_MAX).await.unwrap().to_vec()).unwrap()
    }

    /// What somebody at this address is answered.
    pub async fn from(&self, peer: SocketAddr, path: &str, headers: &[(&str, &str)]) -> StatusCode {
        let request = Request::get(path).extension(ConnectInfo(peer));
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        self.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap().status()
    }

    /// A browser in which nobody has signed in.
    pub fn visitor(&self) -> Browser<'_> {
        Browser { site: self, cookie: String::new() }
    }
}

/// Somebody's browser.
pub struct Browser<'s> {
    site: &'s Site,
    cookie: String,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    /// Where a redirect leads; empty if it is none.
    pub location: String,
    pub headers: axum::http::HeaderMap,
    pub body: String,
}

impl Browser<'_> {
    /// Its cookies are gone.
    pub fn forget(&mut self) {
        self.cookie.clear();
    }

    /// Keeps the cookies that an answer brings, as a browser does.
    pub fn keep(&mut self, answer: &Answer) {
        for set in answer.headers.get_all(header::SET_COOKIE) {
            let (pair, _) = set.to_str().unwrap().split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            let others =
                self.cookie.split("; ").filter(|kept| !kept.is_empty() && !kept.starts_with(&format!("{name}=")));
            let kept: Vec<String> =
                others.map(str::to_owned).chain((!value.is_empty()).then(|| pair.to_owned())).collect();
            self.cookie = kept.join("; ");
        }
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, Vec::new()).await
    }

    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send("POST", path, fields.to_vec()).await
    }

    pub async fn put(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        self.send("PUT", path, fields.to_vec()).await
    }

    /// An answer that is no text, asked for with headers.
    pub async fn bytes(&self, path: &str, asked: &[(&str, &str)]) -> (StatusCode, axum::http::HeaderMap, Vec<u8>) {
        let request =
            asked.iter().fold(Request::get(path).header(header::COOKIE, &self.cookie), |request, (name, value)| {
                request.header(*name, *value)
            });
        let response = self.site.router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        (parts.status, parts.headers, to_bytes(body, ANSWER_BYTES_MAX).await.unwrap().to_vec())
    }

    /// Anything at all, with the cookies and no word of where it comes from.
    pub async fn raw(&self, method: &str, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> StatusCode {
        let request = Request::builder().method(method).uri(path).header(header::COOKIE, &self.cookie);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
        self.site.router.clone().oneshot(request.body(body.into()).unwrap()).await.unwrap().status()
    }

    /// The answer with its body unread, such as a feed.
    pub async fn open(&self, path: &str) -> Response<Body> {
        let request = Request::get(path).header(header::COOKIE, &self.cookie).body(Body::empty()).unwrap();
        self.site.router.clone().oneshot(request).await.unwrap()
    }

    async fn send(&self, method: &str, path: &str, fields: Vec<(&str, &str)>) -> Answer {
        let encode = lianxin_web::caller::encode;
        let body = fields.iter().map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&");
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::COOKIE, &self.cookie)
            .header("sec-fetch-site", "same-origin")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body))
            .unwrap();
        let response = self.site.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let location = parts.headers.get(header::LOCATION).map_or(String::new(), |to| to.to_str().unwrap().to_owned());
        let body = to_bytes(body, ANSWER_BYTES_MAX).await.unwrap();
        Answer {
            status: parts.status,
            location,
            headers: parts.headers,
            body: String::from_utf8(body.to_vec()).unwrap(),
        }
    }
}

impl Answer {
    /// What a reader sees between two pieces of markup, without tags.
    pub fn between(&self, from: &str, to: &str) -> String {
        let start = self.body.find(from).unwrap_or_else(|| panic!("no {from} in {}", self.body)) + from.len();
        let end = self.body[start..].find(to).unwrap_or_else(|| panic!("no {to} after {from}")) + start;
        text(&self.body[start..end])
    }

    /// The values that are chosen in a select.
    pub fn chosen(&self, name: &str) -> Vec<String> {
        let at = self.body.find(&format!("name=\"{name}\"")).unwrap_or_else(|| panic!("no field {name}"));
        let end = self.body[at..].find("</select>").unwrap() + at;
        let options = self.body[at..end]
            .split("<option value=\"")
            .skip(1)
            .filter(|option| option.split('>').next().unwrap().contains(" selected"));
        options.map(|option| option.split('"').next().unwrap().to_owned()).collect()
    }

    /// The value that stands in a field.
    pub fn field(&self, name: &str) -> String {
        let at = self.body.find(&format!("name=\"{name}\"")).unwrap_or_else(|| panic!("no field {name}"));
        let tag_end = self.body[at..].find('>').unwrap() + at;
        let tag = &self.body[at..tag_end];
        match tag.split_once("value=\"") {
            Some((_, rest)) => rest.split('"').next().unwrap().to_owned(),
            None => self.body[tag_end + 1..].split('<').next().unwrap().to_owned(),
        }
    }

    /// What is wrong, field by field: `answer: 请填写答复内容`.
    pub fn errors(&self) -> Vec<String> {
        let summary = self.body.split("href=\"#f-").skip(1);
        summary
            .map(|rest| {
                let (field, rest) = rest.split_once('"').unwrap();
                format!("{field}: {}", text(rest.split("</a>").next().unwrap().trim_start_matches('>')))
            })
            .collect()
    }
}

/// Markup as a reader sees it.
pub fn text(markup: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in markup.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                out.push(' ');
            }
            c if !inside => out.push(c),
            _ => {}
        }
    }
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}
