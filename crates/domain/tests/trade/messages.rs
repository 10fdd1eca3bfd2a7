//! 通知: who is told on what.

use lianxin_domain::access::Role;
use lianxin_domain::request::{Callback, Command, Entry, Intake};
use lianxin_domain::{Grade, Minutes};

use crate::common::{Case, content, dissatisfied, intake, march, person, told};

/// What a step told.
fn telling(case: &mut Case, step: impl FnOnce(&mut Case)) -> Vec<String> {
    let from = case.entries.len();
    step(case);
    let entries: &[Entry] = &case.entries[from..];
    told(entries)
}

#[test]
fn a_new_order() {
    let mut case = Case::registered();
    let ordinary = telling(&mut case, |case| case.dispatch(&["hexi", "cgw"]));
    assert_eq!(ordinary, Vec::<String>::new(), "it shows in the inbox at once");
    let mut urgent = Case::of(Intake { grade: Grade::Urgent, grade_reason: "停水".into(), ..intake("停水") });
    assert_eq!(telling(&mut urgent, |case| case.dispatch(&["hexi"])), ["new_order sms unit_duty@hexi"]);
    urgent.accept("hexi");
    let below = telling(&mut urgent, |case| case.pass_down("hexi", "hexi.taoyuan"));
    assert_eq!(below, ["new_order sms unit_duty@hexi.taoyuan"]);
}

#[test]
fn a_return_decided() {
    let mut case = Case::dispatched(&["hexi"]);
    case.return_asked("hexi", "cgw");
    assert_eq!(telling(&mut case, |case| case.redispatched("hexi", "heping")), ["decided notice owner@hexi"]);
    case.return_asked("heping", "cgw");
    let order = case.order("heping");
    let refused = |case: &mut Case| {
        case.does(Command::RefuseReturn { order, reason: "应当办理".into() });
    };
    assert_eq!(telling(&mut case, refused), ["decided notice owner@heping"]);
    assert_eq!(telling(&mut case, |case| case.recalled("heping")), ["taken_away notice owner@heping"]);
}

#[test]
fn more_time_decided() {
    let mut case = Case::at_work();
    case.asks_delay("hexi", 2).unwrap();
    assert_eq!(telling(&mut case, |case| case.delay_decided("hexi", 0)), ["decided notice owner@hexi"]);
}

#[test]
fn done_again() {
    let mut case = Case::reported();
    let order = case.order("hexi");
    let back = |case: &mut Case| {
        case.does(Command::SendBack { order, points: vec!["补照片".into()] });
    };
    assert_eq!(telling(&mut case, back), ["again notice owner@hexi"]);
    case.report("hexi");
    case.approve("hexi");
    assert_eq!(telling(&mut case, |case| case.reworked("hexi")), ["again notice owner@hexi"]);
    for _ in 0..2 {
        case.report("hexi");
        case.approve("hexi");
        if case.request.reworks < 2 {
            case.reworked("hexi");
        }
    }
    let third = telling(&mut case, |case| case.reworked("hexi"));
    assert_eq!(third, ["again notice owner@hexi", "supervised sms unit_duty@hexi"]);
    let mut closed = Case::closed();
    let reopened = |case: &mut Case| {
        case.does(Command::Reopen { reason: "又坏了".into() });
    };
    assert_eq!(telling(&mut closed, reopened), ["again notice owner@hexi"]);
}

#[test]
fn urged_supplemented_instructed() {
    let mut case = Case::registered();
    let urge = |case: &mut Case| {
        case.does(Command::Urge { text: "快".into() });
    };
    assert_eq!(telling(&mut case, urge), ["urged notice dispatchers"], "nobody else has it yet");
    case.dispatch(&["hexi"]);
    case.now = case.now + Minutes(10);
    assert_eq!(telling(&mut case, urge), ["urged notice owner@hexi"]);
    let more = |case: &mut Case| {
        case.does(Command::Supplement { text: "三盏".into(), files: Vec::new() });
    };
    assert_eq!(telling(&mut case, more), ["supplemented notice owner@hexi"]);
    let leader = person(&[Role::Leader], "center", 6);
    let instruct = |case: &mut Case| {
        case.does_by(&leader, Command::Instruct { text: "限期".into() });
    };
    assert_eq!(telling(&mut case, instruct), ["instructed notice supervision", "instructed sms owner@hexi"]);
}

#[test]
fn supervised_and_answered() {
    let mut case = Case::at_work();
    assert_eq!(telling(&mut case, |case| case.supervised("hexi")), ["supervised sms unit_duty@hexi"]);
    let order = case.order("hexi");
    let answer = |case: &mut Case| {
        case.does(Command::AnswerSheet { order, text: "已安排".into() });
    };
    assert_eq!(telling(&mut case, answer), ["supervised notice supervision@hexi"]);
}

#[test]
fn withdrawn_or_pressed() {
    let mut case = Case::dispatched(&["hexi", "cgw"]);
    case.withdraws();
    let pressed = |case: &mut Case| {
        case.does(Command::CheckWithdraw { pressed: true, note: "被要求".into() });
    };
    assert_eq!(telling(&mut case, pressed), ["supervised notice supervision"]);
    case.withdraws();
    let freely = |case: &mut Case| {
        case.does(Command::CheckWithdraw { pressed: false, note: "自愿".into() });
    };
    assert_eq!(telling(&mut case, freely), ["taken_away notice owner@hexi", "taken_away notice owner@cgw"]);
}

#[test]
fn what_runs_out() {
    let mut case = Case::dispatched(&["hexi"]);
    let ran = telling(&mut case, |case| drop(case.until(march("05T18:00"))));
    let accept: Vec<&str> = ran.iter().map(String::as_str).take(6).collect();
    assert_eq!(
        accept,
        [
            "warning notice owner@hexi",
            "warning notice owner@hexi",
            "warning notice unit_duty@hexi",
            "due sms unit_duty@hexi",
            "due sms unit_head@hexi",
            "late notice supervision@hexi",
        ]
    );
}

#[test]
fn an_end_tells_nobody_of_the_units() {
    let mut case = Case::awaiting_callback();
    let close = |case: &mut Case| {
        case.does(Command::Callback(Callback::Close { survey: content(), explained: None }));
    };
    assert_eq!(telling(&mut case, close), Vec::<String>::new());
    assert!(!dissatisfied().content());
}
