//! Opens the data: directory, key, database, city; and refuses, with words, what does not belong together.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use lianxin_app::files::FileStore;
use lianxin_app::{App, Entropy, PostgresOptions, Rules, SqliteOptions, Store, Vault, packs};
use lianxin_domain::city::City;

use crate::config::{Config, without_password};
use crate::folder::Folder;
use crate::system;

/// Reads the city pack.
pub(crate) fn city(config: &Config) -> Result<City> {
    let folder = &config.city.value;
    if !folder.join("city.toml").is_file() {
        bail!(
            "there is no city pack in {} (no city.toml); give its folder with --city or in the configuration",
            folder.display()
        );
    }
    lianxin_pack::load(folder).with_context(|| format!("the city pack in {} is not sound", folder.display()))
}

/// Opens the database, making it if there is none.
pub(crate) fn store(config: &Config) -> Result<Store> {
    make_directory(&config.data.value)?;
    let now = system::now();
    match &config.database.value {
        None => {
            let file = config.database_file();
            Store::sqlite(&file, SqliteOptions::new(now))
                .with_context(|| format!("the database {} does not open", file.display()))
        }
        Some(url) if url.starts_with("postgres://") || url.starts_with("postgresql://") => {
            Store::postgres(url, PostgresOptions::new(now))
                .with_context(|| format!("the database {} does not open", without_password(url)))
        }
        Some(url) => bail!(
            "{} is not a database URL; it begins with postgresql://, or is left out for SQLite",
            without_password(url)
        ),
    }
}

/// Opens everything. What was approved over the folder of the pack is in force from here on; a change that the folder has run away from
/// is told in the log and left out, so that the server starts.
pub(crate) fn app(config: &Config) -> Result<App> {
    let city = city(config)?;
    let store = store(config)?;
    let known = store.read_blocking(|tx| tx.setting("key"))?;
    let entropy = system::entropy();
    let vault = key(&config.key_file(), known.is_none(), &entropy)?;
    let files = FileStore::new(config.files());
    let rules = Rules::new(Arc::new(city)).of_pack(Arc::new(Folder(config.city.value.clone())));
    let app = App { store, rules, vault: Arc::new(vault), entropy, files }.open()?;
    packs::take_over(&app)?;
    Ok(app)
}

/// The master key: read, or made with a new database.
fn key(file: &Path, new_database: bool, entropy: &Entropy) -> Result<Vault> {
    match fs::read_to_string(file) {
        Ok(text) => Vault::from_hex(&text).with_context(|| format!("{} is not a key file", file.display())),
        Err(error) if error.kind() == io::ErrorKind::NotFound && new_database => {
            let text = entropy.secret::<32>();
            write_secret(file, &text)?;
            tracing::info!(file = %file.display(), "a key was made; keep a copy apart from the backups, names and phones cannot be read without it");
            Ok(Vault::from_hex(&text)?)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            bail!(
                "the key file {} is missing; names and phones in this database are sealed with it: put it back from its copy",
                file.display()
            )
        }
        Err(error) => Err(error).with_context(|| format!("the key file {} cannot be read", file.display())),
    }
}

/// Writes a file that only its owner reads, and that was not there before.
pub(crate) fn write_secret(file: &Path, text: &str) -> Result<()> {
    let write = || {
        let mut open = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
        writeln!(open, "{text}")?;
        open.sync_all()
    };
    write().with_context(|| format!("{} cannot be written", file.display()))
}

fn make_directory(path: &Path) -> Result<()> {
    let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(path);
    made.with_context(|| format!("the data directory {} cannot be made", path.display()))
}
