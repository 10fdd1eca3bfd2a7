//! Typed identifiers. `id!` makes those that the application draws, `code!` those that a city pack names.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($(#[doc = $doc:literal] $name:ident),* $(,)?) => {$(
        #[doc = $doc]
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { self.0.fmt(f) }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write!(f, "{}({})", stringify!($name), self.0) }
        }
        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, uuid::Error> { Uuid::parse_str(text).map($name) }
        }
        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self { $name(id) }
        }
    )*};
}

macro_rules! code {
    ($(#[doc = $doc:literal] $name:ident),* $(,)?) => {$(
        #[doc = $doc]
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The code as it stands in the city pack.
            pub fn as_str(&self) -> &str { &self.0 }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&self.0) }
        }
        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { write!(f, "{}({})", stringify!($name), self.0) }
        }
        impl From<&str> for $name {
            fn from(code: &str) -> Self { $name(Arc::from(code)) }
        }
        impl From<String> for $name {
            fn from(code: String) -> Self { $name(Arc::from(code)) }
        }
        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str { &self.0 }
        }
    )*};
}

id! {
    #[doc = "A request (诉求): what somebody asks."] RequestId,
    #[doc = "An order (工单): what one unit owes for a request."] OrderId,
    #[doc = "A clock (时限): one promise with its due moment."] ClockId,
    #[doc = "A task (待办): what a person must do now."] TaskId,
    #[doc = "A message (通知) that somebody must get."] MessageId,
    #[doc = "A proposed change of the city pack (规则变更)."] ChangeId,
    #[doc = "A person who signs in."] AccountId,
    #[doc = "Who asked: name and phone, kept encrypted."] ContactId,
    #[doc = "An entry of the journal (流水)."] EntryId,
    #[doc = "A file given as evidence or attachment."] FileId,
}

code! {
    #[doc = "A unit (承办单位) of the city pack, such as `hexi` or `wjw`."] UnitCode,
    #[doc = "A topic (主题) of the city pack, such as `heating.cold`."] TopicCode,
    #[doc = "A place of the city pack: a district or a street, such as `xiqing.zhongbei`."] PlaceCode,
}
