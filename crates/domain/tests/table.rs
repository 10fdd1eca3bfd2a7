//! The transition table and the machine say the same: every state, every command.

#![expect(clippy::unwrap_used, reason = "a test fails where it is wrong")]

mod common;

use common::{About, Case, anybody, check_row, city, commands, content, delay, plan, report, sheet};
use lianxin_domain::clock::{ClockKind, Pause};
use lianxin_domain::request::aggregate::Stamp;
use lianxin_domain::request::consequences::consequences;
use lianxin_domain::request::machine::Situation;
use lianxin_domain::request::table::{self, State};
use lianxin_domain::request::{
    Appeal, AppealClaim, Callback, Command, CommandKind, Consult, Entry, Event, Facts, Field, Incident, OrderStage,
    OrderState, Outcome, Refusal, Request, RequestState, ReturnAsk, Running, Solved, Stage, TaskKind, Withdrawal,
};
use lianxin_domain::{ClockId, Grade, Moment, OrderId, RequestId};
use uuid::Uuid;

fn state_of(stage: Stage) -> RequestState {
    let (at, word) = (Moment(0), String::new);
    match stage {
        Stage::Draft => RequestState::Draft,
        Stage::Registered => RequestState::Registered,
        Stage::AwaitingCitizen => RequestState::AwaitingCitizen { question: word(), asked: at },
        Stage::Triage => RequestState::Triage { why: word() },
        Stage::Handling => RequestState::Handling,
        Stage::AwaitingCallback => RequestState::AwaitingCallback { attempts: 0, tried: Vec::new() },
        Stage::Closed => RequestState::Closed { at, outcome: Outcome::Answered },
        Stage::Archived => RequestState::Archived { at },
        Stage::Refused => RequestState::Refused { reason: word() },
        Stage::HandedOver => RequestState::HandedOver { to: word() },
        Stage::Merged => RequestState::Merged { into: RequestId(Uuid::nil()) },
        Stage::Withdrawn => RequestState::Withdrawn { reason: word() },
        Stage::Invalid => RequestState::Invalid { reason: word() },
    }
}

fn order_state_of(stage: OrderStage) -> OrderState {
    let report = || Box::new(report(Solved::Yes));
    match stage {
        OrderStage::Dispatched => OrderState::Dispatched,
        OrderStage::Accepted => OrderState::Accepted { at: Moment(0) },
        OrderStage::Handling => OrderState::Handling,
        OrderStage::ReturnAsked => OrderState::ReturnAsked {
            ask: Box::new(ReturnAsk {
                reason: "not_our_duty".into(),
                basis: "依据".into(),
                suggested: None,
                files: Vec::new(),
                from: OrderStage::Accepted,
            }),
        },
        OrderStage::DelayAsked => OrderState::DelayAsked { ask: Box::new(delay(3)) },
        OrderStage::Reported => OrderState::Reported { report: report() },
        OrderStage::SentBack => OrderState::SentBack { points: Vec::new() },
        OrderStage::Approved => OrderState::Approved { report: report() },
        OrderStage::Rework => OrderState::Rework { points: Vec::new() },
        OrderStage::Parked => OrderState::Parked { plan: Box::new(plan(common::monday(), &[3, 9])) },
        OrderStage::Closed => OrderState::Closed { report: report() },
        OrderStage::Replaced => OrderState::Replaced,
        OrderStage::Recalled => OrderState::Recalled,
    }
}

