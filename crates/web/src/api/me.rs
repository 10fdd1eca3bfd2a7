//! `GET /api/me`: who the caller is, and in which city.

use axum::response::IntoResponse;
use lianxin_domain::access::Role;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::call::Answer;
use super::words::{self, At};
use crate::caller::Caller;

/// Who the caller is.
#[derive(Serialize, ToSchema, Debug)]
pub(super) struct Me {
    account: Uuid,
    login: String,
    name: String,
    #[schema(value_type = Vec<words::Role>)]
    roles: Vec<Role>,
    unit: String,
    unit_name: String,
    /// Cleared for confidential requests.
    cleared: bool,
    /// What the token may do; null for a session, which may do what the person may.
    #[schema(example = json!(["read", "write"]))]
    scopes: Option<Vec<String>>,
    expires: Option<At>,
    city: CityJson,
}

/// The city that is served.
#[derive(Serialize, ToSchema, Debug)]
pub(super) struct CityJson {
    /// Prefix of request numbers.
    #[schema(example = "TJ")]
    code: String,
    name: String,
    hotline: String,
    /// Hash of the city pack.
    version: String,
}

/// Who the caller is. Needs no scope.
#[utoipa::path(
    get, path = "/api/me", tag = "me", operation_id = "me", security(("token" = []), ("session" = [])),
    responses((status = 200, description = "The caller.", body = Me)),
)]
pub(super) async fn show(caller: Caller) -> Answer {
    let (cx, session) = (&caller.cx, &caller.session);
    let unit = &cx.actor.unit;
    let me = Me {
        account: session.account.0,
        login: session.login.clone(),
        name: cx.actor.name.clone(),
        roles: cx.actor.roles.clone(),
        unit: unit.to_string(),
        unit_name: cx.city.units.get(unit).map_or_else(|| unit.to_string(), |unit| unit.label(cx.lang).to_owned()),
        cleared: cx.actor.cleared,
        scopes: session.scopes.clone(),
        expires: session.expires.map(At),
        city: CityJson {
            code: cx.city.code.clone(),
            name: cx.city.name.get(cx.lang).to_owned(),
            hotline: cx.city.hotline.clone(),
            version: cx.city.version.clone(),
        },
    };
    Ok(axum::Json(me).into_response())
}
