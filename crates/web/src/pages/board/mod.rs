//! The supervision board (督办看板): every open order that is not ordinary, with five lights, the most dangerous first.
//!
//! | file | answers |
//! |---|---|
//! | [`page`] | the board, its filters and the strip above it |
//! | [`row`] | one order on it |
//! | [`order`] | what can be done about one of them, in the side panel |
//! | [`wall`] | the same on a screen on the wall |

mod order;
mod page;
mod row;
mod wall;

use axum::Router;
use axum::routing::get;
use lianxin_app::board::Wanted;
use lianxin_domain::access::Role;
use lianxin_domain::{Grade, UnitCode};
use serde::Deserialize;

use crate::state::Web;

/// Who watches. A handler sees the orders of his own part of the tree.
pub const WATCHERS: &[Role] =
    &[Role::Supervision, Role::FloorSupervisor, Role::Leader, Role::Auditor, Role::Dispatcher, Role::Handler];

/// The routes of the board.
pub fn routes() -> Router<Web> {
    Router::new()
        .route("/board", get(page::show))
        .route("/board/wall", get(wall::show))
        .route("/board/{order}", get(order::show))
}

/// What the address asks for; what is none asks for everything.
#[derive(Clone, Deserialize, Debug, Default)]
#[serde(default)]
pub(crate) struct Asked {
    district: String,
    unit: String,
    grade: String,
    unphoned: String,
    page: usize,
}

impl Asked {
    /// The filters. A unit is narrower than its district.
    fn wanted(&self) -> Wanted {
        let given = [&self.unit, &self.district].into_iter().find(|code| !code.is_empty());
        Wanted {
            unit: given.map(|code| UnitCode::from(code.as_str())),
            grade: Grade::from_code(&self.grade),
            unphoned: self.unphoned == "1",
        }
    }

    /// The address of `path` with these filters.
    fn address(&self, path: &str) -> String {
        let fields =
            [("district", &self.district), ("unit", &self.unit), ("grade", &self.grade), ("unphoned", &self.unphoned)];
        let given = fields.into_iter().filter(|(_, value)| !value.is_empty());
        let pairs: Vec<String> =
            given.map(|(name, value)| format!("{name}={}", crate::caller::encode(value))).collect();
        if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
    }
}
