//! A city with everything that a server has in its hands.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};

use lianxin_app::files::FileStore;
use lianxin_app::verify::{Difference, check_chains, check_extent, check_page};
use lianxin_app::{App, Context, Rules, Vault, sweep};
use lianxin_domain::access::{Actor, Role};
use lianxin_domain::request::Request;
use lianxin_domain::{Lang, Minutes, Moment, RequestId};
use lianxin_store::journal::Kept;
use lianxin_store::{Engine, PostgresOptions, SqliteOptions, Store, StoreError, Tx};
use uuid::Uuid;

use crate::desk::Desk;
use crate::people::person;
use crate::{Folder, TestPostgres, seeded, tianjin, tianjin_folder};

/// Monday 3 March 2025, nine in the morning: the offices are open and a whole week lies ahead.
const MONDAY: &str = "2025-03-03T09:00:00+08:00";
/// The master key of every test.
const KEY: [u8; 32] = [7; 32];

/// A city to test in. Everything works through `&self`, so that threads can share it.
pub struct World {
    app: App,
    now: AtomicI64,
    engine: Engine,
    // After the app: what the store lies in goes when the store has gone.
    postgres: Option<TestPostgres>,
    scratch: Scratch,
}

/// A request that was handed in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Filed {
    /// Its id.
    pub id: RequestId,
    /// The number that the citizen knows.
    pub number: String,
    /// The code that he was told.
    pub code: String,
}

impl World {
    /// Tianjin on a Monday morning, with nothing on record.
    pub fn new(engine: Engine) -> World {
        let scratch = Scratch::new();
        let now = Moment::parse(MONDAY).unwrap_or(Moment(0));
        let postgres = (engine == Engine::Postgres).then(TestPostgres::database);
        let store = match &postgres {
            None => {
                let options = SqliteOptions { durable: false, readers: 2, ..SqliteOptions::new(now) };
                Store::sqlite(&scratch.0.join("lianxin.db"), options)
            }
            Some(postgres) => {
                let options = PostgresOptions { writers: 4, readers: 2, ..PostgresOptions::new(now) };
                Store::postgres(postgres.url(), options)
            }
        };
        let app = App {
            store: store.unwrap_or_else(|error| panic!("the store opens: {error:?}")),
            rules: Rules::new(tianjin()).of_pack(Arc::new(Folder(tianjin_folder()))),
            vault: Arc::new(Vault::new(&KEY)),
            entropy: seeded(12345),
            files: FileStore::new(scratch.0.join("files")),
        };
        let app = app.open().unwrap_or_else(|error| panic!("the app opens: {error}"));
        World { app, now: AtomicI64::new(now.micros()), engine, postgres, scratch }
    }

    /// What the server has in its hands.
    pub fn app(&self) -> &App {
        &self.app
    }

    /// What another machine has in its hands that works on the same PostgreSQL; SQLite has one machine.
    pub fn another_machine(&self) -> Option<App> {
        let postgres = self.postgres.as_ref()?;
        let options = PostgresOptions { writers: 4, readers: 2, ..PostgresOptions::new(self.now()) };
        let store =
            Store::postgres(postgres.url(), options).unwrap_or_else(|error| panic!("the store opens: {error:?}"));
        Some(App { store, ..self.app.clone() })
    }

    /// Which engine is below.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Where the SQLite file and the uploads lie.
    pub fn directory(&self) -> &PathBuf {
        &self.scratch.0
    }

    /// What the clock on the wall shows.
    pub fn now(&self) -> Moment {
        Moment(self.now.load(Ordering::SeqCst))
    }

    /// Lets time pass. Whatever comes due on the way rings at its moment, as the engine would have it.
    pub fn wait(&self, length: Minutes) {
        let end = self.now() + length;
        while let Some(due) = self.read(sweep::next).filter(|due| *due <= end) {
            self.now.store(due.max(self.now()).micros(), Ordering::SeqCst);
            let cx = self.app.system_context(self.now());
            for clock in self.read(move |tx| sweep::due(tx, cx.now)) {
                let cx = self.app.system_context(self.now());
                let rung = self.app.store.write_blocking(move |tx| sweep::ring(tx, &cx, clock));
                rung.unwrap_or_else(|error| panic!("a clock rings: {error}"));
            }
            let next = self.read(sweep::next);
            assert!(next.is_none_or(|next| next > due), "the clock due at {due} rings again and again");
        }
        self.now.store(end.micros(), Ordering::SeqCst);
    }

