//! The OpenAPI document around the routes: what the API is, how one signs in, the rule behind each move, and the problems that any
//! route can answer.

use std::fmt::Write as _;

use lianxin_domain::Lang;
use lianxin_domain::access::Role;
use lianxin_domain::request::table::{self, State};
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Content, HttpMethod, Info, OpenApi, Ref, RefOr, ResponseBuilder, SecurityRequirement};
use utoipa::{PartialSchema, ToSchema};

use super::moves;
use super::words::Obstacle;
use crate::caller::SESSION_COOKIE;
use crate::failure::{Change, FieldProblem, ProblemJson};

const ABOUT: &str = "Everything that the console does, for programs. A token (`Authorization: Bearer lx_…`) has scopes: `read`, `write`, `reveal`, \
    `export`; it can do what its account can, and no more. Codes of topics, places and units are those of the city pack. Unknown JSON fields \
    and query names are refused. A decision names the version it rests on (`If-Match`, from `ETag`); if somebody was faster, nothing is \
    done and the answer says what happened (409). Problems are `application/problem+json` (RFC 9457).";

/// What a move on the record can answer besides success.
const PROBLEMS: &[(&str, &str)] = &[
    ("400", "The call cannot be read."),
    ("401", "No valid token or session."),
    ("403", "Role, unit or scope do not permit it."),
    ("404", "It does not exist, or not for this caller."),
    ("503", "Busy, or the outcome is unknown: repeat it."),
];
const PROBLEMS_OF_WRITING: &[(&str, &str)] = &[
    ("409", "It has changed since the version that was seen."),
    ("413", "The body is too large."),
    ("415", "The body is of another content type."),
    ("422", "Against the rules."),
    ("428", "The version that was seen is missing."),
];

/// Completes what the routes have gathered.
pub(super) fn complete(mut document: OpenApi) -> OpenApi {
    let mut info = Info::new("Lianxin", env!("CARGO_PKG_VERSION"));
    info.description = Some(ABOUT.to_owned());
    document.info = info;
    let components = document.components.get_or_insert_default();
    for (name, schema) in [
        (ProblemJson::name(), ProblemJson::schema()),
        (FieldProblem::name(), FieldProblem::schema()),
        (Change::name(), Change::schema()),
        (Obstacle::name(), Obstacle::schema()),
    ] {
        components.schemas.insert(name.into_owned(), schema);
    }
    let token = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some("A token with scopes; `lianxin token` makes one."))
        .build();
    components.add_security_scheme("token", SecurityScheme::Http(token));
    let session = ApiKeyValue::with_description(SESSION_COOKIE, "The session of the console.");
    components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(session)));
    for item in document.paths.paths.values_mut() {
        for (method, operation) in [
            (HttpMethod::Get, &mut item.get),
            (HttpMethod::Post, &mut item.post),
            (HttpMethod::Put, &mut item.put),
            (HttpMethod::Delete, &mut item.delete),
        ] {
            if let Some(operation) = operation {
                complete_operation(&method, operation);
            }
        }
    }
    document
}

fn complete_operation(method: &HttpMethod, operation: &mut Operation) {
    let reads = matches!(method, HttpMethod::Get);
    if operation.security.is_none() {
        let scope = if reads { "read" } else { "write" };
        operation.security = Some(vec![
            SecurityRequirement::new("token", [scope]),
            SecurityRequirement::new::<_, [&str; 0], &str>("session", []),
        ]);
    }
    if let Some(rule) = operation.operation_id.as_deref().and_then(rule) {
        let said = operation.description.take().map(|said| format!("{said}\n\n")).unwrap_or_default();
        operation.description = Some(format!("{said}{rule}"));
    }
    let problems = PROBLEMS.iter().chain(PROBLEMS_OF_WRITING.iter().filter(|_| !reads));
    for (status, says) in problems {
        let content = Content::new(Some(RefOr::<utoipa::openapi::Schema>::Ref(Ref::from_schema_name("ProblemJson"))));
        let response = ResponseBuilder::new().description(*says).content("application/problem+json", content).build();
        operation.responses.responses.entry((*status).to_owned()).or_insert(RefOr::T(response));
    }
}

/// What the table of moves says of an operation: who, from where, what may stand against it, and the number of the trade.
fn rule(operation: &str) -> Option<String> {
    let rows = || moves::made_by(operation).flat_map(|kind| table::TABLE.iter().filter(move |row| row.command == kind));
    let first = rows().next()?;
    let accounts = first.who.iter().filter(|role| !matches!(role, Role::System | Role::Citizen));
    let who = listed(accounts.map(|role| role.code()));
    let from = listed(rows().flat_map(|row| row.from).copied().filter_map(state));
    let against: Vec<String> = unique(rows().flat_map(|row| row.guards))
        .map(|obstacle| format!("`{}` {}", obstacle.code(), obstacle.name(Lang::En)))
        .collect();
    let numbers: Vec<String> = unique(rows().map(|row| row.no)).filter(|no| *no > 0).map(|no| no.to_string()).collect();
    let mut said = format!("Who: {who}.");
    if !from.is_empty() {
        let _ = write!(said, " From: {from}.");
    }
    if !against.is_empty() {
        let _ = write!(said, " May stand against it: {}.", against.join("; "));
    }
    if !numbers.is_empty() {
        let _ = write!(said, " Source: row {} of the table of moves, docs/order-states.md.", numbers.join(", "));
    }
    Some(said)
}

/// The code of a state; a draft of the desk has none here.
fn state(of: State) -> Option<&'static str> {
    match of {
        State::Nothing | State::Request(lianxin_domain::request::Stage::Draft) => None,
        State::Request(stage) => Some(stage.code()),
        State::Order(stage) => Some(stage.code()),
    }
}

fn listed<'a>(codes: impl Iterator<Item = &'a str>) -> String {
    unique(codes).map(|code| format!("`{code}`")).collect::<Vec<_>>().join(", ")
}

/// Each once, in the order of the first.
fn unique<T: PartialEq + Copy>(all: impl Iterator<Item = T>) -> impl Iterator<Item = T> {
    let mut seen: Vec<T> = Vec::new();
    for one in all {
        if !seen.contains(&one) {
            seen.push(one);
        }
    }
    seen.into_iter()
}
