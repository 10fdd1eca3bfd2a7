use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::PathBuf;
use std::thread;

use lianxin_app::outbox::{Sms, SmsError, Text};
use lianxin_domain::MessageId;

use super::http::Gateway;
use super::spool::Spool;

fn text(number: u128) -> Text {
    let id = MessageId(uuid::Uuid::from_u128(number));
    Text { id, phone: "022-0000-0001".into(), text: "【12345】签收时限 03-03 10:30 到期".into() }
}

fn scratch(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("lianxin-sms-{}-{name}", std::process::id()))
}

#[test]
fn a_message_lies_whole_in_the_spool_and_once() {
    let folder = scratch("spool");
    let spool = Spool::open(&folder).unwrap();
    for _ in 0..2 {
        spool.send(&text(1)).unwrap();
    }
    spool.send(&text(2)).unwrap();
    let mut names: Vec<String> =
        std::fs::read_dir(&folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, [format!("{}.json", text(1).id), format!("{}.json", text(2).id)]);
    let written = std::fs::read_to_string(folder.join(&names[0])).unwrap();
    let read: serde_json::Value = serde_json::from_str(&written).unwrap();
    assert_eq!(read["to"], "022-0000-0001");
    assert_eq!(read["id"], text(1).id.to_string());
    assert_eq!(read["text"], text(1).text);
    std::fs::remove_dir_all(&folder).unwrap();
    assert!(matches!(spool.send(&text(3)), Err(SmsError::Passing(_))), "a folder that is gone may come back");
}

/// A gateway that gives this answer once; what it was asked comes back.
fn answering(status: &'static str) -> (String, thread::JoinHandle<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}/send", listener.local_addr().unwrap());
    let asked = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut all = Vec::new();
        let mut part = [0; 4096];
        // Ends with the body, whose end is the closing brace.
        while !all.ends_with(b"}") {
            let read = stream.read(&mut part).unwrap();
            assert!(read > 0, "the request breaks off");
            all.extend_from_slice(&part[..read]);
        }
        let answer = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        stream.write_all(answer.as_bytes()).unwrap();
        String::from_utf8(all).unwrap()
    });
    (url, asked)
}

#[test]
fn a_gateway_gets_the_id_the_token_and_the_text() {
    let file = scratch("token");
    std::fs::write(&file, "s3cret\n").unwrap();
    let (url, asked) = answering("202 Accepted");
    Gateway::open(&url, Some(&file)).unwrap().send(&text(7)).unwrap();
    let asked = asked.join().unwrap();
    std::fs::remove_file(&file).unwrap();
    let head = asked.to_ascii_lowercase();
    assert!(head.starts_with("post /send http/1.1"), "{asked}");
    assert!(head.contains(&format!("idempotency-key: {}", text(7).id)), "{asked}");
    assert!(head.contains("authorization: bearer s3cret\r\n"), "{asked}");
    assert!(asked.contains("03-03 10:30"), "{asked}");
}

#[test]
fn what_a_gateway_answers_says_whether_to_try_again() {
    let answered = |status: &'static str| {
        let (url, asked) = answering(status);
        let sent = Gateway::open(&url, None).unwrap().send(&text(1));
        asked.join().unwrap();
        sent
    };
    assert!(matches!(answered("422 Unprocessable"), Err(SmsError::Lasting(why)) if why.contains("422")));
    for busy in ["429 Too Many", "503 Busy", "302 Found"] {
        assert!(matches!(answered(busy), Err(SmsError::Passing(_))), "{busy}");
    }
    let nobody = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let sent = Gateway::open(&format!("http://{nobody}/"), None).unwrap().send(&text(1));
    assert!(matches!(sent, Err(SmsError::Passing(_))), "{sent:?}");
    assert!(Gateway::open("ftp://gateway/", None).is_err());
    assert!(Gateway::open("https://gateway/", Some(&scratch("missing"))).is_err());
}
