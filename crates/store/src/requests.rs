//! A request with its orders, clocks and tasks: loaded as one, saved as one. Only what changed is written.
//!
//! What is *not* here: whether a change is right. Rows in, rows out.

use lianxin_domain::access::{Scope, Visibility};
use lianxin_domain::request::{Facts, Order, Request, RequestState, Running, Task};
use lianxin_domain::{OrderId, RequestId, Secrecy, TaskId};

use crate::codec::{
    Course, key_of, pool_text, rank_of_grade, rank_of_secrecy, read_clock, read_order, read_request, read_task,
    to_json, turn,
};
use crate::{Row, Sql, StoreError, Tx, Value, sql, sql_each, sql_rows, values};

/// The columns that [`read_request`] reads, in its order.
macro_rules! request_columns {
    () => {
        "r.id, r.number, r.version, r.state_facts, r.channel, r.kind, r.topic, r.place, r.address, r.title, r.account, \
         r.demand, r.occurred_at, r.received_at, r.grade, r.grade_reason, r.secrecy, r.wants_callback, r.files, \
         r.registered_at, r.ended_at, r.overdue, r.urges, r.last_urged_at, r.supplements, r.reworks, r.survey, r.contact_id, \
         r.call_window, r.dealings"
    };
}

sql!(BY_ID, concat!("SELECT ", request_columns!(), " FROM request r WHERE r.id = $1"));
// Two texts, because PostgreSQL lets several units write at once: the row is held, so that the next one decides on what this one leaves
// and the tables below show one version. SQLite has one writer.
sql_each!(
    TO_CHANGE,
    sqlite: concat!("SELECT ", request_columns!(), " FROM request r WHERE r.id = $1"),
    postgres: concat!("SELECT ", request_columns!(), " FROM request r WHERE r.id = $1 FOR NO KEY UPDATE")
);
sql!(
    ORDERS,
    "SELECT id, parent_id, unit, role, opinion, state_facts, dispatched_at, accepted_at, contacted_at, reported_at, \
     phoned_at, overdue, version, dealings FROM work_order WHERE request_id = $1 ORDER BY position"
);
sql!(
    CLOCKS,
    "SELECT id, kind, order_id, started_at, due_at, policy, stopped_at, overdue_at, course, rung, ring_at FROM clock WHERE request_id = $1 ORDER BY position"
);
sql!(
    TASKS,
    "SELECT id, kind, order_id, pool, opened_at, due_at, claimed_by, claimed_at, done_at, not_before FROM task WHERE request_id = $1 ORDER BY position"
);
sql!(UNITS, "SELECT unit FROM request_unit WHERE request_id = $1");
sql!(ID_BY_NUMBER, "SELECT id FROM request WHERE number = $1");
sql!(ID_BY_ORDER, "SELECT request_id FROM work_order WHERE id = $1");
sql!(ID_BY_TASK, "SELECT request_id FROM task WHERE id = $1");
sql!(
    NEXT_SERIAL,
    "INSERT INTO counter (name, value) VALUES ($1, 1) ON CONFLICT (name) DO UPDATE SET value = counter.value + 1 RETURNING value"
);
sql!(VISIBILITY, "SELECT secrecy FROM request WHERE id = $1");
sql!(IDENTITY, "SELECT name_sealed, phone_sealed, code_hash, chain FROM request WHERE id = $1");
sql!(IDS_AFTER, "SELECT id FROM request WHERE id > $1 ORDER BY id LIMIT $2");

