//! Connections: taken, answered, and let go of when the other side drips its headers or does not read what it is sent.
//!
//! How slowly a body may come, the server's own layers decide (`lianxin_web::pace`): they know what it is for.

use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::Router;
use axum::extract::connect_info::IntoMakeServiceWithConnectInfo;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use tokio::time::{Sleep, sleep};
use tower::Service as _;

/// The pause after a connection could not be taken: most often there are too many of them.
const AFTER_FAILURE: Duration = Duration::from_secs(1);

/// How long a connection is waited for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Patience {
    /// From the connection, or the answer before, to the end of the headers. Longer than proxies keep a connection that nobody uses
    /// (a minute, mostly): were it shorter, they would send into one that is just being closed.
    pub head: Duration,
    /// For so long nothing of an answer is taken.
    pub stalled: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Patience { head: Duration::from_secs(75), stalled: Duration::from_mins(1) }
    }
}

type Make = IntoMakeServiceWithConnectInfo<Router, SocketAddr>;

/// Answers until the end is asked for, and then what has begun.
pub(crate) async fn serve(listener: TcpListener, routes: Router, patience: Patience, ending: impl Future<Output = ()>) {
    let mut make: Make = routes.into_make_service_with_connect_info::<SocketAddr>();
    let graceful = GracefulShutdown::new();
    let mut open = JoinSet::new();
    let mut ending = pin!(ending);
    loop {
        tokio::select! {
            () = &mut ending => break,
            Some(_ended) = open.join_next(), if !open.is_empty() => {}
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => {
                    let Ok(service) = make.call(peer).await;
                    open.spawn(answer(stream, TowerToHyperService::new(service), patience, graceful.watcher()));
                }
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be taken");
                    sleep(AFTER_FAILURE).await;
                }
            },
        }
    }
    drop(listener);
    graceful.shutdown().await;
}

async fn answer<S>(stream: TcpStream, service: TowerToHyperService<S>, patience: Patience, watcher: Watcher)
where
    S: tower::Service<hyper::Request<hyper::body::Incoming>, Response = axum::response::Response>
        + Clone
        + Send
        + 'static,
    S::Future: Send + 'static,
    S::Error: Into<Box<dyn std::error::Error + Send + Sync>> + Send,
{
    let io = TokioIo::new(Stalling { stream, limit: patience.stalled, stalled: None });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(patience.head);
    if let Err(error) = watcher.watch(http.serve_connection(io, service)).await {
        tracing::debug!(%error, "a connection broke off");
    }
}

/// A connection whose other side must take what it is sent: otherwise an answer and its memory are held for ever.
struct Stalling {
    stream: TcpStream,
    limit: Duration,
    /// Runs while the other side takes nothing.
    stalled: Option<Pin<Box<Sleep>>>,
}

impl Stalling {
    /// Lets what was taken through; counts the time while nothing is.
    fn watched<T>(&mut self, cx: &mut Context<'_>, taken: Poll<io::Result<T>>) -> Poll<io::Result<T>> {
        if taken.is_ready() {
            self.stalled = None;
            return taken;
        }
        let limit = self.limit;
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(sleep(limit)));
        ready!(stalled.as_mut().poll(cx));
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Stalling {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, into)
    }
}

impl AsyncWrite for Stalling {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let taken = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.watched(cx, taken)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let taken = Pin::new(&mut self.stream).poll_write_vectored(cx, parts);
        self.watched(cx, taken)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let taken = Pin::new(&mut self.stream).poll_flush(cx);
        self.watched(cx, taken)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::sync::oneshot;
    use tokio::time::{Instant, timeout};

    use super::*;

    const SHORT: Patience = Patience { head: Duration::from_millis(300), stalled: Duration::from_millis(300) };
    const LONG: Duration = Duration::from_secs(10);
    /// More than the buffers of both sides take.
    const LARGE: usize = 64 * 1024 * 1024;

    /// A server, with what ends it.
    async fn server() -> (SocketAddr, oneshot::Sender<()>, tokio::task::JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let large = || async { Body::from(vec![b'x'; LARGE]) };
        let slow = || async {
            sleep(SHORT.head * 3).await;
            "slow"
        };
        let routes = Router::new().route("/large", get(large)).route("/slow", get(slow));
        let (end, ended) = oneshot::channel::<()>();
        #[expect(clippy::disallowed_methods, reason = "ends with the test's runtime")]
        let serving = tokio::spawn(serve(listener, routes, SHORT, async move {
            ended.await.ok();
        }));
        (address, end, serving)
    }

    #[tokio::test]
    async fn who_drips_his_headers_is_let_go_of() {
        let (address, _end, _serving) = server().await;
        let mut dripping = TcpStream::connect(address).await.unwrap();
        let began = Instant::now();
        let dripped = async {
            for byte in b"GET /slow HTTP/1.1\r\nHost: a\r\nX: ".iter().cycle() {
                if dripping.write_all(&[*byte]).await.is_err() {
                    return;
                }
                sleep(Duration::from_millis(50)).await;
            }
        };
        timeout(LONG, dripped).await.expect("the connection ends while it drips");
        assert!(began.elapsed() >= SHORT.head, "{:?}", began.elapsed());
    }

    #[tokio::test]
    async fn an_answer_that_takes_long_is_waited_for() {
        let (address, _end, _serving) = server().await;
        let mut asking = TcpStream::connect(address).await.unwrap();
        asking.write_all(b"GET /slow HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").await.unwrap();
        let mut said = String::new();
        asking.read_to_string(&mut said).await.unwrap();
        assert!(said.starts_with("HTTP/1.1 200 OK") && said.ends_with("slow"), "{said}");
    }

    #[tokio::test]
    async fn who_takes_nothing_of_his_answer_is_let_go_of() {
        let (address, end, serving) = server().await;
        let mut deaf = TcpStream::connect(address).await.unwrap();
        deaf.write_all(b"GET /large HTTP/1.1\r\nHost: a\r\n\r\n").await.unwrap();
        sleep(Duration::from_millis(100)).await;
        // The server ends only when every answer has ended: this one does, though nobody reads it.
        end.send(()).unwrap();
        timeout(LONG, serving).await.expect("the answer is given up").unwrap();
    }
}
