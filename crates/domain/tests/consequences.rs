//! Given a request, when this happens, then that follows: clocks, tasks, and who sees it.

#![expect(clippy::unwrap_used, reason = "a test fails where it is wrong")]

mod common;

use common::{Case, city, content, dissatisfied, intake, monday, report, said};
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::{
    Attitude, Callback, Command, Event, Intake, OrderRole, OrderState, Outcome, Request, RequestState, Solved, TaskKind,
};
use lianxin_domain::{ClockId, Grade, Kind, Moment, OrderId};

/// What each event of a command was called, and what followed from it.
fn follows(case: &mut Case, command: Command) -> Vec<(&'static str, Vec<String>)> {
    let (mut before, from) = (case.request.clone(), case.entries.len());
    case.does(command);
    case.entries[from..]
        .iter()
        .map(|entry| {
            let told = (entry.event.name(), said(&before, entry));
            before.apply(entry).unwrap();
            told
        })
        .collect()
}

macro_rules! then {
    ($case:expr, $command:expr => $($event:literal [$($effect:literal),*]),+ $(,)?) => {
        let told = follows(&mut $case, $command);
        let told: Vec<(&str, Vec<&str>)> = told.iter().map(|(event, effects)| (*event, effects.iter().map(String::as_str).collect())).collect();
        assert_eq!(told, [$(($event, vec![$($effect),*])),+]);
    };
}

fn emergency() -> Case {
    Case::of(Intake {
        grade: Grade::Emergency,
        grade_reason: "塌陷".into(),
        topic: Some("city.cover".into()),
        ..intake("路面塌陷")
    })
}

fn due(request: &Request, kind: ClockKind, order: Option<OrderId>) -> Option<Moment> {
    request
        .clocks
        .iter()
        .find(|clock| clock.kind == kind && clock.order == order && clock.stopped.is_none())
        .map(|clock| clock.due)
}

fn local(at: &str) -> Moment {
    Moment::parse(&format!("2025-03-{at}:00+08:00")).unwrap()
}

#[test]
fn registered() {
    let case = Case::registered();
    assert_eq!(said(&case.request, &case.entries[0]), ["+dispatch", "task +dispatch"]);
    let task = &case.request.tasks[0];
    assert_eq!((task.due, task.claimed), (Some(local("03T11:00")), None), "two hours to dispatch");
    assert_eq!(case.request.clocks[0].policy, "2025-01");
}

#[test]
fn answered_and_refused() {
    let mut case = Case::registered();
    then!(case, Command::Answer { answer: "话".into(), knowledge: vec!["k".into()] } => "answered" ["-dispatch", "task -dispatch", "+objection"]);
    assert_eq!(case.request.state, RequestState::Closed { at: monday(), outcome: Outcome::Answered });
    assert_eq!(case.request.ended, Some(monday()));
    let mut case = Case::registered();
    then!(case, Command::Refuse { reason: "outside_city".into(), told: "话".into() } => "refused" ["-dispatch", "task -dispatch"]);
    assert_eq!(case.request.ended, Some(monday()));
}

#[test]
fn the_citizen_is_asked() {
    let mut case = Case::registered();
    then!(case, Command::AskCitizen { question: "哪里？".into() } => "citizen_asked" ["-dispatch", "task -dispatch", "+supplement"]);
    assert_eq!(due(&case.request, ClockKind::Supplement, None), Some(local("06T09:00")), "three days, nights included");
    let mut lapsed = Case::registered();
    lapsed.does(Command::AskCitizen { question: "哪里？".into() });
    then!(case, Command::CitizenReplied { text: "桃园街".into(), files: Vec::new() } => "citizen_replied" ["-supplement", "+dispatch", "task +dispatch"]);
    then!(lapsed, Command::AskLapsed => "ask_lapsed" ["-supplement", "+dispatch", "task +dispatch"]);
    assert_eq!((case.request.supplements, lapsed.request.supplements), (1, 0));
}

