//! The program itself, as somebody at a terminal meets it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

/// A directory that goes with the test.
struct Place(PathBuf);

impl Place {
    fn new(name: &str) -> Place {
        let path = std::env::temp_dir().join(format!("lianxin-program-{}-{name}", std::process::id()));
        fs::create_dir_all(&path).unwrap();
        Place(path)
    }

    fn at(&self, name: &str) -> String {
        self.0.join(name).to_string_lossy().into_owned()
    }

    /// Who may do what with a file.
    fn mode(&self, name: &str) -> u32 {
        std::os::unix::fs::PermissionsExt::mode(&fs::metadata(self.0.join(name)).unwrap().permissions()) & 0o777
    }

    /// The program with this data directory and the reference city.
    fn lianxin(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_lianxin"));
        command
            .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../.."))
            .env_clear()
            .args(arguments)
            .args(["--data", &self.at("data")]);
        command
    }

    fn run(&self, arguments: &[&str]) -> Said {
        Said::of(&self.lianxin(arguments).stdin(Stdio::null()).output().unwrap())
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _gone = fs::remove_dir_all(&self.0);
    }
}

#[derive(Debug)]
struct Said {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Said {
    fn of(output: &Output) -> Said {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Said { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }

    #[track_caller]
    fn refused(self, words: &str) -> Said {
        assert_eq!(self.code, Some(1), "{self:#?}");
        assert!(self.err.contains(words), "{self:#?}");
        self
    }

    #[track_caller]
    fn went_well(self) -> Said {
        assert_eq!(self.code, Some(0), "{self:#?}");
        self
    }
}

/// A server that is running.
struct Server {
    child: Child,
    address: String,
    out: BufReader<std::process::ChildStdout>,
}

impl Server {
    fn start(place: &Place, arguments: &[&str]) -> Server {
        let mut command = place.lianxin(&[&["serve", "--listen", "127.0.0.1:0"], arguments].concat());
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let address = loop {
            let mut line = String::new();
            assert!(
                out.read_line(&mut line).unwrap() > 0,
                "it ended before it listened: {:?}",
                child.wait_with_output()
            );
            if let Some(address) = line.trim().strip_prefix("listening on http://") {
                break address.to_owned();
            }
        };
        Server { child, address, out }
    }

    fn get(&self, path: &str) -> String {
        self.send("GET", path, "", "")
    }

