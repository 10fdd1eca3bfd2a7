//! From what was typed to a new request, with everything that is wrong said at once and beside its field.

use jiff::civil::{DateTime, Time};
use lianxin_app::{ActError, Context, NewRequest, Person, Then};
use lianxin_domain::access::Role;
use lianxin_domain::request::refusal::Obstacle;
use lianxin_domain::request::{CallWindow, Command, Field, Intake, Problem, ProblemKind, Refusal};
use lianxin_domain::{Channel, FileId, Grade, Kind, Lang, Moment, PlaceCode, Secrecy, TopicCode};

use crate::form::Form;
use crate::pages::request::command::targets;
use crate::say;
use crate::ui::FieldError;

/// What the pressed button asks for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Act {
    Dispatch,
    Answer,
    Pool,
    Ask,
    Refuse,
    HandOver,
}

impl Act {
    /// By the value of the button.
    pub(super) fn from_code(code: &str) -> Option<Act> {
        Some(match code {
            "dispatch" => Act::Dispatch,
            "answer" => Act::Answer,
            "pool" => Act::Pool,
            "ask" => Act::Ask,
            "refuse" => Act::Refuse,
            "hand-over" => Act::HandOver,
            _ => return None,
        })
    }
}

/// Reads the form; every problem that can be seen without the database is told.
pub(super) fn read(cx: &Context, form: &Form, act: Act, files: Vec<FileId>) -> Result<NewRequest, Vec<FieldError>> {
    let mut wrong = Vec::new();
    let person = person(cx.lang, form, &mut wrong);
    let occurred = occurred(cx, form, &mut wrong);
    let call_window = call_window(cx.lang, form, &mut wrong);
    let intake = Intake {
        channel: Channel::from_code(form.text("channel")).unwrap_or(Channel::Phone),
        contact: None,
        kind: Kind::from_code(form.text("kind")).unwrap_or(Kind::Help),
        topic: form.given("topic").map(TopicCode::from),
        place: form.given("place").map(PlaceCode::from),
        address: form.text("address").to_owned(),
        occurred,
        received: cx.now,
        title: form.text("title").to_owned(),
        account: form.text("account").to_owned(),
        demand: form.text("demand").to_owned(),
        grade: Grade::from_code(form.text("grade")).unwrap_or(Grade::Ordinary),
        grade_reason: form.text("reason").to_owned(),
        secrecy: Secrecy::from_code(form.text("secrecy")).unwrap_or(Secrecy::Open),
        wants_callback: form.ticked("wants_callback"),
        call_window,
        files,
    };
    if let Err(problems) = intake.clone().check(&cx.city, cx.now, cx.actor.is(Role::FloorSupervisor)) {
        wrong.extend(problems.iter().map(|problem| beside(cx.lang, act, problem)));
    }
    let then = then(cx, form, act, &intake, &mut wrong);
    if wrong.is_empty() { Ok(NewRequest { person, intake, then }) } else { Err(wrong) }
}

/// Nobody stays anonymous by oversight: it is said.
fn person(lang: Lang, form: &Form, wrong: &mut Vec<FieldError>) -> Person {
    if form.ticked("anonymous") {
        return Person::default();
    }
    let (name, phone) = (form.text("name").trim().to_owned(), form.text("phone").trim().to_owned());
    if name.is_empty() && phone.is_empty() {
        wrong.push(FieldError::new(
            "phone",
            lang.pick("请填写电话，或勾选“匿名”", "Give a telephone number, or tick “anonymous”"),
        ));
    }
    Person { name, phone }
}

/// `2022-04-05T09:24` in the city's time.
fn occurred(cx: &Context, form: &Form, wrong: &mut Vec<FieldError>) -> Option<Moment> {
    let typed = form.given("occurred")?;
    let at = typed.parse::<DateTime>().ok().and_then(|at| cx.city.zone.to_timestamp(at).ok());
    if at.is_none() {
        wrong.push(FieldError::new(
            "occurred",
            cx.lang.pick("发生时间无法识别，请重新选择", "The time cannot be read: choose it again"),
        ));
    }
    at.map(Moment::from_timestamp)
}