/// A request at which no guard stands against anything: an emergency with a contact, an order of Hexi in `order`, another approved, a
/// free task, one that is claimed by the actor, and one to tell somebody.
fn open_to_everything(stage: Stage, order: OrderStage) -> (Request, Vec<Command>) {
    let mut case = Case::dispatched(&["hexi", "cgw"]);
    let (first, second) = (case.order("hexi"), case.order("cgw"));
    let request = &mut case.request;
    request.state = state_of(stage);
    request.facts = Facts { grade: Grade::Emergency, ..request.facts.clone() };
    request.orders[0].state = order_state_of(order);
    request.orders[1].state = order_state_of(OrderStage::Approved);
    request.orders[0].contacted = Some(Moment(0));
    let mut free = request.tasks[0].clone();
    (free.kind, free.done, free.claimed) = (TaskKind::Callback, None, None);
    let mut mine = free.clone();
    (mine.id.0, mine.claimed) = (Uuid::from_u128(5), anybody().account.map(|account| (account, Moment(0))));
    let mut tell = free.clone();
    (tell.id.0, tell.kind) = (Uuid::from_u128(6), TaskKind::Tell);
    let (free, mine, tell) = (free, mine, tell);
    let all = commands(About {
        order: first,
        reworkable: second,
        free: free.id,
        mine: mine.id,
        tell: tell.id,
        clock: ClockId(Uuid::nil()),
        now: common::monday(),
    });
    request.tasks = vec![free, mine, tell];
    (case.request, all)
}

/// A closed request has no promise left but its windows.
fn close(request: &mut Request) {
    request.state = state_of(Stage::Closed);
    for clock in &mut request.clocks {
        clock.stopped = Some(common::monday());
    }
}

/// What has to be so before this can be asked for, where it excludes what another command needs.
#[expect(clippy::wildcard_enum_match_arm, reason = "most commands need nothing more")]
fn prepare(request: &mut Request, kind: CommandKind) {
    let (order, now) = (request.orders[0].id, common::monday());
    if request.state.stage() == Stage::Closed {
        close(request);
    }
    let window = Running { kind: ClockKind::Objection, order: None, ..request.clocks[0].clone() };
    match kind {
        CommandKind::Resume => {
            let handle = |clock: &&mut Running| clock.kind == ClockKind::Handle && clock.order == Some(order);
            if let Some(clock) = request.clocks.iter_mut().find(handle) {
                clock.pauses.push(Pause { from: now, until: None, reason: "等待".into() });
            }
        }
        CommandKind::RefuseSupport => request.orders[0].dealings.support = Some((None, "人手不足".into())),
        CommandKind::DecideUndue => {
            if let OrderState::Reported { report } = &mut request.orders[0].state {
                **report = common::undue();
            }
        }
        CommandKind::AnswerSheet | CommandKind::LiftSheet => request.dealings.sheets.push(sheet(order, "single", now)),
        CommandKind::Appeal => close(request),
        CommandKind::DecideAppeal => {
            close(request);
            request.orders[0].dealings.appeal = Some(Appeal {
                level: 0,
                claim: AppealClaim::Solved,
                reason: "理由".into(),
                files: Vec::new(),
                granted: None,
                note: String::new(),
            });
        }
        CommandKind::Rule => {
            request.dealings.consult =
                Some(Consult { question: "归谁".into(), units: vec!["hexi".into()], ruling: None });
        }
        CommandKind::ShareProgress | CommandKind::EndIncident => {
            request.dealings.incident = Some(Incident {
                notice: "停水".into(),
                topic: "water.burst".into(),
                place: "hexi".into(),
                declared: now,
                progress: None,
                ended: None,
            });
        }
        CommandKind::CheckWithdraw => {
            request.dealings.withdrawal = Some(Withdrawal { reason: "已解决".into(), asked: now });
        }
        CommandKind::Reopen if request.state.stage() == Stage::Closed => {
            request.clocks.push(Running { stopped: None, ..window });
        }
        _ => {}
    }
}

fn decide(request: &Request, command: &Command) -> Result<Vec<Event>, Refusal> {
    let at = Situation { actor: &anybody(), city: city(), now: common::monday() };
    request.decide(command.clone(), at)
}

