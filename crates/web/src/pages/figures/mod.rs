//! Figures (数据): how orders ended, by unit and period, each rate with what it is a rate of; and the very requests behind each.
//!
//! | file | answers |
//! |---|---|
//! | [`page`] | the rates and the list by unit |
//! | [`bar`] | a rate as it is drawn, with its interval and its formula |
//! | [`behind`] | the requests behind a number |
//! | [`span`] | which days, and how an address names them |

mod bar;
mod behind;
mod page;
mod span;

use axum::Router;
use axum::routing::get;
use lianxin_domain::access::Role;

use crate::state::Web;

/// Who reads figures. A handler reads those of his own part of the tree.
pub const READERS: &[Role] = &[
    Role::Supervision,
    Role::FloorSupervisor,
    Role::Leader,
    Role::Auditor,
    Role::Analyst,
    Role::Inspector,
    Role::Handler,
];

/// The routes of the figures.
pub fn routes() -> Router<Web> {
    Router::new().route("/figures", get(page::show)).route("/figures/orders", get(behind::show))
}
