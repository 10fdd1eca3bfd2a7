//! Handing a request in.

use axum::http::StatusCode;
use insta::assert_snapshot;
use serde_json::json;

use crate::program::{Server, but, cold_flat};

#[tokio::test]
async fn a_request_is_registered_and_dispatched_with_one_call() {
    let server = Server::new().await;
    let then = json!({ "then": { "do": "dispatch", "to": [{ "unit": "hexi", "role": "lead" }, { "unit": "wjw", "role": "supporting" }], "opinion": "请尽快处理" } });
    let answer = server.agent().post("/api/requests", &but(cold_flat(), &then)).await;
    assert_snapshot!(answer, @r#"
    201 Created
    content-type: application/json
    location: /api/requests/TJ250303-000013
    etag: "2"

    {
      "code": "JQWY2D",
      "due": "2025-03-03T01:30:00Z",
      "number": "TJ250303-000013",
      "orders": [
        {
          "id": "01955984-5680-7011-91a9-588277420a30",
          "role": "lead",
          "state": "dispatched",
          "unit": "hexi",
          "version": 2
        },
        {
          "id": "01955984-5680-7011-91a9-58834abcda2f",
          "role": "supporting",
          "state": "dispatched",
          "unit": "wjw",
          "version": 2
        }
      ],
      "state": "handling",
      "version": 2
    }
    "#);
}

#[tokio::test]
async fn it_waits_in_the_pool_unless_something_else_is_said() {
    let server = Server::new().await;
    assert_snapshot!(server.agent().post("/api/requests", &cold_flat()).await, @r#"
    201 Created
    content-type: application/json
    location: /api/requests/TJ250303-000013
    etag: "1"

    {
      "code": "7Q6PJQ",
      "due": "2025-03-03T01:15:00Z",
      "number": "TJ250303-000013",
      "orders": [],
      "state": "registered",
      "version": 1
    }
    "#);
}

#[tokio::test]
async fn each_way_on_leads_to_its_state() {
    let server = Server::new().await;
    let agent = server.agent();
    let mut states = Vec::new();
    for then in [
        json!({ "do": "pool" }),
        json!({ "do": "answer", "answer": "供热站今日抢修，18 时恢复。" }),
        json!({ "do": "refuse", "reason": server.world.app().city().refusals[0].code, "answer": "请向受理法院反映。" }),
        json!({ "do": "ask", "text": "请问是几号楼？" }),
        json!({ "do": "triage", "reason": "职责不清" }),
    ] {
        let answer = agent.post("/api/requests", &but(cold_flat(), &json!({ "then": then }))).await;
        states.push(format!("{} {}", then["do"].as_str().unwrap(), answer.at("/state")));
    }
    assert_snapshot!(states.join("\n"), @r"
    pool registered
    answer closed
    refuse refused
    ask awaiting_citizen
    triage triage
    ");
}

#[tokio::test]
async fn a_repetition_gets_the_first_answer_and_registers_nothing() {
    let server = Server::new().await;
    let agent = server.agent();
    let headers = [("content-type", "application/json"), ("idempotency-key", "call-7")];
    let body = cold_flat().to_string().into_bytes();
    let first = agent.send("POST", "/api/requests", &headers, body.clone()).await;
    let again = agent.send("POST", "/api/requests", &headers, body.clone()).await;
    assert_eq!(first.to_string(), again.to_string());
    assert_eq!(agent.get("/api/requests?count=true").await.number("/count"), 1);

    let other = but(cold_flat(), &json!({ "title": "另一件事" })).to_string().into_bytes();
    assert_snapshot!(agent.send("POST", "/api/requests", &headers, other).await, @r#"
    422 Unprocessable Entity
    content-type: application/problem+json

    {
      "detail": "The idempotency key was used for something else: choose another",
      "status": 422,
      "title": "key reused",
      "type": "/api/docs#problem-key-reused"
    }
    "#);

    let somebody_else = server.dispatcher().send("POST", "/api/requests", &headers, body).await;
    assert_eq!(somebody_else.status, StatusCode::CREATED, "keys are each caller's own");
}

#[tokio::test]
async fn everything_that_is_wrong_is_told_at_once() {
    let server = Server::new().await;
    let wrong = json!({
        "topic": "no.such.topic", "place": "elsewhere", "title": "很长".repeat(51), "account": "a\u{0}b", "occurred": "2025-03-04T09:00:00+08:00",
        "grade_reason": "", "person": { "phone": "12a" },
    });
    let body = but(cold_flat(), &wrong);
    assert_snapshot!(server.agent().post("/api/requests", &body).await, @r#"
    422 Unprocessable Entity
    content-type: application/problem+json

    {
      "detail": "Phone is not a telephone number: please check",
      "fields": [
        {
          "detail": "Phone is not a telephone number: please check",
          "field": "phone"
        }
      ],
      "status": 422,
      "title": "invalid",
      "type": "/api/docs#problem-invalid"
    }
    "#);
    let body = but(body, &json!({ "person": {} }));
    assert_snapshot!(server.agent().post("/api/requests", &body).await, @r#"
    422 Unprocessable Entity
    content-type: application/problem+json

    {
      "detail": "Title is too long: at most 100 characters, Account holds invisible control characters: please type it again, Reason is missing, Time of the matter lies in the future, Place “elsewhere” is not known in this city: choose from the list, Topic “no.such.topic” is not known in this city: choose from the list",
      "fields": [
        {
          "detail": "Title is too long: at most 100 characters",
          "field": "title"
        },
        {
          "detail": "Account holds invisible control characters: please type it again",
          "field": "account"
        },
        {
          "detail": "Reason is missing",
          "field": "reason"
        },
        {
          "detail": "Time of the matter lies in the future",
          "field": "occurred"
        },
        {
          "detail": "Place “elsewhere” is not known in this city: choose from the list",
          "field": "place"
        },
        {
          "detail": "Topic “no.such.topic” is not known in this city: choose from the list",
          "field": "topic"
        }
      ],
      "status": 422,
      "title": "invalid",
      "type": "/api/docs#problem-invalid"
    }
    "#);
}

#[tokio::test]
async fn a_request_without_a_place_is_not_dispatched() {
    let server = Server::new().await;
    let then = json!({ "place": null, "then": { "do": "dispatch", "to": [{ "unit": "hexi", "role": "lead" }] } });
    assert_snapshot!(server.agent().post("/api/requests", &but(cold_flat(), &then)).await, @r#"
    422 Unprocessable Entity
    content-type: application/problem+json

    {
      "detail": "a request without a place cannot be dispatched",
      "obstacle": "no_place",
      "status": 422,
      "title": "refused",
      "type": "/api/docs#problem-refused"
    }
    "#);
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_with_the_reason() {
    let server = Server::new().await;
    let agent = server.agent();
    let mut answers = Vec::new();
    let json = [("content-type", "application/json")];
    let unknown = but(cold_flat(), &json!({ "urgency": "high" })).to_string();
    let date = but(cold_flat(), &json!({ "occurred": "gestern" })).to_string();
    let huge = format!("{{\"title\": \"{}\"}}", "长".repeat(400_000));
    for (what, headers, body) in [
        ("broken", &json[..], "{".to_owned()),
        ("nothing", &json[..], String::new()),
        ("unknown field", &json[..], unknown),
        ("no date", &json[..], date),
        ("plain text", &[("content-type", "text/plain")][..], cold_flat().to_string()),
        ("a form", &[("content-type", "application/x-www-form-urlencoded")][..], "title=a".to_owned()),
        ("too large", &json[..], huge),
        ("empty key", &[("content-type", "application/json"), ("idempotency-key", " ")][..], cold_flat().to_string()),
    ] {
        let answer = agent.send("POST", "/api/requests", headers, body.into_bytes()).await;
        let detail: String = answer.at("/detail").chars().take(118).collect();
        answers.push(format!("{what}: {} {} {detail}", answer.status.as_u16(), answer.problem()));
    }
    assert_snapshot!(answers.join("\n"), @r"
    broken: 400 unreadable What was sent cannot be read: EOF while parsing an object at line 1 column 1
    nothing: 400 unreadable What was sent cannot be read: EOF while parsing a value at line 1 column 0
    unknown field: 400 unreadable What was sent cannot be read: unknown field `urgency`, expected one of `channel`, `kind`, `title`, `demand`, `account`
    no date: 400 unreadable What was sent cannot be read: `gestern` is no moment such as 2025-03-03T09:00:00+08:00 at line 1 column 200
    plain text: 415 unreadable What was sent cannot be read: Content-Type: application/json
    a form: 415 unreadable What was sent cannot be read: Content-Type: application/json
    too large: 413 unreadable What was sent cannot be read: > 1024 kB
    empty key: 400 unreadable What was sent cannot be read: Idempotency-Key: 1 to 200 characters
    ");
    assert_eq!(agent.get("/api/requests?count=true").await.number("/count"), 0);
}
