//! `kill -9` while 64 clients create requests: what was answered is there afterwards, with its number, and the record is whole.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use crate::house::{House, dispatched};
use lianxin_domain::access::Role;
use lianxin_testkit::{Engine, seeded};

const WRITERS: usize = 64;
const ROUNDS: u64 = 2;
/// Answers before the kill is wound up, so that commits are under way on every connection.
const ANSWERS: usize = 64;

/// Creates on every connection until the server is gone; gives the numbers that were answered, by idempotency key.
fn create_until_killed(house: &House, round: u64) -> BTreeMap<String, String> {
    let running = house.start();
    let (address, answers, numbers) = (running.address, AtomicUsize::new(0), Mutex::new(BTreeMap::new()));
    let pause = Duration::from_millis(u64::from(seeded(round).bytes::<1>()[0]));
    thread::scope(|scope| {
        for writer in 0..WRITERS {
            let (answers, numbers) = (&answers, &numbers);
            scope.spawn(move || {
                let mut client = crate::house::client::Client::connect(address, &house.tokens[0]).unwrap();
                for number in 0.. {
                    let key = format!("{round}-{writer}-{number}");
                    let Ok(answer) = client.post("/api/requests", &[("Idempotency-Key", &key)], &dispatched(&key))
                    else {
                        return;
                    };
                    let answer = answer.expect(201).unwrap().json().unwrap();
                    numbers.lock().unwrap().insert(key, answer["number"].as_str().unwrap().to_owned());
                    answers.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        while answers.load(Ordering::Relaxed) < ANSWERS {
            thread::sleep(Duration::from_millis(1));
        }
        thread::sleep(pause);
        running.kill();
    });
    numbers.into_inner().unwrap()
}

fn what_was_answered_is_there(engine: Engine) {
    let people = [("agent".to_owned(), vec![Role::Agent, Role::Dispatcher], "center")];
    let house = House::new("crash", engine, &people);
    for round in 0..ROUNDS {
        let numbers = create_until_killed(&house, round);
        assert!(numbers.len() >= ANSWERS);
        let running = house.start();
        let mut client = running.client(&house.tokens[0]);
        for (key, number) in &numbers {
            let again = client
                .post("/api/requests", &[("Idempotency-Key", key)], &dispatched(key))
                .unwrap()
                .expect(201)
                .unwrap()
                .json()
                .unwrap();
            assert_eq!(again["number"].as_str(), Some(number.as_str()), "{key} was answered before the kill");
            let found = client.get(&format!("/api/requests/{number}")).unwrap().expect(200).unwrap().json().unwrap();
            assert_eq!(found["title"].as_str(), Some(key.as_str()));
        }
        running.kill();
        house.verify();
    }
}

#[test]
fn sqlite_keeps_what_was_answered() {
    what_was_answered_is_there(Engine::Sqlite);
}

#[test]
fn postgres_keeps_what_was_answered() {
    what_was_answered_is_there(Engine::Postgres);
}
