//! The page itself: a pure function of who asks and of his tokens.

use lianxin_app::sign_in::{PASSWORD_CHARS_MAX, PASSWORD_CHARS_MIN, SCOPES, Token};
use lianxin_app::why::ASKERS;
use lianxin_domain::access::{Reach, Scope};
use lianxin_domain::{Lang, Secrecy};
use maud::{Markup, html};

use crate::caller::SignedIn;
use crate::pages::{parts, why};
use crate::ui::{Button, Field, FieldError, Icon, Tone, badge, copy, errors, layout, states, time};

/// Longest name of a token, in characters.
pub(super) const TOKEN_NAME_CHARS_MAX: usize = 60;

/// What has just been said about a form of the page.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// What is wrong with the password form.
    pub password: Vec<FieldError>,
    /// What is wrong with the token form.
    pub token: Vec<FieldError>,
    /// The secret of a new token, shown this once.
    pub secret: Option<String>,
}

pub(super) fn page(who: &SignedIn, tokens: &[Token], said: &Said) -> Markup {
    let lang = who.lang();
    html! {
        (layout::page_head(lang.pick("我的账户", "My account"), &html! { (who.session.login) }, &html! {}))
        div.account {
            div.column { (about(who)) @if who.cx.actor.is_one_of(ASKERS) { (why::field(lang)) } (password(lang, &said.password)) (sessions(who)) }
            div.column { (token_panel(who, tokens, said)) }
        }
    }
}

fn about(who: &SignedIn) -> Markup {
    let (lang, actor) = (who.lang(), &who.cx.actor);
    let roles = actor.roles.iter().map(|role| badge::badge(Tone::Neutral, role.name(lang)));
    let content = layout::facts(&[
        (lang.pick("姓名", "Name"), html! { strong { (actor.name) } }),
        (lang.pick("单位", "Unit"), html! { (parts::unit(&who.cx.city, &actor.unit, lang)) }),
        (lang.pick("角色", "Roles"), html! { @for role in roles { (role) " " } }),
        (lang.pick("可见范围", "May see"), html! { (scope(who)) }),
    ]);
    layout::panel(lang.pick("我是谁", "Who I am"), &html! {}, &content)
}

/// The scope in words.
fn scope(who: &SignedIn) -> String {
    let lang = who.lang();
    let scope = Scope::of(&who.cx.actor);
    let reach = match &scope.reach {
        Reach::Nothing => return lang.pick("不能查看诉求", "No requests").to_owned(),
        Reach::All => lang.pick("全市诉求", "Every request of the city").to_owned(),
        Reach::Subtree(unit) => {
            let unit = parts::unit(&who.cx.city, unit, lang);
            lang.pick(
                format!("{unit}及其下级单位承办的诉求"),
                format!("Requests of which {unit}, or a unit below it, owes an order"),
            )
        }
    };
    let secrecy = if scope.up_to >= Secrecy::Confidential {
        lang.pick("，包括保密件", ", confidential ones too")
    } else {
        lang.pick("，不含保密件", ", without confidential ones")
    };
    format!("{reach}{secrecy}")
}

fn password(lang: Lang, wrong: &[FieldError]) -> Markup {
    let field = |name, label, autocomplete| {
        Field::password(name, label)
            .of_form("password")
            .required()
            .autocomplete(autocomplete)
            .max_chars(PASSWORD_CHARS_MAX)
            .error(errors::of(wrong, name))
    };
    let hint = lang.pick(
        format!("至少 {PASSWORD_CHARS_MIN} 个字符；长句比怪符号好记也更安全"),
        format!("At least {PASSWORD_CHARS_MIN} characters; a sentence is safer and easier to remember than signs"),
    );
    let content = html! {
        form.fields method="post" action="/account/password" {
            (field("old", lang.pick("原密码", "Old password"), "current-password"))
            (field("new", lang.pick("新密码", "New password"), "new-password").hint(&hint))
            (field("again", lang.pick("再输一次新密码", "New password again"), "new-password"))
            label.check { input type="checkbox" name="revoke" value="1" checked; span { (lang.pick("同时吊销全部接口令牌", "Revoke all API tokens as well")) } }
            (Button::plain(lang.pick("修改密码", "Change the password")).icon(Icon::KeyRound))
        }
    };
    layout::panel(lang.pick("修改密码", "Password"), &html! {}, &content)
}

