//! "Why may X see this?" (为何可见): the rules' own answer for one person and one request.

use lianxin_domain::access::{Actor, Denied, Grant, Role, Scope, Sees, Visibility, moves, sees};
use lianxin_domain::request::{CommandKind, OrderStage, Stage, table};
use lianxin_domain::{OrderId, Secrecy, UnitCode};
pub use lianxin_store::accounts::Account;
use lianxin_store::{StoreError, Tx};

use crate::act::ActError;
use crate::context::Context;
use crate::sign_in::actor_of;

/// Who may ask.
pub const ASKERS: &[Role] = &[Role::FloorSupervisor, Role::Supervision, Role::Auditor, Role::Administrator];
/// Most people to choose from.
const PEOPLE_MAX: i64 = 500;

/// One move with its ground.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Right {
    /// The move.
    pub kind: CommandKind,
    /// The state permits it now.
    pub possible: bool,
    /// What lets him make it, or what stands against it.
    pub ground: Result<Grant, Denied>,
}

/// An order with the moves of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OrderRights {
    /// Which.
    pub order: OrderId,
    /// Whose; `None` where the asker may not read the request.
    pub unit: Option<UnitCode>,
    /// Where it stands.
    pub state: OrderStage,
    /// Its moves.
    pub rights: Vec<Right>,
}

/// The answer about one person.
#[derive(Clone, Debug)]
pub struct Answer {
    /// Who.
    pub person: Actor,
    /// His login.
    pub login: String,
    /// He may not sign in at all.
    pub disabled: bool,
    /// What he sees and why.
    pub sees: Sees,
    /// Moves of the request.
    pub rights: Vec<Right>,
    /// Moves of its orders.
    pub orders: Vec<OrderRights>,
}

/// A request as whoever asks about it may know it.
#[derive(Clone, Debug)]
pub struct About {
    /// The number.
    pub number: String,
    /// The title; `None` for those who run the system and read no requests.
    pub title: Option<String>,
    /// Where it stands.
    pub state: Stage,
    /// How closed to view.
    pub secrecy: Secrecy,
    /// The answer, once somebody was named.
    pub answer: Option<Answer>,
    /// Nobody has the login that was named.
    pub unknown: Option<String>,
}

/// Answers about the person with this login. An administrator may ask about every request, and reads nothing of it.
pub fn why(tx: &mut Tx, cx: &Context, number: &str, login: Option<&str>) -> Result<About, ActError> {
    if !cx.actor.is_one_of(ASKERS) {
        return Err(ActError::NoSuchRequest);
    }
    let id = tx.request_id_by_number(number)?.ok_or(ActError::NoSuchRequest)?;
    let request = tx.request(id)?.ok_or(ActError::NoSuchRequest)?;
    let reads = Scope::of(&cx.actor).allows(Visibility { secrecy: request.facts.secrecy, units: &request.units });
    if !reads && !cx.actor.is(Role::Administrator) {
        return Err(ActError::NoSuchRequest);
    }
    let account = login.map_or(Ok(None), |login| tx.account_by_login(login.trim()))?;
    let unknown = login.filter(|_| account.is_none()).map(str::to_owned);
    let answer = account.map(|account| {
        let (login, disabled, person) = (account.login.clone(), account.disabled, actor_of(account));
        let rights = |order: Option<OrderId>| {
            let possible = request.possible(order);
            let all = moves(&person, &request, order, &cx.city.units).into_iter();
            let all = all.map(|(kind, ground)| Right { kind, possible: possible.contains(&kind), ground });
            all.collect::<Vec<_>>()
        };
        let orders = request.orders.iter().map(|order| OrderRights {
            order: order.id,
            unit: reads.then(|| order.unit.clone()),
            state: order.state.stage(),
            rights: rights(Some(order.id)),
        });
        let (orders, of_request) = (orders.collect(), rights(None));
        let mut sees = sees(&person, &request, &cx.city.units);
        if !reads {
            sees = without_units(sees, &person);
        }
        Answer { person, login, disabled, sees, rights: of_request, orders }
    });
    let title = reads.then(|| request.facts.title.clone());
    Ok(About {
        number: request.number,
        title,
        state: request.state.stage(),
        secrecy: request.facts.secrecy,
        answer,
        unknown,
    })
}

/// Which units owe something is the content of the request; that his own does is the answer.
fn without_units(mut sees: Sees, person: &Actor) -> Sees {
    for because in &mut sees.because {
        if let lianxin_domain::access::Because::Owes { through, .. } = because {
            *through = vec![person.unit.clone()];
        }
    }
    sees
}

/// People to ask about.
pub fn people(tx: &mut Tx) -> Result<Vec<Account>, StoreError> {
    tx.accounts(PEOPLE_MAX)
}

/// Who may make a move, apart from what runs by itself.
pub fn who(kind: CommandKind) -> Vec<Role> {
    table::who(kind).iter().copied().filter(|role| *role != Role::System).collect()
}
