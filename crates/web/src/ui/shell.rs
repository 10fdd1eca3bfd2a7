//! The frame of every work page: one document that stays, with `<main>` swapped inside it.
//!
//! Phone, keys and live feed live outside `<main>` and survive navigation.

use lianxin_domain::Lang;
use maud::{DOCTYPE, Markup, html};

use super::{Icon, Look, Theme, badge, keys, toast};
use crate::assets;

/// How htmx behaves here: no style sheet of its own, and a refreshed fragment leaves alone what the reader has opened, picked or attached.
const HTMX_CONFIG: &str = r#"{"includeIndicatorCSS":false,"morphIgnore":["data-htmx-powered","open"],"morphSkip":"[hx-morph-skip], lx-picker, lx-file-drop, lx-toast, dialog[open]"}"#;
/// Links and forms swap `<main>` and refresh the navigation with its counts; the rest of the document stays.
const BOOST: &str = r##"target:#main select:#main swap:outerHTML selectOOB:"#nav:outerMorph,#bell:outerMorph""##;

/// A place to go.
#[derive(Clone, Debug)]
pub struct NavItem<'a> {
    /// Its name.
    pub text: &'a str,
    /// Its address; the item is marked when the page's path starts with it.
    pub href: &'a str,
    /// Its icon.
    pub icon: Icon,
    /// How many things wait there.
    pub waiting: usize,
}

/// Who has signed in.
#[derive(Clone, Debug)]
pub struct UserMenu<'a> {
    /// The person's name.
    pub name: &'a str,
    /// What the person is here, such as `坐席 0317` or `河西区政府 · 承办人`.
    pub role: &'a str,
    /// Has tasks in hand, which somebody takes over at the change of shift.
    pub relieved: bool,
}

/// A work page's frame.
#[derive(Clone, Debug)]
pub struct Shell<'a> {
    /// How the reader wants it.
    pub look: Look,
    /// The page's title.
    pub title: &'a str,
    /// The page's path, to mark where the reader is.
    pub path: &'a str,
    /// Where this person may go.
    pub nav: &'a [NavItem<'a>],
    /// Who has signed in; `None` on the sign-in page.
    pub user: Option<UserMenu<'a>>,
    /// The strip of the top bar between brand and menus: call, queue, notices. Kept over navigation.
    pub strip: Markup,
    /// The address of the live feed, such as `/live`; `None` for a page that does not change by itself.
    pub live: Option<&'a str>,
}

/// The whole document around `main`.
pub fn shell(page: &Shell<'_>, main: &Markup) -> Markup {
    let lang = page.look.lang;
    html! {
        (DOCTYPE)
        html lang=(lang.pick("zh-CN", "en")) data-theme=[page.look.theme.code()] data-contrast=[page.look.high_contrast.then_some("high")]
            data-type=[page.look.large_type.then_some("large")] {
            (head(lang, page.title, "app.css", true))
            body.work hx-boost:inherited=(BOOST) {
                a.skip href="#main" { (lang.pick("跳到正文", "Skip to content")) }
                header.top {
                    a.brand href="/" { (mark()) span { (lang.pick("连心", "Lianxin")) } }
                    (nav(lang, page))
                    div.strip { (page.strip) }
                    @if let Some(url) = page.live { (live_light(lang, url)) }
                    (look_menu(page.look))
                    @if let Some(user) = &page.user { (user_menu(lang, user)) }
                }
                main.main id="main" tabindex="-1" hx-history-elt { (main) }
                (toast::toasts(lang))
                (keys::sheet(lang))
            }
        }
    }
}

/// `<head>` of both houses. Styles are one file; the script is deferred and optional.
pub(super) fn head(lang: Lang, title: &str, css: &str, script: bool) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            meta name="htmx-config" content=(HTMX_CONFIG);
            meta name="icons" content=(assets::url("icons.svg"));
            title { (title) " · " (lang.pick("连心 12345", "Lianxin 12345")) }
            link rel="stylesheet" href=(assets::url(css));
            link rel="icon" href="data:,";
            @if script { script type="module" src=(assets::url("app.js")) {} }
        }
    }
}