fn sessions(who: &SignedIn) -> Markup {
    let lang = who.lang();
    let content = html! {
        @if let Some(ends) = who.session.expires { p { (lang.pick("本次登录到期：", "This session ends: ")) (time::time(lang, who.cx.now, ends)) } }
        p.quiet { (lang.pick("设备遗失或怀疑被人使用时，退出所有设备，再修改密码。", "If a device is lost or used by somebody else: sign out everywhere, then change the password.")) }
        form method="post" action="/account/sign-out-everywhere" hx-boost="false" {
            (Button::danger(lang.pick("退出所有设备", "Sign out everywhere")).icon(Icon::LogOut))
        }
    };
    layout::panel(lang.pick("登录", "Sessions"), &html! {}, &content)
}

fn token_panel(who: &SignedIn, tokens: &[Token], said: &Said) -> Markup {
    let lang = who.lang();
    let content = html! {
        @if let Some(secret) = &said.secret { (new_secret(lang, secret)) }
        @if tokens.is_empty() {
            (states::empty(Icon::KeyRound, lang.pick("还没有令牌", "No tokens yet"), lang.pick("令牌让程序以您的身份调用接口", "A token lets a program use the API in your name")))
        } @else {
            ul.tokens { @for token in tokens { (token_line(who, token)) } }
        }
        (token_form(lang, &said.token))
    };
    layout::panel(
        lang.pick("接口令牌", "API tokens"),
        &html! { a href="/api/docs" { (lang.pick("接口文档", "API documentation")) } },
        &content,
    )
}

fn new_secret(lang: Lang, secret: &str) -> Markup {
    html! {
        div.notice.t-done role="status" {
            (Icon::KeyRound)
            div.token-new {
                p.notice-title { (lang.pick("新令牌只显示这一次，请马上保存", "The new token is shown this once: keep it now")) }
                (copy::copy(lang, secret))
            }
        }
    }
}

fn token_line(who: &SignedIn, token: &Token) -> Markup {
    let (lang, now) = (who.lang(), who.cx.now);
    html! {
        li {
            div {
                p { strong { (token.name) } @for scope in token.scopes.split(' ') { " " (badge::badge(Tone::Neutral, scope_name(lang, scope))) } }
                p.quiet {
                    (lang.pick("建于 ", "made ")) (time::time(lang, now, token.created)) " · "
                    @match token.expires {
                        Some(end) if end <= now => { (lang.pick("已过期", "expired")) }
                        Some(end) => { (lang.pick("有效至 ", "until ")) (time::time(lang, now, end)) }
                        None => { (lang.pick("长期有效", "does not expire")) }
                    }
                }
            }
            form method="post" action={ "/account/tokens/" (token.hash) "/revoke" } { (Button::danger(lang.pick("吊销", "Revoke")).small()) }
        }
    }
}

fn scope_name(lang: Lang, scope: &str) -> &str {
    match scope {
        "read" => lang.pick("读取", "read"),
        "write" => lang.pick("办理", "write"),
        "reveal" => lang.pick("查看身份", "reveal"),
        "export" => lang.pick("导出", "export"),
        other => other,
    }
}

fn token_form(lang: Lang, wrong: &[FieldError]) -> Markup {
    html! {
        form.fields method="post" action="/account/tokens" {
            (Field::text("name", lang.pick("名称", "Name")).of_form("token").required().max_chars(TOKEN_NAME_CHARS_MAX).error(errors::of(wrong, "name"))
                .placeholder(lang.pick("例如：街道平台对接", "Such as: link to the street platform")))
            fieldset.field {
                legend.label { (lang.pick("可以做什么", "What it may do")) }
                div.ticks {
                    @for scope in SCOPES { label.check { input type="checkbox" name="scopes" value=(scope) checked[scope == "read"]; span { (scope_name(lang, scope)) } } }
                }
                @if let Some(error) = errors::of(wrong, "scopes") { p.field-error { (Icon::CircleAlert) (error) } }
            }
            (Field::date("expires", lang.pick("有效至（不填则长期有效）", "Until (empty: does not expire)")).of_form("token").error(errors::of(wrong, "expires")))
            (Button::plain(lang.pick("新建令牌", "New token")).icon(Icon::Plus))
        }
    }
}
