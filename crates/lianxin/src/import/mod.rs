//! `import`: takes in requests from a file, open or finished, through the same use cases as the desk.
//!
//! Each row is one unit of work: it comes in whole or not at all, and one bad row spoils no other. The store commits many of them at
//! once, which makes it fast. A row that came in is marked by source and id in the same unit, so that an import that was broken off,
//! however rudely, is taken up again by running it again.

mod columns;
mod decode;
mod draft;
mod reject;
mod rows;
mod take_in;
#[cfg(test)]
mod tests;
mod times;

use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use lianxin_app::App;
use lianxin_domain::{Kind, Lang};
use tokio::task::JoinSet;

use crate::config::Config;
use crate::maintenance::megabytes;
use crate::progress::{Progress, per_second};
use crate::{open, system};

use columns::Columns;
use draft::Draft;
use reject::{Reason, Reject, Rejects};
use rows::{Row, Rows};
use take_in::{Outcome, Source, TakeInError};

/// Rows under way at the same time: one commit holds them all.
const AT_ONCE: usize = 128;
/// Longest name of a source.
const SOURCE_CHARS_MAX: usize = 60;

/// What `import` is told.
#[derive(clap::Args, Debug)]
pub(crate) struct ImportArgs {
    /// A CSV file with a line of column names, or one JSON object a line (.jsonl); UTF-8 or GB18030
    file: PathBuf,
    /// Where it comes from; rows are known again by this name and their id
    #[arg(long)]
    source: String,
    /// Which column is which; fields are `id, title, text, time, reply, reply_time, phone, name, place, address, topic, kind,
    /// unit`, and usual names are known
    #[arg(long, value_name = "FIELD=COLUMN")]
    map: Vec<String>,
    /// Where rows that do not come in are written [default: FILE.rejects.csv]
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// What sort of request a row is that does not say it
    #[arg(long, default_value = "help", value_parser = kind)]
    kind: Kind,
    /// Read no more than so many rows
    #[arg(long, value_name = "N")]
    limit: Option<u64>,
}

fn kind(code: &str) -> Result<Kind, String> {
    let known =
        || Kind::ALL.iter().map(|kind| format!("{kind} ({})", kind.name(Lang::Zh))).collect::<Vec<_>>().join(", ");
    Kind::from_code(code).ok_or_else(|| format!("there are: {}", known()))
}

/// What came of all rows.
#[derive(Debug, Default)]
struct Tally {
    read: u64,
    came_in: u64,
    finished: u64,
    already: u64,
    placed: u64,
    rejected: BTreeMap<Reason, u64>,
}

impl Tally {
    fn rejected(&self) -> u64 {
        self.rejected.values().sum()
    }
}

/// Imports a file.
pub(crate) fn run(config: &Config, args: &ImportArgs) -> Result<ExitCode> {
    let source = args.source.trim();
    if source.is_empty() || source.chars().count() > SOURCE_CHARS_MAX {
        bail!("--source is a name of 1 to {SOURCE_CHARS_MAX} characters");
    }
    let encoding = decode::detect(&args.file)?;
    let total = Rows::open(&args.file, encoding)?.count_rows()?.min(args.limit.unwrap_or(u64::MAX));
    let rows = Rows::open(&args.file, encoding)?;
    let columns = Columns::of(rows.names(), &args.map)?;
    eprintln!("{}: {total} rows, {encoding}, {}", args.file.display(), rows.form());
    eprintln!("{}", columns.told());

    let app = open::app(config)?;
    let rejects = args.rejects.clone().unwrap_or_else(|| {
        let mut name = args.file.clone().into_os_string();
        name.push(".rejects.csv");
        name.into()
    });
    let source = Source { name: source.to_owned(), kind: args.kind, until: system::now() };
    let import = Import { app: app.clone(), source: Arc::new(source), columns, limit: total };
    let runtime = tokio::runtime::Builder::new_current_thread().build().context("the runtime does not start")?;
    let (tally, took) = runtime.block_on(import.all(rows, Rejects::new(rejects.clone())))?;
    app.store.close();
    summary(config, &tally, took, &rejects);
    Ok(ExitCode::SUCCESS)
}

