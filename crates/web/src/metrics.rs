//! What was served, for Prometheus (`GET /metrics`), and who may read it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::sync::{Mutex, PoisonError};

use axum::Router;
use axum::extract::{ConnectInfo, State};
use axum::http::header;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::caller;
use crate::failure::Failure;
use crate::frame;
use crate::state::Web;

/// Upper bounds of the answer times, in milliseconds.
const BOUNDS_MS: &[f64] = &[1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 300.0, 1_000.0, 3_000.0];

#[derive(Clone, Debug, Default)]
struct Served {
    count: u64,
    sum_ms: f64,
    within: [u64; BOUNDS_MS.len()],
}

/// Who may read the figures: they tell which routes are used how often, and how the database fares.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MetricsFor {
    /// Programs on the same machine, without a proxy between.
    ThisMachine,
    /// Nobody here: they are read at an address of their own, by whoever reaches it.
    OwnAddress,
}

/// Counters of one server. Routes are labelled by their pattern, never by an address with a number in it.
#[derive(Debug, Default)]
pub struct Metrics {
    served: Mutex<BTreeMap<(String, String, u16), Served>>,
    /// Lines that the binary adds: memory, CPU.
    extra: Mutex<Option<fn() -> String>>,
}

impl Metrics {
    /// Counts one answer.
    pub fn count(&self, method: &str, route: &str, status: u16, took_ms: f64) {
        let mut served = self.served.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = served.entry((method.to_owned(), route.to_owned(), status)).or_default();
        entry.count += 1;
        entry.sum_ms += took_ms;
        for (bound, within) in BOUNDS_MS.iter().zip(&mut entry.within) {
            *within += u64::from(took_ms <= *bound);
        }
    }

    /// What the binary knows of its process, as lines in Prometheus' form.
    pub fn set_process(&self, lines: fn() -> String) {
        *self.extra.lock().unwrap_or_else(PoisonError::into_inner) = Some(lines);
    }

    fn text(&self) -> String {
        let mut text = String::from(
            "# HELP lianxin_http_ms Answer times of routes, milliseconds.\n# TYPE lianxin_http_ms histogram\n",
        );
        for ((method, route, status), served) in self.served.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            let labels = format!("method=\"{method}\",route=\"{route}\",status=\"{status}\"");
            for (bound, within) in BOUNDS_MS.iter().zip(served.within) {
                writeln!(text, "lianxin_http_ms_bucket{{{labels},le=\"{bound}\"}} {within}").ok();
            }
            writeln!(text, "lianxin_http_ms_bucket{{{labels},le=\"+Inf\"}} {}", served.count).ok();
            writeln!(text, "lianxin_http_ms_sum{{{labels}}} {}", served.sum_ms).ok();
            writeln!(text, "lianxin_http_ms_count{{{labels}}} {}", served.count).ok();
        }
        if let Some(extra) = *self.extra.lock().unwrap_or_else(PoisonError::into_inner) {
            text.push_str(&extra());
        }
        text
    }
}

/// The figures alone, for an address of their own.
pub fn router(web: Web) -> Router {
    Router::new().route("/metrics", get(figures)).with_state(web)
}

/// `GET /metrics` where everybody asks: there is no such page but for the machine itself. Behind a proxy everybody comes from it, so
/// that whoever is spoken for is not this machine.
pub async fn show(State(web): State<Web>, parts: Parts) -> Response {
    let peer =
        parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|ConnectInfo(address)| address.ip().to_canonical());
    let forwarded =
        ["forwarded", "x-forwarded-for", "x-real-ip", "via"].iter().any(|name| parts.headers.contains_key(*name));
    let here = peer.is_some_and(|peer| peer.is_loopback()) && !forwarded;
    match web.metrics_for {
        MetricsFor::ThisMachine if here => figures(State(web)).await.into_response(),
        MetricsFor::ThisMachine | MetricsFor::OwnAddress => {
            frame::failure_page(&web, caller::look(&parts.headers), None, &Failure::NotFound)
        }
    }
}

async fn figures(State(web): State<Web>) -> impl IntoResponse {
    let mut text = web.metrics.text();
    let store = web.app.store.metrics();
    let figures = [
        ("units", store.units),
        ("statements", store.statements),
        ("commits", store.commits),
        ("batch_units_max", store.batch_units_max),
        ("rollbacks", store.rollbacks),
        ("retries", store.retries),
        ("refused", store.refused),
        ("waiting_writes", store.waiting_writes),
        ("waiting_reads", store.waiting_reads),
    ];
    for (name, value) in figures {
        writeln!(text, "# TYPE lianxin_store_{name} gauge\nlianxin_store_{name} {value}").ok();
    }
    writeln!(text, "# TYPE lianxin_feed_listeners gauge\nlianxin_feed_listeners {}", web.feed.listeners()).ok();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text)
}
