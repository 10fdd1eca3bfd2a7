//! The OpenAPI document: every route, committed, complete.

use std::path::Path;

use insta::assert_snapshot;
use serde_json::Value;

use crate::program::Server;

fn document() -> Value {
    serde_json::to_value(lianxin_web::api::document()).unwrap()
}

/// `UPDATE=1` writes it anew.
#[test]
fn the_committed_document_is_the_one_that_is_served() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/openapi.json");
    let now = format!("{:#}\n", document());
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, &now).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == now, "docs/openapi.json differs: run this test with UPDATE=1 and look at the difference");
}

#[test]
fn every_route_is_here() {
    let document = document();
    let mut lines = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let scope =
                operation["security"][0]["token"].as_array().unwrap().first().and_then(Value::as_str).unwrap_or("-");
            lines.push(format!("{:6} {path} {scope}", method.to_uppercase()));
        }
    }
    assert_snapshot!(lines.join("\n"), @r"
    GET    /api/board read
    GET    /api/catalogue read
    GET    /api/city/ladders read
    GET    /api/city/places read
    GET    /api/city/policy read
    GET    /api/city/refusals read
    GET    /api/city/returns read
    GET    /api/city/scripts read
    GET    /api/city/supervisions read
    GET    /api/city/topics read
    GET    /api/city/undue read
    GET    /api/city/units read
    DELETE /api/drafts/{slot} write
    GET    /api/drafts/{slot} read
    POST   /api/drafts/{slot} write
    PUT    /api/drafts/{slot} write
    GET    /api/events read
    GET    /api/export/requests.csv export
    POST   /api/files write
    GET    /api/files/{id} read
    GET    /api/inbox read
    GET    /api/me -
    GET    /api/messages read
    GET    /api/requests read
    POST   /api/requests write
    GET    /api/requests/{number} read
    POST   /api/requests/{number}/add-support write
    POST   /api/requests/{number}/answer write
    POST   /api/requests/{number}/ask write
    POST   /api/requests/{number}/ask-invalid write
    POST   /api/requests/{number}/callback write
    POST   /api/requests/{number}/check-withdraw write
    POST   /api/requests/{number}/classify write
    GET    /api/requests/{number}/clocks read
    POST   /api/requests/{number}/consult write
    POST   /api/requests/{number}/declare-incident write
    POST   /api/requests/{number}/dispatch write
    POST   /api/requests/{number}/end-incident write
    POST   /api/requests/{number}/grade write
    POST   /api/requests/{number}/hand-over write
    POST   /api/requests/{number}/instruct write
    POST   /api/requests/{number}/invalidate write
    GET    /api/requests/{number}/journal read
    POST   /api/requests/{number}/merge write
    POST   /api/requests/{number}/orders/{order}/accept write
    POST   /api/requests/{number}/orders/{order}/answer-sheet write
    POST   /api/requests/{number}/orders/{order}/appeal write
    POST   /api/requests/{number}/orders/{order}/approve write
    POST   /api/requests/{number}/orders/{order}/ask-delay write
    POST   /api/requests/{number}/orders/{order}/ask-return write
    POST   /api/requests/{number}/orders/{order}/ask-support write
    POST   /api/requests/{number}/orders/{order}/contact write
    POST   /api/requests/{number}/orders/{order}/decide-appeal write
    POST   /api/requests/{number}/orders/{order}/decide-delay write
    POST   /api/requests/{number}/orders/{order}/decide-undue write
    POST   /api/requests/{number}/orders/{order}/lift-sheet write
    POST   /api/requests/{number}/orders/{order}/milestone-done write
    POST   /api/requests/{number}/orders/{order}/park write
    POST   /api/requests/{number}/orders/{order}/pass-down write
    POST   /api/requests/{number}/orders/{order}/pause write
    POST   /api/requests/{number}/orders/{order}/phone write
    POST   /api/requests/{number}/orders/{order}/progress write
    POST   /api/requests/{number}/orders/{order}/recall write
    POST   /api/requests/{number}/orders/{order}/redispatch write
    POST   /api/requests/{number}/orders/{order}/refuse-return write
    POST   /api/requests/{number}/orders/{order}/refuse-support write
    POST   /api/requests/{number}/orders/{order}/report write
    POST   /api/requests/{number}/orders/{order}/report-undue write
    POST   /api/requests/{number}/orders/{order}/resume write
    POST   /api/requests/{number}/orders/{order}/send-back write
    POST   /api/requests/{number}/orders/{order}/supervise write
    POST   /api/requests/{number}/orders/{order}/unpark write
    POST   /api/requests/{number}/refuse write
    POST   /api/requests/{number}/reopen write
    POST   /api/requests/{number}/reply write
    POST   /api/requests/{number}/reveal reveal
    POST   /api/requests/{number}/rule write
    POST   /api/requests/{number}/share-progress write
    POST   /api/requests/{number}/supplement write
    POST   /api/requests/{number}/triage write
    POST   /api/requests/{number}/unmerge write
    POST   /api/requests/{number}/urge write
    GET    /api/tasks read
    POST   /api/tasks/{task}/claim write
    POST   /api/tasks/{task}/pass-on write
    POST   /api/tasks/{task}/release write
    POST   /api/tasks/{task}/told write
    ");
}

#[test]
fn every_reference_leads_somewhere_and_every_route_is_explained() {
    let document = document();
    assert_eq!(document["openapi"], "3.1.0");
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let text = document.to_string();
    for reference in text.split("#/components/schemas/").skip(1) {
        let name = reference.split('"').next().unwrap();
        assert!(schemas.contains_key(name), "{name} is not described");
    }
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            assert!(operation["summary"].as_str().is_some_and(|says| !says.is_empty()), "{method} {path} says nothing");
            assert!(operation["responses"]["401"].is_object(), "{method} {path} has no problems");
        }
    }
}

#[tokio::test]
async fn the_document_can_be_read() {
    let server = Server::new().await;
    let page = server.stranger().get("/api/docs").await.text();
    for anchor in [
        "id=\"problem-changed\"",
        "id=\"problem-version-needed\"",
        "id=\"schema-RequestJson\"",
        "href=\"#schema-Moved\"",
        "/api/requests/{number}/dispatch",
    ] {
        assert!(page.contains(anchor), "no {anchor}");
    }
    assert_eq!(server.stranger().get("/api/openapi.json").await.json(), document());
}
