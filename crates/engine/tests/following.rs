//! What goes on page by page: merged requests after their master, clocks after a new policy; and that a look costs what is due.
#![expect(clippy::unwrap_used, reason = "a test that meets an error has failed")]

use std::sync::Arc;

use lianxin_app::{Tx, sweep as pages};
use lianxin_domain::access::{Role, Scope};
use lianxin_domain::city::{City, Policies};
use lianxin_domain::request::{Command, RequestState, Stage};
use lianxin_domain::{RequestId, clock::ClockKind};
use lianxin_engine::{apply_policy, follow};
use lianxin_testkit::{Engine, Filed, World, both_engines, content, help, lead, person, solved};

fn on_runtime<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap().block_on(future)
}

/// The city with one more policy, in force from the first.
fn with_policy(world: &World, version: &str, recompute_running: bool) -> Arc<City> {
    let city = world.app().city();
    let mut policy = city.policy(world.now()).clone();
    version.clone_into(&mut policy.version);
    policy.from = city.zone.to_datetime(world.now().timestamp()).date();
    policy.recompute_running = recompute_running;
    for rule in policy.periods.iter_mut().filter(|rule| rule.clock == ClockKind::Dispatch) {
        rule.period = lianxin_domain::clock::Period::Natural(lianxin_domain::Minutes(7));
    }
    let mut all = city.policies.all().to_vec();
    all.push(policy);
    Arc::new(City { policies: Policies::new(all).unwrap(), ..City::clone(&city) })
}

fn policies(world: &World, filed: &Filed) -> Vec<String> {
    let request = world.request(filed);
    request.clocks.iter().filter(|clock| clock.is_open()).map(|clock| clock.policy.clone()).collect()
}

fn times(world: &World, filed: &Filed, name: &str) -> usize {
    world.story(filed).iter().filter(|event| **event == name).count()
}

