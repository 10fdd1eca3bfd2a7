//! `GET /api/city/scripts`

use axum::response::IntoResponse;
use lianxin_domain::Kind;
use lianxin_domain::city::{Answer as Asks, Script};
use serde::Serialize;
use utoipa::ToSchema;

use crate::api::call::{Answer, Reads};
use crate::api::words;

/// What the call-back agent says to somebody who asked for this kind of thing.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct ScriptJson {
    #[schema(value_type = words::Kind)]
    kind: Kind,
    /// Its name in every call-back that followed it.
    #[schema(example = "2025-01")]
    version: String,
    /// First day in use.
    #[schema(example = "2025-01-01")]
    from: String,
    greeting: String,
    /// In the order of the call.
    questions: Vec<QuestionJson>,
    farewell: String,
}

/// One question.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct QuestionJson {
    /// Which answer of `survey` it asks for.
    #[schema(value_type = words::Asks)]
    asks: Asks,
    /// As it is spoken.
    text: String,
}

/// The scripts of the call-back in use today, one for each kind of request.
#[utoipa::path(
    get, path = "/api/city/scripts", tag = "city", operation_id = "scripts",
    responses((status = 200, description = "One for each kind that has one.", body = Vec<ScriptJson>)),
)]
pub(in crate::api) async fn scripts(Reads(caller): Reads) -> Answer {
    let (cx, lang) = (&caller.cx, caller.cx.lang);
    let said = |kind: Kind, script: &Script| ScriptJson {
        kind,
        version: script.version.clone(),
        from: script.from.to_string(),
        greeting: script.greeting.get(lang).to_owned(),
        questions: script
            .questions
            .iter()
            .map(|one| QuestionJson { asks: one.answer, text: one.text.get(lang).to_owned() })
            .collect(),
        farewell: script.farewell.get(lang).to_owned(),
    };
    let all = Kind::ALL.iter().filter_map(|kind| Some(said(*kind, cx.city.script(*kind, cx.now)?)));
    Ok(axum::Json(all.collect::<Vec<_>>()).into_response())
}
