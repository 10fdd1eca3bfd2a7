//! Files: judged by their content, tied to one request, never run.

use axum::http::StatusCode;
use insta::assert_snapshot;
use serde_json::json;

use crate::program::{Answer, Program, Server, but, cold_flat};

/// The smallest PNG that is one.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0";

async fn upload(program: &Program<'_>, name: &str, content: &[u8]) -> Answer {
    let mut body =
        format!("--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n").into_bytes();
    body.extend_from_slice(content);
    body.extend_from_slice(b"\r\n--edge--\r\n");
    program.send("POST", "/api/files", &[("content-type", "multipart/form-data; boundary=edge")], body).await
}

#[tokio::test]
async fn a_photo_comes_with_a_request_and_is_seen_by_whoever_sees_it() {
    let server = Server::new().await;
    let agent = server.agent();
    let kept = upload(&agent, "现场.png", PNG).await;
    assert_snapshot!(kept, @r#"
    201 Created
    content-type: application/json

    [
      {
        "bytes": 29,
        "id": "01955984-5680-7011-91a9-588277420a30",
        "media": "image/png",
        "name": "现场.png",
        "uploaded": "2025-03-03T01:00:00Z"
      }
    ]
    "#);
    let id = kept.at("/0/id");
    let dispatcher = server.dispatcher();
    assert_eq!(dispatcher.get(&format!("/api/files/{id}")).await.problem(), "not-found", "nobody's business yet");
    let taken = dispatcher.post("/api/requests", &but(cold_flat(), &json!({ "files": [id] }))).await;
    assert_eq!(taken.problem(), "file-refused", "nor can anybody else make it the business of his own request");
    let filed = agent.post("/api/requests", &but(cold_flat(), &json!({ "files": [id] }))).await;
    assert_eq!(filed.status, StatusCode::CREATED, "{filed}");
    let seen = dispatcher.get(&format!("/api/files/{id}")).await;
    assert_eq!(seen.body, PNG);
    let headers = ["content-type", "content-disposition", "content-security-policy", "x-content-type-options"]
        .map(|name| format!("{name}: {}", seen.header(name)));
    assert_snapshot!(headers.join("\n"), @r"
    content-type: image/png
    content-disposition: inline; filename*=UTF-8''%E7%8E%B0%E5%9C%BA.png
    content-security-policy: default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox
    x-content-type-options: nosniff
    ");
    assert_eq!(server.handler("heping").get(&format!("/api/files/{id}")).await.problem(), "not-found");
    let stolen = agent.post("/api/requests", &but(cold_flat(), &json!({ "files": [id] }))).await;
    assert_eq!(stolen.problem(), "file-refused", "a file belongs to one request");
}

#[tokio::test]
async fn what_is_not_taken_is_refused_with_the_reason() {
    let server = Server::new().await;
    let agent = server.agent();
    let mut lines = Vec::new();
    for (name, content) in [
        ("virus.exe", &b"MZ\x90\0\x03\0\0\0"[..]),
        ("photo.pdf", PNG),
        ("page.html", b"<script>alert(1)</script>"),
        ("empty.png", b""),
    ] {
        let answer = upload(&agent, name, content).await;
        lines.push(format!("{name}: {} {} {}", answer.status.as_u16(), answer.problem(), answer.at("/detail")));
    }
    let large = upload(&agent, "large.png", &[PNG, &vec![0; 20 * 1024 * 1024]].concat()).await;
    lines.push(format!("large.png: {} {}", large.status.as_u16(), large.problem()));
    let json = agent.post("/api/files", &json!({})).await;
    lines.push(format!("json: {} {}", json.status.as_u16(), json.problem()));
    assert_snapshot!(lines.join("\n"), @r"
    virus.exe: 422 file-refused Files of this sort (application/vnd.microsoft.portable-executable) are not taken. Photos, video, audio, PDF, Word and Excel are
    photo.pdf: 422 file-refused The file “photo.pdf” is in truth image/png
    page.html: 422 file-refused Files of this sort (text/html) are not taken. Photos, video, audio, PDF, Word and Excel are
    empty.png: 422 file-refused The file is empty
    large.png: 413 too-large
    json: 415 unreadable
    ");
}
