//! The journal as sentences: what happened, told to colleagues.

use lianxin_app::Context;
use lianxin_domain::request::{Event, OrderRole, Request};
use lianxin_domain::{FileId, Lang};
use maud::{Markup, html};

use crate::pages::parts;
use crate::ui::{Icon, Tone};

/// One entry, told.
#[derive(Debug)]
pub struct Sentence {
    /// What happened.
    pub sentence: Markup,
    /// What was said or written.
    pub words: Option<String>,
    /// Its icon.
    pub icon: Icon,
    /// Its tone.
    pub tone: Tone,
}

/// What an event is called, in two or three words.
#[expect(clippy::too_many_lines, reason = "one arm for each event, in the order of the trade")]
pub fn name(lang: Lang, event: &Event) -> &'static str {
    match event {
        Event::Registered { .. } => lang.pick("登记", "registered"),
        Event::Answered { .. } => lang.pick("直接答复", "answered at once"),
        Event::Refused { .. } => lang.pick("不予受理", "not accepted"),
        Event::CitizenAsked { .. } => lang.pick("请市民补充", "asked the citizen"),
        Event::CitizenReplied { .. } => lang.pick("市民补充", "citizen replied"),
        Event::AskLapsed => lang.pick("补充到期", "question lapsed"),
        Event::Classified { .. } => lang.pick("归类", "classified"),
        Event::SentToTriage { .. } => lang.pick("转研判", "sent to assessment"),
        Event::Dispatched { .. } => lang.pick("派单", "dispatched"),
        Event::Phoned { .. } => lang.pick("电话通知", "phoned the unit"),
        Event::Accepted { .. } => lang.pick("签收", "accepted"),
        Event::Contacted { .. } => lang.pick("联系市民", "contacted the citizen"),
        Event::PassedDown { .. } => lang.pick("下派", "passed down"),
        Event::Progressed { .. } => lang.pick("过程反馈", "interim progress"),
        Event::Reported { .. } => lang.pick("反馈", "reported"),
        Event::Approved { .. } => lang.pick("审核通过", "approved"),
        Event::SentBack { .. } => lang.pick("审核退回", "sent back"),
        Event::CallbackBegun => lang.pick("转回访", "to be called back"),
        Event::CallbackUnreached { .. } => lang.pick("回访未接通", "call-back not reached"),
        Event::Closed { .. } => lang.pick("办结", "closed"),
        Event::Reworked { .. } => lang.pick("退回重办", "sent to rework"),
        Event::Urged { .. } => lang.pick("催办", "urged"),
        Event::Supplemented { .. } => lang.pick("补充", "supplemented"),
        Event::GradeChanged { .. } => lang.pick("调整紧急程度", "grade changed"),
        Event::Rated { .. } => lang.pick("评价", "rated"),
        Event::Claimed { .. } => lang.pick("认领任务", "claimed a task"),
        Event::Released { .. } => lang.pick("释放任务", "released a task"),
        Event::Revealed { .. } => lang.pick("查看身份", "looked at the identity"),
        Event::Expired { .. } => lang.pick("超时", "ran out of time"),
        Event::HandedOver { .. } => lang.pick("转接", "handed over"),
        Event::InvalidAsked { .. } => lang.pick("申请判定无效", "asked to mark invalid"),
        Event::InvalidDenied { .. } => lang.pick("不判无效", "not invalid"),
        Event::Invalidated { .. } => lang.pick("判定无效", "marked invalid"),
        Event::Consulted { .. } => lang.pick("会商", "consultation"),
        Event::Ruled { .. } => lang.pick("会商决定", "consultation decided"),
        Event::Merged { .. } => lang.pick("并单", "merged"),
        Event::Unmerged { .. } => lang.pick("撤销并单", "unmerged"),
        Event::Absorbed { .. } => lang.pick("并入", "another was merged in"),
        Event::Shed { .. } => lang.pick("拆出", "one was let go"),
        Event::Followed { .. } => lang.pick("主单已办结", "the master has ended"),
        Event::IncidentDeclared { .. } => lang.pick("宣布突发事件", "incident declared"),
        Event::ProgressShared { .. } => lang.pick("事件进展", "progress for all"),
        Event::IncidentEnded { .. } => lang.pick("突发事件结束", "incident ended"),
        Event::ReturnAsked { .. } => lang.pick("申请退单", "asked to return"),
        Event::Redispatched { .. } => lang.pick("改派", "re-dispatched"),
        Event::ReturnRefused { .. } => lang.pick("驳回退单", "return refused"),
        Event::Recalled { .. } => lang.pick("撤回工单", "recalled"),
        Event::SupportAsked { .. } => lang.pick("申请协办", "asked for support"),
        Event::SupportAdded { .. } => lang.pick("增派协办", "support added"),
        Event::SupportRefused { .. } => lang.pick("不予增派", "support refused"),
        Event::DelayAsked { .. } => lang.pick("申请延期", "asked for an extension"),
        Event::DelayGranted { .. } => lang.pick("同意延期", "extension granted"),
        Event::DelayRefused { .. } => lang.pick("不同意延期", "extension refused"),
        Event::Paused { .. } => lang.pick("中止计时", "clock stopped"),
        Event::Resumed { .. } => lang.pick("恢复计时", "clock runs again"),
        Event::UndueAgreed { .. } => lang.pick("认定超职责", "found beyond duty"),
        Event::Parked { .. } => lang.pick("挂账", "parked"),
        Event::MilestoneDone { .. } => lang.pick("完成节点", "milestone done"),
        Event::Unparked { .. } => lang.pick("恢复办理", "resumed"),
        Event::Supervised { .. } => lang.pick("督办", "supervised"),
        Event::SheetAnswered { .. } => lang.pick("答复督办", "sheet answered"),
        Event::SheetLifted { .. } => lang.pick("解除督办", "sheet lifted"),
        Event::Instructed { .. } => lang.pick("批示", "instruction"),
        Event::WithdrawAsked { .. } => lang.pick("申请撤回", "asked to withdraw"),
        Event::WithdrawStopped { .. } => lang.pick("撤回未成立", "withdrawal stopped"),
        Event::Withdrawn { .. } => lang.pick("已撤回", "withdrawn"),
        Event::Reopened { .. } => lang.pick("提出异议，重新办理", "reopened"),
        Event::Archived => lang.pick("归档", "archived"),
        Event::AppealAsked { .. } => lang.pick("考核申诉", "appealed"),
        Event::AppealDecided { .. } => lang.pick("申诉审结", "appeal decided"),
        Event::PassedOn { .. } => lang.pick("移交任务", "passed a task on"),
        Event::Rung { .. } => lang.pick("时限提醒", "reminder"),
        Event::Untold { .. } => lang.pick("通知未送达", "message not delivered"),
        Event::Told { .. } => lang.pick("已电话告知", "told by phone"),
        Event::PolicyApplied { .. } => lang.pick("执行新规", "new policy applied"),
    }
}

