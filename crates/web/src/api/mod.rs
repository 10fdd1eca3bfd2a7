//! The JSON API: one file for each verb, each with its request, its response, its handler and its documentation.
//!
//! What is *not* here: rules (the domain decides), SQL, HTML except the page that documents all this.

mod board;
mod call;
mod city;
mod describe;
mod docs;
mod drafts;
mod events;
mod export;
mod files;
mod me;
mod messages;
mod model;
mod moves;
mod orders;
mod problems;
mod requests;
mod story;
mod tasks;
mod words;

use axum::Router;
use axum::routing::get;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::state::Web;

/// Every route under `/api`. What is routed here is documented, and the other way round.
pub fn routes() -> Router<Web> {
    let (router, _) = documented().split_for_parts();
    router
        .route("/api/openapi.json", get(docs::json))
        .route("/api/docs", get(docs::page))
        .method_not_allowed_fallback(call::other_method)
}

/// The OpenAPI document of these routes.
pub fn document() -> utoipa::openapi::OpenApi {
    describe::complete(documented().split_for_parts().1)
}

fn documented() -> OpenApiRouter<Web> {
    OpenApiRouter::new()
        .merge(requests::routes())
        .merge(orders::routes())
        .merge(tasks::routes())
        .merge(city::routes())
        .routes(routes!(files::upload))
        .routes(routes!(files::download))
        .routes(routes!(drafts::load, drafts::put, drafts::post, drafts::discard))
        .routes(routes!(board::board))
        .routes(routes!(events::listen))
        .routes(routes!(export::requests))
        .routes(routes!(messages::list))
        .routes(routes!(me::show))
}
