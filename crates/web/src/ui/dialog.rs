//! Dialogs: asked once, for what cannot be undone.

use lianxin_domain::Lang;
use maud::{Markup, html};

use super::Button;

/// A dialog that a button with `.opens(id)` opens. Its content brings its own form and its buttons.
///
/// Without script its content stands open at the end of the page.
pub fn dialog(lang: Lang, id: &str, title: &str, content: &Markup) -> Markup {
    html! {
        lx-dialog id=(id) {
            dialog.dialog aria-labelledby={ (id) "-title" } {
                h2.dialog-title id={ (id) "-title" } { (title) }
                (content)
                form.dialog-close method="dialog" { (Button::quiet(lang.pick("取消", "Cancel"))) }
            }
        }
    }
}
