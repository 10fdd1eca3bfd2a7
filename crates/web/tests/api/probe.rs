//! Every route, asked by everybody, of his own unit and of others: what comes back is what the policy says. The routes come from the
//! OpenAPI document, so that a new one cannot be forgotten; the bodies are its examples.

use axum::http::StatusCode;
use lianxin_domain::access::{Actor, Denied, Role, Scope, Visibility, may};
use lianxin_domain::request::{CommandKind, Request};
use serde_json::{Value, json};

use crate::program::{ALL, Program, Server, but, cold_flat};

/// Who asks: a role, and the unit where he works.
struct Asker<'s> {
    name: String,
    actor: Actor,
    program: Program<'s>,
}

/// One route of the document.
pub struct Route {
    pub method: String,
    pub path: String,
    operation: String,
    /// The example of its body; null: it has none.
    pub example: Value,
}

/// What decides over a route.
enum Rule {
    /// A move of the table, on the request that the path names.
    Move(CommandKind),
    /// Whoever sees the request.
    Sight,
    /// Whoever has this move by his role: there is no request yet.
    Role(CommandKind),
    /// Whoever holds one of these roles.
    Watchers(&'static [Role]),
    /// Anybody who has signed in; what is listed is another question (`reading.rs`).
    Anybody,
    /// Names something of his own, or a file: there is none here for anybody.
    Absent,
    /// Never ends; what it tells is tested with the feed.
    Feed,
}

/// The rule of a route. A new one is named here by whoever adds it.
fn rule(operation: &str) -> Rule {
    match operation {
        "register" => Rule::Role(CommandKind::Register),
        "show" | "journal" | "clocks" => Rule::Sight,
        "board" => Rule::Watchers(lianxin_web::pages::board::WATCHERS),
        "events" => Rule::Feed,
        "list" | "tasks" | "inbox" | "export" | "me" | "messages" | "save_draft" | "post_draft" | "discard_draft"
        | "upload" | "units" | "topics" | "places" | "refusals" | "policy" | "catalogue" | "returns" | "undue"
        | "supervisions" | "scripts" | "ladders" => Rule::Anybody,
        "load_draft" | "download" => Rule::Absent,
        "reply" => Rule::Move(CommandKind::CitizenReplied),
        "ask" => Rule::Move(CommandKind::AskCitizen),
        "triage" => Rule::Move(CommandKind::SendToTriage),
        "grade" => Rule::Move(CommandKind::ChangeGrade),
        "callback" => Rule::Move(CommandKind::CallbackClose),
        other => Rule::Move(
            CommandKind::from_code(other)
                .unwrap_or_else(|| panic!("`{other}` is a new route: say here who may use it")),
        ),
    }
}

/// Every route of the document.
pub fn routes() -> Vec<Route> {
    let document = serde_json::to_value(lianxin_web::api::document()).unwrap();
    let schemas = &document["components"]["schemas"];
    let mut routes = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"]["$ref"];
            let name = schema.as_str().and_then(|address| address.rsplit('/').next());
            let example = name.map_or(Value::Null, |name| schemas[name]["example"].clone());
            routes.push(Route {
                method: method.to_uppercase(),
                path: path.clone(),
                operation: operation["operationId"].as_str().unwrap().to_owned(),
                example,
            });
        }
    }
    routes
}

/// Every role that an account can hold, at its usual place; handlers above, below and beside the unit that owes.
fn askers(server: &Server) -> Vec<Asker<'_>> {
    let below = server.world.app().city().units.children(&"hexi".into()).first().unwrap().code.to_string();
    let roles = Role::ALL.iter().filter(|role| !matches!(role, Role::System | Role::Citizen | Role::Handler));
    let centre = roles.map(|role| (role.code().to_owned(), *role, "center".to_owned()));
    let units = [("hexi", "own unit"), (below.as_str(), "unit below"), ("heping", "other unit")];
    let handlers = units.map(|(unit, says)| (format!("handler, {says}"), Role::Handler, unit.to_owned()));
    let ask = |(name, role, unit): (String, Role, String)| {
        let program = server.program(&name, &[role], &unit, ALL);
        // The rules look at role and unit alone; which account it is does not matter to them.
        let account = Some(lianxin_domain::AccountId(uuid::Uuid::nil()));
        let actor = Actor { account, name: name.clone(), roles: vec![role], unit: unit.into(), cleared: false };
        Asker { name, actor, program }
    };
    centre.chain(handlers).map(ask).collect()
}

