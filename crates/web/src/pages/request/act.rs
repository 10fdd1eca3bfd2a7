//! The one way in which a form does something: `POST /requests/{number}/{verb}`, `POST /requests/{number}/orders/{order}/{verb}`,
//! `POST /tasks/{task}/{claim|release}`. A form carries `version` (what was seen) and `back` (where to return).

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use lianxin_app::act::{ActError, Expected, act};
use lianxin_app::{Context, Tx, view};
use lianxin_domain::request::{Attitude, Callback, Command, OrderRole, Report, Solved, Survey, Target};
use lianxin_domain::{Grade, OrderId, PlaceCode, TaskId, TopicCode, UnitCode};

use crate::caller::{self, SignedIn};
use crate::failure::Failure;
use crate::flash::Flash;
use crate::form::Form;
use crate::frame;
use crate::state::Web;

/// `POST /requests/{number}/{verb}`
pub async fn on_request(
    State(web): State<Web>,
    who: SignedIn,
    Path((number, verb)): Path<(String, String)>,
    headers: HeaderMap,
    form: Form,
) -> Response {
    carry_out(web, who, headers, form, number, None, verb).await
}

/// `POST /requests/{number}/orders/{order}/{verb}`
pub async fn on_order(
    State(web): State<Web>,
    who: SignedIn,
    Path((number, order, verb)): Path<(String, OrderId, String)>,
    headers: HeaderMap,
    form: Form,
) -> Response {
    carry_out(web, who, headers, form, number, Some(order), verb).await
}

/// `POST /tasks/{task}/{verb}`
pub async fn on_task(
    State(web): State<Web>,
    who: SignedIn,
    Path((task, verb)): Path<(TaskId, String)>,
    headers: HeaderMap,
    form: Form,
) -> Response {
    let command = match verb.as_str() {
        "claim" => Command::Claim { task },
        "release" => Command::Release { task },
        _ => return frame::failure_page(&web, who.look, Some(&who), &Failure::NotFound),
    };
    let cx = who.cx.clone();
    let kind = command.kind();
    let done = web
        .write(move |tx| {
            let id = tx.request_id_by_task(task)?.ok_or(ActError::NoSuchRequest)?;
            act(tx, &cx, id, Expected::Any, command.clone()).map(|request| request.number)
        })
        .await;
    match done {
        Ok(number) => returned(&who, &form, &number, kind.name(who.lang())),
        Err(error) => frame::refusal(&web, &who, scripted(&headers), &Failure::Act(error)),
    }
}

async fn carry_out(
    web: Web,
    who: SignedIn,
    headers: HeaderMap,
    form: Form,
    number: String,
    order: Option<OrderId>,
    verb: String,
) -> Response {
    let (cx, sent, wanted) = (who.cx.clone(), form.clone(), number.clone());
    let done = web
        .write(move |tx| -> Result<_, Failure> {
            let id = view::id_by_number(tx, &cx, &wanted)?.ok_or(ActError::NoSuchRequest)?;
            let command = command(tx, &cx, &sent, order, &verb)?.ok_or(Failure::NotFound)?;
            let kind = command.kind();
            act(tx, &cx, id, expected(&sent, order), command)?;
            Ok(kind)
        })
        .await;
    match done {
        Ok(kind) => returned(&who, &form, &number, kind.name(who.lang())),
        Err(failure) => frame::refusal(&web, &who, scripted(&headers), &failure),
    }
}

fn expected(form: &Form, order: Option<OrderId>) -> Expected {
    match (form.number("version"), order) {
        (Some(version), Some(_)) => Expected::Order(version),
        (Some(version), None) => Expected::Request(version),
        (None, _) => Expected::Any,
    }
}

fn scripted(headers: &HeaderMap) -> bool {
    headers.contains_key("hx-request")
}

/// Back to where the form stood, with a word about what was done.
fn returned(who: &SignedIn, form: &Form, number: &str, what: &str) -> Response {
    let back = form.text("back");
    let to = if caller::is_path(back) { back.to_owned() } else { format!("/requests/{number}") };
    let said = Flash::done(who.lang().pick(format!("{number} {what}：已记录"), format!("{number}: {what} — recorded")));
    (StatusCode::SEE_OTHER, AppendHeaders([(header::SET_COOKIE, said.set_cookie()), (header::LOCATION, to)]))
        .into_response()
}

