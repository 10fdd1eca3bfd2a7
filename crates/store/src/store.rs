//! The way in: a unit of work is handed over, run on a thread that owns a connection, and answered once it is durable.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};
use std::thread::{self, JoinHandle};

use lianxin_domain::Moment;
use tokio::sync::{oneshot, watch};

use crate::error::StoreError;
use crate::lane::{Changes, Counters, Health, Lane, StoreMetrics};
use crate::migrate::migrate;
use crate::postgres::{Connector, Framing, PostgresOptions, Worker, news};
use crate::queue::{Queue, Refused};
use crate::sqlite::{self, SqliteOptions, SqliteSession, WriterLock, read_units, write_units};
use crate::tx::{Engine, Session, Tx};
use crate::unit::{Unit, Work};

/// A database of either engine. Cheap to clone; the last one dropped closes it.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) place: Place,
    writes: Arc<Lane>,
    reads: Arc<Lane>,
    alive: Arc<AtomicUsize>,
    threads: Mutex<Vec<JoinHandle<()>>>,
    expected: usize,
    /// Let go of after the threads have ended.
    _lock: Option<WriterLock>,
    /// A directory to remove with everything in it.
    scratch: Option<PathBuf>,
}

/// Where the data is, for backup and restore.
pub(crate) enum Place {
    Sqlite { path: PathBuf, options: SqliteOptions },
    Postgres { connector: Box<Connector>, options: PostgresOptions },
}

type Body = Box<dyn FnOnce() + Send>;

impl Store {
    /// Opens an SQLite database, making it if there is none, and brings it to the schema. No other process may have it open for writing.
    pub fn sqlite(path: &Path, options: SqliteOptions) -> Result<Store, StoreError> {
        Self::sqlite_at(path, options, None)
    }

    /// Opens an SQLite database that is thrown away when the last `Store` goes.
    pub fn sqlite_in_memory() -> Result<Store, StoreError> {
        Self::sqlite_scratch(SqliteOptions { durable: false, readers: 2, ..SqliteOptions::new(Moment(0)) })
    }

    /// As [`Store::sqlite_in_memory`], with options.
    pub fn sqlite_scratch(options: SqliteOptions) -> Result<Store, StoreError> {
        // Readers must see the writer, which a database in memory offers only without snapshots: a file in memory does.
        let memory = Path::new("/dev/shm");
        let parent = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        let scratch = fresh_directory(&parent)?;
        let path = scratch.join("lianxin.db");
        Self::sqlite_at(&path, options, Some(scratch))
    }

    fn sqlite_at(path: &Path, options: SqliteOptions, scratch: Option<PathBuf>) -> Result<Store, StoreError> {
        let lock = sqlite::lock(path)?;
        let mut connection = Tx::new(Session::Sqlite(SqliteSession::new(sqlite::open_writer(path, &options)?)));
        in_transaction(&mut connection, |tx| migrate(tx, options.migrations, options.now))?;
        let mut readers = Vec::new();
        for _ in 0..options.readers.max(1) {
            readers.push(Tx::new(Session::Sqlite(SqliteSession::new(sqlite::open_reader(path)?))));
        }
        let (writes, reads) = lanes(options.queue_units_max);
        let mut bodies: Vec<Body> = Vec::new();
        let lane = Arc::clone(&writes);
        bodies.push(Box::new(move || write_units(&mut connection, &lane)));
        for mut reader in readers {
            let lane = Arc::clone(&reads);
            bodies.push(Box::new(move || read_units(&mut reader, &lane)));
        }
        let place = Place::Sqlite { path: path.to_owned(), options };
        Self::start(place, writes, reads, bodies, Some(lock), scratch)
    }