both_engines! {
    /// Those who were merged into a request go on once it has ended, page by page, also after a restart in the middle.
    fn followers_go_on_when_their_master_ends(world: &World) {
        let master = world.agent().registers(help("小区停水").at("hexi.taoyuan"));
        let count = usize::try_from(pages::PAGE).unwrap() + 3;
        let merged: Vec<Filed> = (0..count).map(|number| {
            let one = world.agent().registers(help(&format!("停水 {number}")).at("hexi.taoyuan"));
            let (into, number) = (master.id, master.number.clone());
            world.dispatcher().does(&one, Command::Merge { into, number, evidence: "同一小区".into() });
            one
        }).collect();
        assert_eq!(on_runtime(follow(world.app(), world.now())).unwrap(), 0, "it has not ended");
        world.dispatcher().dispatches(&master, lead("hexi"), []);
        world.handler("hexi").handles(&master, "hexi", solved());
        world.reviewer().approves(&master, "hexi");
        world.callback_agent().closes(&master, content());
        // One page, and the machine dies.
        let cx = world.app().system_context(world.now());
        assert!(world.app().store.write_blocking(move |tx| pages::follow(tx, &cx)).unwrap());
        let gone_on = |world: &World| merged.iter().filter(|one| world.request(one).state.stage() != Stage::Merged).count();
        assert_eq!(gone_on(world), usize::try_from(pages::PAGE).unwrap());
        on_runtime(follow(world.app(), world.now())).unwrap();
        assert_eq!(gone_on(world), count);
        for one in &merged {
            assert!(matches!(world.request(one).state, RequestState::AwaitingCallback { .. }), "each is called back");
            assert_eq!(times(world, one, "followed"), 1);
        }
        assert_eq!(on_runtime(follow(world.app(), world.now())).unwrap(), 0);
        world.verify().unwrap();
    }

    /// A policy that says so moves what runs, once, and also what a restart had left; what has ended keeps its promise.
    fn a_policy_moves_what_runs_if_it_says_so(world: &World) {
        let closed = world.agent().registers(help("路灯不亮").at("hexi.taoyuan"));
        world.dispatcher().dispatches(&closed, lead("hexi"), []);
        world.handler("hexi").handles(&closed, "hexi", solved());
        world.reviewer().approves(&closed, "hexi");
        world.callback_agent().closes(&closed, content());
        let open: Vec<Filed> = (0..pages::PAGE + 5).map(|_| world.agent().registers(help("井盖响").at("hexi.taoyuan"))).collect();
        let old = policies(world, &open[0]).remove(0);

        // A policy that leaves alone what runs.
        world.app().rules.change(with_policy(world, "leaves-alone", false));
        assert_eq!(on_runtime(apply_policy(world.app(), world.now())).unwrap(), 0);
        assert_eq!(policies(world, &open[0]), [old.as_str()]);

        world.app().rules.change(with_policy(world, "moves", true));
        // One page, and the machine dies.
        let (cx, from) = (world.app().system_context(world.now()), old.clone());
        let nil = RequestId(uuid::Uuid::nil());
        assert!(world.app().store.write_blocking(move |tx| pages::apply_policy(tx, &cx, &from, nil)).unwrap().is_some());
        assert!(open.iter().any(|one| policies(world, one) == [old.as_str()]), "a page is not all");
        assert!(on_runtime(apply_policy(world.app(), world.now())).unwrap() >= 1);
        for one in &open {
            let clocks = world.request(one).clocks;
            assert_eq!((clocks[0].policy.as_str(), clocks[0].due), ("moves", clocks[0].started.plus_seconds(7 * 60)));
            assert_eq!(times(world, one, "policy_applied"), 1);
        }
        assert_eq!(policies(world, &closed), [old.as_str()], "the window to object stays as it was told");
        assert_eq!(on_runtime(apply_policy(world.app(), world.now())).unwrap(), 0);
        world.verify().unwrap();
    }

    /// A look costs what is due, not what is open: every statement of it goes along an index.
    fn a_look_reads_no_table(world: &World) {
        for _ in 0..3 {
            let hole = world.agent().registers(help("路面塌陷").at("hexi.taoyuan").graded(lianxin_domain::Grade::Emergency));
            world.dispatcher().dispatches(&hole, lead("hexi"), []);
        }
        let (engine, now) = (world.engine(), world.now());
        let actor = person(Role::Handler, "hexi", "河西经办人");
        let cx = world.context(&actor);
        let plans = world.write(move |tx| {
            if engine == Engine::Postgres {
                // A table of three rows is read whole by anybody in his right mind; the question is whether it could be otherwise.
                tx.query_text("SET LOCAL enable_seqscan = off", &[], |_| Ok(()))?;
                tx.query_text("SET LOCAL enable_bitmapscan = off", &[], |_| Ok(()))?;
                tx.query_text("SET LOCAL enable_sort = off", &[], |_| Ok(()))?;
            }
            let seats = lianxin_app::messages::my_seats(&cx);
            let mut plans = Vec::new();
            let mut explain = |name: &'static str, index: &'static str, found: Vec<String>| plans.push((name, index, found.join("\n")));
            explain("ringing", "clock_to_ring", tx.explaining(|tx| tx.ringing_clocks(now, 500))?.1);
            explain("next ring", "clock_to_ring", tx.explaining(Tx::next_ring)?.1);
            explain("next message", "message_to_send", tx.explaining(Tx::next_message)?.1);
            explain("taken", "message_to_send", tx.explaining(|tx| tx.take_messages(now, now, 8))?.1);
            explain("policies", "clock_by_policy", tx.explaining(Tx::running_policies)?.1);
            explain("a page of a policy", "clock_by_policy", tx.explaining(|tx| tx.requests_by_policy("x", RequestId(uuid::Uuid::nil()), 25))?.1);
            explain("notices", "message_notice", tx.explaining(|tx| tx.notices(&Scope::of(&cx.actor), &seats, None, 50))?.1);
            explain("unread", "message_notice", tx.explaining(|tx| tx.count_notices(&Scope::of(&cx.actor), &seats, None, 100))?.1);
            Ok(plans)
        });
        for (name, index, plan) in plans {
            assert!(!plan.is_empty(), "{name}: no plan");
            assert!(plan.contains(index), "{name}: {plan}");
            for table in ["clock", "message"] {
                assert!(!plan.contains(&format!("Seq Scan on {table}")), "{name}: {plan}");
                for line in plan.lines().map(str::trim) {
                    assert!(line != format!("SCAN {table}") && line != "SCAN m", "{name}: {plan}");
                }
            }
        }
    }
}
