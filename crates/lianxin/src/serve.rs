//! `serve`: opens, starts, answers, and ends in order.

use std::io::{IsTerminal, Write};
use std::net::SocketAddr;
use std::pin::pin;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use lianxin_app::App;
use lianxin_app::sign_in::NewAccount;
use lianxin_domain::access::Role;
use lianxin_engine::{Metrics, Tasks};
use lianxin_web::limits::Limits;
use lianxin_web::metrics::MetricsFor;
use lianxin_web::{Web, router};
use tokio::net::TcpListener;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tracing_subscriber::EnvFilter;

use crate::config::{Config, LogForm};
use crate::connections::{self, Patience};
use crate::{accounts, demo, open, process, sms, system};

/// For how long requests that have begun may go on after the end was asked for.
const PATIENCE: Duration = Duration::from_secs(10);
/// The same for what runs by itself: a sweep ends with the unit it is at.
const PATIENCE_TASKS: Duration = Duration::from_secs(5);

/// Serves until SIGTERM or SIGINT.
pub(crate) fn run(config: &Config, demo: bool) -> Result<ExitCode> {
    start_log(config)?;
    let app = open::app(config)?;
    let accounts = if demo { demo::lay_out(&app)? } else { None };
    if accounts.is_none() && demo::holds_nobody_else(&app)? {
        first_account(config, &app)?;
    }
    let runtime =
        tokio::runtime::Builder::new_multi_thread().enable_all().build().context("the runtime does not start")?;
    runtime.block_on(serve(config, app.clone(), accounts))?;
    // Every thread that could hand over a unit is gone: what waits is finished, and the database closed.
    runtime.shutdown_timeout(PATIENCE_TASKS);
    app.store.close();
    tracing::info!("ended in order");
    Ok(ExitCode::SUCCESS)
}

fn start_log(config: &Config) -> Result<()> {
    let filter = EnvFilter::try_new(&config.log_filter.value)
        .with_context(|| format!("the log filter `{}` is none", config.log_filter.value))?;
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(std::io::stderr().is_terminal());
    match config.log.value {
        LogForm::Human => log.init(),
        LogForm::Json => log.json().flatten_event(true).init(),
    }
    Ok(())
}

/// A database in which nobody can sign in gets an account, so that somebody can sign in and add the others.
fn first_account(config: &Config, app: &App) -> Result<()> {
    let (file, password) = (config.data.value.join("first-password"), app.entropy.code(20));
    let new = NewAccount {
        login: "admin".to_owned(),
        name: "系统管理员".to_owned(),
        password: password.clone(),
        roles: vec![Role::Administrator],
        unit: app.city().units.center().code.clone(),
        cleared: false,
    };
    if accounts::create(app, &new)? {
        open::write_secret(&file, &password)?;
        println!("sign in as admin; its first password lies in {}", file.display());
    }
    Ok(())
}

async fn serve(config: &Config, app: App, demo: Option<demo::Accounts>) -> Result<()> {
    let listener = listen(config.listen.value, "--listen").await?;
    let address = listener.local_addr().context("the address is not known")?;
    let figures = match config.metrics_listen.value {
        Some(own) => Some(listen(own, "metrics.listen").await?),
        None => None,
    };

    let (tasks, now, engine) = (Tasks::default(), system::clock(), Arc::new(Metrics::default()));
    let gateway = sms::gateway(config, demo.is_some())?;
    let feed = lianxin_engine::start(&app, &now, &engine, &tasks).await?;
    lianxin_engine::start_outbox(&app, gateway, &now, &engine, &tasks);
    let metrics = Arc::new(lianxin_web::metrics::Metrics::default());
    metrics.set_process(process::lines);
    let demo_password = demo.as_ref().map(|_| Arc::from(demo::PASSWORD));
    let limits = Arc::new(Limits::behind(config.proxies.value.clone()));
    let metrics_for = metrics_for(config);
    let web = Web { app, feed, now, limits, metrics, metrics_for, https: config.https.value, demo_password };

    let mut asked = End::listen()?;
    let ending = || {
        let mut stop = tasks.stop_signal();
        async move { stop.requested().await }
    };
    let patience = Patience::default();
    let figures = async {
        if let Some(listener) = figures {
            connections::serve(listener, lianxin_web::metrics::router(web.clone()), patience, ending()).await;
        }
    };
    let pages = connections::serve(listener, router(web.clone()), patience, ending());
    let mut serving = pin!(async { tokio::join!(pages, figures) });
    announce(address, demo.as_ref())?;
    tokio::select! {
        _ = &mut serving => bail!("answering broke off"),
        name = asked.asked_for() => tracing::info!(signal = name, "ending"),
    }
    // The stop signal ends the live feeds, so that no answer stays open for ever; new connections are not taken any more.
    let (served, cut_off) = tokio::join!(tokio::time::timeout(PATIENCE, &mut serving), tasks.stop(PATIENCE_TASKS));
    if served.is_err() {
        tracing::warn!("requests that did not end in time were cut off");
    }
    if !cut_off.is_empty() {
        tracing::warn!(tasks = ?cut_off, "tasks that did not end in time were cut off");
    }
    Ok(())
}

async fn listen(at: SocketAddr, setting: &str) -> Result<TcpListener> {
    TcpListener::bind(at).await.with_context(|| {
        format!("{at} cannot be listened on; another program may have it: give another with {setting}")
    })
}

/// Behind a proxy everybody comes from its machine, which may be this one: then the figures have an address of their own, or none.
fn metrics_for(config: &Config) -> MetricsFor {
    let proxied = config.https.value || !config.proxies.value.is_empty();
    if proxied || config.metrics_listen.value.is_some() { MetricsFor::OwnAddress } else { MetricsFor::ThisMachine }
}

/// The signals that ask for the end. A second one while the first is being followed changes nothing.
struct End {
    terminate: Signal,
    interrupt: Signal,
}

impl End {
    fn listen() -> Result<End> {
        let listen = |kind| signal(kind).context("signals cannot be listened for");
        Ok(End { terminate: listen(SignalKind::terminate())?, interrupt: listen(SignalKind::interrupt())? })
    }

    async fn asked_for(&mut self) -> &'static str {
        tokio::select! {
            _ = self.terminate.recv() => "SIGTERM",
            _ = self.interrupt.recv() => "SIGINT",
        }
    }
}

/// Says on standard output where the server answers; whoever started it waits for this line.
fn announce(address: SocketAddr, demo: Option<&demo::Accounts>) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "listening on http://{address}")?;
    if let Some(accounts) = demo {
        write!(out, "{accounts}")?;
    }
    Ok(out.flush()?)
}
