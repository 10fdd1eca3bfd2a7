//! Just enough of Rust's grammar to tell code from comments and strings, and product code from tests.
//!
//! Not here: parsing. The rules ask for words, so a view of the text with everything else blanked out, byte for
//! byte in the same place, is all they need.

use std::ops::Range;

/// A string literal: where its contents stand.
pub(crate) type Literal = Range<usize>;

/// A Rust text taken apart. `code` has the length of the text; comments, strings and characters are spaces there.
#[derive(Debug)]
pub(crate) struct RustText {
    pub(crate) code: String,
    pub(crate) strings: Vec<Literal>,
    tests: Vec<Range<usize>>,
}

impl RustText {
    pub(crate) fn of(text: &str) -> RustText {
        let mut lexer = Lexer { bytes: text.as_bytes(), code: text.as_bytes().to_vec(), strings: Vec::new() };
        lexer.run();
        // Whole literals and comments are blanked, so what is left is cut at character borders only.
        let code = String::from_utf8_lossy(&lexer.code).into_owned();
        let tests = test_items(&code);
        RustText { code, strings: lexer.strings, tests }
    }

    /// Whether the byte at `offset` stands in an item marked `#[cfg(test)]`.
    pub(crate) fn in_test(&self, offset: usize) -> bool {
        self.tests.iter().any(|range| range.contains(&offset))
    }

    /// Offsets of `word` in the code, where it is a whole identifier (or path) and not a part of one.
    pub(crate) fn words(&self, word: &str) -> Vec<usize> {
        let inside = |c: char| c.is_alphanumeric() || c == '_';
        self.code
            .match_indices(word)
            .filter(|(at, _)| {
                let before = self.code[..*at].chars().next_back();
                let after = self.code[at + word.len()..].chars().next();
                !before.is_some_and(inside) && !after.is_some_and(inside)
            })
            .map(|(at, _)| at)
            .collect()
    }
}

struct Lexer<'a> {
    bytes: &'a [u8],
    code: Vec<u8>,
    strings: Vec<Literal>,
}

impl Lexer<'_> {
    fn run(&mut self) {
        let mut at = 0;
        while at < self.bytes.len() {
            at = match self.bytes[at] {
                b'/' if self.at(at + 1) == b'/' => self.blank(at, self.find(at, b"\n")),
                b'/' if self.at(at + 1) == b'*' => self.blank(at, self.block_comment_end(at)),
                b'"' => self.string(at),
                b'r' if !self.word_before(at) => self.raw_string(at).unwrap_or(at + 1),
                b'\'' => self.character(at),
                _ => at + 1,
            };
        }
    }

    fn at(&self, at: usize) -> u8 {
        self.bytes.get(at).copied().unwrap_or(0)
    }

    /// `r` after a letter belongs to a name; after `b` or `c` it opens a raw byte or C string.
    fn word_before(&self, at: usize) -> bool {
        let word = |at: usize| self.at(at).is_ascii_alphanumeric() || self.at(at) == b'_';
        match at.checked_sub(1) {
            None => false,
            Some(before) if matches!(self.at(before), b'b' | b'c') => before > 0 && word(before - 1),
            Some(before) => word(before),
        }
    }

    fn find(&self, from: usize, what: &[u8]) -> usize {
        let rest = self.bytes.get(from..).unwrap_or_default();
        let found = rest.windows(what.len()).position(|window| window == what);
        found.map_or(self.bytes.len(), |distance| from + distance)
    }

    fn block_comment_end(&self, from: usize) -> usize {
        let (mut at, mut depth) = (from, 0_usize);
        while at < self.bytes.len() {
            match (self.at(at), self.at(at + 1)) {
                (b'/', b'*') => (at, depth) = (at + 2, depth + 1),
                (b'*', b'/') if depth == 1 => return at + 2,
                (b'*', b'/') => (at, depth) = (at + 2, depth - 1),
                _ => at += 1,
            }
        }
        self.bytes.len()
    }

    fn raw_string(&mut self, at: usize) -> Option<usize> {
        let hashes = self.bytes[at + 1..].iter().take_while(|byte| **byte == b'#').count();
        let quote = at + 1 + hashes;
        (self.at(quote) == b'"').then(|| {
            let end = self.find(quote + 1, format!("\"{}", "#".repeat(hashes)).as_bytes());
            self.literal(at, quote + 1, end, end + 1 + hashes)
        })
    }

    fn string(&mut self, open: usize) -> usize {
        let from = open + 1;
        let mut at = from;
        while at < self.bytes.len() && self.bytes[at] != b'"' {
            at += if self.bytes[at] == b'\\' { 2 } else { 1 };
        }
        let end = at.min(self.bytes.len());
        self.literal(open, from, end, end + 1)
    }

    /// A quote opens a character (`'a'`, `'\n'`, `'连'`) or a lifetime (`'a`).
    fn character(&mut self, at: usize) -> usize {
        if self.at(at + 1) == b'\\' {
            return self.blank(at, self.find(at + 3, b"'") + 1);
        }
        let width = match self.at(at + 1) {
            0xF0.. => 4,
            0xE0.. => 3,
            0xC0.. => 2,
            _ => 1,
        };
        if self.at(at + 1 + width) == b'\'' { self.blank(at, at + 2 + width) } else { at + 1 }
    }

    fn literal(&mut self, open: usize, from: usize, to: usize, close: usize) -> usize {
        self.strings.push(from..to);
        self.blank(open, close)
    }

    fn blank(&mut self, from: usize, to: usize) -> usize {
        let to = to.min(self.bytes.len());
        for byte in &mut self.code[from..to] {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
        to
    }
}

