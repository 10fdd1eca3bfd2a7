//! A unit of work on its way through a queue: the closure, its result, and where the answer goes.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::error::StoreError;
use crate::tx::Tx;

/// How a run of a unit ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Ran {
    /// What it did should be recorded.
    Well,
    /// It must be rolled back; it may be run again.
    Badly,
    /// It must be rolled back and never run again: what it captured may be half changed.
    Panicked,
}

/// A unit of work without its types.
pub(crate) trait Unit: Send {
    /// Runs it, catching a panic.
    fn run(&mut self, tx: &mut Tx) -> Ran;
    /// Answers. An error means that what the unit did was not recorded (or may not have been); the unit's own error comes first.
    fn finish(self: Box<Self>, outcome: Result<(), StoreError>);
}

/// A unit of work with its types.
pub(crate) struct Work<F, T, E, R> {
    unit: F,
    result: Option<Result<T, E>>,
    reply: R,
}

impl<F, T, E, R> Work<F, T, E, R> {
    pub(crate) fn new(unit: F, reply: R) -> Self {
        Work { unit, result: None, reply }
    }
}

impl<F, T, E, R> Unit for Work<F, T, E, R>
where
    F: FnMut(&mut Tx) -> Result<T, E> + Send,
    T: Send,
    E: From<StoreError> + Send,
    R: FnOnce(Result<T, E>) + Send,
{
    fn run(&mut self, tx: &mut Tx) -> Ran {
        tx.start();
        // Asserted, because after a panic the transaction is rolled back and the closure not called again.
        let (ran, result) = match catch_unwind(AssertUnwindSafe(|| (self.unit)(tx))) {
            Ok(Ok(_)) if tx.fault().is_some() => {
                let error = StoreError::database("finishing a unit of work", "a statement of it had failed");
                (Ran::Badly, Err(E::from(error)))
            }
            Ok(Ok(value)) => (Ran::Well, Ok(value)),
            Ok(Err(error)) => (Ran::Badly, Err(error)),
            Err(panic) => (Ran::Panicked, Err(E::from(StoreError::Panicked(words(&*panic))))),
        };
        self.result = Some(result);
        ran
    }

    fn finish(self: Box<Self>, outcome: Result<(), StoreError>) {
        let answer = match (self.result, outcome) {
            (Some(Err(own)), _) => Err(own),
            (_, Err(error)) => Err(E::from(error)),
            (Some(Ok(value)), Ok(())) => Ok(value),
            (None, Ok(())) => Err(E::from(StoreError::closed())),
        };
        (self.reply)(answer);
    }
}

fn words(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_else(|| "without words".to_owned())
}
