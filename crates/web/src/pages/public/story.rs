//! The journal as its citizen reads it: what was done, by which unit, when. What is not told here is not told at all.

use lianxin_app::Context;
use lianxin_domain::access::Role;
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::{Entry, Event, Order, OrderRole, Report, Request};
use lianxin_domain::{FileId, Lang, OrderId};

use crate::pages::parts;
use crate::ui::{Icon, Tone};

/// One entry, told to the citizen.
#[derive(Debug)]
pub(super) struct Sentence {
    /// Who did it: the citizen himself, the hotline, a unit. Never a person of ours.
    pub actor: String,
    /// What happened.
    pub text: String,
    /// What was written for the citizen, or by him.
    pub words: Option<String>,
    /// Its icon.
    pub icon: Icon,
    /// Its tone.
    pub tone: Tone,
}

/// Tells an entry; `None` for what goes on inside.
#[expect(clippy::too_many_lines, reason = "one arm for each event; what a citizen is told is read in one place")]
#[expect(clippy::match_same_arms, reason = "one arm for each event, in the order of the trade")]
pub(super) fn tell(cx: &Context, request: &Request, entries: &[Entry], entry: &Entry) -> Option<Sentence> {
    let lang = cx.lang;
    let own = entry.by.role == Role::Citizen;
    let words = |text: &str| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
    let unit = |order: OrderId| {
        request.order(order).map_or_else(String::new, |order| parts::unit(&cx.city, &order.unit, lang).to_owned())
    };
    let (you, centre) = (lang.pick("您", "You").to_owned(), "12345".to_owned());
    let told = |actor: String, text: &str, words: Option<String>, icon: Icon, tone: Tone| {
        Some(Sentence { actor, text: text.to_owned(), words, icon, tone })
    };
    match &entry.event {
        Event::Registered { facts, .. } => {
            let channel = facts.channel.name(lang);
            told(
                you,
                &lang.pick(format!("反映诉求（{channel}），已登记"), format!("You told us ({channel}); registered")),
                None,
                Icon::FileText,
                Tone::Brand,
            )
        }
        Event::Answered { answer, .. } => {
            told(centre, lang.pick("答复了您", "Answered you"), words(answer), Icon::MessageSquare, Tone::Done)
        }
        Event::Refused { reason, told: why } => {
            let reason = cx.city.refusal(reason).map_or("", |known| known.name.get(lang));
            told(
                centre,
                &lang.pick(format!("不予受理：{reason}"), format!("Not accepted: {reason}")),
                words(why),
                Icon::CircleX,
                Tone::Neutral,
            )
        }
        Event::CitizenAsked { question } => {
            told(centre, lang.pick("请您补充", "Asked you"), words(question), Icon::CircleHelp, Tone::Warning)
        }
        Event::CitizenReplied { text, .. } if own => {
            told(you, lang.pick("答复了问题", "Answered the question"), words(text), Icon::Reply, Tone::Brand)
        }
        Event::CitizenReplied { .. } => {
            told(centre, lang.pick("记录了您的答复", "Noted your answer"), None, Icon::Reply, Tone::Neutral)
        }
        Event::AskLapsed => told(
            centre,
            lang.pick(
                "补充期已过，按现有情况继续办理",
                "The time for your answer has passed; we go on with what we know",
            ),
            None,
            Icon::Clock,
            Tone::Neutral,
        ),
        Event::SentToTriage { .. } => told(
            centre,
            lang.pick("正在研判由哪个单位办理", "Assessing which unit must act"),
            None,
            Icon::Scale,
            Tone::Neutral,
        ),
        Event::Dispatched { orders, .. } => {
            let names = named(cx, orders);
            told(centre, &lang.pick(format!("派给{names}"), format!("Sent to {names}")), None, Icon::Send, Tone::Brand)
        }
        Event::Phoned { order, answered: true, .. } => {
            let unit = unit(*order);
            told(
                centre,
                &lang.pick(format!("已电话通知{unit}"), format!("Told {unit} by phone")),
                None,
                Icon::PhoneCall,
                Tone::Neutral,
            )
        }
        Event::Accepted { order } => {
            told(unit(*order), lang.pick("已签收", "Accepted it"), None, Icon::UserCheck, Tone::Brand)
        }
        Event::Contacted { order, reached: true, .. } => {
            told(unit(*order), lang.pick("联系了您", "Contacted you"), None, Icon::Phone, Tone::Brand)
        }
        Event::Contacted { order, reached: false, .. } => told(
            unit(*order),
            lang.pick("打电话没有联系上您", "Tried to reach you, in vain"),
            None,
            Icon::PhoneMissed,
            Tone::Warning,
        ),
        Event::PassedDown { from, order } => {
            let below = parts::unit(&cx.city, &order.unit, lang);
            told(
                unit(*from),
                &lang.pick(format!("安排{below}办理"), format!("Gave a part to {below}")),
                None,
                Icon::Split,
                Tone::Brand,
            )
        }
        Event::Progressed { order, text, .. } => {
            told(unit(*order), lang.pick("办理进展", "Progress"), words(text), Icon::Pencil, Tone::Brand)
        }
        Event::Reported { order, .. } => told(
            unit(*order),
            lang.pick("提交了办理结果，等待审核", "Reported a result, which is being reviewed"),
            None,
            Icon::ClipboardList,
            Tone::Brand,
        ),
        Event::Approved { order } if !is_top(request, *order) => {
            told(unit(*order), lang.pick("完成了承担的部分", "Has done its part"), None, Icon::Check, Tone::Brand)
        }
        Event::Approved { order } => {
            let reply = last_report(entries, entry.no, *order).and_then(|report| words(&report.public_reply));
            told(
                unit(*order),
                lang.pick("办理结果已通过审核", "The result was approved"),
                reply,
                Icon::CircleCheck,
                Tone::Done,
            )
        }
        Event::SentBack { order, .. } => told(
            unit(*order),
            lang.pick("审核没有通过，继续办理", "Not approved yet: it goes on"),
            None,
            Icon::Undo2,
            Tone::Warning,
        ),
        Event::CallbackBegun => told(
            centre,
            lang.pick("将打电话回访，听取您的意见", "Will call you to hear what you think"),
            None,
            Icon::PhoneForwarded,
            Tone::Brand,
        ),
        Event::CallbackUnreached { .. } => told(
            centre,
            lang.pick("打电话回访，没有联系上您", "Called you back, in vain"),
            None,
            Icon::PhoneMissed,
            Tone::Warning,
        ),
        Event::Closed { outcome, survey, .. } => {
            let said = survey
                .as_ref()
                .map(|survey| {
                    lang.pick(
                        format!("，您表示{}", survey.result.name(lang)),
                        format!("; you said: {}", survey.result.name(lang)),
                    )
                })
                .unwrap_or_default();
            told(
                centre,
                &format!("{}{said}", outcome.name(lang)),
                survey.as_ref().and_then(|survey| words(&survey.words)),
                Icon::CheckCheck,
                Tone::Done,
            )
        }
        Event::Reworked { survey, .. } => told(
            centre,
            lang.pick("按您的意见退回，重新办理", "Sent back to be done again, as you wished"),
            words(&survey.words),
            Icon::RotateCcw,
            Tone::Warning,
        ),
        Event::Urged { text } if own => told(you, lang.pick("催办", "Urged"), words(text), Icon::Bell, Tone::Warning),
        Event::Urged { .. } => {
            told(centre, lang.pick("催办了承办单位", "Urged the unit"), None, Icon::Bell, Tone::Warning)
        }
        Event::Supplemented { text, .. } if own => {
            told(you, lang.pick("补充了情况", "Added something"), words(text), Icon::Plus, Tone::Brand)
        }
        Event::Supplemented { .. } => {
            told(centre, lang.pick("补充了情况", "Added something"), None, Icon::Plus, Tone::Neutral)
        }
        Event::GradeChanged { to, .. } => told(
            centre,
            &format!("{}{}", lang.pick("紧急程度调整为：", "The grade is now: "), to.name(lang)),
            None,
            Icon::Flag,
            Tone::Neutral,
        ),
        Event::Rated { survey } => {
            let result = survey.result.name(lang);
            told(
                you,
                &lang.pick(format!("评价：{result}"), format!("Rated: {result}")),
                words(&survey.words),
                Icon::Star,
                Tone::Brand,
            )
        }
        // His own time to answer or to object: nobody has broken a promise.
        Event::Expired { kind: ClockKind::Objection | ClockKind::Supplement, .. } => None,
        Event::Expired { order, kind, .. } => {
            let (who, what) = (order.map_or(centre, unit), kind.name(lang));
            told(
                who,
                &lang.pick(format!("{what}超过了承诺的时间"), format!("{what}: later than promised")),
                None,
                Icon::AlarmClock,
                Tone::Danger,
            )
        }
        Event::HandedOver { to, .. } => told(
            centre,
            &lang.pick(format!("已转 {to} 处理"), format!("Handed over to {to}")),
            None,
            Icon::PhoneForwarded,
            Tone::Neutral,
        ),
        Event::Merged { .. } => told(
            centre,
            lang.pick(
                "与同一事项的其他诉求合并办理，您的编号和回访不变",
                "Handled together with others about the same matter; your number and call-back stay yours",
            ),
            None,
            Icon::Split,
            Tone::Brand,
        ),
        Event::Unmerged { .. } => {
            told(centre, lang.pick("改为单独办理", "Is now handled on its own"), None, Icon::Split, Tone::Neutral)
        }
        Event::ProgressShared { text } => {
            told(centre, lang.pick("发布进展", "Progress"), words(text), Icon::Pencil, Tone::Brand)
        }
        Event::IncidentDeclared { incident } => {
            told(centre, lang.pick("发布情况说明", "Notice"), words(&incident.notice), Icon::Flag, Tone::Warning)
        }
        Event::Redispatched { instead, .. } => {
            let to = parts::unit(&cx.city, &instead.unit, lang);
            told(centre, &lang.pick(format!("改由{to}办理"), format!("Now with {to}")), None, Icon::Send, Tone::Brand)
        }
        Event::Recalled { instead, .. } => {
            let text = match instead.as_ref().map(|order| parts::unit(&cx.city, &order.unit, lang)) {
                Some(to) => lang.pick(format!("改由{to}办理"), format!("Now with {to}")),
                None => lang.pick("重新研判由哪个单位办理", "Assessing anew which unit must act").to_owned(),
            };
            told(centre, &text, None, Icon::Scale, Tone::Neutral)
        }
        Event::SupportAdded { orders } => {
            let names = named(cx, orders);
            told(centre, &lang.pick(format!("增派{names}"), format!("Added {names}")), None, Icon::Send, Tone::Brand)
        }
        Event::DelayGranted { order, working_days, .. } => told(
            unit(*order),
            &lang.pick(
                format!("办理时间延长 {working_days} 个工作日"),
                format!("Was given {working_days} more working day(s)"),
            ),
            None,
            Icon::Clock,
            Tone::Warning,
        ),
        Event::Paused { order, .. } => told(
            unit(*order),
            lang.pick("等待您补充，暂停计时", "Waits for you; the clock stands still"),
            None,
            Icon::Clock,
            Tone::Warning,
        ),
        Event::Resumed { order, .. } => {
            told(unit(*order), lang.pick("继续办理", "Goes on"), None, Icon::Clock, Tone::Neutral)
        }
        Event::Parked { order, plan } => told(
            unit(*order),
            &lang.pick(format!("列入长期办理，责任人：{}", plan.owner), format!("Long-term; owner: {}", plan.owner)),
            words(&plan.plan),
            Icon::Clock,
            Tone::Warning,
        ),
        Event::MilestoneDone { order, note } => told(
            unit(*order),
            lang.pick("完成一个阶段", "Finished a step"),
            words(note),
            Icon::CircleCheck,
            Tone::Brand,
        ),
        Event::Unparked { order, .. } => {
            told(unit(*order), lang.pick("恢复办理", "Is at work again"), None, Icon::UserCheck, Tone::Brand)
        }
        Event::WithdrawAsked { reason } => told(
            you,
            lang.pick("申请撤回，待电话核实", "Asked to withdraw; we will call you"),
            words(reason),
            Icon::Undo2,
            Tone::Neutral,
        ),
        Event::WithdrawStopped { .. } => {
            told(centre, lang.pick("核实后继续办理", "Asked you, and goes on"), None, Icon::PhoneCall, Tone::Brand)
        }
        Event::Withdrawn { reason, .. } => {
            told(you, lang.pick("撤回了诉求", "Withdrew it"), words(reason), Icon::Undo2, Tone::Neutral)
        }
        Event::Reopened { reason, .. } => told(
            if own { you } else { centre },
            lang.pick("提出异议，重新办理", "Objected: it is done again"),
            words(reason),
            Icon::RotateCcw,
            Tone::Warning,
        ),
        Event::Archived => told(centre, lang.pick("已归档", "Archived"), None, Icon::CheckCheck, Tone::Neutral),
        Event::Supervised { .. } => {
            told(centre, lang.pick("已督办承办单位", "Supervises the unit"), None, Icon::Flag, Tone::Supervised)
        }
        Event::InvalidAsked { .. }
        | Event::InvalidDenied { .. }
        | Event::Invalidated { .. }
        | Event::Consulted { .. }
        | Event::Ruled { .. }
        | Event::Absorbed { .. }
        | Event::Shed { .. }
        | Event::Followed { .. }
        | Event::IncidentEnded { .. }
        | Event::ReturnAsked { .. }
        | Event::ReturnRefused { .. }
        | Event::SupportAsked { .. }
        | Event::SupportRefused { .. }
        | Event::DelayAsked { .. }
        | Event::DelayRefused { .. }
        | Event::UndueAgreed { .. }
        | Event::SheetAnswered { .. }
        | Event::SheetLifted { .. }
        | Event::Instructed { .. }
        | Event::AppealAsked { .. }
        | Event::AppealDecided { .. }
        | Event::PassedOn { .. }
        | Event::Rung { .. }
        | Event::Untold { .. }
        | Event::Told { .. }
        | Event::PolicyApplied { .. }
        | Event::Phoned { answered: false, .. }
        | Event::Classified { .. }
        | Event::Claimed { .. }
        | Event::Released { .. }
        | Event::Revealed { .. } => None,
    }
}

