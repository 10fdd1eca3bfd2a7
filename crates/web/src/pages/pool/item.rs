//! `/pool/{number}`: one request as the dispatcher needs it: what is asked, who should act and why, and the form for each move that
//! the rules permit now. The forms go to `/requests/{number}/{verb}` and come back here.

use axum::extract::{Path, State};
use axum::response::Response;
use lianxin_app::lists;
use lianxin_app::view::{self, RequestView};
use lianxin_app::{ActError, Context};
use lianxin_domain::city::Proposal;
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request::intake::TEXT_CHARS_MAX;
use lianxin_domain::request::{CommandKind, Event, Request, Task, TaskKind};
use lianxin_domain::{AccountId, UnitCode};
use maud::{Markup, html};

use super::list::PANEL;
use crate::caller::SignedIn;
use crate::failure::Failure;
use crate::frame;
use crate::pages::desk::proposal_card;
use crate::pages::parts::{self, Promise, picks};
use crate::pages::request::forms::request_form;
use crate::pages::request::{dealings, moves};
use crate::state::Web;
use crate::ui::file_drop::{FileLink, files};
use crate::ui::unit_picker::{UnitPicker, unit_picker};
use crate::ui::{Button, Field, Icon, Tone, badge, clock, layout, states, time};

/// The moves that stand folded under the dispatch, in the order in which they are needed; the others are behind “more”.
const OTHERS: &[CommandKind] = &[
    CommandKind::Invalidate,
    CommandKind::AskCitizen,
    CommandKind::Answer,
    CommandKind::Refuse,
    CommandKind::ChangeGrade,
];

/// So many of the most urgent are looked at for one that is free: more are not held at once.
const LOOKED_AT: usize = 50;

/// What the page shows.
struct Item {
    view: RequestView,
    /// The number of the request that should be taken next.
    next: Option<String>,
}

/// Shows it.
pub(super) async fn show(State(web): State<Web>, who: SignedIn, Path(number): Path<String>) -> Response {
    if let Err(failure) = who.require(frame::POOL) {
        return frame::failure_page(&web, who.look, Some(&who), &failure);
    }
    let cx = who.cx.clone();
    let loaded = web
        .read(move |tx| -> Result<_, ActError> {
            let id = view::id_by_number(tx, &cx, &number)?.ok_or(ActError::NoSuchRequest)?;
            let view = view::view(tx, &cx, id)?;
            let lines = lists::tasks(tx, &cx, TaskKind::Dispatch, None, LOOKED_AT)?.lines;
            let free = |account: Option<AccountId>| account.is_none() || account == cx.actor.account;
            let next = lines
                .into_iter()
                .find(|line| line.request.id != id && free(line.claimed_by))
                .map(|line| line.request.number);
            Ok((Item { view, next }, frame::waiting(tx, &cx)?))
        })
        .await;
    match loaded {
        Ok((item, waiting)) => {
            let title = who.lang().pick("派单", "Dispatch");
            frame::html_response(frame::page(&who, waiting, title, &item.draw(&who.cx)))
        }
        Err(error) => frame::failure_page(&web, who.look, Some(&who), &Failure::Act(error)),
    }
}

impl Item {
    fn draw(&self, cx: &Context) -> Markup {
        let (lang, request) = (cx.lang, &self.view.request);
        let about = html! {
            a.num href={ "/requests/" (request.number) } { (request.number) }
            (badge::grade(lang, request.facts.grade)) (parts::stage(lang, request.state.stage())) (badge::kind(lang, request.facts.kind))
            (badge::channel(lang, request.facts.channel)) (badge::secrecy(lang, request.facts.secrecy))
            @if let Some(due) = request.clocks.iter().find(|c| c.kind == ClockKind::Dispatch && c.stopped.is_none()) {
                (parts::clock(cx, &Promise::of(&cx.city, request, due), clock::clock))
            }
        };
        html! {
            (layout::page_head(&request.facts.title, &about, &self.on(cx)))
            (dealings::of_request(cx, &self.view))
            @match request.open_tasks(TaskKind::Dispatch, None).next() {
                Some(task) => { (self.holding(cx, task)) (layout::story_and_state(&self.facts(cx), &self.moves(cx, task))) },
                None => { (done(cx, request)) (self.facts(cx)) },
            }
        }
    }

    /// Back to the list, and on to what should be taken next.
    fn on(&self, cx: &Context) -> Markup {
        html! {
            span.pool-back { (Button::quiet(cx.lang.pick("派单池", "The pool")).icon(Icon::ArrowLeft).href("/pool")) }
            @if let Some(next) = &self.next {
                a.btn href={ "/pool/" (next) } data-panel=(PANEL) data-key="Alt+N" { (Icon::ArrowRight) (cx.lang.pick("下一件", "Next")) kbd aria-hidden="true" { "Alt N" } }
            }
        }
    }