sql!(
    INSERT,
    "INSERT INTO request (id, number, version, chain, state, state_facts, channel, kind, topic, place, address, title, account, demand, \
     occurred_at, received_at, grade, grade_reason, secrecy, wants_callback, files, registered_at, ended_at, due_at, due_kind, overdue, \
     urges, last_urged_at, supplements, reworks, survey, contact_id, name_sealed, name_hash, phone_sealed, phone_hash, code_hash, \
     call_window, dealings, master_id, incident, due_from, address_key, name_key, phone_key) \
     VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16,$17,$18,$19,$20,$21,$22,$23,$24,$25,$26,$27,$28,$29,$30,$31,$32,$33,$34,$35,$36,$37,$38,$39,$40,$41,$42,$43,$44,$45)"
);
// Guarded by the version that was read: nobody's change is lost.
sql!(
    UPDATE,
    "UPDATE request SET version = $3, chain = $4, state = $5, state_facts = $6, grade = $7, grade_reason = $8, secrecy = $9, files = $10, \
     ended_at = $11, due_at = $12, due_kind = $13, overdue = $14, urges = $15, last_urged_at = $16, supplements = $17, reworks = $18, survey = $19, topic = $20, place = $21, address = $22, \
     dealings = $23, master_id = $24, incident = $25, due_from = $26, address_key = $27 \
     WHERE id = $1 AND version = $2"
);
sql_rows!(
    PUT_ORDERS, columns: 21,
    "INSERT INTO work_order (id, request_id, position, parent_id, unit, role, opinion, state, state_facts, dispatched_at, accepted_at, \
     contacted_at, reported_at, phoned_at, overdue, due_from, due_at, due_kind, turn, version, dealings) VALUES",
    then: "ON CONFLICT (id) DO UPDATE SET dealings = excluded.dealings, state = excluded.state, state_facts = excluded.state_facts, accepted_at = excluded.accepted_at, \
     contacted_at = excluded.contacted_at, reported_at = excluded.reported_at, phoned_at = excluded.phoned_at, overdue = excluded.overdue, \
     due_from = excluded.due_from, due_at = excluded.due_at, due_kind = excluded.due_kind, turn = excluded.turn, version = excluded.version"
);
sql_rows!(
    PUT_CLOCKS, columns: 13,
    "INSERT INTO clock (id, request_id, position, order_id, kind, started_at, due_at, policy, stopped_at, overdue_at, course, rung, ring_at) VALUES",
    then: "ON CONFLICT (id) DO UPDATE SET due_at = excluded.due_at, policy = excluded.policy, stopped_at = excluded.stopped_at, overdue_at = excluded.overdue_at, \
     course = excluded.course, rung = excluded.rung, ring_at = excluded.ring_at"
);
sql_rows!(
    PUT_TASKS, columns: 13,
    "INSERT INTO task (id, request_id, position, order_id, kind, pool, opened_at, due_at, turn, claimed_by, claimed_at, done_at, not_before) VALUES",
    then: "ON CONFLICT (id) DO UPDATE SET due_at = excluded.due_at, turn = excluded.turn, claimed_by = excluded.claimed_by, claimed_at = excluded.claimed_at, done_at = excluded.done_at"
);
sql_rows!(PUT_UNITS, columns: 2, "INSERT INTO request_unit (request_id, unit) VALUES", then: "ON CONFLICT DO NOTHING");

/// Who asked, sealed, with keyed hashes beside for search; and the hash of the code that the citizen was given.
#[derive(Clone, Debug, Default)]
pub struct Sealed {
    /// The name, sealed.
    pub name: Option<String>,
    /// Keyed hash of the name.
    pub name_hash: Option<String>,
    /// The phone, sealed.
    pub phone: Option<String>,
    /// Keyed hash of the phone.
    pub phone_hash: Option<String>,
    /// Keyed hash of the code.
    pub code_hash: String,
}

/// What is kept of the identity and of the chain.
#[derive(Clone, Debug)]
pub struct Identity {
    /// The name, sealed.
    pub name: Option<String>,
    /// The phone, sealed.
    pub phone: Option<String>,
    /// Keyed hash of the code.
    pub code_hash: String,
    /// Hash of the last journal entry.
    pub chain: String,
}

impl Tx {
    /// The next serial number of a day; `day` is such as `220405`.
    pub fn next_serial(&mut self, day: &str) -> Result<u32, StoreError> {
        let value = self.query_opt(&NEXT_SERIAL, &values![format!("serial:{day}")], |row| row.get::<i64>(0))?;
        let value = value.ok_or(StoreError::Stale)?;
        u32::try_from(value).map_err(|error| StoreError::database("drawing a serial number", error))
    }

    /// The whole request, to look at.
    pub fn request(&mut self, id: RequestId) -> Result<Option<Request>, StoreError> {
        self.load(&BY_ID, id)
    }

    /// The whole request, to change: whoever else wants to waits until this unit has ended.
    pub fn request_to_change(&mut self, id: RequestId) -> Result<Option<Request>, StoreError> {
        self.load(&TO_CHANGE, id)
    }

    fn load(&mut self, by: &'static Sql, id: RequestId) -> Result<Option<Request>, StoreError> {
        let Some(mut request) = self.query_opt(by, &values![id], read_request)? else { return Ok(None) };
        request.orders = self.query(&ORDERS, &values![id], read_order)?;
        request.clocks = self.query(&CLOCKS, &values![id], read_clock)?;
        request.tasks = self.query(&TASKS, &values![id], read_task)?;
        request.units = self.query(&UNITS, &values![id], |row| row.get(0))?;
        Ok(Some(request))
    }

