//! The web side of Lianxin: pages, JSON API, live feed, and the console files they need.

pub mod assets;
pub mod pages;
pub mod ui;
