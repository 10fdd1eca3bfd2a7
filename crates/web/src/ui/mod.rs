//! The components of every page: typed pure functions and values that render to markup.
//!
//! A component takes what it shows and a [`Lang`](lianxin_domain::Lang); time is an input, as everywhere. Components with many options are
//! values with a builder and `maud::Render`, so that a page reads `(Button::primary("派单").key("Alt+Enter"))`; the rest are
//! functions. Everything works as plain HTML; the custom elements of `console/` add life. All of them stand together, in every
//! state, on `/design`.
//!
//! What is *not* here: rules, requests to the server, inline scripts or styles (the content security policy forbids both).

pub mod badge;
pub mod button;
pub mod clock;
pub mod copy;
pub mod dialog;
pub mod draft;
pub mod errors;
pub mod field;
pub mod file_drop;
pub mod filters;
pub mod icon;
pub mod keys;
pub mod layout;
pub mod lights;
pub mod live;
pub mod look;
pub mod order_tree;
pub mod person;
pub mod picker;
pub mod place_picker;
pub mod progress;
pub mod public_shell;
pub mod shell;
pub mod side_panel;
pub mod states;
pub mod table;
pub mod tiles;
pub mod time;
pub mod timeline;
pub mod toast;
pub mod topic_picker;
pub mod unit_picker;

pub use badge::{Tone, badge};
pub use button::Button;
pub use clock::{Clock, Pace};
pub use errors::{FieldError, error_summary};
pub use field::Field;
pub use icon::Icon;
pub use lights::{Light, Lights};
pub use look::{Look, Theme};
pub use public_shell::PublicShell;
pub use shell::{NavItem, Shell, UserMenu};
pub use table::{Column, Pager, Row, Table};
