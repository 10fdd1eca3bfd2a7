//! Defaults, file, environment, command line: the later the stronger.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::str::FromStr;

use clap::ValueEnum;

use super::{Config, ConfigError, LogForm, Origin, Setting, file};

/// What the command line sets.
#[derive(Debug, Default)]
pub(crate) struct Flags {
    /// `--data`
    pub data: Option<PathBuf>,
    /// `--city`
    pub city: Option<PathBuf>,
    /// `--database`
    pub database: Option<String>,
    /// `--config`
    pub config: Option<PathBuf>,
    /// `--log`
    pub log: Option<LogForm>,
    /// `--listen`
    pub listen: Option<SocketAddr>,
}

/// The port of the house: 8012 has no other owner of note.
const PORT: u16 = 8012;

/// Puts the configuration together.
pub(crate) fn load(flags: Flags, environment: &BTreeMap<String, String>) -> Result<Config, ConfigError> {
    let mut config = Config {
        data: Setting::default("data"),
        city: Setting::default("cities/tianjin"),
        database: Setting::default(None),
        listen: Setting::default(SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), PORT)),
        https: Setting::default(false),
        proxies: Setting::default(Vec::new()),
        metrics_listen: Setting::default(None),
        sms_spool: Setting::default(None),
        sms_url: Setting::default(None),
        sms_token_file: Setting::default(None),
        log: Setting::default(LogForm::Human),
        log_filter: Setting::default("info"),
    };
    let named = environment.get("LIANXIN_CONFIG").map(PathBuf::from);
    if let Some(path) = flags.config.clone().or(named) {
        from_file(&mut config, &path)?;
    }
    from_environment(&mut config, environment)?;
    config.data.set(flags.data, Origin::Flag("--data"));
    config.city.set(flags.city, Origin::Flag("--city"));
    config.database.set(flags.database.map(Some), Origin::Flag("--database"));
    config.listen.set(flags.listen, Origin::Flag("--listen"));
    config.log.set(flags.log, Origin::Flag("--log"));
    Ok(config)
}

fn from_file(config: &mut Config, path: &Path) -> Result<(), ConfigError> {
    let file::File { data, city, database, server, metrics, sms, log } = file::read(path)?;
    let origin = || Origin::File(path.to_owned());
    config.data.set(data, origin());
    config.city.set(city, origin());
    config.database.set(database.map(Some), origin());
    config.listen.set(server.listen, origin());
    config.https.set(server.https, origin());
    config.proxies.set(server.proxies, origin());
    config.metrics_listen.set(metrics.listen.map(Some), origin());
    config.sms_spool.set(sms.spool.map(Some), origin());
    config.sms_url.set(sms.url.map(Some), origin());
    config.sms_token_file.set(sms.token_file.map(Some), origin());
    config.log.set(log.form, origin());
    config.log_filter.set(log.filter, origin());
    Ok(())
}

fn from_environment(config: &mut Config, environment: &BTreeMap<String, String>) -> Result<(), ConfigError> {
    for (name, value) in environment {
        let origin = Origin::Environment(name.clone());
        match name.as_str() {
            "LIANXIN_CONFIG" => {}
            "LIANXIN_DATA" => config.data.set(Some(value), origin),
            "LIANXIN_CITY" => config.city.set(Some(value), origin),
            "LIANXIN_DATABASE" => config.database.set(Some(Some(value.clone())), origin),
            "LIANXIN_LISTEN" => {
                config
                    .listen
                    .set(Some(parsed::<SocketAddr>(name, value, "an address such as 127.0.0.1:8012")?), origin);
            }
            "LIANXIN_HTTPS" => config.https.set(Some(parsed::<bool>(name, value, "true or false")?), origin),
            "LIANXIN_PROXIES" => {
                let proxies = value.split(',').map(str::trim).filter(|proxy| !proxy.is_empty());
                let proxies = proxies.map(|proxy| parsed::<IpAddr>(name, proxy, "an address such as 127.0.0.1"));
                config.proxies.set(Some(proxies.collect::<Result<Vec<_>, _>>()?), origin);
            }
            "LIANXIN_METRICS_LISTEN" => {
                let own = parsed::<SocketAddr>(name, value, "an address such as 127.0.0.1:9012")?;
                config.metrics_listen.set(Some(Some(own)), origin);
            }
            "LIANXIN_SMS_SPOOL" => config.sms_spool.set(Some(Some(PathBuf::from(value))), origin),
            "LIANXIN_SMS_URL" => config.sms_url.set(Some(Some(value.clone())), origin),
            "LIANXIN_SMS_TOKEN_FILE" => config.sms_token_file.set(Some(Some(PathBuf::from(value))), origin),
            "LIANXIN_LOG" => {
                let form = LogForm::from_str(value, false).map_err(|_| wrong(name, value, "human or json"))?;
                config.log.set(Some(form), origin);
            }
            "LIANXIN_LOG_FILTER" => config.log_filter.set(Some(value), origin),
            _ => {
                let what = "there is no such setting; `lianxin config print` shows all of them".to_owned();
                return Err(ConfigError::Environment { name: name.clone(), what });
            }
        }
    }
    Ok(())
}

fn parsed<T: FromStr>(name: &str, value: &str, expected: &str) -> Result<T, ConfigError> {
    value.parse().map_err(|_| wrong(name, value, expected))
}

fn wrong(name: &str, value: &str, expected: &str) -> ConfigError {
    ConfigError::Environment { name: name.to_owned(), what: format!("`{value}` is not {expected}") }
}
