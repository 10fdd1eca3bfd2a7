//! The rules in force (规则): the folder of the city pack, and over it what two people have approved since, in the order of approval.
//!
//! What is *not* here: TOML. How a text becomes a city, and what is wrong with it, a [`PackReader`] says, which the binary gives.

mod change;
mod layer;
mod lines;
mod ruling;
mod trial;

use std::collections::BTreeMap;
use std::fmt;

use lianxin_domain::ChangeId;
use lianxin_domain::access::Role;
use lianxin_domain::city::{CatalogueRule, City};
pub use lianxin_store::pack_changes::{PackChange, state};
use lianxin_store::{StoreError, Tx};

use crate::app::App;

pub use change::{Draft, MAY_DECIDE, MAY_PROPOSE, MAY_READ, TEXT_BYTES_MAX, decide, draft, propose, shown, take_back};
pub use layer::{Layers, Standing, layers};
pub use lines::{Line, compare};
pub(crate) use ruling::enter as enter_ruling;
pub use trial::{Trial, Trials, Tried};

/// The setting that moves with every change of the rules: other machines see by it that there is something to take over.
const RULES: &str = "rules";

/// The texts of a pack by the name of their file.
pub type Texts = BTreeMap<String, String>;

/// Reads the folder of a city pack.
pub trait PackReader: fmt::Debug + Send + Sync {
    /// The folder's files as they lie there.
    fn texts(&self) -> Result<Texts, Vec<PackFault>>;
    /// The city that the folder would be with these files in place of its own, or everything that is wrong with it.
    fn read(&self, instead: &Texts) -> Result<City, Vec<PackFault>>;
    /// The text of the catalogue with a rule entered.
    fn enter_rule(&self, catalogue: &str, rule: &CatalogueRule) -> String;
}

/// The file of the catalogue.
pub const CATALOGUE: &str = "catalogue.toml";

/// Something wrong with a pack, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PackFault {
    /// The file.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

impl fmt::Display for PackFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}: {}; {}", self.file, self.line, self.column, self.what, self.remedy)
    }
}

