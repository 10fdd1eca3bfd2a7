//! Who may see and do what. One predicate for detail, list, count, search, export and feed.

mod actor;
mod policy;
mod scope;

pub use actor::{Actor, Role};
pub use policy::{Denied, Identity, may, may_reveal, may_take};
pub use scope::{Reach, Scope, Visibility};
