//! Whatever somebody asks for in whatever way, he is given exactly what the one predicate allows and his question matches: random people,
//! random requests, both engines.

#![expect(clippy::unwrap_used, reason = "a test fails where it is wrong")]

use std::collections::BTreeSet;

use lianxin_app::lists::{self, RequestFilter};
use lianxin_app::{ActError, board, files, hand_over, messages, view, why};
use lianxin_domain::access::{Actor, Role, Scope, Visibility};
use lianxin_domain::request::{Command, Request, Stage, TaskKind};
use lianxin_domain::{FileId, Grade, Kind, Minutes, RequestId, Secrecy, UnitCode};
use lianxin_testkit::{Desk, Filed, World, both_engines, help, lead, person, seeded, supporting};

const UNITS: [&str; 7] = ["hexi", "hexi.taoyuan", "hexi.machang", "xiqing", "xiqing.zhongbei", "cgw", "wjw"];
const TITLES: [&str; 4] = ["路灯不亮", "污水外溢", "井盖松动", "路灯常亮"];
const REQUESTS: usize = 36;
const PEOPLE: usize = 40;

/// Draws one of several, the same ones on every run.
struct Dice(lianxin_app::Entropy);

impl Dice {
    fn of<T: Clone>(&self, sides: &[T]) -> T {
        let drawn = usize::from(u16::from_le_bytes(self.0.bytes()));
        sides[drawn % sides.len()].clone()
    }

    /// One time in `times`.
    fn hits(&self, times: u8) -> bool {
        self.0.bytes::<1>()[0].is_multiple_of(times)
    }
}

/// A city with a life behind it, and everybody in it.
struct Town<'w> {
    city: &'w World,
    dice: Dice,
    requests: Vec<Request>,
    files: Vec<(FileId, RequestId)>,
}

