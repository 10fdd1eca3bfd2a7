//! What a server has in its hands: the store, the city, the keys, and the source of ids. No globals: two of
//! them live side by side in one process.

use std::sync::{Arc, PoisonError, RwLock};

use lianxin_domain::access::Actor;
use lianxin_domain::city::City;
use lianxin_domain::{Lang, Moment};
use lianxin_store::{Store, StoreError};

use crate::context::{Context, Entropy};
use crate::files::FileStore;
use crate::packs::{PackReader, Trials};
use crate::vault::Vault;

/// The rules in force: the pack, and what two people have approved since. A use case takes them once and keeps them to its end.
#[derive(Clone, Debug)]
pub struct Rules {
    now: Arc<RwLock<Standing>>,
    pack: Option<Arc<dyn PackReader>>,
    /// Dry runs on their way.
    pub trials: Trials,
}

/// Rules, and the state of the changes that they were read from.
#[derive(Debug)]
struct Standing {
    city: Arc<City>,
    seen: String,
}

impl Rules {
    /// Begins with these; nobody can change them from within.
    pub fn new(city: Arc<City>) -> Rules {
        let standing = Standing { city, seen: String::new() };
        Rules { now: Arc::new(RwLock::new(standing)), pack: None, trials: Trials::default() }
    }

    /// The same, of a pack whose files can be changed from within.
    #[must_use]
    pub fn of_pack(self, pack: Arc<dyn PackReader>) -> Rules {
        Rules { pack: Some(pack), ..self }
    }

    /// Those of this moment.
    pub fn now(&self) -> Arc<City> {
        Arc::clone(&self.now.read().unwrap_or_else(PoisonError::into_inner).city)
    }

    /// Others from now on.
    pub fn change(&self, city: Arc<City>) {
        self.now.write().unwrap_or_else(PoisonError::into_inner).city = city;
    }

    /// Where the texts come from; none: these rules are fixed.
    pub fn pack(&self) -> Option<Arc<dyn PackReader>> {
        self.pack.clone()
    }

    pub(crate) fn seen(&self) -> String {
        self.now.read().unwrap_or_else(PoisonError::into_inner).seen.clone()
    }

    pub(crate) fn take_over(&self, city: Arc<City>, seen: String) {
        *self.now.write().unwrap_or_else(PoisonError::into_inner) = Standing { city, seen };
    }
}

/// What a server has in its hands. Cheap to clone.
#[derive(Clone)]
pub struct App {
    /// The database.
    pub store: Store,
    /// The city's rules.
    pub rules: Rules,
    /// The keys.
    pub vault: Arc<Vault>,
    /// Where ids and secrets come from.
    pub entropy: Entropy,
    /// Where files lie.
    pub files: FileStore,
}

/// Why a server does not open its data.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The key file belongs to other data.
    #[error(
        "the key file does not belong to this database: names and phones were sealed with another key; put the right key file back"
    )]
    WrongKey,
    /// The data belongs to another city.
    #[error("this database belongs to the city `{there}`, the city pack given is `{given}`")]
    OtherCity {
        /// The city of the database.
        there: String,
        /// The city of the pack.
        given: String,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl App {
    /// Checks that database, key and city belong together; a new database takes both.
    pub fn open(self) -> Result<App, OpenError> {
        let (check, city) = (self.vault.check().to_owned(), self.city().key.clone());
        self.store.write_blocking(move |tx| {
            match tx.setting("key")? {
                None => tx.set_setting("key", &check)?,
                Some(known) if known != check => return Err(OpenError::WrongKey),
                Some(_) => {}
            }
            match tx.setting("city")? {
                None => tx.set_setting("city", &city)?,
                Some(there) if there != city => return Err(OpenError::OtherCity { there, given: city.clone() }),
                Some(_) => {}
            }
            Ok(())
        })?;
        Ok(self)
    }

    /// The rules in force now.
    pub fn city(&self) -> Arc<City> {
        self.rules.now()
    }

    /// The context of one use.
    pub fn context(&self, now: Moment, actor: Actor, lang: Lang) -> Context {
        let (vault, entropy) = (Arc::clone(&self.vault), self.entropy.clone());
        Context { now, actor, city: self.city(), rules: self.rules.clone(), vault, entropy, lang }
    }

    /// The context of what runs by itself.
    pub fn system_context(&self, now: Moment) -> Context {
        self.context(now, Actor::system(self.city().units.center().code.clone()), Lang::Zh)
    }
}
