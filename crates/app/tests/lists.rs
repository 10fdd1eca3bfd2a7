//! What is listed is what the policy allows and the filter says, on both engines, whatever the requests and whoever looks.

#![expect(clippy::unwrap_used, reason = "a test fails where it is wrong")]

use std::collections::BTreeSet;

use lianxin_app::lists::{self, DueCursor, RequestFilter, WAITING_MAX};
use lianxin_domain::access::{Actor, Role, Scope, Visibility};
use lianxin_domain::request::{Command, OrderStage, Pool, Request, Stage, TaskKind};
use lianxin_domain::{Channel, Grade, Kind, Minutes, RequestId, Secrecy, UnitCode};
use lianxin_testkit::{
    Engine, Filed, World, both_engines, help, lead, person, seeded, supporting, tianjin, wrongdoing,
};

const UNITS: [&str; 6] = ["hexi", "hexi.taoyuan", "hexi.zjw", "xiqing", "xiqing.zhongbei", "cgw"];
const REQUESTS: usize = 40;

/// Draws one of several, the same ones on every run.
struct Dice(lianxin_app::Entropy);

impl Dice {
    fn of<T: Copy>(&self, sides: &[T]) -> T {
        let drawn = usize::from(u16::from_le_bytes(self.0.bytes()));
        sides[drawn % sides.len()]
    }
}

/// Requests of every kind, grade and secrecy, dispatched to whoever the dice say.
fn fill(city: &World, seed: u64) -> Vec<Request> {
    let dice = Dice(seeded(seed));
    let clerk = city.desk(Actor { cleared: true, ..person(Role::Dispatcher, "center", "派单员") });
    let mut filed: Vec<Filed> = Vec::new();
    for number in 0..REQUESTS {
        let titles = ["路灯不亮", "ETC 扣费 100%", "下水道_堵塞", "井盖松动!"];
        let places = ["hexi.taoyuan", "hexi", "xiqing.zhongbei"];
        let draft = help(dice.of(&titles)).at(dice.of(&places)).about(dice.of(&["city.lamp", "city.green"]));
        let draft = draft.secret(dice.of(Secrecy::ALL)).graded(dice.of(Grade::ALL)).but(|intake| {
            (intake.kind, intake.channel) = (dice.of(&[Kind::Help, Kind::Complaint]), dice.of(Channel::ALL));
            intake.address = format!("{} 号", number % 3);
        });
        let call = clerk.registers(draft);
        if dice.of(&[true, true, true, false]) {
            let (first, second) = (dice.of(&UNITS), dice.of(&UNITS));
            let to = std::iter::once(lead(first)).chain((first != second).then(|| supporting(second)));
            let to = to.map(|target| clerk.target(target)).collect();
            clerk.does(&call, Command::Dispatch { to, opinion: String::new() });
        }
        city.wait(Minutes(dice.of(&[0, 1, 7, 30])));
        filed.push(call);
    }
    filed.iter().map(|call| city.request(call)).collect()
}

/// Everybody there is, cleared and not: every role at the centre and in a district, handlers of every unit, handlers with a second role.
fn everybody() -> Vec<Actor> {
    let roles =
        ["center", "hexi"].iter().flat_map(|unit| Role::ALL.iter().map(move |role| person(*role, unit, "某人")));
    let one = roles.chain(UNITS.iter().map(|unit| person(Role::Handler, unit, "某人")));
    let two =
        Role::ALL.iter().map(|role| Actor { roles: vec![*role, Role::Handler], ..person(*role, "hexi", "某人") });
    one.chain(two).flat_map(|actor| [actor.clone(), Actor { cleared: true, ..actor }]).collect()
}

fn allowed<'a>(actor: &Actor, requests: &'a [Request]) -> Vec<&'a Request> {
    let scope = Scope::of(actor);
    let seen = |request: &&Request| scope.allows(Visibility { secrecy: request.facts.secrecy, units: &request.units });
    requests.iter().filter(seen).collect()
}

fn ids<'a>(requests: impl IntoIterator<Item = &'a Request>) -> BTreeSet<RequestId> {
    requests.into_iter().map(|request| request.id).collect()
}

fn count(of: usize) -> i64 {
    i64::try_from(of).unwrap()
}

