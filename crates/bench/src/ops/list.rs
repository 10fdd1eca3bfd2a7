//! Lists of fifty, as the pages and programs ask for them, and the search.

use anyhow::Result;

use super::token;
use crate::fill::Filled;
use crate::measure;
use crate::server::Server;
use crate::table::Table;

/// `(what, login, path)`
const LISTS: &[(&str, &str, &str)] = &[
    ("list of 50, newest", "agent", "/api/requests?limit=50"),
    ("list of 50, in two states", "agent", "/api/requests?limit=50&state=closed,handling"),
    ("list of 50, a district, with count", "agent", "/api/requests?limit=50&place=hexi&count=true"),
    ("list of 50, rare grade", "agent", "/api/requests?limit=50&grade=emergency"),
    ("list of 50, of a handler's unit", "hexi", "/api/requests?limit=50"),
    ("list of 50, closed, of a handler's unit", "hexi", "/api/requests?limit=50&state=closed"),
    ("inbox of 50", "hexi", "/api/inbox?limit=50"),
    ("inbox of 50, with units below", "hexi", "/api/inbox?limit=50&below=true"),
    ("pool of reviews, 50", "reviewer", "/api/tasks?kind=review&limit=50"),
    ("pool of call-backs, 50", "callback", "/api/tasks?kind=callback&limit=50"),
];

const SEARCHES: &[(&str, &str)] = &[
    ("search by phone", "/api/requests?limit=50&q=10000000077"),
    ("search by a frequent word", "/api/requests?limit=50&q=%E8%B7%AF%E7%81%AF"),
    ("search by a word that nobody said", "/api/requests?limit=50&q=%E6%81%90%E9%BE%99"),
];

pub(crate) fn list(filled: &Filled, server: &Server, table: &mut Table) -> Result<()> {
    for (what, login, path) in LISTS {
        one(filled, server, table, (what, login, path), (1, 500))?;
    }
    one(filled, server, table, ("list of 50, newest", "agent", "/api/requests?limit=50"), (16, 10_000))?;
    let newest =
        server.client(token(filled, "agent")?)?.get("/api/requests?limit=1&state=closed")?.expect(200)?.json()?;
    if let Some(number) = newest.pointer("/requests/0/number").and_then(|number| number.as_str()) {
        one(filled, server, table, ("one request, whole", "agent", &format!("/api/requests/{number}")), (1, 500))?;
    }
    Ok(())
}

pub(crate) fn search(filled: &Filled, server: &Server, table: &mut Table) -> Result<()> {
    for (what, path) in SEARCHES {
        one(filled, server, table, (what, "agent", path), (1, 100))?;
    }
    Ok(())
}

fn one(
    filled: &Filled,
    server: &Server,
    table: &mut Table,
    (what, login, path): (&str, &str, &str),
    (clients, n): (usize, usize),
) -> Result<()> {
    let measured = measure::run(server, what, token(filled, login)?, clients, n, |client, _| {
        Ok(client.get(path)?.expect(200)?.body.len())
    })?;
    table.add(measured);
    Ok(())
}
