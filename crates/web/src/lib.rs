//! The web side of Lianxin: pages, JSON API, live feed, and the console files they need.
//!
//! What is *not* here: rules (`lianxin-domain` decides), SQL (`lianxin-store` reads and writes), the clock and the environment
//! (the binary reads them).

pub mod api;
pub mod assets;
pub mod caller;
pub mod failure;
pub mod flash;
pub mod form;
pub mod frame;
pub mod guard;
pub mod health;
pub mod limits;
pub mod live;
pub mod metrics;
pub mod pace;
pub mod pages;
pub mod router;
pub mod say;
pub mod state;
pub mod ui;

pub use router::router;
pub use state::Web;
