//! `POST /api/requests/{number}/callback`: what the call to the citizen found.

use axum::extract::{Path, State};
use lianxin_domain::OrderId;
use lianxin_domain::request::{Attitude, Callback, Command, Solved, Survey};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::api::call::{Answer, Body, Seen, Writes};
use crate::api::moves::{self, Moved, Need};
use crate::api::words;
use crate::state::Web;

/// What the call found.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(tag = "outcome", rename_all = "snake_case", deny_unknown_fields)]
#[schema(example = json!({
    "outcome": "close", "survey": { "solved": "yes", "result": "satisfied", "manner": "satisfied", "contacted": true, "reply_fits": true, "words": "很快就修好了" }
}))]
pub(in crate::api) enum CallbackBody {
    /// Nobody answered.
    Unreached {
        /// What happened.
        text: String,
        /// The version of the request that was seen; instead of `If-Match`.
        #[serde(default)]
        version: Option<i64>,
    },
    /// Reached: it is closed.
    Close {
        survey: SurveyBody,
        /// Not content, but explained: beyond law or duty.
        explained: Option<String>,
        /// The version of the request that was seen; instead of `If-Match`.
        #[serde(default)]
        version: Option<i64>,
    },
    /// Reached and not content: these orders are done again.
    Rework {
        survey: SurveyBody,
        /// Which orders.
        orders: Vec<Uuid>,
        /// What failed.
        points: Vec<String>,
        /// The version of the request that was seen; instead of `If-Match`.
        #[serde(default)]
        version: Option<i64>,
    },
}

/// What the citizen said.
#[derive(Clone, Deserialize, ToSchema, Debug)]
#[serde(deny_unknown_fields)]
pub(in crate::api) struct SurveyBody {
    #[schema(value_type = words::Solved)]
    solved: Solved,
    /// With the result.
    #[schema(value_type = words::Attitude)]
    result: Attitude,
    /// With the manner.
    #[schema(value_type = words::Attitude)]
    manner: Attitude,
    /// The unit really contacted him.
    contacted: bool,
    /// The reply fits what he says.
    reply_fits: bool,
    /// In his words.
    #[serde(default)]
    words: String,
}

impl From<SurveyBody> for Survey {
    fn from(body: SurveyBody) -> Survey {
        let SurveyBody { solved, result, manner, contacted, reply_fits, words } = body;
        Survey { solved, result, manner, contacted, reply_fits, words }
    }
}

impl CallbackBody {
    fn version(&self) -> Option<i64> {
        match self {
            CallbackBody::Unreached { version, .. }
            | CallbackBody::Close { version, .. }
            | CallbackBody::Rework { version, .. } => *version,
        }
    }
}

impl From<CallbackBody> for Callback {
    fn from(body: CallbackBody) -> Callback {
        match body {
            CallbackBody::Unreached { text, .. } => Callback::Unreached { note: text },
            CallbackBody::Close { survey, explained, .. } => Callback::Close { survey: survey.into(), explained },
            CallbackBody::Rework { survey, orders, points, .. } => {
                Callback::Rework { survey: survey.into(), orders: orders.into_iter().map(OrderId).collect(), points }
            }
        }
    }
}

/// Notes what the call to the citizen found.
#[utoipa::path(
    post, path = "/api/requests/{number}/callback", tag = "requests", operation_id = "callback",
    params(
        ("number" = String, Path, description = "The request's number.", example = "TJ250303-000018"),
        ("If-Match" = Option<String>, Header, description = "The version that was seen, in quotes; `*` for whatever there is.")
    ),
    request_body = CallbackBody,
    responses((status = 200, description = "Done; this is where it stands now.", body = Moved)),
)]
pub(in crate::api) async fn callback(
    State(web): State<Web>,
    Writes(caller): Writes,
    Path(number): Path<String>,
    seen: Seen,
    Body(body): Body<CallbackBody>,
) -> Answer {
    let seen = (seen.or(body.version()), Need::Version);
    moves::on_request(&web, caller, &number, seen, move |_| Command::Callback(body.clone().into())).await
}
