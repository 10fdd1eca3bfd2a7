//! The machine room: a database that outlives the server on it, and the rules, which change while people work.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use jiff::ToSpan as _;
use lianxin_app::files::FileStore;
use lianxin_app::{App, Context, Entropy, Rules, SqliteOptions, Store, Vault};
use lianxin_domain::access::Actor;
use lianxin_domain::city::{City, Policies};
use lianxin_domain::clock::{ClockKind, Period};
use lianxin_domain::{Lang, Minutes, Moment};

use crate::{seeded, tianjin};

/// Where the data of a run lies; goes with it.
pub(super) struct Room(PathBuf);

impl Room {
    pub(super) fn new() -> Room {
        static MADE: AtomicU32 = AtomicU32::new(0);
        let memory = Path::new("/dev/shm");
        let parent = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
        let path =
            parent.join(format!("lianxin-simulation-{}-{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed)));
        std::fs::create_dir_all(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Room(path)
    }

    /// Starts a server on what lies here; `seed` is another after each restart, so that no id comes twice.
    pub(super) fn open(&self, seed: u64, city: Arc<City>, now: Moment) -> App {
        let options = SqliteOptions { durable: false, readers: 1, ..SqliteOptions::new(now) };
        let store = Store::sqlite(&self.0.join("lianxin.db"), options);
        let app = App {
            store: store.unwrap_or_else(|error| panic!("the store opens: {error:?}")),
            rules: Rules::new(city),
            vault: Arc::new(Vault::new(&[7; 32])),
            entropy: seeded(seed),
            files: FileStore::new(self.0.join("files")),
        };
        app.open().unwrap_or_else(|error| panic!("the app opens: {error}"))
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// What contexts are made of; holds no store, so that a restart can let go of it.
#[derive(Clone)]
pub(super) struct Hands {
    pub city: Arc<City>,
    rules: Rules,
    vault: Arc<Vault>,
    entropy: Entropy,
}

impl Hands {
    pub(super) fn of(app: &App) -> Hands {
        let (rules, vault, entropy) = (app.rules.clone(), Arc::clone(&app.vault), app.entropy.clone());
        Hands { city: app.city(), rules, vault, entropy }
    }

    /// The context in which somebody acts.
    pub(super) fn context(&self, actor: Actor, now: Moment) -> Context {
        let (city, rules, vault) = (Arc::clone(&self.city), self.rules.clone(), Arc::clone(&self.vault));
        Context { now, actor, city, rules, vault, entropy: self.entropy.clone(), lang: Lang::Zh }
    }

    /// The context of what runs by itself.
    pub(super) fn system(&self, now: Moment) -> Context {
        self.context(Actor::system(self.city.units.center().code.clone()), now)
    }
}

/// The rules with one more policy, in force from the day after `now`: other periods for what is most promised.
pub(super) fn stricter(city: &City, now: Moment, number: u8, recompute_running: bool) -> Arc<City> {
    let mut city = city.clone();
    let mut policies = city.policies.all().to_vec();
    let today = city.zone.to_datetime(now.timestamp()).date();
    let Some(last) = policies.last_mut() else { return Arc::new(city) };
    let mut next = last.clone();
    last.until = Some(today);
    next.version = format!("2025-s{number}");
    next.from = today.saturating_add(1.day());
    next.recompute_running = recompute_running;
    for rule in &mut next.periods {
        rule.period = match (rule.clock, rule.period) {
            (ClockKind::Handle, Period::WorkingDays(days)) => {
                Period::WorkingDays((days / 2 + u16::from(number)).max(1))
            }
            (ClockKind::Accept | ClockKind::Review, Period::WorkingDays(days)) => {
                Period::Natural(Minutes(i64::from(days) * 6 * 60))
            }
            (_, period) => period,
        };
    }
    policies.push(next);
    city.policies = Policies::new(policies).unwrap_or_else(|error| panic!("{error}"));
    Arc::new(city)
}

/// The rules at the beginning.
pub(super) fn at_first() -> Arc<City> {
    tianjin()
}