/// The hours in which the citizen can be called: both or none. An hour alone reaches to the other end of the day.
fn call_window(lang: Lang, form: &Form, wrong: &mut Vec<FieldError>) -> Option<CallWindow> {
    if form.given("call_from").is_none() && form.given("call_until").is_none() {
        return None;
    }
    let minute = |name: &str, otherwise: u16| match form.given(name) {
        None => Some(otherwise),
        Some(typed) => {
            let time = typed.parse::<Time>().ok()?;
            u16::try_from(i32::from(time.hour()) * 60 + i32::from(time.minute())).ok()
        }
    };
    let window = minute("call_from", 0)
        .zip(minute("call_until", 24 * 60))
        .map(|(from, until)| CallWindow { from, until })
        .filter(|window| window.is_valid());
    if window.is_none() {
        let said = lang.pick("方便接听的时间：请填写先后两个钟点", "Hours to call: the first must lie before the last");
        wrong.push(FieldError::new("call_from", said));
    }
    window
}

fn then(cx: &Context, form: &Form, act: Act, intake: &Intake, wrong: &mut Vec<FieldError>) -> Then {
    let mut need = |given: bool, name: &str, zh: &str, en: &str| {
        if !given {
            wrong.push(FieldError::new(name, cx.lang.pick(zh, en)));
        }
    };
    let text = |name: &str| form.text(name).trim().to_owned();
    Then::Do(match act {
        Act::Pool => return Then::Pool,
        Act::Dispatch => {
            need(intake.place.is_some(), "place", "派单需要地点，请选择", "A place is needed to dispatch: choose one");
            need(
                form.given("lead").is_some(),
                "lead",
                "请选择主办单位，或按 Alt+1 采纳建议",
                "Choose the lead unit, or take the proposal with Alt+1",
            );
            Command::Dispatch { to: targets(cx, form), opinion: text("opinion") }
        }
        Act::Answer => {
            need(form.given("answer").is_some(), "answer", "请填写答复内容", "Write the answer");
            Command::Answer { answer: text("answer"), knowledge: Vec::new() }
        }
        Act::Ask => {
            need(
                form.given("question").is_some(),
                "question",
                "请写明需要市民补充什么",
                "Write what the citizen shall tell",
            );
            Command::AskCitizen { question: text("question") }
        }
        Act::HandOver => {
            need(form.given("line").is_some(), "line", "请选择转给哪里", "Choose where it goes");
            need(form.given("handed").is_some(), "handed", "请写明告知对方的情况", "Write what they were told");
            Command::HandOver { to: text("line"), reason: text("handed") }
        }
        Act::Refuse => {
            let reason = cx.city.refusal(form.text("refusal"));
            need(reason.is_some(), "refusal", "请选择不予受理的理由", "Choose the reason of the refusal");
            // The ready explanation stands unless the agent wrote his own.
            let ready = reason.map_or(String::new(), |reason| super::outcome::told(reason, Lang::Zh));
            Command::Refuse { reason: text("refusal"), told: form.given("told").map_or(ready, str::to_owned) }
        }
    })
}

/// What is wrong with the fields, when registering was refused; `None` if no field can mend it.
pub(super) fn errors(lang: Lang, act: Act, error: &ActError) -> Option<Vec<FieldError>> {
    let ActError::Refused(refusal) = error else { return None };
    let one = |field: &str| Some(vec![FieldError::new(field, say::refusal(lang, refusal))]);
    match refusal {
        Refusal::Invalid(problems) => Some(problems.iter().map(|problem| beside(lang, act, problem)).collect()),
        Refusal::Guard(Obstacle::NoPlace) => one("place"),
        Refusal::Guard(Obstacle::NoLead | Obstacle::SameUnitTwice | Obstacle::TooManyUnits)
        | Refusal::NoSuchUnit(_) => one("lead"),
        Refusal::Guard(Obstacle::KindNotAnswerable) => one("answer"),
        Refusal::Guard(Obstacle::BelowFloor | Obstacle::SameGrade) => one("grade"),
        Refusal::Guard(_)
        | Refusal::NoSuchMove { .. }
        | Refusal::Denied(_)
        | Refusal::NoSuchOrder(_)
        | Refusal::NoSuchTask(_)
        | Refusal::NoDue(_) => None,
    }
}

/// The problem beside the field in which this form asks for it.
fn beside(lang: Lang, act: Act, problem: &Problem) -> FieldError {
    let said = say::problem(lang, problem);
    let name = match (problem.field, act) {
        (Field::Units, _) => "lead",
        (Field::Text, _) => "question",
        (Field::Answer, Act::Refuse) => "told",
        (Field::Window, _) => "call_from",
        (Field::Phone, Act::HandOver) if matches!(problem.what, ProblemKind::Unknown(_)) => "line",
        (Field::Reason, Act::Refuse) if matches!(problem.what, ProblemKind::Unknown(_)) => "refusal",
        _ => return said,
    };
    FieldError::new(name, said.text)
}
