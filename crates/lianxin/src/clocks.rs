//! `clocks …`: why a clock is due when it is, and what other rules would have made of the past.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::{Subcommand, ValueEnum};
use jiff::civil::Date;
use lianxin_app::packs::{self, PackReader as _, Texts, Trial, effective};
use lianxin_app::{Store, StoreError};
use lianxin_domain::city::City;
use lianxin_domain::request::{DryRun, Request, explain, parse_number};
use lianxin_domain::{Lang, Moment, OrderId};
use serde::Serialize;

use crate::config::Config;
use crate::folder::Folder;
use crate::maintenance::open_existing;
use crate::progress::Progress;

/// `clocks …`
#[derive(Subcommand, Debug)]
pub(crate) enum ClocksWhat {
    /// Show every clock of a request or an order with its whole calculation: what started it, by which rule, counted day by day, what
    /// moved it, and who is told when
    Explain {
        /// The number of a request, such as TJ2025030300001, or the id of an order
        which: String,
        /// The language of the answer
        #[arg(long, default_value = "en")]
        lang: Tongue,
    },
    /// Count what would have been late by the rules of another pack, beside what was late by ours; nothing is changed
    DryRun {
        /// The folder of the other pack
        #[arg(long, value_name = "DIR")]
        pack: PathBuf,
        /// Requests registered from this day on, such as 2025-03-01
        #[arg(long, value_name = "DAY")]
        from: Date,
        /// The last day
        #[arg(long, value_name = "DAY")]
        to: Date,
        /// As JSON instead of a table
        #[arg(long)]
        json: bool,
        /// The language of the table
        #[arg(long, default_value = "en")]
        lang: Tongue,
    },
}

/// A language, as it is typed.
#[derive(ValueEnum, Clone, Copy, Debug)]
pub(crate) enum Tongue {
    /// 中文
    Zh,
    /// English
    En,
}

impl From<Tongue> for Lang {
    fn from(tongue: Tongue) -> Lang {
        match tongue {
            Tongue::Zh => Lang::Zh,
            Tongue::En => Lang::En,
        }
    }
}

/// Does what the line says.
pub(crate) fn run(config: &Config, what: ClocksWhat) -> Result<ExitCode> {
    let store = open_existing(config)?;
    let approved = store.read_blocking(packs::approved)?;
    let folder = Folder(config.city.value.clone());
    let city = effective(&folder, &approved).map_err(|faults| told(&config.city.value, &faults))?.city;
    match what {
        ClocksWhat::Explain { which, lang } => explained(&store, &city, &which, lang.into()),
        ClocksWhat::DryRun { pack, from, to, json, lang } => {
            let then = Folder(pack.clone()).read(&Texts::new()).map_err(|faults| told(&pack, &faults))?;
            let span = (midnight(&city, from)?, midnight(&city, to.tomorrow().context("--to is too late")?)?);
            if span.0 >= span.1 {
                bail!("--from {from} lies behind --to {to}");
            }
            let trial = tried(&store, &city, &then, span)?;
            if json { as_json(&trial) } else { as_table(&trial, &city, lang.into()) }
        }
    }
}

fn told(dir: &Path, faults: &[packs::PackFault]) -> anyhow::Error {
    let lines: Vec<String> = faults.iter().map(ToString::to_string).collect();
    anyhow::anyhow!("the city pack in {} is not sound:\n{}", dir.display(), lines.join("\n"))
}

fn midnight(city: &City, day: Date) -> Result<Moment> {
    let at = city.zone.to_ambiguous_timestamp(day.to_datetime(jiff::civil::Time::midnight())).compatible();
    Ok(Moment::from_timestamp(at.with_context(|| format!("{day} is no day of the calendar"))?))
}

