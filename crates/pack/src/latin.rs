//! Pinyin of names, for typing them on a Latin keyboard.

use pinyin::ToPinyin;

/// Words whose characters are read differently in this city than usual (多音字): 宝坻 is `bao di`, not `bao chi`.
#[derive(Default, Debug)]
pub(crate) struct Readings(Vec<(String, String)>);

impl Readings {
    /// Words with their syllables, blanks between; the longest word that fits wins.
    pub(crate) fn new(mut words: Vec<(String, String)>) -> Readings {
        words.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        Readings(words)
    }

    /// The pinyin of a text without blanks and its first letters, both lower case, `ü` as `v` like on the keyboard.
    /// Latin letters and digits stay; the rest is dropped.
    pub(crate) fn latin(&self, text: &str) -> (String, String) {
        let (mut whole, mut initials) = (String::new(), String::new());
        let mut rest = text;
        while let Some(letter) = rest.chars().next() {
            if let Some((word, syllables)) = self.0.iter().find(|(word, _)| rest.starts_with(word.as_str())) {
                let (pinyin, first) = latin_of_syllables(syllables);
                whole.push_str(&pinyin);
                initials.push_str(&first);
                rest = &rest[word.len()..];
                continue;
            }
            if let Some(pinyin) = letter.to_pinyin() {
                let plain = pinyin.plain().replace('ü', "v");
                initials.extend(plain.chars().next());
                whole.push_str(&plain);
            } else if letter.is_ascii_alphanumeric() {
                whole.push(letter.to_ascii_lowercase());
                initials.push(letter.to_ascii_lowercase());
            }
            rest = &rest[letter.len_utf8()..];
        }
        (whole, initials)
    }
}

/// The same from a pinyin given in the pack, syllables apart: `chong qing dao` (for characters with several readings, 多音字).
pub(crate) fn latin_of_syllables(syllables: &str) -> (String, String) {
    let words = || syllables.split_whitespace();
    let lower = |text: String| text.to_ascii_lowercase();
    (lower(words().collect()), lower(words().filter_map(|word| word.chars().next()).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_latin_and_the_rest() {
        let usual = Readings::default();
        assert_eq!(usual.latin("河西区人民政府"), ("hexiqurenminzhengfu".into(), "hxqrmzf".into()));
        assert_eq!(usual.latin("110（转）"), ("110zhuan".into(), "110z".into()));
        assert_eq!(usual.latin("旅行"), ("lvxing".into(), "lx".into()));
    }

    #[test]
    fn a_city_may_read_its_names_differently() {
        let readings = Readings::new(vec![("坻".into(), "chi".into()), ("宝坻".into(), "bao di".into())]);
        assert_eq!(readings.latin("宝坻区"), ("baodiqu".into(), "bdq".into()));
        assert_eq!(latin_of_syllables("Chong qing dao"), ("chongqingdao".into(), "cqd".into()));
    }
}
