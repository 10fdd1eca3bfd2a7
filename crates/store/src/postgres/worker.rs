//! A worker: takes a unit, frames it in a transaction, runs it again when another was in the way or the connection was lost.

use std::sync::Arc;
use std::thread;
use std::time::Duration;

use postgres::{Client, Config};

use crate::error::StoreError;
use crate::lane::Lane;
use crate::postgres::PostgresSession;
use crate::postgres::session::failure;
use crate::postgres::tls::{self, Tls};
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
    tls: Tls,
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
        let (mut config, tls) = tls::read(url)?;
        if config.get_application_name().is_none() {
            config.application_name("lianxin");
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(Duration::from_secs(5));
        }
        // A server that vanished without a word is noticed after this, rather than after the kernel's quarter of an hour.
        config.tcp_user_timeout(Duration::from_secs(20)).keepalives_idle(Duration::from_secs(20));
        Ok(Connector { config, tls })
    }

    pub(crate) fn connect(&self) -> Result<PostgresSession, StoreError> {
        let mut client =
            self.tls.connect(&self.config).map_err(|error| failure("connecting to PostgreSQL", error).error)?;
        // No unit of work may hold its rows longer than this, whatever became of its program.
        let limits =
            "SET statement_timeout = '60s'; SET idle_in_transaction_session_timeout = '60s'; SET TIME ZONE 'UTC'";
        client.batch_execute(limits).map_err(|error| failure("setting up the connection", error).error)?;
        Ok(PostgresSession::new(client))
    }
}

/// One thread with its connection.
pub(crate) struct Worker {
    pub(crate) connector: Connector,
    pub(crate) framing: Framing,
    pub(crate) lane: Arc<Lane>,
    /// Numbers the thread, so that two that met do not meet again at once.
    pub(crate) number: u64,
    /// What commits a unit that others want to hear of.
    pub(crate) commit_telling: String,
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

impl Worker {
    /// Takes units until the lane is closed.
    pub(crate) fn work(&self, first: PostgresSession) {
        let mut connected = Some(Tx::new(Session::Postgres(Box::new(first))));
        while let Some(mut unit) = self.lane.queue.pop() {
            let outcome = self.run(&mut connected, &mut *unit);
            if matches!(outcome, Ok(End::Recorded)) && connected.as_ref().is_some_and(Tx::touched) {
                self.lane.changes.moved();
            }
            unit.finish(outcome.map(drop));
        }
    }

    /// Runs a unit until it is recorded, refused or given up.
    fn run(&self, connected: &mut Option<Tx>, unit: &mut dyn Unit) -> Result<End, StoreError> {
        let mut run = 1;
        loop {
            let tx = match connected {
                Some(tx) => tx,
                None => connected.insert(Tx::new(Session::Postgres(Box::new(self.connect()?)))),
            };
            let end = self.run_once(tx, unit);
            let lost = matches!(end, End::Lost(_) | End::Unknown) || client(tx).is_closed();
            // What was recorded leaves its connection for the caller to ask about; the next unit finds it lost.
            if lost && !matches!(end, End::Recorded) {
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
            self.lane.counters.retried();
            if !lost {
                pause(run, self.number);
            }
            run += 1;
        }
    }

    fn run_once(&self, tx: &mut Tx, unit: &mut dyn Unit) -> End {
        if let Err(error) = client(tx).batch_execute(self.framing.begin()) {
            return sorted("beginning a transaction", error);
        }
        let ran = unit.run(tx);
        self.lane.counters.ran(tx.statements(), ran == Ran::Well);
        if ran == Ran::Well {
            return self.commit(tx);
        }
        let fault = tx.fault();
        if fault != Some(Fault::Lost)
            && let Err(error) = client(tx).batch_execute("ROLLBACK")
        {
            // The server rolls back by itself when the connection ends, and a connection that cannot roll back is not used again.
            tracing::warn!(%error, "a transaction could not be rolled back");
            return if ran == Ran::Panicked { End::Refused } else { End::Lost(failure("rolling back", error).error) };
        }
        let doing = "recording a unit of work";
        match fault {
            _ if ran == Ran::Panicked => End::Refused,
            Some(Fault::InTheWay) => End::InTheWay(StoreError::database(doing, "others were in the way each time")),
            Some(Fault::Lost) => End::Lost(StoreError::database(doing, "the connection was lost each time")),
            Some(Fault::Failed) | None => End::Refused,
        }
    }

    fn commit(&self, tx: &mut Tx) -> End {
        let text = match self.framing {
            Framing::Write if tx.touched() => self.commit_telling.as_str(),
            Framing::Write | Framing::Read => "COMMIT",
        };
        let Err(error) = client(tx).batch_execute(text) else {
            if matches!(self.framing, Framing::Write) {
                self.lane.counters.committed(1);
            }
            return End::Recorded;
        };
        match (sorted("committing", error), self.framing) {
            // The word may have reached the server before the connection went.
            (End::Lost(_), Framing::Write) => End::Unknown,
            (End::Lost(_), Framing::Read) => End::Recorded,
            (end, _) => end,
        }
    }

    fn connect(&self) -> Result<PostgresSession, StoreError> {
        let mut attempt = 0;
        loop {
            let connected = self.connector.connect();
            self.lane.health.set(connected.is_ok());
            attempt += 1;
            if connected.is_ok() || attempt >= CONNECTS_MAX {
                return connected;
            }
            pause(attempt + 2, self.number);
        }
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
