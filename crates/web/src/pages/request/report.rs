//! The fields of a report (反馈), and of sending one back.

use lianxin_app::view::RequestView;
use lianxin_domain::Lang;
use lianxin_domain::request::intake::TEXT_CHARS_MAX;
use lianxin_domain::request::{Event, Order, OrderState, Report, Solved};
use maud::{Markup, html};

use super::forms::common::{area, files};
use crate::ui::Field;
use crate::ui::field::Choice;

/// What a unit must say; filled in with what it said the last time.
pub(super) fn fields(lang: Lang, view: &RequestView, order: &Order) -> Markup {
    let last = last_report(view, order);
    let solved: Vec<Choice<'_>> = Solved::ALL.iter().map(|s| Choice { value: s.code(), text: s.name(lang) }).collect();
    let truth = [
        Choice { value: "yes", text: lang.pick("属实", "True") },
        Choice { value: "no", text: lang.pick("不属实", "Not true") },
    ];
    let text = |get: fn(&Report) -> &str| last.map_or("", get);
    html! {
        (points_to_mend(lang, order))
        (Field::radios("is_true", lang.pick("诉求是否属实", "Is the demand true?"), &truth).of_form("report").value("yes").required())
        (Field::radios("solved", lang.pick("是否解决", "Is it solved?"), &solved).of_form("report").required())
        div.when-unsolved { (Field::area("why_not", lang.pick("未完全解决的原因", "Why it is not quite solved"), 2).of_form("report").max_chars(TEXT_CHARS_MAX)) }
        (Field::check("contacted", lang.pick("已联系市民", "The citizen was contacted")).of_form("report").checked(order.contacted.is_some())
            .hint(lang.pick("“已解决”需有联系记录或联系证明附件", "“Solved” needs a recorded contact, or a file that proves it")))
        (Field::area("public_reply", lang.pick("公开答复（市民可见，勿写姓名电话）", "Public reply: no names, no phones"), 4).of_form("report").value(text(|r| &r.public_reply)).required().max_chars(TEXT_CHARS_MAX))
        (Field::area("internal", lang.pick("办理情况（内部）", "Internal account"), 3).of_form("report").value(text(|r| &r.internal)).required().max_chars(TEXT_CHARS_MAX))
        (files(lang))
    }
}

/// What the unit said the last time: a report that was sent back is mended, not written anew.
pub(super) fn last_report<'v>(view: &'v RequestView, order: &Order) -> Option<&'v Report> {
    view.journal.iter().rev().find_map(|kept| {
        let Event::Reported { order: of, report } = &kept.entry.event else { return None };
        (*of == order.id).then_some(report.as_ref())
    })
}

fn points_to_mend(lang: Lang, order: &Order) -> Markup {
    let (OrderState::SentBack { points } | OrderState::Rework { points }) = &order.state else { return html! {} };
    html! { div.notice.t-warning { div { p.notice-title { (lang.pick("需要改正", "To mend")) } ul.points { @for point in points { li { (point) } } } } } }
}

/// What is usually wrong with a report, each a tick; the rest in words.
pub(super) fn send_back_fields(lang: Lang) -> Markup {
    let usual = [
        lang.pick("没有回答市民所问的问题", "The question that was asked is not answered"),
        lang.pick("缺少联系市民的证明", "No proof that the citizen was contacted"),
        lang.pick("引用的依据不准确", "The law that is cited does not apply"),
        lang.pick("公开答复含个人信息", "The public reply holds personal data"),
        lang.pick("缺少现场照片或办理材料", "No photo or document of the work"),
    ];
    html! {
        fieldset.field { legend.label { (lang.pick("退回要点", "Points to mend")) }
            div.ticks { @for point in usual { label.check { input type="checkbox" name="points" value=(point); span { (point) } } } }
        }
        (area("send-back", "points", lang.pick("其他要点，一行一条", "Other points, one a line"), 3, false))
    }
}
