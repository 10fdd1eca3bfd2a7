//! The journal as JSON: what happened, by whom, with what was said. The hashes let a reader check the chain.

use lianxin_app::view::Kept;
use lianxin_domain::FileId;
use lianxin_domain::request::{Event, Order, Survey};
use serde::Serialize;
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::model::dealings::{
    AppealJson, DelayAskJson, IncidentJson, ParkingJson, ReturnAskJson, RulingJson, SheetJson, UndueJson,
};
use super::words::{self, At};

/// One entry of the journal.
#[derive(Serialize, ToSchema, Debug)]
pub(super) struct EntryJson {
    /// Its number in the request's chain, from 1.
    no: i64,
    /// Its number among all entries: where `GET /api/events` can go on from.
    seq: i64,
    at: At,
    /// What happened, such as `dispatched`.
    #[schema(example = "dispatched")]
    event: &'static str,
    by: ByJson,
    /// What was said and decided; its fields depend on `event`.
    #[schema(value_type = Object)]
    said: Value,
    /// SHA-256 over the entry before and this one.
    hash: String,
}

/// Who did it, as he was then.
#[derive(Serialize, ToSchema, Debug)]
pub(super) struct ByJson {
    name: String,
    #[schema(value_type = words::Role)]
    role: lianxin_domain::access::Role,
    unit: String,
}

/// One entry.
pub(super) fn entry(kept: &Kept) -> EntryJson {
    let by = &kept.entry.by;
    EntryJson {
        no: kept.no,
        seq: kept.seq,
        at: At(kept.entry.at),
        event: kept.entry.event.name(),
        by: ByJson { name: by.name.clone(), role: by.role, unit: by.unit.to_string() },
        said: said(&kept.entry.event),
        hash: kept.hash.clone(),
    }
}

