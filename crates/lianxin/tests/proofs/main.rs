//! What is promised when things go wrong, shown on the real program: killed, out of disk, in a crowd.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod crash;
mod disk_full;
mod house;
mod races;
