//! Pinyin of names, for typing them on a Latin keyboard.

use pinyin::ToPinyin;

/// The pinyin of a text without blanks and its first letters, both lower case. Latin letters and digits stay; the rest is dropped.
pub(crate) fn latin(text: &str) -> (String, String) {
    let (mut whole, mut initials) = (String::new(), String::new());
    for (letter, pinyin) in text.chars().zip(text.to_pinyin()) {
        if let Some(pinyin) = pinyin {
            let plain = pinyin.plain();
            whole.push_str(plain);
            initials.extend(plain.chars().next());
        } else if letter.is_ascii_alphanumeric() {
            let lower = letter.to_ascii_lowercase();
            whole.push(lower);
            initials.push(lower);
        }
    }
    (whole, initials)
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
        assert_eq!(latin("河西区人民政府"), ("hexiqurenminzhengfu".into(), "hxqrmzf".into()));
        assert_eq!(latin("110（转）"), ("110zhuan".into(), "110z".into()));
    }

    #[test]
    fn a_reading_can_be_given() {
        assert_eq!(latin_of_syllables("Chong qing dao"), ("chongqingdao".into(), "cqd".into()));
    }
}
