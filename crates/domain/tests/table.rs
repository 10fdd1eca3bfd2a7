//! The transition table and the machine say the same: every state, every command.

mod common;

use common::{Case, anybody, city, commands, content, report};
use lianxin_domain::access::{Actor, Role};
use lianxin_domain::request::machine::Situation;
use lianxin_domain::request::table::{self, State};
use lianxin_domain::request::{
    Callback, Command, CommandKind, Facts, Field, Order, OrderStage, OrderState, Outcome, Refusal, Request,
    RequestState, Solved, Stage, TaskKind,
};
use lianxin_domain::{Grade, Moment, OrderId, RequestId};
use uuid::Uuid;

fn state_of(stage: Stage) -> RequestState {
    let (at, word) = (Moment(0), String::new);
    match stage {
        Stage::Draft => RequestState::Draft,
        Stage::Registered => RequestState::Registered,
        Stage::AwaitingCitizen => RequestState::AwaitingCitizen { question: word(), asked: at },
        Stage::Triage => RequestState::Triage { why: word() },
        Stage::Handling => RequestState::Handling,
        Stage::AwaitingCallback => RequestState::AwaitingCallback { attempts: 0 },
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
    let (word, report) = (String::new, || Box::new(report(Solved::Yes)));
    match stage {
        OrderStage::Dispatched => OrderState::Dispatched,
        OrderStage::Accepted => OrderState::Accepted { at: Moment(0) },
        OrderStage::Handling => OrderState::Handling,
        OrderStage::ReturnAsked => OrderState::ReturnAsked { reason: word() },
        OrderStage::DelayAsked => OrderState::DelayAsked { reason: word() },
        OrderStage::Reported => OrderState::Reported { report: report() },
        OrderStage::SentBack => OrderState::SentBack { points: Vec::new() },
        OrderStage::Approved => OrderState::Approved { report: report() },
        OrderStage::Rework => OrderState::Rework { points: Vec::new() },
        OrderStage::Parked => OrderState::Parked { plan: word() },
        OrderStage::Closed => OrderState::Closed { report: report() },
        OrderStage::Replaced => OrderState::Replaced,
        OrderStage::Recalled => OrderState::Recalled,
    }
}

/// A request at which no guard stands against anything: an emergency with a contact, an order of Hexi in `order`, another approved, a
/// free task and one that is claimed by the actor.
fn open_to_everything(stage: Stage, order: OrderStage) -> (Request, Vec<Command>) {
    let mut case = Case::dispatched(&["hexi", "cgw"]);
    let (first, second) = (case.order("hexi"), case.order("cgw"));
    let request = &mut case.request;
    request.state = state_of(stage);
    request.facts = Facts { grade: Grade::Emergency, ..request.facts.clone() };
    let set = |order: &mut Order, state| order.state = state;
    set(&mut request.orders[0], order_state_of(order));
    set(&mut request.orders[1], order_state_of(OrderStage::Approved));
    request.orders[0].contacted = Some(Moment(0));
    let mut free = request.tasks[0].clone();
    (free.kind, free.done, free.claimed) = (TaskKind::Callback, None, None);
    let mut mine = free.clone();
    (mine.id.0, mine.claimed) = (Uuid::from_u128(5), anybody().account.map(|account| (account, Moment(0))));
    request.tasks = vec![free, mine];
    let all = commands(first, second, request.tasks[0].id, request.tasks[1].id);
    (case.request, all)
}

fn decide(request: &Request, command: &Command) -> Result<(), Refusal> {
    let actor = Actor { roles: vec![Role::Dispatcher, Role::CallbackAgent, Role::FloorSupervisor], ..anybody() };
    request.decide(command.clone(), Situation { actor: &actor, city: city(), now: common::monday() }).map(drop)
}

fn check(request: &Request, command: &Command, from: State, code: &'static str) {
    let kind = command.kind();
    match decide(request, command) {
        Ok(()) => {
            assert!(table::find(kind, from).is_some(), "{kind} went through from {from:?}, the table has no such row");
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
    assert_eq!(tried, 13 * 19);
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
    assert_eq!(tried, 13 * 8);
}

#[test]
fn a_request_is_registered_once() {
    let (request, _) = open_to_everything(Stage::Registered, OrderStage::Handling);
    let again = Command::Register { facts: Box::new(request.facts.clone()) };
    assert!(matches!(decide(&request, &again), Err(Refusal::NoSuchMove { command: CommandKind::Register, .. })));
}

/// Rows without a command are moves of the trade that cannot be asked for; whoever adds one adds it here and is tested above.
#[test]
fn rows_that_cannot_be_asked_for() {
    let (_, all) = open_to_everything(Stage::Handling, OrderStage::Handling);
    let asked: Vec<CommandKind> = all.iter().map(Command::kind).chain([CommandKind::Register]).collect();
    let silent: Vec<&str> =
        CommandKind::ALL.iter().filter(|kind| !asked.contains(kind)).map(|kind| kind.code()).collect();
    let expected = "draft hand_over invalidate consult merge unmerge ask_return redispatch refuse_return recall ask_support ask_delay \
                    decide_delay report_undue begin_callback close_without_callback park unpark supervise withdraw reopen archive appeal";
    assert_eq!(silent.join(" "), expected);
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
