//! `GET /live`: the journal as server-sent events, filtered by the reader's scope. `Last-Event-ID` (or `?after=`) resumes it
//! without gap and without doubles.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use lianxin_app::sign_in::Session;
use lianxin_domain::AccountId;
use lianxin_domain::access::Scope;
use lianxin_engine::{FeedError, Live, Subscription};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::mpsc;
use tokio_stream::{Stream, StreamExt as _};

use crate::caller::SignedIn;
use crate::failure::Failure;
use crate::frame;
use crate::state::Web;

/// Open feeds a server keeps: 2,000 handlers and 500 agents with a second tab each.
const LISTENERS_MAX: usize = 5_000;
/// Open feeds of one account: every tab has one. The next one is refused, and its page tries again after a while; were the oldest ended
/// for it, two tabs too many would end each other for ever.
const FEEDS_OF_ACCOUNT: usize = 20;
/// A word in between, so that proxies do not close a quiet feed.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// How many feeds each account has open.
#[derive(Default, Debug)]
pub(crate) struct Feeds(Mutex<HashMap<AccountId, usize>>);

/// One feed of an account, counted until it is dropped.
struct Place {
    feeds: Arc<Feeds>,
    account: AccountId,
}

impl Feeds {
    fn open(self: &Arc<Feeds>, account: AccountId) -> Option<Place> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let open = open.entry(account).or_default();
        if *open >= FEEDS_OF_ACCOUNT {
            return None;
        }
        *open += 1;
        Some(Place { feeds: Arc::clone(self), account })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.feeds.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Entry::Occupied(mut count) = open.entry(self.account) {
            *count.get_mut() -= 1;
            if *count.get() == 0 {
                count.remove();
            }
        }
    }
}

/// Where to go on.
#[derive(Deserialize, Debug)]
pub struct After {
    after: Option<i64>,
}

/// Opens the feed.
pub async fn open(
    State(web): State<Web>,
    who: SignedIn,
    headers: HeaderMap,
    Query(After { after }): Query<After>,
) -> Response {
    match stream(&web, &who.session, &headers, after).await {
        Ok(answer) => answer,
        Err(failure) => frame::failure_page(&web, who.look, None, &failure),
    }
}

/// The feed of somebody, within his scope, after the entry that he heard last.
pub async fn stream(
    web: &Web,
    session: &Session,
    headers: &HeaderMap,
    after: Option<i64>,
) -> Result<Response, Failure> {
    if web.feed.listeners() >= LISTENERS_MAX {
        return Err(Failure::TooOften);
    }
    let place = web.limits.feeds.open(session.account).ok_or(Failure::TooManyFeeds)?;
    let scope = Scope::of(&session.actor);
    let resumed = headers.get("last-event-id").and_then(|value| value.to_str().ok()).and_then(|id| id.parse().ok());
    match web.feed.subscribe(resumed.or(after)).await {
        Ok(subscription) => {
            // The place to resume from is told at once: a cut before the first entry loses nothing.
            let hello = Event::default().id(web.feed.position().to_string()).event("hello").data("{}");
            let start = resumed.or(after).is_none().then_some(Ok(hello));
            let stream = tokio_stream::iter(start).chain(events(subscription, scope, web.limits.feed_lasts, place));
            Ok(Sse::new(stream).keep_alive(KeepAlive::new().interval(KEEP_ALIVE)).into_response())
        }
        Err(FeedError::Lagged) => {
            Ok(Sse::new(tokio_stream::once(Ok::<_, Infallible>(anew(web.feed.position())))).into_response())
        }
        Err(FeedError::Store(error)) => Err(Failure::Store(error)),
        Err(FeedError::Closed) => Err(Failure::NotFound),
    }
}

/// Too much was missed to be told: every live part fetches itself anew.
fn anew(position: i64) -> Event {
    Event::default().id(position.to_string()).event("anew").data("{}")
}

fn events(
    subscription: Subscription,
    scope: Scope,
    lasts: Duration,
    place: Place,
) -> impl Stream<Item = Result<Event, Infallible>> {
    let told = futures(subscription, lasts);
    told.filter_map(move |told| {
        // The stream holds the place: it is free again when the stream is dropped.
        let _held = &place;
        match told {
            Ok(live) if live.allows(&scope) => Some(Ok(event(&live))),
            Ok(_) => None,
            Err(position) => Some(Ok(anew(position))),
        }
    })
}

/// The subscription as a stream; it ends with the place to go on from.
fn futures(subscription: Subscription, lasts: Duration) -> impl Stream<Item = Result<Arc<Live>, i64>> {
    let (sender, receiver) = mpsc::channel(64);
    // Ends with the stream: sending fails once the browser has gone.
    #[expect(
        clippy::disallowed_methods,
        reason = "bound to its stream: it ends when the browser goes, the feed closes or its time is over"
    )]
    tokio::spawn(tokio::time::timeout(lasts, pass_on(subscription, sender)));
    tokio_stream::wrappers::ReceiverStream::new(receiver)
}

async fn pass_on(mut subscription: Subscription, sender: mpsc::Sender<Result<Arc<Live>, i64>>) {
    let mut position = 0;
    loop {
        let told = tokio::select! {
            told = subscription.next() => told,
            () = sender.closed() => return,
        };
        match told {
            Ok(live) => {
                position = live.seq;
                if sender.send(Ok(live)).await.is_err() {
                    return;
                }
            }
            Err(FeedError::Lagged) => {
                sender.send(Err(position)).await.ok();
                return;
            }
            Err(FeedError::Closed | FeedError::Store(_)) => return,
        }
    }
}

fn event(live: &Live) -> Event {
    let orders: Vec<String> = live.orders.iter().map(ToString::to_string).collect();
    let data = json!({
        "seq": live.seq, "request": live.request.to_string(), "number": live.number, "kind": live.kind,
        "orders": orders, "topics": live.topics(),
    });
    Event::default().id(live.seq.to_string()).event("entry").data(data.to_string())
}
