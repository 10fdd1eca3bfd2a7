//! Toasts: what has just happened, said once. Never the only place where something important is said.

use lianxin_domain::Lang;
use maud::{Markup, html};

use super::{Icon, Tone};

/// The region at the corner of every page; `lx-toast` fills it from the events `lx:toast`.
pub fn toasts(lang: Lang) -> Markup {
    html! { lx-toast.toasts role="status" aria-live="polite" aria-label=(lang.pick("提示", "Notices")) {} }
}

/// One toast, for answers that bring one with them (`hx-swap-oob="beforeend:lx-toast"`).
pub fn toast(tone: Tone, text: &str) -> Markup {
    html! { div.toast.(tone.class()) { (icon(tone)) p { (text) } } }
}

/// The icon that goes with a tone.
pub(super) fn icon(tone: Tone) -> Icon {
    match tone {
        Tone::Neutral | Tone::Brand => Icon::Info,
        Tone::Warning => Icon::TriangleAlert,
        Tone::Danger => Icon::CircleAlert,
        Tone::Done => Icon::CircleCheck,
        Tone::Supervised => Icon::Gavel,
    }
}
