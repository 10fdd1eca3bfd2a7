//! Where a request stands, in one sentence: who has it, since when, until when, and what comes next.

use lianxin_app::Context;
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::{Order, OrderRole, OrderStage, Request, RequestState, Running};
use lianxin_domain::{Lang, Moment};

use crate::pages::parts;

/// Where a request stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Standing {
    /// Where it is.
    pub sentence: String,
    /// Who has it.
    pub who: String,
    /// Since when.
    pub since: Moment,
    /// What comes next.
    pub next: String,
}

/// Says where a request stands.
#[expect(clippy::too_many_lines, reason = "one arm for each state; what a citizen is told is read in one place")]
pub(super) fn standing(cx: &Context, request: &Request) -> Standing {
    let lang = cx.lang;
    let centre = lang.pick("12345 热线", "The 12345 hotline");
    let of_centre = |sentence: &str, since, next: &str| Standing {
        sentence: sentence.to_owned(),
        who: centre.to_owned(),
        since,
        next: next.to_owned(),
    };
    match &request.state {
        RequestState::Draft | RequestState::Registered => of_centre(
            lang.pick(
                "您的诉求已登记，12345 正在派给承办单位。",
                "Your request is registered; 12345 is about to send it to the unit that must act.",
            ),
            request.registered,
            lang.pick("派给承办单位，由它联系您", "It is sent to a unit, which will contact you"),
        ),
        RequestState::AwaitingCitizen { asked, .. } => Standing {
            sentence: lang
                .pick("12345 需要您补充情况，请在下面回答。", "12345 needs to know more: please answer below.")
                .to_owned(),
            who: lang.pick("等您答复", "Waiting for you").to_owned(),
            since: *asked,
            next: lang
                .pick(
                    "收到您的答复后继续办理；到期没有答复，按现有情况继续办理",
                    "We go on with your answer; without one, with what we know",
                )
                .to_owned(),
        },
        RequestState::Triage { .. } => of_centre(
            lang.pick(
                "您的诉求已登记，12345 正在研判由哪个单位办理。",
                "Your request is registered; 12345 is assessing which unit must act.",
            ),
            request.registered,
            lang.pick("派给承办单位，由它联系您", "It is sent to a unit, which will contact you"),
        ),
        RequestState::Handling => handling(cx, request),
        RequestState::AwaitingCallback { .. } => of_centre(
            lang.pick(
                "承办单位已经办理，12345 将打电话回访您。",
                "The unit has done its part; 12345 will call you back.",
            ),
            request.orders.iter().filter_map(|order| order.reported).max().unwrap_or(request.registered),
            lang.pick(
                "请留意来电，说说您是否满意；不满意会退回重新办理",
                "Tell us whether you are content; if not, it is done again",
            ),
        ),
        RequestState::Closed { at, outcome } => {
            let how = outcome.name(lang);
            let next = if request.survey.is_none() {
                lang.pick(
                    "您可以在下面评价；没有办好，可以提出异议",
                    "You may rate it below, or object if it is not in order",
                )
            } else {
                lang.pick("不需要您再做什么", "Nothing more is needed from you")
            };
            of_centre(
                &lang.pick(format!("您的诉求已办结（{how}）。"), format!("Your request is closed ({how}).")),
                *at,
                next,
            )
        }
        RequestState::Refused { reason } => {
            let known = cx.city.refusal(reason);
            let name = known.map_or("", |known| known.name.get(lang));
            let door = known.map_or("", |known| known.door.get(lang));
            of_centre(
                &lang.pick(format!("您的诉求没有受理：{name}。"), format!("Your request was not accepted: {name}.")),
                request.ended.unwrap_or(request.registered),
                door,
            )
        }
        RequestState::Merged { .. } => of_centre(
            lang.pick(
                "您的诉求与同一事项的其他诉求合并办理。",
                "Your request is handled together with others about the same matter.",
            ),
            request.ended.unwrap_or(request.registered),
            lang.pick("办结后 12345 单独回访您", "When it is done, 12345 calls you back, as it calls the others"),
        ),
        RequestState::Withdrawn { .. } => of_centre(
            lang.pick("您的诉求已撤回。", "Your request is withdrawn."),
            request.ended.unwrap_or(request.registered),
            lang.pick("随时可以在下面要求继续办理", "You may have it done after all at any time, below"),
        ),
        RequestState::HandedOver { to } => of_centre(
            &lang.pick(format!("您反映的情况已转 {to} 处理。"), format!("Your request was handed over to {to}.")),
            request.ended.unwrap_or(request.registered),
            &lang.pick(format!("进展请拨打 {to}"), format!("Call {to} to know more")),
        ),
        RequestState::Archived { .. } | RequestState::Invalid { .. } => {
            let state = request.state.stage().name(lang);
            of_centre(
                &lang.pick(format!("您的诉求{state}。"), format!("Your request: {state}.")),
                request.ended.unwrap_or(request.registered),
                lang.pick("有疑问请拨打 12345", "Call 12345 with any question"),
            )
        }
    }
}