    /// The id of the request with this number.
    pub fn request_id_by_number(&mut self, number: &str) -> Result<Option<RequestId>, StoreError> {
        self.query_opt(&ID_BY_NUMBER, &values![number], |row| row.get(0))
    }

    /// The id of the request that an order belongs to.
    pub fn request_id_by_order(&mut self, order: OrderId) -> Result<Option<RequestId>, StoreError> {
        self.query_opt(&ID_BY_ORDER, &values![order], |row| row.get(0))
    }

    /// The id of the request that a task belongs to.
    pub fn request_id_by_task(&mut self, task: TaskId) -> Result<Option<RequestId>, StoreError> {
        self.query_opt(&ID_BY_TASK, &values![task], |row| row.get(0))
    }

    /// Sealed identity, code hash and chain.
    pub fn request_identity(&mut self, id: RequestId) -> Result<Option<Identity>, StoreError> {
        self.query_opt(&IDENTITY, &values![id], |row| {
            Ok(Identity { name: row.get(0)?, phone: row.get(1)?, code_hash: row.get(2)?, chain: row.get(3)? })
        })
    }

    /// Whether a request lies within a scope, without loading it: for the live feed.
    pub fn request_within(&mut self, id: RequestId, scope: &Scope) -> Result<bool, StoreError> {
        let Some(secrecy) = self.query_opt(&VISIBILITY, &values![id], |row| secrecy(row, 0))? else { return Ok(false) };
        let units = self.query(&UNITS, &values![id], |row| row.get(0))?;
        Ok(scope.allows(Visibility { secrecy, units: &units }))
    }

    /// Ids in order, for a walk through everything.
    pub fn request_ids_after(&mut self, after: RequestId, limit: i64) -> Result<Vec<RequestId>, StoreError> {
        self.query(&IDS_AFTER, &values![after, limit], |row| row.get(0))
    }

    /// Writes a new request with everything that belongs to it.
    #[expect(clippy::too_many_lines, reason = "one value a column, in the order of the statement")]
    pub fn insert_request(&mut self, request: &Request, chain: &str, sealed: &Sealed) -> Result<(), StoreError> {
        let Facts {
            channel,
            contact,
            kind,
            topic,
            place,
            address,
            occurred,
            received,
            title,
            account,
            demand,
            grade,
            grade_reason,
            secrecy,
            wants_callback,
            call_window,
            files,
        } = &request.facts;
        let due = request.next_due();
        self.execute(
            &INSERT,
            &values![
                request.id,
                &request.number,
                request.version,
                chain,
                request.state.stage().code(),
                to_json(&request.state)?,
                *channel,
                *kind,
                topic.as_ref(),
                place.as_ref(),
                address,
                title,
                account,
                demand,
                *occurred,
                *received,
                rank_of_grade(*grade),
                grade_reason,
                rank_of_secrecy(*secrecy),
                *wants_callback,
                to_json(files)?,
                request.registered,
                request.ended,
                due.map(|c| c.due),
                due.map(|c| c.kind.code()),
                request.overdue,
                request.urges,
                request.last_urged,
                request.supplements,
                request.reworks,
                survey_json(request)?,
                *contact,
                sealed.name.as_ref(),
                sealed.name_hash.as_ref(),
                sealed.phone.as_ref(),
                sealed.phone_hash.as_ref(),
                &sealed.code_hash,
                call_window.as_ref().map(to_json).transpose()?,
                to_json(&request.dealings)?,
                master(request),
                request.running_incident().is_some(),
                due.map(|c| c.started),
                key_of(address),
                sealed.name_hash.as_deref().and_then(key_of),
                sealed.phone_hash.as_deref().and_then(key_of),
            ],
        )?;
        self.put_parts(None, request)
    }

    /// Writes what changed of a request. [`StoreError::Stale`] if somebody else changed it since `before` was read.
    pub fn update_request(&mut self, before: &Request, after: &Request, chain: &str) -> Result<(), StoreError> {
        let due = after.next_due();
        let written = self.execute(
            &UPDATE,
            &values![
                after.id,
                before.version,
                after.version,
                chain,
                after.state.stage().code(),
                to_json(&after.state)?,
                rank_of_grade(after.facts.grade),
                &after.facts.grade_reason,
                rank_of_secrecy(after.facts.secrecy),
                to_json(&after.facts.files)?,
                after.ended,
                due.map(|c| c.due),
                due.map(|c| c.kind.code()),
                after.overdue,
                after.urges,
                after.last_urged,
                after.supplements,
                after.reworks,
                survey_json(after)?,
                after.facts.topic.as_ref(),
                after.facts.place.as_ref(),
                &after.facts.address,
                to_json(&after.dealings)?,
                master(after),
                after.running_incident().is_some(),
                due.map(|c| c.started),
                key_of(&after.facts.address),
            ],
        )?;
        if written != 1 {
            return Err(StoreError::Stale);
        }
        self.put_parts(Some(before), after)
    }