/// The command that a form asks for; `None` if there is no such verb.
fn command(
    tx: &mut Tx,
    cx: &Context,
    form: &Form,
    order: Option<OrderId>,
    verb: &str,
) -> Result<Option<Command>, Failure> {
    Ok(match order {
        None => request_command(tx, cx, form, verb)?,
        Some(order) => order_command(tx, cx, form, order, verb)?,
    })
}

fn request_command(tx: &mut Tx, cx: &Context, form: &Form, verb: &str) -> Result<Option<Command>, Failure> {
    let text = |name: &str| form.text(name).trim().to_owned();
    Ok(Some(match verb {
        "answer" => {
            Command::Answer { answer: text("answer"), knowledge: form.all("knowledge").map(str::to_owned).collect() }
        }
        "refuse" => Command::Refuse { reason: text("reason"), told: text("answer") },
        "ask" => Command::AskCitizen { question: text("text") },
        "reply" => Command::CitizenReplied { text: text("text"), files: form.file_ids(tx, cx.actor.account)? },
        "classify" => Command::Classify {
            topic: TopicCode::from(text("topic")),
            place: PlaceCode::from(text("place")),
            address: text("address"),
        },
        "triage" => Command::SendToTriage { why: text("reason") },
        "dispatch" => Command::Dispatch { to: targets(cx, form), opinion: text("opinion") },
        "urge" => Command::Urge { text: text("text") },
        "supplement" => Command::Supplement { text: text("supplement"), files: form.file_ids(tx, cx.actor.account)? },
        "grade" => Command::ChangeGrade {
            grade: Grade::from_code(form.text("grade")).unwrap_or(Grade::Ordinary),
            reason: text("reason"),
        },
        "callback" => Command::Callback(callback(form)),
        "reveal" => {
            let note = text("note");
            Command::Reveal {
                reason: if note.is_empty() { text("reason") } else { format!("{}：{note}", text("reason")) },
            }
        }
        _ => return Ok(None),
    }))
}

fn order_command(
    tx: &mut Tx,
    cx: &Context,
    form: &Form,
    order: OrderId,
    verb: &str,
) -> Result<Option<Command>, Failure> {
    let text = |name: &str| form.text(name).trim().to_owned();
    Ok(Some(match verb {
        "accept" => Command::Accept { order },
        "contact" => Command::Contact { order, reached: form.ticked("reached"), note: text("text") },
        "pass-down" => {
            let to = Target { order: cx.id(), unit: UnitCode::from(text("unit")), role: OrderRole::PassedDown };
            Command::PassDown { order, to, opinion: text("opinion") }
        }
        "progress" => Command::Progress { order, text: text("text"), files: form.file_ids(tx, cx.actor.account)? },
        "report" => Command::Report { order, report: Box::new(report(tx, cx, form)?) },
        "approve" => Command::Approve { order },
        "send-back" => Command::SendBack { order, points: points(form) },
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

/// The lead and the supporting units that a form names; a unit named twice is left to the rules.
pub fn targets(cx: &Context, form: &Form) -> Vec<Target> {
    let target = |unit: &str, role| Target { order: cx.id(), unit: UnitCode::from(unit), role };
    let lead = form.given("lead").map(|unit| target(unit, OrderRole::Lead));
    let supporting = form.all("support").map(|unit| target(unit, OrderRole::Supporting));
    lead.into_iter().chain(supporting).collect()
}

fn report(tx: &mut Tx, cx: &Context, form: &Form) -> Result<Report, Failure> {
    Ok(Report {
        is_true: form.text("is_true") != "no",
        contacted: form.ticked("contacted"),
        solved: Solved::from_code(form.text("solved")).unwrap_or(Solved::No),
        why_not: form.given("why_not").map(str::to_owned),
        internal: form.text("internal").trim().to_owned(),
        public_reply: form.text("public_reply").trim().to_owned(),
        files: form.file_ids(tx, cx.actor.account)?,
        undue: None,
    })
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
