//! Two texts line by line.

/// A line of either text.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Line<'a> {
    /// In both, with its number in each, from 1.
    Same(usize, usize, &'a str),
    /// Only in the old one.
    Gone(usize, &'a str),
    /// Only in the new one.
    New(usize, &'a str),
}

/// Beyond this many pairs of lines the middle is told as wholly replaced: nobody reads such a difference line by line.
const PAIRS_MAX: usize = 4_000_000;

/// What differs between two texts: the longest common run of lines stays, the rest goes or comes.
pub fn compare<'a>(old: &'a str, new: &'a str) -> Vec<Line<'a>> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let head = old.iter().zip(&new).take_while(|(a, b)| a == b).count();
    let room = old.len().min(new.len()) - head;
    let tail = old.iter().rev().zip(new.iter().rev()).take(room).take_while(|(a, b)| a == b).count();
    let (a, b) = (&old[head..old.len() - tail], &new[head..new.len() - tail]);
    let mut lines: Vec<Line<'a>> = (0..head).map(|at| Line::Same(at + 1, at + 1, old[at])).collect();
    middle(a, b, head, &mut lines);
    lines.extend((0..tail).map(|at| {
        let (x, y) = (old.len() - tail + at, new.len() - tail + at);
        Line::Same(x + 1, y + 1, old[x])
    }));
    lines
}

fn middle<'a>(a: &[&'a str], b: &[&'a str], head: usize, lines: &mut Vec<Line<'a>>) {
    let wide = b.len() + 1;
    // `common[x * wide + y]`: how many lines a[x..] and b[y..] have in common, in order.
    let mut common = vec![0_u32; if a.len() * b.len() > PAIRS_MAX { 0 } else { (a.len() + 1) * wide }];
    if !common.is_empty() {
        for x in (0..a.len()).rev() {
            for y in (0..b.len()).rev() {
                let same = if a[x] == b[y] { common[(x + 1) * wide + y + 1] + 1 } else { 0 };
                common[x * wide + y] = same.max(common[(x + 1) * wide + y]).max(common[x * wide + y + 1]);
            }
        }
    }
    let at = |x: usize, y: usize| common.get(x * wide + y).copied().unwrap_or(0);
    let (mut x, mut y) = (0, 0);
    while x < a.len() || y < b.len() {
        if x < a.len() && y < b.len() && a[x] == b[y] && !common.is_empty() {
            lines.push(Line::Same(head + x + 1, head + y + 1, a[x]));
            (x, y) = (x + 1, y + 1);
        } else if x < a.len() && (y == b.len() || at(x + 1, y) >= at(x, y + 1)) {
            lines.push(Line::Gone(head + x + 1, a[x]));
            x += 1;
        } else {
            lines.push(Line::New(head + y + 1, b[y]));
            y += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(old: &str, new: &str) -> String {
        let say = |line: &Line<'_>| match line {
            Line::Same(_, _, text) => format!(" {text}"),
            Line::Gone(_, text) => format!("-{text}"),
            Line::New(_, text) => format!("+{text}"),
        };
        compare(old, new).iter().map(say).collect::<Vec<_>>().join("|")
    }

    #[test]
    fn what_goes_and_what_comes() {
        assert_eq!(told("a\nb\nc", "a\nx\nc"), " a|-b|+x| c");
        assert_eq!(told("a\nb\nc\nd\ne", "a\nc\nd\nx\ne"), " a|-b| c| d|+x| e");
        assert_eq!(told("", "a"), "+a");
        assert_eq!(told("a", ""), "-a");
        assert_eq!(told("a\na", "a\na\na"), " a| a|+a", "repeated lines are told once");
        assert_eq!(told("a", "a"), " a");
    }

    #[test]
    fn lines_keep_their_numbers() {
        let lines = compare("a\nb\nc", "x\na\nc");
        assert_eq!(lines, [Line::New(1, "x"), Line::Same(1, 2, "a"), Line::Gone(2, "b"), Line::Same(3, 3, "c")]);
    }

    #[test]
    fn a_text_that_is_wholly_another_is_told_without_comparing() {
        let (old, new) = ("a\n".repeat(2_001), "b\n".repeat(2_001));
        assert_eq!(compare(&old, &new).len(), 4_002);
    }
}
