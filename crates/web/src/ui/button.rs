//! Buttons, and links that look like them.

use maud::{Markup, Render, html};

use super::{Icon, keys};

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Weight {
    Primary,
    Plain,
    Quiet,
    Danger,
}

/// A button, or a link if it has an address. At most one primary button on a form.
#[derive(Clone, Debug)]
pub struct Button<'a> {
    text: &'a str,
    weight: Weight,
    icon: Option<Icon>,
    key: Option<&'a str>,
    name_value: Option<(&'a str, &'a str)>,
    href: Option<&'a str>,
    form_action: Option<&'a str>,
    form: Option<&'a str>,
    opens: Option<&'a str>,
    refused: Option<&'a str>,
    submits: bool,
    icon_only: bool,
    small: bool,
}

impl<'a> Button<'a> {
    fn new(weight: Weight, text: &'a str) -> Self {
        Button {
            text,
            weight,
            icon: None,
            key: None,
            name_value: None,
            href: None,
            form_action: None,
            form: None,
            opens: None,
            refused: None,
            submits: true,
            icon_only: false,
            small: false,
        }
    }

    /// The one thing to do next.
    pub fn primary(text: &'a str) -> Self {
        Button::new(Weight::Primary, text)
    }
    /// Everything else.
    pub fn plain(text: &'a str) -> Self {
        Button::new(Weight::Plain, text)
    }
    /// Without a frame, for tools beside content.
    pub fn quiet(text: &'a str) -> Self {
        Button::new(Weight::Quiet, text)
    }
    /// What cannot be undone.
    pub fn danger(text: &'a str) -> Self {
        Button::new(Weight::Danger, text)
    }

    /// With an icon before the text.
    #[must_use]
    pub fn icon(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self
    }
    /// Shows the icon alone; the text is its name for screen readers and its title.
    #[must_use]
    pub fn icon_only(mut self, icon: Icon) -> Self {
        self.icon = Some(icon);
        self.icon_only = true;
        self
    }
    /// With a hot key such as `Alt+T` or `a`, shown on the button and listed on the `?` sheet.
    #[must_use]
    pub fn key(mut self, key: &'a str) -> Self {
        self.key = Some(key);
        self
    }
    /// Sends `name=value` with the form, to tell which button was pressed.
    #[must_use]
    pub fn sends(mut self, name: &'a str, value: &'a str) -> Self {
        self.name_value = Some((name, value));
        self
    }
    /// A link that looks like a button.
    #[must_use]
    pub fn href(mut self, href: &'a str) -> Self {
        self.href = Some(href);
        self
    }
    /// Posts the form to another address than the form's own.
    #[must_use]
    pub fn posts_to(mut self, action: &'a str) -> Self {
        self.form_action = Some(action);
        self
    }
    /// Belongs to the form with this id, wherever the button stands.
    #[must_use]
    pub fn of_form(mut self, form: &'a str) -> Self {
        self.form = Some(form);
        self
    }
    /// Opens the dialog or side panel with this id.
    #[must_use]
    pub fn opens(mut self, id: &'a str) -> Self {
        self.opens = Some(id);
        self.submits = false;
        self
    }
    /// Does nothing by itself: a custom element listens.
    #[must_use]
    pub fn inert(mut self) -> Self {
        self.submits = false;
        self
    }
    /// Shown but refused, with the reason as its title. Prefer not to show it at all.
    #[must_use]
    pub fn refused(mut self, reason: &'a str) -> Self {
        self.refused = Some(reason);
        self
    }
    /// For rows of tables and strips.
    #[must_use]
    pub fn small(mut self) -> Self {
        self.small = true;
        self
    }

    fn class(&self) -> String {
        let weight = match self.weight {
            Weight::Primary => "btn btn-primary",
            Weight::Plain => "btn",
            Weight::Quiet => "btn btn-quiet",
            Weight::Danger => "btn btn-danger",
        };
        let small = if self.small { " btn-small" } else { "" };
        let square = if self.icon_only { " btn-icon" } else { "" };
        format!("{weight}{small}{square}")
    }

    fn inner(&self) -> Markup {
        html! {
            @if let Some(icon) = self.icon { (icon) }
            span.vh[self.icon_only] { (self.text) }
            @if let (Some(key), false) = (self.key, self.icon_only) { kbd aria-hidden="true" { (keys::shown(key)) } }
        }
    }
}

impl Render for Button<'_> {
    fn render(&self) -> Markup {
        let title = self.refused.or(if self.icon_only { Some(self.text) } else { None });
        let class = self.class();
        if let Some(href) = self.href {
            return html! { a class=(class) href=(href) data-key=[self.key] title=[title] { (self.inner()) } };
        }
        html! {
            button class=(class) type=(if self.submits { "submit" } else { "button" }) data-key=[self.key] title=[title]
                name=[self.name_value.map(|(name, _)| name)] value=[self.name_value.map(|(_, value)| value)]
                formaction=[self.form_action] form=[self.form] data-opens=[self.opens] aria-haspopup=[self.opens.map(|_| "dialog")]
                disabled[self.refused.is_some()] { (self.inner()) }
        }
    }
}
