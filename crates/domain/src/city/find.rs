//! Finding things by what a person types: Chinese, pinyin, initials, code; and the nearest known code for a mistyped one.

/// What can be searched of a thing.
pub(super) struct Keys<'a> {
    pub(super) code: &'a str,
    pub(super) names: Vec<&'a str>,
    /// Pinyin and initials of all names.
    pub(super) latin: Vec<&'a str>,
}

/// How well `query` (already normalised) fits; smaller is better, `None` is not at all.
fn rank(query: &str, keys: &Keys<'_>) -> Option<u8> {
    let lowered: Vec<String> = keys.names.iter().map(|name| name.to_lowercase()).collect();
    let any = |test: &dyn Fn(&str) -> bool| lowered.iter().any(|name| test(name));
    let latin = |test: &dyn Fn(&str) -> bool| keys.latin.iter().any(|text| test(text));
    if any(&|name| name == query) || keys.code == query {
        Some(0)
    } else if keys.latin.contains(&query) {
        Some(1)
    } else if any(&|name| name.starts_with(query)) {
        Some(2)
    } else if latin(&|text| text.starts_with(query)) || keys.code.starts_with(query) {
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
    let best = |keys: &Keys<'_>| {
        let again = if joined == spaced { None } else { rank(&joined, keys) };
        rank(&spaced, keys).into_iter().chain(again).min()
    };
    let mut hits: Vec<(u8, &T)> = things.iter().filter_map(|thing| Some((best(&keys(thing))?, thing))).collect();
    hits.sort_by_key(|(rank, _)| *rank);
    hits.into_iter().take(limit).map(|(_, thing)| thing).collect()
}

/// The known word closest to a mistyped one, if one is close enough to be meant.
pub fn nearest<'a>(mistyped: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let most = (mistyped.chars().count() / 3).max(1);
    known
        .into_iter()
        .map(|word| (distance(mistyped, word), word))
        .filter(|(distance, _)| *distance <= most)
        .min()
        .map(|(_, word)| word)
}

/// Edits that make `a` from `b`: a letter put in, left out or replaced, two neighbours swapped.
fn distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    // rows[i][j]: distance of the first i letters of `a` from the first j of `b`.
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i];
        for j in 1..=b.len() {
            let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
            let swap = if swapped { rows[i - 2][j - 2] + 1 } else { usize::MAX };
            row.push(replaced.min(rows[i - 1][j] + 1).min(row[j - 1] + 1).min(swap));
        }
        rows.push(row);
    }
    rows[a.len()][b.len()]
}