impl<'w> Town<'w> {
    fn new(city: &'w World, seed: u64) -> Town<'w> {
        let mut town = Town { city, dice: Dice(seeded(seed)), requests: Vec::new(), files: Vec::new() };
        let clerk = city.desk(Actor { cleared: true, ..person(Role::Dispatcher, "center", "派单员") });
        let filed: Vec<Filed> = (0..REQUESTS).map(|_| town.lives(&clerk)).collect();
        town.requests = filed.iter().map(|filed| city.request(filed)).collect();
        town
    }

    /// One request, as far as the dice take it.
    fn lives(&mut self, clerk: &Desk<'_>) -> Filed {
        let dice = &self.dice;
        let kept = self.city.app().files.keep("灯.png", b"\x89PNG\r\n\x1a\n0123456789").unwrap();
        let (cx, account) = (self.city.context(&clerk.actor), clerk.actor.account);
        let file = self.city.write(move |tx| files::add(tx, &cx, account, &kept));
        let draft = help(dice.of(&TITLES)).at(dice.of(&["hexi.taoyuan", "hexi", "xiqing.zhongbei"])).with(&[file]);
        let draft = draft.secret(dice.of(Secrecy::ALL)).graded(dice.of(Grade::ALL)).but(|intake| {
            intake.kind = dice.of(&[Kind::Help, Kind::Complaint]);
        });
        let filed = clerk.registers(draft);
        self.files.push((file, filed.id));
        if !dice.hits(4) {
            let (first, second) = (dice.of(&UNITS), dice.of(&UNITS));
            let to = std::iter::once(lead(first)).chain((first != second).then(|| supporting(second)));
            let to = to.map(|target| clerk.target(target)).collect();
            clerk.does(&filed, Command::Dispatch { to, opinion: String::new() });
            let handler = self.city.handler(first).cleared();
            if dice.hits(2) {
                handler.accepts(&filed, first);
            }
            if first == "hexi" && dice.hits(2) && self.city.request(&filed).orders[0].accepted.is_some() {
                handler.passes_down(&filed, "hexi", "hexi.taoyuan");
            }
        } else if dice.hits(2) {
            clerk.tries_to_claim(&filed, TaskKind::Dispatch).unwrap();
        }
        self.city.wait(Minutes(dice.of(&[0, 1, 7, 40])));
        filed
    }

    /// Somebody, with one role or two, cleared or not.
    fn somebody(&self) -> Actor {
        let unit = self.dice.of(&[&["center"][..], &UNITS].concat());
        let mut actor = person(self.dice.of(Role::ALL), unit, "派单员");
        if self.dice.hits(3) {
            actor.roles.push(self.dice.of(&[Role::Handler, Role::Agent, Role::Administrator]));
        }
        Actor { cleared: self.dice.hits(2), ..actor }
    }

    fn allowed(&self, actor: &Actor) -> impl Iterator<Item = &Request> {
        let scope = Scope::of(actor);
        let sees = move |r: &&Request| scope.allows(Visibility { secrecy: r.facts.secrecy, units: &r.units });
        self.requests.iter().filter(sees)
    }

    /// What is allowed and matches.
    fn expected(&self, actor: &Actor, matches: impl Fn(&Request) -> bool) -> BTreeSet<RequestId> {
        self.allowed(actor).filter(|request| matches(request)).map(|request| request.id).collect()
    }

    /// A question, and who answers it by hand.
    fn question(&self) -> (RequestFilter, impl Fn(&Request) -> bool) {
        let dice = &self.dice;
        let maybe = |filter: bool| filter && dice.hits(2);
        let word = maybe(true).then(|| dice.of(&["路灯", "亮", "水", "不在任何题目里"]));
        let state = maybe(true).then(|| dice.of(&[Stage::Registered, Stage::Handling]));
        let grade = maybe(true).then(|| dice.of(Grade::ALL));
        let unit: Option<UnitCode> = maybe(true).then(|| dice.of(&UNITS).into());
        let before = dice.hits(5).then(|| dice.of(&self.requests).id);
        let overdue = dice.hits(4);
        let filter = RequestFilter {
            words: word.map(str::to_owned).into_iter().collect(),
            states: state.into_iter().collect(),
            grades: grade.into_iter().collect(),
            unit: unit.clone(),
            before,
            overdue,
            ..RequestFilter::default()
        };
        let matches = move |r: &Request| {
            word.is_none_or(|word| r.facts.title.contains(word))
                && state.is_none_or(|state| r.state.stage() == state)
                && grade.is_none_or(|grade| r.facts.grade == grade)
                && unit.as_ref().is_none_or(|unit| r.units.contains(unit))
                && before.is_none_or(|before| r.id < before)
                && (!overdue || r.overdue)
        };
        (filter, matches)
    }
}

fn counted(set: &BTreeSet<RequestId>) -> i64 {
    i64::try_from(set.len()).unwrap()
}

both_engines! {
    /// Lists, counts and searches, whatever is combined. The file of a list is read from the same pages.
    fn lists_counts_and_searches(city: &World) {
        let town = Town::new(city, 11);
        let (mut found, mut hidden) = (0, 0);
        for _ in 0..PEOPLE * 4 {
            let (actor, (filter, matches)) = (town.somebody(), town.question());
            let expected = town.expected(&actor, &matches);
            hidden += town.requests.iter().filter(|r| matches(r)).count() - expected.len();
            let (cx, asked) = (city.context(&actor), filter.clone());
            let (listed, count) = city.read(move |tx| {
                let page = lists::requests(tx, &cx, &asked, 200)?;
                Ok((page.lines.iter().map(|line| line.id).collect::<BTreeSet<_>>(), lists::count_requests(tx, &cx, &asked)?))
            });
            assert_eq!((&listed, count), (&expected, counted(&expected)), "{filter:?} by {actor:?}");
            found += listed.len();
        }
        assert!(found > 100 && hidden > 100, "something was found ({found}) and something hidden ({hidden})");
    }

    /// The inbox of one's units, and every pool of tasks.
    fn inboxes_and_pools(city: &World) {
        let town = Town::new(city, 12);
        let mut waits = 0;
        for _ in 0..PEOPLE {
            let actor = town.somebody();
            let cx = city.context(&actor);
            let units = lists::inbox_units(&cx, town.dice.hits(2));
            let owed: BTreeSet<_> = town.allowed(&actor).flat_map(|r| &r.orders)
                .filter(|order| units.contains(&order.unit) && lists::INBOX.contains(&order.state.stage())).map(|order| order.id).collect();
            let pool = lists::pool_of(&cx);
            let tasks: Vec<BTreeSet<_>> = TaskKind::ALL.iter().map(|kind| {
                let open = town.allowed(&actor).flat_map(|r| &r.tasks).filter(|task| task.kind == *kind && task.done.is_none() && task.pool == pool);
                open.map(|task| task.id).collect()
            }).collect();
            let (listed, pools, counts) = city.read(move |tx| {
                let listed: BTreeSet<_> = lists::inbox(tx, &cx, &units, lists::INBOX, None, 200)?.lines.iter().map(|line| line.id).collect();
                let (mut pools, mut counts) = (Vec::new(), Vec::new());
                for kind in TaskKind::ALL {
                    let lines = lists::tasks(tx, &cx, *kind, None, 200)?.lines;
                    pools.push(lines.iter().map(|line| line.id).collect::<BTreeSet<_>>());
                    counts.push(usize::try_from(lists::count_tasks(tx, &cx, *kind)?).unwrap());
                }
                Ok((listed, pools, counts))
            });
            assert_eq!((&listed, &pools), (&owed, &tasks), "{actor:?}");
            assert_eq!(counts, tasks.iter().map(BTreeSet::len).collect::<Vec<_>>(), "{actor:?}");
            waits += owed.len() + counts.iter().sum::<usize>();
        }
        assert!(waits > 100, "{waits} waited");
    }

    /// Notices, the outbox, the board, and what is in somebody's hands.
    fn messages_the_board_and_what_is_in_hand(city: &World) {
        let town = Town::new(city, 13);
        let (mut told, mut held, mut shown) = (0, 0, 0);
        for _ in 0..PEOPLE {
            let actor = town.somebody();
            let cx = city.context(&actor);
            let mine: BTreeSet<RequestId> = town.expected(&actor, |_| true);
            let seats = messages::my_seats(&cx);
            let hand = hand_of(&town, &actor);
            let grave: BTreeSet<_> = town.allowed(&actor).filter(|r| r.facts.grade > Grade::Ordinary && r.state.stage() == Stage::Handling).map(|r| r.id).collect();
            let (all, of) = (mine.clone(), actor.account.unwrap());
            let (expected, notices, outgoing, outbox, tasks, rows) = city.read(move |tx| {
                let (mut put_up, mut outgoing) = (BTreeSet::new(), BTreeSet::new());
                for request in &all {
                    for kept in tx.messages_of(*request)? {
                        if kept.message.by == lianxin_domain::city::Means::Notice {
                            if seats.contains(&kept.message.seat()) { put_up.insert(kept.message.id); }
                        } else {
                            outgoing.insert(kept.message.id);
                        }
                    }
                }
                let notices: BTreeSet<_> = messages::notices(tx, &cx, None, 1_000)?.page.lines.iter().map(|kept| kept.message.id).collect();
                let outbox: BTreeSet<_> = messages::outbox(tx, &cx, None, None, 1_000)?.lines.iter().map(|kept| kept.message.id).collect();
                let tasks: BTreeSet<_> = hand_over::in_hand(tx, &cx, of)?.tasks.lines.iter().map(|line| line.id).collect();
                let rows: BTreeSet<_> = board::board(tx, &cx, &board::Wanted::default())?.rows.iter().map(|row| row.order.request).collect();
                Ok((put_up, notices, outgoing, outbox, tasks, rows))
            });
            assert_eq!((&notices, &outbox), (&expected, &outgoing), "{actor:?}");
            assert_eq!(tasks, hand, "{actor:?}");
            assert_eq!(rows, grave, "{actor:?}");
            (told, held, shown) = (told + notices.len() + outbox.len(), held + tasks.len(), shown + rows.len());
        }
        assert!(told > 50 && held > 5 && shown > 50, "{told} messages, {held} tasks in hand, {shown} on the board");
    }

    /// The request itself, by id and by number, its journal, its files, and the explanation of who may see it.
    fn one_request_and_all_that_hangs_on_it(city: &World) {
        let town = Town::new(city, 14);
        let mut answers = [0, 0];
        for _ in 0..PEOPLE {
            let (actor, request) = (town.somebody(), town.dice.of(&town.requests));
            let sees = Scope::of(&actor).allows(Visibility { secrecy: request.facts.secrecy, units: &request.units });
            let file = town.files.iter().find(|(_, of)| *of == request.id).unwrap().0;
            let asks = actor.is_one_of(why::ASKERS) && (sees || actor.is(Role::Administrator));
            let (cx, id, number) = (city.context(&actor), request.id, request.number.clone());
            let (shown, by_number, read, told) = city.read(move |tx| {
                let shown = match view::view(tx, &cx, id) {
                    Ok(_) => true,
                    Err(ActError::NoSuchRequest) => false,
                    Err(other) => panic!("{other}"),
                };
                let by_number = view::id_by_number(tx, &cx, &number)?.is_some();
                Ok((shown, by_number, files::visible(tx, &cx, file).is_ok(), why::why(tx, &cx, &number, None).map(|about| about.title).ok()))
            });
            assert_eq!((shown, by_number, read), (sees, sees, sees), "{} by {actor:?}", request.number);
            assert_eq!((told.is_some(), told.flatten().is_some()), (asks, asks && sees), "{actor:?}");
            answers[usize::from(sees)] += 1;
        }
        assert!(answers.iter().all(|count| *count > 5), "both answers were given: {answers:?}");
    }
}

/// The tasks that this person has claimed, of what he sees.
fn hand_of(town: &Town<'_>, actor: &Actor) -> BTreeSet<lianxin_domain::TaskId> {
    let mine = |task: &&lianxin_domain::request::Task| {
        task.done.is_none() && task.claimed.is_some_and(|(owner, _)| Some(owner) == actor.account)
    };
    town.allowed(actor).flat_map(|request| &request.tasks).filter(mine).map(|task| task.id).collect()
}