struct Import {
    app: App,
    source: Arc<Source>,
    columns: Columns,
    limit: u64,
}

/// A row on its way, and what came of it.
type Done = (Row, Result<Outcome, TakeInError>);

impl Import {
    async fn all(self, rows: Rows, mut rejects: Rejects) -> Result<(Tally, Duration)> {
        let (mut tally, mut seen, mut under_way) = (Tally::default(), HashSet::new(), JoinSet::<Done>::new());
        let mut progress = Progress::begin("importing", Some(self.limit));
        for row in rows.take(usize::try_from(self.limit).unwrap_or(usize::MAX)) {
            let row = row?;
            tally.read += 1;
            match self.draft(&row, &mut seen) {
                Ok(draft) => {
                    let (app, source) = (self.app.clone(), Arc::clone(&self.source));
                    under_way.spawn(async move {
                        let outcome = take_in::take_in(&app, source, draft).await;
                        (row, outcome)
                    });
                }
                Err(reject) => self.reject(&mut tally, &mut rejects, &row, &reject)?,
            }
            if under_way.len() >= AT_ONCE
                && let Some(done) = under_way.join_next().await
            {
                self.settle(done?, &mut tally, &mut rejects)?;
            }
            progress.at(tally.read, self.limit, || format!("{} rejected", tally.rejected()));
        }
        while let Some(done) = under_way.join_next().await {
            self.settle(done?, &mut tally, &mut rejects)?;
        }
        rejects.end()?;
        Ok((tally, progress.end()))
    }

    fn draft(&self, row: &Row, seen: &mut HashSet<String>) -> Result<Draft, Reject> {
        let draft = Draft::of(row, &self.columns, &self.source, &self.app.city())?;
        if seen.insert(draft.id.clone()) { Ok(draft) } else { Err(Reason::DuplicateId.into()) }
    }

    fn settle(&self, (row, outcome): Done, tally: &mut Tally, rejects: &mut Rejects) -> Result<()> {
        match outcome {
            Ok(Outcome::CameIn { finished, placed }) => {
                tally.came_in += 1;
                tally.finished += u64::from(finished);
                tally.placed += u64::from(placed);
                Ok(())
            }
            Ok(Outcome::AlreadyThere) => {
                tally.already += 1;
                Ok(())
            }
            Err(TakeInError::Rejected(reject)) => self.reject(tally, rejects, &row, &reject),
            Err(TakeInError::Store(error)) => {
                let line = row.line;
                Err(error).with_context(|| {
                    format!("the import broke off at line {line}; run it again, it goes on where it stopped")
                })
            }
        }
    }

    fn reject(&self, tally: &mut Tally, rejects: &mut Rejects, row: &Row, reject: &Reject) -> Result<()> {
        *tally.rejected.entry(reject.reason).or_default() += 1;
        let id = row.values.as_ref().ok().and_then(|values| self.columns.value(values, columns::Column::Id));
        rejects.write(row, id.unwrap_or_default(), reject)
    }
}

fn summary(config: &Config, tally: &Tally, took: Duration, rejects: &std::path::Path) {
    println!("read           {:>10}", tally.read);
    println!("came in        {:>10}  ({} finished, {} with a place)", tally.came_in, tally.finished, tally.placed);
    println!("already there  {:>10}", tally.already);
    println!("rejected       {:>10}", tally.rejected());
    for (reason, count) in &tally.rejected {
        println!("  {:>8}  {} / {}", count, reason.name(Lang::Zh), reason.name(Lang::En));
    }
    println!(
        "took           {:>8}.{} s, {} rows/s",
        took.as_secs(),
        took.subsec_millis() / 100,
        per_second(tally.read, took)
    );
    if config.database.value.is_none() {
        let bytes = std::fs::metadata(config.database_file()).map_or(0, |meta| meta.len());
        println!("database       {:>10}", megabytes(bytes));
    }
    if tally.rejected() > 0 {
        println!("the rejected rows, with reasons, are in {}", rejects.display());
    }
}
