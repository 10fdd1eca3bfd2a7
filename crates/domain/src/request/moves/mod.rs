//! The moves of the trade by what they are about, each with its guards. `machine` finds the one for a command.

pub mod endings;
mod incident;
mod more_time;
mod oversight;
pub mod parking;
mod returns;
mod ringing;
mod support;
mod undue;
