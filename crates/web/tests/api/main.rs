//! The JSON API as a protocol: what a program sends, and the whole of what it gets back.

mod access;
mod document;
mod files;
mod moves;
mod program;
mod reading;
mod register;
