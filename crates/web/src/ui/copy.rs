//! Text with a button that copies it, such as a number.

use lianxin_domain::Lang;
use maud::{Markup, html};

use super::{Button, Icon};

/// The text and its button. Without script the button does nothing, and the text can still be selected.
pub fn copy(lang: Lang, text: &str) -> Markup {
    html! { lx-copy data-text=(text) { span.num { (text) } (Button::quiet(lang.pick("复制", "Copy")).icon_only(Icon::Copy).inert().small()) } }
}
