//! How slowly somebody may send: whoever drips holds a connection and what is held for it, and a few thousand of them hold the server.
//!
//! An upload of minutes goes on for as long as it arrives; an answer that streams (a live feed, an export) is not measured at all.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, BodyDataStream, Bytes, HttpBody as _};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;
use tokio::time::{Instant, Sleep, sleep_until};
use tokio_stream::Stream;

use crate::caller;
use crate::failure::Failure;
use crate::frame;
use crate::state::Web;

/// How slowly somebody may send.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    /// For so long nothing of a body may come.
    pub silence: Duration,
    /// So long a body may take however small it is; then it must have come at `bytes_per_second` on the whole.
    pub grace: Duration,
    /// A photo over the slowest of mobile networks comes faster.
    pub bytes_per_second: u32,
    /// So long after the last of the body the answer must begin.
    pub answer: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Pace {
            silence: Duration::from_secs(30),
            grace: Duration::from_mins(1),
            bytes_per_second: 5_000,
            answer: Duration::from_mins(2),
        }
    }
}

/// What a request has come to, for the one who waits for its answer.
#[derive(Clone, Copy, Debug)]
struct Heard {
    /// When something of it came last, or it began.
    last: Instant,
    /// It came too slowly, and is not read any further.
    slow: bool,
}

/// Ends requests that come too slowly, and those that are not answered.
pub async fn keep(State(web): State<Web>, request: Request, next: Next) -> Response {
    let pace = web.limits.pace;
    let heard = Arc::new(Mutex::new(Heard { last: Instant::now(), slow: false }));
    let look = caller::look(request.headers());
    let for_programs = request.uri().path().starts_with("/api/");
    let paced = |body: Body| Body::from_stream(Paced::new(body, pace, Arc::clone(&heard)));
    let request = request.map(|body| if body.is_end_stream() { body } else { paced(body) });
    let mut answer = std::pin::pin!(next.run(request));
    let answered = loop {
        let until = read(&heard).last + pace.answer;
        tokio::select! {
            answer = &mut answer => break Some(answer),
            () = sleep_until(until) => if read(&heard).last + pace.answer <= Instant::now() { break None },
        }
    };
    let slow = read(&heard).slow;
    match answered {
        Some(answer) if !slow => answer,
        Some(_) | None => {
            let failure = if slow { Failure::TooSlow } else { Failure::NoAnswer };
            let mut refused = if for_programs {
                failure.into_problem(look.lang)
            } else {
                frame::failure_page(&web, look, None, &failure)
            };
            // What has not been read of the body cannot be taken for the next request.
            refused.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            refused
        }
    }
}

fn read(heard: &Mutex<Heard>) -> Heard {
    *heard.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A body that must come in time.
struct Paced {
    body: BodyDataStream,
    pace: Pace,
    began: Instant,
    bytes: u64,
    /// Runs while the sender is waited for; not while the server is busy with what has come.
    silence: Option<Pin<Box<Sleep>>>,
    heard: Arc<Mutex<Heard>>,
}

impl Paced {
    fn new(body: Body, pace: Pace, heard: Arc<Mutex<Heard>>) -> Paced {
        Paced { body: body.into_data_stream(), pace, began: Instant::now(), bytes: 0, silence: None, heard }
    }

    /// When all that has come so far, and something more, must be there.
    fn due(&self) -> Instant {
        let rate = u64::from(self.pace.bytes_per_second.max(1));
        self.began + self.pace.grace + Duration::from_millis(self.bytes.saturating_mul(1_000) / rate)
    }

    fn note(&self, slow: bool) {
        *self.heard.lock().unwrap_or_else(PoisonError::into_inner) = Heard { last: Instant::now(), slow };
    }

    fn too_slow(&self) -> axum::Error {
        self.note(true);
        axum::Error::new(std::io::Error::from(std::io::ErrorKind::TimedOut))
    }
}

impl Stream for Paced {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match Pin::new(&mut self.body).poll_next(cx) {
            Poll::Ready(Some(Ok(_))) if Instant::now() > self.due() => Poll::Ready(Some(Err(self.too_slow()))),
            Poll::Ready(come) => {
                if let Some(Ok(bytes)) = &come {
                    self.bytes += bytes.len() as u64;
                }
                self.silence = None;
                self.note(false);
                Poll::Ready(come)
            }
            Poll::Pending => {
                let until = (Instant::now() + self.pace.silence).min(self.due());
                let silence = self.silence.get_or_insert_with(|| Box::pin(sleep_until(until)));
                match silence.as_mut().poll(cx) {
                    Poll::Ready(()) => Poll::Ready(Some(Err(self.too_slow()))),
                    Poll::Pending => Poll::Pending,
                }
            }
        }
    }
}
