//! Many at once: nobody's change is lost, nothing is done twice, the journal has no gap.

#![expect(clippy::unwrap_used, reason = "a test fails where it is wrong")]

use std::sync::Barrier;
use std::thread;

use lianxin_app::{ActError, Changed, Expected};
use lianxin_domain::access::Role;
use lianxin_domain::request::refusal::Obstacle;
use lianxin_domain::request::{Command, OrderStage, Refusal, Request, TaskKind};
use lianxin_testkit::{Filed, World, both_engines, help, lead, person, solved, supporting};

/// Each of `bodies` on a thread of its own, all let go at the same moment.
fn at_once<T: Send>(count: usize, body: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let start = Barrier::new(count);
    thread::scope(|scope| {
        let threads: Vec<_> = (0..count)
            .map(|number| {
                let (start, body) = (&start, &body);
                scope.spawn(move || {
                    start.wait();
                    body(number)
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

/// A lamp with two orders, both accepted.
fn two_at_work(city: &World) -> Filed {
    let lamp = city.agent().registers(help("路灯不亮").at("hexi.taoyuan"));
    city.dispatcher().dispatches(&lamp, lead("hexi"), [supporting("cgw")]);
    city.handler("hexi").accepts(&lamp, "hexi");
    city.handler("cgw").accepts(&lamp, "cgw");
    lamp
}

fn version(request: &Request, unit: &str) -> Expected {
    Expected::Order(request.orders.iter().find(|order| order.unit.as_str() == unit).unwrap().version)
}

both_engines! {
    /// 32 agents and dispatchers work through the same morning; the journal counts every step once, in order.
    fn the_journal_has_no_gap(city: &World) {
        let filed = at_once(32, |number| {
            let (agent, dispatcher) = (city.agent(), city.dispatcher());
            (0..4)
                .map(|round| {
                    let call = agent.registers(help(&format!("第 {number} 席第 {round} 件")).at("hexi.taoyuan"));
                    dispatcher.dispatches(&call, lead("hexi"), []);
                    call
                })
                .collect::<Vec<_>>()
        });
        let mut numbers: Vec<String> = filed.into_iter().flatten().map(|filed| filed.number).collect();
        numbers.sort();
        numbers.dedup();
        assert_eq!(numbers.len(), 128, "no number twice");
        assert_eq!(city.verify().unwrap(), 256);
        let followed = city.read(|tx| tx.journal_after(0, 1_000));
        assert!(followed.iter().zip(1..).all(|(entry, seq)| entry.seq == seq), "1, 2, 3 …");
    }

    /// 200 dispatchers reach for the same task.
    fn one_claims_and_199_do_not(city: &World) {
        let lamp = city.agent().registers(help("路灯不亮").at("hexi.taoyuan"));
        let task = city.request(&lamp).open_tasks(TaskKind::Dispatch, None).next().unwrap().id;
        let tried = at_once(200, |number| {
            let desk = city.desk(person(Role::Dispatcher, "center", &format!("派单员{number}")));
            (desk.actor.account, desk.tries(&lamp, Command::Claim { task }))
        });
        let winners: Vec<_> = tried.iter().filter(|(_, claimed)| claimed.is_ok()).collect();
        assert_eq!(winners.len(), 1);
        let refused = tried.iter().filter(|(_, claimed)| matches!(claimed, Err(ActError::Refused(Refusal::Guard(Obstacle::ClaimedByOther)))));
        assert_eq!(refused.count(), 199, "everybody else is told why");
        let owner = city.request(&lamp).task(task).unwrap().claimed.unwrap().0;
        assert_eq!(Some(owner), winners[0].0);
        assert_eq!(city.verify().unwrap(), 2);
    }

    /// Two colleagues of one unit report the same order, each on the grounds of what he read.
    fn the_slower_of_two_learns_what_happened(city: &World) {
        let lamp = two_at_work(city);
        let (before, order) = (city.request(&lamp), city.handler("hexi").order(&lamp, "hexi"));
        let seen = version(&before, "hexi");
        let tried = at_once(2, |number| {
            let desk = city.desk(person(Role::Handler, "hexi", &format!("河西经办人{number}")));
            let command = Command::Contact { order, reached: true, note: format!("第 {number} 次联系") };
            desk.tries_having_seen(&lamp, seen, command)
        });
        let (done, lost): (Vec<_>, Vec<_>) = tried.into_iter().partition(Result::is_ok);
        assert_eq!((done.len(), lost.len()), (1, 1));
        let Some(Err(ActError::Conflict(changed))) = lost.into_iter().next() else { panic!("the slower one is told of a conflict") };
        let Changed { expected, current, since } = *changed;
        assert_eq!((Expected::Order(expected), current), (seen, before.version + 1));
        assert_eq!(since.iter().map(|entry| (entry.no, entry.event.name())).collect::<Vec<_>>(), [(current, "contacted")]);
        assert_eq!(city.verify().unwrap(), before.version + 1, "of the slower one nothing is kept");
    }

    /// Two units work on one request at the same time, and are not in each other's way.
    fn two_units_do_not_conflict(city: &World) {
        let lamp = two_at_work(city);
        let before = city.request(&lamp);
        let tried = at_once(2, |number| {
            let unit = ["hexi", "cgw"][number];
            let desk = city.handler(unit);
            let report = Box::new(solved());
            let contact = Command::Contact { order: desk.order(&lamp, unit), reached: true, note: "已联系".to_owned() };
            let after = desk.tries_having_seen(&lamp, version(&before, unit), contact)?;
            desk.tries_having_seen(&lamp, version(&after, unit), Command::Report { order: desk.order(&lamp, unit), report })
        });
        for (unit, reported) in ["hexi", "cgw"].iter().zip(tried) {
            assert!(reported.is_ok(), "{unit}: {reported:?}");
        }
        let after = city.request(&lamp);
        assert!(after.orders.iter().all(|order| order.state.stage() == OrderStage::Reported));
        assert_eq!(city.verify().unwrap(), before.version + 4);
    }

    /// What is refused half-way leaves nothing behind: neither a row nor a number nor an entry.
    fn a_refused_registration_leaves_nothing(city: &World) {
        let nowhere = Command::Dispatch { to: vec![city.agent().target(lead("hexi"))], opinion: String::new() };
        let tried = city.agent().tries_to_register(help("没有地点").and(nowhere));
        assert!(matches!(tried, Err(ActError::Refused(Refusal::Guard(Obstacle::NoPlace)))));
        assert_eq!(city.verify().unwrap(), 0);
        let next = city.agent().registers(help("有地点").at("hexi.taoyuan"));
        assert_eq!(next.number, "TJ250303-000013", "the first number of the day was not used up");
    }

    /// A unit of work that does something and then fails did nothing.
    fn a_conflict_takes_everything_back(city: &World) {
        let lamp = two_at_work(city);
        let before = (city.request(&lamp), city.verify().unwrap());
        let (cx, id, order) = (city.context(&city.handler("hexi").actor), lamp.id, city.handler("hexi").order(&lamp, "hexi"));
        let tried = city.app().store.write_blocking(move |tx| {
            let progress = Command::Progress { order, text: "路上".to_owned(), files: Vec::new() };
            lianxin_app::act(tx, &cx, id, Expected::Any, progress.clone())?;
            lianxin_app::act(tx, &cx, id, Expected::Order(1), progress)
        });
        assert!(matches!(tried, Err(ActError::Conflict(_))));
        assert_eq!((city.request(&lamp), city.verify().unwrap()), before);
    }
}
