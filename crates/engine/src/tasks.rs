//! Tasks that are watched: each has a name, a panic is logged and the task begun again, and all of them end together.

use std::future::Future;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinHandle;

/// The first pause before a task that panicked is begun again; doubled each time.
const BACK_OFF_FIRST: Duration = Duration::from_millis(100);
/// The longest pause: a task that cannot run must not fill the log.
const BACK_OFF_LAST: Duration = Duration::from_secs(30);

/// Tells a task that it shall end.
#[derive(Clone, Debug)]
pub struct Stop(watch::Receiver<bool>);

impl Stop {
    /// Waits until the end is asked for.
    pub async fn requested(&mut self) {
        // An error means that `Tasks` is gone: the end as well.
        let _gone = self.0.wait_for(|stop| *stop).await;
    }

    /// Whether the end has been asked for.
    pub fn is_requested(&self) -> bool {
        *self.0.borrow()
    }

    /// Sleeps, but not past the end; says whether to go on.
    pub async fn sleep(&mut self, length: Duration) -> bool {
        tokio::select! {
            () = self.requested() => false,
            () = tokio::time::sleep(length) => !self.is_requested(),
        }
    }
}

/// The tasks of a server. Dropping it asks all of them to end.
#[derive(Debug)]
pub struct Tasks {
    stop: watch::Sender<bool>,
    running: Mutex<Vec<(&'static str, JoinHandle<()>)>>,
}

impl Default for Tasks {
    fn default() -> Self {
        Tasks { stop: watch::Sender::new(false), running: Mutex::default() }
    }
}

impl Tasks {
    /// The signal that tells tasks to end.
    pub fn stop_signal(&self) -> Stop {
        Stop(self.stop.subscribe())
    }

    /// Begins a task; `make` makes its future, again after each panic. A future that ends by itself is not begun again.
    pub fn spawn<F>(&self, name: &'static str, make: impl Fn(Stop) -> F + Send + 'static)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let task = watched(supervise(name, make, self.stop_signal()));
        self.running.lock().unwrap_or_else(PoisonError::into_inner).push((name, task));
    }

    /// Asks every task to end and waits for them; those that have not ended after `patience` are cut off. Gives the names of those.
    pub async fn stop(&self, patience: Duration) -> Vec<&'static str> {
        self.stop.send_replace(true);
        let running = std::mem::take(&mut *self.running.lock().unwrap_or_else(PoisonError::into_inner));
        let end = tokio::time::Instant::now() + patience;
        let mut cut_off = Vec::new();
        for (name, mut task) in running {
            if tokio::time::timeout_at(end, &mut task).await.is_err() {
                task.abort();
                cut_off.push(name);
            }
        }
        cut_off
    }
}

async fn supervise<F>(name: &'static str, make: impl Fn(Stop) -> F + Send + 'static, mut stop: Stop)
where
    F: Future<Output = ()> + Send + 'static,
{
    let mut pause = BACK_OFF_FIRST;
    loop {
        let mut task = AbortOnDrop(watched(make(stop.clone())));
        match (&mut task.0).await {
            Ok(()) => return,
            Err(error) => tracing::error!(task = name, %error, "a task of the server broke off; it is begun again"),
        }
        if !stop.sleep(pause).await {
            return;
        }
        pause = (pause * 2).min(BACK_OFF_LAST);
    }
}

/// A supervisor that is cut off takes its task with it.
struct AbortOnDrop(JoinHandle<()>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place where tasks are made: both ends of each are held here")]
fn watched(future: impl Future<Output = ()> + Send + 'static) -> JoinHandle<()> {
    tokio::spawn(future)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn a_task_that_panics_is_begun_again() {
        let (tasks, begun) = (Tasks::default(), Arc::new(AtomicU32::new(0)));
        let (done, mut finished) = tokio::sync::mpsc::channel(1);
        let count = Arc::clone(&begun);
        tasks.spawn("stumbles twice", move |_| {
            let (count, done) = (Arc::clone(&count), done.clone());
            async move {
                assert!(count.fetch_add(1, Ordering::SeqCst) >= 2, "stumbled");
                done.send(()).await.unwrap();
            }
        });
        finished.recv().await.unwrap();
        assert_eq!(begun.load(Ordering::SeqCst), 3);
        assert_eq!(tasks.stop(Duration::from_secs(1)).await, Vec::<&str>::new());
    }

    #[tokio::test(start_paused = true)]
    async fn stopping_waits_for_the_patient_and_cuts_off_the_deaf() {
        let tasks = Tasks::default();
        tasks.spawn("listens", |mut stop| async move { stop.requested().await });
        tasks.spawn("deaf", |_| std::future::pending());
        assert_eq!(tasks.stop(Duration::from_secs(10)).await, ["deaf"]);
    }

    #[tokio::test(start_paused = true)]
    async fn nothing_is_begun_again_after_the_end_was_asked_for() {
        let (tasks, begun) = (Tasks::default(), Arc::new(AtomicU32::new(0)));
        let count = Arc::clone(&begun);
        tasks.spawn("stumbles at the end", move |mut stop| {
            let count = Arc::clone(&count);
            async move {
                count.fetch_add(1, Ordering::SeqCst);
                stop.requested().await;
                panic!("at the end");
            }
        });
        tokio::task::yield_now().await;
        assert_eq!(tasks.stop(Duration::from_secs(1)).await, Vec::<&str>::new());
        assert_eq!(begun.load(Ordering::SeqCst), 1);
    }
}
