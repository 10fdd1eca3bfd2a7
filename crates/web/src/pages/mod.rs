//! The pages: pure functions from a view to markup, and the handlers that fetch the view.

pub mod design;
pub mod look;
