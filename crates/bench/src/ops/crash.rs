//! `kill -9` under load, again and again: what was answered is there afterwards, with its number, and the journal is whole.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};

use super::{bodies, token};
use crate::fill::{Dice, Filled};
use crate::server::{self, Server};

/// Clients that create without a pause.
const WRITERS: u64 = 64;
/// The earliest and the latest moment of the kill, after the first answer, in milliseconds.
const KILL_MS: (i64, i64) = (20, 900);

/// What the rounds came to.
#[derive(Debug, Default)]
pub(crate) struct Crashes {
    pub rounds: usize,
    pub acknowledged: usize,
    /// Sent, not answered before the kill, and there afterwards all the same: that is allowed.
    pub unanswered_but_kept: usize,
}

/// Kills the server `rounds` times on one database, and looks each time.
pub(crate) fn crash(filled: &Filled, rounds: usize, seed: u64) -> Result<Crashes> {
    let mut all = Crashes::default();
    for round in 0..rounds {
        let mut dice = Dice::new(seed.wrapping_add(round as u64));
        let (acknowledged, sent) = kill_while_writing(filled, &mut dice, seed << 20 | (round as u64) << 8)
            .with_context(|| format!("round {round} of seed {seed}"))?;
        let kept = look(filled, &acknowledged, &sent)
            .with_context(|| format!("after the kill of round {round} of seed {seed}"))?;
        all.rounds += 1;
        all.acknowledged += acknowledged.len();
        all.unanswered_but_kept += kept;
    }
    Ok(all)
}

type Numbers = BTreeMap<String, (String, serde_json::Value)>;

/// Gives the numbers that were acknowledged, by idempotency key, and the last key of each writer, which was perhaps not answered.
fn kill_while_writing(
    filled: &Filled,
    dice: &mut Dice,
    seed: u64,
) -> Result<(Numbers, Vec<(String, serde_json::Value)>)> {
    let server = Server::start(&filled.data, filled.url.as_deref())?;
    let (acknowledged, last) = (Mutex::new(Numbers::new()), Mutex::new(Vec::new()));
    let token = token(filled, "agent")?;
    thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (acknowledged, last, address) = (&acknowledged, &last, server.address);
            scope.spawn(move || {
                let Ok(mut client) = crate::client::Client::connect(address, token) else { return };
                for number in 0_u64.. {
                    let body = bodies::dispatched(&mut Dice::new(seed ^ writer << 32 ^ number));
                    let key = format!("crash-{seed}-{writer}-{number}");
                    let answer = client.post("/api/requests", &[("Idempotency-Key", &key)], &body);
                    // The connection breaks with the server; everything else is a fault that `look` would miss.
                    let number = answer
                        .ok()
                        .filter(|answer| answer.status == 201)
                        .and_then(|answer| Some(answer.json().ok()?["number"].as_str()?.to_owned()));
                    let Some(number) = number else {
                        last.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((key, body));
                        return;
                    };
                    acknowledged.lock().unwrap_or_else(std::sync::PoisonError::into_inner).insert(key, (number, body));
                }
            });
        }
        while acknowledged.lock().unwrap_or_else(std::sync::PoisonError::into_inner).is_empty() {
            thread::sleep(Duration::from_millis(2));
        }
        thread::sleep(Duration::from_millis(dice.between(KILL_MS.0, KILL_MS.1).unsigned_abs()));
        server.kill()
    })?;
    let (acknowledged, last) = (acknowledged.into_inner(), last.into_inner());
    Ok((
        acknowledged.unwrap_or_else(std::sync::PoisonError::into_inner),
        last.unwrap_or_else(std::sync::PoisonError::into_inner),
    ))
}

/// Starts again on the same data: every number is there, a repeated key gives it again, and the journal is whole.
fn look(filled: &Filled, acknowledged: &Numbers, unanswered: &[(String, serde_json::Value)]) -> Result<usize> {
    let server = Server::start(&filled.data, filled.url.as_deref())?;
    let mut client = server.client(token(filled, "agent")?)?;
    for (key, (number, body)) in acknowledged {
        let again = client.post("/api/requests", &[("Idempotency-Key", key)], body)?.expect(201)?.json()?;
        ensure!(again["number"].as_str() == Some(number), "{number} was acknowledged for {key}, now it is {again}");
        client
            .get(&format!("/api/requests/{number}"))?
            .expect(200)
            .with_context(|| format!("{number} was acknowledged"))?;
    }
    let kept = unanswered_but_kept(&mut client, unanswered)?;
    server.stop()?;
    server::verify(Path::new(&filled.data), filled.url.as_deref())?;
    Ok(kept)
}

/// Repeats what was not answered: whether it had come through or not, it is there once.
fn unanswered_but_kept(
    client: &mut crate::client::Client,
    unanswered: &[(String, serde_json::Value)],
) -> Result<usize> {
    let newest = |client: &mut crate::client::Client| -> Result<String> {
        let list = client.get("/api/requests?limit=1")?.expect(200)?.json()?;
        Ok(list.pointer("/requests/0/number").and_then(|number| number.as_str()).unwrap_or_default().to_owned())
    };
    let mut kept = 0;
    for (key, body) in unanswered {
        let before = newest(client)?;
        let first = client.post("/api/requests", &[("Idempotency-Key", key)], body)?.expect(201)?.json()?;
        kept += usize::from(newest(client)? == before);
        let again = client.post("/api/requests", &[("Idempotency-Key", key)], body)?.expect(201)?.json()?;
        ensure!(first["number"] == again["number"], "{key} made two requests: {first} and {again}");
    }
    Ok(kept)
}
