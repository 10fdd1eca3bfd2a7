//! How a reader wants the pages to look: language, theme, contrast, size. Kept in one cookie, so that it works without an account.

use lianxin_domain::Lang;

/// The cookie's name.
pub const COOKIE: &str = "lx-look";
/// How long a look is kept: one year, in seconds.
const KEPT_SECONDS: u32 = 31_536_000;

/// Light or dark.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// 浅色
    Light,
    /// 深色
    Dark,
}

impl Theme {
    /// The value of `data-theme`; none lets the system decide.
    pub const fn code(self) -> Option<&'static str> {
        match self {
            Theme::System => None,
            Theme::Light => Some("light"),
            Theme::Dark => Some("dark"),
        }
    }
}

/// How a reader wants the pages.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Look {
    /// The language.
    pub lang: Lang,
    /// Light or dark.
    pub theme: Theme,
    /// Stronger lines and text.
    pub high_contrast: bool,
    /// A quarter larger.
    pub large_type: bool,
}

impl Look {
    /// Reads the `Cookie` header; what is missing or unknown is as usual.
    pub fn from_cookies(header: &str) -> Self {
        let prefix = format!("{COOKIE}=");
        header.split(';').find_map(|cookie| cookie.trim().strip_prefix(&prefix)).map_or_else(Look::default, Look::parse)
    }

    /// Reads `en.dark.contrast.large`, in any order.
    pub fn parse(text: &str) -> Self {
        text.split('.').fold(Look::default(), |look, word| match word {
            "en" => Look { lang: Lang::En, ..look },
            "zh" => Look { lang: Lang::Zh, ..look },
            "light" => Look { theme: Theme::Light, ..look },
            "dark" => Look { theme: Theme::Dark, ..look },
            "contrast" => Look { high_contrast: true, ..look },
            "large" => Look { large_type: true, ..look },
            _ => look,
        })
    }

    /// As [`Look::parse`] reads it.
    pub fn text(self) -> String {
        let mut words = vec![self.lang.pick("zh", "en")];
        words.extend(self.theme.code());
        if self.high_contrast {
            words.push("contrast");
        }
        if self.large_type {
            words.push("large");
        }
        words.join(".")
    }

    /// The `Set-Cookie` header. The console's script reads and writes it too, so it is not `HttpOnly`; it says nothing secret.
    pub fn set_cookie(self) -> String {
        format!("{COOKIE}={}; Path=/; Max-Age={KEPT_SECONDS}; SameSite=Lax", self.text())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_look_survives_its_cookie() {
        for lang in [Lang::Zh, Lang::En] {
            for theme in [Theme::System, Theme::Light, Theme::Dark] {
                for (high_contrast, large_type) in [(false, false), (true, false), (false, true), (true, true)] {
                    let look = Look { lang, theme, high_contrast, large_type };
                    let cookie = look.set_cookie();
                    let sent = format!("session=abc; {}", cookie.split(';').next().unwrap());
                    assert_eq!(Look::from_cookies(&sent), look);
                }
            }
        }
    }

    #[test]
    fn an_unknown_cookie_is_the_usual_look() {
        assert_eq!(Look::from_cookies("lx-look=purple; x=1"), Look::default());
        assert_eq!(Look::from_cookies(""), Look::default());
    }
}
