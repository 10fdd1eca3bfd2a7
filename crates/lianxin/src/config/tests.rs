use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::*;

fn in_file(name: &str, text: &str) -> Result<Config, ConfigError> {
    let path = std::env::temp_dir().join(format!("lianxin-config-{}-{name}.toml", std::process::id()));
    std::fs::write(&path, text).unwrap();
    let loaded = load(Flags { config: Some(path.clone()), ..Flags::default() }, &BTreeMap::new());
    std::fs::remove_file(&path).unwrap();
    loaded
}

fn complaint(name: &str, text: &str) -> String {
    let told = in_file(name, text).unwrap_err().to_string();
    told[told.find(".toml:").unwrap() + 6..].to_owned()
}

#[test]
fn the_later_source_is_the_stronger() {
    let environment =
        |pairs: &[(&str, &str)]| pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let flags = Flags { data: Some(PathBuf::from("/flag")), ..Flags::default() };
    let config = load(flags, &environment(&[("LIANXIN_DATA", "/environment"), ("LIANXIN_LOG", "json")])).unwrap();
    assert_eq!(config.data, Setting { value: PathBuf::from("/flag"), origin: Origin::Flag("--data") });
    assert_eq!(config.log, Setting { value: LogForm::Json, origin: Origin::Environment("LIANXIN_LOG".into()) });
    assert_eq!(config.https, Setting { value: false, origin: Origin::Default });
}

#[test]
fn paths_in_a_file_are_relative_to_it() {
    let config = in_file("relative", "data = \"store\"\n[server]\nhttps = true\n").unwrap();
    assert_eq!(config.data.value, std::env::temp_dir().join("store"));
    assert!(config.https.value);
}

#[test]
fn proxies_are_addresses() {
    let told = |value: &str| {
        let environment = [("LIANXIN_PROXIES".to_owned(), value.to_owned())].into();
        load(Flags::default(), &environment).map(|config| config.proxies.value).map_err(|error| error.to_string())
    };
    assert_eq!(told("127.0.0.1, ::1"), Ok(vec!["127.0.0.1".parse().unwrap(), "::1".parse().unwrap()]));
    assert_eq!(told(""), Ok(Vec::new()));
    assert!(told("proxy").unwrap_err().ends_with("`proxy` is not an address such as 127.0.0.1"));
    let config = in_file("proxies", "[server]\nproxies = [\"10.0.0.2\"]\n").unwrap();
    assert!(config.to_string().contains("proxies = [\"10.0.0.2\"]"), "{config}");
}

#[test]
fn errors_name_line_and_column() {
    assert_eq!(
        complaint("key", "data = \"a\"\nlisten = \"b\"\n"),
        "2:1: unknown field `listen`, expected one of `data`, `city`, `database`, `server`, `metrics`, `sms`, `log`"
    );
    assert!(
        complaint("address", "[server]\nlisten = \"nowhere\"\n").starts_with("2:10: invalid socket address"),
        "{}",
        complaint("address", "[server]\nlisten = \"nowhere\"\n")
    );
    assert!(complaint("toml", "data = \n").starts_with("1:8: "), "{}", complaint("toml", "data = \n"));
    assert!(
        load(Flags { config: Some("/none.toml".into()), ..Flags::default() }, &BTreeMap::new())
            .unwrap_err()
            .to_string()
            .contains("/none.toml")
    );
}

#[test]
fn an_unknown_variable_is_refused() {
    let environment: BTreeMap<String, String> = [("LIANXIN_DATABSE".to_owned(), "x".to_owned())].into();
    let told = load(Flags::default(), &environment).unwrap_err().to_string();
    assert_eq!(
        told,
        "the environment variable LIANXIN_DATABSE: there is no such setting; `lianxin config print` shows all of them"
    );
}

#[test]
fn secrets_are_never_shown() {
    assert_eq!(without_password("postgresql://city:top@secret@db/lianxin"), "postgresql://city:***@db/lianxin");
    assert_eq!(
        without_password("postgresql://db/lianxin?password=top&sslmode=require"),
        "postgresql://db/lianxin?password=***&sslmode=require"
    );
    let config =
        load(Flags { database: Some("postgresql://city:top@db/lianxin".into()), ..Flags::default() }, &BTreeMap::new())
            .unwrap();
    let shown = config.to_string();
    assert!(!shown.contains("top"), "{shown}");
    assert!(shown.contains("# command line, --database"), "{shown}");
    assert_eq!(Path::new("data").join("key"), config.key_file());
}

#[test]
fn what_is_printed_can_be_read_again() {
    let config = load(Flags { data: Some("/somewhere/else".into()), ..Flags::default() }, &BTreeMap::new()).unwrap();
    let again = in_file("again", &config.to_string()).unwrap();
    assert_eq!(again.data.value, config.data.value);
    assert_eq!(again.listen.value, config.listen.value);
}

#[test]
fn where_text_messages_go_is_read_and_shown() {
    let config = in_file("sms", "[sms]\nspool = \"out\"\n").unwrap();
    assert_eq!(config.sms_spool.value, Some(std::env::temp_dir().join("out")));
    let environment: BTreeMap<String, String> = [
        ("LIANXIN_SMS_URL".to_owned(), "https://city:top@gateway/send".to_owned()),
        ("LIANXIN_SMS_TOKEN_FILE".to_owned(), "/etc/token".to_owned()),
    ]
    .into();
    let shown = load(Flags::default(), &environment).unwrap().to_string();
    assert!(shown.contains("url = \"https://city:***@gateway/send\""), "{shown}");
    assert!(shown.contains("token_file = \"/etc/token\""), "{shown}");
    assert!(shown.contains("# spool = "), "{shown}");
    assert!(in_file("sms-again", &load(Flags::default(), &environment).unwrap().to_string()).is_ok());
}
