//! The JSON API as a protocol: what a program sends, and the whole of what it gets back.

#![expect(
    clippy::unwrap_used,
    clippy::too_many_lines,
    unreachable_pub,
    reason = "a test that cannot go on has failed; whole answers stand beside the call"
)]

mod access;
mod document;
mod endings;
mod files;
mod moves;
mod probe;
mod program;
mod reading;
mod register;
mod returns;
mod story;
mod tables;
mod time;
mod together;