fn handling(cx: &Context, request: &Request) -> Standing {
    let lang = cx.lang;
    let Some(lead) = request.lead() else {
        return Standing {
            sentence: lang.pick("您的诉求正在办理。", "Your request is being handled.").to_owned(),
            who: "12345".to_owned(),
            since: request.registered,
            next: String::new(),
        };
    };
    let name = parts::unit(&cx.city, &lead.unit, lang);
    let others: Vec<&str> = request
        .top_orders()
        .filter(|order| order.role == OrderRole::Supporting)
        .map(|order| parts::unit(&cx.city, &order.unit, lang))
        .collect();
    let helped = if others.is_empty() {
        String::new()
    } else {
        let others = others.join(lang.pick("、", ", "));
        lang.pick(format!("；{others}协助"), format!("; {others} helps"))
    };
    let (doing, next) = lead_step(lang, lead);
    Standing {
        sentence: lang.pick(format!("{name}{doing}{helped}。"), format!("{name} {doing}{helped}.")),
        who: name.to_owned(),
        since: lead.dispatched,
        next: next.to_owned(),
    }
}

/// What the lead unit does, and what comes next.
fn lead_step(lang: Lang, lead: &Order) -> (&'static str, &'static str) {
    let contacted = lead.contacted.is_some();
    let call = lang.pick("工作人员会打电话联系您", "Somebody will call you");
    let result =
        lang.pick("单位提交办理结果，12345 审核后回访您", "The unit reports, 12345 reviews it and calls you back");
    match lead.state.stage() {
        OrderStage::Dispatched => (lang.pick("已收到派单，等待签收", "has been given your request"), call),
        OrderStage::Accepted
        | OrderStage::Handling
        | OrderStage::Parked
        | OrderStage::DelayAsked
        | OrderStage::ReturnAsked => (lang.pick("正在办理", "is handling it"), if contacted { result } else { call }),
        OrderStage::Reported => (
            lang.pick("已提交办理结果，正在审核", "has reported a result, which is being reviewed"),
            lang.pick("审核通过后，12345 会打电话回访您", "Once it is approved, 12345 calls you back"),
        ),
        OrderStage::SentBack | OrderStage::Rework => (lang.pick("正在重新办理", "is doing it again"), result),
        OrderStage::Approved | OrderStage::Closed | OrderStage::Replaced | OrderStage::Recalled => (
            lang.pick("已办理，等待协办单位完成", "has done its part; the others go on"),
            lang.pick("全部完成后，12345 会打电话回访您", "When all is done, 12345 calls you back"),
        ),
    }
}

/// The promise that the citizen waits for: the request's own if one runs, otherwise that of the unit which leads, to the result.
pub(super) fn promise(request: &Request) -> Option<&Running> {
    let open = || request.clocks.iter().filter(|clock| clock.stopped.is_none());
    let lead = request.lead().map(|lead| lead.id);
    open()
        .find(|clock| clock.order.is_none())
        .or_else(|| open().find(|clock| clock.order == lead && clock.kind == ClockKind::Handle))
        .or_else(|| request.next_due())
}
