//! SQL stands in the store and nowhere else.

use super::Finding;
use super::rust_text::RustText;
use super::sources::Source;

/// Two words that make a sentence SQL when the second follows the first at the given distance.
const SHAPES: &[(&[&str], Gap)] = &[
    (&["SELECT", "FROM"], Gap::Any),
    (&["INSERT", "INTO"], Gap::None),
    (&["DELETE", "FROM"], Gap::None),
    (&["UPDATE", "SET"], Gap::One),
];

/// How many words stand between the two.
#[derive(Clone, Copy)]
enum Gap {
    Any,
    None,
    One,
}

pub(crate) fn check(file: &Source) -> Vec<Finding> {
    // The benchmark measures a bare statement of its own beside ours, so that a figure has something to be compared with.
    let elsewhere = file.krate().is_some_and(|krate| krate != "store" && krate != "bench");
    if !file.is_rust() || !elsewhere || file.is_test() {
        return Vec::new();
    }
    let text = RustText::of(&file.text);
    let literals = text.strings.iter().filter(|range| !text.in_test(range.start));
    literals
        .filter_map(|range| Some((range.start, sql_in(&file.text[range.clone()])?)))
        .map(|(at, shape)| Finding {
            rule: "sql-in-store",
            place: file.place(at),
            what: format!("a statement outside the store ({shape})"),
            why: "one SQL text, one call site, two drivers: a statement elsewhere is never prepared on both engines",
            instead: "move it to the family's file in crates/store/src with `sql!` and call that",
        })
        .collect()
}

/// The shape of the SQL sentence in `literal`, if it is one. Keywords count in capitals, as the store writes them,
/// or in small letters where the literal begins with one.
fn sql_in(literal: &str) -> Option<String> {
    let words: Vec<&str> =
        literal.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|w| !w.is_empty()).collect();
    for (shape, gap) in SHAPES {
        let small: Vec<String> = shape.iter().map(|word| word.to_lowercase()).collect();
        let small: Vec<&str> = small.iter().map(String::as_str).collect();
        let starts_small = words.first() == small.first() && has(&words, &small, *gap);
        if starts_small || has(&words, shape, *gap) {
            return Some(shape.join(" … "));
        }
    }
    None
}

fn has(words: &[&str], shape: &[&str], gap: Gap) -> bool {
    let [first, second] = shape else { return false };
    words.iter().enumerate().filter(|(_, word)| *word == first).any(|(at, _)| match gap {
        Gap::Any => words[at + 1..].contains(second),
        Gap::None => words.get(at + 1) == Some(second),
        Gap::One => words.get(at + 2) == Some(second),
    })
}

#[cfg(test)]
mod tests {
    use super::super::sources::fixture;
    use super::*;

    fn found(path: &str, text: &str) -> Vec<String> {
        check(&fixture(path, text)).into_iter().map(|finding| finding.place).collect()
    }

    #[test]
    fn statements_outside_the_store_are_breaches() {
        assert_eq!(found("crates/web/src/a.rs", "\n\"SELECT id\n FROM request\""), ["crates/web/src/a.rs:2"]);
        for sql in ["INSERT INTO a VALUES (1)", "UPDATE a SET b = 1", "DELETE FROM a", "select id from request"] {
            assert_eq!(found("crates/app/src/a.rs", &format!("let a = \"{sql}\";")).len(), 1, "{sql}");
        }
    }

    #[test]
    fn the_store_tests_and_english_are_free() {
        assert_eq!(found("crates/store/src/a.rs", "\"SELECT 1 FROM a\""), [""; 0]);
        assert_eq!(found("crates/app/tests/a.rs", "\"SELECT 1 FROM a\""), [""; 0]);
        assert_eq!(
            found("crates/app/src/a.rs", "#[cfg(test)]\nmod tests { const A: &str = \"SELECT 1 FROM a\"; }"),
            [""; 0]
        );
        assert_eq!(found("crates/web/src/a.rs", "\"Select a unit from the list\"; // SELECT FROM"), [""; 0]);
    }
}
