//! A full disk: nothing more is taken, and that is said; everything is read as before; with room again, everything goes on.

use std::thread;

use crate::house::{House, dispatched};
use lianxin_domain::access::Role;
use lianxin_testkit::Engine;

/// 5 MiB: more than the write-ahead log between two checkpoints, so that both it and the database come to their end.
const BLOCKS: u32 = 16 * 1_024;
/// A database that takes so many has no end.
const CREATIONS_MAX: usize = 20_000;
const WRITERS: usize = 16;

/// Creates until it is refused; gives the numbers, and the refusals.
fn create_until_refused(
    house: &House,
    running: &crate::house::Running,
) -> (Vec<String>, Vec<(u16, serde_json::Value)>) {
    let each = |_| {
        let mut client = running.client(&house.tokens[0]);
        let mut numbers = Vec::new();
        for round in 0..CREATIONS_MAX / WRITERS {
            let answer = client.post("/api/requests", &[], &dispatched(&format!("路灯 {round}"))).unwrap();
            let (status, body) = (answer.status, answer.json().unwrap());
            if status != 201 {
                return (numbers, Some((status, body)));
            }
            numbers.push(body["number"].as_str().unwrap().to_owned());
        }
        (numbers, None)
    };
    let all = thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS).map(|writer| scope.spawn(move || each(writer))).collect();
        writers.into_iter().map(|writer| writer.join().unwrap()).collect::<Vec<_>>()
    });
    let (numbers, refusals): (Vec<_>, Vec<_>) = all.into_iter().unzip();
    (numbers.concat(), refusals.into_iter().flatten().collect())
}

#[test]
fn a_full_disk_is_told_and_survived() {
    let house =
        House::new("full", Engine::Sqlite, &[("agent".to_owned(), vec![Role::Agent, Role::Dispatcher], "center")]);
    let running = house.start_on_a_small_disk(BLOCKS);
    let (numbers, refusals) = create_until_refused(&house, &running);
    assert!(numbers.len() > 100, "there was room for {} requests", numbers.len());
    assert_eq!(refusals.len(), WRITERS, "every writer came to the end of the disk");
    for (status, problem) in refusals {
        assert_eq!((status, problem["type"].as_str()), (507, Some("/api/docs#problem-storage")), "{problem}");
    }

    let mut client = running.client(&house.tokens[0]);
    for number in &numbers {
        client.get(&format!("/api/requests/{number}")).unwrap().expect(200).unwrap();
    }
    client.get("/api/requests?limit=200&count=true").unwrap().expect(200).unwrap();

    running.make_room();
    let again =
        client.post("/api/requests", &[], &dispatched("有空间了")).unwrap().expect(201).unwrap().json().unwrap();
    client.get(&format!("/api/requests/{}", again["number"].as_str().unwrap())).unwrap().expect(200).unwrap();
    drop(client);
    running.kill();
    house.verify();
    let running = house.start();
    for number in &numbers {
        running.client(&house.tokens[0]).get(&format!("/api/requests/{number}")).unwrap().expect(200).unwrap();
    }
}