/// The mark: two hearts' bridge, drawn with one line.
pub(super) fn mark() -> Markup {
    html! {
        svg.mark viewBox="0 0 24 24" aria-hidden="true" focusable="false" {
            path d="M3 17v-3a4.5 4.5 0 0 1 9 0 4.5 4.5 0 0 1 9 0v3M3 17h18M12 14v3" {}
        }
    }
}

fn nav(lang: Lang, page: &Shell<'_>) -> Markup {
    html! {
        nav.nav id="nav" aria-label=(lang.pick("主导航", "Main")) {
            @for item in page.nav {
                a href=(item.href) aria-current=[is_here(page.path, item.href).then_some("page")] {
                    (item.icon) span { (item.text) } (badge::count(item.waiting))
                }
            }
        }
    }
}

/// `/inbox/3` is under `/inbox`, but `/inboxes` is not; only `/` itself is under `/`.
fn is_here(path: &str, href: &str) -> bool {
    path == href || (href != "/" && path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/')))
}

fn live_light(lang: Lang, url: &str) -> Markup {
    let connecting = lang.pick("正在连接", "Connecting");
    html! { lx-live.live data-url=(url) data-state="connecting" role="status" title=(connecting) { span.vh { (connecting) } } }
}

/// Language, theme, contrast and size. Plain buttons that post to `/look`; `lx-theme` makes them act at once.
pub(super) fn look_menu(look: Look) -> Markup {
    let lang = look.lang;
    let other = Look { lang: lang.pick(Lang::En, Lang::Zh), ..look };
    let choices = [
        (lang.pick("跟随系统", "As the system"), Icon::SunMoon, Look { theme: Theme::System, ..look }),
        (lang.pick("浅色", "Light"), Icon::Sun, Look { theme: Theme::Light, ..look }),
        (lang.pick("深色", "Dark"), Icon::Moon, Look { theme: Theme::Dark, ..look }),
    ];
    html! {
        lx-theme.look {
            details.menu {
                summary.btn.btn-quiet.btn-icon title=(lang.pick("显示设置", "Display")) {
                    (Icon::SunMoon) span.vh { (lang.pick("显示设置", "Display")) }
                }
                form.pop.menu-list method="post" action="/look" hx-boost="false" {
                    button.menu-item name="look" value=(other.text()) lang=(lang.pick("en", "zh-CN")) {
                        (Icon::Languages) (lang.pick("English", "中文"))
                    }
                    hr;
                    @for (text, icon, choice) in choices {
                        button.menu-item name="look" value=(choice.text()) data-set="theme" data-to=[choice.theme.code()]
                            aria-pressed=(choice == look) { (icon) (text) }
                    }
                    hr;
                    button.menu-item name="look" value=(Look { large_type: !look.large_type, ..look }.text()) data-set="type" data-to="large"
                        aria-pressed=(look.large_type) { (Icon::ALargeSmall) (lang.pick("大字", "Large type")) }
                    button.menu-item name="look" value=(Look { high_contrast: !look.high_contrast, ..look }.text()) data-set="contrast"
                        data-to="high" aria-pressed=(look.high_contrast) { (Icon::Contrast) (lang.pick("高对比", "High contrast")) }
                }
            }
        }
    }
}

fn user_menu(lang: Lang, user: &UserMenu<'_>) -> Markup {
    html! {
        details.menu.user {
            summary.btn.btn-quiet { (Icon::User) span.user-name { (user.name) } (Icon::ChevronDown) }
            div.pop.menu-list {
                p.menu-note { strong { (user.name) } br; span.quiet { (user.role) } }
                hr;
                a.menu-item href="/account" { (Icon::Settings) (lang.pick("我的账户", "My account")) }
                @if user.relieved { a.menu-item href="/hand-over" { (Icon::UserCheck) (lang.pick("交接班", "Change of shift")) } }
                form method="post" action="/sign-out" hx-boost="false" {
                    button.menu-item { (Icon::LogOut) (lang.pick("退出", "Sign out")) }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::is_here;

    #[test]
    fn a_nav_item_is_marked_on_its_own_pages_only() {
        assert!(is_here("/inbox", "/inbox"));
        assert!(is_here("/inbox/3", "/inbox"));
        assert!(!is_here("/inboxes", "/inbox"));
        assert!(is_here("/", "/"));
        assert!(!is_here("/inbox", "/"));
    }
}
