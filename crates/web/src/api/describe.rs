//! The OpenAPI document around the routes: what the API is, how one signs in, and the problems that any route can answer.

use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{Content, HttpMethod, Info, OpenApi, Ref, RefOr, ResponseBuilder, SecurityRequirement};
use utoipa::{PartialSchema, ToSchema};

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
    let problems = PROBLEMS.iter().chain(PROBLEMS_OF_WRITING.iter().filter(|_| !reads));
    for (status, says) in problems {
        let content = Content::new(Some(RefOr::<utoipa::openapi::Schema>::Ref(Ref::from_schema_name("ProblemJson"))));
        let response = ResponseBuilder::new().description(*says).content("application/problem+json", content).build();
        operation.responses.responses.entry((*status).to_owned()).or_insert(RefOr::T(response));
    }
}