    /// Whose it is, with the button to take it or give it back.
    fn holding(&self, cx: &Context, task: &Task) -> Markup {
        let lang = cx.lang;
        let mine = task.claimed.is_some_and(|(owner, _)| Some(owner) == cx.actor.account);
        html! {
            // Takes the focus when the panel opens, so that the list beside it goes on by itself.
            div.row.pool-holding tabindex="-1" autofocus {
                @match task.claimed {
                    None => span.quiet { (lang.pick("还没有人认领", "Nobody holds it")) },
                    Some((_, at)) => {
                        (badge(if mine { Tone::Brand } else { Tone::Warning }, &if mine { lang.pick("我已认领", "I hold it").to_owned() } else {
                            let name = self.holder();
                            lang.pick(format!("{name} 已认领"), format!("held by {name}"))
                        }))
                        span.quiet { (time::moment(lang, cx.now, at)) }
                    },
                }
                @if self.may(CommandKind::Claim) && task.claimed.is_none() { (self.hold(task, "claim", lang.pick("认领", "Claim"), "c")) }
                @if mine && self.may(CommandKind::Release) { (self.hold(task, "release", lang.pick("释放", "Release"), "x")) }
                @if mine && self.may(CommandKind::PassOn) { (Button::quiet(lang.pick("移交", "Pass on")).small().href(&format!("/tasks/{}/pass-on", task.id))) }
            }
        }
    }

    /// Who claimed it last, by the journal.
    fn holder(&self) -> &str {
        let claims = self.view.journal.iter().rev().map(|kept| &kept.entry);
        claims
            .filter(|entry| matches!(entry.event, Event::Claimed { .. }))
            .map(|entry| entry.by.name.as_str())
            .next()
            .unwrap_or_default()
    }

    fn hold(&self, task: &Task, verb: &str, text: &str, key: &str) -> Markup {
        html! {
            form method="post" action={ "/tasks/" (task.id) "/" (verb) } {
                input type="hidden" name="back" value={ "/pool/" (self.view.request.number) };
                (Button::plain(text).small().key(key))
            }
        }
    }

    fn may(&self, kind: CommandKind) -> bool {
        self.view.moves.contains(&kind)
    }

    fn facts(&self, cx: &Context) -> Markup {
        let (lang, facts) = (cx.lang, &self.view.request.facts);
        let mut lines = vec![
            (lang.pick("诉求", "Demand"), html! { p.prose { (facts.demand) } }),
            (lang.pick("主题", "Topic"), html! { (parts::topic(&cx.city, facts.topic.as_ref(), lang)) }),
            (
                lang.pick("地点", "Place"),
                html! { (parts::whereabouts(&cx.city, facts.place.as_ref(), &facts.address, lang)) },
            ),
        ];
        if !facts.account.is_empty() {
            lines.insert(1, (lang.pick("经过", "Account"), html! { p.prose { (facts.account) } }));
        }
        if !facts.grade_reason.is_empty() {
            lines.push((lang.pick("定级理由", "Why this grade"), html! { (facts.grade_reason) }));
        }
        if let Some(occurred) = facts.occurred {
            lines.push((lang.pick("发生", "Happened"), time::time(lang, cx.now, occurred)));
        }
        lines.push((lang.pick("来电人", "Caller"), self.person(cx)));
        let hrefs: Vec<String> = self.view.files.iter().map(|file| format!("/files/{}", file.id)).collect();
        let attached: Vec<FileLink<'_>> = self
            .view
            .files
            .iter()
            .zip(&hrefs)
            .map(|(file, href)| FileLink {
                href,
                name: &file.name,
                bytes: u64::try_from(file.bytes).unwrap_or(0),
                picture: file.media.starts_with("image/"),
            })
            .collect();
        layout::panel(
            lang.pick("诉求内容", "The request"),
            &html! {},
            &html! { (layout::facts(&lines)) (files(&attached)) },
        )
    }

    fn person(&self, cx: &Context) -> Markup {
        let anonymous = self.view.request.facts.contact.is_none();
        html! {
            @match &self.view.person {
                _ if anonymous => span.quiet { (cx.lang.pick("匿名", "Anonymous")) },
                None => span.quiet { (cx.lang.pick("身份已隐匿", "Identity hidden")) },
                Some(person) => { (person.name.as_deref().unwrap_or_default()) " " span.num { (person.phone.as_deref().unwrap_or_default()) } },
            }
        }
    }

