//! `GET /api/city/topics`

use axum::response::IntoResponse;
use lianxin_domain::Grade;
use lianxin_domain::city::Topic;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Find, Pick};
use crate::api::call::{Answer, Query, Reads};
use crate::api::words;

/// A topic.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct TopicPick {
    #[serde(flatten)]
    pick: Pick,
    /// Not less urgent than this.
    #[schema(value_type = words::Grade)]
    grade_floor: Grade,
}

/// Topics that a request can have: those of the second level.
#[utoipa::path(
    get, path = "/api/city/topics", tag = "city", operation_id = "topics", params(Find),
    responses((status = 200, description = "The best first.", body = Vec<TopicPick>)),
)]
pub(in crate::api) async fn topics(Reads(caller): Reads, Query(find): Query<Find>) -> Answer {
    let (city, lang) = (&caller.cx.city, caller.cx.lang);
    let found = find.among(city.topics.leaves(), |typed, limit| city.topics.search(typed, limit));
    let pick = |topic: &&Topic| TopicPick {
        pick: Pick {
            code: topic.code.to_string(),
            name: topic.name.get(lang).to_owned(),
            path: topic.parent.as_ref().map(|parent| city.topics.path_name(parent, lang)).unwrap_or_default(),
            keys: format!("{} {}", topic.initials, topic.pinyin),
        },
        grade_floor: topic.grade_floor,
    };
    Ok(axum::Json(found.iter().map(pick).collect::<Vec<_>>()).into_response())
}