/// What follows from the events stands in the rows of the table, one after the other.
fn check_outcome(request: &Request, command: &Command, events: Vec<Event>) {
    let (mut request, mut drawn, now) = (request.clone(), 5000_u128, common::monday());
    let by = Stamp::of(&anybody(), table::who(command.kind()));
    for event in events {
        let mut ids = || {
            drawn += 1;
            Uuid::from_u128(drawn)
        };
        let effects = consequences(&request, &event, city(), now, &mut ids).unwrap();
        let entry = Entry { no: request.version + 1, at: now, by: by.clone(), event, effects };
        let before = request.clone();
        request.apply(&entry).unwrap();
        if let Err(fault) = check_row(&before, &entry, &request) {
            panic!("{}: {fault}", command.kind());
        }
    }
}

fn check(request: &Request, command: &Command, from: State, code: &'static str) {
    let kind = command.kind();
    let mut request = request.clone();
    prepare(&mut request, kind);
    match decide(&request, command) {
        Ok(events) => {
            assert!(table::find(kind, from).is_some(), "{kind} went through from {from:?}, the table has no such row");
            check_outcome(&request, command, events);
        }
        Err(Refusal::NoSuchMove { command, from: said, possible }) => {
            assert!(table::find(kind, from).is_none(), "{kind} from {from:?} stands in the table and was refused");
            assert_eq!(
                (command, said, possible),
                (kind, code, table::possible(from)),
                "the refusal says what would be right"
            );
        }
        Err(other) => panic!("{kind} from {from:?}: nothing should stand against it but {other:?} does"),
    }
}

#[test]
fn every_command_of_the_request_in_every_state() {
    let mut tried = 0;
    for stage in Stage::ALL {
        let (request, all) = open_to_everything(*stage, OrderStage::Handling);
        for command in all.iter().filter(|command| command.order().is_none()) {
            check(&request, command, State::Request(*stage), stage.code());
            tried += 1;
        }
    }
    let kinds = CommandKind::ALL.iter().filter(|kind| kind.can_be_asked() && !table::on_order(**kind)).count();
    // Registering begins a request; the row for it is tested below.
    assert_eq!(tried, Stage::ALL.len() * (kinds - 1));
}

#[test]
fn every_command_of_an_order_in_every_state() {
    let mut tried = 0;
    for stage in OrderStage::ALL {
        let (request, all) = open_to_everything(Stage::Handling, *stage);
        for command in all.iter().filter(|command| command.order().is_some()) {
            check(&request, command, State::Order(*stage), stage.code());
            tried += 1;
        }
    }
    let kinds = CommandKind::ALL.iter().filter(|kind| table::on_order(**kind)).count();
    assert_eq!(tried, OrderStage::ALL.len() * kinds);
}

#[test]
fn a_request_is_registered_once() {
    let (request, _) = open_to_everything(Stage::Registered, OrderStage::Handling);
    let again = Command::Register { facts: Box::new(request.facts.clone()) };
    assert!(matches!(decide(&request, &again), Err(Refusal::NoSuchMove { command: CommandKind::Register, .. })));
}

/// One command of each kind is tried; the others follow by themselves.
#[test]
fn every_kind_of_command_is_tried() {
    let (_, all) = open_to_everything(Stage::Handling, OrderStage::Handling);
    let asked: Vec<CommandKind> = all.iter().map(Command::kind).chain([CommandKind::Register]).collect();
    for kind in CommandKind::ALL {
        assert_eq!(kind.can_be_asked(), asked.contains(kind), "{kind}");
    }
}

