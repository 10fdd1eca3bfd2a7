//! The configuration file.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{ConfigError, LogForm};

/// What a file may say; every part of it may be left out.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct File {
    pub(super) data: Option<PathBuf>,
    pub(super) city: Option<PathBuf>,
    pub(super) database: Option<String>,
    pub(super) server: Server,
    pub(super) metrics: Metrics,
    pub(super) sms: Sms,
    pub(super) log: Log,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Server {
    pub(super) listen: Option<SocketAddr>,
    pub(super) https: Option<bool>,
    pub(super) proxies: Option<Vec<IpAddr>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Metrics {
    pub(super) listen: Option<SocketAddr>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Sms {
    pub(super) spool: Option<PathBuf>,
    pub(super) url: Option<String>,
    pub(super) token_file: Option<PathBuf>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Log {
    pub(super) form: Option<LogForm>,
    pub(super) filter: Option<String>,
}

/// Reads a file. Paths in it are relative to the folder that it lies in.
pub(super) fn read(path: &Path) -> Result<File, ConfigError> {
    let text =
        std::fs::read_to_string(path).map_err(|source| ConfigError::Unreadable { file: path.to_owned(), source })?;
    let mut file: File = toml::from_str(&text).map_err(|error| {
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        ConfigError::Wrong {
            file: path.to_owned(),
            line: before.matches('\n').count() + 1,
            column,
            what: error.message().trim_end().replace('\n', "; "),
        }
    })?;
    let folder = path.parent().unwrap_or(Path::new(""));
    for inner in [&mut file.data, &mut file.city, &mut file.sms.spool, &mut file.sms.token_file].into_iter().flatten() {
        *inner = folder.join(&*inner);
    }
    Ok(file)
}
