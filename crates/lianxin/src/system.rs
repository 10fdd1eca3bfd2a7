//! The only reading of the clock, of randomness and of the environment.

use std::collections::BTreeMap;
use std::sync::Arc;

use lianxin_app::Entropy;
use lianxin_domain::Moment;
use lianxin_engine::Now;

/// The time of the machine.
#[expect(clippy::disallowed_methods, reason = "the one place where the clock is read")]
pub(crate) fn now() -> Moment {
    Moment::from_timestamp(jiff::Timestamp::now())
}

/// The time of the machine, for those who ask later.
pub(crate) fn clock() -> Now {
    Arc::new(now)
}

/// How long something takes, for progress and logs.
#[expect(clippy::disallowed_methods, reason = "measures a length of time, which no rule depends on")]
pub(crate) fn stopwatch() -> impl Fn() -> std::time::Duration {
    let start = std::time::Instant::now();
    move || start.elapsed()
}

/// The randomness of the machine. Without it no key, id or session is safe, so the program ends.
pub(crate) fn entropy() -> Entropy {
    Entropy::new(|bytes| {
        if let Err(error) = getrandom::fill(bytes) {
            eprintln!("lianxin: the system gives no randomness: {error}");
            std::process::abort();
        }
    })
}

/// The environment's settings of this program: everything that begins with `LIANXIN_`.
pub(crate) fn environment() -> BTreeMap<String, String> {
    // What the tests of this project tell each other is no setting.
    let ours = |name: &str| name.starts_with("LIANXIN_") && !name.starts_with("LIANXIN_TEST_");
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.to_string_lossy().into_owned())))
        .filter(|(name, _)| ours(name))
        .collect()
}
