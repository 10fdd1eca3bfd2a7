//! What other machines on the same database have changed: each touching unit notifies, each store listens.

use std::thread;
use std::time::Duration;

use postgres::fallible_iterator::FallibleIterator;

use crate::error::StoreError;
use crate::lane::Lane;
use crate::postgres::session::failure;
use crate::postgres::{Connector, PostgresSession};

/// How long a listener may take to notice that the store is closed, and between attempts to connect again.
const LOOK_UP: Duration = Duration::from_millis(100);

/// This store's own name among those on the database; its own news it has already.
pub(crate) fn name(session: &mut PostgresSession) -> Result<String, StoreError> {
    let row = session.client.query_one("SELECT gen_random_uuid()::text", &[]);
    row.and_then(|row| row.try_get(0)).map_err(|error| failure("naming this store", error).error)
}

/// The text that tells the others, once the transaction it stands in is committed.
pub(crate) fn telling(name: &str) -> String {
    format!("NOTIFY lianxin_changes, '{name}'; COMMIT")
}

/// Begins to hear.
pub(crate) fn listen(connector: &Connector) -> Result<PostgresSession, StoreError> {
    let mut session = connector.connect()?;
    session.batch("LISTEN lianxin_changes").map_err(|failure| failure.error)?;
    Ok(session)
}

/// Hears until the lane is closed.
pub(crate) fn hear(connector: &Connector, first: PostgresSession, name: &str, lane: &Lane) {
    let mut listening = Some(first);
    while !lane.queue.is_closed() {
        let Some(session) = &mut listening else {
            thread::sleep(LOOK_UP);
            listening = listen(connector).ok();
            if listening.is_some() {
                // Whatever was said meanwhile was missed.
                lane.changes.moved();
            }
            continue;
        };
        match session.client.notifications().timeout_iter(LOOK_UP).next() {
            Ok(Some(news)) if news.payload() == name => {}
            Ok(Some(_)) => lane.changes.moved(),
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "not hearing what other machines change"),
        }
        if session.client.is_closed() {
            listening = None;
        }
    }
}
