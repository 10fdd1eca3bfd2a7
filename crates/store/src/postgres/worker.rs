//! A worker: takes a unit, frames it in a transaction, runs it again when another was in the way or the connection was lost.

use std::thread;
use std::time::Duration;

use postgres::{Client, Config, NoTls};

use crate::error::StoreError;
use crate::lane::Lane;
use crate::postgres::PostgresSession;
use crate::postgres::session::failure;
use crate::tx::{Fault, Session, Tx};
use crate::unit::{Ran, Unit};

/// Runs of one unit; two units that deadlock need two, a crowd on one row a few more.
const RUNS_MAX: u32 = 8;
/// Attempts to connect before a unit is told; with the pauses between them about a second and a half.
const CONNECTS_MAX: u32 = 6;
/// The first pause; each further one is twice as long.
const PAUSE_FIRST_MS: u64 = 10;
const PAUSE_MAX_MS: u64 = 800;

/// Makes connections to one database.
#[derive(Clone)]
pub(crate) struct Connector {
    config: Config,
}

/// What stands before and after each unit.
#[derive(Clone, Copy)]
pub(crate) enum Framing {
    Write,
    Read,
}

impl Framing {
    fn begin(self) -> &'static str {
        match self {
            Framing::Write => "BEGIN ISOLATION LEVEL READ COMMITTED",
            Framing::Read => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        }
    }
}

impl Connector {
    pub(crate) fn new(url: &str) -> Result<Self, StoreError> {
        let mut config: Config =
            url.parse().map_err(|error| StoreError::database("reading the PostgreSQL address", error))?;
        if config.get_application_name().is_none() {
            config.application_name("lianxin");
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(Duration::from_secs(5));
        }
        // A server that vanished without a word is noticed after this, rather than after the kernel's quarter of an hour.
        config.tcp_user_timeout(Duration::from_secs(20));
        Ok(Connector { config })
    }

    pub(crate) fn connect(&self) -> Result<PostgresSession, StoreError> {
        let mut client =
            self.config.connect(NoTls).map_err(|error| failure("connecting to PostgreSQL", error).error)?;
        // No unit of work may hold its rows longer than this, whatever became of its program.
        let limits =
            "SET statement_timeout = '60s'; SET idle_in_transaction_session_timeout = '60s'; SET TIME ZONE 'UTC'";
        client.batch_execute(limits).map_err(|error| failure("setting up the connection", error).error)?;
        Ok(PostgresSession::new(client))
    }

    fn connect_patiently(&self, lane: &Lane, worker: u64) -> Result<PostgresSession, StoreError> {
        let mut attempt = 0;
        loop {
            match self.connect() {
                Ok(session) => {
                    lane.health.set(true);
                    return Ok(session);
                }
                Err(error) => {
                    lane.health.set(false);
                    attempt += 1;
                    if attempt >= CONNECTS_MAX {
                        return Err(error);
                    }
                    pause(attempt + 2, worker);
                }
            }
        }
    }
}

/// Takes units until the lane is closed. `worker` numbers the thread, so that two that met do not meet again at once.
pub(crate) fn work_units(connector: &Connector, first: PostgresSession, framing: Framing, lane: &Lane, worker: u64) {
    let mut connected = Some(Tx::new(Session::Postgres(Box::new(first))));
    while let Some(mut unit) = lane.queue.pop() {
        let outcome = work(connector, &mut connected, framing, lane, worker, &mut *unit);
        if matches!(outcome, Ok(End::Recorded)) && connected.as_ref().is_some_and(Tx::touched) {
            lane.changes.moved();
        }
        unit.finish(outcome.map(drop));
    }
}

/// How one run of a unit in its own transaction ended.
enum End {
    Recorded,
    /// Nothing was recorded, and the unit has said why.
    Refused,
    InTheWay(StoreError),
    Lost(StoreError),
    Failed(StoreError),
    Unknown,
}

fn work(
    connector: &Connector,
    connected: &mut Option<Tx>,
    framing: Framing,
    lane: &Lane,
    worker: u64,
    unit: &mut dyn Unit,
) -> Result<End, StoreError> {
    let mut run = 1;
    loop {
        let tx = match connected {
            Some(tx) => tx,
            None => connected.insert(Tx::new(Session::Postgres(Box::new(connector.connect_patiently(lane, worker)?)))),
        };
        let end = run_once(tx, framing, lane, unit);
        let lost = matches!(end, End::Lost(_) | End::Unknown) || client(tx).is_closed();
        if lost {
            *connected = None;
        }
        let error = match end {
            End::Recorded | End::Refused => return Ok(end),
            End::Failed(error) => return Err(error),
            End::Unknown => return Err(StoreError::UNKNOWN),
            End::InTheWay(error) | End::Lost(error) => error,
        };
        if run >= RUNS_MAX {
            return Err(error);
        }
        lane.counters.retried();
        if !lost {
            pause(run, worker);
        }
        run += 1;
    }
}

fn run_once(tx: &mut Tx, framing: Framing, lane: &Lane, unit: &mut dyn Unit) -> End {
    if let Err(error) = client(tx).batch_execute(framing.begin()) {
        return sorted("beginning a transaction", error);
    }
    let ran = unit.run(tx);
    lane.counters.ran(tx.statements(), ran == Ran::Well);
    if ran == Ran::Well {
        return commit(tx, framing, lane);
    }
    let fault = tx.fault();
    if fault != Some(Fault::Lost)
        && let Err(error) = client(tx).batch_execute("ROLLBACK")
    {
        // The server rolls back by itself when the connection ends, and a connection that cannot roll back is not used again.
        tracing::warn!(%error, "a transaction could not be rolled back");
        return if ran == Ran::Panicked { End::Refused } else { End::Lost(failure("rolling back", error).error) };
    }
    match fault {
        _ if ran == Ran::Panicked => End::Refused,
        Some(Fault::InTheWay) => {
            End::InTheWay(StoreError::database("recording a unit of work", "others were in the way each time"))
        }
        Some(Fault::Lost) => {
            End::Lost(StoreError::database("recording a unit of work", "the connection was lost each time"))
        }
        Some(Fault::Failed) | None => End::Refused,
    }
}

fn commit(tx: &mut Tx, framing: Framing, lane: &Lane) -> End {
    let Err(error) = client(tx).batch_execute("COMMIT") else {
        if matches!(framing, Framing::Write) {
            lane.counters.committed(1);
        }
        return End::Recorded;
    };
    match (sorted("committing", error), framing) {
        // The word may have reached the server before the connection went.
        (End::Lost(_), Framing::Write) => End::Unknown,
        (End::Lost(_), Framing::Read) => End::Recorded,
        (end, _) => end,
    }
}

fn sorted(doing: &str, error: postgres::Error) -> End {
    let failure = failure(doing, error);
    match failure.fault {
        Some(Fault::InTheWay) => End::InTheWay(failure.error),
        Some(Fault::Lost) => End::Lost(failure.error),
        Some(Fault::Failed) | None => End::Failed(failure.error),
    }
}

/// Waits longer each time, and each worker a little differently.
fn pause(attempt: u32, worker: u64) {
    let doubled = PAUSE_FIRST_MS.saturating_mul(1 << attempt.min(10)) / 2;
    let spread = (worker * 7 + u64::from(attempt) * 3) % 10;
    thread::sleep(Duration::from_millis(doubled.min(PAUSE_MAX_MS) + spread));
}

fn client(tx: &mut Tx) -> &mut Client {
    match &mut tx.session {
        Session::Postgres(session) => &mut session.client,
        Session::Sqlite(_) => unreachable!("only PostgreSQL connections are given to these threads"),
    }
}