#[test]
fn assessed_and_classified() {
    let mut case = Case::registered();
    then!(case, Command::SendToTriage { why: "不清楚归谁".into() } => "sent_to_triage" []);
    then!(case, Command::Classify { topic: "city.lamp".into(), place: "hexi".into(), address: "友谊路".into() } => "classified" []);
    assert_eq!(case.request.facts.address, "友谊路");
    let danger = Command::Classify { topic: "city.cover".into(), place: "hexi".into(), address: String::new() };
    then!(case, danger => "classified" [], "grade_changed" [">dispatch"]);
    assert_eq!(case.request.facts.grade, Grade::Emergency, "the floor of the topic holds at once");
    assert_eq!(due(&case.request, ClockKind::Dispatch, None), Some(local("03T09:05")));
}

#[test]
fn dispatched() {
    let mut case = Case::registered();
    let to = vec![case.target("hexi.taoyuan", OrderRole::Lead), case.target("cgw", OrderRole::Supporting)];
    let (first, second) = (to[0].order, to[1].order);
    then!(case, Command::Dispatch { to, opinion: String::new() } =>
        "dispatched" ["-dispatch", "task -dispatch", "seen hexi.taoyuan hexi", "+accept", "+handle", "seen cgw", "+accept", "+handle"]);
    assert_eq!(
        due(&case.request, ClockKind::Accept, Some(first)),
        Some(local("04T17:30")),
        "one working day: the close of tomorrow"
    );
    assert_eq!(due(&case.request, ClockKind::Handle, Some(second)), Some(local("10T17:30")), "five working days");
    assert!(case.request.orders.iter().all(|order| order.version == 2));
}

#[test]
fn an_emergency_must_be_phoned() {
    let mut case = emergency();
    let to = vec![case.target("hexi", OrderRole::Lead)];
    let order = to[0].order;
    then!(case, Command::Dispatch { to, opinion: String::new() } =>
        "dispatched" ["-dispatch", "task -dispatch", "seen hexi", "+accept", "+handle", "+must_phone", "task +must_phone"]);
    assert_eq!(due(&case.request, ClockKind::Accept, Some(order)), Some(local("03T09:15")));
    let phone = |answered: bool, who: &str| Command::Phone {
        order,
        number: "1".into(),
        answered,
        who: who.into(),
        promise: String::new(),
    };
    then!(case, phone(false, "") => "phoned" []);
    assert_eq!(case.owed("hexi").phoned, None);
    then!(case, phone(true, "老李") => "phoned" ["-must_phone", "task -must_phone"]);
    assert_eq!(case.owed("hexi").phoned, Some(monday()));
}

#[test]
fn a_call_that_nobody_can_make_is_not_asked_for() {
    let mut calmed = emergency();
    calmed.dispatch(&["hexi"]);
    let ordinary = Command::ChangeGrade { grade: Grade::Urgent, reason: "已围挡".into() };
    let supervisor = common::person(&[lianxin_domain::access::Role::FloorSupervisor], "center", 3);
    calmed.does_by(&supervisor, ordinary);
    assert_eq!(
        calmed.request.open_tasks(TaskKind::MustPhone, Some(calmed.order("hexi"))).count(),
        0,
        "no emergency, no call"
    );

    let mut quick = emergency();
    quick.dispatch(&["hexi"]);
    quick.accept("hexi");
    quick.contact("hexi");
    let order = quick.order("hexi");
    then!(quick, Command::Report { order, report: Box::new(report(Solved::Yes)) } =>
        "reported" ["-must_phone", "task -must_phone", "-handle", "+review", "task +review"]);
}

#[test]
fn a_grade_that_rises_moves_clocks_and_asks_for_the_call() {
    let mut case = Case::dispatched(&["hexi"]);
    case.wait(5);
    let up = Command::ChangeGrade { grade: Grade::Emergency, reason: "有人受伤".into() };
    then!(case, up => "grade_changed" [">accept", ">handle", "+must_phone", "task +must_phone"]);
    assert_eq!(
        due(&case.request, ClockKind::Accept, Some(case.order("hexi"))),
        Some(local("03T09:15")),
        "counted from the dispatch, not from now"
    );
}

