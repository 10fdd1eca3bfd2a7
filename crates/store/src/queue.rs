//! A bounded queue that several threads take from.

use std::collections::VecDeque;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Units that may wait; at ten thousand a second this is under half a second of work.
pub(crate) const QUEUE_UNITS_MAX: usize = 4_096;

pub(crate) struct Queue<T> {
    state: Mutex<State<T>>,
    arrived: Condvar,
    limit: usize,
}

struct State<T> {
    waiting: VecDeque<T>,
    closed: bool,
}

/// Why a thing was not taken into the queue.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Refused {
    Full,
    Closed,
}

impl<T> Queue<T> {
    pub(crate) fn new(limit: usize) -> Self {
        Queue { state: Mutex::new(State { waiting: VecDeque::new(), closed: false }), arrived: Condvar::new(), limit }
    }

    pub(crate) fn push(&self, item: T) -> Result<(), Refused> {
        let mut state = self.lock();
        if state.closed {
            return Err(Refused::Closed);
        }
        if state.waiting.len() >= self.limit {
            return Err(Refused::Full);
        }
        state.waiting.push_back(item);
        drop(state);
        self.arrived.notify_one();
        Ok(())
    }

    /// Waits for the next; nothing once the queue is closed and drained.
    pub(crate) fn pop(&self) -> Option<T> {
        let mut state = self.lock();
        loop {
            if let Some(item) = state.waiting.pop_front() {
                return Some(item);
            }
            if state.closed {
                return None;
            }
            state = self.arrived.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// The next, if one is waiting.
    pub(crate) fn try_pop(&self) -> Option<T> {
        self.lock().waiting.pop_front()
    }

    pub(crate) fn len(&self) -> usize {
        self.lock().waiting.len()
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.lock().closed
    }

    /// Takes nothing more; what waits is still handed out.
    pub(crate) fn close(&self) {
        self.lock().closed = true;
        self.arrived.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, State<T>> {
        // Nothing panics while holding it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
