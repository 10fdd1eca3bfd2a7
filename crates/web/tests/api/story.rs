//! One request, and everybody who does something about it: each call with what it answers.

use axum::http::StatusCode;
use lianxin_domain::access::Role;
use lianxin_testkit::Filed;
use serde_json::{Value, json};

use crate::program::{ALL, Answer, Program, Server, but, cold_flat};

/// What has been told of a request so far.
pub struct Story {
    pub number: String,
    order: String,
    lines: Vec<String>,
}

impl Story {
    /// A cold flat, changed, that waits to be dispatched.
    pub async fn waiting(by: &Program<'_>, change: &Value) -> Story {
        let answer = by.post("/api/requests", &but(cold_flat(), change)).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{answer}");
        Story { number: answer.at("/number"), order: String::new(), lines: Vec::new() }
    }

    /// A cold flat, changed, that a unit must act on.
    pub async fn dispatched(by: &Program<'_>, unit: &str, change: &Value) -> Story {
        let then =
            json!({ "then": { "do": "dispatch", "to": [{ "unit": unit, "role": "lead" }], "opinion": "请尽快处理" } });
        let mut story = Story::waiting(by, &but(change.clone(), &then)).await;
        story.turn_to(by, unit).await;
        story
    }

    /// Goes on with the last order of this unit.
    pub async fn turn_to(&mut self, by: &Program<'_>, unit: &str) {
        let shown = self.show(by).await;
        let orders = shown["orders"].as_array().unwrap();
        let order = orders.iter().rev().find(|order| order["unit"] == unit).unwrap();
        order["id"].as_str().unwrap().clone_into(&mut self.order);
    }

    pub async fn show(&self, by: &Program<'_>) -> Value {
        by.get(&format!("/api/requests/{}", self.number)).await.json()
    }

    /// A part of the request as somebody sees it, in one line.
    pub async fn sees(&mut self, by: &Program<'_>, pointer: &str) {
        let shown = self.show(by).await;
        let part = shown.pointer(pointer).unwrap_or_else(|| panic!("no {pointer} in {shown:#}"));
        self.lines.push(format!("    {pointer}: {}", plain(part.clone())));
    }

    /// What the clock of this kind, of the order at hand or of the request, says of itself.
    pub async fn sees_clock(&mut self, by: &Program<'_>, kind: &str, fields: &[&str]) {
        let shown = self.show(by).await;
        let clocks = shown["clocks"].as_array().unwrap();
        let mine = |clock: &&Value| {
            clock["kind"] == kind && (clock["order"].is_null() || clock["order"] == self.order.as_str())
        };
        let clock = clocks.iter().rev().find(mine).unwrap_or_else(|| panic!("no {kind} in {shown:#}"));
        let said: Vec<String> =
            fields.iter().map(|field| format!("{field} {}", plain(clock[*field].clone()))).collect();
        self.lines.push(format!("    clock {kind}: {}", said.join(", ")));
    }

    /// Somebody does something to the request, whatever he has seen.
    pub async fn does(&mut self, by: &Program<'_>, verb: &str, body: &Value) -> Answer {
        let path = format!("/api/requests/{}/{verb}", self.number);
        self.send(by, verb, &path, body).await
    }

    /// Somebody does something to the order at hand, whatever he has seen.
    pub async fn acts(&mut self, by: &Program<'_>, verb: &str, body: &Value) -> Answer {
        let path = format!("/api/requests/{}/orders/{}/{verb}", self.number, self.order);
        self.send(by, verb, &path, body).await
    }

    /// Somebody does something to the last task of this kind.
    pub async fn takes(&mut self, by: &Program<'_>, kind: &str, verb: &str, body: &Value) -> Answer {
        let shown = self.show(by).await;
        let tasks = shown["tasks"].as_array().unwrap();
        let task =
            tasks.iter().rev().find(|task| task["kind"] == kind).unwrap_or_else(|| panic!("no {kind} in {shown:#}"));
        let path = format!("/api/tasks/{}/{verb}", task["id"].as_str().unwrap());
        self.send(by, verb, &path, body).await
    }

    async fn send(&mut self, by: &Program<'_>, verb: &str, path: &str, body: &Value) -> Answer {
        let headers = [("content-type", "application/json"), ("if-match", "*")];
        let answer = by.send("POST", path, &headers, body.to_string().into_bytes()).await;
        let said = if answer.status == StatusCode::OK {
            plain(answer.json())
        } else {
            let problem = answer.json();
            let obstacle = problem["obstacle"].as_str().map(|code| format!(" {code}")).unwrap_or_default();
            format!("{}{obstacle}: {}", answer.problem(), answer.at("/detail"))
        };
        self.lines.push(format!("{verb}: {} {said}", answer.status.as_u16()));
        answer
    }

    /// The request as the tests of the use cases name it.
    pub async fn filed(&self, by: &Program<'_>) -> Filed {
        let id = self.show(by).await["id"].as_str().unwrap().parse().unwrap();
        Filed { id, number: self.number.clone(), code: String::new() }
    }

    /// Everything so far.
    pub fn told(&mut self) -> String {
        std::mem::take(&mut self.lines).join("\n")
    }

    /// The unit accepts and reaches the citizen.
    pub async fn under_way(&mut self, unit: &Program<'_>) {
        self.acts(unit, "accept", &json!({})).await;
        self.acts(unit, "contact", &json!({ "reached": true, "text": "已联系" })).await;
    }

    /// From the unit's first look to a call-back in which the citizen is content.
    pub async fn closed(&mut self, unit: &Program<'_>, reviewer: &Program<'_>, caller: &Program<'_>) {
        self.under_way(unit).await;
        let report = json!({ "is_true": true, "contacted": true, "solved": "yes", "internal": "已更换阀门", "public_reply": "暖气已恢复。" });
        self.acts(unit, "report", &report).await;
        self.acts(reviewer, "approve", &json!({})).await;
        let survey = json!({ "solved": "yes", "result": "satisfied", "manner": "satisfied", "contacted": true, "reply_fits": true });
        let done = self.does(caller, "callback", &json!({ "outcome": "close", "survey": survey })).await;
        assert_eq!(done.at("/state"), "closed", "{done}");
        self.lines.clear();
    }
}

impl Server {
    /// Somebody at the centre in one role.
    pub fn at_centre(&self, role: Role) -> Program<'_> {
        self.program(role.code(), &[role], "center", ALL)
    }
}

/// One line, without ids: they say nothing to a reader.
fn plain(mut value: Value) -> String {
    without_ids(&mut value);
    value.to_string()
}

fn without_ids(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            fields.retain(|name, _| name != "id" && name != "order");
            fields.values_mut().for_each(without_ids);
        }
        Value::Array(all) => all.iter_mut().for_each(without_ids),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
