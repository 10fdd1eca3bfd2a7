//! A field of a form: label, control, hint, error.

use maud::{Markup, Render, html};

use super::{Icon, keys};

/// One of several values of a field.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Choice<'a> {
    /// What is sent.
    pub value: &'a str,
    /// What is read.
    pub text: &'a str,
}

#[derive(Clone, Debug)]
enum Control<'a> {
    Input(&'static str),
    Area { rows: u8 },
    Select(&'a [Choice<'a>]),
    Radios(&'a [Choice<'a>]),
    Check,
}

/// A field. Its control has the id `f-<name>`, so that an error can lead to it.
#[derive(Clone, Debug)]
pub struct Field<'a> {
    name: &'a str,
    label: &'a str,
    control: Control<'a>,
    value: &'a str,
    hint: Option<&'a str>,
    source: Option<&'a str>,
    error: Option<&'a str>,
    placeholder: Option<&'a str>,
    key: Option<&'a str>,
    autocomplete: Option<&'a str>,
    input_mode: Option<&'a str>,
    max_chars: Option<usize>,
    required: bool,
    checked: bool,
    bare_label: bool,
    form: Option<&'a str>,
}

impl<'a> Field<'a> {
    fn new(name: &'a str, label: &'a str, control: Control<'a>) -> Self {
        Field {
            name,
            label,
            control,
            value: "",
            hint: None,
            source: None,
            error: None,
            placeholder: None,
            key: None,
            autocomplete: None,
            input_mode: None,
            max_chars: None,
            required: false,
            checked: false,
            bare_label: false,
            form: None,
        }
    }

