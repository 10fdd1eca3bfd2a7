//! From a form to a command: the fields are named as in the API. What is missing or wrong is told by the rules, not here.

use jiff::civil::Date;
use lianxin_app::act::ActError;
use lianxin_app::{Context, Tx, view};
use lianxin_domain::clock::Period;
use lianxin_domain::request::{
    AppealClaim, Attitude, Callback, Command, DelayAsk, Milestone, OrderRole, Parking, Refusal, Report, Ruling, Sheet,
    Solved, Survey, Target, Undue, parse_number,
};
use lianxin_domain::{Grade, Moment, OrderId, PlaceCode, TopicCode, UnitCode};

use crate::failure::Failure;
use crate::form::Form;

/// Steps that the form of a plan has room for.
pub const STEPS: usize = 8;

/// The command that a form asks for; `None` if there is no such verb.
pub fn command(
    tx: &mut Tx,
    cx: &Context,
    form: &Form,
    order: Option<OrderId>,
    verb: &str,
) -> Result<Option<Command>, Failure> {
    match order {
        None => of_request(tx, cx, form, verb),
        Some(order) => of_order(tx, cx, form, order, verb),
    }
}

fn of_request(tx: &mut Tx, cx: &Context, form: &Form, verb: &str) -> Result<Option<Command>, Failure> {
    let text = |name: &str| form.text(name).trim().to_owned();
    Ok(Some(match verb {
        "answer" => {
            Command::Answer { answer: text("answer"), knowledge: form.all("knowledge").map(str::to_owned).collect() }
        }
        "refuse" => Command::Refuse { reason: text("reason"), told: text("answer") },
        "hand-over" => Command::HandOver { to: text("phone"), reason: text("reason") },
        "ask-invalid" => Command::AskInvalid { reason: text("reason") },
        "invalidate" => Command::Invalidate { agreed: is_yes(form, "agreed"), reason: text("reason") },
        "ask" => Command::AskCitizen { question: text("text") },
        "reply" => Command::CitizenReplied { text: text("text"), files: form.file_ids(tx, cx.actor.account)? },
        "classify" => Command::Classify {
            topic: TopicCode::from(text("topic")),
            place: PlaceCode::from(text("place")),
            address: text("address"),
        },
        "triage" => Command::SendToTriage { why: text("reason") },
        "dispatch" => Command::Dispatch { to: targets(cx, form), opinion: text("opinion") },
        "consult" => Command::Consult { question: text("text"), units: units(form, "units") },
        "rule" => Command::Rule { ruling: Box::new(ruling(form)) },
        "merge" => merge(tx, cx, form)?,
        "unmerge" => Command::Unmerge { reason: text("reason") },
        "declare-incident" => Command::DeclareIncident {
            notice: text("text"),
            topic: TopicCode::from(text("topic")),
            place: PlaceCode::from(text("place")),
        },
        "share-progress" => Command::ShareProgress { text: text("text") },
        "end-incident" => Command::EndIncident { reason: text("reason") },
        "add-support" => {
            let target = |unit| Target { order: cx.id(), unit, role: OrderRole::Supporting };
            Command::AddSupport { to: units(form, "units").into_iter().map(target).collect(), opinion: text("opinion") }
        }
        "urge" => Command::Urge { text: text("text") },
        "instruct" => Command::Instruct { text: text("text") },
        "supplement" => Command::Supplement { text: text("supplement"), files: form.file_ids(tx, cx.actor.account)? },
        "grade" => Command::ChangeGrade {
            grade: Grade::from_code(form.text("grade")).unwrap_or(Grade::Ordinary),
            reason: text("reason"),
        },
        "callback" => Command::Callback(callback(form)),
        "check-withdraw" => Command::CheckWithdraw { pressed: is_yes(form, "pressed"), note: text("text") },
        "reopen" => Command::Reopen { reason: text("reason") },
        "reveal" => {
            let note = text("note");
            Command::Reveal {
                reason: if note.is_empty() { text("reason") } else { format!("{}：{note}", text("reason")) },
            }
        }
        _ => return Ok(None),
    }))
}

