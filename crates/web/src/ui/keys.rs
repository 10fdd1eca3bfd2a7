//! Hot keys: every page's sheet behind `?`.

use lianxin_domain::Lang;
use maud::{Markup, html};

use super::Icon;

/// A key and what it does.
#[derive(Clone, Copy, Debug)]
pub struct Key<'a> {
    /// Such as `Alt+T`, `j`, `?`.
    pub key: &'a str,
    /// What it does.
    pub does: &'a str,
}

/// The keys that work on every page.
pub fn everywhere(lang: Lang) -> [Key<'static>; 5] {
    [
        Key { key: "?", does: lang.pick("显示快捷键", "Show the keys") },
        Key { key: "/", does: lang.pick("搜索", "Search") },
        Key { key: "j", does: lang.pick("下一条", "Next line") },
        Key { key: "k", does: lang.pick("上一条", "Line before") },
        Key { key: "Esc", does: lang.pick("关闭", "Close") },
    ]
}

/// A key as it is written on a keyboard: `Mod+Enter` is `Ctrl ↵`. The sheet shows ⌘ where that is the key.
pub fn shown(key: &str) -> String {
    let parts: Vec<&str> = if key == "+" { vec![key] } else { key.split('+').collect() };
    let written = parts.iter().map(|part| match *part {
        "Mod" => "Ctrl",
        "Enter" => "↵",
        "Shift" => "⇧",
        other => other,
    });
    written.collect::<Vec<_>>().join(" ")
}

/// The sheet. `lx-hotkeys` opens it on `?` and adds the keys of the controls on the page.
pub fn sheet(lang: Lang) -> Markup {
    html! {
        lx-hotkeys {
            dialog.dialog.key-sheet aria-labelledby="keys-title" {
                h2.dialog-title id="keys-title" { (Icon::Keyboard) (lang.pick("快捷键", "Keys")) }
                dl.keys { @for key in everywhere(lang) { (line(&key)) } }
                form.dialog-close method="dialog" { button.btn { (lang.pick("关闭", "Close")) } }
            }
        }
    }
}

/// One key and what it does, for a sheet.
pub fn line(key: &Key<'_>) -> Markup {
    html! { div { dt { kbd { (shown(key.key)) } } dd { (key.does) } } }
}