    /// Opens a PostgreSQL database and brings it to the schema. Several processes may have it open.
    pub fn postgres(url: &str, options: PostgresOptions) -> Result<Store, StoreError> {
        let connector = Connector::new(url)?;
        let (writes, reads) = lanes(options.queue_units_max);
        let (writing, reading) = (options.writers.max(1), options.readers.max(1));
        // The driver runs its own small runtime, which must not stand inside the caller's.
        let (name, listener, sessions) = aside(|| {
            let mut session = connector.connect()?;
            let name = news::name(&mut session)?;
            let mut tx = Tx::new(Session::Postgres(Box::new(session)));
            crate::postgres::check(&mut tx)?;
            in_transaction(&mut tx, |tx| migrate(tx, options.migrations, options.now))?;
            let sessions =
                (0..writing + reading).map(|_| connector.connect()).collect::<Result<Vec<_>, StoreError>>()?;
            Ok((name, news::listen(&connector)?, sessions))
        })?;
        let mut bodies: Vec<Body> = Vec::new();
        for (number, session) in (0_u64..).zip(sessions) {
            let (lane, framing) =
                if bodies.len() < writing { (&writes, Framing::Write) } else { (&reads, Framing::Read) };
            let (connector, lane, commit_telling) = (connector.clone(), Arc::clone(lane), news::telling(&name));
            let worker = Worker { connector, framing, lane, number, commit_telling };
            bodies.push(Box::new(move || worker.work(session)));
        }
        let (hearing, lane) = (connector.clone(), Arc::clone(&writes));
        bodies.push(Box::new(move || news::hear(&hearing, listener, &name, &lane)));
        Self::start(Place::Postgres { connector: Box::new(connector), options }, writes, reads, bodies, None, None)
    }

    fn start(
        place: Place,
        writes: Arc<Lane>,
        reads: Arc<Lane>,
        bodies: Vec<Body>,
        lock: Option<WriterLock>,
        scratch: Option<PathBuf>,
    ) -> Result<Store, StoreError> {
        let expected = bodies.len();
        let alive = Arc::new(AtomicUsize::new(expected));
        let inner = Inner { place, writes, reads, alive, threads: Mutex::default(), expected, _lock: lock, scratch };
        for (number, body) in bodies.into_iter().enumerate() {
            let alive = Alive(Arc::clone(&inner.alive));
            let builder = thread::Builder::new().name(format!("store-{number}"));
            let thread = builder.spawn(move || {
                let _alive = alive;
                body();
            });
            let thread = thread.map_err(|error| StoreError::database("starting a thread", error))?;
            inner.threads.lock().unwrap_or_else(PoisonError::into_inner).push(thread);
        }
        Ok(Store { inner: Arc::new(inner) })
    }