/// Tells an event of a request.
#[expect(clippy::too_many_lines, reason = "one arm for each event, in the order of the trade")]
pub fn tell(cx: &Context, request: &Request, event: &Event) -> Sentence {
    let lang = cx.lang;
    let (icon, tone) = look(event);
    let mut words = words(lang, event).filter(|text| !text.trim().is_empty());
    let sentence = match event {
        Event::Registered { number, .. } => html! { (name(lang, event)) " " span.num { (number) } },
        Event::Refused { reason, .. } => {
            let reason = cx.city.refusal(reason).map_or(reason.as_str(), |known| known.name.get(lang));
            html! { (name(lang, event)) "：" (reason) }
        }
        Event::Classified { topic, place, address, .. } => html! {
            (name(lang, event)) "：" (parts::topic(&cx.city, Some(topic), lang)) " · " (parts::whereabouts(&cx.city, Some(place), address, lang))
        },
        Event::Dispatched { orders, .. } => {
            words = orders.first().map(|order| order.opinion.clone()).filter(|text| !text.is_empty());
            html! {
                (lang.pick("派单给 ", "Dispatched to "))
                @for (i, order) in orders.iter().enumerate() {
                    @if i > 0 { (lang.pick("、", ", ")) }
                    (parts::unit(&cx.city, &order.unit, lang)) "（" (order.role.name(lang)) "）"
                }
            }
        }
        Event::PassedDown { order, .. } => {
            words = Some(order.opinion.clone()).filter(|text| !text.is_empty());
            html! { (lang.pick("下派给 ", "Passed down to ")) (parts::unit(&cx.city, &order.unit, lang)) }
        }
        Event::Phoned { answered, who, .. } => html! {
            (of_order(cx, request, event))
            @if *answered { (lang.pick("电话已接通，接听人：", "Phone answered by: ")) (who) } @else { (lang.pick("电话无人接听", "Phone not answered")) }
        },
        Event::Contacted { reached, .. } => html! {
            (of_order(cx, request, event))
            @if *reached { (lang.pick("已联系市民", "Contacted the citizen")) } @else { (lang.pick("联系市民未果", "Could not reach the citizen")) }
        },
        Event::Reported { report, .. } => {
            html! { (of_order(cx, request, event)) (lang.pick("反馈：", "Reported: ")) (report.solved.name(lang)) }
        }
        Event::Closed { outcome, survey, .. } => html! {
            (outcome.name(lang))
            @if let Some(survey) = survey { " · " (survey.solved.name(lang)) " · " (survey.result.name(lang)) }
        },
        Event::GradeChanged { from, to, .. } => {
            html! { (name(lang, event)) "：" (from.name(lang)) " → " (to.name(lang)) }
        }
        Event::Rated { survey } => {
            html! { (lang.pick("市民评价：", "The citizen rated: ")) (survey.result.name(lang)) }
        }
        Event::Expired { kind, .. } => {
            html! { (of_order(cx, request, event)) (kind.name(lang)) (lang.pick("超时", " ran out of time")) }
        }
        Event::Redispatched { instead, .. } => html! {
            (of_order(cx, request, event)) (lang.pick("改派给 ", "Re-dispatched to ")) (parts::unit(&cx.city, &instead.unit, lang))
            @if instead.dealings.designated { (lang.pick("（指定办理）", " (designated)")) }
        },
        Event::Recalled { instead, .. } => html! {
            (of_order(cx, request, event)) (name(lang, event))
            @if let Some(instead) = instead { (lang.pick("，改派给 ", ", sent to ")) (parts::unit(&cx.city, &instead.unit, lang)) }
        },
        Event::SupportAdded { orders } => html! {
            (name(lang, event)) "："
            @for (i, order) in orders.iter().enumerate() {
                @if i > 0 { (lang.pick("、", ", ")) }
                (parts::unit(&cx.city, &order.unit, lang))
            }
        },
        Event::ReturnAsked { ask, .. } => html! {
            (of_order(cx, request, event)) (name(lang, event)) "："
            (cx.city.return_reason(&ask.reason).map_or(ask.reason.as_str(), |reason| reason.name.get(lang)))
            @if let Some(unit) = &ask.suggested { (lang.pick("，建议 ", "; suggests ")) (parts::unit(&cx.city, unit, lang)) }
        },
        Event::DelayAsked { ask, .. } => html! {
            (of_order(cx, request, event)) (name(lang, event)) " "
            (lang.pick(format!("{} 个工作日", ask.working_days), format!("{} working day(s)", ask.working_days)))
        },
        Event::DelayGranted { working_days, .. } => html! {
            (of_order(cx, request, event)) (name(lang, event)) " "
            (lang.pick(format!("{working_days} 个工作日"), format!("{working_days} working day(s)")))
        },
        Event::Merged { number, .. } => {
            html! { (lang.pick("并入 ", "Merged into ")) a.num href={ "/requests/" (number) } { (number) } }
        }
        Event::Absorbed { number } | Event::Shed { number } => {
            html! { (name(lang, event)) " " a.num href={ "/requests/" (number) } { (number) } }
        }
        Event::HandedOver { to, .. } => html! { (name(lang, event)) " " span.num { (to) } },
        Event::Supervised { sheet } => html! {
            (of_order(cx, request, event))
            (cx.city.supervision_kind(&sheet.kind).map_or(name(lang, event), |kind| kind.name.get(lang))) " " span.num { (sheet.number) }
        },
        Event::Ruled { ruling } => html! {
            (name(lang, event)) "：" (parts::unit(&cx.city, &ruling.lead, lang)) "（" (OrderRole::Lead.name(lang)) "）"
            @if ruling.binding { (lang.pick("，列入派单目录", "; enters the catalogue")) }
        },
        Event::AppealDecided { granted, .. } => html! {
            (of_order(cx, request, event)) (name(lang, event)) "："
            (if *granted { lang.pick("成立，不计入考核", "granted, not counted") } else { lang.pick("维持", "upheld as it was") })
        },
        Event::Rung { kind, at, tell, by, .. } => html! {
            (of_order(cx, request, event)) (kind.name(lang)) " " (at.say(lang)) "：" (by.name(lang)) " "
            @for (i, audience) in tell.iter().enumerate() {
                @if i > 0 { (lang.pick("、", ", ")) }
                (audience.name(lang))
            }
        },
        Event::Untold { message, .. } => html! {
            (of_order(cx, request, event)) (name(lang, event)) "：" (message.to.name(lang)) " " (message.by.name(lang))
        },
        Event::InvalidAsked { .. }
        | Event::InvalidDenied { .. }
        | Event::Invalidated { .. }
        | Event::Consulted { .. }
        | Event::Unmerged { .. }
        | Event::Followed { .. }
        | Event::IncidentDeclared { .. }
        | Event::ProgressShared { .. }
        | Event::IncidentEnded { .. }
        | Event::ReturnRefused { .. }
        | Event::SupportAsked { .. }
        | Event::SupportRefused { .. }
        | Event::DelayRefused { .. }
        | Event::Paused { .. }
        | Event::Resumed { .. }
        | Event::UndueAgreed { .. }
        | Event::Parked { .. }
        | Event::MilestoneDone { .. }
        | Event::Unparked { .. }
        | Event::SheetAnswered { .. }
        | Event::SheetLifted { .. }
        | Event::Instructed { .. }
        | Event::WithdrawAsked { .. }
        | Event::WithdrawStopped { .. }
        | Event::Withdrawn { .. }
        | Event::Reopened { .. }
        | Event::Archived
        | Event::AppealAsked { .. }
        | Event::PassedOn { .. }
        | Event::Told { .. }
        | Event::PolicyApplied { .. }
        | Event::Answered { .. }
        | Event::CitizenAsked { .. }
        | Event::CitizenReplied { .. }
        | Event::AskLapsed
        | Event::SentToTriage { .. }
        | Event::Accepted { .. }
        | Event::Progressed { .. }
        | Event::Approved { .. }
        | Event::SentBack { .. }
        | Event::CallbackBegun
        | Event::CallbackUnreached { .. }
        | Event::Reworked { .. }
        | Event::Urged { .. }
        | Event::Supplemented { .. }
        | Event::Claimed { .. }
        | Event::Released { .. }
        | Event::Revealed { .. } => html! { (of_order(cx, request, event)) (name(lang, event)) },
    };
    Sentence { sentence, words, icon, tone }
}

