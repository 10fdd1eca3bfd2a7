//! The desk as it stands: a pure function of what is typed and what is known around it.

use lianxin_app::files::FILE_BYTES_MAX;
use lianxin_domain::request::intake::{FILES_MAX, SHORT_CHARS_MAX, TEXT_CHARS_MAX, TITLE_CHARS_MAX};
use lianxin_domain::{Channel, Kind, Lang, Moment, Secrecy};
use maud::{Markup, html};

use super::{Around, advice, outcome};
use crate::caller::SignedIn;
use crate::form::Form;
use crate::frame;
use crate::pages::parts::{self, picks};
use crate::ui::draft::{Draft, draft};
use crate::ui::field::Choice;
use crate::ui::file_drop::{FileDrop, file_drop};
use crate::ui::place_picker::{PlacePicker, place_picker};
use crate::ui::topic_picker::{TopicPicker, topic_picker};
use crate::ui::unit_picker::{UnitPicker, unit_picker};
use crate::ui::{Button, Field, FieldError, Icon, Tone, error_summary, errors, layout, states, time};

/// What the proposal depends on, and what it fills in.
const ADVISES: &str = "#desk-topic, #desk-place, #desk-urgency";
/// Asked again when topic, place or grade change, or a kept copy has been put back.
const ADVISES_ON: &str =
    r##"change from:"#desk-topic, #desk-place" delay:80ms, lx:filled from:"#desk-topic" delay:200ms"##;
/// What is known depends on these.
const KNOWS: &str = "#f-phone, #f-address";
const KNOWS_ON: &str = r##"change from:"#f-phone, #f-address" delay:80ms"##;
/// What may be attached.
const ACCEPT: &str = "image/*,video/mp4,video/quicktime,audio/*,application/pdf,.docx,.xlsx";

/// Everything that the page shows.
pub(super) struct Desk<'a> {
    pub(super) who: &'a SignedIn,
    pub(super) typed: &'a Form,
    pub(super) around: &'a Around,
    /// Version of the draft that is kept, and when it was saved.
    pub(super) draft: Option<(i64, Moment)>,
    /// The draft is from before: it is said, with a way to throw it away.
    pub(super) restored: bool,
    /// A call from another number waits while a draft is open.
    pub(super) other_call: Option<&'a str>,
    pub(super) errors: &'a [FieldError],
    /// Refused as a whole, not for one field.
    pub(super) refused: Option<&'a str>,
}