/// Ranges of the items that stand behind `#[cfg(test)]`: up to the closing brace, or to the semicolon.
fn test_items(code: &str) -> Vec<Range<usize>> {
    let marks = code.match_indices("#[cfg(test)]").map(|(at, mark)| (at, at + mark.len()));
    marks.map(|(start, behind)| start..item_end(code, behind)).collect()
}

fn item_end(code: &str, from: usize) -> usize {
    let mut depth = 0_usize;
    for (offset, byte) in code.bytes().enumerate().skip(from) {
        match byte {
            b';' if depth == 0 => return offset,
            b'{' => depth += 1,
            b'}' if depth <= 1 => return offset,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    code.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn strings(text: &str) -> Vec<&str> {
        RustText::of(text).strings.into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn comments_are_not_code() {
        let text = RustText::of("a /* rand /* rand */ rand */ b // rand\nc");
        assert!(text.words("rand").is_empty());
        assert_eq!(text.words("c").len(), 1);
        assert_eq!(text.code.len(), "a /* rand /* rand */ rand */ b // rand\nc".len());
    }

    #[test]
    fn strings_of_every_form_are_found() {
        assert_eq!(strings(r#"let a = "x\"y";"#), [r#"x\"y"#]);
        assert_eq!(strings("let a = r#\"say \"hi\"\"#; let b = \"z\";"), ["say \"hi\"", "z"]);
        assert_eq!(strings("br\"bytes\" \"连心\""), ["bytes", "连心"]);
    }

    #[test]
    fn a_quote_character_opens_no_string() {
        assert_eq!(strings("let q = '\"'; let e = '\\''; let s: &'a str = \"x\"; let c = '连';"), ["x"]);
    }

    #[test]
    fn a_word_is_a_whole_identifier() {
        let text = RustText::of("let operand = brand::rand(); rand_core; rand");
        assert_eq!(text.words("rand").len(), 2);
    }

    #[test]
    fn test_modules_are_known() {
        let text = "fn a() {}\n#[cfg(test)]\nmod tests { fn b() { c } }\nfn d() {}";
        let taken = RustText::of(text);
        assert!(taken.in_test(text.find("c }").unwrap()));
        assert!(!taken.in_test(text.find("fn a").unwrap()));
        assert!(!taken.in_test(text.find("fn d").unwrap()));
    }
}