#[tokio::test]
async fn every_route_answers_everybody_as_the_policy_says() {
    let server = Server::new().await;
    let agent = server.program("first", &[Role::Agent], "center", ALL);
    let then = json!({ "then": { "do": "dispatch", "to": [{ "unit": "hexi", "role": "lead" }] } });
    let filed = agent.post("/api/requests", &but(cold_flat(), &then)).await;
    let shown = agent.get(&format!("/api/requests/{}", filed.at("/number"))).await;
    let (number, order) = (shown.at("/number"), shown.at("/orders/0/id"));
    // A task that is done: whoever may touch it at all is told so, and nothing changes.
    let task = shown.at("/tasks/0/id");
    assert!(!shown.json()["tasks"][0]["done"].is_null(), "{shown}");
    let known =
        lianxin_testkit::Filed { id: shown.at("/id").parse().unwrap(), number: number.clone(), code: String::new() };
    let askers = askers(&server);
    let master = agent.post("/api/requests", &cold_flat()).await.at("/number");
    let mut probed = 0;
    for mut route in routes() {
        if route.operation == "merge" {
            route.example["number"] = json!(master);
        }
        let rule = rule(&route.operation);
        if matches!(rule, Rule::Feed) {
            continue;
        }
        let path = route.path.replace("{number}", &number).replace("{order}", &order).replace("{task}", &task);
        for asker in &askers {
            let request = server.world.request(&known);
            let status = ask(&route, &path, asker).await;
            let wanted = wanted(&rule, &route, asker, &request, &order, &server);
            assert_eq!(seen(status), wanted, "{} {} as {}: {status}", route.method, route.path, asker.name);
        }
        probed += 1;
    }
    assert!(probed > 80, "the routes are still found in the document: {probed}");
    server.world.verify().unwrap();
}

/// How far somebody came.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Seen {
    /// Past the question who may: done, or refused for what it is.
    Through,
    /// It exists, but not for him to do.
    Forbidden,
    /// It does not exist for him.
    NotThere,
}

fn seen(status: StatusCode) -> Seen {
    match status {
        StatusCode::FORBIDDEN => Seen::Forbidden,
        StatusCode::NOT_FOUND => Seen::NotThere,
        _ => Seen::Through,
    }
}

/// Asks with the example of the document, having seen a version that never was: who may is told that it has changed.
async fn ask(route: &Route, path: &str, asker: &Asker<'_>) -> StatusCode {
    let headers = [("content-type", "application/json"), ("if-match", "\"0\"")];
    let body = if route.example.is_null() { json!({}) } else { route.example.clone() };
    let body = if route.method == "GET" { Vec::new() } else { body.to_string().into_bytes() };
    let answer = asker.program.send(&route.method, &path.replace("{slot}", "desk"), &headers, body).await;
    let about_request = path.contains("/api/requests/") || path.contains("/api/tasks/");
    if about_request && route.method == "POST" && seen(answer.status) == Seen::Through {
        let overtaken = answer.status == StatusCode::CONFLICT;
        // Neither a task nor a look at an identity rests on a version.
        let without = route.path.contains("{task}") && answer.status == StatusCode::UNPROCESSABLE_ENTITY
            || route.operation == "reveal" && answer.status == StatusCode::OK;
        assert!(overtaken || without, "{} {path} as {}: {answer}", route.method, asker.name);
    }
    answer.status
}

fn wanted(rule: &Rule, route: &Route, asker: &Asker<'_>, request: &Request, order: &str, server: &Server) -> Seen {
    let visible = Visibility { secrecy: request.facts.secrecy, units: &request.units };
    let sees = Scope::of(&asker.actor).allows(visible);
    match rule {
        Rule::Anybody | Rule::Feed => Seen::Through,
        Rule::Sight if sees => Seen::Through,
        Rule::Sight | Rule::Absent => Seen::NotThere,
        Rule::Role(kind) => {
            let who = lianxin_domain::request::table::who(*kind);
            if asker.actor.is_one_of(who) { Seen::Through } else { Seen::Forbidden }
        }
        Rule::Watchers(who) => {
            if asker.actor.is_one_of(who) {
                Seen::Through
            } else {
                Seen::Forbidden
            }
        }
        Rule::Move(_) if !sees => Seen::NotThere,
        Rule::Move(kind) => {
            let order = route.path.contains("{order}").then(|| order.parse().unwrap());
            match may(&asker.actor, *kind, request, order, &server.world.app().city().units) {
                Ok(()) => Seen::Through,
                Err(Denied::OutOfSight) => Seen::NotThere,
                Err(Denied::Role { .. } | Denied::OtherUnit | Denied::IdentityHidden) => Seen::Forbidden,
            }
        }
    }
}
