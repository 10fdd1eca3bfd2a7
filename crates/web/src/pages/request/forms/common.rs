//! Fields that many forms share.

use lianxin_app::Context;
use lianxin_app::files::FILE_BYTES_MAX;
use lianxin_domain::request::intake::TEXT_CHARS_MAX;
use lianxin_domain::{Lang, UnitCode};
use maud::{Markup, html};

use crate::pages::parts::{self, picks};
use crate::ui::field::Choice;
use crate::ui::file_drop::{FileDrop, file_drop};
use crate::ui::picker::Picker;
use crate::ui::{Field, Icon};

/// What may be uploaded, for the browser's dialog; the server looks into the file itself.
pub const ACCEPT: &str = "image/*,video/*,audio/*,.pdf,.docx,.xlsx";

/// Several lines, of one form.
pub fn area(form: &str, name: &str, label: &str, rows: u8, required: bool) -> Markup {
    let field = Field::area(name, label, rows).of_form(form).max_chars(TEXT_CHARS_MAX);
    if required {
        html! { (field.required()) }
    } else {
        html! { (field) }
    }
}

/// Several lines with a word on what to write.
pub fn hinted(form: &str, name: &str, label: &str, rows: u8, hint: &str) -> Markup {
    html! { (Field::area(name, label, rows).of_form(form).max_chars(TEXT_CHARS_MAX).required().hint(hint)) }
}

/// Files to go with it.
pub fn files(lang: Lang) -> Markup {
    file_drop(
        lang,
        &FileDrop {
            name: "files",
            label: lang.pick("添加照片、录音或文件", "Add photos, recordings or documents"),
            files_max: 10,
            bytes_max: FILE_BYTES_MAX as u64,
            accept: ACCEPT,
            camera: true,
            error: None,
        },
    )
}

/// One of two, without a default: a decision is made, not overlooked.
pub fn decision(form: &str, name: &str, label: &str, yes: &str, no: &str) -> Markup {
    let choices = [Choice { value: "yes", text: yes }, Choice { value: "no", text: no }];
    html! { (Field::radios(name, label, &choices).of_form(form).required()) }
}

/// One unit, of those under `below`, or of all.
pub fn one_unit(cx: &Context, label: &str, below: Option<&UnitCode>, value: &str, required: bool) -> Markup {
    let lang = cx.lang;
    let units = parts::unit_picks(&cx.city, lang, below);
    html! {
        (Picker {
            name: "unit",
            label,
            picks: &picks(&units),
            value,
            source: None,
            placeholder: lang.pick("选择单位，可输拼音首字母", "Choose a unit"),
            hint: None,
            error: None,
            key: None,
            icon: Icon::Building2,
            required,
        })
    }
}

/// Any number of units, named `units`. Without script a list of several.
pub fn several_units(cx: &Context, form: &str, label: &str, chosen: &[&str]) -> Markup {
    let lang = cx.lang;
    let units = parts::unit_picks(&cx.city, lang, None);
    let id = format!("f-{form}-units");
    html! {
        div.field.is-fine {
            label.label for=(id) { (Icon::Building2) (label) span.required aria-hidden="true" { "*" } }
            lx-picker data-multiple="several" {
                select.input id=(id) name="units" multiple size="6" required {
                    @for unit in picks(&units) {
                        option value=(unit.code) selected[chosen.contains(&unit.code)] data-path=[Some(unit.path).filter(|path| !path.is_empty())] data-keys=(unit.keys) { (unit.name) }
                    }
                }
            }
        }
    }
}
