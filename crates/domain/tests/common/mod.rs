//! One request lived through without a database: decide, draw the consequences, apply, and replay after every step.

#![expect(
    dead_code,
    unreachable_pub,
    unused_imports,
    clippy::unwrap_used,
    reason = "test files share it, each its part"
)]

mod commands;
mod rows;
mod said;
mod street;

use std::path::Path;
use std::sync::OnceLock;

use lianxin_domain::access::{Actor, Role};
use lianxin_domain::city::City;
use lianxin_domain::request::aggregate::Stamp;
use lianxin_domain::request::consequences::consequences;
use lianxin_domain::request::machine::Situation;
use lianxin_domain::request::table;
use lianxin_domain::request::{
    Attitude, Callback, Command, CommandKind, Entry, Event, Intake, Order, OrderRole, Refusal, Report, Request, Solved,
    Survey, Target, TaskKind,
};
use lianxin_domain::{
    AccountId, Channel, ContactId, Grade, Kind, Minutes, Moment, OrderId, RequestId, Secrecy, TaskId,
};
use uuid::Uuid;

pub use commands::{About, commands, delay, plan, sheet, undelivered, undue};
pub use rows::{check_row, clock_effects, row};
pub use said::{said, told};
pub use street::{march, obstacle, rungs, working_days_after};

/// Monday 3 March 2025, nine in the morning.
pub fn monday() -> Moment {
    Moment::parse("2025-03-03T09:00:00+08:00").unwrap()
}

/// Tianjin, read once a process.
pub fn city() -> &'static City {
    static CITY: OnceLock<City> = OnceLock::new();
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/tianjin");
    CITY.get_or_init(|| lianxin_pack::load(&pack).unwrap_or_else(|errors| panic!("{errors}")))
}

pub fn person(roles: &[Role], unit: &str, number: u128) -> Actor {
    let account = Some(AccountId(Uuid::from_u128(number)));
    Actor { account, name: format!("{number} 号"), roles: roles.to_vec(), unit: unit.into(), cleared: false }
}

/// Somebody who may do everything, so that only the rules of the request speak.
pub fn anybody() -> Actor {
    let roles = [
        Role::Dispatcher,
        Role::Reviewer,
        Role::CallbackAgent,
        Role::Handler,
        Role::Supervision,
        Role::Leader,
        Role::FloorSupervisor,
    ];
    person(&roles, "center", 1)
}

/// What runs by itself.
pub fn system() -> Actor {
    Actor::system("center".into())
}

/// The same as another person.
pub fn another() -> Actor {
    Actor { account: Some(AccountId(Uuid::from_u128(2))), ..anybody() }
}

pub fn intake(title: &str) -> Intake {
    Intake {
        channel: Channel::Phone,
        contact: Some(ContactId(Uuid::from_u128(7))),
        kind: Kind::Help,
        topic: None,
        place: Some("hexi.taoyuan".into()),
        address: "桃园街 1 号".into(),
        occurred: None,
        received: monday(),
        title: title.into(),
        account: String::new(),
        demand: title.into(),
        grade: Grade::Ordinary,
        grade_reason: String::new(),
        secrecy: Secrecy::Open,
        wants_callback: true,
        call_window: None,
        files: Vec::new(),
    }
}

pub fn report(solved: Solved) -> Report {
    Report {
        is_true: true,
        contacted: true,
        solved,
        why_not: (solved != Solved::Yes).then(|| "等配件".into()),
        internal: "已派人".into(),
        public_reply: "已修复".into(),
        files: Vec::new(),
        undue: None,
    }
}

pub fn survey(result: Attitude, solved: Solved) -> Survey {
    Survey { solved, result, manner: result, contacted: true, reply_fits: true, words: String::new() }
}

pub fn content() -> Survey {
    survey(Attitude::Satisfied, Solved::Yes)
}

pub fn dissatisfied() -> Survey {
    survey(Attitude::Dissatisfied, Solved::No)
}

/// A request with its journal.
pub struct Case {
    pub request: Request,
    pub entries: Vec<Entry>,
    pub now: Moment,
    drawn: u128,
}

impl Case {
    /// Registered on Monday at nine.
    pub fn of(intake: Intake) -> Case {
        let now = monday();
        let facts = intake.check(city(), now, true).unwrap();
        let event = Event::Registered { number: "TJ250303-000013".into(), facts: Box::new(facts) };
        let bare = Entry { no: 1, at: now, by: stamp(&anybody(), CommandKind::Register), event, effects: Vec::new() };
        let mut request = Request::begin(RequestId(Uuid::from_u128(1)), &bare).unwrap();
        let mut drawn = 100;
        let effects = consequences(&request, &bare.event, city(), now, &mut || next(&mut drawn)).unwrap();
        let first = Entry { effects, ..bare };
        request = Request::begin(request.id, &first).unwrap();
        Case { request, entries: vec![first], now, drawn }
    }

