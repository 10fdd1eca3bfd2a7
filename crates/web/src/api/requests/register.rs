//! `POST /api/requests`: hands a request in, and does at once what is to be done with it.
//!
//! A caller that does not know whether its call arrived repeats it with the same `Idempotency-Key`: the request is registered once,
//! and the answer is the same each time. Key and request are one unit of work.

use axum::extract::{Request as HttpRequest, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use lianxin_app::idempotency::{self, KEY_CHARS_MAX, Key, Remembered};
use lianxin_app::{Context, NewRequest, Person, StoreError, Then, Tx, register as file_request};
use lianxin_domain::request::{Command, Intake};
use lianxin_domain::{AccountId, Channel, FileId, Grade, Kind, Secrecy};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::dispatch::{To, targets};
use crate::api::call::{self, Answer, Writes};
use crate::api::moves::Moved;
use crate::api::words::{self, At, Window};
use crate::failure::Failure;
use crate::state::Web;

/// What comes in: the five elements (who, when, where, why, what) and what happens at once.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "channel": "phone", "kind": "help", "title": "暖气不热", "demand": "尽快恢复供热", "account": "从昨晚起室温只有 14 度",
    "topic": "heating.cold", "place": "hexi.taoyuan", "address": "某某里 12 号楼", "occurred": "2025-03-02T20:00:00+08:00",
    "grade": "urgent", "grade_reason": "供热", "person": { "name": "赵静", "phone": "10000000001" },
    "then": { "do": "dispatch", "to": [{ "unit": "hexi", "role": "lead" }], "opinion": "请尽快处理" }
}))]
pub(in crate::api) struct RegisterBody {
    #[schema(value_type = words::Channel)]
    channel: Channel,
    #[schema(value_type = words::Kind)]
    kind: Kind,
    /// One line.
    #[schema(max_length = 100)]
    title: String,
    /// What the citizen wants.
    #[schema(max_length = 20_000)]
    demand: String,
    /// Cause and course.
    #[serde(default)]
    #[schema(max_length = 20_000)]
    account: String,
    /// Code of a topic of the second level; may be settled later.
    topic: Option<String>,
    /// Code of the place; nothing is dispatched without.
    place: Option<String>,
    /// In the citizen's words.
    #[serde(default)]
    #[schema(max_length = 200)]
    address: String,
    /// When the matter happened.
    occurred: Option<At>,
    /// When the citizen told us; now, if not said.
    received: Option<At>,
    #[serde(default = "ordinary")]
    #[schema(value_type = words::Grade)]
    grade: Grade,
    /// Why more than ordinary.
    #[serde(default)]
    #[schema(max_length = 200)]
    grade_reason: String,
    /// At least what kind and topic demand: a report of wrongdoing hides the identity.
    #[serde(default = "open")]
    #[schema(value_type = words::Secrecy)]
    secrecy: Secrecy,
    #[serde(default = "yes")]
    wants_callback: bool,
    /// When he can be called; at any hour of the call-back, if not said.
    call_window: Option<Window>,
    /// Files uploaded before.
    #[serde(default)]
    #[schema(max_items = 20)]
    files: Vec<Uuid>,
    /// Who asks; without it the request is anonymous.
    #[serde(default)]
    person: PersonBody,
    /// What happens at once.
    #[serde(default)]
    then: ThenBody,
}

/// Who asks. Kept sealed; shown masked.
#[derive(Clone, Deserialize, ToSchema, Default, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct PersonBody {
    #[serde(default)]
    #[schema(max_length = 200)]
    name: String,
    #[serde(default)]
    phone: String,
}

/// What happens at once.
#[derive(Clone, Deserialize, ToSchema, Default, Debug)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub(in crate::api) enum ThenBody {
    /// It waits to be dispatched.
    #[default]
    Pool,
    /// It is answered and closed.
    Answer {
        /// What the citizen was told.
        answer: String,
        /// Knowledge entries that were used.
        #[serde(default)]
        knowledge: Vec<String>,
    },
    /// It is refused.
    Refuse {
        /// Code of the lawful reason.
        reason: String,
        /// What the citizen was told.
        answer: String,
    },
    /// The citizen is asked for more.
    Ask {
        /// The question.
        text: String,
    },
    /// Police, fire, ambulance or traffic police take it.
    HandOver {
        /// `110`, `119`, `120` or `122`.
        phone: String,
        /// What was said.
        reason: String,
    },
    /// It goes to joint assessment.
    Triage {
        /// Why.
        reason: String,
    },
    /// It is sent to units.
    Dispatch {
        /// Whom to; exactly one leads.
        to: Vec<To>,
        /// What they shall do.
        #[serde(default)]
        opinion: String,
    },
}

/// What came of it.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct Registered {
    /// With it and the number the citizen looks his request up. Told once.
    #[schema(example = "7KQ2MX")]
    code: String,
    #[serde(flatten)]
    request: Moved,
}

fn ordinary() -> Grade {
    Grade::Ordinary
}

fn open() -> Secrecy {
    Secrecy::Open
}

fn yes() -> bool {
    true
}

