//! The story of a request: the journal as sentences.

use lianxin_domain::{Lang, Moment};
use maud::{Markup, html};

use super::file_drop::{self, FileLink};
use super::{Icon, Tone, time};

/// One sentence of the story.
#[derive(Clone, Debug)]
pub struct Told<'a> {
    /// When it happened.
    pub at: Moment,
    /// Who did it, as this reader may see it: `坐席 0317`, `河西区政府 · 李**`, `系统`.
    pub actor: &'a str,
    /// What happened, such as `派单给河西区政府（主办）`.
    pub sentence: Markup,
    /// What was said or written, if anything.
    pub words: Option<&'a str>,
    /// Its files.
    pub files: &'a [FileLink<'a>],
    /// Its icon.
    pub icon: Icon,
    /// Its tone; neutral for most.
    pub tone: Tone,
}

/// The sentences in the order given, newest first or oldest first as the page wants.
pub fn timeline(lang: Lang, now: Moment, story: &[Told<'_>]) -> Markup {
    html! {
        ol.timeline {
            @for told in story {
                li.told.(told.tone.class()) {
                    span.told-icon aria-hidden="true" { (told.icon) }
                    div.told-body {
                        p.told-line { span.told-sentence { (told.sentence) } span.told-actor { (told.actor) } (time::time(lang, now, told.at)) }
                        @if let Some(words) = told.words { blockquote.told-words { (words) } }
                        (file_drop::files(told.files))
                    }
                }
            }
        }
    }
}