#[test]
fn accepted_contacted_progressed() {
    let mut case = Case::dispatched(&["hexi"]);
    let order = case.order("hexi");
    then!(case, Command::Accept { order } => "accepted" ["-accept", "+contact"]);
    assert_eq!(case.owed("hexi").accepted, Some(monday()));
    let contact = |reached: bool| Command::Contact { order, reached, note: "电话".into() };
    then!(case, contact(false) => "contacted" []);
    assert_eq!((case.owed("hexi").contacted, &case.owed("hexi").state), (None, &OrderState::Accepted { at: monday() }));
    case.wait(3);
    then!(case, contact(true) => "contacted" ["-contact"]);
    assert_eq!((case.owed("hexi").contacted, &case.owed("hexi").state), (Some(case.now), &OrderState::Handling));
    then!(case, Command::Progress { order, text: "在路上".into(), files: Vec::new() } => "progressed" []);
}

#[test]
fn a_part_is_due_with_the_whole() {
    let mut case = Case::at_work();
    let (order, whole) = (case.order("hexi"), due(&case.request, ClockKind::Handle, Some(case.order("hexi"))));
    case.wait(4 * 24 * 60);
    let to = case.target("hexi.taoyuan", OrderRole::PassedDown);
    then!(case, Command::PassDown { order, to, opinion: "请处置".into() } => "passed_down" ["seen hexi.taoyuan hexi", "+accept", "+handle"]);
    let part = Some(case.order("hexi.taoyuan"));
    assert_eq!(due(&case.request, ClockKind::Handle, part), whole);
    case.accept("hexi.taoyuan");
    case.contact("hexi.taoyuan");
    case.report("hexi.taoyuan");
    let order = case.order("hexi.taoyuan");
    then!(case, Command::SendBack { order, points: vec!["补照片".into()] } => "sent_back" ["-review", "task -review", "+handle"]);
    assert_eq!(due(&case.request, ClockKind::Handle, part), whole, "what is done again still belongs to the whole");
    case.does(Command::ChangeGrade { grade: Grade::Urgent, reason: "停水".into() });
    let whole = due(&case.request, ClockKind::Handle, Some(case.order("hexi")));
    assert_eq!(whole, Some(local("04T09:00")), "a day after its dispatch, long past");
    case.does(Command::ChangeGrade { grade: Grade::Ordinary, reason: "已恢复".into() });
    assert_eq!(
        due(&case.request, ClockKind::Handle, part),
        due(&case.request, ClockKind::Handle, Some(case.order("hexi")))
    );
}

#[test]
fn reported_and_reviewed() {
    let mut case = Case::dispatched(&["hexi", "cgw"]);
    case.accept("hexi");
    let order = case.order("hexi");
    then!(case, Command::Report { order, report: Box::new(report(Solved::No)) } => "reported" ["-contact", "-handle", "+review", "task +review"]);
    then!(case, Command::SendBack { order, points: vec![" 说明原因 ".into(), String::new()] } => "sent_back" ["-review", "task -review", "+handle"]);
    assert_eq!(case.owed("hexi").state, OrderState::SentBack { points: vec!["说明原因".into()] });
    then!(case, Command::Report { order, report: Box::new(report(Solved::No)) } => "reported" ["-handle", "+review", "task +review"]);
    then!(case, Command::Approve { order } => "approved" ["-review", "task -review"]);
    assert_eq!(case.request.state, RequestState::Handling, "the other unit still owes something");
    case.accept("cgw");
    case.contact("cgw");
    case.report("cgw");
    let order = case.order("cgw");
    then!(case, Command::Approve { order } => "approved" ["-review", "task -review"], "callback_begun" ["+callback", "task +callback"]);
}

#[test]
fn who_wants_no_call_gets_none() {
    let no_call = [
        Intake { contact: None, ..intake("匿名") },
        Intake { wants_callback: false, ..intake("不用回访") },
        Intake { kind: Kind::Suggestion, ..intake("建议") },
        Intake { kind: Kind::Praise, ..intake("表扬") },
    ];
    for intake in no_call {
        let mut case = Case::of(intake);
        case.dispatch(&["hexi"]);
        case.accept("hexi");
        case.contact("hexi");
        case.report("hexi");
        let order = case.order("hexi");
        then!(case, Command::Approve { order } => "approved" ["-review", "task -review"], "closed" ["+objection"]);
        assert_eq!(case.request.state, RequestState::Closed { at: monday(), outcome: Outcome::WithoutCallback });
    }
}