    fn moves(&self, cx: &Context, task: &Task) -> Markup {
        let (lang, request) = (cx.lang, &self.view.request);
        let held_by_other = task.claimed.is_some_and(|(owner, _)| Some(owner) != cx.actor.account);
        if held_by_other {
            return states::notice(
                Tone::Warning,
                lang.pick(
                    "同事正在处理这一件。对方释放后您才能派单。",
                    "A colleague works on this. You can dispatch it once it is released.",
                ),
            );
        }
        let back = format!("/pool/{}", request.number);
        let settled = request.facts.topic.is_some() && request.facts.place.is_some();
        html! {
            @if self.may(CommandKind::Classify) {
                @if let Some(form) = request_form(cx, request, CommandKind::Classify, &back) {
                    @if settled { (folded(lang.pick("更改主题或地点", "Change topic or place"), &form)) }
                    @else { (layout::panel(lang.pick("先确定主题和地点", "First settle topic and place"), &html! {}, &form)) }
                }
            }
            @if settled && self.may(CommandKind::Dispatch) { (dispatch(cx, request, &back)) }
            @if self.may(CommandKind::Rule) {
                @if let Some(form) = request_form(cx, request, CommandKind::Rule, &back) { (folded(CommandKind::Rule.name(lang), &form)) }
            }
            @for kind in OTHERS.iter().filter(|kind| self.may(**kind)) {
                @if let Some(form) = request_form(cx, request, *kind, &back) { (folded(kind.name(lang), &form)) }
            }
            @let others: Vec<CommandKind> = self.view.moves.iter().copied().filter(|kind| !OTHERS.contains(kind) && *kind != CommandKind::Rule).collect();
            (moves::more(lang, &others, &format!("/requests/{}", request.number), &back))
        }
    }
}

fn folded(title: &str, form: &Markup) -> Markup {
    html! { details.way { summary { (title) } div.way-body { (form) } } }
}

/// The proposal with its rule, and the form filled in with it: one key sends it as proposed.
fn dispatch(cx: &Context, request: &Request, back: &str) -> Markup {
    let lang = cx.lang;
    let proposal: Option<Proposal> =
        request.facts.topic.as_ref().and_then(|topic| cx.city.propose(topic, request.facts.place.as_ref(), cx.now));
    // What a consultation has decided stands before the catalogue.
    let ruling = request.dealings.consult.as_ref().and_then(|consult| consult.ruling.as_ref());
    let (lead, supporting) = match (ruling, &proposal) {
        (Some(ruling), _) => (ruling.lead.as_str(), ruling.supporting.as_slice()),
        (None, Some(found)) => (found.lead.as_str(), found.supporting.as_slice()),
        (None, None) => ("", &[][..]),
    };
    let support: Vec<&str> = supporting.iter().map(UnitCode::as_str).collect();
    let units = parts::unit_picks(&cx.city, lang, None);
    layout::panel(
        lang.pick("派单", "Dispatch"),
        &html! {},
        &html! {
            @match &proposal {
                Some(proposal) => div.pool-proposal { (proposal_card(cx, proposal)) },
                None => p.quiet { (lang.pick("目录中没有适用的规则，请人工判断", "No rule of the catalogue applies: decide by hand")) },
            }
            form.act method="post" action={ "/requests/" (request.number) "/dispatch" } {
                input type="hidden" name="version" value=(request.version);
                input type="hidden" name="back" value=(back);
                (unit_picker(lang, &UnitPicker { lead_name: "lead", support_name: "support", units: &picks(&units), lead, support: &support, error: None }))
                (Field::area("opinion", lang.pick("拟办意见", "Opinion for the units"), 2).of_form("dispatch").max_chars(TEXT_CHARS_MAX))
                div.actions { (Button::primary(lang.pick("派单", "Dispatch")).icon(Icon::Send).key("Mod+Enter")) }
            }
        },
    )
}

/// It does not wait for a dispatcher (any more): where it is now.
fn done(cx: &Context, request: &Request) -> Markup {
    let lang = cx.lang;
    let units: Vec<&str> = request.top_orders().map(|order| parts::unit(&cx.city, &order.unit, lang)).collect();
    let text = if units.is_empty() {
        lang.pick("这一件已不在派单池中", "This no longer waits in the pool").to_owned()
    } else {
        let units = units.join(lang.pick("、", ", "));
        lang.pick(format!("已派往 {units}"), format!("Sent to {units}"))
    };
    states::notice(Tone::Done, &text)
}
