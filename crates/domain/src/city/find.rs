//! Finding things by what a person types: Chinese, pinyin, initials, code; and the nearest known code for a mistyped one.

/// What can be searched of a thing.
pub(super) struct Keys<'a> {
    pub(super) code: &'a str,
    pub(super) names: Vec<&'a str>,
    /// Of the name and of the short name; empty if there is none.
    pub(super) pinyin: [&'a str; 2],
    pub(super) initials: [&'a str; 2],
}

/// How well `query` (already normalised) fits; smaller is better, `None` is not at all.
fn rank(query: &str, keys: &Keys<'_>) -> Option<u8> {
    let lowered: Vec<String> = keys.names.iter().map(|name| name.to_lowercase()).collect();
    let any = |test: &dyn Fn(&str) -> bool| lowered.iter().any(|name| test(name));
    let latin = |test: &dyn Fn(&str) -> bool| keys.initials.iter().chain(&keys.pinyin).any(|text| test(text));
    if any(&|name| name == query) || keys.code == query {
        Some(0)
    } else if keys.initials.contains(&query) {
        Some(1)
    } else if any(&|name| name.starts_with(query)) {
        Some(2)
    } else if latin(&|text| text.starts_with(query)) {
        Some(3)
    } else if any(&|name| name.contains(query)) {
        Some(4)
    } else if query.len() >= 2 && (latin(&|text| text.contains(query)) || keys.code.contains(query)) {
        Some(5)
    } else {
        None
    }
}

/// The best `limit` things for `text`, best first, equals in their own order. Nothing for an empty text.
pub(super) fn search<'a, T>(things: &'a [T], text: &str, limit: usize, keys: impl Fn(&'a T) -> Keys<'a>) -> Vec<&'a T> {
    let spaced = text.trim().to_lowercase();
    if spaced.is_empty() {
        return Vec::new();
    }
    // Pinyin is kept without blanks but often typed with them; English names have blanks of their own.
    let joined: String = spaced.split_whitespace().collect();
    let best = |keys: &Keys<'_>| rank(&spaced, keys).into_iter().chain(rank(&joined, keys)).min();
    let mut hits: Vec<(u8, &T)> = things.iter().filter_map(|thing| Some((best(&keys(thing))?, thing))).collect();
    hits.sort_by_key(|(rank, _)| *rank);
    hits.into_iter().take(limit).map(|(_, thing)| thing).collect()
}

/// The known word closest to a mistyped one, if one is close enough to be meant.
pub fn nearest<'a>(mistyped: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let most = (mistyped.chars().count() / 3).max(1);
    known.into_iter().map(|word| (distance(mistyped, word), word)).filter(|(distance, _)| *distance <= most).min().map(|(_, word)| word)
}

/// Single-letter edits (insert, delete, replace) that make `a` from `b`.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, letter) in a.chars().enumerate() {
        let mut diagonal = i;
        let mut left = i + 1;
        for (other, above) in b.iter().zip(row.iter_mut().skip(1)) {
            let replaced = diagonal + usize::from(letter != *other);
            diagonal = *above;
            left = replaced.min(left + 1).min(*above + 1);
            *above = left;
        }
        if let Some(first) = row.first_mut() {
            *first = i + 1;
        }
    }
    row.last().copied().unwrap_or(0)
}
