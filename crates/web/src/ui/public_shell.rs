//! The frame of every page for citizens and enterprises: large, plain, no script needed, prints well.

use maud::{DOCTYPE, Markup, html};

use super::shell::{head, look_menu, mark};
use super::{Icon, Look};

/// A public page's frame.
#[derive(Clone, Debug)]
pub struct PublicShell<'a> {
    /// How the reader wants it.
    pub look: Look,
    /// The page's title.
    pub title: &'a str,
    /// The city's name, such as `天津`.
    pub city: &'a str,
    /// The page's path, to mark where the reader is.
    pub path: &'a str,
    /// Where one can go: text and address.
    pub nav: &'a [(&'a str, &'a str)],
    /// Loads the script, for pages with files to drop or pickers.
    pub script: bool,
}

/// The whole document around `main`.
pub fn public_shell(page: &PublicShell<'_>, main: &Markup) -> Markup {
    let lang = page.look.lang;
    html! {
        (DOCTYPE)
        html lang=(lang.pick("zh-CN", "en")) data-theme=[page.look.theme.code()] data-contrast=[page.look.high_contrast.then_some("high")]
            data-type=[page.look.large_type.then_some("large")] {
            (head(lang, page.title, "public.css", page.script))
            body.public {
                a.skip href="#main" { (lang.pick("跳到正文", "Skip to content")) }
                header.public-top {
                    div.public-width {
                        a.brand href="/public" { (mark()) span { (page.city) " 12345" span.brand-more { (lang.pick(" 政务服务便民热线", " citizens' hotline")) } } }
                        (look_menu(page.look))
                    }
                    nav.public-nav aria-label=(lang.pick("主导航", "Main")) {
                        div.public-width {
                            @for (text, href) in page.nav { a href=(href) aria-current=[(*href == page.path).then_some("page")] { (text) } }
                        }
                    }
                }
                main.public-width id="main" tabindex="-1" { (main) }
                footer.public-foot {
                    div.public-width {
                        p { (Icon::Phone) (lang.pick("电话 12345，24 小时有人接听", "Call 12345, answered day and night")) }
                        p { (lang.pick("危及生命请直接拨打 110、119、120", "In danger of life call 110, 119 or 120")) }
                    }
                }
            }
        }
    }
}
