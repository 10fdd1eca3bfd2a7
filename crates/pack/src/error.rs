//! What is wrong with a pack, each thing with its place.

use std::cell::RefCell;
use std::fmt;
use std::ops::Range;

use crate::source::Source;

/// One thing that is wrong.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, thiserror::Error)]
#[error("{file}:{line}:{column}: {what}; {remedy}")]
pub struct PackError {
    /// Relative to the pack.
    pub file: String,
    /// From 1.
    pub line: usize,
    /// From 1, in characters.
    pub column: usize,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

/// Everything that is wrong with a pack, in the order of files and lines; never empty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PackErrors(Vec<PackError>);

impl PackErrors {
    pub(crate) fn new(mut all: Vec<PackError>) -> PackErrors {
        all.sort();
        all.dedup();
        PackErrors(all)
    }

    /// Each of them.
    pub fn all(&self) -> &[PackError] {
        &self.0
    }
}

impl fmt::Display for PackErrors {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for error in &self.0 {
            writeln!(f, "{error}")?;
        }
        write!(f, "{} {}", self.0.len(), if self.0.len() == 1 { "thing is wrong" } else { "things are wrong" })
    }
}

impl std::error::Error for PackErrors {}

/// Where errors are gathered while reading goes on.
#[derive(Default, Debug)]
pub(crate) struct Errors(RefCell<Vec<Found>>);

#[derive(Debug)]
struct Found {
    error: PackError,
    /// Byte of the file; `None`: the file as a whole.
    offset: Option<usize>,
}

impl Errors {
    /// Something wrong at a span of a file.
    pub(crate) fn at(&self, source: &Source, span: &Range<usize>, what: impl Into<String>, remedy: impl Into<String>) {
        let (line, column) = source.line_column(span.start);
        let error = PackError { file: source.name.clone(), line, column, what: what.into(), remedy: remedy.into() };
        self.0.borrow_mut().push(Found { error, offset: Some(span.start) });
    }

    /// Something wrong with a file as a whole.
    pub(crate) fn file(&self, name: &str, what: impl Into<String>, remedy: impl Into<String>) {
        let error = PackError { file: name.to_owned(), line: 1, column: 1, what: what.into(), remedy: remedy.into() };
        self.0.borrow_mut().push(Found { error, offset: None });
    }

    /// How many were found so far.
    pub(crate) fn count(&self) -> usize {
        self.0.borrow().len()
    }

    /// Whether one of the first `count` lies inside a span, so that what follows from it need not be told.
    pub(crate) fn any_within(&self, count: usize, file: &str, span: &Range<usize>) -> bool {
        let inside =
            |found: &Found| found.error.file == file && found.offset.is_some_and(|offset| span.contains(&offset));
        self.0.borrow().iter().take(count).any(inside)
    }

    /// Whether some file could not be read at all.
    pub(crate) fn whole_file(&self) -> bool {
        self.0.borrow().iter().any(|found| found.offset.is_none())
    }

    /// All of them; empty if nothing is wrong.
    pub(crate) fn take(&self) -> Vec<PackError> {
        self.0.take().into_iter().map(|found| found.error).collect()
    }
}