    /// 路灯不亮, ordinary, at a street of Hexi.
    pub fn registered() -> Case {
        Case::of(intake("路灯不亮"))
    }

    /// Dispatched to these units, the first leads.
    pub fn dispatched(units: &[&str]) -> Case {
        let mut case = Case::registered();
        case.dispatch(units);
        case
    }

    /// One order of Hexi, accepted and in contact.
    pub fn at_work() -> Case {
        let mut case = Case::dispatched(&["hexi"]);
        case.accept("hexi");
        case.contact("hexi");
        case
    }

    /// One order of Hexi, reported as solved.
    pub fn reported() -> Case {
        let mut case = Case::at_work();
        case.report("hexi");
        case
    }

    /// Everything approved; the citizen is to be called.
    pub fn awaiting_callback() -> Case {
        let mut case = Case::reported();
        case.approve("hexi");
        case
    }

    /// Closed by a call.
    pub fn closed() -> Case {
        let mut case = Case::awaiting_callback();
        case.does(Command::Callback(Callback::Close { survey: content(), explained: None }));
        case
    }

    pub fn target(&mut self, unit: &str, role: OrderRole) -> Target {
        Target { order: OrderId(next(&mut self.drawn)), unit: unit.into(), role }
    }

    pub fn dispatch(&mut self, units: &[&str]) {
        let roles = std::iter::once(OrderRole::Lead).chain(std::iter::repeat(OrderRole::Supporting));
        let to = units.iter().zip(roles).map(|(unit, role)| self.target(unit, role)).collect();
        self.does(Command::Dispatch { to, opinion: String::new() });
    }

    pub fn accept(&mut self, unit: &str) {
        let order = self.order(unit);
        self.does(Command::Accept { order });
    }

    pub fn contact(&mut self, unit: &str) {
        let order = self.order(unit);
        self.does(Command::Contact { order, reached: true, note: "通话".into() });
    }

    pub fn pass_down(&mut self, from: &str, to: &str) {
        let (order, to) = (self.order(from), self.target(to, OrderRole::PassedDown));
        self.does(Command::PassDown { order, to, opinion: "请现场处置".into() });
    }

    pub fn report(&mut self, unit: &str) {
        let order = self.order(unit);
        self.does(Command::Report { order, report: Box::new(report(Solved::Yes)) });
    }

    pub fn approve(&mut self, unit: &str) {
        let order = self.order(unit);
        self.does(Command::Approve { order });
    }

    /// The last order of a unit.
    pub fn order(&self, unit: &str) -> OrderId {
        self.owed(unit).id
    }

    pub fn owed(&self, unit: &str) -> &Order {
        self.request.orders.iter().rev().find(|order| order.unit.as_str() == unit).unwrap()
    }

    pub fn task(&self, kind: TaskKind) -> TaskId {
        self.request.tasks.iter().find(|task| task.kind == kind && task.done.is_none()).unwrap().id
    }

    pub fn wait(&mut self, minutes: i64) {
        self.now = self.now + Minutes(minutes);
    }

    /// By anybody; must go well. Gives the entries that it added.
    pub fn does(&mut self, command: Command) -> &[Entry] {
        self.does_by(&anybody(), command)
    }

    /// Must go well.
    pub fn does_by(&mut self, actor: &Actor, command: Command) -> &[Entry] {
        let before = self.entries.len();
        let kind = command.kind();
        self.tries_by(actor, command).unwrap_or_else(|refusal| panic!("{kind}: {refusal:?}"));
        &self.entries[before..]
    }

    pub fn tries(&mut self, command: Command) -> Result<(), Refusal> {
        self.tries_by(&anybody(), command)
    }

    /// Decides, draws consequences and applies; then replays the whole journal and compares.
    pub fn tries_by(&mut self, actor: &Actor, command: Command) -> Result<(), Refusal> {
        self.tries_in(city(), actor, command)
    }

    /// The same by the rules of another city.
    pub fn tries_in(&mut self, city: &City, actor: &Actor, command: Command) -> Result<(), Refusal> {
        let kind = command.kind();
        for event in self.request.decide(command, Situation { actor, city, now: self.now })? {
            let effects = consequences(&self.request, &event, city, self.now, &mut || next(&mut self.drawn))?;
            let entry = Entry { no: self.request.version + 1, at: self.now, by: stamp(actor, kind), event, effects };
            self.request.apply(&entry).unwrap();
            self.entries.push(entry);
        }
        assert_eq!(Request::replay(self.request.id, &self.entries).as_ref(), Ok(&self.request), "replay after {kind}");
        Ok(())
    }
}

fn stamp(actor: &Actor, kind: CommandKind) -> Stamp {
    Stamp::of(actor, table::who(kind))
}

fn next(drawn: &mut u128) -> Uuid {
    *drawn += 1;
    Uuid::from_u128(*drawn)
}