    /// Lets time pass without anybody noticing: what comes due is not marked.
    pub fn sleep(&self, length: Minutes) {
        self.now.store((self.now() + length).micros(), Ordering::SeqCst);
    }

    /// The context in which somebody acts now.
    pub fn context(&self, actor: &Actor) -> Context {
        self.app.context(self.now(), actor.clone(), Lang::Zh)
    }

    /// The desk of anybody.
    pub fn desk(&self, actor: Actor) -> Desk<'_> {
        Desk::new(self, actor)
    }

    /// Somebody with this role at the centre.
    pub fn at_centre(&self, role: Role) -> Desk<'_> {
        self.desk(person(role, "center", role.name(Lang::Zh)))
    }

    /// 话务员
    pub fn agent(&self) -> Desk<'_> {
        self.at_centre(Role::Agent)
    }

    /// 班长
    pub fn floor_supervisor(&self) -> Desk<'_> {
        self.at_centre(Role::FloorSupervisor)
    }

    /// 派单员
    pub fn dispatcher(&self) -> Desk<'_> {
        self.at_centre(Role::Dispatcher)
    }

    /// 审核员
    pub fn reviewer(&self) -> Desk<'_> {
        self.at_centre(Role::Reviewer)
    }

    /// 回访员
    pub fn callback_agent(&self) -> Desk<'_> {
        self.at_centre(Role::CallbackAgent)
    }

    /// 举报专办员, cleared for everything.
    pub fn named_officer(&self) -> Desk<'_> {
        self.desk(Actor { cleared: true, ..person(Role::NamedOfficer, "center", "举报专办员") })
    }

    /// 经办人 of a unit.
    pub fn handler(&self, unit: &str) -> Desk<'_> {
        self.desk(person(Role::Handler, unit, &format!("{unit}经办人")))
    }

    /// 市民 with number and code in hand.
    pub fn citizen(&self) -> Desk<'_> {
        self.desk(Actor::citizen("center".into()))
    }

    /// What runs by itself.
    pub fn system(&self) -> Desk<'_> {
        self.desk(Actor::system("center".into()))
    }

    /// A request as it stands.
    pub fn request(&self, filed: &Filed) -> Request {
        let id = filed.id;
        self.read(move |tx| tx.request(id)).unwrap_or_else(|| panic!("{} is on record", filed.number))
    }

    /// The journal of a request.
    pub fn chain(&self, filed: &Filed) -> Vec<Kept> {
        let id = filed.id;
        self.read(move |tx| tx.chain(id))
    }

    /// What happened to a request, by name.
    pub fn story(&self, filed: &Filed) -> Vec<&'static str> {
        self.chain(filed).iter().map(|kept| kept.entry.event.name()).collect()
    }

    /// Walks through the whole record; gives how many entries it has, or the first thing that is wrong.
    pub fn verify(&self) -> Result<i64, Difference> {
        self.app.store.read_blocking(|tx| {
            let entries = check_extent(tx)?;
            let mut after = RequestId(Uuid::nil());
            while let Some((last, _)) = check_page(tx, after)? {
                after = last;
            }
            check_chains(tx)?;
            Ok(entries)
        })
    }

    /// A unit of work that must go well.
    pub fn write<T: Send + 'static>(&self, unit: impl FnMut(&mut Tx) -> Result<T, StoreError> + Send + 'static) -> T {
        self.app.store.write_blocking(unit).unwrap_or_else(|error| panic!("{error:?}"))
    }

    /// A reading unit that must go well.
    pub fn read<T: Send + 'static>(&self, unit: impl FnMut(&mut Tx) -> Result<T, StoreError> + Send + 'static) -> T {
        self.app.store.read_blocking(unit).unwrap_or_else(|error| panic!("{error:?}"))
    }

    /// Does to the database what no program of ours does: changes it behind the journal's back.
    pub fn tampers(&self, sql: &'static str) {
        self.write(move |tx| tx.query_text(sql, &[], |_| Ok(())));
    }
}

/// A directory that goes with the world; in memory where the machine offers that.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Scratch {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let memory = PathBuf::from("/dev/shm");
        let parent = if memory.is_dir() { memory } else { std::env::temp_dir() };
        let name = format!("lianxin-world-{}-{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        let path = parent.join(name);
        std::fs::create_dir_all(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Scratch(path)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What is left in memory is found by the next run's name, and by whoever cleans the machine.
        drop(std::fs::remove_dir_all(&self.0));
    }
}