/// The field that is missing is the one that is named, and the table says that it is needed.
#[test]
fn what_is_missing_is_named() {
    let (request, all) = open_to_everything(Stage::Registered, OrderStage::Handling);
    let (order, none) = (request.orders[0].id, String::new);
    let (waiting, _) = open_to_everything(Stage::AwaitingCallback, OrderStage::Approved);
    let (asked, _) = open_to_everything(Stage::AwaitingCitizen, OrderStage::Handling);
    let (judged, _) = open_to_everything(Stage::Handling, OrderStage::Reported);
    let blank = || "  \n".to_owned();
    let rework = Callback::Rework { survey: content(), orders: vec![waiting.orders[0].id], points: vec![blank()] };
    let with = |change: fn(&mut lianxin_domain::request::Report)| {
        let mut silent = report(Solved::Partly);
        change(&mut silent);
        Command::Report { order, report: Box::new(silent) }
    };
    let phone = |number: &str, who: &str| Command::Phone {
        order,
        number: number.into(),
        answered: true,
        who: who.into(),
        promise: none(),
    };
    let missing = [
        (&request, Command::Answer { answer: blank(), knowledge: Vec::new() }, Field::Answer),
        (&request, Command::Refuse { reason: none(), told: "话".into() }, Field::Reason),
        (&request, Command::Refuse { reason: "outside_city".into(), told: none() }, Field::Answer),
        (&request, Command::AskCitizen { question: none() }, Field::Text),
        (&asked, Command::CitizenReplied { text: none(), files: Vec::new() }, Field::Text),
        (&request, Command::Classify { topic: "no.such".into(), place: "hexi".into(), address: none() }, Field::Topic),
        (&request, Command::Classify { topic: "city".into(), place: "hexi".into(), address: none() }, Field::Topic),
        (
            &request,
            Command::Classify { topic: "city.lamp".into(), place: "nowhere".into(), address: none() },
            Field::Place,
        ),
        (&request, Command::SendToTriage { why: none() }, Field::Reason),
        (&request, phone("", "老李"), Field::Phone),
        (&request, phone("022-0000-0001", ""), Field::Name),
        (&request, Command::Contact { order, reached: true, note: none() }, Field::Text),
        (&request, Command::Progress { order, text: none(), files: Vec::new() }, Field::Text),
        (&request, with(|report| report.internal.clear()), Field::Internal),
        (&request, with(|report| report.public_reply.clear()), Field::PublicReply),
        (&request, with(|report| report.why_not = None), Field::WhyNot),
        (&judged, Command::SendBack { order: judged.orders[0].id, points: Vec::new() }, Field::Points),
        (&waiting, Command::Callback(Callback::Unreached { note: none() }), Field::Text),
        (&waiting, Command::Callback(rework), Field::Points),
        (&request, Command::Supplement { text: none(), files: Vec::new() }, Field::Supplement),
        (&request, Command::ChangeGrade { grade: Grade::Urgent, reason: none() }, Field::Reason),
        (&request, Command::Reveal { reason: none() }, Field::Reason),
    ];
    for (request, command, field) in missing {
        match decide(request, &command) {
            Err(Refusal::Invalid(problems)) => {
                assert_eq!(problems.iter().map(|p| p.field).collect::<Vec<_>>(), [field], "{}", command.kind());
            }
            other => panic!("{} without {field}: {other:?}", command.kind()),
        }
    }
    assert!(all.len() > 20);
}

#[test]
fn what_does_not_exist_is_named() {
    let (request, _) = open_to_everything(Stage::Registered, OrderStage::Handling);
    let nowhere = OrderId(Uuid::from_u128(404));
    assert_eq!(decide(&request, &Command::Accept { order: nowhere }), Err(Refusal::NoSuchOrder(nowhere)));
    let task = lianxin_domain::TaskId(Uuid::from_u128(404));
    assert_eq!(decide(&request, &Command::Claim { task }), Err(Refusal::NoSuchTask(task)));
    assert_eq!(decide(&request, &Command::Release { task }), Err(Refusal::NoSuchTask(task)));
    for unit in ["no-such-unit", "center"] {
        let to = vec![lianxin_domain::request::Target {
            order: nowhere,
            unit: unit.into(),
            role: lianxin_domain::request::OrderRole::Lead,
        }];
        assert_eq!(
            decide(&request, &Command::Dispatch { to, opinion: String::new() }),
            Err(Refusal::NoSuchUnit(unit.into()))
        );
    }
}
