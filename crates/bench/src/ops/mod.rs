//! What is measured.

pub(crate) mod bodies;
pub(crate) mod crash;
mod create;
mod lifecycle;
mod list;

use std::time::Duration;

use anyhow::{Context as _, Result};

use crate::fill::Filled;
use crate::server::Server;
use crate::table::Table;

pub(crate) use create::create;
pub(crate) use lifecycle::lifecycle;
pub(crate) use list::{list, search};

/// The token of a login.
pub(crate) fn token<'a>(filled: &'a Filled, login: &str) -> Result<&'a str> {
    filled.tokens.get(login).map(String::as_str).with_context(|| format!("no token for {login}"))
}

/// How long the server takes from the start of its process until it is ready, three times.
pub(crate) fn start(filled: &Filled, table: &mut Table) -> Result<()> {
    let mut all = Vec::new();
    for _ in 0..3 {
        let server = Server::start(&filled.data, filled.url.as_deref())?;
        all.push(format!("{:.0}", server.started_in.as_secs_f64() * 1_000.0));
        server.client("")?.get("/readyz")?.expect(200)?;
        server.stop()?;
    }
    table.note(format!("Start, until it listens and is ready: {} ms.", all.join(", ")));
    Ok(())
}

/// Memory at rest, and after everything that was measured on this server.
pub(crate) fn memory(server: &Server, table: &mut Table) -> Result<()> {
    std::thread::sleep(Duration::from_secs(1));
    table.note(format!("Memory (resident) after what was measured above: {:.0} MB.", server.figures()?.resident_mb));
    Ok(())
}