/// Why the rules were not changed.
#[derive(Debug, thiserror::Error)]
pub enum RulesError {
    /// The server was started with rules that nothing changes.
    #[error("the rules of this server are fixed")]
    Fixed,
    /// Not in this role.
    #[error("this is done by: {}", .0.iter().map(|role| role.name(lianxin_domain::Lang::En)).collect::<Vec<_>>().join(", "))]
    Role(&'static [Role]),
    /// Nobody approves his own.
    #[error("nobody decides on his own proposal")]
    Own,
    /// There is none.
    #[error("no such change")]
    NoSuchChange,
    /// Somebody has decided, or taken it back.
    #[error("this change has been decided")]
    Decided,
    /// The rules have changed since the proposal was written, or since they were looked at.
    #[error("the rules have changed meanwhile")]
    Outdated,
    /// The new text is the old one.
    #[error("nothing was changed")]
    Unchanged,
    /// Nobody would know why.
    #[error("the reason is missing")]
    NoReason,
    /// The text is too long.
    #[error("the text is longer than {TEXT_BYTES_MAX} bytes")]
    TooLong,
    /// A city could not work by this.
    #[error("{} things are wrong, the first: {}", .0.len(), .0.first().map_or_else(String::new, PackFault::to_string))]
    Faults(Vec<PackFault>),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The rules as folder and database give them.
#[derive(Clone, Debug)]
pub struct Effective {
    /// The city.
    pub city: City,
    /// Its files, as they are in force.
    pub texts: Texts,
    /// The files as they lie in the folder.
    pub folder: Texts,
    /// What became of each approved change.
    pub standing: BTreeMap<ChangeId, Standing>,
    /// By which this state of the changes is told from another; empty before the first.
    pub seen: String,
}

/// What the database knows of the rules, read in one unit.
#[derive(Clone, Debug)]
pub struct Approved {
    /// In the order of approval.
    pub changes: Vec<PackChange>,
    /// As of [`Effective::seen`].
    pub seen: String,
}

/// Reads what was approved.
pub fn approved(tx: &mut Tx) -> Result<Approved, StoreError> {
    let seen = tx.setting(RULES)?.unwrap_or_default();
    Ok(Approved { changes: tx.changes_in_force()?, seen })
}

/// Puts approved changes over the folder. Fails only if the folder alone is no city: a change that does not fit it any more is left
/// out, and stands as such.
pub fn effective(pack: &dyn PackReader, approved: &Approved) -> Result<Effective, Vec<PackFault>> {
    let folder = pack.texts()?;
    let mut layers = layers(&folder, &approved.changes);
    let city = match pack.read(&layers.instead) {
        Ok(city) => city,
        Err(_) if !layers.instead.is_empty() => one_by_one(pack, approved, &mut layers)?,
        Err(faults) => return Err(faults),
    };
    let mut texts = folder.clone();
    texts.extend(layers.instead);
    Ok(Effective { city, texts, folder, standing: layers.standing, seen: approved.seen.clone() })
}

/// The folder was changed underneath so that the whole makes no city: takes each file's changes only if the city still stands with it.
fn one_by_one(pack: &dyn PackReader, approved: &Approved, layers: &mut Layers) -> Result<City, Vec<PackFault>> {
    let mut city = pack.read(&Texts::new())?;
    let mut kept = Texts::new();
    let mut left: Vec<String> = Vec::new();
    for change in &approved.changes {
        if kept.contains_key(&change.path) || left.contains(&change.path) {
            continue;
        }
        let Some(text) = layers.instead.get(&change.path) else { continue };
        let mut with = kept.clone();
        with.insert(change.path.clone(), text.clone());
        match pack.read(&with) {
            Ok(next) => (city, kept) = (next, with),
            Err(faults) => {
                for change in approved.changes.iter().filter(|other| other.path == change.path) {
                    layers.standing.insert(change.id, Standing::DoesNotFit(faults.clone()));
                }
                left.push(change.path.clone());
            }
        }
    }
    layers.instead = kept;
    Ok(city)
}

/// Why rules could not be taken over.
#[derive(Debug, thiserror::Error)]
pub enum TakeOverError {
    /// The folder is no city any more.
    #[error("the city pack is not sound: {}", .0.iter().map(PackFault::to_string).collect::<Vec<_>>().join("\n"))]
    Pack(Vec<PackFault>),
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Takes over what was approved, here or on another machine, since the last look; `true`: there was something. Holds the thread: reads
/// the database, and the folder if something has changed.
pub fn take_over(app: &App) -> Result<bool, TakeOverError> {
    let Some(pack) = app.rules.pack() else { return Ok(false) };
    let seen = app.store.read_blocking(|tx| tx.setting(RULES))?.unwrap_or_default();
    if seen == app.rules.seen() {
        return Ok(false);
    }
    let approved = app.store.read_blocking(approved)?;
    let effective = effective(&*pack, &approved).map_err(TakeOverError::Pack)?;
    for change in &approved.changes {
        if let Some(standing) = effective.standing.get(&change.id).filter(|standing| standing.is_trouble()) {
            let (file, by) = (&change.path, &change.proposed_name);
            tracing::warn!(%file, %by, change = %change.id, "an approved change of the rules is not in force: {standing}");
        }
    }
    tracing::info!(version = effective.city.version, changes = approved.changes.len(), "the rules in force were read");
    app.rules.take_over(effective.city.into(), effective.seen);
    Ok(true)
}

/// Marks, in the unit that changes the rules, that there is something to take over. Called first: on PostgreSQL it lets whoever else
/// changes the rules wait until this unit is durable.
fn mark(tx: &mut Tx, id: ChangeId) -> Result<(), StoreError> {
    tx.set_setting(RULES, &id.to_string())?;
    tx.touch();
    Ok(())
}