fn explained(store: &Store, city: &City, which: &str, lang: Lang) -> Result<ExitCode> {
    let order: Option<OrderId> = which.parse().ok();
    let number = parse_number(&city.code, which);
    let read = store.read_blocking(move |tx| -> Result<Option<Request>, StoreError> {
        let id = match (order, &number) {
            (Some(order), _) => tx.request_id_by_order(order)?,
            (None, Some(number)) => tx.request_id_by_number(number)?,
            (None, None) => None,
        };
        id.map_or(Ok(None), |id| tx.request(id))
    })?;
    let Some(request) = read else {
        bail!("there is no request or order `{which}`; give a number such as {}2025030300001", city.code)
    };
    let of_order = |clock: &&lianxin_domain::request::Running| order.is_none() || clock.order == order;
    let texts: Vec<String> = request
        .clocks
        .iter()
        .filter(of_order)
        .map(|clock| explain(&request, clock, city).lines(lang).join("\n"))
        .collect();
    println!("{}\n\n{}", request.number, texts.join("\n\n"));
    Ok(ExitCode::SUCCESS)
}

fn tried(store: &Store, now: &City, then: &City, span: (Moment, Moment)) -> Result<Trial> {
    let (mut trial, mut progress) = (Trial::over(span), Progress::begin("trying", None));
    while !trial.done {
        let (mut going, now, then) = (trial.clone(), now.clone(), then.clone());
        trial = store.read_blocking(move |tx| -> Result<Trial, StoreError> {
            going.step(tx, &now, &then)?;
            Ok(going.clone())
        })?;
        progress.at(trial.percent(), 100, String::new);
    }
    progress.end();
    Ok(trial)
}

fn as_table(trial: &Trial, city: &City, lang: Lang) -> Result<ExitCode> {
    let DryRun { rows, examples, skipped } = &trial.run;
    println!("{} requests, {skipped} clocks that cannot be compared", trial.requests);
    println!("{:>8} {:>9} {:>9} {:>7}  clock", "clocks", "late now", "late then", "change");
    for ((kind, grade), tally) in rows {
        let (now, then) = (i64::try_from(tally.late_now)?, i64::try_from(tally.late_then)?);
        let what = format!("{} · {}", kind.name(lang), grade.name(lang));
        println!("{:>8} {now:>9} {then:>9} {:>+7}  {what}", tally.clocks, then - now);
    }
    let at = |moment: Moment| city.zone.to_datetime(moment.timestamp()).strftime("%Y-%m-%d %H:%M").to_string();
    for example in examples {
        let late = |late: bool| if late { "late" } else { "in time" };
        let (now, then) = (late(example.late_now), late(example.late_then));
        let (due_now, due_then) = (at(example.due_now), at(example.due_then));
        println!("{}  {}: {due_now} {now} → {due_then} {then}", example.number, example.kind.name(lang));
    }
    Ok(ExitCode::SUCCESS)
}

/// What `--json` prints.
#[derive(Serialize)]
struct DryRunJson<'a> {
    requests: u64,
    skipped: usize,
    rows: Vec<RowJson<'a>>,
    examples: Vec<ExampleJson<'a>>,
}

#[derive(Serialize)]
struct RowJson<'a> {
    clock: &'a str,
    grade: &'a str,
    clocks: usize,
    late_now: usize,
    late_then: usize,
}

/// Moments are RFC 3339.
#[derive(Serialize)]
struct ExampleJson<'a> {
    number: &'a str,
    clock: &'a str,
    due_now: String,
    due_then: String,
    late_now: bool,
    late_then: bool,
}

fn as_json(trial: &Trial) -> Result<ExitCode> {
    let rows = trial.run.rows.iter().map(|((kind, grade), tally)| RowJson {
        clock: kind.code(),
        grade: grade.code(),
        clocks: tally.clocks,
        late_now: tally.late_now,
        late_then: tally.late_then,
    });
    let examples = trial.run.examples.iter().map(|example| ExampleJson {
        number: &example.number,
        clock: example.kind.code(),
        due_now: example.due_now.to_string(),
        due_then: example.due_then.to_string(),
        late_now: example.late_now,
        late_then: example.late_then,
    });
    let told = DryRunJson {
        requests: trial.requests,
        skipped: trial.run.skipped,
        rows: rows.collect(),
        examples: examples.collect(),
    };
    println!("{}", serde_json::to_string_pretty(&told)?);
    Ok(ExitCode::SUCCESS)
}
