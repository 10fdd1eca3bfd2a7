//! The fields of the desk's form: their names, how a fresh one is filled, how one becomes a draft.

use crate::caller::encode;
use crate::form::Form;

/// Fields with one value.
pub(super) const TEXTS: &[&str] = &[
    "key",
    "phone",
    "name",
    "anonymous",
    "channel",
    "kind",
    "topic",
    "place",
    "address",
    "occurred",
    "title",
    "account",
    "demand",
    "grade",
    "reason",
    "auto_grade",
    "auto_reason",
    "secrecy",
    "wants_callback",
    "call_from",
    "call_until",
    "lead",
    "opinion",
    "answer",
    "question",
    "refusal",
    "told",
    "line",
    "handed",
];
/// Fields with any number of values.
pub(super) const LISTS: &[&str] = &["support", "file_ids"];

/// The form at the beginning of a call.
pub(super) fn fresh(key: &str, phone: &str) -> Form {
    let filled = [
        ("key", key),
        ("phone", phone),
        ("channel", "phone"),
        ("kind", "help"),
        ("grade", "ordinary"),
        ("auto_grade", "ordinary"),
        ("secrecy", "open"),
        ("wants_callback", "on"),
    ];
    Form::of(filled.map(|(name, value)| (name.to_owned(), value.to_owned())))
}

/// The form as `a=1&b=2`, with the fields of the desk only: what somebody adds by hand is not kept.
pub(super) fn encoded(form: &Form) -> String {
    let texts = TEXTS.iter().map(|name| (*name, form.text(name))).filter(|(_, value)| !value.is_empty());
    let lists = LISTS.iter().flat_map(|name| form.all(name).map(move |value| (*name, value)));
    texts.chain(lists).map(|(name, value)| format!("{name}={}", encode(value))).collect::<Vec<_>>().join("&")
}

/// The form with some fields set anew.
pub(super) fn with(form: &Form, set: &[(&str, &str)]) -> Form {
    let kept =
        TEXTS.iter().filter(|name| !set.iter().any(|(other, _)| other == *name)).map(|name| (*name, form.text(name)));
    let lists = LISTS
        .iter()
        .filter(|name| !set.iter().any(|(other, _)| other == *name))
        .flat_map(|name| form.all(name).map(move |value| (*name, value)));
    let all = kept.chain(lists).chain(set.iter().copied()).filter(|(_, value)| !value.is_empty());
    Form::of(all.map(|(name, value)| (name.to_owned(), value.to_owned())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::pairs;

    #[test]
    fn a_draft_comes_back_as_it_was_typed() {
        let typed = Form::of(
            [("title", "暖气 & 水=?"), ("support", "wjw"), ("support", "hexi"), ("stranger", "x")]
                .map(|(a, b)| (a.to_owned(), b.to_owned())),
        );
        let back = Form::of(pairs(encoded(&typed).as_bytes()).unwrap());
        assert_eq!(back.text("title"), "暖气 & 水=?");
        assert_eq!(back.all("support").collect::<Vec<_>>(), ["wjw", "hexi"]);
        assert_eq!(back.text("stranger"), "");
    }

    #[test]
    fn setting_a_field_leaves_the_others() {
        let form = with(&fresh("k", "10000000001"), &[("grade", "urgent"), ("support", "wjw")]);
        assert_eq!((form.text("grade"), form.text("phone"), form.text("kind")), ("urgent", "10000000001", "help"));
        assert_eq!(form.all("support").collect::<Vec<_>>(), ["wjw"]);
    }
}
