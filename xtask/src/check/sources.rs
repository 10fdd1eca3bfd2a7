//! The files that belong to the repository, as text.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, ensure};

/// One text file of the repository.
#[derive(Clone, Debug)]
pub(crate) struct Source {
    /// Path from the root, with `/`.
    pub(crate) path: String,
    pub(crate) text: String,
}

impl Source {
    /// `path:line` of a byte offset into the text.
    pub(crate) fn place(&self, offset: usize) -> String {
        format!("{}:{}", self.path, line_of(&self.text, offset))
    }

    pub(crate) fn has_extension(&self, extension: &str) -> bool {
        Path::new(&self.path).extension().is_some_and(|found| found == extension)
    }

    pub(crate) fn is_rust(&self) -> bool {
        self.has_extension("rs")
    }

    /// The folder name of the crate under `crates/` that the file belongs to.
    pub(crate) fn krate(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.split('/').next()
    }

    /// Whether the whole file is compiled for tests, benchmarks or examples only. The testkit is: nobody ships it.
    pub(crate) fn is_test(&self) -> bool {
        if self.krate() == Some("testkit") {
            return true;
        }
        let parts: Vec<&str> = self.path.split('/').collect();
        let folder = parts.iter().any(|part| matches!(*part, "tests" | "benches" | "examples" | "fixtures"));
        folder || parts.last().is_some_and(|name| *name == "tests.rs" || name.ends_with("_tests.rs"))
    }
}

/// Number of the line, from one, in which the byte at `offset` stands.
pub(crate) fn line_of(text: &str, offset: usize) -> usize {
    1 + text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count()
}

/// Every text file that git tracks or would track; what is not UTF-8 is no text.
pub(crate) fn tracked(root: &Path) -> anyhow::Result<Vec<Source>> {
    let listing = Command::new("git")
        .current_dir(root)
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .output()
        .context("git ls-files")?;
    ensure!(listing.status.success(), "git ls-files failed: {}", String::from_utf8_lossy(&listing.stderr));
    let names = String::from_utf8(listing.stdout).context("a file name is not UTF-8")?;
    let mut files = Vec::new();
    for path in names.split('\0').filter(|name| !name.is_empty()) {
        // A file that is listed but gone is about to be removed in the next commit.
        let Ok(bytes) = std::fs::read(root.join(path)) else { continue };
        if let Ok(text) = String::from_utf8(bytes) {
            files.push(Source { path: path.to_owned(), text });
        }
    }
    Ok(files)
}

#[cfg(test)]
pub(crate) fn fixture(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), text: text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_crates_and_tests() {
        assert_eq!(fixture("crates/app/src/lib.rs", "").krate(), Some("app"));
        assert_eq!(fixture("xtask/src/main.rs", "").krate(), None);
        assert!(fixture("crates/app/tests/flow.rs", "").is_test());
        assert!(fixture("crates/app/src/calls/tests.rs", "").is_test());
        assert!(fixture("crates/testkit/src/world.rs", "").is_test());
        assert!(!fixture("crates/app/src/latest.rs", "").is_test());
    }

    #[test]
    fn lines_count_from_one() {
        assert_eq!(fixture("a.rs", "one\ntwo\n").place(5), "a.rs:2");
        assert_eq!(line_of("one\ntwo\n", 0), 1);
    }
}
