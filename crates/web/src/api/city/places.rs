//! `GET /api/city/places`

use axum::response::IntoResponse;
use lianxin_domain::city::Place;

use super::{Find, Pick};
use crate::api::call::{Answer, Query, Reads};

/// Districts, development zones, streets and towns.
#[utoipa::path(
    get, path = "/api/city/places", tag = "city", operation_id = "places", params(Find),
    responses((status = 200, description = "The best first.", body = Vec<Pick>)),
)]
pub(in crate::api) async fn places(Reads(caller): Reads, Query(find): Query<Find>) -> Answer {
    let (city, lang) = (&caller.cx.city, caller.cx.lang);
    let found = find.among(city.places.all().iter(), |typed, limit| city.places.search(typed, limit));
    let pick = |place: &&Place| Pick {
        code: place.code.to_string(),
        name: place.name.get(lang).to_owned(),
        path: place.parent.as_ref().map(|parent| city.places.full_name(parent, lang)).unwrap_or_default(),
        keys: [&place.initials, &place.pinyin]
            .into_iter()
            .chain(&place.alias_latin)
            .map(String::as_str)
            .collect::<Vec<_>>()
            .join(" "),
    };
    Ok(axum::Json(found.iter().map(pick).collect::<Vec<_>>()).into_response())
}
