//! An entry of the journal as the feed carries it: enough to know who may hear of it and which pages show it. Never what was said.

use lianxin_domain::access::{Scope, Visibility};
use lianxin_domain::city::Means;
use lianxin_domain::request::{Effect, Event};
use lianxin_domain::{Moment, OrderId, RequestId, Secrecy, UnitCode, vocabulary};

vocabulary! {
    /// A page that lists something; the page of the request itself always cares.
    Page {
        #[doc = "派单池: requests to be dispatched, units to be phoned"] Pool = "pool", "派单池", "Dispatch pool";
        #[doc = "承办单位工单"] Inbox = "inbox", "承办工单", "Inbox";
        #[doc = "审核"] Review = "review", "审核", "Review";
        #[doc = "回访"] Callback = "callback", "回访", "Call-back";
        #[doc = "诉求列表"] Requests = "requests", "诉求", "Requests";
        #[doc = "督办看板"] Board = "board", "督办看板", "Board";
        #[doc = "待电话告知、发送记录"] Messages = "messages", "通知", "Messages";
    }
}

/// What happened, for those who look on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Live {
    /// The entry's number in the journal: where to go on after a broken connection.
    pub seq: i64,
    /// Its request.
    pub request: RequestId,
    /// The request's number.
    pub number: String,
    /// The event's name, such as `dispatched`.
    pub kind: &'static str,
    /// When.
    pub at: Moment,
    /// The orders that it touches.
    pub orders: Vec<OrderId>,
    /// The request's secrecy.
    pub secrecy: Secrecy,
    /// Units that may see the request.
    pub units: Vec<UnitCode>,
    /// The lists in which it shows.
    pub pages: &'static [Page],
    /// Where it puts up a notice.
    pub seats: Vec<String>,
}

impl Live {
    /// Whether somebody with this scope may hear of it.
    pub fn allows(&self, scope: &Scope) -> bool {
        scope.allows(Visibility { secrecy: self.secrecy, units: &self.units })
    }

    /// What a page subscribes to: the codes of [`Page`], `notice:<seat>`, and `request:<id>`.
    pub fn topics(&self) -> Vec<String> {
        let lists = self.pages.iter().map(|page| page.code().to_owned());
        let notices = self.seats.iter().map(|seat| notice_topic(seat));
        lists.chain(notices).chain([format!("request:{}", self.request)]).collect()
    }
}

/// The topic of the notices at a seat.
pub fn notice_topic(seat: &str) -> String {
    // In the console's triggers a colon is part of the name, a blank or a comma is not; seats have neither.
    format!("notice:{seat}")
}

/// Where the effects of an entry put up notices.
pub(crate) fn seats(effects: &[Effect]) -> Vec<String> {
    let mut seats = Vec::new();
    for effect in effects {
        if let Effect::Tell(message) = effect
            && message.by == Means::Notice
        {
            let seat = message.seat();
            if !seats.contains(&seat) {
                seats.push(seat);
            }
        }
    }
    seats
}

/// The lists in which an event shows.
pub fn pages(event: &Event) -> &'static [Page] {
    use Page::{Board, Callback, Inbox, Messages, Pool, Requests, Review};
    match event {
        Event::Registered { .. }
        | Event::Answered { .. }
        | Event::Refused { .. }
        | Event::HandedOver { .. }
        | Event::InvalidAsked { .. }
        | Event::InvalidDenied { .. }
        | Event::Invalidated { .. }
        | Event::CitizenAsked { .. }
        | Event::CitizenReplied { .. }
        | Event::AskLapsed
        | Event::Classified { .. }
        | Event::SentToTriage { .. }
        | Event::Consulted { .. }
        | Event::Ruled { .. }
        | Event::Merged { .. }
        | Event::Absorbed { .. }
        | Event::Shed { .. }
        | Event::IncidentDeclared { .. }
        | Event::ProgressShared { .. }
        | Event::IncidentEnded { .. } => &[Pool, Requests],
        Event::Unmerged { .. } => &[Pool, Callback, Requests],
        Event::Dispatched { .. }
        | Event::Phoned { .. }
        | Event::ReturnAsked { .. }
        | Event::Redispatched { .. }
        | Event::ReturnRefused { .. }
        | Event::Recalled { .. }
        | Event::SupportAsked { .. }
        | Event::SupportAdded { .. }
        | Event::SupportRefused { .. } => &[Pool, Inbox, Requests, Board],
        Event::Accepted { .. }
        | Event::Contacted { .. }
        | Event::PassedDown { .. }
        | Event::Progressed { .. }
        | Event::Paused { .. }
        | Event::Resumed { .. }
        | Event::Parked { .. }
        | Event::MilestoneDone { .. }
        | Event::Unparked { .. }
        | Event::Supervised { .. }
        | Event::SheetAnswered { .. }
        | Event::SheetLifted { .. } => &[Inbox, Requests, Board],
        Event::Reported { .. }
        | Event::Approved { .. }
        | Event::UndueAgreed { .. }
        | Event::SentBack { .. }
        | Event::DelayAsked { .. }
        | Event::DelayGranted { .. }
        | Event::DelayRefused { .. }
        | Event::AppealAsked { .. }
        | Event::AppealDecided { .. } => &[Inbox, Review, Requests, Board],
        Event::CallbackBegun | Event::CallbackUnreached { .. } | Event::Followed { .. } => &[Callback, Requests],
        Event::WithdrawAsked { .. } | Event::WithdrawStopped { .. } => &[Inbox, Callback, Requests],
        Event::Closed { .. } | Event::Reworked { .. } | Event::Reopened { .. } | Event::Withdrawn { .. } => {
            &[Pool, Inbox, Callback, Requests, Board]
        }
        // Whose list a task stands in depends on its kind, which the event does not repeat.
        Event::Claimed { .. } | Event::Released { .. } | Event::PassedOn { .. } => &[Pool, Review, Callback, Messages],
        Event::Told { .. } => &[Messages],
        // Wherever the request is listed, its grade, its lights and its urgings are shown.
        Event::Urged { .. }
        | Event::Supplemented { .. }
        | Event::GradeChanged { .. }
        | Event::Instructed { .. }
        | Event::Expired { .. }
        | Event::PolicyApplied { .. } => &[Pool, Inbox, Review, Callback, Requests, Board],
        // What nobody could be sent is told by phone.
        Event::Rung { .. } | Event::Untold { .. } => &[Pool, Inbox, Review, Callback, Requests, Board, Messages],
        Event::Rated { .. } | Event::Archived => &[Requests],
        Event::Revealed { .. } => &[],
    }
}
