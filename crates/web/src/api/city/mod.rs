//! `/api/city` and `/api/catalogue`: what the city pack says. The pickers of the console ask here.

mod catalogue;
mod ladders;
mod places;
mod policy;
mod reasons;
mod refusals;
mod scripts;
mod topics;
mod units;

use lianxin_domain::Lang;
use lianxin_domain::city::City;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::Web;

/// Most entries of one answer: every unit of a large city.
const ENTRIES_MAX: usize = 2_000;
/// Entries for something typed, if the caller does not say.
const FOUND: usize = 20;

pub(super) fn routes() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .routes(routes!(units::units))
        .routes(routes!(topics::topics))
        .routes(routes!(places::places))
        .routes(routes!(refusals::refusals))
        .routes(routes!(reasons::returns))
        .routes(routes!(reasons::undue))
        .routes(routes!(reasons::supervisions))
        .routes(routes!(scripts::scripts))
        .routes(routes!(policy::policy))
        .routes(routes!(ladders::ladders))
        .routes(routes!(catalogue::catalogue))
}

/// What to find.
#[derive(Clone, Deserialize, IntoParams, Default, Debug)]
#[serde(deny_unknown_fields, default)]
#[into_params(parameter_in = Query)]
pub(super) struct Find {
    /// A name, its pinyin, its initials or a code; without it everything, in the order of the pack.
    #[param(example = "hxq")]
    q: Option<String>,
    /// At most 2000; 20 if `q` is given.
    limit: Option<usize>,
}

/// Something to pick.
#[derive(Serialize, ToSchema, Debug)]
pub(super) struct Pick {
    #[schema(example = "hexi")]
    code: String,
    #[schema(example = "河西区政府")]
    name: String,
    /// Where it stands; empty at the top.
    path: String,
    /// Pinyin and initials, by which it is found too.
    keys: String,
}

impl Find {
    /// What was typed, and how many are wanted.
    fn wanted(&self) -> (Option<&str>, usize) {
        let typed = self.q.as_deref().map(str::trim).filter(|typed| !typed.is_empty());
        let limit = self.limit.unwrap_or(if typed.is_some() { FOUND } else { ENTRIES_MAX });
        (typed, limit.clamp(1, ENTRIES_MAX))
    }

    /// What fits, or everything.
    fn among<'a, T>(&self, all: impl Iterator<Item = &'a T>, search: impl Fn(&str, usize) -> Vec<&'a T>) -> Vec<&'a T> {
        match self.wanted() {
            (Some(typed), limit) => search(typed, limit),
            (None, limit) => all.take(limit).collect(),
        }
    }
}

/// The names above a unit, outermost first.
fn unit_path(city: &City, code: &lianxin_domain::UnitCode, lang: Lang) -> String {
    let mut above: Vec<&str> = city.units.ancestors(code).iter().skip(1).map(|unit| unit.label(lang)).collect();
    above.reverse();
    above.join(" › ")
}
