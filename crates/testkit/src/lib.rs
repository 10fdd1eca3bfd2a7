//! A city to test in: a store of either engine, a clock that is moved by hand, ids from a seed, and people at their desks.
//!
//! ```
//! # use lianxin_testkit::{Engine, World, help, lead, minutes, supporting};
//! let city = World::new(Engine::Sqlite);
//! let lamp = city.agent().registers(help("路灯不亮").at("hexi.taoyuan"));
//! city.dispatcher().dispatches(&lamp, lead("hexi"), [supporting("wjw")]);
//! city.wait(minutes(31));
//! assert!(!city.request(&lamp).overdue, "an ordinary order has until tomorrow");
//! ```
//!
//! What is *not* here: HTTP, the binary, anything that production uses.

mod city;
mod desk;
mod entropy;
mod people;
mod postgres;
pub mod simulation;
mod words;
mod world;

pub use city::{Folder, tianjin, tianjin_folder};
pub use desk::Desk;
pub use entropy::seeded;
pub use lianxin_store::Engine;
pub use people::{account_of, person};
pub use postgres::{TestPostgres, TlsPostgres};
pub use words::{
    Draft, content, dissatisfied, enquiry, help, lead, minutes, report, solved, supporting, unsolved, wrongdoing,
};
pub use world::{Filed, World};

/// The same test on both engines: `name::sqlite` and `name::postgres`. A machine without PostgreSQL fails the second.
#[macro_export]
macro_rules! both_engines {
    ($($(#[doc = $doc:literal])* fn $name:ident($world:ident: &World) $body:block)*) => {$(
        $(#[doc = $doc])*
        mod $name {
            use super::*;

            fn on($world: &$crate::World) $body

            #[test]
            fn sqlite() {
                on(&$crate::World::new($crate::Engine::Sqlite));
            }

            #[test]
            fn postgres() {
                on(&$crate::World::new($crate::Engine::Postgres));
            }
        }
    )*};
}
