//! The field that is missing is the one that is named.

use lianxin_domain::request::{Command, DelayAsk, Field, OrderRole, Parking, Refusal, Ruling, Sheet};
use lianxin_domain::{Minutes, RequestId};
use uuid::Uuid;

use crate::common::{Case, delay, march, plan, sheet};

fn names(case: &mut Case, field: Field, command: Command) {
    let kind = command.kind();
    match case.tries(command) {
        Err(Refusal::Invalid(problems)) => {
            assert_eq!(problems.iter().map(|problem| problem.field).collect::<Vec<_>>(), [field], "{kind}");
        }
        other => panic!("{kind} without {field}: {other:?}"),
    }
}

fn nothing() -> String {
    " \n".into()
}

#[test]
fn before_it_is_dispatched() {
    let mut case = Case::registered();
    let declare = |notice: &str, topic: &str, place: &str| Command::DeclareIncident {
        notice: notice.into(),
        topic: topic.into(),
        place: place.into(),
    };
    names(&mut case, Field::Reason, Command::HandOver { to: "110".into(), reason: nothing() });
    names(&mut case, Field::Reason, Command::AskInvalid { reason: nothing() });
    names(&mut case, Field::Reason, Command::Invalidate { agreed: true, reason: nothing() });
    names(&mut case, Field::Text, Command::Consult { question: nothing(), units: vec!["hexi".into()] });
    let into = RequestId(Uuid::from_u128(99));
    names(&mut case, Field::Reason, Command::Merge { into, number: "1".into(), evidence: nothing() });
    names(&mut case, Field::Text, declare("", "water", "hexi"));
    names(&mut case, Field::Topic, declare("停水", "no.such", "hexi"));
    names(&mut case, Field::Place, declare("停水", "water", "nowhere"));
    names(&mut case, Field::Reason, Command::Withdraw { reason: nothing() });
    names(&mut case, Field::Text, Command::Instruct { text: nothing() });
    case.does(declare("停水", "water", "hexi"));
    names(&mut case, Field::Text, Command::ShareProgress { text: nothing() });
    names(&mut case, Field::Reason, Command::EndIncident { reason: nothing() });
    case.does(Command::Consult { question: "归谁".into(), units: vec!["hexi".into()] });
    let ruling = Ruling { minutes: nothing(), lead: "hexi".into(), supporting: Vec::new(), binding: false };
    names(&mut case, Field::Text, Command::Rule { ruling: Box::new(ruling) });
}

#[test]
fn at_a_unit() {
    let mut case = Case::at_work();
    let order = case.order("hexi");
    names(&mut case, Field::Reason, Command::AskSupport { order, unit: None, reason: nothing() });
    names(&mut case, Field::Reason, Command::Recall { order, instead: None, reason: nothing() });
    let ask = |change: fn(&mut DelayAsk)| {
        let mut ask = delay(2);
        change(&mut ask);
        Command::AskDelay { order, ask: Box::new(ask) }
    };
    names(&mut case, Field::Days, ask(|ask| ask.working_days = 0));
    names(&mut case, Field::Reason, ask(|ask| ask.reason.clear()));
    names(&mut case, Field::Plan, ask(|ask| ask.plan.clear()));
    names(&mut case, Field::Told, ask(|ask| ask.told.clear()));
    names(&mut case, Field::Reason, Command::Pause { order, reason: nothing() });
    let to = case.target("hexi.taoyuan", OrderRole::PassedDown);
    names(&mut case, Field::Opinion, Command::PassDown { order, to, opinion: nothing() });
    case.return_asked("hexi", "cgw");
    names(&mut case, Field::Reason, Command::RefuseReturn { order, reason: nothing() });
}

#[test]
fn of_those_who_supervise() {
    let mut case = Case::at_work();
    let (order, due, now) = (case.order("hexi"), march("06T17:30"), case.now);
    let with = |change: fn(&mut Sheet)| {
        let mut changed = sheet(order, "single", due);
        change(&mut changed);
        Command::Supervise { sheet: Box::new(changed) }
    };
    names(&mut case, Field::Kind, with(|sheet| sheet.kind = "none".into()));
    names(&mut case, Field::Demand, with(|sheet| sheet.demand.clear()));
    names(&mut case, Field::Days, with(|sheet| sheet.due = march("03T09:00")));
    case.does(with(|_| {}));
    names(&mut case, Field::Text, Command::AnswerSheet { order, text: nothing() });
    names(&mut case, Field::Reason, Command::LiftSheet { order, reason: nothing() });
    let parking = Parking { owner: String::new(), ..plan(now, &[5]) };
    names(&mut case, Field::Name, Command::Park { order, plan: Box::new(parking) });
    case.parked("hexi", &[5]);
    names(&mut case, Field::Text, Command::MilestoneDone { order, note: nothing() });
    names(&mut case, Field::Reason, Command::Unpark { order, reason: nothing() });
}

#[test]
fn at_the_end() {
    let mut case = Case::at_work();
    let order = case.order("hexi");
    case.withdraws();
    names(&mut case, Field::Text, Command::CheckWithdraw { pressed: false, note: nothing() });
    case.reported_undue("hexi");
    names(&mut case, Field::Reason, Command::DecideUndue { order, agreed: true, reason: nothing() });
    let mut closed = Case::closed();
    let order = closed.order("hexi");
    names(&mut closed, Field::Reason, Command::Reopen { reason: nothing() });
    let claim = lianxin_domain::request::AppealClaim::Solved;
    let appeal = |reason: String| Command::Appeal { order, claim, reason, files: Vec::new() };
    names(&mut closed, Field::Reason, appeal(nothing()));
    closed.does(appeal("理由".into()));
    closed.wait(Minutes(1).0);
    names(&mut closed, Field::Reason, Command::DecideAppeal { order, granted: true, reason: nothing() });
}
