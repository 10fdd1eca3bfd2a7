//! Creation with dispatch to two units: alone, and by many at once.

use anyhow::Result;

use super::{bodies, token};
use crate::fill::{Dice, Filled};
use crate::measure;
use crate::server::Server;
use crate::table::Table;

pub(crate) fn create(filled: &Filled, server: &Server, table: &mut Table) -> Result<()> {
    let seed = u64::from(std::process::id());
    for (clients, n) in [(1, 1_000), (64, 20_000)] {
        let measured = measure::run(
            server,
            "create, dispatch to two units",
            token(filled, "agent")?,
            clients,
            n,
            |client, round| {
                let body = bodies::dispatched(&mut Dice::new(seed << 32 | round as u64));
                Ok(client.post("/api/requests", &[], &body)?.expect(201)?.body.len())
            },
        )?;
        table.add(measured);
    }
    let measured =
        measure::run(server, "create with an idempotency key", token(filled, "agent")?, 64, 5_000, |client, round| {
            let body = bodies::dispatched(&mut Dice::new(seed << 32 | round as u64));
            let key = format!("{seed}-{}-{round}", crate::fill::now().micros());
            Ok(client.post("/api/requests", &[("Idempotency-Key", &key)], &body)?.expect(201)?.body.len())
        })?;
    table.add(measured);
    Ok(())
}
