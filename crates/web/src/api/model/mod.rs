//! Requests, orders, clocks and tasks as JSON.

mod clock;
pub(super) mod dealings;
mod order;

use lianxin_app::Context;
use lianxin_app::files::FILE_BYTES_MAX;
use lianxin_app::lists::RequestLine;
use lianxin_app::view::RequestView;
use lianxin_domain as d;
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request as r;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use self::clock::{ClockJson, TaskJson};
use self::dealings::DealingsJson;
use self::order::OrderJson;
use super::moves;
use super::story::{self, EntryJson};
use super::words::{self, At, Window};

/// A request with everything that the caller may see of it.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct RequestJson {
    /// The number that the citizen knows.
    #[schema(example = "TJ250303-000018")]
    number: String,
    /// Goes up with everything that happens; the `ETag`. A move says in `If-Match` which version it was decided on.
    version: i64,
    /// Its id.
    id: Uuid,
    #[schema(value_type = words::Stage)]
    state: r::Stage,
    #[schema(value_type = words::Channel)]
    channel: d::Channel,
    #[schema(value_type = words::Kind)]
    kind: d::Kind,
    /// Code of the topic.
    topic: Option<String>,
    /// Code of the place.
    place: Option<String>,
    /// In the citizen's words.
    address: String,
    title: String,
    /// Cause and course.
    account: String,
    /// What he wants.
    demand: String,
    #[schema(value_type = words::Grade)]
    grade: d::Grade,
    /// Why this grade.
    grade_reason: String,
    #[schema(value_type = words::Secrecy)]
    secrecy: d::Secrecy,
    wants_callback: bool,
    /// When he can be called; null: at any hour of the call-back.
    call_window: Option<Window>,
    /// When the matter happened.
    occurred: Option<At>,
    /// When the citizen told us.
    received: At,
    registered: At,
    /// When it was closed or refused.
    ended: Option<At>,
    /// Who asked, masked; null where this caller may not know even that, or nobody is known.
    person: Option<PersonJson>,
    /// `reveal` would be granted, with a reason.
    may_reveal: bool,
    /// A promise was broken once.
    overdue: bool,
    urges: u32,
    supplements: u32,
    reworks: u32,
    /// Merging, supervision, consultation, withdrawal.
    #[serde(flatten)]
    dealings: DealingsJson,
    /// Lead, supporting and passed-down orders.
    orders: Vec<OrderJson>,
    /// Every promise, running or kept.
    clocks: Vec<ClockJson>,
    tasks: Vec<TaskJson>,
    files: Vec<FileJson>,
    /// What the caller may do to the request now.
    #[schema(value_type = Vec<words::Move>)]
    moves: Vec<r::CommandKind>,
    /// What happened, oldest first.
    journal: Vec<EntryJson>,
}

/// Who asked, masked.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct PersonJson {
    #[schema(example = "赵*")]
    name: Option<String>,
    #[schema(example = "100****0001")]
    phone: Option<String>,
}

/// A file.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct FileJson {
    pub(in crate::api) id: Uuid,
    pub(in crate::api) name: String,
    /// What it is, found out from its content.
    #[schema(example = "image/png")]
    pub(in crate::api) media: String,
    #[schema(maximum = 20_971_520)]
    pub(in crate::api) bytes: i64,
    pub(in crate::api) uploaded: At,
}

const _: () = assert!(FILE_BYTES_MAX == 20_971_520, "the schema names the limit");

/// A line of a list of requests.
#[derive(Serialize, ToSchema, Debug)]
pub(in crate::api) struct LineJson {
    #[schema(example = "TJ250303-000018")]
    number: String,
    id: Uuid,
    #[schema(value_type = words::Stage)]
    state: r::Stage,
    #[schema(value_type = words::Kind)]
    kind: d::Kind,
    #[schema(value_type = words::Channel)]
    channel: d::Channel,
    topic: Option<String>,
    place: Option<String>,
    address: String,
    title: String,
    #[schema(value_type = words::Grade)]
    grade: d::Grade,
    #[schema(value_type = words::Secrecy)]
    secrecy: d::Secrecy,
    registered: At,
    ended: Option<At>,
    /// The next promise.
    due: Option<At>,
    #[schema(value_type = Option<words::ClockKind>)]
    due_kind: Option<ClockKind>,
    overdue: bool,
    urges: i64,
}

impl From<&RequestLine> for LineJson {
    fn from(line: &RequestLine) -> LineJson {
        LineJson {
            number: line.number.clone(),
            id: line.id.0,
            state: line.state,
            kind: line.kind,
            channel: line.channel,
            topic: line.topic.as_ref().map(ToString::to_string),
            place: line.place.as_ref().map(ToString::to_string),
            address: line.address.clone(),
            title: line.title.clone(),
            grade: line.grade,
            secrecy: line.secrecy,
            registered: At(line.registered),
            ended: line.ended.map(At),
            due: line.due.map(At),
            due_kind: line.due_kind,
            overdue: line.overdue,
            urges: line.urges,
        }
    }
}

impl From<&lianxin_app::files::StoredFile> for FileJson {
    fn from(file: &lianxin_app::files::StoredFile) -> FileJson {
        FileJson {
            id: file.id.0,
            name: file.name.clone(),
            media: file.media.clone(),
            bytes: file.bytes,
            uploaded: At(file.uploaded),
        }
    }
}

/// The whole of a view.
pub(in crate::api) fn request(view: &RequestView, cx: &Context) -> RequestJson {
    let request = &view.request;
    let facts = &request.facts;
    RequestJson {
        number: request.number.clone(),
        version: request.version,
        id: request.id.0,
        state: request.state.stage(),
        channel: facts.channel,
        kind: facts.kind,
        topic: facts.topic.as_ref().map(ToString::to_string),
        place: facts.place.as_ref().map(ToString::to_string),
        address: facts.address.clone(),
        title: facts.title.clone(),
        account: facts.account.clone(),
        demand: facts.demand.clone(),
        grade: facts.grade,
        grade_reason: facts.grade_reason.clone(),
        secrecy: facts.secrecy,
        wants_callback: facts.wants_callback,
        call_window: facts.call_window.map(Window),
        occurred: facts.occurred.map(At),
        received: At(facts.received),
        registered: At(request.registered),
        ended: request.ended.map(At),
        person: view
            .person
            .as_ref()
            .map(|person| PersonJson { name: person.name.clone(), phone: person.phone.clone() }),
        may_reveal: view.may_reveal,
        overdue: request.overdue,
        urges: request.urges,
        supplements: request.supplements,
        reworks: request.reworks,
        dealings: dealings::of_request(request, master(view)),
        orders: request.orders.iter().map(|one| order::order(one, view, cx)).collect(),
        clocks: request.clocks.iter().map(|one| clock::clock(one, cx.lang)).collect(),
        tasks: request.tasks.iter().map(TaskJson::from).collect(),
        files: view.files.iter().map(FileJson::from).collect(),
        moves: view.moves.iter().copied().filter(|kind| moves::is_routed(*kind)).collect(),
        journal: view.journal.iter().map(story::entry).collect(),
    }
}

/// The number of the request that this one was merged into last.
fn master(view: &RequestView) -> Option<&str> {
    view.journal.iter().rev().find_map(|kept| {
        if let r::Event::Merged { number, .. } = &kept.entry.event { Some(number.as_str()) } else { None }
    })
}
