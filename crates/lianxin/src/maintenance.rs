//! What is done to the whole of the data: check it, copy it, put it back.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use lianxin_app::verify::{check_chains, check_extent, check_page};
use lianxin_app::{Store, StoreError};
use lianxin_domain::RequestId;
use lianxin_store::Tx;
use uuid::Uuid;

use crate::config::Config;
use crate::open;
use crate::progress::Progress;

/// `verify`: the first difference is told and makes the program fail.
pub(crate) fn verify(config: &Config) -> Result<ExitCode> {
    let store = open_existing(config)?;
    let entries = store.read_blocking(check_extent)?;
    let total = store.read_blocking(Tx::chains_and_requests)?.1.unsigned_abs();
    let mut progress = Progress::begin("checking", Some(total));
    let (mut after, mut checked) = (RequestId(Uuid::nil()), 0);
    // Each page is a reading of its own, so that a long check does not hold the database.
    while let Some((last, count)) = store.read_blocking(move |tx| check_page(tx, after))? {
        (after, checked) = (last, checked + count as u64);
        progress.at(checked, total.max(checked), String::new);
    }
    store.read_blocking(check_chains)?;
    let took = progress.end();
    println!(
        "whole: {checked} requests, {entries} journal entries, every hash and every row as it should be ({} ms)",
        took.as_millis()
    );
    Ok(ExitCode::SUCCESS)
}

/// `backup FILE`
pub(crate) fn backup(config: &Config, file: &Path) -> Result<ExitCode> {
    let mut progress = Progress::begin("copying", None);
    let mut tell = |done, total| progress.at(done, total, String::new);
    let copied = if config.database.value.is_some() {
        open_existing(config)?.backup_to(file, &mut tell)
    } else {
        // Without opening the database as a writer: a server may go on working meanwhile.
        must_exist(config)?;
        Store::backup_sqlite_file(&config.database_file(), file, &mut tell)
    };
    copied.with_context(|| format!("no backup was written to {}", file.display()))?;
    let took = progress.end();
    let bytes = std::fs::metadata(file).map_or(0, |meta| meta.len());
    println!("{}: {} ({} ms)", file.display(), megabytes(bytes), took.as_millis());
    println!(
        "keep with it: the files in {}; keep apart from it: the key {}",
        config.files().display(),
        config.key_file().display()
    );
    Ok(ExitCode::SUCCESS)
}

/// `restore FILE`
pub(crate) fn restore(config: &Config, file: &Path) -> Result<ExitCode> {
    if !file.is_file() {
        bail!("there is no backup {}", file.display());
    }
    let store = open::store(config)?;
    if store.read_blocking(|tx| Ok::<_, StoreError>(tx.setting("key")?.is_some()))? {
        bail!(
            "this database is not empty; restore into a new one: give another --data directory or another --database"
        );
    }
    let mut progress = Progress::begin("restoring", None);
    store
        .restore_from(file, &mut |done, total| progress.at(done, total, String::new))
        .with_context(|| format!("nothing was restored from {}", file.display()))?;
    let took = progress.end();
    println!(
        "restored ({} ms); put the key file back as {} before the next start",
        took.as_millis(),
        config.key_file().display()
    );
    Ok(ExitCode::SUCCESS)
}

/// `config check`
pub(crate) fn check_config(config: &Config) -> Result<ExitCode> {
    let city = open::city(config)?;
    tracing_subscriber::EnvFilter::try_new(&config.log_filter.value)
        .with_context(|| format!("the log filter `{}` is none", config.log_filter.value))?;
    println!(
        "good: {} ({}), {} units, {} places, {} topics, {} rules, pack version {}",
        city.name.zh,
        city.name.en,
        city.units.all().len(),
        city.places.all().len(),
        city.topics.all().len(),
        city.catalogue.rules.len(),
        city.version
    );
    Ok(ExitCode::SUCCESS)
}

/// Opens the data that is there; makes none.
pub(crate) fn open_existing(config: &Config) -> Result<Store> {
    if config.database.value.is_none() {
        must_exist(config)?;
    }
    open::store(config)
}

fn must_exist(config: &Config) -> Result<()> {
    let file = config.database_file();
    if file.is_file() {
        Ok(())
    } else {
        bail!("there is no database {}; give its directory with --data", file.display())
    }
}

/// Bytes as people read them.
pub(crate) fn megabytes(bytes: u64) -> String {
    let tenths = bytes * 10 / 1_000_000;
    format!("{}.{} MB", tenths / 10, tenths % 10)
}