#[expect(clippy::too_many_lines, reason = "one arm a verb")]
fn of_order(tx: &mut Tx, cx: &Context, form: &Form, order: OrderId, verb: &str) -> Result<Option<Command>, Failure> {
    let text = |name: &str| form.text(name).trim().to_owned();
    let unit = || form.given("unit").map(UnitCode::from);
    let target = |unit: UnitCode, role| Target { order: cx.id(), unit, role };
    Ok(Some(match verb {
        "accept" => Command::Accept { order },
        "ask-return" => Command::AskReturn {
            order,
            reason: text("reason"),
            basis: text("basis"),
            suggested: unit(),
            files: form.file_ids(tx, cx.actor.account)?,
        },
        "redispatch" => {
            Command::Redispatch { order, to: target(text("unit").into(), OrderRole::Lead), reason: text("reason") }
        }
        "refuse-return" => Command::RefuseReturn { order, reason: text("reason") },
        "recall" => {
            let instead = unit().map(|unit| target(unit, OrderRole::Lead));
            Command::Recall { order, instead, reason: text("reason") }
        }
        "contact" => Command::Contact { order, reached: form.ticked("reached"), note: text("text") },
        "pass-down" => {
            let to = target(text("unit").into(), OrderRole::PassedDown);
            Command::PassDown { order, to, opinion: text("opinion") }
        }
        "ask-support" => Command::AskSupport { order, unit: unit(), reason: text("reason") },
        "refuse-support" => Command::RefuseSupport { order, reason: text("reason") },
        "ask-delay" => {
            let ask = DelayAsk {
                working_days: days(form).unwrap_or(0),
                reason: text("reason"),
                plan: text("plan"),
                told: text("told"),
            };
            Command::AskDelay { order, ask: Box::new(ask) }
        }
        "decide-delay" => {
            let granted_working_days = if is_yes(form, "agreed") { days(form).unwrap_or(0) } else { 0 };
            Command::DecideDelay { order, granted_working_days, reason: text("reason") }
        }
        "pause" => Command::Pause { order, reason: text("reason") },
        "resume" => Command::Resume { order, reason: text("reason") },
        "progress" => Command::Progress { order, text: text("text"), files: form.file_ids(tx, cx.actor.account)? },
        "report" => Command::Report { order, report: Box::new(report(tx, cx, form, None)?) },
        "report-undue" => {
            let undue = Undue { class: text("reason"), basis: text("basis"), explanation: text("told") };
            Command::ReportUndue { order, report: Box::new(report(tx, cx, form, Some(undue))?) }
        }
        "decide-undue" => Command::DecideUndue { order, agreed: is_yes(form, "agreed"), reason: text("reason") },
        "approve" => Command::Approve { order },
        "send-back" => Command::SendBack { order, points: points(form) },
        "park" => {
            let plan = Parking {
                plan: text("plan"),
                owner: text("name"),
                told: text("told"),
                milestones: milestones(cx, form),
            };
            Command::Park { order, plan: Box::new(plan) }
        }
        "milestone-done" => Command::MilestoneDone { order, note: text("text") },
        "unpark" => Command::Unpark { order, reason: text("reason") },
        "supervise" => Command::Supervise { sheet: Box::new(sheet(cx, form, order)?) },
        "answer-sheet" => Command::AnswerSheet { order, text: text("text") },
        "lift-sheet" => Command::LiftSheet { order, reason: text("reason") },
        "appeal" => Command::Appeal {
            order,
            claim: AppealClaim::from_code(form.text("claim")).unwrap_or(AppealClaim::Satisfaction),
            reason: text("reason"),
            files: form.file_ids(tx, cx.actor.account)?,
        },
        "decide-appeal" => Command::DecideAppeal { order, granted: is_yes(form, "granted"), reason: text("reason") },
        "phone" => Command::Phone {
            order,
            number: text("phone"),
            answered: form.ticked("answered"),
            who: text("name"),
            promise: text("text"),
        },
        _ => return Ok(None),
    }))
}

/// A decision between two is sent as `yes` or `no`.
fn is_yes(form: &Form, name: &str) -> bool {
    matches!(form.text(name), "yes" | "true")
}

fn days(form: &Form) -> Option<u16> {
    form.number("days").and_then(|days| u16::try_from(days).ok())
}

fn units(form: &Form, name: &str) -> Vec<UnitCode> {
    form.all(name).map(UnitCode::from).collect()
}

/// The lead and the supporting units that a form names; a unit named twice is left to the rules.
pub fn targets(cx: &Context, form: &Form) -> Vec<Target> {
    let target = |unit: &str, role| Target { order: cx.id(), unit: UnitCode::from(unit), role };
    let lead = form.given("lead").map(|unit| target(unit, OrderRole::Lead));
    let supporting = form.all("support").map(|unit| target(unit, OrderRole::Supporting));
    lead.into_iter().chain(supporting).collect()
}

