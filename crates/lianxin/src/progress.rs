//! How far long work is: a bar on a terminal, a line now and then elsewhere.

use std::io::IsTerminal;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::system;

/// How often a line is written where there is no terminal.
const LINE_EVERY: Duration = Duration::from_secs(5);

/// How far some work is.
pub(crate) struct Progress {
    bar: ProgressBar,
    what: &'static str,
    plain: bool,
    elapsed: Box<dyn Fn() -> Duration>,
    last_line: Duration,
}

impl Progress {
    /// Begins; `total` may be unknown at first.
    pub(crate) fn begin(what: &'static str, total: Option<u64>) -> Progress {
        let plain = !std::io::stderr().is_terminal();
        let bar = total.map_or_else(ProgressBar::no_length, ProgressBar::new);
        bar.set_draw_target(if plain { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() });
        let form = "{prefix} {wide_bar} {human_pos}/{human_len} {per_sec}, {eta} left {msg}";
        if let Ok(style) = ProgressStyle::with_template(form) {
            bar.set_style(style);
        }
        bar.set_prefix(what);
        Progress { bar, what, plain, elapsed: Box::new(system::stopwatch()), last_line: Duration::ZERO }
    }

    /// So much is done, of so much.
    pub(crate) fn at(&mut self, done: u64, total: u64, note: impl FnOnce() -> String) {
        self.bar.set_length(total);
        self.bar.set_position(done);
        if !self.plain {
            self.bar.set_message(note());
            return;
        }
        let elapsed = (self.elapsed)();
        if elapsed.saturating_sub(self.last_line) >= LINE_EVERY {
            self.last_line = elapsed;
            let rate = per_second(done, elapsed);
            let left = total.saturating_sub(done).checked_div(rate).unwrap_or(0);
            eprintln!("{}: {done} of {total}, {rate}/s, {left} s left {}", self.what, note());
        }
    }

    /// Ends; gives how long it took.
    pub(crate) fn end(self) -> Duration {
        self.bar.finish_and_clear();
        (self.elapsed)()
    }
}

/// Whole things per second.
pub(crate) fn per_second(things: u64, length: Duration) -> u64 {
    let millis = u64::try_from(length.as_millis()).unwrap_or(u64::MAX).max(1);
    things.saturating_mul(1_000) / millis
}
