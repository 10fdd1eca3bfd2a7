//! One migrations folder for two engines: only what means the same on both.

use super::Finding;
use super::sources::{Source, line_of};

const FOLDER: &str = "crates/store/migrations/";

/// The column types that mean the same on SQLite and on PostgreSQL.
const TYPES: &[&str] = &["TEXT", "BIGINT", "BOOLEAN", "DOUBLE PRECISION", "UUID"];

/// What only one engine knows, or what both know and mean differently.
const FORBIDDEN: &[&str] = &["ILIKE", "::", "NOW()", "STRFTIME", "DISTINCT ON", "CURRENT_TIMESTAMP", "AUTOINCREMENT"];

/// First words of a table element that is no column.
const NO_COLUMN: &[&str] = &["PRIMARY", "UNIQUE", "CHECK", "FOREIGN", "CONSTRAINT"];

pub(crate) fn check(file: &Source) -> Vec<Finding> {
    if !file.path.starts_with(FOLDER) || !file.has_extension("sql") {
        return Vec::new();
    }
    let code = blanked(&file.text).to_uppercase();
    let words =
        FORBIDDEN.iter().flat_map(|word| code.match_indices(word).map(move |(at, _)| (at, format!("`{word}`"))));
    let types = columns(&code).into_iter().filter(|(_, column)| !has_allowed_type(column));
    let types = types.map(|(at, column)| (at, format!("column of another type: {column}")));
    words
        .chain(types)
        .map(|(at, what)| Finding {
            rule: "migrations",
            place: format!("{}:{}", file.path, line_of(&code, at)),
            what,
            why: "one folder serves both engines; this means something else, or nothing, on one of them",
            instead: "use TEXT, BIGINT (µs UTC for instants), BOOLEAN, DOUBLE PRECISION or UUID; compute the rest in Rust",
        })
        .collect()
}

/// The text with comments and string contents replaced by spaces, line breaks kept; ASCII only, so that offsets
/// stay valid in capitals.
fn blanked(sql: &str) -> String {
    let (mut out, mut chars, mut quoted) = (String::with_capacity(sql.len()), sql.chars().peekable(), false);
    let mut comment = false;
    while let Some(c) = chars.next() {
        match c {
            '\n' => comment = false,
            '\'' if !comment => quoted = !quoted,
            '-' if !quoted && chars.peek() == Some(&'-') => comment = true,
            _ => {}
        }
        let hidden = c != '\n' && (comment || (quoted && c != '\'') || !c.is_ascii());
        out.push(if hidden { ' ' } else { c });
    }
    out
}

/// Every column definition, from `CREATE TABLE` and `ALTER TABLE … ADD`, with its offset.
fn columns(code: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (at, _) in code.match_indices("CREATE TABLE") {
        let Some(open) = code[at..].find('(').map(|distance| at + distance + 1) else { continue };
        found.extend(elements(code, open));
    }
    for (at, _) in code.match_indices("ALTER TABLE") {
        let statement = code[at..].split(';').next().unwrap_or_default();
        if let Some((before, column)) = statement.split_once(" ADD ") {
            let column = column.trim_start();
            let column = column.strip_prefix("COLUMN ").unwrap_or(column);
            found.push((at + before.len(), squeezed(column)));
        }
    }
    found.retain(|(_, column)| !NO_COLUMN.iter().any(|word| column.split([' ', '(']).next() == Some(word)));
    found
}

/// The elements of a table's brackets, split at the commas of the first level.
fn elements(code: &str, open: usize) -> Vec<(usize, String)> {
    let (mut found, mut depth, mut start) = (Vec::new(), 0_usize, open);
    for (at, byte) in code.bytes().enumerate().skip(open) {
        let ends = match byte {
            b',' => depth == 0,
            b'(' => {
                depth += 1;
                false
            }
            b')' if depth > 0 => {
                depth -= 1;
                false
            }
            b')' => true,
            _ => false,
        };
        if ends {
            let leading = code[start..at].len() - code[start..at].trim_start().len();
            found.push((start + leading, squeezed(&code[start..at])));
            start = at + 1;
            if byte == b')' {
                break;
            }
        }
    }
    found
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn has_allowed_type(column: &str) -> bool {
    let Some((_name, rest)) = column.split_once(' ') else { return false };
    TYPES
        .iter()
        .any(|known| rest.strip_prefix(known).is_some_and(|tail| tail.is_empty() || tail.starts_with([' ', ','])))
}

#[cfg(test)]
mod tests {
    use super::super::sources::fixture;
    use super::*;

    fn found(sql: &str) -> Vec<String> {
        let path = "crates/store/migrations/0001_init.sql";
        check(&fixture(path, sql))
            .into_iter()
            .map(|f| format!("{}: {}", f.place.trim_start_matches(path), f.what))
            .collect()
    }

    #[test]
    fn what_both_engines_know_passes() {
        let sql = "-- now() is not used; 诉求\nCREATE TABLE IF NOT EXISTS a (\n  id UUID PRIMARY KEY,\n  number TEXT NOT NULL DEFAULT 'now()::x',
            at BIGINT, share DOUBLE PRECISION, open BOOLEAN NOT NULL CHECK (open IN (TRUE, FALSE)),\n  UNIQUE (number, at),
            FOREIGN KEY (id) REFERENCES b (id)\n);\nCREATE INDEX a_at ON a (at) WHERE open;\nALTER TABLE a ADD COLUMN b TEXT;";
        assert_eq!(found(sql), [""; 0]);
    }

    #[test]
    fn other_types_are_breaches() {
        assert_eq!(
            found("CREATE TABLE a (\n  id UUID,\n  at TIMESTAMPTZ NOT NULL\n);"),
            [":3: column of another type: AT TIMESTAMPTZ NOT NULL"]
        );
        assert_eq!(found("CREATE TABLE a (id INTEGER PRIMARY KEY)").len(), 1);
        assert_eq!(found("CREATE TABLE a (names TEXT[])").len(), 1);
        assert_eq!(found("CREATE TABLE a (bare)").len(), 1);
        assert_eq!(
            found("\nALTER TABLE a ADD COLUMN b JSONB NOT NULL;"),
            [":2: column of another type: B JSONB NOT NULL"]
        );
    }

    #[test]
    fn words_of_one_engine_are_breaches() {
        for sql in ["a ILIKE 'x'", "a::text", "DEFAULT now()", "strftime('%s')", "SELECT DISTINCT ON (a) a FROM b"] {
            assert_eq!(found(sql).len(), 1, "{sql}");
        }
    }

    #[test]
    fn other_folders_are_free() {
        assert_eq!(check(&fixture("crates/store/tests/a.sql", "a ILIKE 'x'")), []);
    }
}
