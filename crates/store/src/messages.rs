//! The outbox (通知): queued in the transaction that makes a message necessary, sent afterwards, never lost: what cannot be sent
//! stands here with its error.

use lianxin_domain::access::Scope;
use lianxin_domain::city::Means;
use lianxin_domain::request::Message;
use lianxin_domain::{AccountId, MessageId, Moment, OrderId, RequestId};

use crate::codec::{from_json, to_json};
use crate::scope::Query;
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
    /// Was not sent, because what it says was no longer true.
    pub const MOOT: &str = "moot";
    /// All of them.
    pub const ALL: [&str; 5] = [QUEUED, SENT, BY_HAND, FAILED, MOOT];
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
    PUT, columns: 13,
    "INSERT INTO message (id, request_id, occasion, audience, unit, seat, means, body, queued_at, send_at, attempts, state, done_at) VALUES"
);
// Taking a message moves its moment on: nobody else finds it until then. The outer condition: on PostgreSQL two machines may look at
// the same moment.
sql!(
    TAKE,
    "UPDATE message SET send_at = $2, attempts = attempts + 1 \
     WHERE id IN (SELECT id FROM message WHERE send_at IS NOT NULL AND send_at <= $1 ORDER BY send_at, id LIMIT $3) AND send_at <= $1 \
     RETURNING id, request_id, body, attempts, done_at IS NOT NULL"
);
sql!(NEXT, "SELECT MIN(send_at) FROM message WHERE send_at IS NOT NULL");
// What fails once more keeps the moment of its task.
sql!(
    SETTLE,
    "UPDATE message SET state = $2, send_at = NULL, person = COALESCE($3, person), number = COALESCE($4, number), error = $5, \
     done_at = CASE WHEN state = 'queued' AND $2 = 'failed' AND done_at IS NOT NULL THEN done_at ELSE $6 END \
     WHERE id = $1 AND send_at IS NOT NULL"
);
sql!(RETRY, "UPDATE message SET send_at = $2, error = $3 WHERE id = $1 AND send_at IS NOT NULL");
sql!(
    AGAIN,
    "UPDATE message SET state = 'queued', send_at = $2, attempts = 0 WHERE id = $1 AND means = 'sms' AND state = 'failed' AND send_at IS NULL"
);
// Its error stays: the gateway did not send it, a person told it.
sql!(TOLD, "UPDATE message SET state = 'sent', send_at = NULL, person = $2, done_at = $3 WHERE id = $1");
const COLUMNS: &str =
    "m.body, m.request_id, r.number, r.title, m.queued_at, m.state, m.attempts, m.person, m.number, m.error, m.done_at";
const FROM: &str = "message m JOIN request r ON r.id = m.request_id";
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
    /// It has failed before, and a person has a task to tell it.
    pub failed_before: bool,
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

impl KeptMessage {
    /// Whether a task to tell something, opened at this moment for this order, is about this message: it was opened when the message
    /// was queued for a person, or when it failed.
    pub fn is_of_task(&self, opened: Moment, order: Option<OrderId>) -> bool {
        let when = match self.state.as_str() {
            state::BY_HAND => Some(self.queued),
            state::FAILED | state::QUEUED => self.done,
            _ => None,
        };
        when == Some(opened) && self.message.order == order
    }
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
                message.seat(),
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

    /// Takes messages that are to be sent now; nobody else gets them before `held_until`, not even after we are gone.
    pub fn take_messages(&mut self, now: Moment, held_until: Moment, limit: i64) -> Result<Vec<Taken>, StoreError> {
        self.query(&TAKE, &values![now, held_until, limit], |row| {
            let message = from_json(&row.get::<String>(2)?)?;
            Ok(Taken { message, request: row.get(1)?, attempt: row.get(3)?, failed_before: row.get(4)? })
        })
    }

    /// When the next message is to be sent.
    pub fn next_message(&mut self) -> Result<Option<Moment>, StoreError> {
        Ok(self.query_opt(&NEXT, &[], |row| row.get(0))?.flatten())
    }

    /// Nothing is left to do for a message; `false` if somebody else has settled it already.
    pub fn settle_message(&mut self, id: MessageId, settled: &Settled, now: Moment) -> Result<bool, StoreError> {
        let Settled { state, person, phone, error } = settled;
        let rows = self.execute(&SETTLE, &values![id, *state, person.as_ref(), phone.as_ref(), error.as_ref(), now])?;
        Ok(rows > 0)
    }

