//! A whole life through the API: create, dispatch, accept, contact, report, review, close; nine calls by five people.

use std::sync::Mutex;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use super::{bodies, token};
use crate::client::{Answer, Client};
use crate::fill::{Dice, Filled};
use crate::measure;
use crate::server::Server;
use crate::table::Table;

/// One connection for each person.
struct People {
    agent: Client,
    hexi: Client,
    reviewer: Client,
    callback: Client,
}

pub(crate) fn lifecycle(filled: &Filled, server: &Server, table: &mut Table) -> Result<()> {
    let seed = u64::from(std::process::id()) << 32;
    for (clients, n) in [(1, 100), (16, 2_000)] {
        // Each thread takes a set of connections for as long as a life lasts.
        let mut sets = Vec::new();
        for _ in 0..clients {
            sets.push(People {
                agent: server.client(token(filled, "agent")?)?,
                hexi: server.client(token(filled, "hexi")?)?,
                reviewer: server.client(token(filled, "reviewer")?)?,
                callback: server.client(token(filled, "callback")?)?,
            });
        }
        let sets = Mutex::new(sets);
        let measured = measure::run(server, "whole life (8 calls)", "", clients, n, |_, round| {
            let taken = sets.lock().ok().and_then(|mut sets| sets.pop());
            let mut people = taken.context("more lives than people")?;
            let bytes = live(&mut people, seed | round as u64)?;
            sets.lock().ok().context("a life broke off")?.push(people);
            Ok(bytes)
        })?;
        table.add(measured);
    }
    Ok(())
}

fn live(people: &mut People, seed: u64) -> Result<usize> {
    let mut bytes = 0;
    let mut count = |answer: Answer| {
        bytes += answer.body.len();
        answer.json()
    };
    let body = bodies::waiting(&mut Dice::new(seed));
    let registered = count(people.agent.post("/api/requests", &[], &body)?.expect(201)?)?;
    let request = format!("/api/requests/{}", text(&registered, "/number")?);
    let dispatch = json!({ "to": [{ "unit": "hexi", "role": "lead" }], "opinion": "请核实处理", "version": whole(&registered, "/version")? });
    let moved = count(people.agent.post(&format!("{request}/dispatch"), &[], &dispatch)?.expect(200)?)?;
    let order = format!("{request}/orders/{}", text(&moved, "/orders/0/id")?);
    let version = |moved: &Value| whole(moved, "/orders/0/version");
    let moved = count(
        people.hexi.post(&format!("{order}/accept"), &[], &json!({ "version": version(&moved)? }))?.expect(200)?,
    )?;
    drop(moved);
    let moved = count(
        people
            .hexi
            .post(&format!("{order}/contact"), &[], &json!({ "reached": true, "text": "已与市民通话" }))?
            .expect(200)?,
    )?;
    let moved =
        count(people.hexi.post(&format!("{order}/report"), &[], &bodies::report(version(&moved)?))?.expect(200)?)?;
    let moved = count(
        people.reviewer.post(&format!("{order}/approve"), &[], &json!({ "version": version(&moved)? }))?.expect(200)?,
    )?;
    let closed = count(
        people
            .callback
            .post(&format!("{request}/callback"), &[], &bodies::closing(whole(&moved, "/version")?))?
            .expect(200)?,
    )?;
    anyhow::ensure!(text(&closed, "/state")? == "closed", "the life did not end: {closed}");
    count(people.agent.get(&request)?.expect(200)?)?;
    Ok(bytes)
}

fn text<'a>(value: &'a Value, at: &str) -> Result<&'a str> {
    value.pointer(at).and_then(Value::as_str).with_context(|| format!("no {at} in {value}"))
}

fn whole(value: &Value, at: &str) -> Result<i64> {
    value.pointer(at).and_then(Value::as_i64).with_context(|| format!("no {at} in {value}"))
}
