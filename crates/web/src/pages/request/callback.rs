//! The fields of a call-back (回访): what the citizen says, and what follows.
//!
//! The style sheet shows only what matters for the chosen outcome; `lx-survey` lets digits answer.

use lianxin_app::Context;
use lianxin_domain::city::Answer;
use lianxin_domain::request::intake::{SHORT_CHARS_MAX, TEXT_CHARS_MAX};
use lianxin_domain::request::{Attitude, OrderStage, Request, Solved};
use maud::{Markup, html};

use crate::pages::parts;
use crate::ui::Field;
use crate::ui::field::Choice;

/// Outcome first; then the questions in the order of the conversation.
pub(super) fn fields(cx: &Context, request: &Request) -> Markup {
    let lang = cx.lang;
    let solved: Vec<Choice<'_>> = Solved::ALL.iter().map(|s| Choice { value: s.code(), text: s.name(lang) }).collect();
    let attitudes: Vec<Choice<'_>> =
        Attitude::ALL.iter().map(|a| Choice { value: a.code(), text: a.name(lang) }).collect();
    let outcomes = [
        Choice { value: "close", text: lang.pick("接通，办结", "Reached: close") },
        Choice { value: "rework", text: lang.pick("接通，退回重办", "Reached: rework") },
        Choice { value: "unreached", text: lang.pick("未接通", "Not reached") },
    ];
    let script = cx.city.script(request.facts.kind, cx.now);
    // As the city wants it asked; in our own words where its script does not ask.
    let asked = |answer: Answer, ours: &'static str| {
        let question = script.and_then(|script| script.questions.iter().find(|question| question.answer == answer));
        question.map_or(ours.to_owned(), |question| question.text.get(lang).to_owned())
    };
    let solved_asked = asked(Answer::Solved, lang.pick("问题解决了吗？", "Is it solved?"));
    let result_asked = asked(Answer::Result, lang.pick("对办理结果满意吗？", "Satisfied with the result?"));
    let manner_asked = asked(Answer::Manner, lang.pick("对工作人员态度满意吗？", "Satisfied with the manner?"));
    let contacted_asked =
        asked(Answer::Contacted, lang.pick("承办单位确实联系过市民", "The unit really contacted him"));
    let fits_asked = asked(Answer::ReplyFits, lang.pick("答复与市民说法一致", "The reply fits what he says"));
    html! {
        lx-survey.survey {
            (Field::radios("outcome", lang.pick("回访结果", "Outcome"), &outcomes).of_form("callback").required())
            div.fields.when-reached {
                (Field::radios("solved", &solved_asked, &solved).of_form("callback"))
                (Field::radios("result", &result_asked, &attitudes).of_form("callback"))
                (Field::radios("manner", &manner_asked, &attitudes).of_form("callback"))
                div.ticks {
                    (Field::check("contacted", &contacted_asked).of_form("callback"))
                    (Field::check("reply_fits", &fits_asked).of_form("callback"))
                }
                (Field::area("words", lang.pick("市民原话", "In his words"), 2).of_form("callback").max_chars(TEXT_CHARS_MAX))
            }
            div.fields.when-unhappy {
                (Field::text("explained", lang.pick("市民不满意而仍办结：如何解释到位", "Closed although not content: how it was explained")).of_form("callback").max_chars(SHORT_CHARS_MAX))
            }
            div.fields.when-rework {
                (Field::area("points", lang.pick("重办要点，一行一条", "What failed, one a line"), 2).of_form("callback").max_chars(TEXT_CHARS_MAX))
                (orders(cx, request))
            }
            div.fields.when-unreached {
                (Field::text("note", lang.pick("未接通情况", "What happened")).of_form("callback").max_chars(SHORT_CHARS_MAX)
                    .placeholder(lang.pick("无人接听、关机、号码有误……", "No answer, switched off, wrong number …")))
            }
        }
    }
}

/// The orders that can be reworked; the lead's is ticked.
fn orders(cx: &Context, request: &Request) -> Markup {
    let lang = cx.lang;
    let lead = request.lead().map(|lead| lead.id);
    html! {
        fieldset.field { legend.label { (lang.pick("重办哪些工单", "Orders to rework")) }
            div.ticks {
                @for order in request.top_orders().filter(|order| order.state.stage() == OrderStage::Approved) {
                    label.check { input type="checkbox" name="orders" value=(order.id) checked[lead == Some(order.id)]; span { (parts::unit(&cx.city, &order.unit, lang)) } }
                }
            }
        }
    }
}
