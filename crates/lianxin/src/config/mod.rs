//! The configuration: one tree, put together from the defaults, a file, the environment and the command line, the later the
//! stronger. Every setting knows where it comes from.

mod file;
mod sources;

#[cfg(test)]
mod tests;

use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use serde::Deserialize;

pub(crate) use sources::{Flags, load};

/// Why there is no configuration.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConfigError {
    /// The file cannot be read.
    #[error("the configuration file {} cannot be read", .file.display())]
    Unreadable {
        /// Which.
        file: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// The file does not say what it should.
    #[error("{}:{line}:{column}: {what}", .file.display())]
    Wrong {
        /// Which.
        file: PathBuf,
        /// From 1.
        line: usize,
        /// From 1, in characters.
        column: usize,
        /// What is wrong, and what would be right.
        what: String,
    },
    /// The environment sets something that there is not, or not so.
    #[error("the environment variable {name}: {what}")]
    Environment {
        /// Which.
        name: String,
        /// What is wrong, and what would be right.
        what: String,
    },
}

/// How the log is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "snake_case")]
pub(crate) enum LogForm {
    /// For people.
    Human,
    /// One JSON object a line, for programs.
    Json,
}

impl fmt::Display for LogForm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            LogForm::Human => "human",
            LogForm::Json => "json",
        })
    }
}

/// Where a setting comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Origin {
    /// Nobody set it.
    Default,
    /// The configuration file.
    File(PathBuf),
    /// An environment variable.
    Environment(String),
    /// The command line.
    Flag(&'static str),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Origin::Default => f.write_str("default"),
            Origin::File(path) => write!(f, "{}", path.display()),
            Origin::Environment(name) => write!(f, "environment, {name}"),
            Origin::Flag(name) => write!(f, "command line, {name}"),
        }
    }
}

/// A value with its origin.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Setting<T> {
    /// What it is set to.
    pub value: T,
    /// By whom.
    pub origin: Origin,
}

impl<T> Setting<T> {
    fn default(value: impl Into<T>) -> Setting<T> {
        Setting { value: value.into(), origin: Origin::Default }
    }

    fn set(&mut self, value: Option<impl Into<T>>, origin: Origin) {
        if let Some(value) = value {
            *self = Setting { value: value.into(), origin };
        }
    }
}

/// Everything that can be set.
#[derive(Clone, Debug)]
pub(crate) struct Config {
    /// Where everything is kept.
    pub data: Setting<PathBuf>,
    /// The city pack.
    pub city: Setting<PathBuf>,
    /// A PostgreSQL URL; `None` is the SQLite file in the data directory.
    pub database: Setting<Option<String>>,
    /// Where to answer.
    pub listen: Setting<SocketAddr>,
    /// Answers are reached over HTTPS, by a proxy in front: cookies are sent over HTTPS only.
    pub https: Setting<bool>,
    /// Proxies in front: whom they say that a request comes from, it comes from. Without them all the city shares the limits of one.
    pub proxies: Setting<Vec<IpAddr>>,
    /// Where alone to show the figures of `/metrics`, to whoever reaches it. Without it they are shown to programs on this machine, as
    /// long as no proxy stands in front.
    pub metrics_listen: Setting<Option<SocketAddr>>,
    /// A folder into which text messages are laid.
    pub sms_spool: Setting<Option<PathBuf>>,
    /// A gateway to which text messages are posted.
    pub sms_url: Setting<Option<String>>,
    /// The file with the gateway's token.
    pub sms_token_file: Setting<Option<PathBuf>>,
    /// How the log is written.
    pub log: Setting<LogForm>,
    /// What is logged, such as `info` or `lianxin_store=debug,info`.
    pub log_filter: Setting<String>,
}

impl Config {
    /// The SQLite file.
    pub(crate) fn database_file(&self) -> PathBuf {
        self.data.value.join("lianxin.db")
    }

    /// The master key.
    pub(crate) fn key_file(&self) -> PathBuf {
        self.data.value.join("key")
    }

    /// The contents of files.
    pub(crate) fn files(&self) -> PathBuf {
        self.data.value.join("files")
    }
}

impl fmt::Display for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = |path: &Path| quoted(&path.to_string_lossy());
        let database = self
            .database
            .value
            .as_deref()
            .map_or_else(|| path(&self.database_file()), |url| quoted(&without_password(url)));
        line(f, "data", &path(&self.data.value), &self.data.origin)?;
        line(f, "city", &path(&self.city.value), &self.city.origin)?;
        line(f, "database", &database, &self.database.origin)?;
        writeln!(f, "\n[server]")?;
        line(f, "listen", &quoted(&self.listen.value.to_string()), &self.listen.origin)?;
        line(f, "https", &self.https.value.to_string(), &self.https.origin)?;
        let proxies: Vec<String> = self.proxies.value.iter().map(|proxy| quoted(&proxy.to_string())).collect();
        line(f, "proxies", &format!("[{}]", proxies.join(", ")), &self.proxies.origin)?;
        writeln!(f, "\n[metrics]")?;
        match self.metrics_listen.value {
            Some(own) => line(f, "listen", &quoted(&own.to_string()), &self.metrics_listen.origin)?,
            None => line(f, "# listen", &quoted("127.0.0.1:9012"), &self.metrics_listen.origin)?,
        }
        writeln!(f, "\n[sms]")?;
        let (spool, token) = (&self.sms_spool, &self.sms_token_file);
        let unset = |value: Option<String>, name: &str, example: &str| match value {
            Some(value) => format!("{name} = {value}"),
            None => format!("# {name} = {}", quoted(example)),
        };
        let spooled = unset(spool.value.as_deref().map(path), "spool", "/var/spool/lianxin");
        writeln!(f, "{spooled:<44} # {}", spool.origin)?;
        let url = self.sms_url.value.as_deref().map(|url| quoted(&without_password(url)));
        writeln!(f, "{:<44} # {}", unset(url, "url", "https://sms.example/send"), self.sms_url.origin)?;
        let token_file = unset(token.value.as_deref().map(path), "token_file", "/etc/lianxin/sms-token");
        writeln!(f, "{token_file:<44} # {}", token.origin)?;
        writeln!(f, "\n[log]")?;
        line(f, "form", &quoted(&self.log.value.to_string()), &self.log.origin)?;
        line(f, "filter", &quoted(&self.log_filter.value), &self.log_filter.origin)
    }
}

fn line(f: &mut fmt::Formatter<'_>, name: &str, value: &str, origin: &Origin) -> fmt::Result {
    writeln!(f, "{:<44} # {origin}", format!("{name} = {value}"))
}

fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}

/// A URL as it may be shown: `postgresql://user:***@host/name`.
pub(crate) fn without_password(url: &str) -> String {
    let hidden = |url: &str| {
        let (scheme, rest) = url.split_once("://")?;
        let (login, place) = rest.rsplit_once('@')?;
        let (user, _password) = login.split_once(':')?;
        Some(format!("{scheme}://{user}:***@{place}"))
    };
    let shown = hidden(url).unwrap_or_else(|| url.to_owned());
    match shown.split_once("password=") {
        None => shown,
        Some((before, after)) => {
            let rest = after.find(['&', ' ']).map_or("", |end| &after[end..]);
            format!("{before}password=***{rest}")
        }
    }
}