#[test]
fn called_back() {
    let mut case = Case::awaiting_callback();
    let nobody = || Command::Callback(Callback::Unreached { note: "无人接听".into() });
    then!(case, nobody() => "callback_unreached" ["task -callback", "task +callback"]);
    case.wait(240);
    then!(case, nobody() => "callback_unreached" ["task -callback", "task +callback"]);
    case.wait(240);
    then!(case, nobody() => "callback_unreached" ["task -callback", "task +callback"], "closed" ["-callback", "task -callback", "+objection"]);
    assert_eq!(case.request.survey, None, "who was not reached has said nothing");

    let mut case = Case::awaiting_callback();
    let order = case.order("hexi");
    let rework =
        Callback::Rework { survey: dissatisfied(), orders: vec![order, order], points: vec!["没有来".into()] };
    then!(case, Command::Callback(rework) => "reworked" ["-callback", "task -callback", "+handle"]);
    case.report("hexi");
    case.approve("hexi");
    let close = Callback::Close { survey: content(), explained: None };
    then!(case, Command::Callback(close) => "closed" ["-callback", "task -callback", "+objection"]);
    assert!(matches!(case.owed("hexi").state, OrderState::Closed { .. }));
    let opinion = common::survey(Attitude::Fairly, Solved::Partly);
    assert_eq!((case.request.reworks, case.request.survey.clone()), (1, Some(content())));
    assert!(opinion.content() && !dissatisfied().content());
}

#[test]
fn what_only_leaves_a_trace() {
    let mut case = Case::registered();
    let task = case.task(TaskKind::Dispatch);
    then!(case, Command::Urge { text: "快".into() } => "urged" []);
    then!(case, Command::Supplement { text: "三盏".into(), files: Vec::new() } => "supplemented" []);
    then!(case, Command::Claim { task } => "claimed" []);
    then!(case, Command::Release { task } => "released" []);
    then!(case, Command::Reveal { reason: "核实地址".into() } => "revealed" []);
    let mut case = Case::registered();
    case.does(Command::Answer { answer: "话".into(), knowledge: Vec::new() });
    then!(case, Command::Rate { survey: content() } => "rated" []);
    assert_eq!(case.request.survey, Some(content()));
}

#[test]
fn a_clock_rings_once_and_not_before_its_time() {
    let mut case = Case::dispatched(&["hexi"]);
    let clock: ClockId = case.request.order_due(case.order("hexi")).unwrap().id;
    let entries = case.entries.len();
    case.does(Command::Ring { clock });
    assert_eq!(case.entries.len(), entries, "nothing of it is due yet");
    case.now = local("04T17:30");
    then!(case, Command::Ring { clock } =>
        "rung" [">accept"], "rung" [">accept"], "expired" [], "rung" [">accept"]);
    assert!(case.request.overdue && case.owed("hexi").overdue);
    let entries = case.entries.len();
    case.does(Command::Ring { clock });
    assert_eq!(case.entries.len(), entries, "a broken promise is broken once");
    case.accept("hexi");
    assert!(case.owed("hexi").overdue, "doing it late does not undo that it was late");
}

/// The journal alone is enough: no policy, no calendar, no city.
#[test]
fn a_journal_that_does_not_fit_is_refused() {
    use lianxin_domain::request::evolve::ReplayError;
    let case = Case::closed();
    let replay = |entries: &[lianxin_domain::request::Entry]| Request::replay(case.request.id, entries).map(drop);
    let entries = &case.entries;
    assert_eq!(replay(&[]), Err(ReplayError::Empty));
    assert_eq!(replay(&entries[1..]), Err(ReplayError::NotRegistered(2)));
    assert_eq!(replay(&[&entries[..1], &entries[2..]].concat()), Err(ReplayError::Gap { expected: 2, found: 3 }));
    let mut strange = entries.clone();
    let order = OrderId(uuid::Uuid::nil());
    strange[2].event = Event::Accepted { order };
    assert_eq!(replay(&strange), Err(ReplayError::UnknownOrder { no: 3, order }));
    assert_eq!(replay(entries), Ok(()));
    assert_eq!(city().policy(monday()).version, "2025-01");
}
