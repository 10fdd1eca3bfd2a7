//! Use cases: what a person, a citizen or a clock can do, each one unit of work on a `Tx`.
//!
//! What is *not* here: HTTP, HTML, SIP; and no rule that `domain` could hold.

pub mod act;
pub mod app;
pub mod board;
pub mod context;
pub mod drafts;
pub mod figures;
pub mod files;
pub mod hand_over;
pub mod idempotency;
pub mod identity;
pub mod lists;
pub mod messages;
pub mod obstacle;
pub mod outbox;
pub mod packs;
pub mod pass_on;
pub mod public;
pub mod record;
pub mod register;
pub mod sign_in;
pub mod sweep;
mod ties;
pub mod vault;
pub mod verify;
pub mod view;
pub mod why;

pub use act::{ActError, Changed, Expected, act};
pub use app::{App, Rules};
pub use context::{Context, Entropy};
pub use lianxin_store::{PostgresOptions, SqliteOptions, Store, StoreError, StoreMetrics, Tx};
pub use register::{NewRequest, Person, Registered, Then, register};
pub use vault::{Vault, VaultError};