/// Somebody who sees everything.
fn leader() -> Actor {
    Actor { cleared: true, ..person(Role::Leader, "center", "领导") }
}

/// What a leader finds with a filter.
fn found(city: &World, filter: RequestFilter) -> BTreeSet<RequestId> {
    let cx = city.context(&leader());
    city.read(move |tx| {
        let page = lists::requests(tx, &cx, &filter, 200)?;
        assert_eq!(lists::count_requests(tx, &cx, &filter)?, count(page.lines.len()));
        Ok(page.lines.iter().map(|line| line.id).collect())
    })
}

both_engines! {
    /// The predicate of the rules and the one of the database say the same: list, count, and the single question.
    fn scope_in_sql_is_scope_in_rules(city: &World) {
        let requests = fill(city, 1);
        let mut sizes = BTreeSet::new();
        for actor in everybody() {
            let expected = ids(allowed(&actor, &requests));
            let (cx, all) = (city.context(&actor), requests.clone());
            let (listed, counted, within) = city.read(move |tx| {
                let page = lists::requests(tx, &cx, &RequestFilter::default(), 200)?;
                let counted = lists::count_requests(tx, &cx, &RequestFilter::default())?;
                let scope = Scope::of(&cx.actor);
                let mut within = BTreeSet::new();
                for request in &all {
                    if tx.request_within(request.id, &scope)? {
                        within.insert(request.id);
                    }
                }
                Ok((page.lines.iter().map(|line| line.id).collect::<BTreeSet<_>>(), counted, within))
            });
            assert_eq!((&listed, &within), (&expected, &expected), "{actor:?}");
            assert_eq!(counted, count(expected.len()), "{actor:?}");
            sizes.insert(expected.len());
        }
        assert!(sizes.contains(&0) && sizes.contains(&REQUESTS) && sizes.len() > 8, "people were told apart: {sizes:?}");
    }

    /// Inboxes and pools show orders and tasks of no request that their reader may not see.
    fn inboxes_and_pools_keep_to_the_scope(city: &World) {
        let requests = fill(city, 2);
        let units = UNITS.map(UnitCode::from);
        for actor in everybody() {
            let mine = allowed(&actor, &requests);
            let orders: BTreeSet<_> = mine.iter().flat_map(|request| &request.orders).map(|order| order.id).collect();
            let waits = |request: &&&Request| request.state.stage() == Stage::Registered;
            let tasks: BTreeSet<_> = mine.iter().filter(waits).map(|request| request.id).collect();
            let (scope, units) = (Scope::of(&actor), units.clone());
            let (listed, counted, pool, waiting) = city.read(move |tx| {
                let (kind, pool) = (TaskKind::Dispatch, Pool::Centre);
                let listed = tx.list_orders(&scope, &units, OrderStage::ALL, None, 200)?;
                let counted: i64 = tx.count_orders(&scope, &units, OrderStage::ALL)?.iter().map(|(_, count)| count).sum();
                let tasks = tx.list_tasks(&scope, kind, &pool, None, 200)?;
                let waiting = tx.count_tasks(&scope, kind, &pool)?;
                let listed: BTreeSet<_> = listed.iter().map(|line| line.id).collect();
                Ok((listed, counted, tasks.iter().map(|line| line.request.id).collect::<BTreeSet<_>>(), waiting))
            });
            assert_eq!((&listed, counted), (&orders, count(orders.len())), "{actor:?}");
            assert_eq!((&pool, waiting), (&tasks, count(tasks.len())), "{actor:?}");
        }
    }

    /// Each filter finds exactly what it names.
    fn filters_find_what_they_name(city: &World) {
        let requests = fill(city, 3);
        let cx = city.context(&city.agent().actor);
        let by = |test: &dyn Fn(&Request) -> bool| ids(requests.iter().filter(|request| test(request)));
        let any = RequestFilter::default;
        let middle = requests[REQUESTS / 2].registered;
        let hexi = lists::places_within(&cx, &"hexi".into());
        let in_hexi = |r: &Request| r.facts.place.as_ref().is_some_and(|place| hexi.contains(place));
        let urgent = vec![Grade::Urgent, Grade::Emergency];
        let channels = vec![Channel::Wechat, Channel::Phone];
        let cases: Vec<(&str, RequestFilter, BTreeSet<RequestId>)> = vec![
            ("state", RequestFilter { states: vec![Stage::Handling], ..any() }, by(&|r| r.state.stage() == Stage::Handling)),
            ("grades", RequestFilter { grades: urgent, ..any() }, by(&|r| r.facts.grade > Grade::Ordinary)),
            ("grade", RequestFilter { grades: vec![Grade::Ordinary], ..any() }, by(&|r| r.facts.grade == Grade::Ordinary)),
            ("kind", RequestFilter { kinds: vec![Kind::Complaint], ..any() }, by(&|r| r.facts.kind == Kind::Complaint)),
            ("channels", RequestFilter { channels, ..any() }, by(&|r| matches!(r.facts.channel, Channel::Wechat | Channel::Phone))),
            ("topic", RequestFilter { topics: vec!["city.green".into()], ..any() }, by(&|r| r.facts.topic == Some("city.green".into()))),
            ("places", RequestFilter { places: hexi.clone(), ..any() }, by(&in_hexi)),
            ("unit", RequestFilter { unit: Some("hexi".into()), ..any() }, by(&|r| r.units.contains(&"hexi".into()))),
            ("overdue", RequestFilter { overdue: true, ..any() }, by(&|r| r.overdue)),
            ("from", RequestFilter { registered_from: Some(middle), ..any() }, by(&|r| r.registered >= middle)),
            ("until", RequestFilter { registered_until: Some(middle), ..any() }, by(&|r| r.registered < middle)),
            ("address", RequestFilter { address: Some("1 号".into()), ..any() }, by(&|r| r.facts.address == "1 号" && r.facts.secrecy == Secrecy::Open)),
            ("before", RequestFilter { before: Some(requests[9].id), ..any() }, by(&|r| r.id < requests[9].id)),
        ];
        for (name, filter, expected) in cases {
            assert!(!expected.is_empty() && expected.len() < REQUESTS, "{name} tells requests apart");
            assert_eq!(found(city, filter), expected, "{name}");
        }
    }

    /// The address of a request that hides who asked is listed, shown and found for the officers who may know and the units that must go
    /// there, whoever looks, and for nobody else.
    fn an_address_that_tells_who_asked_is_for_those_who_may_know(city: &World) {
        let requests = fill(city, 6);
        let mut hidden = 0;
        for actor in everybody() {
            let (cx, scope) = (city.context(&actor), Scope::of(&actor));
            let located = |request: &&&Request| scope.locates(Visibility { secrecy: request.facts.secrecy, units: &request.units });
            let seen = allowed(&actor, &requests);
            let (known, unknown): (Vec<&Request>, Vec<&Request>) = seen.iter().partition(|request| located(request));
            hidden += unknown.len();
            let all = RequestFilter::default();
            let by_word = RequestFilter { words: vec!["1 号".to_owned()], ..all.clone() };
            let by_address = RequestFilter { address: Some("1 号".to_owned()), ..all.clone() };
            let first = unknown.first().map(|request| request.id);
            let (lines, word, address, shown, orders) = city.read(move |tx| {
                let lines = lists::requests(tx, &cx, &all, 200)?.lines;
                let word = lists::requests(tx, &cx, &by_word, 200)?.lines;
                let address = lists::requests(tx, &cx, &by_address, 200)?.lines;
                let shown = first.map(|id| lianxin_app::view::view(tx, &cx, id).unwrap().request.facts.address);
                let units: Vec<UnitCode> = UNITS.iter().map(|unit| (*unit).into()).collect();
                let orders = lists::inbox(tx, &cx, &units, lists::INBOX, None, 200)?.lines;
                Ok((lines, word, address, shown, orders))
            });
            let telling = ids(lines.iter().filter(|line| !line.address.is_empty()).map(|line| requests.iter().find(|r| r.id == line.id).unwrap()));
            assert_eq!(telling, ids(known.iter().copied()), "{actor:?}");
            let at_one = ids(known.iter().copied().filter(|request| request.facts.address == "1 号"));
            let found = |lines: &[lists::RequestLine]| lines.iter().map(|line| line.id).collect::<BTreeSet<_>>();
            assert_eq!((found(&word), found(&address)), (at_one.clone(), at_one), "{actor:?}");
            assert!(shown.is_none_or(|address| address.is_empty()), "{actor:?}");
            let known = ids(known);
            assert!(orders.iter().all(|line| line.address.is_empty() != known.contains(&line.request)), "{actor:?}");
        }
        assert!(hidden > 0, "the dice hid something");
    }

    /// Who classifies what he cannot read the address of leaves it as it is.
    fn an_address_that_is_not_shown_is_not_wiped(city: &World) {
        let filed = city.agent().registers(wrongdoing("队长收钱").at("hexi.taoyuan").but(|intake| "某里 9 号楼".clone_into(&mut intake.address)));
        let classify = |address: &str| Command::Classify { topic: "city.lamp".into(), place: "hexi.taoyuan".into(), address: address.to_owned() };
        assert_eq!(city.dispatcher().does(&filed, classify("")).facts.address, "某里 9 号楼");
        let cx = city.context(&city.dispatcher().actor);
        let id = filed.id;
        let journal = city.read(move |tx| { let request = tx.request(id)?.unwrap(); lianxin_app::view::journal(tx, &cx, &request) });
        let told = format!("{:?}", lianxin_app::view::entries(&journal).collect::<Vec<_>>());
        assert!(told.contains("Classified") && !told.contains("某里"), "{told}");
        assert_eq!(city.dispatcher().does(&filed, classify("另一处")).facts.address, "另一处");
    }

    /// A word means itself, capitals or not, on both engines alike.
    fn words_mean_themselves(city: &World) {
        let requests = fill(city, 4);
        let titled = |title: &str| ids(requests.iter().filter(|request| request.facts.title == title));
        let search = |words: &[&str]| {
            let words = words.iter().map(|word| (*word).to_owned()).collect();
            found(city, RequestFilter { words, ..RequestFilter::default() })
        };
        let toll = "ETC 扣费 100%";
        for (word, title) in [("etc", toll), ("Etc", toll), ("0%", toll), ("道_堵", "下水道_堵塞"), ("动!", "井盖松动!")] {
            assert_eq!(search(&[word]), titled(title), "{word}");
            assert!(!titled(title).is_empty());
        }
        assert_eq!(search(&["路灯", "不亮"]), titled("路灯不亮"));
        for nothing in [&["路_不亮"][..], &["路%亮"], &["路灯", "井盖"], &["'; DROP TABLE request; --"]] {
            assert_eq!(search(nothing), BTreeSet::new(), "{nothing:?}");
        }
    }

    /// Page by page everything comes once, in order.
    fn pages_of_requests_join(city: &World) {
        let requests = fill(city, 5);
        let cx = city.context(&leader());
        let mut filter = RequestFilter::default();
        let mut listed = Vec::new();
        loop {
            let (cx, asked) = (cx.clone(), filter.clone());
            let page = city.read(move |tx| lists::requests(tx, &cx, &asked, 7));
            assert!(page.lines.len() <= 7);
            listed.extend(page.lines.iter().map(|line| line.id));
            filter.before = listed.last().copied();
            if !page.more {
                break;
            }
        }
        let newest_first: Vec<RequestId> = ids(&requests).into_iter().rev().collect();
        assert_eq!(listed, newest_first);
    }

    /// Inboxes and pools likewise, however many lines have the same grade and due moment, or none.
    fn pages_by_due_moment_join(city: &World) {
        let requests = fill(city, 6);
        let (scope, units) = (Scope::of(&leader()), UNITS.map(UnitCode::from));
        let (mut cursor, mut owed) = (None, Vec::new());
        loop {
            let (scope, units) = (scope.clone(), units.clone());
            let lines = city.read(move |tx| tx.list_orders(&scope, &units, OrderStage::ALL, cursor, 6));
            owed.extend(lines.iter().take(6).map(|line| (std::cmp::Reverse(line.grade), line.due, line.id)));
            let Some(last) = lines.get(5).filter(|_| lines.len() > 6) else { break };
            cursor = Some(DueCursor { grade: last.grade, due: last.due, id: last.id.0 });
        }
        assert_eq!(owed.len(), requests.iter().map(|request| request.orders.len()).sum::<usize>());
        assert!(owed.is_sorted_by(|a, b| a < b), "the most urgent first, then the soonest due, and nothing twice");

        let (mut cursor, mut pool) = (None, Vec::new());
        loop {
            let scope = scope.clone();
            let lines = city.read(move |tx| tx.list_tasks(&scope, TaskKind::MustPhone, &Pool::Centre, cursor, 4));
            pool.extend(lines.iter().take(4).map(|line| line.id));
            let Some(last) = lines.get(3).filter(|_| lines.len() > 4) else { break };
            cursor = Some(DueCursor { grade: last.request.grade, due: last.due, id: last.id.0 });
        }
        let tasks = requests.iter().flat_map(|request| &request.tasks);
        let silent: BTreeSet<_> = tasks.filter(|task| task.kind == TaskKind::MustPhone && task.done.is_none()).map(|task| task.id).collect();
        assert!(pool.len() == silent.len() && silent.len() > 4, "tasks without a due moment are paged too");
        assert_eq!(pool.into_iter().collect::<BTreeSet<_>>(), silent);
    }

    /// Whose grade is raised comes first, in the inbox and in the pool, in the unit of work that raised it.
    fn a_raised_grade_moves_forward(city: &World) {
        let clerk = city.desk(Actor { cleared: true, ..person(Role::Dispatcher, "center", "派单员") });
        let owed = ["先", "后"].map(|title| clerk.registers(help(title).at("hexi.taoyuan")));
        for call in &owed {
            clerk.dispatches(call, lead("hexi"), []);
            city.wait(Minutes(1));
        }
        let waiting = ["早", "晚"].map(|title| {
            city.wait(Minutes(1));
            clerk.registers(help(title).at("hexi.taoyuan"))
        });
        let (scope, units) = (Scope::of(&leader()), [UnitCode::from("hexi")]);
        let listed = || {
            let (scope, units) = (scope.clone(), units.clone());
            city.read(move |tx| {
                let orders = tx.list_orders(&scope, &units, &[OrderStage::Dispatched], None, 10)?;
                let tasks = tx.list_tasks(&scope, TaskKind::Dispatch, &Pool::Centre, None, 10)?;
                let orders: Vec<_> = orders.into_iter().map(|line| line.request).collect();
                Ok((orders, tasks.into_iter().map(|line| line.request.id).collect::<Vec<_>>()))
            })
        };
        assert_eq!(listed(), (vec![owed[0].id, owed[1].id], vec![waiting[0].id, waiting[1].id]));
        for call in [&owed[1], &waiting[1]] {
            clerk.does(call, Command::ChangeGrade { grade: Grade::Urgent, reason: "影响多户".to_owned() });
        }
        assert_eq!(listed(), (vec![owed[1].id, owed[0].id], vec![waiting[1].id, waiting[0].id]));
    }

    /// The line says when the clock that is due next was started, which is what its ring is drawn from.
    fn lines_carry_the_start_of_their_clock(city: &World) {
        let clerk = city.dispatcher();
        let call = city.agent().registers(help("路灯不亮").at("hexi.taoyuan"));
        city.wait(Minutes(7));
        clerk.dispatches(&call, lead("hexi"), []);
        let hexi = city.handler("hexi");
        let (scope, units) = (Scope::of(&leader()), [UnitCode::from("hexi")]);
        let started = || {
            let (scope, units) = (scope.clone(), units.clone());
            city.read(move |tx| {
                let order = tx.list_orders(&scope, &units, OrderStage::ALL, None, 1)?.remove(0);
                let request = tx.list_requests(&scope, &RequestFilter::default(), 1)?.remove(0);
                Ok((request.due_from.zip(request.due), order.due_from.zip(order.due)))
            })
        };
        for step in 0..2 {
            let request = city.request(&call);
            let order = request.orders[0].id;
            let expected = (request.next_due(), request.order_due(order));
            let pair = |clock: Option<&lianxin_domain::request::Running>| clock.map(|clock| (clock.started, clock.due));
            assert_eq!(started(), (pair(expected.0), pair(expected.1)), "step {step}");
            assert!(expected.1.is_some_and(|clock| clock.started > request.registered));
            city.wait(Minutes(11));
            if step == 0 {
                hexi.does(&call, Command::Accept { order });
            }
        }
    }

    /// However much is owed, a count reads no more than can be shown of it.
    fn counts_of_an_inbox_end(city: &World) {
        let clerk = city.dispatcher();
        for number in 0..=WAITING_MAX / 6 {
            let call = clerk.registers(help(&format!("第 {number} 件")).at("hexi.taoyuan"));
            let to = UNITS.iter().enumerate().map(|(at, unit)| if at == 0 { lead(unit) } else { supporting(unit) });
            clerk.does(&call, Command::Dispatch { to: to.map(|target| clerk.target(target)).collect(), opinion: String::new() });
        }
        let (scope, units) = (Scope::of(&leader()), UNITS.map(UnitCode::from));
        let counted = city.read(move |tx| {
            let all = tx.count_orders(&scope, &units, &[OrderStage::Dispatched, OrderStage::Accepted])?;
            let one = tx.count_orders(&scope, &units[..1], &[OrderStage::Dispatched])?;
            Ok((all, one))
        });
        let many = vec![(OrderStage::Dispatched, WAITING_MAX + 1), (OrderStage::Accepted, 0)];
        assert_eq!(counted, (many, vec![(OrderStage::Dispatched, WAITING_MAX / 6 + 1)]));
    }

    /// A page of an inbox or of a pool is read along its index from where the page before ended, and nothing is sorted but the page.
    fn pages_by_turn_follow_their_index(city: &World) {
        let (scope, units) = (Scope::of(&city.handler("hexi").actor), UNITS.map(UnitCode::from));
        let engine = city.app().store.engine();
        let cursor = Some(DueCursor { grade: Grade::Urgent, due: Some(city.now()), id: uuid::Uuid::nil() });
        let plans = city.read(move |tx| {
            if engine == Engine::Postgres {
                // A handful of rows would be read whole and sorted; how a million would be read is the question.
                for way in ["seqscan", "bitmapscan", "hashjoin", "mergejoin"] {
                    tx.query_text(&format!("SET LOCAL enable_{way} = off"), &[], |_| Ok(()))?;
                }
            }
            let ((), plans) = tx.explaining(|tx| {
                tx.list_orders(&scope, &units[..1], &[OrderStage::Dispatched], cursor, 50)?;
                tx.list_orders(&scope, &units, lists::INBOX, cursor, 50)?;
                tx.count_orders(&scope, &units, lists::INBOX)?;
                tx.list_tasks(&scope, TaskKind::Review, &Pool::Centre, cursor, 50).map(drop)
            })?;
            Ok(plans)
        });
        let [one, several, count, pool] = plans.as_slice() else { panic!("{plans:?}") };
        let behind = if engine == Engine::Sqlite { "(turn,id)>(?,?)" } else { "ROW(turn, id) > ROW(" };
        let behind = [one, several, pool].map(|plan| plan.matches(behind).count());
        // Six units and nine states: SQLite tells each walk, PostgreSQL tells it once and runs it as often.
        let walks = if engine == Engine::Sqlite { 54 } else { 1 };
        assert_eq!(behind, [1, walks, 1], "{plans:#?}");
        let never = if engine == Engine::Sqlite { ["SCAN w", "SCAN r", "SCAN t"] } else { ["Seq Scan on work_order", "Seq Scan on request", "Seq Scan on task"] };
        assert!(!plans.iter().any(|plan| never.iter().any(|way| plan.contains(way))), "{plans:#?}");
        assert!(engine == Engine::Postgres || several.contains("MERGE (UNION ALL)"), "{several}");
        assert!(!pool.contains(if engine == Engine::Sqlite { "TEMP B-TREE" } else { "Sort" }), "{pool}");
        for (plan, index, times) in [(one, "work_order_inbox", 1), (several, "work_order_inbox", walks), (count, "work_order_inbox", 9), (pool, "task_open", 1)] {
            assert_eq!(plan.matches(index).count(), times, "{plan}");
        }
    }
}

#[test]
fn the_units_of_these_tests_exist() {
    let city = tianjin();
    assert!(UNITS.iter().all(|unit| city.units.get(&(*unit).into()).is_some()));
}
