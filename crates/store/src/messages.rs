//! The outbox (通知): queued in the transaction that makes a message necessary, sent afterwards, never lost: what cannot be sent
//! stands here with its error.

use lianxin_domain::city::{Audience, Means};
use lianxin_domain::request::Message;
use lianxin_domain::{AccountId, MessageId, Moment, RequestId, UnitCode};

use crate::codec::{from_json, to_json};
use crate::{Row, StoreError, Tx, Value, sql, sql_rows, values};

/// Where a message stands: the codes of the column `state`.
pub mod state {
    /// To be sent.
    pub const QUEUED: &str = "queued";
    /// Delivered: a notice that stands in the console, a text message that the gateway has taken.
    pub const SENT: &str = "sent";
    /// A person has a task to tell it by phone.
    pub const BY_HAND: &str = "by_hand";
    /// Could not be delivered; a task says so.
    pub const FAILED: &str = "failed";
}

/// A message as it is kept.
#[derive(Clone, PartialEq, Debug)]
#[expect(missing_docs, reason = "the columns of the table")]
pub struct KeptMessage {
    pub message: Message,
    pub request: RequestId,
    pub number: String,
    pub title: String,
    pub queued: Moment,
    pub state: String,
    pub attempts: i64,
    pub person: Option<String>,
    pub phone: Option<String>,
    pub error: Option<String>,
    pub done: Option<Moment>,
}

sql_rows!(
    PUT, columns: 12,
    "INSERT INTO message (id, request_id, occasion, audience, unit, means, body, queued_at, send_at, attempts, state, done_at) VALUES"
);
// The outer guard: on PostgreSQL two machines may look at the same moment.
sql!(
    TAKE,
    "UPDATE message SET held_until = $2, attempts = attempts + 1 \
     WHERE id IN (SELECT id FROM message WHERE send_at IS NOT NULL AND send_at <= $1 AND (held_until IS NULL OR held_until < $1) \
     ORDER BY send_at, id LIMIT $3) AND (held_until IS NULL OR held_until < $1) RETURNING id, request_id, body, attempts"
);
sql!(NEXT, "SELECT MIN(send_at) FROM message WHERE send_at IS NOT NULL");
sql!(
    SETTLE,
    "UPDATE message SET state = $2, send_at = NULL, held_until = NULL, person = $3, number = $4, error = $5, done_at = $6 WHERE id = $1"
);
sql!(RETRY, "UPDATE message SET send_at = $2, held_until = NULL, error = $3 WHERE id = $1");
const KEPT: &str = "SELECT m.body, m.request_id, r.number, r.title, m.queued_at, m.state, m.attempts, m.person, m.number, m.error, m.done_at \
     FROM message m JOIN request r ON r.id = m.request_id";
sql!(
    OF_REQUEST,
    "SELECT m.body, m.request_id, r.number, r.title, m.queued_at, m.state, m.attempts, m.person, m.number, m.error, m.done_at \
     FROM message m JOIN request r ON r.id = m.request_id WHERE m.request_id = $1 ORDER BY m.id"
);
sql!(UP_TO, "SELECT up_to FROM notice_read WHERE account_id = $1");
sql!(
    READ_UP_TO,
    "INSERT INTO notice_read (account_id, up_to) VALUES ($1, $2) ON CONFLICT (account_id) DO UPDATE SET up_to = excluded.up_to \
     WHERE notice_read.up_to < excluded.up_to"
);

/// A message that somebody has taken to send.
#[derive(Clone, PartialEq, Debug)]
pub struct Taken {
    /// The message.
    pub message: Message,
    /// Of which request.
    pub request: RequestId,
    /// Which attempt this is, from 1.
    pub attempt: i64,
}

/// What came of sending it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settled {
    /// One of [`state`].
    pub state: &'static str,
    /// Who was told.
    pub person: Option<String>,
    /// At which number.
    pub phone: Option<String>,
    /// Why not.
    pub error: Option<String>,
}

fn kept(row: &Row<'_>) -> Result<KeptMessage, StoreError> {
    Ok(KeptMessage {
        message: from_json(&row.get::<String>(0)?)?,
        request: row.get(1)?,
        number: row.get(2)?,
        title: row.get(3)?,
        queued: row.get(4)?,
        state: row.get(5)?,
        attempts: row.get(6)?,
        person: row.get(7)?,
        phone: row.get(8)?,
        error: row.get(9)?,
        done: row.get(10)?,
    })
}

