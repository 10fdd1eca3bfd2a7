//! `/design`: every component in every state, in both languages. The style guide and the visual test.

mod data;
mod forms;
mod frames;
mod words;

use axum::Router;
use axum::extract::Query;
use axum::http::{HeaderMap, header};
use axum::routing::get;
use lianxin_domain::{Lang, Moment};
use maud::{Markup, html};
use serde::Deserialize;

use crate::ui::{Icon, Look, NavItem, PublicShell, Shell, Tone, UserMenu, badge, layout, public_shell, shell};

/// The moment at which the guide's examples stand: a morning of the reference spring.
const NOW: Moment = Moment(1_649_121_840_000_000);

/// The routes of the guide: `/design` and the public house at `/design/public`.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/design", get(|wish: Query<Wish>, headers: HeaderMap| async move { design(wish.look(&headers)) }))
        .route(
            "/design/public",
            get(|wish: Query<Wish>, headers: HeaderMap| async move { public(wish.look(&headers)) }),
        )
}

/// `?look=en.dark` overrides the reader's own look, so that a picture of each can be taken.
#[derive(Deserialize)]
struct Wish {
    look: Option<String>,
}

impl Wish {
    fn look(&self, headers: &HeaderMap) -> Look {
        let cookies = headers.get(header::COOKIE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        self.look.as_deref().map_or_else(|| Look::from_cookies(cookies), Look::parse)
    }
}

/// The guide in the frame of the work pages.
pub fn design(look: Look) -> Markup {
    let lang = look.lang;
    let nav = [
        NavItem { text: lang.pick("坐席", "Desk"), href: "/desk", icon: Icon::Headphones, waiting: 0 },
        NavItem { text: lang.pick("派单", "Dispatch"), href: "/dispatch", icon: Icon::Send, waiting: 4 },
        NavItem { text: lang.pick("督办", "Supervision"), href: "/board", icon: Icon::Gavel, waiting: 0 },
        NavItem { text: lang.pick("知识", "Knowledge"), href: "/knowledge", icon: Icon::BookOpen, waiting: 0 },
        NavItem { text: lang.pick("样式", "Design"), href: "/design", icon: Icon::Layers, waiting: 0 },
    ];
    let frame = Shell {
        look,
        title: lang.pick("样式指南", "Style guide"),
        path: "/design",
        nav: &nav,
        user: Some(UserMenu {
            name: lang.pick("王敏", "Wang Min"),
            role: lang.pick("坐席 0317", "Seat 0317"),
            relieved: true,
        }),
        strip: strip(lang),
        live: None,
    };
    let about = html! { (lang.pick("每个部件、每种状态，两种语言、明暗两色。", "Every component in every state, in both languages and themes.")) };
    let main = html! {
        (layout::page_head(lang.pick("样式指南", "Style guide"), &about, &html! { a.btn href="/design/public" { (lang.pick("公众页", "Public pages")) } }))
        div.specimens {
            (words::specimens(lang))
            (data::specimens(lang))
            (forms::specimens(lang))
            (frames::specimens(lang))
        }
    };
    shell::shell(&frame, &main)
}

fn strip(lang: Lang) -> Markup {
    html! {
        span { (lang.pick("通话 ", "Call ")) lx-clock data-pace="stopwatch" data-since="161" { "02:41" } }
        (badge::badge_with(Tone::Danger, Icon::Mic, lang.pick("录音", "Recording")))
        span.quiet { (lang.pick("排队 4 · 最长 00:38", "Queue 4 · longest 00:38")) }
    }
}

/// The public page of one request, as its citizen sees it.
pub fn public(look: Look) -> Markup {
    let lang = look.lang;
    let frame = PublicShell {
        look,
        title: lang.pick("我的诉求", "My request"),
        city: lang.pick("天津", "Tianjin"),
        path: "/track",
        nav: &[
            (lang.pick("提交诉求", "Ask"), "/ask"),
            (lang.pick("查进度", "Track"), "/track"),
            (lang.pick("政策问答", "Answers"), "/answers"),
        ],
        script: true,
    };
    public_shell::public_shell(&frame, &frames::public_request(lang))
}

/// A specimen: its title and the component in its states.
fn specimen(title: &str, content: &Markup) -> Markup {
    layout::panel(title, &html! {}, content)
}

/// A specimen over the full width.
fn wide(title: &str, content: &Markup) -> Markup {
    html! { div.panel-wide { (specimen(title, content)) } }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_look() -> impl Iterator<Item = Look> {
        [Lang::Zh, Lang::En].into_iter().map(|lang| Look { lang, ..Look::default() })
    }

    /// The content security policy forbids both, so a component that slips one in would be broken in use.
    #[test]
    fn no_component_brings_inline_style_or_script() {
        for page in every_look().flat_map(|look| [design(look), public(look)]) {
            let page = page.into_string();
            for forbidden in [" style=", "<style", " onclick=", "hx-on", "javascript:"] {
                assert!(!page.contains(forbidden), "{forbidden}");
            }
            let scripts = page.matches("<script").count();
            assert_eq!(scripts, page.matches("<script type=\"module\" src=\"/assets/").count());
        }
    }

    #[test]
    fn ids_are_unique() {
        for page in every_look().flat_map(|look| [design(look), public(look)]) {
            let page = page.into_string();
            let mut ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            let all = ids.len();
            ids.sort_unstable();
            ids.dedup();
            assert_eq!(ids.len(), all);
        }
    }

    /// Chinese left in the English guide means a component forgot its second language. Names of places and people are given in both.
    #[test]
    fn the_english_guide_has_no_chinese_words() {
        let page = design(Look { lang: Lang::En, ..Look::default() }).into_string();
        let chinese: String = page.chars().filter(|c| ('\u{4e00}'..='\u{9fff}').contains(c)).collect();
        assert_eq!(chinese, "中文", "only the name of the other language");
    }
}
