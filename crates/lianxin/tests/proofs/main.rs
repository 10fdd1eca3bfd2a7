//! What is promised, shown on the real program: killed, out of disk, in a crowd, in another city.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod crash;
mod disk_full;
mod house;
mod races;
mod second_city;