    fn put_parts(&mut self, before: Option<&Request>, after: &Request) -> Result<(), StoreError> {
        // A graver request moves forward in every queue it stands in.
        let regraded = before.is_some_and(|b| b.facts.grade != after.facts.grade);
        let mut orders = Vec::new();
        for (position, order) in after.orders.iter().enumerate() {
            let old = before.and_then(|b| b.orders.get(position).zip(Some(b)));
            if regraded || old.is_none_or(|(old, b)| old != order || b.order_due(order.id) != after.order_due(order.id))
            {
                orders.push(order_row(after, position, order)?);
            }
        }
        self.execute_rows(&PUT_ORDERS, &orders)?;
        let clocks =
            changed(before.map(|b| &b.clocks), &after.clocks, |_| false, |at, clock| clock_row(after.id, at, clock))?;
        self.execute_rows(&PUT_CLOCKS, &clocks)?;
        let tasks = changed(
            before.map(|b| &b.tasks),
            &after.tasks,
            |task| regraded && task.done.is_none(),
            |at, task| Ok(task_row(after, at, task)),
        )?;
        self.execute_rows(&PUT_TASKS, &tasks)?;
        let known = before.map_or(0, |b| b.units.len());
        let units: Vec<Vec<Value>> = after.units.iter().skip(known).map(|unit| values![after.id, unit]).collect();
        self.execute_rows(&PUT_UNITS, &units)?;
        self.put_scores(before, after)
    }
}

/// The rows of those that are new, have changed or must be written `anyway`; nothing is ever removed or moved.
fn changed<T: PartialEq>(
    before: Option<&Vec<T>>,
    after: &[T],
    anyway: impl Fn(&T) -> bool,
    row: impl Fn(usize, &T) -> Result<Vec<Value>, StoreError>,
) -> Result<Vec<Vec<Value>>, StoreError> {
    let old = before.map_or(&[][..], Vec::as_slice);
    let unwritten = |(at, item): &(usize, &T)| old.get(*at) != Some(*item) || anyway(item);
    after.iter().enumerate().filter(unwritten).map(|(at, item)| row(at, item)).collect()
}

fn position(index: usize) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX)
}

fn order_row(request: &Request, index: usize, order: &Order) -> Result<Vec<Value>, StoreError> {
    let due = request.order_due(order.id);
    Ok(values![
        order.id,
        request.id,
        position(index),
        order.parent,
        &order.unit,
        order.role.code(),
        &order.opinion,
        order.state.stage().code(),
        to_json(&order.state)?,
        order.dispatched,
        order.accepted,
        order.contacted,
        order.reported,
        order.phoned,
        order.overdue,
        due.map(|c| c.started),
        due.map(|c| c.due),
        due.map(|c| c.kind.code()),
        turn(request.facts.grade, due.map(|c| c.due)),
        order.version,
        to_json(&order.dealings)?,
    ])
}

fn clock_row(request: RequestId, index: usize, clock: &Running) -> Result<Vec<Value>, StoreError> {
    Ok(values![
        clock.id,
        request,
        position(index),
        clock.order,
        clock.kind.code(),
        clock.started,
        clock.due,
        &clock.policy,
        clock.stopped,
        clock.overdue,
        to_json(&Course::of(clock))?,
        i64::from(clock.rung),
        clock.ring,
    ])
}

fn task_row(request: &Request, index: usize, task: &Task) -> Vec<Value> {
    values![
        task.id,
        request.id,
        position(index),
        task.order,
        task.kind.code(),
        pool_text(&task.pool),
        task.opened,
        task.due,
        turn(request.facts.grade, task.due),
        task.claimed.map(|(by, _)| by),
        task.claimed.map(|(_, at)| at),
        task.done,
        task.not_before,
    ]
}

/// The master that a merged request follows; what has gone its own way again follows nobody.
fn master(request: &Request) -> Option<RequestId> {
    if let RequestState::Merged { into } = &request.state { Some(*into) } else { None }
}

fn survey_json(request: &Request) -> Result<Option<String>, StoreError> {
    request.survey.as_ref().map(to_json).transpose()
}

fn secrecy(row: &Row<'_>, index: usize) -> Result<Secrecy, StoreError> {
    crate::codec::secrecy(row, index)
}
