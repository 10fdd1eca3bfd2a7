//! Nothing of the reference city is built in: the same program serves another city from its pack alone, with other units, other
//! hours, another time zone, from the first call to the closed request.

use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::thread;

use serde_json::{Value, json};

use crate::house::client::Client;

/// The pack with which its reader is tested: an invented city in the far west.
const PACK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../pack/tests/packs/xiaocheng");

/// A data folder of the second city, gone with the test.
struct Xiaocheng(PathBuf);

impl Xiaocheng {
    fn new(name: &str) -> Xiaocheng {
        let data = std::env::temp_dir().join(format!("lianxin-xiaocheng-{name}-{}", std::process::id()));
        std::fs::create_dir_all(&data).unwrap();
        Xiaocheng(data)
    }

    fn program(&self, arguments: &[&str]) -> Command {
        let mut program = Command::new(env!("CARGO_BIN_EXE_lianxin"));
        program.env_clear().args(arguments).args(["--city", PACK, "--data"]).arg(&self.0).stdin(Stdio::null());
        program
    }

    /// Runs it to its end; gives what it printed.
    #[track_caller]
    fn run(&self, arguments: &[&str]) -> String {
        let Output { status, stdout, stderr } = self.program(arguments).output().unwrap();
        let (out, err) = (String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap());
        assert!(status.success(), "{arguments:?}: {out}{err}");
        out
    }

    /// A token of somebody of the city, for everything that his role may do. While a server runs, the database is the server's alone.
    fn token(&self, login: &str) -> String {
        let scopes = ["--scope", "read", "--scope", "write"];
        self.run(&[&["token", "add", login, "--name", "test"], &scopes[..]].concat()).trim().to_owned()
    }

    fn serve(&self) -> Serving {
        let mut child =
            self.program(&["serve", "--demo", "--listen", "127.0.0.1:0"]).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let address = lines.find_map(|line| line.strip_prefix("listening on http://")?.trim().parse().ok());
        // Whatever else it says is read, so that it never writes into a closed pipe.
        thread::spawn(move || lines.for_each(drop));
        Serving { child, address: address.expect("it says where it listens") }
    }
}

