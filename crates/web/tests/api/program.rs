//! A program at the other end of the API, with a token of its own.

use std::fmt;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use lianxin_app::sign_in::{self, NewAccount};
use lianxin_domain::Lang;
use lianxin_domain::access::{Actor, Role};
use lianxin_engine::{Now, Tasks};
use lianxin_testkit::{Engine, World};
use lianxin_web::metrics::MetricsFor;
use lianxin_web::{Web, router};
use serde_json::{Value, json};
use tower::ServiceExt as _;

/// Every scope there is.
pub const ALL: &[&str] = &["read", "write", "reveal", "export"];

/// A server with its city.
pub struct Server {
    pub world: Arc<World>,
    router: Router,
    _tasks: Tasks,
}

/// Somebody who calls.
pub struct Program<'s> {
    server: &'s Server,
    token: String,
}

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Server {
    /// With nothing on record.
    pub async fn new() -> Server {
        let world = Arc::new(World::new(Engine::Sqlite));
        let clock = Arc::clone(&world);
        let now: Now = Arc::new(move || clock.now());
        let tasks = Tasks::default();
        let feed = lianxin_engine::start(world.app(), &now, &Arc::default(), &tasks).await.unwrap();
        let app = world.app().clone();
        let web = Web {
            app,
            feed,
            now,
            limits: Arc::default(),
            metrics: Arc::default(),
            metrics_for: MetricsFor::OwnAddress,
            https: false,
            demo_password: None,
        };
        Server { world, router: router(web), _tasks: tasks }
    }

    /// A program that acts for somebody with these roles.
    pub fn program(&self, login: &str, roles: &[Role], unit: &str, scopes: &[&str]) -> Program<'_> {
        let new = NewAccount {
            login: login.to_owned(),
            name: login.to_owned(),
            password: String::new(),
            roles: roles.to_vec(),
            unit: unit.into(),
            cleared: false,
        };
        let cx = self.world.app().context(self.world.now(), Actor::system("center".into()), Lang::Zh);
        let (login, scopes) = (login.to_owned(), scopes.iter().map(|scope| (*scope).to_owned()).collect::<Vec<_>>());
        let token = self.world.write(move |tx| {
            sign_in::add_account(tx, &cx, &new, "")?;
            let account = tx.account_by_login(&login)?.unwrap();
            sign_in::issue_token(tx, &cx, account.id, "test", &scopes, None)
        });
        Program { server: self, token }
    }

    /// An agent's program with every scope.
    pub fn agent(&self) -> Program<'_> {
        self.program("agent", &[Role::Agent], "center", ALL)
    }

    /// A dispatcher's program with every scope.
    pub fn dispatcher(&self) -> Program<'_> {
        self.program("dispatcher", &[Role::Dispatcher], "center", ALL)
    }

    /// The program of a unit's handler, with every scope.
    pub fn handler(&self, unit: &str) -> Program<'_> {
        self.program(&format!("{unit}-handler"), &[Role::Handler], unit, ALL)
    }

    /// Somebody without a token.
    pub fn stranger(&self) -> Program<'_> {
        Program { server: self, token: String::new() }
    }
}

impl Program<'_> {
    pub async fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], Vec::new()).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, &[("content-type", "application/json")], body.to_string().into_bytes()).await
    }

    /// Decides on the grounds of a version.
    pub async fn decide(&self, path: &str, version: i64, body: &Value) -> Answer {
        let seen = format!("\"{version}\"");
        self.send(
            "POST",
            path,
            &[("content-type", "application/json"), ("if-match", &seen)],
            body.to_string().into_bytes(),
        )
        .await
    }

    pub async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Answer {
        let mut request = Request::builder().method(method).uri(path).header(header::ACCEPT_LANGUAGE, "en");
        if !self.token.is_empty() {
            request = request.header(header::AUTHORIZATION, format!("Bearer {}", self.token));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = self.server.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 64 * 1024 * 1024).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The last part of a problem's type.
    pub fn problem(&self) -> String {
        assert_eq!(self.header("content-type"), "application/problem+json", "{self}");
        self.json()["type"].as_str().unwrap().trim_start_matches("/api/docs#problem-").to_owned()
    }

    /// A text of the body.
    pub fn at(&self, pointer: &str) -> String {
        self.json()
            .pointer(pointer)
            .and_then(Value::as_str)
            .unwrap_or_else(|| panic!("no {pointer} in {self}"))
            .to_owned()
    }

    /// A number of the body.
    pub fn number(&self, pointer: &str) -> i64 {
        self.json().pointer(pointer).and_then(Value::as_i64).unwrap_or_else(|| panic!("no {pointer} in {self}"))
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.status)?;
        for name in ["content-type", "content-disposition", "location", "etag", "x-draft-version"] {
            if let Some(value) = self.headers.get(name) {
                write!(f, "\n{name}: {}", value.to_str().unwrap())?;
            }
        }
        match serde_json::from_slice::<Value>(&self.body) {
            Ok(body) => write!(f, "\n\n{body:#}"),
            Err(_) if self.body.is_empty() => Ok(()),
            Err(_) => write!(f, "\n\n{}", String::from_utf8_lossy(&self.body)),
        }
    }
}

/// A cold flat in Hexi.
pub fn cold_flat() -> Value {
    json!({
        "channel": "phone", "kind": "help", "title": "暖气不热", "demand": "尽快恢复供热", "account": "从昨晚起室温只有 14 度",
        "topic": "heating.cold", "place": "hexi.taoyuan", "address": "某某里 12 号楼", "grade": "urgent", "grade_reason": "供热",
        "person": { "name": "赵静", "phone": "10000000001" },
    })
}

/// The same, changed.
pub fn but(mut body: Value, change: &Value) -> Value {
    for (name, value) in change.as_object().unwrap() {
        body[name] = value.clone();
    }
    body
}

/// A cold flat that was sent to a unit; gives the number and the order's id.
pub async fn dispatched(program: &Program<'_>, unit: &str) -> (String, String) {
    let then =
        json!({ "then": { "do": "dispatch", "to": [{ "unit": unit, "role": "lead" }], "opinion": "请尽快处理" } });
    let answer = program.post("/api/requests", &but(cold_flat(), &then)).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{answer}");
    (answer.at("/number"), answer.at("/orders/0/id"))
}
