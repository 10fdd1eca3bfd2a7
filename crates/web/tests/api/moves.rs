//! Deciding: versions, refusals, and a request from the first call to the last.

use axum::http::StatusCode;
use insta::assert_snapshot;
use lianxin_domain::access::Role;
use serde_json::json;

use crate::program::{ALL, Server, cold_flat, dispatched};

#[tokio::test]
async fn a_request_is_followed_from_dispatch_to_the_last_call() {
    let server = Server::new().await;
    let (agent, unit) = (server.agent(), server.handler("hexi"));
    let (number, order) = dispatched(&agent, "hexi").await;
    let at = format!("/api/requests/{number}");
    let on = format!("{at}/orders/{order}");
    let mut told = Vec::new();
    let version = async |program: &crate::program::Program<'_>| program.get(&at).await.number("/orders/0/version");

    told.push(("accept", unit.decide(&format!("{on}/accept"), version(&unit).await, &json!({})).await));
    told.push(("contact", unit.post(&format!("{on}/contact"), &json!({ "reached": true, "text": "已联系" })).await));
    told.push(("progress", unit.post(&format!("{on}/progress"), &json!({ "text": "抢修中" })).await));
    let report = json!({ "is_true": true, "contacted": true, "solved": "yes", "internal": "已更换阀门", "public_reply": "暖气已恢复。" });
    told.push(("report", unit.decide(&format!("{on}/report"), version(&unit).await, &report).await));
    let reviewer = server.program("reviewer", &[Role::Reviewer], "center", ALL);
    let points = json!({ "points": ["请说明恢复时间"] });
    told.push(("send-back", reviewer.decide(&format!("{on}/send-back"), version(&reviewer).await, &points).await));
    told.push(("report", unit.decide(&format!("{on}/report"), version(&unit).await, &report).await));
    told.push(("approve", reviewer.decide(&format!("{on}/approve"), version(&reviewer).await, &json!({})).await));

    let caller = server.program("caller", &[Role::CallbackAgent], "center", ALL);
    let task = caller.get("/api/tasks?kind=callback").await.at("/tasks/0/id");
    told.push(("claim", caller.post(&format!("/api/tasks/{task}/claim"), &json!({})).await));
    told.push(("release", caller.post(&format!("/api/tasks/{task}/release"), &json!({})).await));
    let survey =
        json!({ "solved": "yes", "result": "satisfied", "manner": "satisfied", "contacted": true, "reply_fits": true });
    let seen = caller.get(&at).await.number("/version");
    told.push((
        "callback",
        caller.decide(&format!("{at}/callback"), seen, &json!({ "outcome": "close", "survey": survey })).await,
    ));

    let lines: Vec<String> = told
        .iter()
        .map(|(verb, answer)| {
            assert_eq!(answer.status, StatusCode::OK, "{verb}: {answer}");
            assert_eq!(answer.header("etag"), format!("\"{}\"", answer.number("/version")));
            format!("{verb}: {} {}", answer.at("/state"), answer.at("/orders/0/state"))
        })
        .collect();
    assert_snapshot!(lines.join("\n"), @r"
    accept: handling accepted
    contact: handling handling
    progress: handling handling
    report: handling reported
    send-back: handling sent_back
    report: handling reported
    approve: awaiting_callback approved
    claim: awaiting_callback approved
    release: awaiting_callback approved
    callback: closed closed
    ");
    server.world.verify().unwrap();
}

#[tokio::test]
async fn who_was_overtaken_is_told_what_happened() {
    let server = Server::new().await;
    let (agent, dispatcher) = (server.agent(), server.dispatcher());
    let registered = agent.post("/api/requests", &cold_flat()).await;
    let (number, version) = (registered.at("/number"), registered.number("/version"));
    let at = format!("/api/requests/{number}");
    agent.post(&format!("{at}/urge"), &json!({ "text": "家中有老人" })).await;
    let to = json!({ "to": [{ "unit": "hexi", "role": "lead" }], "opinion": "请处理" });
    assert_snapshot!(dispatcher.decide(&format!("{at}/dispatch"), version, &to).await, @r#"
    409 Conflict
    content-type: application/problem+json

    {
      "changed": [
        {
          "at": "2025-03-03T01:00:00Z",
          "by": "agent",
          "event": "urged",
          "no": 2
        }
      ],
      "detail": "The request has changed since you opened it. Nothing was saved: look at what is new and try again.",
      "status": 409,
      "title": "changed",
      "type": "/api/docs#problem-changed"
    }
    "#);
    assert_snapshot!(dispatcher.post(&format!("{at}/dispatch"), &to).await, @r#"
    428 Precondition Required
    content-type: application/problem+json

    {
      "detail": "Say in `If-Match` or `version` which version you saw",
      "status": 428,
      "title": "version needed",
      "type": "/api/docs#problem-version-needed"
    }
    "#);
    let broken = dispatcher
        .send(
            "POST",
            &format!("{at}/dispatch"),
            &[("content-type", "application/json"), ("if-match", "3")],
            to.to_string().into_bytes(),
        )
        .await;
    assert_eq!(
        (broken.status, broken.problem().as_str()),
        (StatusCode::BAD_REQUEST, "unreadable"),
        "an entity tag has quotes"
    );

    let mut named = to.clone();
    named["version"] = json!(version + 1);
    let done = dispatcher.post(&format!("{at}/dispatch"), &named).await;
    assert_eq!(done.status, StatusCode::OK, "the body may name the version: {done}");
    let late = dispatcher
        .send(
            "POST",
            &format!("{at}/dispatch"),
            &[("content-type", "application/json"), ("if-match", "*")],
            to.to_string().into_bytes(),
        )
        .await;
    assert_snapshot!(late, @r#"
    422 Unprocessable Entity
    content-type: application/problem+json

    {
      "detail": "“Dispatch” is not possible while it is “Being handled”. Possible now: Declare an incident, Progress for all, End the incident, Add supporting units, Urge, Instruct, Change the grade, Supplement, Withdraw, Check the withdrawal, Told by phone, Claim, Release, Pass on, Reveal the identity",
      "status": 422,
      "title": "refused",
      "type": "/api/docs#problem-refused"
    }
    "#);
}

#[tokio::test]
async fn every_decision_on_a_request_is_one_call() {
    let server = Server::new().await;
    let dispatcher = server.dispatcher();
    let reason = server.world.app().city().refusals[0].code.clone();
    let mut lines = Vec::new();
    for (verb, body) in [
        ("answer", json!({ "answer": "今日 18 时恢复。", "knowledge": ["K-1"] })),
        ("refuse", json!({ "reason": reason, "answer": "请向受理法院反映。" })),
        ("refuse", json!({ "reason": "no_such_reason", "answer": "不受理" })),
        ("ask", json!({ "text": "请问是几号楼？" })),
        ("classify", json!({ "topic": "heating.cold", "place": "hexi.taoyuan" })),
        ("classify", json!({ "topic": "heating", "place": "hexi.taoyuan" })),
        ("triage", json!({ "reason": "职责不清" })),
        ("dispatch", json!({ "to": [{ "unit": "hexi", "role": "supporting" }] })),
        ("dispatch", json!({ "to": [{ "unit": "no-such-unit", "role": "lead" }] })),
        ("grade", json!({ "grade": "emergency", "reason": "老人受寒" })),
        ("grade", json!({ "grade": "urgent", "reason": "同级" })),
        ("supplement", json!({ "supplement": "室温降到 12 度" })),
        ("supplement", json!({ "supplement": "" })),
        ("reply", json!({ "text": "没有人问过" })),
    ] {
        let number = dispatcher.post("/api/requests", &cold_flat()).await.at("/number");
        let seen = dispatcher.get(&format!("/api/requests/{number}")).await.number("/version");
        let answer = dispatcher.decide(&format!("/api/requests/{number}/{verb}"), seen, &body).await;
        let says = if answer.status == StatusCode::OK {
            answer.at("/state")
        } else {
            format!("{}: {}", answer.problem(), answer.at("/detail"))
        };
        lines.push(format!("{verb}: {} {says}", answer.status.as_u16()));
    }
    assert_snapshot!(lines.join("\n"), @r"
    answer: 200 closed
    refuse: 200 refused
    refuse: 422 invalid: Reason “no_such_reason” is not known in this city: choose from the list
    ask: 200 awaiting_citizen
    classify: 200 registered
    classify: 422 invalid: Topic: choose one of its second level
    triage: 200 triage
    dispatch: 422 refused: exactly one lead unit is needed
    dispatch: 422 refused: There is no unit “no-such-unit”: choose from the list
    grade: 200 registered
    grade: 422 refused: the grade is already that
    supplement: 200 registered
    supplement: 422 invalid: Supplement is missing
    reply: 422 refused: “Citizen replied” is not possible while it is “Registered”. Possible now: Answer at once, Refuse, Hand over, Ask to mark invalid, Mark invalid, Ask the citizen, Classify, Send to assessment, Dispatch, Consult, Merge, Declare an incident, Progress for all, End the incident, Urge, Instruct, Change the grade, Supplement, Withdraw, Check the withdrawal, Told by phone, Claim, Release, Pass on, Reveal the identity
    ");
}

#[tokio::test]
async fn a_part_is_passed_down_and_reviewed_by_who_passed_it() {
    let server = Server::new().await;
    let city = server.world.app().city();
    let below = city.units.children(&"hexi".into()).first().unwrap().code.to_string();
    let (agent, unit, street) = (server.agent(), server.handler("hexi"), server.handler(&below));
    let (number, order) = dispatched(&agent, "hexi").await;
    let on = format!("/api/requests/{number}/orders/{order}");
    unit.send("POST", &format!("{on}/accept"), &[("if-match", "*")], Vec::new()).await;
    let headers = [("if-match", "*"), ("content-type", "application/json")];
    let body = json!({ "unit": below, "opinion": "请到现场" }).to_string().into_bytes();
    let passed = unit.send("POST", &format!("{on}/pass-down"), &headers, body).await;
    assert_eq!(passed.status, StatusCode::OK, "{passed}");
    let part = passed.at("/orders/1/id");
    let street_on = format!("/api/requests/{number}/orders/{part}");
    let taken = street.send("POST", &format!("{street_on}/accept"), &[("if-match", "*")], Vec::new()).await;
    assert_eq!(taken.status, StatusCode::OK, "{taken}");
    let above = street
        .send(
            "POST",
            &format!("{on}/contact"),
            &[("content-type", "application/json")],
            json!({ "reached": true, "text": "x" }).to_string().into_bytes(),
        )
        .await;
    assert_snapshot!(above, @r#"
    403 Forbidden
    content-type: application/problem+json

    {
      "detail": "This order belongs to another unit",
      "status": 403,
      "title": "forbidden",
      "type": "/api/docs#problem-forbidden"
    }
    "#);
}
