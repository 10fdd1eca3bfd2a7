//! Who may: tokens, scopes, other units, hidden identities.

use axum::http::StatusCode;
use insta::assert_snapshot;
use lianxin_domain::access::Role;
use serde_json::json;

use crate::probe::{Route, routes as documented};
use crate::program::{ALL, Server, but, cold_flat, dispatched};

/// Every route of the document: method and path.
fn routes() -> Vec<(String, String)> {
    documented().into_iter().map(|route| (route.method, route.path)).collect()
}

#[tokio::test]
async fn without_a_token_nothing_is_told() {
    let server = Server::new().await;
    assert_snapshot!(server.stranger().get("/api/requests").await, @r#"
    401 Unauthorized
    content-type: application/problem+json

    {
      "detail": "Please sign in first",
      "status": 401,
      "title": "not signed in",
      "type": "/api/docs#problem-not-signed-in"
    }
    "#);
    for (method, path) in routes() {
        let path = path
            .replace("{number}", "TJ250303-000018")
            .replace("{order}", "0")
            .replace("{task}", "0")
            .replace("{id}", "0")
            .replace("{slot}", "a");
        let answer = server.stranger().send(&method, &path, &[], Vec::new()).await;
        assert_eq!(
            (answer.status, answer.problem().as_str()),
            (StatusCode::UNAUTHORIZED, "not-signed-in"),
            "{method} {path}"
        );
    }
}

#[tokio::test]
async fn a_token_without_a_scope_does_nothing_of_it() {
    let server = Server::new().await;
    let number = server.agent().post("/api/requests", &cold_flat()).await.at("/number");
    let none = server.program("none", &[Role::Agent], "center", &[]);
    assert_snapshot!(none.get("/api/requests").await, @r#"
    403 Forbidden
    content-type: application/problem+json

    {
      "detail": "the token lacks the scope `read`",
      "status": 403,
      "title": "forbidden",
      "type": "/api/docs#problem-forbidden"
    }
    "#);
    for (method, path) in routes().into_iter().filter(|(_, path)| path != "/api/me") {
        let path = path
            .replace("{number}", &number)
            .replace("{order}", "0")
            .replace("{task}", "0")
            .replace("{id}", "0")
            .replace("{slot}", "a");
        let answer = none.send(&method, &path, &[], Vec::new()).await;
        assert_eq!((answer.status, answer.problem().as_str()), (StatusCode::FORBIDDEN, "forbidden"), "{method} {path}");
    }
    let reader = server.program("reader", &[Role::Agent], "center", &["read"]);
    assert_eq!(reader.get(&format!("/api/requests/{number}")).await.status, StatusCode::OK);
    let reveal = reader.post(&format!("/api/requests/{number}/reveal"), &json!({ "reason": "核实" })).await;
    assert_eq!(reveal.status, StatusCode::FORBIDDEN);
    assert_eq!(reader.get("/api/export/requests.csv").await.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn another_units_request_does_not_exist() {
    let server = Server::new().await;
    let agent = server.agent();
    let (number, order) = dispatched(&agent, "hexi").await;
    let task = server.dispatcher().post("/api/requests", &cold_flat()).await;
    assert_eq!(task.status, StatusCode::CREATED);
    let task = server.dispatcher().get("/api/tasks?kind=dispatch").await.at("/tasks/0/id");
    let stranger = server.handler("heping");
    let mut probed = 0;
    let about = |route: &&Route| route.path.contains("{number}") || route.path.contains("{task}");
    let routes = documented();
    for route in routes.iter().filter(about) {
        let (method, path) = (route.method.as_str(), route.path.as_str());
        let path = path.replace("{number}", &number).replace("{order}", &order).replace("{task}", &task);
        let body = if route.example.is_null() { json!({}) } else { route.example.clone() };
        let headers = [("if-match", "*"), ("content-type", "application/json")];
        let answer = stranger.send(method, &path, &headers, body.to_string().into_bytes()).await;
        assert!(matches!(answer.status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND), "{method} {path}: {answer}");
        for secret in ["暖气", "某某里", "赵", "10000000001", "hexi"] {
            assert!(!answer.text().contains(secret), "{method} {path} tells {secret}: {answer}");
        }
        probed += 1;
    }
    assert!(probed >= 60, "every route that names a request, an order or a task: {probed}");
    assert_eq!(stranger.get("/api/requests").await.json()["requests"], json!([]));
    assert_eq!(stranger.get(&format!("/api/requests?q={number}")).await.json()["requests"], json!([]));
    assert_eq!(stranger.get("/api/inbox").await.json()["orders"], json!([]));
    assert_eq!(stranger.get("/api/export/requests.csv").await.text().lines().count(), 1);
    assert_eq!(
        server
            .world
            .request(&lianxin_testkit::Filed { id: id(&agent, &number).await, number, code: String::new() })
            .version,
        2,
        "nothing was done"
    );
}

async fn id(program: &crate::program::Program<'_>, number: &str) -> lianxin_domain::RequestId {
    program.get(&format!("/api/requests/{number}")).await.at("/id").parse().unwrap()
}

#[tokio::test]
async fn an_order_of_another_request_is_not_found_here() {
    let server = Server::new().await;
    let (agent, unit) = (server.agent(), server.handler("hexi"));
    let (here, _) = dispatched(&agent, "hexi").await;
    let (_, elsewhere) = dispatched(&agent, "hexi").await;
    let answer = unit
        .send("POST", &format!("/api/requests/{here}/orders/{elsewhere}/accept"), &[("if-match", "*")], Vec::new())
        .await;
    assert_snapshot!(answer, @r#"
    404 Not Found
    content-type: application/problem+json

    {
      "detail": "This request has no such order",
      "status": 404,
      "title": "not found",
      "type": "/api/docs#problem-not-found"
    }
    "#);
}

#[tokio::test]
async fn who_reported_wrongdoing_is_for_named_officers_only() {
    let server = Server::new().await;
    let agent = server.agent();
    let number = agent
        .post("/api/requests", &but(cold_flat(), &json!({ "kind": "report", "title": "举报" })))
        .await
        .at("/number");
    let at = format!("/api/requests/{number}");
    let dispatcher = server.dispatcher();
    let shown = dispatcher.get(&at).await;
    let said = shown.json();
    assert_eq!((&said["person"], &said["may_reveal"]), (&json!(null), &json!(false)));
    assert!(!shown.text().contains('赵') && !shown.text().contains("10000000001"));
    assert_snapshot!(dispatcher.post(&format!("{at}/reveal"), &json!({ "reason": "好奇" })).await, @r#"
    403 Forbidden
    content-type: application/problem+json

    {
      "detail": "Only named officers may see who asked",
      "status": 403,
      "title": "forbidden",
      "type": "/api/docs#problem-forbidden"
    }
    "#);
    let officer = server.program("officer", &[Role::NamedOfficer], "center", ALL);
    assert_snapshot!(officer.post(&format!("{at}/reveal"), &json!({ "reason": "核实线索" })).await, @r#"
    200 OK
    content-type: application/json

    {
      "name": "赵静",
      "phone": "10000000001"
    }
    "#);
    let journal = officer.get(&format!("{at}/journal")).await.json();
    assert_eq!(
        journal.as_array().unwrap().last().unwrap()["said"],
        json!({ "reason": "核实线索" }),
        "the look is written down"
    );
}

#[tokio::test]
async fn addresses_and_methods_that_are_none_are_problems_too() {
    let server = Server::new().await;
    let agent = server.agent();
    assert_snapshot!(agent.get("/api/no-such-thing").await, @r#"
    404 Not Found
    content-type: application/problem+json

    {
      "detail": "There is no such page",
      "status": 404,
      "title": "not found",
      "type": "/api/docs#problem-not-found"
    }
    "#);
    assert_snapshot!(agent.send("DELETE", "/api/requests", &[], Vec::new()).await, @r#"
    405 Method Not Allowed
    content-type: application/problem+json

    {
      "detail": "This address has no such method",
      "status": 405,
      "title": "other method",
      "type": "/api/docs#problem-other-method"
    }
    "#);
    assert_eq!(agent.get("/api/requests/TJ250303-000019").await.problem(), "not-found", "the check digit is wrong");
    assert_eq!(agent.get("/api/files/none").await.problem(), "not-found");
}
