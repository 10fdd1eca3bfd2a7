//! Many at once through HTTP: one of them gets it, everybody else is told so.

use std::sync::Barrier;
use std::thread;

use crate::house::client::{Answer, Client};
use crate::house::{House, dispatched, waiting};
use lianxin_domain::access::Role;
use lianxin_testkit::Engine;
use serde_json::{Value, json};

/// Does the same on many connections at the same moment.
fn at_once(clients: Vec<Client>, call: impl Fn(&mut Client) -> Answer + Sync) -> Vec<Answer> {
    let barrier = Barrier::new(clients.len());
    thread::scope(|scope| {
        let (barrier, call) = (&barrier, &call);
        let calls: Vec<_> = clients
            .into_iter()
            .map(|mut client| {
                scope.spawn(move || {
                    barrier.wait();
                    call(&mut client)
                })
            })
            .collect();
        calls.into_iter().map(|call| call.join().unwrap()).collect()
    })
}

fn create(client: &mut Client, body: &Value) -> Value {
    let created = client.post("/api/requests", &[], body).unwrap().expect(201).unwrap().json().unwrap();
    let path = format!("/api/requests/{}", created["number"].as_str().unwrap());
    client.get(&path).unwrap().expect(200).unwrap().json().unwrap()
}

fn one_of_two_hundred_gets_the_task(engine: Engine) {
    let people: Vec<_> =
        (0..200).map(|number| (format!("d{number}"), vec![Role::Agent, Role::Dispatcher], "center")).collect();
    let house = House::new("claim", engine, &people);
    let running = house.start();
    let request = create(&mut running.client(&house.tokens[0]), &waiting("路灯不亮"));
    let path = format!("/api/tasks/{}/claim", request["tasks"][0]["id"].as_str().unwrap());
    let clients = house.tokens.iter().map(|token| running.client(token)).collect();
    let answers = at_once(clients, |client| client.post(&path, &[], &json!({})).unwrap());

    let (got, refused): (Vec<&Answer>, Vec<&Answer>) = answers.iter().partition(|answer| answer.status == 200);
    assert_eq!((got.len(), refused.len()), (1, 199));
    for answer in refused {
        let problem = answer.json().unwrap();
        assert_eq!((answer.status, problem["type"].as_str()), (422, Some("/api/docs#problem-refused")), "{problem}");
        assert!(problem["detail"].as_str().unwrap().contains("认领"), "{problem}");
    }
    drop(running);
    house.verify();
}

fn one_of_two_handlers_changes_the_order(engine: Engine) {
    let people = [
        ("agent".to_owned(), vec![Role::Agent, Role::Dispatcher], "center"),
        ("one".to_owned(), vec![Role::Handler], "hexi"),
        ("other".to_owned(), vec![Role::Handler], "hexi"),
    ];
    let house = House::new("order", engine, &people);
    let running = house.start();
    let request = create(&mut running.client(&house.tokens[0]), &dispatched("路灯不亮"));
    let order = request["orders"].as_array().unwrap().iter().find(|order| order["unit"] == "hexi").unwrap();
    let path = format!(
        "/api/requests/{}/orders/{}/accept",
        request["number"].as_str().unwrap(),
        order["id"].as_str().unwrap()
    );
    let seen = json!({ "version": order["version"] });
    let clients = house.tokens[1..].iter().map(|token| running.client(token)).collect();
    let mut answers = at_once(clients, |client| client.post(&path, &[], &seen).unwrap());
    answers.sort_by_key(|answer| answer.status);

    assert_eq!(answers.iter().map(|answer| answer.status).collect::<Vec<_>>(), [200, 409]);
    let problem = answers[1].json().unwrap();
    assert_eq!(problem["type"].as_str(), Some("/api/docs#problem-changed"));
    let changed: Vec<&str> =
        problem["changed"].as_array().unwrap().iter().filter_map(|entry| entry["event"].as_str()).collect();
    assert_eq!(changed, ["accepted"], "the slower one is told what the faster one did");
    drop(running);
    house.verify();
}

#[test]
fn sqlite_one_of_two_hundred_gets_the_task() {
    one_of_two_hundred_gets_the_task(Engine::Sqlite);
}

#[test]
fn postgres_one_of_two_hundred_gets_the_task() {
    one_of_two_hundred_gets_the_task(Engine::Postgres);
}

#[test]
fn sqlite_one_of_two_handlers_changes_the_order() {
    one_of_two_handlers_changes_the_order(Engine::Sqlite);
}

#[test]
fn postgres_one_of_two_handlers_changes_the_order() {
    one_of_two_handlers_changes_the_order(Engine::Postgres);
}
