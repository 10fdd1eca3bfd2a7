//! What was wrong with a form: at the top, with a link to each field.

use lianxin_domain::Lang;
use maud::{Markup, html};

use super::Icon;

/// A field and what is wrong with it, in the reader's language.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldError {
    /// The `name` of the field.
    pub field: String,
    /// What is wrong and what to do.
    pub text: String,
}

impl FieldError {
    /// What is wrong with the field called `field`.
    pub fn new(field: &str, text: impl Into<String>) -> Self {
        FieldError { field: field.to_owned(), text: text.into() }
    }
}

/// The first error of a field, to be given to [`Field::error`](super::Field::error).
pub fn of<'a>(errors: &'a [FieldError], field: &str) -> Option<&'a str> {
    errors.iter().find(|error| error.field == field).map(|error| error.text.as_str())
}

/// The summary above a form; nothing when nothing is wrong. It takes the focus when the page comes back.
pub fn error_summary(lang: Lang, errors: &[FieldError]) -> Markup {
    html! {
        @if !errors.is_empty() {
            div.notice.t-danger role="alert" tabindex="-1" autofocus {
                (Icon::CircleAlert)
                div {
                    p.notice-title { (lang.pick("没有保存，请先改正：", "Not saved. Please correct:")) }
                    ul { @for error in errors { li { a href={ "#f-" (error.field) } { (error.text) } } } }
                }
            }
        }
    }
}
