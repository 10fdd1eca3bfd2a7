//! Drafts: a form that saves itself.

use lianxin_domain::Lang;
use maud::{Markup, html};

/// Where and from which version a form saves itself.
#[derive(Clone, Debug)]
pub struct Draft<'a> {
    /// Where the form is put, url-encoded, with `version` added. Answers: 204 or 200 with the header `x-draft-version`, 409 when
    /// somebody else has saved since.
    pub url: &'a str,
    /// The version that the form was filled from.
    pub version: u64,
    /// When it was saved last, such as `12:03:07`; empty for never.
    pub saved_at: &'a str,
}

/// The line that says `草稿已存 12:03:07`. Stands inside the form that it saves; without a connection it keeps a copy in the browser and
/// sends it later.
pub fn draft(lang: Lang, draft: &Draft<'_>) -> Markup {
    html! {
        lx-draft.draft data-url=(draft.url) data-version=(draft.version) {
            output.draft-state {
                @if !draft.saved_at.is_empty() { (lang.pick("草稿已存 ", "Draft saved ")) (draft.saved_at) }
            }
        }
    }
}