impl RegisterBody {
    fn told(&self, cx: &Context) -> NewRequest {
        let intake = Intake {
            channel: self.channel,
            contact: None,
            kind: self.kind,
            topic: self.topic.as_deref().map(Into::into),
            place: self.place.as_deref().map(Into::into),
            address: self.address.clone(),
            occurred: self.occurred.map(|at| at.0),
            received: self.received.map_or(cx.now, |at| at.0),
            title: self.title.clone(),
            account: self.account.clone(),
            demand: self.demand.clone(),
            grade: self.grade,
            grade_reason: self.grade_reason.clone(),
            secrecy: self.secrecy,
            wants_callback: self.wants_callback,
            call_window: self.call_window.map(|window| window.0),
            files: self.files.iter().copied().map(FileId).collect(),
        };
        let person = Person { name: self.person.name.clone(), phone: self.person.phone.clone() };
        NewRequest { person, intake, then: self.then.told(cx) }
    }
}

impl ThenBody {
    fn told(&self, cx: &Context) -> Then {
        Then::Do(match self.clone() {
            ThenBody::Pool => return Then::Pool,
            ThenBody::Answer { answer, knowledge } => Command::Answer { answer, knowledge },
            ThenBody::Refuse { reason, answer } => Command::Refuse { reason, told: answer },
            ThenBody::Ask { text } => Command::AskCitizen { question: text },
            ThenBody::HandOver { phone, reason } => Command::HandOver { to: phone, reason },
            ThenBody::Triage { reason } => Command::SendToTriage { why: reason },
            ThenBody::Dispatch { to, opinion } => Command::Dispatch { to: targets(cx, &to), opinion },
        })
    }
}

/// Hands a request in.
#[utoipa::path(
    post, path = "/api/requests", tag = "requests", operation_id = "register",
    params(("Idempotency-Key" = Option<String>, Header, description = "Up to 200 characters; a repetition with the same key and body gets the first answer again, for a day.")),
    request_body = RegisterBody,
    responses((status = 201, description = "Registered. `Location` and `ETag` are set.", body = Registered)),
)]
pub(in crate::api) async fn register(
    State(web): State<Web>,
    Writes(caller): Writes,
    headers: HeaderMap,
    request: HttpRequest,
) -> Answer {
    let refuse = call::problem(caller.cx.lang);
    let key = key(&headers).map_err(&refuse)?;
    let (body, text) = call::read::<RegisterBody>(request).await.map_err(&refuse)?;
    let (cx, owner) = (caller.cx, caller.session.account);
    let keyed = key.map(|key| (key, cx.vault.hash("idempotency", &text)));
    let unit = move |tx: &mut Tx| once(tx, &cx, owner, keyed.as_ref(), &body);
    let done = match web.write(unit.clone()).await {
        // Two calls with one key at the same moment: by now the other one's answer is there.
        Err(Failure::Store(StoreError::Unique { .. })) => web.write(unit).await,
        done => done,
    };
    let answer = done.map_err(&refuse)?;
    respond(&answer).map_err(refuse)
}

fn key(headers: &HeaderMap) -> Result<Option<String>, Failure> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let text = value.to_str().ok().map(str::trim).filter(|text| !text.is_empty() && text.len() <= KEY_CHARS_MAX);
    let wrong =
        || Failure::Unreadable(StatusCode::BAD_REQUEST, format!("Idempotency-Key: 1 to {KEY_CHARS_MAX} characters"));
    text.map(|text| Some(text.to_owned())).ok_or_else(wrong)
}

/// Registers, unless this key has been answered before; gives the answer's text.
fn once(
    tx: &mut Tx,
    cx: &Context,
    owner: AccountId,
    keyed: Option<&(String, String)>,
    body: &RegisterBody,
) -> Result<String, Failure> {
    let place = format!("answer:{owner}");
    if let Some((key, fingerprint)) = keyed {
        match idempotency::look(tx, owner.0, key, fingerprint)? {
            Key::New => {}
            Key::Reused => return Err(Failure::KeyReused),
            Key::Known(kept) => {
                return cx
                    .vault
                    .open(&kept.answer, &place)
                    .map_err(|error| Failure::Act(lianxin_app::ActError::Vault(error)));
            }
        }
    }
    let registered = file_request(tx, cx, body.told(cx))?;
    let answer = Registered { code: registered.code, request: Moved::from(&registered.request) };
    let text = serde_json::to_string(&answer).map_err(|_| Failure::NotFound)?;
    if let Some((key, fingerprint)) = keyed {
        // The answer holds the citizen's code, so it is sealed like everything that opens a door.
        let kept = Remembered {
            fingerprint: fingerprint.clone(),
            status: 201,
            answer: cx.vault.seal(&text, &place, &cx.entropy),
        };
        idempotency::remember(tx, cx, owner.0, key, &kept)?;
    }
    Ok(text)
}

fn respond(answer: &str) -> Result<Response, Failure> {
    let body: serde_json::Value = serde_json::from_str(answer).map_err(|_| Failure::NotFound)?;
    let location = format!("/api/requests/{}", body["number"].as_str().unwrap_or_default());
    let etag = call::etag(body["version"].as_i64().unwrap_or_default());
    Ok((StatusCode::CREATED, [(header::LOCATION, location), etag], axum::Json(body)).into_response())
}