/// The unit whose order an event is about, where there is more than one.
fn of_order(cx: &Context, request: &Request, event: &Event) -> Markup {
    let several = request.orders.len() > 1;
    let order = event.orders().first().and_then(|id| request.order(*id)).filter(|_| several);
    html! { @if let Some(order) = order { @if order.role != OrderRole::Lead || several { (parts::unit(&cx.city, &order.unit, cx.lang)) " " } } }
}

#[expect(clippy::too_many_lines, clippy::match_same_arms, reason = "one arm for each event, in the order of the trade")]
fn words(lang: Lang, event: &Event) -> Option<String> {
    match event {
        Event::Answered { answer, .. } => Some(answer.clone()),
        Event::Refused { told, .. } => Some(told.clone()),
        Event::CitizenAsked { question } => Some(question.clone()),
        Event::SentToTriage { why } => Some(why.clone()),
        Event::Phoned { promise, number, .. } => Some(format!("{number} {promise}")),
        Event::Contacted { note, .. } | Event::CallbackUnreached { note } => Some(note.clone()),
        Event::CitizenReplied { text, .. }
        | Event::Progressed { text, .. }
        | Event::Supplemented { text, .. }
        | Event::Urged { text } => Some(text.clone()),
        Event::Reported { report, .. } => Some(lang.pick(
            format!("公开答复：{}\n办理情况：{}", report.public_reply, report.internal),
            format!("Public reply: {}\nInternal: {}", report.public_reply, report.internal),
        )),
        Event::SentBack { points, .. } | Event::Reworked { points, .. } => Some(points.join("\n")),
        Event::Closed { explained, survey, .. } => {
            explained.clone().or_else(|| survey.as_ref().map(|survey| survey.words.clone()))
        }
        Event::GradeChanged { reason, .. } | Event::Revealed { reason } => Some(reason.clone()),
        Event::Rated { survey } => Some(survey.words.clone()),
        Event::HandedOver { reason, .. }
        | Event::InvalidAsked { reason, .. }
        | Event::InvalidDenied { reason, .. }
        | Event::Invalidated { reason, .. }
        | Event::Unmerged { reason, .. }
        | Event::IncidentEnded { reason, .. }
        | Event::Redispatched { reason, .. }
        | Event::ReturnRefused { reason, .. }
        | Event::Recalled { reason, .. }
        | Event::SupportAsked { reason, .. }
        | Event::SupportRefused { reason, .. }
        | Event::DelayGranted { reason, .. }
        | Event::DelayRefused { reason, .. }
        | Event::Paused { reason, .. }
        | Event::Resumed { reason, .. }
        | Event::UndueAgreed { reason, .. }
        | Event::Unparked { reason, .. }
        | Event::SheetLifted { reason, .. }
        | Event::WithdrawAsked { reason, .. }
        | Event::Reopened { reason, .. }
        | Event::AppealDecided { reason, .. } => Some(reason.clone()),
        Event::Consulted { question, .. } => Some(question.clone()),
        Event::Ruled { ruling } => Some(ruling.minutes.clone()),
        Event::Merged { evidence, .. } => Some(evidence.clone()),
        Event::IncidentDeclared { incident } => Some(incident.notice.clone()),
        Event::ProgressShared { text } | Event::SheetAnswered { text, .. } | Event::Instructed { text } => {
            Some(text.clone())
        }
        Event::ReturnAsked { ask, .. } => Some(ask.basis.clone()),
        Event::DelayAsked { ask, .. } => Some(lang.pick(
            format!("理由：{}\n计划：{}\n告知市民：{}", ask.reason, ask.plan, ask.told),
            format!("Why: {}\nPlan: {}\nThe citizen was told: {}", ask.reason, ask.plan, ask.told),
        )),
        Event::Parked { plan, .. } => {
            Some(lang.pick(
                format!("{}\n责任人：{}", plan.plan, plan.owner),
                format!("{}\nOwner: {}", plan.plan, plan.owner),
            ))
        }
        Event::MilestoneDone { note, .. }
        | Event::WithdrawStopped { note }
        | Event::Withdrawn { note, .. }
        | Event::PassedOn { note, .. }
        | Event::Told { note, .. } => Some(note.clone()),
        Event::Supervised { sheet } => Some(sheet.demand.clone()),
        Event::AppealAsked { appeal, .. } => Some(format!("{}：{}", appeal.claim.name(lang), appeal.reason)),
        Event::Untold { why, .. } => Some(why.clone()),
        Event::PolicyApplied { policy } => Some(policy.clone()),
        Event::Absorbed { .. }
        | Event::Shed { .. }
        | Event::Followed { .. }
        | Event::SupportAdded { .. }
        | Event::Archived
        | Event::Rung { .. }
        | Event::Registered { .. }
        | Event::AskLapsed
        | Event::Classified { .. }
        | Event::Dispatched { .. }
        | Event::Accepted { .. }
        | Event::PassedDown { .. }
        | Event::Approved { .. }
        | Event::CallbackBegun
        | Event::Claimed { .. }
        | Event::Released { .. }
        | Event::Expired { .. } => None,
    }
}

