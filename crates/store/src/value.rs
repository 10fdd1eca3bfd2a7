//! What goes into a statement: the few types both engines share.

use lianxin_domain::{
    AccountId, ChangeId, Channel, ClockId, ContactId, EntryId, FileId, Grade, Kind, MessageId, Minutes, Moment,
    OrderId, PlaceCode, RequestId, Secrecy, TaskId, TopicCode, UnitCode,
};
use uuid::Uuid;

use crate::row::{Cell, FromCell};

/// One parameter of a statement.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Nothing known.
    Null,
    /// Text without NUL.
    Text(String),
    /// A count, or a moment in microseconds UTC.
    Int(i64),
    /// Yes or no; 0 or 1 on SQLite.
    Bool(bool),
    /// A measure.
    Real(f64),
    /// An id; a blob of 16 bytes on SQLite.
    Uuid(Uuid),
}

/// A list of parameters: `values![id, number, now]`; each may be anything that converts into a [`Value`].
#[macro_export]
macro_rules! values {
    ($($value:expr),* $(,)?) => { ::std::vec![$($crate::Value::from($value)),*] };
}

macro_rules! from {
    ($($of:ty => |$it:ident| $value:expr;)*) => {$(
        impl From<$of> for Value {
            fn from($it: $of) -> Self { $value }
        }
    )*};
}

from! {
    &str => |it| Value::Text(it.to_owned());
    &String => |it| Value::Text(it.clone());
    String => |it| Value::Text(it);
    i64 => |it| Value::Int(it);
    i32 => |it| Value::Int(it.into());
    u32 => |it| Value::Int(it.into());
    u16 => |it| Value::Int(it.into());
    u8 => |it| Value::Int(it.into());
    bool => |it| Value::Bool(it);
    f64 => |it| Value::Real(it);
    Uuid => |it| Value::Uuid(it);
    Moment => |it| Value::Int(it.0);
    Minutes => |it| Value::Int(it.0);
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Value::Null, Into::into)
    }
}

impl FromCell for Moment {
    const EXPECTED: &'static str = "a moment in microseconds";
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        i64::from_cell(cell).map(Moment)
    }
}

impl FromCell for Minutes {
    const EXPECTED: &'static str = "a number of minutes";
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        i64::from_cell(cell).map(Minutes)
    }
}

/// Typed ids: UUID columns.
macro_rules! ids {
    ($($id:ty),* $(,)?) => {$(
        impl From<$id> for Value {
            fn from(id: $id) -> Self { Value::Uuid(id.0) }
        }
        impl From<&$id> for Value {
            fn from(id: &$id) -> Self { Value::Uuid(id.0) }
        }
        impl FromCell for $id {
            const EXPECTED: &'static str = concat!("the id of a ", stringify!($id));
            fn from_cell(cell: Cell<'_>) -> Option<Self> { Uuid::from_cell(cell).map(<$id>::from) }
        }
    )*};
}

ids!(RequestId, OrderId, ClockId, TaskId, AccountId, ContactId, EntryId, FileId, MessageId, ChangeId);

/// Codes of the city pack: TEXT columns.
macro_rules! codes {
    ($($code:ty),* $(,)?) => {$(
        impl From<$code> for Value {
            fn from(code: $code) -> Self { Value::Text(code.as_str().to_owned()) }
        }
        impl From<&$code> for Value {
            fn from(code: &$code) -> Self { Value::Text(code.as_str().to_owned()) }
        }
        impl FromCell for $code {
            const EXPECTED: &'static str = concat!("the code of a ", stringify!($code));
            fn from_cell(cell: Cell<'_>) -> Option<Self> {
                if let Cell::Text(code) = cell { Some(<$code>::from(code)) } else { None }
            }
        }
    )*};
}

codes!(UnitCode, TopicCode, PlaceCode);

/// Closed vocabularies (`vocabulary!` of the domain): TEXT columns that hold the stable code.
macro_rules! words {
    ($($word:ty),* $(,)?) => {$(
        impl From<$word> for Value {
            fn from(word: $word) -> Self { Value::Text(word.code().to_owned()) }
        }
        impl FromCell for $word {
            const EXPECTED: &'static str = concat!("a word of ", stringify!($word));
            fn from_cell(cell: Cell<'_>) -> Option<Self> {
                if let Cell::Text(code) = cell { <$word>::from_code(code) } else { None }
            }
        }
    )*};
}

words!(Grade, Kind, Channel, Secrecy);
