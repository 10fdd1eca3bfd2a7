//! Who may see and do what. One predicate for detail, list, count, search, export and feed.

mod actor;
mod explain;
mod policy;
mod scope;

pub use actor::{Actor, Role};
pub use explain::{Because, Sees, moves, sees};
pub use policy::{Denied, Grant, Identity, grant, may, may_reveal, may_take};
pub use scope::{Reach, Scope, Visibility};
