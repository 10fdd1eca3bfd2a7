//! The trade as people live it, one family of moves a file.

#![expect(clippy::unwrap_used, reason = "a test fails where it is wrong")]

#[path = "../common/mod.rs"]
mod common;

mod endings;
mod explain;
mod incident;
mod known_failures;
mod messages;
mod missing;
mod more_time;
mod oversight;
mod parking;
mod returns;
mod rework;
mod ringing;
mod undue;