    /// Runs a unit of work that records something; answers once it is durable. The unit may be run more than once (PostgreSQL) and
    /// runs to its end even when the caller no longer waits.
    pub async fn write<T, E>(&self, unit: impl FnMut(&mut Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        E: From<StoreError> + Send + 'static,
        T: Send + 'static,
    {
        hand_over(&self.inner.writes, unit).await
    }

    /// Runs a unit of work that only reads, on one snapshot.
    pub async fn read<T, E>(&self, unit: impl FnMut(&mut Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        E: From<StoreError> + Send + 'static,
        T: Send + 'static,
    {
        hand_over(&self.inner.reads, unit).await
    }

    /// As [`Store::write`], for the command line and for tests; holds the thread.
    pub fn write_blocking<T, E>(&self, unit: impl FnMut(&mut Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        E: From<StoreError> + Send + 'static,
        T: Send + 'static,
    {
        hand_over_blocking(&self.inner.writes, unit)
    }

    /// As [`Store::read`], for the command line and for tests; holds the thread.
    pub fn read_blocking<T, E>(&self, unit: impl FnMut(&mut Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        E: From<StoreError> + Send + 'static,
        T: Send + 'static,
    {
        hand_over_blocking(&self.inner.reads, unit)
    }

    /// A number that moves on after each durable commit of a unit that called [`Tx::touch`]; on PostgreSQL also of units on other
    /// machines, and whenever some of those may have been missed. It says that there is something to look for, not what.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.inner.writes.changes.subscribe()
    }

    /// What the store has done since it was opened.
    pub fn metrics(&self) -> StoreMetrics {
        StoreMetrics {
            waiting_writes: self.inner.writes.queue.len() as u64,
            waiting_reads: self.inner.reads.queue.len() as u64,
            ..self.inner.writes.counters.read()
        }
    }

    /// Whether every thread runs, and the last commit and the last connection went well.
    pub fn healthy(&self) -> bool {
        self.inner.alive.load(Ordering::Relaxed) == self.inner.expected && self.inner.writes.health.get()
    }

    /// Which engine is below.
    pub fn engine(&self) -> Engine {
        match self.inner.place {
            Place::Sqlite { .. } => Engine::Sqlite,
            Place::Postgres { .. } => Engine::Postgres,
        }
    }

    /// Takes no more units, finishes those that wait, and ends the threads. Other clones are closed too.
    pub fn close(self) {
        self.inner.close();
    }

    /// Where the data is.
    pub(crate) fn place(&self) -> &Place {
        &self.inner.place
    }
}

impl Inner {
    fn close(&self) {
        self.writes.queue.close();
        self.reads.queue.close();
        let threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            // The last `Store` may have been captured by a unit and be dropped on the store's own thread.
            if thread.thread().id() != thread::current().id() && thread.join().is_err() {
                tracing::error!("a thread of the store panicked");
            }
        }
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.close();
        if let Some(scratch) = &self.scratch
            && let Err(error) = std::fs::remove_dir_all(scratch)
        {
            tracing::warn!(%error, directory = %scratch.display(), "could not be removed");
        }
    }
}

/// Counts a thread for as long as it runs.
struct Alive(Arc<AtomicUsize>);

impl Drop for Alive {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

fn lanes(queue_units_max: usize) -> (Arc<Lane>, Arc<Lane>) {
    let (counters, health) = (Arc::new(Counters::default()), Arc::new(Health::good()));
    let changes = Arc::new(Changes::none_yet());
    let lane = || {
        let (counters, health, changes) = (Arc::clone(&counters), Arc::clone(&health), Arc::clone(&changes));
        Arc::new(Lane { queue: Queue::new(queue_units_max), counters, health, changes })
    };
    (lane(), lane())
}

async fn hand_over<T, E>(lane: &Lane, unit: impl FnMut(&mut Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
where
    E: From<StoreError> + Send + 'static,
    T: Send + 'static,
{
    let (reply, answer) = oneshot::channel();
    // A caller that went away does not want its answer.
    let work = Work::new(unit, move |result| drop(reply.send(result)));
    enqueue(lane, Box::new(work))?;
    answer.await.unwrap_or_else(|_| Err(E::from(StoreError::closed())))
}

fn hand_over_blocking<T, E>(lane: &Lane, unit: impl FnMut(&mut Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
where
    E: From<StoreError> + Send + 'static,
    T: Send + 'static,
{
    let (reply, answer) = mpsc::sync_channel(1);
    let work = Work::new(unit, move |result| drop(reply.send(result)));
    enqueue(lane, Box::new(work))?;
    answer.recv().unwrap_or_else(|_| Err(E::from(StoreError::closed())))
}

fn enqueue(lane: &Lane, unit: Box<dyn Unit>) -> Result<(), StoreError> {
    lane.queue.push(unit).map_err(|refused| match refused {
        Refused::Full => {
            lane.counters.refused();
            StoreError::Busy
        }
        Refused::Closed => StoreError::closed(),
    })
}

/// Runs something in one transaction on a connection that no thread has yet.
pub(crate) fn in_transaction<T>(
    tx: &mut Tx,
    body: impl FnOnce(&mut Tx) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let begin = match tx.engine() {
        Engine::Sqlite => "BEGIN IMMEDIATE",
        Engine::Postgres => "BEGIN",
    };
    tx.script(begin)?;
    match body(tx) {
        Ok(value) => tx.script("COMMIT").map(|()| value),
        Err(error) => {
            if let Err(error) = tx.script("ROLLBACK") {
                tracing::warn!(%error, "a transaction could not be rolled back");
            }
            Err(error)
        }
    }
}

/// Runs something on a thread of its own and waits for it.
pub(crate) fn aside<T: Send>(body: impl FnOnce() -> Result<T, StoreError> + Send) -> Result<T, StoreError> {
    thread::scope(|scope| scope.spawn(body).join()).unwrap_or_else(|_| Err(StoreError::closed()))
}

/// A new directory that nobody else has.
pub(crate) fn fresh_directory(parent: &Path) -> Result<PathBuf, StoreError> {
    let process = std::process::id();
    for number in 0_u32.. {
        let path = parent.join(format!("lianxin-{process}-{number}"));
        match std::fs::create_dir(&path) {
            Ok(()) => return Ok(path),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(StoreError::database("making a scratch directory", error)),
        }
    }
    Err(StoreError::database("making a scratch directory", "every name is taken"))
}