fn named(cx: &Context, orders: &[Order]) -> String {
    let lang = cx.lang;
    let names = orders.iter().map(|order| {
        let (name, role) = (parts::unit(&cx.city, &order.unit, lang), order.role.name(lang));
        lang.pick(format!("{name}（{role}）"), format!("{name} ({role})"))
    });
    names.collect::<Vec<_>>().join(lang.pick("、", ", "))
}

/// The files that the citizen may read: his own, and those that show progress.
pub(super) fn files(entry: &Entry) -> &[FileId] {
    let own = entry.by.role == Role::Citizen;
    if let Event::Registered { facts, .. } = &entry.event {
        &facts.files
    } else if let Event::Progressed { files, .. } = &entry.event {
        files
    } else if let (Event::CitizenReplied { files, .. } | Event::Supplemented { files, .. }, true) = (&entry.event, own)
    {
        files
    } else {
        &[]
    }
}

/// The replies that stand: a unit and what it says to the citizen, once the review has approved it; or the answer given at once.
pub(super) fn replies(cx: &Context, request: &Request, entries: &[Entry]) -> Vec<(String, String)> {
    let answered = entries.iter().rev().find_map(|entry| {
        let Event::Answered { answer, .. } = &entry.event else { return None };
        Some(("12345".to_owned(), answer.clone()))
    });
    let approved = request.top_orders().filter(|order| !order.state.stage().is_open()).filter_map(|order| {
        let report = order.state.report()?;
        Some((parts::unit(&cx.city, &order.unit, cx.lang).to_owned(), report.public_reply.clone()))
    });
    answered.into_iter().chain(approved).filter(|(_, text)| !text.trim().is_empty()).collect()
}

/// What a unit passes down it judges itself, and answers to the citizen in its own reply.
fn is_top(request: &Request, order: OrderId) -> bool {
    request.order(order).is_some_and(|order| order.role != OrderRole::PassedDown)
}

fn last_report(entries: &[Entry], before: i64, of: OrderId) -> Option<&Report> {
    entries.iter().rev().filter(|entry| entry.no < before).find_map(|entry| {
        let Event::Reported { order, report } = &entry.event else { return None };
        (*order == of).then_some(&**report)
    })
}

/// A look at the citizen's identity: in which capacity, for which unit, why. The name of who looked stays inside.
pub(super) fn look<'a>(cx: &'a Context, entry: &'a Entry) -> Option<(String, &'a str)> {
    let Event::Revealed { reason } = &entry.event else { return None };
    let lang: Lang = cx.lang;
    let unit = parts::unit(&cx.city, &entry.by.unit, lang);
    Some((format!("{unit} · {}", entry.by.role.name(lang)), reason))
}
