//! `GET /api/openapi.json` and `GET /api/docs`: the document, and the same to read. No third party's script.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse, Response};
use lianxin_domain::Lang;
use maud::{Markup, html};
use serde_json::Value;

use super::problems::KINDS;
use crate::caller;
use crate::frame;
use crate::state::Web;

/// The document, OpenAPI 3.1.
pub(super) async fn json() -> Response {
    axum::Json(super::document()).into_response()
}

/// The document to read.
pub(super) async fn page(State(web): State<Web>, headers: HeaderMap) -> Response {
    let look = caller::look(&headers);
    let title = look.lang.pick("接口文档", "The API");
    let document = serde_json::to_value(super::document()).unwrap_or_default();
    frame::html_response(frame::public_page(&web, look, "/api/docs", title, &main(look.lang, &document)))
}

fn main(lang: Lang, document: &Value) -> Markup {
    let paths = document["paths"].as_object();
    html! {
        h1 { (lang.pick("接口文档", "The API")) }
        p { (prose(text(&document["info"]["description"]))) }
        p { a href="/api/openapi.json" { "openapi.json" } " · OpenAPI " (text(&document["openapi"])) }
        p {
            a href="#routes" { (lang.pick("路由", "Routes")) } " · " a href="#problems" { (lang.pick("问题类型", "Problems")) } " · "
            a href="#schemas" { (lang.pick("数据结构", "Schemas")) }
        }
        h2 #routes { (lang.pick("路由", "Routes")) }
        @for (path, item) in paths.into_iter().flatten() {
            @for (method, operation) in item.as_object().into_iter().flatten() { (route(lang, path, method, operation)) }
        }
        h2 #problems { (lang.pick("问题类型", "Problems")) }
        @for kind in KINDS {
            section id={ "problem-" (kind.name) } {
                h3 { code { (kind.name) } " · " (kind.status) }
                p { (prose(kind.meaning(lang))) }
                p { strong { (lang.pick("怎么办：", "What to do: ")) } (prose(kind.remedy(lang))) }
            }
        }
        h2 #schemas { (lang.pick("数据结构", "Schemas")) }
        @for (name, schema) in document["components"]["schemas"].as_object().into_iter().flatten() {
            section id={ "schema-" (name) } {
                h3 { code { (name) } }
                p { (prose(text(&schema["description"]))) }
                (fields(lang, schema))
            }
        }
    }
}

fn route(lang: Lang, path: &str, method: &str, operation: &Value) -> Markup {
    let scopes: Vec<&str> =
        operation["security"][0]["token"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    html! {
        section id=(text(&operation["operationId"])) {
            h3 { code { (method.to_uppercase()) " " (path) } }
            p { (prose(text(&operation["summary"]))) " " (prose(text(&operation["description"]))) }
            @if !scopes.is_empty() { p { (lang.pick("令牌范围：", "Scope of the token: ")) code { (scopes.join(", ")) } } }
            @if let Some(parameters) = operation["parameters"].as_array() {
                div.table-box { table.table {
                    thead { tr { th { (lang.pick("参数", "Parameter")) } th { (lang.pick("位置", "In")) } th { (lang.pick("说明", "Meaning")) } } }
                    tbody { @for one in parameters { tr { td { code { (text(&one["name"])) } } td.c-tight { (text(&one["in"])) } td { span { (prose(text(&one["description"]))) } } } } }
                } }
            }
            @for (media, content) in operation["requestBody"]["content"].as_object().into_iter().flatten() {
                p { (lang.pick("请求体：", "Body: ")) code { (media) } " " (reference(&content["schema"])) }
            }
            @for (status, response) in operation["responses"].as_object().into_iter().flatten().filter(|(status, _)| status.starts_with('2')) {
                p {
                    (lang.pick("答复：", "Answer: ")) code { (status) } " " (prose(text(&response["description"]))) " "
                    @for (_, content) in response["content"].as_object().into_iter().flatten() { (reference(&content["schema"])) }
                }
            }
        }
    }
}

/// The properties of a schema, or of each form that it can take.
fn fields(lang: Lang, schema: &Value) -> Markup {
    let forms = schema["oneOf"].as_array().or(schema["allOf"].as_array());
    html! {
        @if let Some(properties) = schema["properties"].as_object() {
            div.table-box { table.table {
                thead { tr { th { (lang.pick("字段", "Field")) } th { (lang.pick("类型", "Type")) } th { (lang.pick("说明", "Meaning")) } } }
                tbody {
                    @for (name, property) in properties {
                        tr { td { code { (name) } } td { span { (reference(property)) } } td { span { (prose(text(&property["description"]))) } } }
                    }
                }
            } }
        }
        @for form in forms.into_iter().flatten() { p { (prose(text(&form["description"]))) " " (reference(form)) } (fields(lang, form)) }
        @if !schema["example"].is_null() { pre { code { (format!("{:#}", schema["example"])) } } }
    }
}

/// What a schema is: its name with a link, or its type.
fn reference(schema: &Value) -> Markup {
    let named = schema["$ref"].as_str().and_then(|address| address.rsplit('/').next());
    html! {
        @if let Some(name) = named { a href={ "#schema-" (name) } { (name) } }
        @else if schema["type"] == "array" { "[" (reference(&schema["items"])) "]" }
        @else if let Some(forms) = schema["oneOf"].as_array().filter(|_| schema["properties"].is_null()) {
            @for (n, form) in forms.iter().enumerate() { @if n > 0 { " | " } (reference(form)) }
        }
        @else if let Some(types) = schema["type"].as_array() { (types.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" | ")) }
        @else { (text(&schema["type"])) }
    }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// A text of the document: what stands between backticks is code.
fn prose(text: &str) -> Markup {
    html! {
        @for (n, part) in text.split('`').enumerate() { @if n % 2 == 1 { code { (part) } } @else { (part) } }
    }
}
