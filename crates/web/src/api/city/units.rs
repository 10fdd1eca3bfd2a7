//! `GET /api/city/units`

use axum::response::IntoResponse;

use super::{Find, Pick, unit_path};
use crate::api::call::{Answer, Query, Reads};

/// Units that orders are sent to.
#[utoipa::path(
    get, path = "/api/city/units", tag = "city", operation_id = "units", params(Find),
    responses((status = 200, description = "The best first.", body = Vec<Pick>)),
)]
pub(in crate::api) async fn units(Reads(caller): Reads, Query(find): Query<Find>) -> Answer {
    let (city, lang) = (&caller.cx.city, caller.cx.lang);
    let found = find.among(city.units.all().iter(), |typed, limit| city.units.search(typed, limit));
    let pick = |unit: &&lianxin_domain::city::Unit| Pick {
        code: unit.code.to_string(),
        name: unit.name.get(lang).to_owned(),
        path: unit_path(city, &unit.code, lang),
        keys: [&unit.short_initials, &unit.initials, &unit.short_pinyin, &unit.pinyin].map(String::as_str).join(" "),
    };
    Ok(axum::Json(found.iter().map(pick).collect::<Vec<_>>()).into_response())
}
