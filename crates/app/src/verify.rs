//! Does the journal reach the rows? Replays every chain, checks every hash, and that no number is missing.

use lianxin_domain::RequestId;
use lianxin_domain::request::{Request, evolve::ReplayError};
use lianxin_store::journal::Kept;
use lianxin_store::{StoreError, Tx};

use crate::record::{CHAIN_START, link};

/// Requests in one read: bounds memory, not the walk.
pub const PAGE: i64 = 500;

/// The first thing that is not as it should be.
#[derive(Debug, thiserror::Error)]
pub enum Difference {
    /// A number of the journal is missing, or one too many is there.
    #[error("the journal has {count} entries between {first} and {last}, the counter stands at {head}")]
    Gap {
        /// Entries there are.
        count: i64,
        /// The lowest number.
        first: i64,
        /// The highest number.
        last: i64,
        /// The counter.
        head: i64,
    },
    /// A request was taken away and its chain left, or the other way round.
    #[error("the journal begins {chains} chains, but there are {requests} requests")]
    Missing {
        /// Chains that begin in the journal.
        chains: i64,
        /// Requests there are.
        requests: i64,
    },
    /// A chain's hash is broken: an entry was changed, removed or put in.
    #[error("request {number}: the hash of entry {no} (journal {seq}) does not follow from the one before")]
    Hash {
        /// The request's number.
        number: String,
        /// The entry in its chain.
        no: i64,
        /// The entry among all.
        seq: i64,
    },
    /// The last hash is not the one that the request carries: the end of the chain was cut off.
    #[error("request {number}: the chain ends with another hash than the request carries")]
    Tail {
        /// The request's number.
        number: String,
    },
    /// The chain does not replay.
    #[error("request {number}: the chain does not replay")]
    Replay {
        /// The request's number.
        number: String,
        /// Why.
        #[source]
        source: ReplayError,
    },
    /// The replayed request is not the row.
    #[error("request {number}: {field} is `{row}` in the row, `{replayed}` by the journal")]
    Row {
        /// The request's number.
        number: String,
        /// What differs.
        field: &'static str,
        /// What the row says.
        row: String,
        /// What the journal says.
        replayed: String,
    },
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Checks that the journal has no gap; gives how many entries it has.
pub fn check_extent(tx: &mut Tx) -> Result<i64, Difference> {
    let extent = tx.journal_extent()?;
    let (first, last) = (extent.first.unwrap_or(1), extent.last.unwrap_or(0));
    if first != 1 || last != extent.count || extent.head != last {
        return Err(Difference::Gap { count: extent.count, first, last, head: extent.head });
    }
    Ok(extent.count)
}

/// Checks that every chain has its request and every request its chain; gives how many requests there are. Last, because it
/// says least about where the fault is.
pub fn check_chains(tx: &mut Tx) -> Result<u64, Difference> {
    let (chains, requests) = tx.chains_and_requests()?;
    if chains == requests {
        Ok(u64::try_from(requests).unwrap_or(0))
    } else {
        Err(Difference::Missing { chains, requests })
    }
}

/// Checks the next page of requests after `after`; gives the last one and how many, `None` at the end.
pub fn check_page(tx: &mut Tx, after: RequestId) -> Result<Option<(RequestId, usize)>, Difference> {
    let ids = tx.request_ids_after(after, PAGE)?;
    for id in &ids {
        check_request(tx, *id)?;
    }
    Ok(ids.last().map(|last| (*last, ids.len())))
}

/// Checks one request.
pub fn check_request(tx: &mut Tx, id: RequestId) -> Result<(), Difference> {
    let Some(row) = tx.request(id)? else { return Ok(()) };
    let number = row.number.clone();
    let chain = tx.chain(id)?;
    let tail = check_hashes(id, &number, &chain)?;
    let identity = tx.request_identity(id)?;
    if identity.is_none_or(|identity| identity.chain != tail) {
        return Err(Difference::Tail { number });
    }
    let replayed = Request::replay(id, chain.iter().map(|kept| &kept.entry))
        .map_err(|source| Difference::Replay { number: number.clone(), source })?;
    compare(&row, &replayed)
}

fn check_hashes(id: RequestId, number: &str, chain: &[Kept]) -> Result<String, Difference> {
    let mut hash = CHAIN_START.to_owned();
    for kept in chain {
        hash = link(&hash, id, &kept.body);
        if hash != kept.hash {
            return Err(Difference::Hash { number: number.to_owned(), no: kept.no, seq: kept.seq });
        }
    }
    Ok(hash)
}

fn compare(row: &Request, replayed: &Request) -> Result<(), Difference> {
    macro_rules! fields {
        ($($field:ident),* $(,)?) => {$(
            if row.$field != replayed.$field {
                return Err(Difference::Row {
                    number: replayed.number.clone(),
                    field: stringify!($field),
                    row: format!("{:?}", row.$field),
                    replayed: format!("{:?}", replayed.$field),
                });
            }
        )*};
    }
    let mut units = (row.units.clone(), replayed.units.clone());
    units.0.sort();
    units.1.sort();
    if units.0 != units.1 {
        return Err(Difference::Row {
            number: replayed.number.clone(),
            field: "units",
            row: format!("{:?}", units.0),
            replayed: format!("{:?}", units.1),
        });
    }
    fields!(
        number,
        version,
        state,
        facts,
        registered,
        ended,
        orders,
        clocks,
        tasks,
        urges,
        last_urged,
        supplements,
        reworks,
        overdue,
        survey,
        dealings
    );
    Ok(())
}
