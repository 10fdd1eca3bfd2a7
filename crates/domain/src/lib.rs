//! The rules of a city's service hotline: facts in, events out.
//!
//! What is *not* here: I/O, async, the time of day, randomness, SQL, JSON, HTTP. Time and ids are inputs.

pub mod access;
pub mod city;
pub mod clock;
pub mod ids;
pub mod moment;
pub mod request;
pub mod words;

pub use ids::{
    AccountId, ClockId, ContactId, EntryId, FileId, MessageId, OrderId, PlaceCode, RequestId, TaskId, TopicCode,
    UnitCode,
};
pub use moment::{Minutes, Moment};
pub use words::{Bilingual, Channel, Grade, Kind, Lang, Secrecy};