/// What an event says to the outside: named one by one, so that a new field of an event does not leave by itself.
#[expect(clippy::too_many_lines, clippy::match_same_arms, reason = "one arm for each event, in the order of the trade")]
fn said(event: &Event) -> Value {
    match event {
        Event::Registered { number, facts } => {
            json!({ "number": number, "grade": facts.grade, "kind": facts.kind, "topic": facts.topic, "place": facts.place })
        }
        Event::Answered { answer, knowledge } => json!({ "answer": answer, "knowledge": knowledge }),
        Event::Refused { reason, told } => json!({ "reason": reason, "answer": told }),
        Event::CitizenAsked { question } => json!({ "text": question }),
        Event::CitizenReplied { text, files } | Event::Supplemented { text, files } => {
            json!({ "text": text, "files": ids(files) })
        }
        Event::AskLapsed | Event::CallbackBegun => json!({}),
        Event::Classified { topic, place, address, secrecy } => {
            json!({ "topic": topic, "place": place, "address": address, "secrecy": secrecy })
        }
        Event::SentToTriage { why } => json!({ "reason": why }),
        Event::Dispatched { orders, grade } => {
            let to: Vec<Value> = orders.iter().map(to).collect();
            json!({ "to": to, "grade": grade, "opinion": orders.first().map(|order| &order.opinion) })
        }
        Event::Phoned { order, number, answered, who, promise } => {
            json!({ "order": order.0, "phone": number, "answered": answered, "name": who, "text": promise })
        }
        Event::Accepted { order } | Event::Approved { order } => json!({ "order": order.0 }),
        Event::Contacted { order, reached, note } => json!({ "order": order.0, "reached": reached, "text": note }),
        Event::PassedDown { from, order } => {
            json!({ "from": from.0, "order": order.id.0, "unit": order.unit, "opinion": order.opinion })
        }
        Event::Progressed { order, text, files } => json!({ "order": order.0, "text": text, "files": ids(files) }),
        Event::Reported { order, report } => {
            json!({ "order": order.0, "solved": report.solved, "why_not": report.why_not, "internal": report.internal, "public_reply": report.public_reply, "files": ids(&report.files), "undue": report.undue.as_ref().map(UndueJson::from) })
        }
        Event::SentBack { order, points } => json!({ "order": order.0, "points": points }),
        Event::CallbackUnreached { note } => json!({ "text": note }),
        Event::Closed { outcome, survey, explained } => {
            json!({ "outcome": outcome, "survey": survey.as_ref().map(answers), "explained": explained })
        }
        Event::Reworked { orders, points, survey } => {
            let orders: Vec<_> = orders.iter().map(|id| id.0).collect();
            json!({ "orders": orders, "points": points, "survey": answers(survey) })
        }
        Event::Urged { text } => json!({ "text": text }),
        Event::GradeChanged { from, to, reason } => json!({ "from": from, "to": to, "reason": reason }),
        Event::Rated { survey } => json!({ "survey": answers(survey) }),
        Event::Claimed { task, by } => json!({ "task": task.0, "account": by.0 }),
        Event::Released { task } => json!({ "task": task.0 }),
        Event::Revealed { reason } => json!({ "reason": reason }),
        Event::HandedOver { to, reason } => json!({ "to": to, "reason": reason }),
        Event::InvalidAsked { reason } => json!({ "reason": reason }),
        Event::InvalidDenied { reason } => json!({ "reason": reason }),
        Event::Invalidated { reason } => json!({ "reason": reason }),
        Event::Consulted { question, units } => json!({ "text": question, "units": units }),
        Event::Ruled { ruling } => json!({ "ruling": RulingJson::from(&**ruling) }),
        Event::Merged { into, number, evidence } => json!({ "into": into.0, "number": number, "reason": evidence }),
        Event::Unmerged { reason } => json!({ "reason": reason }),
        Event::Absorbed { number } => json!({ "number": number }),
        Event::Shed { number } => json!({ "number": number }),
        Event::Followed { outcome } => json!({ "outcome": outcome }),
        Event::IncidentDeclared { incident } => json!({ "incident": IncidentJson::from(&**incident) }),
        Event::ProgressShared { text } => json!({ "text": text }),
        Event::IncidentEnded { reason } => json!({ "reason": reason }),
        Event::ReturnAsked { order, ask } => {
            json!({ "order": order.0, "ask": ReturnAskJson::from(&**ask) })
        }
        Event::Redispatched { order, instead, reason } => {
            json!({ "order": order.0, "to": to(instead), "reason": reason })
        }
        Event::ReturnRefused { order, reason } => json!({ "order": order.0, "reason": reason }),
        Event::Recalled { order, instead, reason } => {
            json!({ "order": order.0, "to": instead.as_ref().map(|order| to(order)), "reason": reason })
        }
        Event::SupportAsked { order, unit, reason } => json!({ "order": order.0, "unit": unit, "reason": reason }),
        Event::SupportAdded { orders } => json!({ "to": orders.iter().map(to).collect::<Vec<_>>() }),
        Event::SupportRefused { order, reason } => json!({ "order": order.0, "reason": reason }),
        Event::DelayAsked { order, ask } => {
            json!({ "order": order.0, "ask": DelayAskJson::from(&**ask) })
        }
        Event::DelayGranted { order, working_days, reason } => {
            json!({ "order": order.0, "days": working_days, "reason": reason })
        }
        Event::DelayRefused { order, reason } => json!({ "order": order.0, "reason": reason }),
        Event::Paused { order, reason } => json!({ "order": order.0, "reason": reason }),
        Event::Resumed { order, reason } => json!({ "order": order.0, "reason": reason }),
        Event::UndueAgreed { order, reason, excluded } => {
            json!({ "order": order.0, "reason": reason, "excluded": excluded })
        }
        Event::Parked { order, plan } => json!({ "order": order.0, "plan": ParkingJson::from(&**plan) }),
        Event::MilestoneDone { order, note } => json!({ "order": order.0, "text": note }),
        Event::Unparked { order, reason } => json!({ "order": order.0, "reason": reason }),
        Event::Supervised { sheet } => json!({ "sheet": SheetJson::from(&**sheet) }),
        Event::SheetAnswered { order, text } => json!({ "order": order.0, "text": text }),
        Event::SheetLifted { order, reason } => json!({ "order": order.0, "reason": reason }),
        Event::Instructed { text } => json!({ "text": text }),
        Event::WithdrawAsked { reason } => json!({ "reason": reason }),
        Event::WithdrawStopped { note } => json!({ "text": note }),
        Event::Withdrawn { reason, note } => json!({ "reason": reason, "text": note }),
        Event::Reopened { reason, orders } => {
            json!({ "reason": reason, "orders": orders.iter().map(|id| id.0).collect::<Vec<_>>() })
        }
        Event::Archived => json!({}),
        Event::AppealAsked { order, appeal } => json!({ "order": order.0, "appeal": AppealJson::from(&**appeal) }),
        Event::AppealDecided { order, level, granted, reason } => {
            json!({ "order": order.0, "level": level, "granted": granted, "reason": reason })
        }
        Event::PassedOn { task, to, note } => json!({ "task": task.0, "to": to.0, "text": note }),
        Event::Rung { clock, order, kind, rung, at, tell, by } => {
            json!({ "clock": clock.0, "order": order.map(|id| id.0), "kind": kind, "rung": rung, "at": at, "tell": tell, "by": by })
        }
        Event::Untold { message, why } => {
            json!({ "message": message.id.0, "tell": message.to, "by": message.by, "reason": why })
        }
        Event::Told { task, note } => json!({ "task": task.0, "text": note }),
        Event::PolicyApplied { policy } => json!({ "policy": policy }),
        Event::Expired { clock, order, kind } => {
            json!({ "clock": clock.0, "order": order.map(|id| id.0), "kind": kind })
        }
    }
}

fn to(order: &Order) -> Value {
    json!({ "order": order.id.0, "unit": order.unit, "role": order.role, "designated": order.dealings.designated })
}

fn ids(files: &[FileId]) -> Vec<uuid::Uuid> {
    files.iter().map(|id| id.0).collect()
}

fn answers(survey: &Survey) -> Value {
    json!({
        "solved": survey.solved, "result": survey.result, "manner": survey.manner, "contacted": survey.contacted,
        "reply_fits": survey.reply_fits, "words": survey.words,
    })
}
