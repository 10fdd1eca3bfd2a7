//! The combobox behind the unit, place and topic pickers.
//!
//! Without script it is a `<select>`, or an `<input>` when the choices come from the server. `<lx-picker>` turns either into a combobox:
//! type Chinese, pinyin or its initials, arrows and Enter, remote choices from `data-source?q=` as
//! `[{"code","name","path","keys"}]`.

use maud::{Markup, Render, html};

use super::{Icon, keys};

/// One thing to pick.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pick<'a> {
    /// What is sent.
    pub code: &'a str,
    /// Its full name.
    pub name: &'a str,
    /// Where it stands, such as `西青区`; empty at the top.
    pub path: &'a str,
    /// What may be typed for it besides the name: pinyin and initials, separated by blanks.
    pub keys: &'a str,
}

/// A picker of one thing.
#[derive(Clone, Debug)]
pub struct Picker<'a> {
    /// The field's name; its value is the code.
    pub name: &'a str,
    /// The label.
    pub label: &'a str,
    /// Everything there is to pick, if it is few enough to send; otherwise what is chosen now and what is suggested.
    pub picks: &'a [Pick<'a>],
    /// The code chosen now; empty for none.
    pub value: &'a str,
    /// Where to ask for more, if `picks` is not everything.
    pub source: Option<&'a str>,
    /// Seen while empty.
    pub placeholder: &'a str,
    /// Under the control.
    pub hint: Option<&'a str>,
    /// What is wrong.
    pub error: Option<&'a str>,
    /// The hot key that puts the cursor here.
    pub key: Option<&'a str>,
    /// The form cannot be sent without it.
    pub required: bool,
    /// Before the label.
    pub icon: Icon,
}

impl Picker<'_> {
    fn control(&self, id: &str) -> Markup {
        let chosen = self.picks.iter().find(|pick| pick.code == self.value);
        let invalid = self.error.map(|_| "true");
        if self.source.is_none() {
            return html! {
                select.input id=(id) name=(self.name) required[self.required] aria-invalid=[invalid] {
                    option value="" { (self.placeholder) }
                    @for pick in self.picks { (option(pick, pick.code == self.value)) }
                }
            };
        }
        html! {
            input.input id=(id) name=(self.name) value=(self.value) data-text=[chosen.map(|pick| pick.name)] list={ (id) "-list" }
                placeholder=(self.placeholder) autocomplete="off" required[self.required] aria-invalid=[invalid];
            datalist id={ (id) "-list" } { @for pick in self.picks { (option(pick, false)) } }
        }
    }
}

/// One `<option>` with what the combobox needs to find it.
pub(super) fn option(pick: &Pick<'_>, selected: bool) -> Markup {
    html! {
        option value=(pick.code) selected[selected] data-path=[Some(pick.path).filter(|path| !path.is_empty())] data-keys=(pick.keys) {
            (pick.name)
        }
    }
}

impl Render for Picker<'_> {
    fn render(&self) -> Markup {
        let id = format!("f-{}", self.name);
        html! {
            div.field.(self.error.map_or("is-fine", |_| "is-wrong")) {
                label.label for=(id) {
                    (self.icon) (self.label)
                    @if self.required { span.required aria-hidden="true" { "*" } }
                    @if let Some(key) = self.key { kbd aria-hidden="true" { (keys::shown(key)) } }
                }
                lx-picker data-source=[self.source] data-key=[self.key] { (self.control(&id)) }
                @if let Some(error) = self.error { p.field-error { (Icon::CircleAlert) (error) } }
                @if let Some(hint) = self.hint { p.field-hint { (hint) } }
            }
        }
    }
}