impl Desk<'_> {
    /// The whole page.
    pub(super) fn render(&self) -> Markup {
        let lang = self.lang();
        let main = html! {
            form.desk id="desk-form" method="post" action="/desk" enctype="multipart/form-data" novalidate {
                h1.vh { (lang.pick("坐席受理", "The desk")) }
                // The first button answers Enter in a line of text. It is off, so that Enter never sends half a form.
                button type="submit" disabled hidden {}
                input type="hidden" name="key" value=(self.typed.text("key"));
                div.column { (self.caller()) }
                div.column { (self.notices()) (self.matter()) }
                div.column { (self.advice()) (outcome::ways(lang, &self.who.cx.city, self.typed, self.errors)) }
                (self.foot())
            }
            form id="desk-discard" method="post" action="/desk/draft/discard" hidden {
                @if let Some(phone) = self.other_call { input type="hidden" name="phone" value=(phone); }
            }
        };
        frame::page(self.who, self.around.waiting, lang.pick("坐席", "Desk"), &main)
    }

    fn lang(&self) -> Lang {
        self.who.lang()
    }

    fn value(&self, name: &str) -> &str {
        self.typed.text(name)
    }

    fn error(&self, name: &str) -> Option<&str> {
        errors::of(self.errors, name)
    }

    fn notices(&self) -> Markup {
        let lang = self.lang();
        let away = |text| Button::plain(text).small().of_form("desk-discard");
        html! {
            (error_summary(lang, self.errors))
            @if let Some(refused) = self.refused { (states::notice(Tone::Danger, refused)) }
            @if let (true, Some((_, saved))) = (self.restored, self.draft) {
                div.notice.t-brand.desk-restored role="status" {
                    (Icon::RotateCcw)
                    p {
                        (lang.pick("已恢复 ", "Restored from ")) (self.saved_at(saved)) (lang.pick(" 的草稿", ""))
                        @if let Some(phone) = self.other_call { (lang.pick("；新来电 ", "; a new call from ")) span.num { (phone) } }
                    }
                    (away(if self.other_call.is_some() { lang.pick("放弃并接新来电", "Discard and take the call") } else { lang.pick("放弃草稿", "Discard") }))
                }
            }
        }
    }

    /// The second it was saved; with its day if that was not today.
    fn saved_at(&self, saved: Moment) -> String {
        let now = self.who.cx.now;
        if time::day(saved) == time::day(now) {
            time::to_the_second(saved)
        } else {
            time::moment(self.lang(), now, saved)
        }
    }

    fn caller(&self) -> Markup {
        let lang = self.lang();
        let channels: Vec<Choice<'_>> = Channel::ALL
            .iter()
            .filter(|channel| **channel != Channel::Import)
            .map(|channel| Choice { value: channel.code(), text: channel.name(lang) })
            .collect();
        layout::panel(
            lang.pick("来电人", "Caller"),
            &html! {},
            &html! {
                (Field::tel("phone", lang.pick("电话", "Telephone")).value(self.value("phone")).error(self.error("phone")).autocomplete("off").input_mode("tel").max_chars(40).key("Alt+C"))
                (Field::text("name", lang.pick("姓名", "Name")).value(self.value("name")).error(self.error("name")).autocomplete("off").max_chars(SHORT_CHARS_MAX))
                div.desk-pair {
                    (Field::select("channel", lang.pick("渠道", "Channel"), &channels).value(self.value("channel")).bare())
                    (Field::check("anonymous", lang.pick("匿名", "Anonymous")).checked(self.typed.ticked("anonymous")))
                }
                div.desk-history id="desk-caller" aria-live="polite" hx-get="/desk/caller" hx-trigger=(KNOWS_ON) hx-include=(KNOWS) hx-target="this" hx-swap="innerMorph" hx-sync="this:replace" {
                    (self.around.history.render(&self.who.cx))
                }
            },
        )
    }

    fn matter(&self) -> Markup {
        let (lang, city) = (self.lang(), &self.who.cx.city);
        let kinds: Vec<Choice<'_>> =
            Kind::ALL.iter().map(|kind| Choice { value: kind.code(), text: kind.name(lang) }).collect();
        let (topics, places) = (parts::topic_picks(city, lang), parts::place_picks(city, lang));
        let (topics, places) = (picks(&topics), picks(&places));
        html! {
            section.panel.desk-matter {
                div.panel-body {
                    (Field::radios("kind", lang.pick("类型", "Kind"), &kinds).value(self.value("kind")).bare().key("Alt+K"))
                    div.fields.fields-2 {
                        div id="desk-topic" { (topic_picker(lang, &TopicPicker { name: "topic", topics: &topics, value: self.value("topic"), source: None, suggested_because: None, error: self.error("topic"), required: false })) }
                        div id="desk-place" { (place_picker(lang, &PlacePicker { name: "place", places: &places, value: self.value("place"), source: None, error: self.error("place"), required: false })) }
                        (Field::text("address", lang.pick("详细地址", "Address")).value(self.value("address")).error(self.error("address")).autocomplete("off").max_chars(SHORT_CHARS_MAX))
                        (Field::moment("occurred", lang.pick("发生时间", "When it happened")).value(self.value("occurred")).error(self.error("occurred")))
                    }
                    (Field::text("title", lang.pick("标题", "Title")).value(self.value("title")).error(self.error("title")).autocomplete("off").max_chars(TITLE_CHARS_MAX).key("Alt+B"))
                    div.fields.fields-2 {
                        (Field::area("account", lang.pick("起因、经过", "Cause and course"), 3).value(self.value("account")).error(self.error("account")).max_chars(TEXT_CHARS_MAX).key("Alt+J"))
                        (Field::area("demand", lang.pick("诉求", "Demand"), 3).value(self.value("demand")).error(self.error("demand")).max_chars(TEXT_CHARS_MAX).key("Alt+S"))
                    }
                    (self.around.advice.urgency.render(lang, self.errors, false))
                    (self.units())
                    (self.more())
                }
            }
        }
    }

    fn units(&self) -> Markup {
        let (lang, city) = (self.lang(), &self.who.cx.city);
        let units = parts::unit_picks(city, lang, None);
        let support: Vec<&str> = self.typed.all("support").collect();
        html! {
            div.fields.fields-2 {
                (unit_picker(lang, &UnitPicker { lead_name: "lead", support_name: "support", units: &picks(&units), lead: self.value("lead"), support: &support, error: self.error("lead") }))
                (Field::text("opinion", lang.pick("拟办意见", "Opinion for the units")).value(self.value("opinion")).error(self.error("opinion")).autocomplete("off").max_chars(TEXT_CHARS_MAX))
            }
        }
    }

    /// What is seldom changed: secrecy, call-back, files.
    fn more(&self) -> Markup {
        let lang = self.lang();
        let levels: Vec<Choice<'_>> =
            Secrecy::ALL.iter().map(|level| Choice { value: level.code(), text: level.name(lang) }).collect();
        let mut secrecy = Field::select("secrecy", lang.pick("保密", "Secrecy"), &levels)
            .value(self.value("secrecy"))
            .error(self.error("secrecy"));
        if let Some(note) = advice::secrecy_note(lang, &self.around.advice) {
            secrecy = secrecy.source(note);
        }
        let files: Vec<&str> = self.typed.all("file_ids").collect();
        html! {
            div.desk-more {
                (secrecy)
                (Field::check("wants_callback", lang.pick("办结后要求回访", "Wants to be called back")).checked(self.typed.ticked("wants_callback")))
                fieldset.field.call-window { legend.label { (lang.pick("方便接听的时间（可不填）", "Hours to call (optional)")) }
                    div.row {
                        (Field::time("call_from", lang.pick("从", "From")).value(self.value("call_from")).error(self.error("call_from")).bare())
                        span aria-hidden="true" { "–" }
                        (Field::time("call_until", lang.pick("到", "Until")).value(self.value("call_until")).bare())
                    }
                }
                div.desk-files {
                    (file_drop(lang, &FileDrop {
                        name: "files", label: lang.pick("附件", "Files"), files_max: u32::try_from(FILES_MAX).unwrap_or(u32::MAX),
                        bytes_max: u64::try_from(FILE_BYTES_MAX).unwrap_or(u64::MAX), accept: ACCEPT, camera: false, error: self.error("files"),
                    }))
                    @for (n, id) in files.iter().enumerate() {
                        label.check { input type="checkbox" name="file_ids" value=(id) checked; a href={ "/files/" (id) } target="_blank" rel="noopener" { (lang.pick("已上传附件 ", "Uploaded file ")) (n + 1) } }
                    }
                }
            }
        }
    }

    fn advice(&self) -> Markup {
        html! {
            div.desk-advice id="desk-advice" aria-live="polite" hx-get="/desk/proposal" hx-trigger=(ADVISES_ON) hx-include=(ADVISES) hx-target="this" hx-swap="innerMorph" hx-sync="this:replace" {
                (self.around.advice.render(&self.who.cx))
            }
        }
    }

    fn foot(&self) -> Markup {
        let lang = self.lang();
        let (version, saved_at) =
            self.draft.map_or((0, String::new()), |(version, saved)| (version, self.saved_at(saved)));
        html! {
            footer.desk-foot {
                (draft(lang, &Draft { url: "/desk/draft", version: u64::try_from(version).unwrap_or(0), saved_at: &saved_at }))
                div.actions {
                    noscript { (Button::quiet(lang.pick("更新建议", "Update the proposal")).sends("do", "advise")) }
                    (Button::plain(lang.pick("登记入池", "Register for the pool")).icon(Icon::Inbox).key("Alt+E").sends("do", "pool"))
                    (Button::plain(lang.pick("直接答复", "Answer at once")).icon(Icon::MessageSquare).key("Mod+Shift+Enter").sends("do", "answer"))
                    (Button::primary(lang.pick("派单", "Dispatch")).icon(Icon::Send).key("Mod+Enter").sends("do", "dispatch"))
                }
            }
        }
    }
}