/// The files that came with an event.
#[expect(clippy::wildcard_enum_match_arm, reason = "few events bring files")]
pub fn files(event: &Event) -> &[FileId] {
    match event {
        Event::Registered { facts, .. } => &facts.files,
        Event::CitizenReplied { files, .. } | Event::Progressed { files, .. } | Event::Supplemented { files, .. } => {
            files
        }
        Event::Reported { report, .. } => &report.files,
        Event::ReturnAsked { ask, .. } => &ask.files,
        Event::AppealAsked { appeal, .. } => &appeal.files,
        _ => &[],
    }
}

#[expect(clippy::match_same_arms, reason = "one arm for each event, in the order of the trade")]
fn look(event: &Event) -> (Icon, Tone) {
    match event {
        Event::Registered { .. } => (Icon::FileText, Tone::Neutral),
        Event::Answered { .. } => (Icon::MessageSquare, Tone::Done),
        Event::Refused { .. } => (Icon::CircleX, Tone::Neutral),
        Event::CitizenAsked { .. } | Event::AskLapsed => (Icon::CircleHelp, Tone::Warning),
        Event::CitizenReplied { .. } | Event::Supplemented { .. } => (Icon::Plus, Tone::Neutral),
        Event::Classified { .. } => (Icon::Tag, Tone::Neutral),
        Event::SentToTriage { .. } => (Icon::Scale, Tone::Neutral),
        Event::Dispatched { .. } => (Icon::Send, Tone::Brand),
        Event::PassedDown { .. } => (Icon::Split, Tone::Brand),
        Event::Phoned { answered: true, .. } => (Icon::PhoneCall, Tone::Done),
        Event::Phoned { answered: false, .. } => (Icon::PhoneMissed, Tone::Danger),
        Event::Accepted { .. } => (Icon::UserCheck, Tone::Brand),
        Event::Contacted { reached: true, .. } => (Icon::Phone, Tone::Brand),
        Event::Contacted { reached: false, .. } | Event::CallbackUnreached { .. } => (Icon::PhoneMissed, Tone::Warning),
        Event::Progressed { .. } => (Icon::Pencil, Tone::Brand),
        Event::Reported { .. } => (Icon::ClipboardList, Tone::Brand),
        Event::Approved { .. } => (Icon::CircleCheck, Tone::Done),
        Event::SentBack { .. } | Event::Reworked { .. } => (Icon::Undo2, Tone::Warning),
        Event::CallbackBegun => (Icon::PhoneForwarded, Tone::Brand),
        Event::Closed { .. } => (Icon::CheckCheck, Tone::Done),
        Event::Urged { .. } => (Icon::Bell, Tone::Warning),
        Event::GradeChanged { .. } => (Icon::Flag, Tone::Warning),
        Event::Rated { .. } => (Icon::Star, Tone::Neutral),
        Event::Claimed { .. } | Event::Released { .. } => (Icon::User, Tone::Neutral),
        Event::Revealed { .. } => (Icon::Eye, Tone::Warning),
        Event::Expired { .. } => (Icon::AlarmClock, Tone::Danger),
        Event::HandedOver { .. } => (Icon::PhoneForwarded, Tone::Neutral),
        Event::InvalidAsked { .. } | Event::InvalidDenied { .. } | Event::Invalidated { .. } => {
            (Icon::CircleX, Tone::Neutral)
        }
        Event::Consulted { .. } | Event::Ruled { .. } => (Icon::Scale, Tone::Brand),
        Event::Merged { .. } | Event::Absorbed { .. } | Event::Followed { .. } => (Icon::Split, Tone::Brand),
        Event::Unmerged { .. } | Event::Shed { .. } => (Icon::Split, Tone::Warning),
        Event::IncidentDeclared { .. } | Event::IncidentEnded { .. } => (Icon::Flag, Tone::Danger),
        Event::ProgressShared { .. } => (Icon::Pencil, Tone::Brand),
        Event::ReturnAsked { .. }
        | Event::SupportAsked { .. }
        | Event::DelayAsked { .. }
        | Event::AppealAsked { .. } => (Icon::CircleHelp, Tone::Warning),
        Event::Redispatched { .. } | Event::SupportAdded { .. } => (Icon::Send, Tone::Brand),
        Event::ReturnRefused { .. } | Event::SupportRefused { .. } | Event::DelayRefused { .. } => {
            (Icon::CircleX, Tone::Warning)
        }
        Event::Recalled { .. } => (Icon::Undo2, Tone::Warning),
        Event::DelayGranted { .. } | Event::AppealDecided { .. } => (Icon::CircleCheck, Tone::Brand),
        Event::Paused { .. } | Event::Resumed { .. } | Event::Parked { .. } | Event::Unparked { .. } => {
            (Icon::Clock, Tone::Warning)
        }
        Event::MilestoneDone { .. } => (Icon::CircleCheck, Tone::Brand),
        Event::UndueAgreed { .. } => (Icon::Scale, Tone::Neutral),
        Event::Supervised { .. }
        | Event::SheetAnswered { .. }
        | Event::SheetLifted { .. }
        | Event::Instructed { .. } => (Icon::Flag, Tone::Supervised),
        Event::WithdrawAsked { .. } | Event::WithdrawStopped { .. } | Event::Withdrawn { .. } => {
            (Icon::Undo2, Tone::Neutral)
        }
        Event::Reopened { .. } => (Icon::RotateCcw, Tone::Warning),
        Event::Archived => (Icon::CheckCheck, Tone::Neutral),
        Event::PassedOn { .. } | Event::Told { .. } => (Icon::User, Tone::Neutral),
        Event::Rung { .. } => (Icon::Bell, Tone::Warning),
        Event::Untold { .. } => (Icon::PhoneMissed, Tone::Danger),
        Event::PolicyApplied { .. } => (Icon::Scale, Tone::Neutral),
    }
}
