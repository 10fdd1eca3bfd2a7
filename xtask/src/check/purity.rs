//! Words that must not stand in a crate's code: the clock in the domain, the store in the web, lints switched off.

use super::Finding;
use super::rust_text::RustText;
use super::sources::Source;

/// Where a word is forbidden.
#[derive(Clone, Copy)]
enum Where {
    /// In product code of this folder under `crates/`.
    Crate(&'static str),
    /// In product code of every crate but this one.
    AllBut(&'static str),
    /// In every Rust file, tests too.
    Everywhere,
}

struct Ban {
    rule: &'static str,
    place: Where,
    words: &'static [&'static str],
    why: &'static str,
    instead: &'static str,
}

const BANS: &[Ban] = &[
    Ban {
        rule: "pure-domain",
        place: Where::Crate("domain"),
        words: &["SystemTime", "Instant", "std::env", "rand"],
        why: "rules are values: the same facts must always give the same answer",
        instead: "take the moment, the id or the setting as an argument",
    },
    Ban {
        rule: "web-without-store",
        place: Where::Crate("web"),
        words: &["lianxin_store"],
        why: "web knows no SQL: a handler calls one use case",
        instead: "write the use case or the view in app and call that",
    },
    Ban {
        rule: "store-not-handed-on",
        place: Where::AllBut("store"),
        words: &[
            "pub use lianxin_store;",
            "pub use lianxin_store as",
            "pub use lianxin_store::*",
            "pub extern crate lianxin_store",
        ],
        why: "handing on the whole store gives it to crates that must not know it; single values (a line of a list, an error) are named one by one",
        instead: "name the types that the callers need, or wrap them",
    },
    Ban {
        rule: "no-allow",
        place: Where::Everywhere,
        words: &["#[allow(", "#![allow("],
        why: "a lint switched off without a reason is never switched on again",
        instead: "mend the code, or write #[expect(lint, reason = \"…\")]",
    },
];

pub(crate) fn check(file: &Source) -> Vec<Finding> {
    if !file.is_rust() {
        return Vec::new();
    }
    let text = RustText::of(&file.text);
    let mut findings = Vec::new();
    for ban in BANS.iter().filter(|ban| ban.place.covers(file)) {
        for word in ban.words {
            let product_only = !matches!(ban.place, Where::Everywhere);
            let hits = find(&text, word).into_iter().filter(|at| !(product_only && text.in_test(*at)));
            findings.extend(hits.map(|at| Finding {
                rule: ban.rule,
                place: file.place(at),
                what: format!("`{word}`"),
                why: ban.why,
                instead: ban.instead,
            }));
        }
    }
    findings
}

/// Identifiers are found whole; anything that ends in punctuation is found as it stands.
fn find(text: &RustText, word: &str) -> Vec<usize> {
    if word.starts_with('#') { text.code.match_indices(word).map(|(at, _)| at).collect() } else { text.words(word) }
}

impl Where {
    fn covers(self, file: &Source) -> bool {
        match self {
            Where::Everywhere => true,
            Where::Crate(name) => file.krate() == Some(name) && !file.is_test(),
            Where::AllBut(name) => file.krate().is_some_and(|krate| krate != name) && !file.is_test(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::sources::fixture;
    use super::*;

    fn rules(path: &str, text: &str) -> Vec<&'static str> {
        check(&fixture(path, text)).into_iter().map(|finding| finding.rule).collect()
    }

    #[test]
    fn the_domain_reads_no_clock() {
        let found = check(&fixture("crates/domain/src/a.rs", "fn a() {\n    std::time::Instant::now();\n}"));
        assert_eq!((found[0].rule, found[0].place.as_str()), ("pure-domain", "crates/domain/src/a.rs:2"));
        assert_eq!(
            rules("crates/domain/src/a.rs", "let at = std::env::var(\"X\"); rand::random()"),
            ["pure-domain"; 2]
        );
        assert_eq!(rules("crates/lianxin/src/main.rs", "std::time::Instant::now()"), [""; 0]);
    }

    #[test]
    fn comments_names_and_tests_may_speak_of_it() {
        assert_eq!(rules("crates/domain/src/a.rs", "// an Instant\nlet brand = 1; struct InstantReply;"), [""; 0]);
        assert_eq!(rules("crates/domain/src/a.rs", "#[cfg(test)]\nmod tests { use rand::Rng; }"), [""; 0]);
    }

    #[test]
    fn the_web_never_names_the_store() {
        assert_eq!(rules("crates/web/src/a.rs", "use lianxin_store::Store;"), ["web-without-store"]);
        assert_eq!(rules("crates/web/src/a.rs", "use lianxin_app::lianxin_store::Store;"), ["web-without-store"]);
        assert_eq!(rules("crates/web/tests/a.rs", "use lianxin_store::Store;"), [""; 0]);
    }

    #[test]
    fn the_store_is_not_handed_on() {
        assert_eq!(rules("crates/app/src/lib.rs", "pub use lianxin_store as store;"), ["store-not-handed-on"]);
        assert_eq!(rules("crates/app/src/lib.rs", "pub use lianxin_store::StoreError;"), [""; 0]);
    }

    #[test]
    fn allow_is_never_written() {
        let mark = ["#[al", "low(dead_code)]\nfn a() {}"].concat();
        assert_eq!(rules("crates/app/tests/a.rs", &mark), ["no-allow"]);
        assert_eq!(rules("crates/app/src/a.rs", "#[expect(dead_code, reason = \"soon\")] fn a() {}"), [""; 0]);
    }
}