fn ruling(form: &Form) -> Ruling {
    Ruling {
        minutes: form.text("text").trim().to_owned(),
        lead: UnitCode::from(form.text("lead").trim()),
        supporting: units(form, "supporting"),
        binding: form.ticked("binding"),
    }
}

/// The master by its number, if the actor sees it: chosen from the list, or typed.
fn merge(tx: &mut Tx, cx: &Context, form: &Form) -> Result<Command, Failure> {
    let typed = form.all("number").next().unwrap_or_default();
    let number = parse_number(&cx.city.code, typed).ok_or(ActError::NoSuchRequest)?;
    let into = view::id_by_number(tx, cx, &number)?.ok_or(ActError::NoSuchRequest)?;
    Ok(Command::Merge { into, number, evidence: form.text("reason").trim().to_owned() })
}

fn report(tx: &mut Tx, cx: &Context, form: &Form, undue: Option<Undue>) -> Result<Report, Failure> {
    let solved = if undue.is_some() { None } else { Solved::from_code(form.text("solved")) };
    Ok(Report {
        is_true: form.text("is_true") != "no",
        contacted: form.ticked("contacted"),
        solved: solved.unwrap_or(Solved::No),
        why_not: form.given("why_not").map(str::to_owned),
        internal: form.text("internal").trim().to_owned(),
        public_reply: form.text("public_reply").trim().to_owned(),
        files: form.file_ids(tx, cx.actor.account)?,
        undue,
    })
}

/// A sheet with the days that were given, else with those that are usual for its kind.
fn sheet(cx: &Context, form: &Form, order: OrderId) -> Result<Sheet, Failure> {
    let kind = form.text("kind").to_owned();
    let usual = cx.city.supervision_kind(&kind).map_or(0, |kind| kind.working_days);
    let within = Period::WorkingDays(days(form).unwrap_or(usual));
    let due = if within == Period::WorkingDays(0) {
        cx.now // no day at all: the rules say so
    } else {
        cx.city.calendar.due(cx.now, &within).map_err(|error| ActError::Refused(Refusal::NoDue(error.to_string())))?.at
    };
    let demand = form.text("demand").trim().to_owned();
    // The request counts its sheets itself.
    Ok(Sheet { number: String::new(), kind, order, demand, issued: cx.now, due, answer: None, lifted: None })
}

/// The steps of a plan, each with its day: due at the end of it. A step without a day is out of order, and the rules say so.
fn milestones(cx: &Context, form: &Form) -> Vec<Milestone> {
    let step = |n: usize| {
        let (what, day) = (form.given(&format!("what-{n}")), form.given(&format!("due-{n}")));
        if what.is_none() && day.is_none() {
            return None;
        }
        let date = day.and_then(|day| day.parse::<Date>().ok());
        let due = date.and_then(|date| cx.city.zone.to_timestamp(date.at(23, 59, 59, 0)).ok());
        let due = due.map_or(Moment(0), Moment::from_timestamp);
        Some(Milestone { due, what: what.unwrap_or_default().to_owned(), done: None })
    };
    (1..=STEPS).filter_map(step).collect()
}

fn callback(form: &Form) -> Callback {
    let survey = survey(form);
    match form.text("outcome") {
        "unreached" => Callback::Unreached { note: form.text("note").trim().to_owned() },
        "rework" => Callback::Rework {
            survey,
            orders: form.all("orders").filter_map(|id| id.parse().ok()).collect(),
            points: points(form),
        },
        _ => Callback::Close { survey, explained: form.given("explained").map(str::to_owned) },
    }
}

/// Ticked points, and those that were written, one a line.
fn points(form: &Form) -> Vec<String> {
    form.all("points").flat_map(str::lines).map(|line| line.trim().to_owned()).filter(|line| !line.is_empty()).collect()
}

/// What the citizen said, as a form holds it; what was not asked is "no opinion".
pub fn survey(form: &Form) -> Survey {
    Survey {
        solved: Solved::from_code(form.text("solved")).unwrap_or(Solved::No),
        result: Attitude::from_code(form.text("result")).unwrap_or(Attitude::NoOpinion),
        manner: Attitude::from_code(form.text("manner")).unwrap_or(Attitude::NoOpinion),
        contacted: form.ticked("contacted"),
        reply_fits: form.ticked("reply_fits"),
        words: form.text("words").trim().to_owned(),
    }
}
