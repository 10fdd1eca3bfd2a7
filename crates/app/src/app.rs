//! What a server has in its hands: the store, the city, the keys, and the source of ids. No globals: two of
//! them live side by side in one process.

use std::sync::{Arc, PoisonError, RwLock};

use lianxin_domain::access::Actor;
use lianxin_domain::city::City;
use lianxin_domain::{Lang, Moment};
use lianxin_store::{Store, StoreError};

use crate::context::{Context, Entropy};
use crate::files::FileStore;
use crate::vault::Vault;

/// The rules in force: the pack, and what two people have approved since. A use case takes them once and keeps them to its end.
#[derive(Clone, Debug)]
pub struct Rules(Arc<RwLock<Arc<City>>>);

impl Rules {
    /// Begins with these.
    pub fn new(city: Arc<City>) -> Rules {
        Rules(Arc::new(RwLock::new(city)))
    }

    /// Those of this moment.
    pub fn now(&self) -> Arc<City> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Others from now on.
    pub fn change(&self, city: Arc<City>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = city;
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
        Context { now, actor, city: self.city(), vault: Arc::clone(&self.vault), entropy: self.entropy.clone(), lang }
    }

    /// The context of what runs by itself.
    pub fn system_context(&self, now: Moment) -> Context {
        self.context(now, Actor::system(self.city().units.center().code.clone()), Lang::Zh)
    }
}