impl Tx {
    /// Queues messages of a request. A notice is delivered by standing here; a call is a person's task already.
    pub fn queue_messages(&mut self, request: RequestId, now: Moment, messages: &[Message]) -> Result<(), StoreError> {
        let mut rows = Vec::with_capacity(messages.len());
        for message in messages {
            let (state, waits) = match message.by {
                Means::Notice => (state::SENT, false),
                Means::Phone => (state::BY_HAND, false),
                Means::Sms => (state::QUEUED, true),
            };
            rows.push(values![
                message.id,
                request,
                message.occasion.code(),
                message.to.code(),
                message.unit.as_ref(),
                message.by.code(),
                to_json(message)?,
                now,
                waits.then_some(now),
                0_i64,
                state,
                (!waits).then_some(now),
            ]);
        }
        self.execute_rows(&PUT, &rows).map(drop)
    }

    /// Takes messages that are to be sent now; nobody else gets them before `held_until`.
    pub fn take_messages(&mut self, now: Moment, held_until: Moment, limit: i64) -> Result<Vec<Taken>, StoreError> {
        self.query(&TAKE, &values![now, held_until, limit], |row| {
            let message = from_json(&row.get::<String>(2)?)?;
            Ok(Taken { message, request: row.get(1)?, attempt: row.get(3)? })
        })
    }

    /// When the next message is to be sent.
    pub fn next_message(&mut self) -> Result<Option<Moment>, StoreError> {
        Ok(self.query_opt(&NEXT, &[], |row| row.get(0))?.flatten())
    }

    /// Nothing is left to do for a message.
    pub fn settle_message(&mut self, id: MessageId, settled: &Settled, now: Moment) -> Result<(), StoreError> {
        let Settled { state, person, phone, error } = settled;
        self.execute(&SETTLE, &values![id, *state, person.as_ref(), phone.as_ref(), error.as_ref(), now]).map(drop)
    }

    /// It is tried again at `at`.
    pub fn retry_message(&mut self, id: MessageId, at: Moment, error: &str) -> Result<(), StoreError> {
        self.execute(&RETRY, &values![id, at, error]).map(drop)
    }

    /// The messages of a request, oldest first.
    pub fn messages_of(&mut self, request: RequestId) -> Result<Vec<KeptMessage>, StoreError> {
        self.query(&OF_REQUEST, &values![request], kept)
    }

    /// Notices for these audiences of these units (`None`: the centre), newest first, older than `before`.
    pub fn notices(
        &mut self,
        audiences: &[Audience],
        units: &[UnitCode],
        before: Option<MessageId>,
        limit: i64,
    ) -> Result<Vec<KeptMessage>, StoreError> {
        let mut text = format!("{KEPT} WHERE m.means = 'notice' AND m.audience IN (");
        let mut given: Vec<Value> = Vec::new();
        push_list(&mut text, &mut given, audiences.iter().map(|audience| Value::from(audience.code())));
        text.push(')');
        if units.is_empty() {
            text.push_str(" AND m.unit IS NULL");
        } else {
            text.push_str(" AND m.unit IN (");
            push_list(&mut text, &mut given, units.iter().map(Value::from));
            text.push(')');
        }
        if let Some(before) = before {
            given.push(Value::from(before));
            text.push_str(&format!(" AND m.id < ${}", given.len()));
        }
        given.push(Value::from(limit));
        text.push_str(&format!(" ORDER BY m.id DESC LIMIT ${}", given.len()));
        self.query_text(&text, &given, kept)
    }

    /// Messages in a state, newest first, older than `before`.
    pub fn messages_in(
        &mut self,
        state: Option<&str>,
        before: Option<MessageId>,
        limit: i64,
    ) -> Result<Vec<KeptMessage>, StoreError> {
        let mut text = format!("{KEPT} WHERE 1 = 1");
        let mut given: Vec<Value> = Vec::new();
        if let Some(state) = state {
            given.push(Value::from(state));
            text.push_str(&format!(" AND m.state = ${}", given.len()));
        }
        if let Some(before) = before {
            given.push(Value::from(before));
            text.push_str(&format!(" AND m.id < ${}", given.len()));
        }
        given.push(Value::from(limit));
        text.push_str(&format!(" ORDER BY m.id DESC LIMIT ${}", given.len()));
        self.query_text(&text, &given, kept)
    }

    /// The last notice that this person has read.
    pub fn notices_read(&mut self, account: AccountId) -> Result<Option<MessageId>, StoreError> {
        self.query_opt(&UP_TO, &values![account], |row| row.get(0))
    }

    /// He has read everything up to this one.
    pub fn read_notices(&mut self, account: AccountId, up_to: MessageId) -> Result<(), StoreError> {
        self.execute(&READ_UP_TO, &values![account, up_to]).map(drop)
    }
}

fn push_list(text: &mut String, given: &mut Vec<Value>, values: impl Iterator<Item = Value>) {
    for (position, value) in values.enumerate() {
        given.push(value);
        let comma = if position == 0 { "" } else { ", " };
        text.push_str(&format!("{comma}${}", given.len()));
    }
}
