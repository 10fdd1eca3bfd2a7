//! No file grows past what a reader holds in the head, unless a reason stands here.

use super::Finding;
use super::sources::Source;

/// Lines of one file, comments and tests included.
const LINES_MAX: usize = 600;

/// Files that may be longer, each with its reason. An entry that is no longer needed is a breach too.
const LONG_FILES: &[(&str, &str)] = &[];

pub(crate) fn check(files: &[Source]) -> Vec<Finding> {
    check_with(files, LONG_FILES)
}

fn check_with(files: &[Source], long: &[(&str, &str)]) -> Vec<Finding> {
    let too_long = |file: &Source| counted(file) && file.text.lines().count() > LINES_MAX;
    let excused = |path: &str| long.iter().any(|(name, _)| *name == path);
    let grown = files.iter().filter(|file| too_long(file) && !excused(&file.path)).map(|file| Finding {
        rule: "size",
        place: file.path.clone(),
        what: format!("{} lines, more than {LINES_MAX}", file.text.lines().count()),
        why: "a file is one idea; past this length it holds several and nobody reads it whole",
        instead: "split it by idea (not by part one and part two), or add it with a reason to LONG_FILES in xtask/src/check/size.rs",
    });
    let stale = long.iter().filter(|(name, _)| !files.iter().any(|file| file.path == *name && too_long(file)));
    let stale = stale.map(|(name, _)| Finding {
        rule: "size",
        place: (*name).to_owned(),
        what: "is excused from the size rule but needs no excuse".to_owned(),
        why: "a list of exceptions that is not kept short is soon no list of exceptions",
        instead: "remove it from LONG_FILES in xtask/src/check/size.rs",
    });
    grown.chain(stale).collect()
}

fn counted(file: &Source) -> bool {
    (file.path.starts_with("crates/") && file.is_rust()) || file.path.starts_with("console/src/")
}

#[cfg(test)]
mod tests {
    use super::super::sources::fixture;
    use super::*;

    #[test]
    fn a_long_file_needs_a_reason() {
        let long = [fixture("crates/app/src/long.rs", &"x\n".repeat(601))];
        assert_eq!(check_with(&long, &[])[0].what, "601 lines, more than 600");
        assert_eq!(check_with(&long, &[("crates/app/src/long.rs", "a table")]), []);
    }

    #[test]
    fn an_excuse_that_is_not_needed_is_a_breach() {
        let short = [fixture("console/src/app.ts", &"x\n".repeat(600))];
        assert_eq!(check_with(&short, &[]), []);
        assert_eq!(check_with(&short, &[("console/src/app.ts", "a table")]).len(), 1);
    }

    #[test]
    fn only_what_people_write_is_counted() {
        assert_eq!(check_with(&[fixture("crates/web/openapi.json", &"x\n".repeat(9_000))], &[]), []);
    }
}