    fn send(&self, method: &str, path: &str, cookie: &str, form: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let (host, length) = (&self.address, form.len());
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nCookie: {cookie}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {length}\r\n\r\n{form}"
        )
        .unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Asks it to end, as a service manager does.
    fn end(mut self) -> Said {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(asked.success());
        let mut out = String::new();
        self.out.read_to_string(&mut out).unwrap();
        let mut said = Said::of(&self.child.wait_with_output().unwrap());
        said.out = out;
        said
    }
}

#[test]
fn help_names_every_command_and_wrong_usage_is_two() {
    let place = Place::new("help");
    let said = place.run(&["--help"]).went_well();
    for command in ["serve", "import", "verify", "backup", "restore", "config", "account", "token"] {
        assert!(said.out.contains(&format!("\n  {command}")), "{command}: {}", said.out);
    }
    assert_eq!(place.run(&["nonsense"]).code, Some(2));
    assert_eq!(place.run(&["verify", "--demo"]).code, Some(2));
    place.run(&["--demo", "verify"]).refused("belong to `lianxin serve`");
}

#[test]
fn the_reference_city_passes_the_check_and_a_missing_one_is_named() {
    let place = Place::new("check");
    let said = place.run(&["config", "check"]).went_well();
    assert!(said.out.starts_with("good: 天津市 (Tianjin)"), "{}", said.out);
    place.run(&["config", "check", "--city", "/nowhere"]).refused("there is no city pack in /nowhere");
    place.run(&["serve", "--city", "/nowhere"]).refused("give its folder with --city");
}

#[test]
fn a_wrong_configuration_is_refused_by_line_and_column() {
    let place = Place::new("config");
    fs::write(place.at("lianxin.toml"), "[server]\nlistn = \"127.0.0.1:1\"\n").unwrap();
    place
        .run(&["config", "print", "--config", &place.at("lianxin.toml")])
        .refused("lianxin.toml:2:1: unknown field `listn`");
    let said = Said::of(&place.lianxin(&["config", "print"]).env("LIANXIN_LISTEN", "0.0.0.0:80").output().unwrap())
        .went_well();
    assert!(
        said.out.contains("listen = \"0.0.0.0:80\"") && said.out.contains("# environment, LIANXIN_LISTEN"),
        "{}",
        said.out
    );
}

#[test]
fn the_first_start_makes_a_key_and_an_account_and_ends_in_order() {
    let place = Place::new("first");
    let server = Server::start(&place, &["--log", "json"]);
    assert!(server.get("/metrics").contains("process_resident_memory_bytes "), "{}", server.get("/metrics"));
    let said = server.end().went_well();
    let log: Vec<serde_json::Value> = said.err.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(log.last().unwrap()["message"], "ended in order", "{}", said.err);
    for secret in ["data/key", "data/first-password", "data/lianxin.db"] {
        assert_eq!(place.mode(secret), 0o600, "{secret}");
    }
    let password = fs::read_to_string(place.at("data/first-password")).unwrap();
    assert!(!said.err.contains(password.trim()), "the log holds the password");
    assert!(place.run(&["account", "list"]).went_well().out.starts_with("admin "));
}

/// A free address of this machine, for a moment.
fn free_address() -> String {
    std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string()
}

#[test]
fn figures_have_an_address_of_their_own_if_they_are_given_one() {
    let place = Place::new("figures");
    let own = free_address();
    fs::write(place.at("lianxin.toml"), format!("[metrics]\nlisten = \"{own}\"\n")).unwrap();
    let printed = place.run(&["config", "print", "--config", &place.at("lianxin.toml")]).went_well().out;
    assert!(printed.contains(&format!("[metrics]\nlisten = \"{own}\"")), "{printed}");
    let server = Server::start(&place, &["--config", &place.at("lianxin.toml")]);
    assert!(server.get("/metrics").starts_with("HTTP/1.1 404"));
    let figures = {
        let mut stream = TcpStream::connect(&own).unwrap();
        write!(stream, "GET /metrics HTTP/1.1\r\nHost: {own}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    assert!(figures.contains("process_resident_memory_bytes "), "{figures}");
    server.end().went_well();
}

#[test]
fn the_published_password_opens_nothing_once_the_demonstration_is_over() {
    let place = Place::new("over");
    let signs_in = |server: &Server, login: &str, password: &str| {
        let answer = server.send("POST", "/sign-in", "", &format!("login={login}&password={password}"));
        answer.split_whitespace().nth(1).unwrap().to_owned()
    };
    let server = Server::start(&place, &["--demo"]);
    assert_eq!(signs_in(&server, "zuoxi1", "lianxin-demo"), "303");
    server.end().went_well();
    let server = Server::start(&place, &[]);
    assert_eq!(signs_in(&server, "zuoxi1", "lianxin-demo"), "403");
    let first = fs::read_to_string(place.at("data/first-password")).unwrap();
    assert_eq!(signs_in(&server, "admin", first.trim()), "303", "somebody must be able to sign in");
    let said = server.end().went_well();
    assert!(said.err.contains("its accounts cannot sign in, for their password is published"), "{}", said.err);
    let list = place.run(&["account", "list"]).went_well().out;
    assert!(list.lines().any(|line| line.starts_with("zuoxi1 ") && line.ends_with("  demo")), "{list}");
    place.run(&["account", "password", "zuoxi1"]).went_well();
    let list = place.run(&["account", "list"]).went_well().out;
    assert!(list.lines().any(|line| line.starts_with("zuoxi1 ") && !line.ends_with("  demo")), "{list}");
}

#[test]
fn a_key_that_is_missing_or_wrong_is_refused() {
    let place = Place::new("key");
    Server::start(&place, &[]).end().went_well();
    let key = fs::read_to_string(place.at("data/key")).unwrap();
    fs::write(place.at("data/key"), "00".repeat(32)).unwrap();
    place.run(&["serve"]).refused("put the right key file back");
    fs::remove_file(place.at("data/key")).unwrap();
    place.run(&["serve"]).refused("is missing; names and phones in this database are sealed with it");
    fs::write(place.at("data/key"), "no key").unwrap();
    place.run(&["serve"]).refused("64 hexadecimal digits");
    fs::write(place.at("data/key"), key).unwrap();
    Server::start(&place, &[]).end().went_well();
}

#[test]
fn a_demonstration_is_whole_and_survives_backup_and_restore() {
    let place = Place::new("demo");
    let server = Server::start(&place, &["--demo"]);
    assert!(server.get("/").starts_with("HTTP/1.1 "));
    let first = server.end().went_well();
    assert!(
        first.out.contains("demo accounts, password: lianxin-demo") && first.out.contains("handler"),
        "{}",
        first.out
    );
    let whole = place.run(&["verify"]).went_well().out;
    assert!(whole.starts_with("whole: 3"), "more than three hundred requests: {whole}");
    // A second start adds nothing, and still says who may sign in.
    let again = Server::start(&place, &["--demo"]).end().went_well();
    assert!(again.out.contains("password: lianxin-demo"), "{}", again.out);

    place.run(&["backup", &place.at("copy.db")]).went_well();
    place.run(&["backup", &place.at("copy.db")]).refused("there is a file of this name already");
    place.run(&["restore", &place.at("copy.db")]).refused("this database is not empty");
    let other = Place::new("demo-restored");
    other.run(&["restore", &place.at("none.db")]).refused("there is no backup");
    other.run(&["restore", &place.at("copy.db")]).went_well();
    other.run(&["serve"]).refused("the key file");
    fs::copy(place.at("data/key"), other.at("data/key")).unwrap();
    let requests = |text: &str| text.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap();
    assert_eq!(requests(&other.run(&["verify"]).went_well().out), requests(&whole));
}

/// A directory that somebody else made, open to all, as service managers make them.
#[test]
fn what_citizens_wrote_is_for_nobody_else_on_the_machine() {
    let place = Place::new("modes");
    fs::create_dir(place.at("data")).unwrap();
    fs::write(place.at("letters.csv"), "id,time,text\n1,2024-05-06 09:00:00,路灯不亮\n2,,我叫张三\n").unwrap();
    let letters = place.at("letters.csv");
    place.run(&["import", &letters, "--source", "letters", "--rejects", &place.at("rejects.csv")]);
    place.run(&["backup", &place.at("copy.db")]).went_well();
    for file in ["data/lianxin.db", "rejects.csv", "copy.db"] {
        assert_eq!(place.mode(file), 0o600, "{file}");
    }
}

#[test]
fn a_password_that_is_reset_ends_the_sessions_that_the_old_one_opened() {
    let place = Place::new("reset");
    let server = Server::start(&place, &[]);
    let password = fs::read_to_string(place.at("data/first-password")).unwrap();
    let form = format!("login=admin&password={}", password.trim());
    let opened = server.send("POST", "/sign-in", "", &form);
    let session = &opened[opened.find("lx_session=").unwrap()..];
    let session = &session[..session.find(';').unwrap()];
    assert!(server.send("GET", "/account", session, "").starts_with("HTTP/1.1 200"));
    server.end().went_well();
    place.run(&["account", "password", "admin"]).went_well();
    let server = Server::start(&place, &[]);
    assert!(server.send("GET", "/account", session, "").starts_with("HTTP/1.1 303"), "the old session is still open");
    server.end().went_well();
}

#[test]
fn a_changed_journal_is_told_by_verify() {
    let place = Place::new("verify");
    place.run(&["verify"]).refused("there is no database");
    fs::write(place.at("letters.csv"), "id,time,text\n1,2024-05-06 09:00:00,路灯不亮\n").unwrap();
    let letters = place.at("letters.csv");
    let said = place.run(&["import", &letters, "--source", "letters"]).went_well();
    assert!(said.out.contains("came in                 1"), "{}", said.out);
    place.run(&["verify"]).went_well();
    // Somebody changes what a citizen said, in a backup, and restores it.
    let copy = place.at("copy.db");
    place.run(&["backup", &copy]).went_well();
    let mut bytes = fs::read(&copy).unwrap();
    let needle = "路灯不亮".as_bytes();
    let hits: Vec<usize> =
        bytes.windows(needle.len()).enumerate().filter(|(_, window)| *window == needle).map(|(at, _)| at).collect();
    assert!(!hits.is_empty(), "the text is in the file");
    for at in hits {
        bytes[at..at + needle.len()].copy_from_slice("路灯很亮".as_bytes());
    }
    fs::write(&copy, bytes).unwrap();
    let forged = Place::new("verify-forged");
    forged.run(&["restore", &copy]).went_well();
    forged.run(&["verify"]).refused("does not follow from the one before");
}

#[test]
fn accounts_and_tokens_are_made_from_the_terminal() {
    let place = Place::new("accounts");
    let add = ["account", "add", "zhang", "--name", "张三", "--role", "handler", "--unit", "hexi"];
    assert!(place.run(&add).went_well().out.starts_with("password: "));
    place.run(&add).refused("the login zhang is taken");
    place
        .run(&["account", "add", "li", "--name", "李四", "--role", "king"])
        .refused("there is no role king; there are: agent");
    place
        .run(&["account", "add", "li", "--name", "李四", "--role", "agent", "--unit", "moon"])
        .refused("there is no unit moon");
    assert!(
        place
            .run(&["token", "add", "zhang", "--name", "exchange", "--scope", "read"])
            .went_well()
            .out
            .starts_with("lx_")
    );
    place
        .run(&["token", "add", "nobody", "--name", "exchange", "--scope", "read"])
        .refused("there is no account nobody");
    place
        .run(&["token", "add", "zhang", "--name", "exchange", "--scope", "requests:read"])
        .refused("`requests:read` is no scope; there are: read, write, reveal, export");
    place.run(&["account", "disable", "zhang"]).went_well();
    assert!(place.run(&["account", "list"]).went_well().out.contains("hexi                 张三  disabled"));
    let mut command = place.lianxin(&["account", "password", "zhang", "--password-stdin"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all("short\n".as_bytes()).unwrap();
    Said::of(&child.wait_with_output().unwrap()).refused("a password has 10 to 200 characters, this one has 5");
}

#[test]
fn clocks_are_explained_and_other_rules_tried_on_the_past() {
    let place = Place::new("clocks");
    Server::start(&place, &["--demo"]).end().went_well();
    let other = Path::new(&place.at("other")).to_owned();
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/tianjin"), &other);
    let policy = other.join("policy/2025-01.toml");
    let text = fs::read_to_string(&policy).unwrap();
    let from = "clock = \"accept\"\ngrade = \"ordinary\"\nperiod = \"1 working day\"";
    let to = "clock = \"accept\"\ngrade = \"ordinary\"\nperiod = \"1 min\"";
    assert!(text.contains(from));
    fs::write(&policy, text.replacen(from, to, 1)).unwrap();
    let pack = place.at("other");
    let dry = |more: &[&str]| {
        let line = ["clocks", "dry-run", "--pack", &pack, "--from", "2020-01-01", "--to", "2099-12-31"];
        place.run(&[&line[..], more].concat())
    };
    let told: serde_json::Value = serde_json::from_str(&dry(&["--json"]).went_well().out).unwrap();
    assert!(told["requests"].as_u64().unwrap() > 300, "{told}");
    let rows = told["rows"].as_array().unwrap();
    let row = rows.iter().find(|row| row["clock"] == "accept" && row["grade"] == "ordinary").unwrap();
    let figure = |name: &str| row[name].as_u64().unwrap();
    assert!(figure("late_then") > figure("late_now") && figure("late_then") <= figure("clocks"), "{row}");
    let others = rows.iter().filter(|row| row["clock"] != "accept");
    assert!(others.clone().count() > 5 && others.clone().all(|row| row["late_now"] == row["late_then"]), "{told}");
    let table = dry(&["--lang", "zh"]).went_well().out;
    assert!(table.contains(&format!("{:>+7}  签收 · 普通", figure("late_then") - figure("late_now"))), "{table}");

    let number = told["examples"][0]["number"].as_str().unwrap().to_owned();
    let explained = place.run(&["clocks", "explain", &number, "--lang", "zh"]).went_well().out;
    assert!(explained.starts_with(&number) && explained.contains("期限：1 个工作日（办法 2025-01"), "{explained}");
    let english = place.run(&["clocks", "explain", &number]).went_well().out;
    assert!(english.contains("Period: 1 working day (policy 2025-01"), "{english}");
    place.run(&["clocks", "explain", "TJ0"]).refused("there is no request or order `TJ0`");
    fs::write(&policy, "version = 1").unwrap();
    dry(&[]).refused("policy/2025-01.toml:1:");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