    /// A line of text.
    pub fn text(name: &'a str, label: &'a str) -> Self {
        Field::new(name, label, Control::Input("text"))
    }
    /// A telephone number.
    pub fn tel(name: &'a str, label: &'a str) -> Self {
        Field::new(name, label, Control::Input("tel")).autocomplete("tel")
    }
    /// A secret.
    pub fn password(name: &'a str, label: &'a str) -> Self {
        Field::new(name, label, Control::Input("password"))
    }
    /// A day.
    pub fn date(name: &'a str, label: &'a str) -> Self {
        Field::new(name, label, Control::Input("date"))
    }
    /// A day and a time, in the city's time.
    pub fn moment(name: &'a str, label: &'a str) -> Self {
        Field::new(name, label, Control::Input("datetime-local"))
    }
    /// A time of day.
    pub fn time(name: &'a str, label: &'a str) -> Self {
        Field::new(name, label, Control::Input("time"))
    }
    /// A whole number.
    pub fn number(name: &'a str, label: &'a str) -> Self {
        Field::new(name, label, Control::Input("number"))
    }
    /// Words to search for.
    pub fn search(name: &'a str, label: &'a str) -> Self {
        Field::new(name, label, Control::Input("search")).autocomplete("off")
    }
    /// Several lines of text.
    pub fn area(name: &'a str, label: &'a str, rows: u8) -> Self {
        Field::new(name, label, Control::Area { rows })
    }
    /// One of many.
    pub fn select(name: &'a str, label: &'a str, choices: &'a [Choice<'a>]) -> Self {
        Field::new(name, label, Control::Select(choices))
    }
    /// One of few, all seen at once.
    pub fn radios(name: &'a str, label: &'a str, choices: &'a [Choice<'a>]) -> Self {
        Field::new(name, label, Control::Radios(choices))
    }
    /// Yes or no; sends `on` when ticked.
    pub fn check(name: &'a str, label: &'a str) -> Self {
        Field::new(name, label, Control::Check)
    }

    /// What stands in it.
    #[must_use]
    pub fn value(mut self, value: &'a str) -> Self {
        self.value = value;
        self
    }
    /// Ticked or not, for [`Field::check`].
    #[must_use]
    pub fn checked(mut self, checked: bool) -> Self {
        self.checked = checked;
        self
    }
    /// What to write, under the control.
    #[must_use]
    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = Some(hint);
        self
    }
    /// Where a filled-in value comes from, such as `来电号码归属地`.
    #[must_use]
    pub fn source(mut self, source: &'a str) -> Self {
        self.source = Some(source);
        self
    }
    /// What is wrong, if something is.
    #[must_use]
    pub fn error(mut self, error: Option<&'a str>) -> Self {
        self.error = error;
        self
    }
    /// An example, seen while empty. Never the only label.
    #[must_use]
    pub fn placeholder(mut self, text: &'a str) -> Self {
        self.placeholder = Some(text);
        self
    }
    /// The hot key that puts the cursor here.
    #[must_use]
    pub fn key(mut self, key: &'a str) -> Self {
        self.key = Some(key);
        self
    }
    /// What the browser may fill in.
    #[must_use]
    pub fn autocomplete(mut self, what: &'a str) -> Self {
        self.autocomplete = Some(what);
        self
    }
    /// The keyboard of a phone, such as `numeric`.
    #[must_use]
    pub fn input_mode(mut self, mode: &'a str) -> Self {
        self.input_mode = Some(mode);
        self
    }
    /// The most characters that fit.
    #[must_use]
    pub fn max_chars(mut self, chars: usize) -> Self {
        self.max_chars = Some(chars);
        self
    }
    /// The form cannot be sent without it.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }
    /// Hides the label from view, where the place says it; screen readers still hear it.
    #[must_use]
    pub fn bare(mut self) -> Self {
        self.bare_label = true;
        self
    }

    /// Names the form, where a page has several with fields of the same name: the id is then `f-<form>-<name>`.
    #[must_use]
    pub fn of_form(mut self, form: &'a str) -> Self {
        self.form = Some(form);
        self
    }

    fn id(&self) -> String {
        match self.form {
            Some(form) => format!("f-{form}-{}", self.name),
            None => format!("f-{}", self.name),
        }
    }

    /// The ids of the hint and the error, for `aria-describedby`.
    fn described_by(&self) -> Option<String> {
        let id = self.id();
        let mut ids = Vec::new();
        if self.error.is_some() {
            ids.push(format!("{id}-error"));
        }
        if self.hint.is_some() {
            ids.push(format!("{id}-hint"));
        }
        if ids.is_empty() { None } else { Some(ids.join(" ")) }
    }

    fn invalid(&self) -> Option<&'static str> {
        self.error.map(|_| "true")
    }

    fn control(&self) -> Markup {
        let (id, described) = (self.id(), self.described_by());
        match &self.control {
            Control::Input(kind) => html! {
                input.input id=(id) name=(self.name) type=(kind) value=(self.value) placeholder=[self.placeholder] maxlength=[self.max_chars]
                    autocomplete=[self.autocomplete] inputmode=[self.input_mode] required[self.required] aria-invalid=[self.invalid()]
                    aria-describedby=[described] data-key=[self.key];
            },
            Control::Area { rows } => html! {
                textarea.input id=(id) name=(self.name) rows=(rows) placeholder=[self.placeholder] maxlength=[self.max_chars]
                    required[self.required] aria-invalid=[self.invalid()] aria-describedby=[described] data-key=[self.key] { (self.value) }
            },
            Control::Select(choices) => html! {
                select.input id=(id) name=(self.name) required[self.required] aria-invalid=[self.invalid()] aria-describedby=[described]
                    data-key=[self.key] {
                    @for choice in *choices { option value=(choice.value) selected[choice.value == self.value] { (choice.text) } }
                }
            },
            Control::Radios(choices) => html! {
                div.segments {
                    @for (n, choice) in choices.iter().enumerate() {
                        @let first = (n == 0).then(|| id.clone());
                        label.segment {
                            input type="radio" id=[first] name=(self.name) value=(choice.value) required[self.required]
                                checked[choice.value == self.value] data-key=[self.key.filter(|_| n == 0)];
                            span { (choice.text) }
                        }
                    }
                }
            },
            Control::Check => html! {
                label.check {
                    input type="checkbox" id=(id) name=(self.name) checked[self.checked] required[self.required] aria-invalid=[self.invalid()]
                        aria-describedby=[described] data-key=[self.key];
                    span { (self.label) }
                }
            },
        }
    }

    fn label_text(&self) -> Markup {
        html! {
            (self.label)
            @if self.required { span.required aria-hidden="true" { "*" } }
            @if let Some(source) = self.source { span.source { (source) } }
            @if let Some(key) = self.key { kbd aria-hidden="true" { (keys::shown(key)) } }
        }
    }

    fn notes(&self) -> Markup {
        let id = self.id();
        html! {
            @if let Some(error) = self.error { p.field-error id={ (id) "-error" } { (Icon::CircleAlert) (error) } }
            @if let Some(hint) = self.hint { p.field-hint id={ (id) "-hint" } { (hint) } }
        }
    }
}

impl Render for Field<'_> {
    fn render(&self) -> Markup {
        let wrong = self.error.map(|_| "is-wrong");
        match self.control {
            Control::Radios(_) => html! {
                fieldset.field.(wrong.unwrap_or("is-fine")) aria-describedby=[self.described_by()] {
                    legend.label.vh[self.bare_label] { (self.label_text()) } (self.control()) (self.notes())
                }
            },
            Control::Check => html! { div.field.(wrong.unwrap_or("is-fine")) { (self.control()) (self.notes()) } },
            Control::Input(_) | Control::Area { .. } | Control::Select(_) => html! {
                div.field.(wrong.unwrap_or("is-fine")) {
                    label.label.vh[self.bare_label] for=(self.id()) { (self.label_text()) } (self.control()) (self.notes())
                }
            },
        }
    }
}