    /// A message that failed is queued once more; `false` if there is no such one.
    pub fn send_again(&mut self, id: MessageId, now: Moment) -> Result<bool, StoreError> {
        Ok(self.execute(&AGAIN, &values![id, now])? > 0)
    }

    /// It is tried again at `at`.
    pub fn retry_message(&mut self, id: MessageId, at: Moment, error: &str) -> Result<(), StoreError> {
        self.execute(&RETRY, &values![id, at, error]).map(drop)
    }

    /// The messages of a request, oldest first.
    pub fn messages_of(&mut self, request: RequestId) -> Result<Vec<KeptMessage>, StoreError> {
        self.query(&OF_REQUEST, &values![request], kept)
    }

    /// Notices put up at these seats, within a scope, newest first, older than `before`. Each seat is walked along its index, so that
    /// old notices cost nothing.
    pub fn notices(
        &mut self,
        scope: &Scope,
        seats: &[String],
        before: Option<MessageId>,
        limit: i64,
    ) -> Result<Vec<KeptMessage>, StoreError> {
        if seats.is_empty() {
            return Ok(Vec::new());
        }
        let mut query = Query::default();
        query.within(scope);
        let before = before.map(|before| format!(" AND m.id < {}", query.bind(before))).unwrap_or_default();
        let limit = query.bind(limit);
        let seats: Vec<String> = seats.iter().map(|seat| query.bind(seat.clone())).collect();
        let walk = |seat: &String| {
            let tail = format!("AND m.means = 'notice' AND m.seat = {seat}{before} ORDER BY m.id DESC LIMIT {limit}");
            format!("SELECT * FROM ({}) w", query.text(&format!("{COLUMNS}, m.id AS at"), FROM, &tail))
        };
        let walks = seats.iter().map(walk).collect::<Vec<_>>().join(" UNION ALL ");
        let text = format!("{walks} ORDER BY at DESC LIMIT {limit}");
        self.query_text(&text, &query.into_params(), kept)
    }

    /// How many notices newer than `read` stand at these seats, within a scope; counted up to `limit`.
    pub fn count_notices(
        &mut self,
        scope: &Scope,
        seats: &[String],
        read: Option<MessageId>,
        limit: i64,
    ) -> Result<i64, StoreError> {
        if seats.is_empty() {
            return Ok(0);
        }
        let mut query = Query::default();
        query.within(scope);
        query.and("m.means = 'notice'");
        query.and_in("m.seat", seats.iter().cloned());
        if let Some(read) = read {
            let read = query.bind(read);
            query.and(format!("m.id > {read}"));
        }
        let limit = query.bind(limit);
        let text = format!("SELECT COUNT(*) FROM ({}) n", query.text("m.id", FROM, &format!("LIMIT {limit}")));
        let found = self.query_text(&text, &query.into_params(), |row| row.get::<i64>(0))?;
        Ok(found.first().copied().unwrap_or(0))
    }

    /// Messages that are not notices, in a state if one is named, within a scope, newest first, older than `before`.
    pub fn messages_in(
        &mut self,
        scope: &Scope,
        state: Option<&str>,
        before: Option<MessageId>,
        limit: i64,
    ) -> Result<Vec<KeptMessage>, StoreError> {
        let mut query = Query::default();
        query.within(scope);
        query.and("m.means <> 'notice'");
        if let Some(state) = state {
            query.and_is(("m.state", Value::from(state)));
        }
        if let Some(before) = before {
            let before = query.bind(before);
            query.and(format!("m.id < {before}"));
        }
        let limit = query.bind(limit);
        let (text, params) = query.select(COLUMNS, FROM, &format!("ORDER BY m.id DESC LIMIT {limit}"));
        self.query_text(&text, &params, kept)
    }

    /// Somebody has told by phone what a task opened at `opened` was about.
    pub fn message_told(
        &mut self,
        request: RequestId,
        opened: Moment,
        order: Option<OrderId>,
        by: &str,
        now: Moment,
    ) -> Result<(), StoreError> {
        let of_task: Vec<MessageId> = self
            .messages_of(request)?
            .iter()
            .filter(|kept| kept.is_of_task(opened, order))
            .map(|kept| kept.message.id)
            .collect();
        for id in of_task {
            self.execute(&TOLD, &values![id, by, now])?;
        }
        Ok(())
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