impl Drop for Xiaocheng {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

struct Serving {
    child: Child,
    address: SocketAddr,
}

impl Drop for Serving {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

#[track_caller]
fn done(person: &mut Client, path: &str, body: &Value) -> Value {
    let headers: &[(&str, &str)] = if path == "/api/requests" { &[] } else { &[("If-Match", "*")] };
    let answer = person.post(path, headers, body).unwrap();
    let text = String::from_utf8_lossy(&answer.body).into_owned();
    assert!(matches!(answer.status, 200 | 201), "{path}: {} {text}", answer.status);
    answer.json().unwrap()
}

/// A page as a browser without script asks for it: what it is answered, head and all.
fn browse(address: SocketAddr, method: &str, path: &str, cookie: &str, form: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let length = form.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nCookie: {cookie}\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{form}"
    )
    .unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8(answer).unwrap()
}

fn cookies(answer: &str) -> String {
    let set = answer.lines().filter_map(|line| line.strip_prefix("set-cookie: ")?.split(';').next());
    set.collect::<Vec<_>>().join("; ")
}

#[test]
fn another_city_takes_a_request_from_the_call_to_the_close() {
    let city = Xiaocheng::new("whole");
    assert!(city.run(&["config", "check"]).starts_with("good: 小城市 (Xiaocheng)"));
    // The first start makes the accounts.
    drop(city.serve());
    let tokens = ["jia", "yi", "bing", "wu", "ji"].map(|login| city.token(login));
    let serving = city.serve();
    let address = serving.address;
    let [mut agent, mut dispatcher, mut west, mut reviewer, mut caller] =
        tokens.map(|token| Client::connect(address, &token).unwrap());

    let intake = json!({
        "channel": "phone", "kind": "help", "title": "重山镇停水", "demand": "请尽快通水", "topic": "water.cut",
        "place": "xi.chongshan", "address": "东街 3 号", "person": { "name": "古丽", "phone": "10000000001" },
        "grade": "urgent", "grade_reason": "家里有婴儿",
    });
    let registered = done(&mut agent, "/api/requests", &intake);
    let (number, code) = (registered["number"].as_str().unwrap(), registered["code"].as_str().unwrap());
    assert!(number.starts_with("XC"), "{number}");

    let to = json!({ "to": [{ "unit": "xi", "role": "lead" }], "opinion": "请核实" });
    done(&mut dispatcher, &format!("/api/requests/{number}/dispatch"), &to);
    let shown = west.get(&format!("/api/requests/{number}")).unwrap().expect(200).unwrap().json().unwrap();
    assert_eq!(shown["orders"][0]["unit"], "xi", "{shown:#}");
    let order = format!("/api/requests/{number}/orders/{}", shown["orders"][0]["id"].as_str().unwrap());
    let accept = shown["clocks"].as_array().unwrap().iter().find(|clock| clock["kind"] == "accept").unwrap();
    let minutes = |name: &str| accept[name].as_str().unwrap().parse::<jiff::Timestamp>().unwrap().as_second() / 60;
    assert_eq!(minutes("due") - minutes("started"), 20, "an urgent matter, by the city's own policy: {accept:#}");

    done(&mut west, &format!("{order}/accept"), &json!({}));
    done(&mut west, &format!("{order}/contact"), &json!({ "reached": true, "text": "已联系" }));
    let report = json!({
        "is_true": true, "contacted": true, "solved": "yes", "internal": "已抢修，水压恢复正常", "public_reply": "水管已经修好，恢复供水。",
    });
    done(&mut west, &format!("{order}/report"), &report);
    done(&mut reviewer, &format!("{order}/approve"), &json!({}));

    let look_up = browse(address, "POST", "/public", "", &format!("number={number}&code={code}"));
    let page = browse(address, "GET", "/public/request", &cookies(&look_up), "");
    assert!(page.contains("小城市 12345") && page.contains("水管已经修好"), "{page}");
    assert!(!page.contains("天津") && !page.contains("古丽"), "{page}");

    let survey =
        json!({ "solved": "yes", "result": "satisfied", "manner": "satisfied", "contacted": true, "reply_fits": true });
    let closed = done(
        &mut caller,
        &format!("/api/requests/{number}/callback"),
        &json!({ "outcome": "close", "survey": survey }),
    );
    let shown = agent.get(&format!("/api/requests/{number}")).unwrap().expect(200).unwrap().json().unwrap();
    assert_eq!(shown["state"], "closed", "{closed:#} {shown:#}");
    drop(serving);
    city.run(&["verify"]);
}

#[test]
fn another_city_has_a_demonstration_of_its_own() {
    let city = Xiaocheng::new("demo");
    let serving = city.serve();
    for (login, page) in [("jia", "/desk"), ("yi", "/pool"), ("bing", "/inbox"), ("wu", "/review"), ("ji", "/callback")]
    {
        let form = format!("login={login}&password=lianxin-demo");
        let opened = browse(serving.address, "POST", "/sign-in", "", &form);
        let shown = browse(serving.address, "GET", page, &cookies(&opened), "");
        assert!(shown.starts_with("HTTP/1.1 200") && !shown.contains("天津"), "{page}: {shown}");
        assert!(page == "/desk" || shown.contains("data-row"), "somebody waits on {page}");
    }
}

#[test]
fn another_city_takes_in_what_it_had_before() {
    let city = Xiaocheng::new("import");
    let letters = city.0.join("letters.csv");
    std::fs::write(&letters, "id,time,text\n1,2025-05-06 09:00:00,桥头街道路灯不亮\n2,2025-05-06 09:30:00,没有水\n")
        .unwrap();
    let told = city.run(&["import", letters.to_str().unwrap(), "--source", "letters"]);
    assert!(told.contains("came in                 2"), "{told}");
    assert!(city.run(&["verify"]).starts_with("whole: 2"));
}
