//! What every handler has in its hands.

use std::sync::Arc;

use lianxin_app::sign_in::Session;
use lianxin_app::{App, Context, Tx};
use lianxin_domain::access::Actor;
use lianxin_domain::{Lang, Moment};
use lianxin_engine::{Feed, Now};

use crate::limits::Limits;
use crate::metrics::{Metrics, MetricsFor};

/// What every handler has in its hands. Cheap to clone; two of them live side by side in one process.
#[derive(Clone)]
pub struct Web {
    /// Store, city, keys.
    pub app: App,
    /// The journal, live.
    pub feed: Feed,
    /// The time.
    pub now: Now,
    /// Who may try how often.
    pub limits: Arc<Limits>,
    /// What was served.
    pub metrics: Arc<Metrics>,
    /// Who may read what was served.
    pub metrics_for: MetricsFor,
    /// Cookies are sent over HTTPS only.
    pub https: bool,
    /// The demo's sign-in page shows its accounts and their password.
    pub demo_password: Option<Arc<str>>,
}

impl Web {
    /// Whether a session or token is good here: those of the demonstration only where it is served.
    pub(crate) fn admits(&self, session: &Session) -> bool {
        !session.demo || self.demo_password.is_some()
    }

    /// The time of this request.
    pub fn moment(&self) -> Moment {
        (self.now)()
    }

    /// The context of one use by `actor`.
    pub fn context(&self, actor: Actor, lang: Lang) -> Context {
        self.app.context(self.moment(), actor, lang)
    }

    /// The context of somebody who has not signed in: a citizen.
    pub fn public_context(&self, lang: Lang) -> Context {
        self.context(Actor::citizen(self.app.city().units.center().code.clone()), lang)
    }

    /// Runs a use case that records something.
    pub async fn write<T, E>(&self, unit: impl FnMut(&mut Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        E: From<lianxin_app::StoreError> + Send + 'static,
        T: Send + 'static,
    {
        self.app.store.write(unit).await
    }

    /// Runs a use case that only reads.
    pub async fn read<T, E>(&self, unit: impl FnMut(&mut Tx) -> Result<T, E> + Send + 'static) -> Result<T, E>
    where
        E: From<lianxin_app::StoreError> + Send + 'static,
        T: Send + 'static,
    {
        self.app.store.read(unit).await
    }
}
