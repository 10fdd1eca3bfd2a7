//! Requests, orders, clocks and tasks as JSON.

use lianxin_app::files::FILE_BYTES_MAX;
use lianxin_app::lists::RequestLine;
use lianxin_app::view::RequestView;
use lianxin_domain as d;
use lianxin_domain::clock::ClockKind;
use lianxin_domain::request as r;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::moves;
use super::story::{self, EntryJson};
use super::words::{self, At};

/// A request with everything that the caller may see of it.
#[derive(Serialize, ToSchema, Debug)]
pub(super) struct RequestJson {
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
pub(super) struct PersonJson {
    #[schema(example = "赵*")]
    name: Option<String>,
    #[schema(example = "100****0001")]
    phone: Option<String>,
}

/// What one unit owes.
#[derive(Serialize, ToSchema, Debug)]
pub(super) struct OrderJson {
    id: Uuid,
    /// Goes up with everything that happens to this order; what `If-Match` of a move on it says.
    version: i64,
    /// Code of the unit.
    unit: String,
    /// The unit's short name.
    unit_name: String,
    #[schema(value_type = words::OrderRole)]
    role: r::OrderRole,
    #[schema(value_type = words::OrderStage)]
    state: r::OrderStage,
    /// The order that it was passed down from.
    parent: Option<Uuid>,
    /// What the dispatcher said.
    opinion: String,
    dispatched: At,
    accepted: Option<At>,
    contacted: Option<At>,
    reported: Option<At>,
    /// A person at the unit answered the phone (emergencies).
    phoned: Option<At>,
    overdue: bool,
    /// The last report.
    report: Option<ReportJson>,
    /// Why it came back.
    points: Vec<String>,
    /// What the caller may do to this order now.
    #[schema(value_type = Vec<words::Move>)]
    moves: Vec<r::CommandKind>,
}

/// A report as it stands.
#[derive(Serialize, ToSchema, Debug)]
pub(super) struct ReportJson {
    is_true: bool,
    contacted: bool,
    #[schema(value_type = words::Solved)]
    solved: r::Solved,
    why_not: Option<String>,
    internal: String,
    public_reply: String,
    files: Vec<Uuid>,
}

/// One promise.
#[derive(Serialize, ToSchema, Debug)]
pub(super) struct ClockJson {
    #[schema(value_type = words::ClockKind)]
    kind: ClockKind,
    /// Null: the request's own.
    order: Option<Uuid>,
    started: At,
    due: At,
    /// Null while it runs.
    stopped: Option<At>,
    /// When it ran out.
    overdue: Option<At>,
    /// Version of the policy that says so.
    policy: String,
}

/// What a person must do.
#[derive(Serialize, ToSchema, Debug)]
pub(super) struct TaskJson {
    id: Uuid,
    #[schema(value_type = words::TaskKind)]
    kind: r::TaskKind,
    order: Option<Uuid>,
    opened: At,
    due: Option<At>,
    /// The account that took it.
    claimed_by: Option<Uuid>,
    claimed: Option<At>,
    done: Option<At>,
}

/// A file.
#[derive(Serialize, ToSchema, Debug)]
pub(super) struct FileJson {
    pub(super) id: Uuid,
    pub(super) name: String,
    /// What it is, found out from its content.
    #[schema(example = "image/png")]
    pub(super) media: String,
    #[schema(maximum = 20_971_520)]
    pub(super) bytes: i64,
    pub(super) uploaded: At,
}

const _: () = assert!(FILE_BYTES_MAX == 20_971_520, "the schema names the limit");

/// A line of a list of requests.
#[derive(Serialize, ToSchema, Debug)]
pub(super) struct LineJson {
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
pub(super) fn request(view: &RequestView, city: &d::city::City, lang: d::Lang) -> RequestJson {
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
        orders: request.orders.iter().map(|one| order(one, view, city, lang)).collect(),
        clocks: request.clocks.iter().map(clock).collect(),
        tasks: request.tasks.iter().map(task).collect(),
        files: view.files.iter().map(FileJson::from).collect(),
        moves: view.moves.iter().copied().filter(|kind| moves::is_routed(*kind)).collect(),
        journal: view.journal.iter().map(story::entry).collect(),
    }
}

fn order(order: &r::Order, view: &RequestView, city: &d::city::City, lang: d::Lang) -> OrderJson {
    let possible = view.order_moves.iter().find(|(id, _)| *id == order.id);
    OrderJson {
        id: order.id.0,
        version: order.version,
        unit: order.unit.to_string(),
        unit_name: city
            .units
            .get(&order.unit)
            .map_or_else(|| order.unit.to_string(), |unit| unit.label(lang).to_owned()),
        role: order.role,
        state: order.state.stage(),
        parent: order.parent.map(|id| id.0),
        opinion: order.opinion.clone(),
        dispatched: At(order.dispatched),
        accepted: order.accepted.map(At),
        contacted: order.contacted.map(At),
        reported: order.reported.map(At),
        phoned: order.phoned.map(At),
        overdue: order.overdue,
        report: order.state.report().map(report),
        points: match &order.state {
            r::OrderState::SentBack { points } | r::OrderState::Rework { points } => points.clone(),
            r::OrderState::Dispatched
            | r::OrderState::Accepted { .. }
            | r::OrderState::Handling
            | r::OrderState::ReturnAsked { .. }
            | r::OrderState::DelayAsked { .. }
            | r::OrderState::Reported { .. }
            | r::OrderState::Approved { .. }
            | r::OrderState::Parked { .. }
            | r::OrderState::Closed { .. }
            | r::OrderState::Replaced
            | r::OrderState::Recalled => Vec::new(),
        },
        moves: possible
            .iter()
            .flat_map(|(_, moves)| moves.iter().copied())
            .filter(|kind| moves::is_routed(*kind))
            .collect(),
    }
}

fn report(report: &r::Report) -> ReportJson {
    ReportJson {
        is_true: report.is_true,
        contacted: report.contacted,
        solved: report.solved,
        why_not: report.why_not.clone(),
        internal: report.internal.clone(),
        public_reply: report.public_reply.clone(),
        files: report.files.iter().map(|id| id.0).collect(),
    }
}

fn clock(clock: &r::Running) -> ClockJson {
    ClockJson {
        kind: clock.kind,
        order: clock.order.map(|id| id.0),
        started: At(clock.started),
        due: At(clock.due),
        stopped: clock.stopped.map(At),
        overdue: clock.overdue.map(At),
        policy: clock.policy.clone(),
    }
}

fn task(task: &r::Task) -> TaskJson {
    TaskJson {
        id: task.id.0,
        kind: task.kind,
        order: task.order.map(|id| id.0),
        opened: At(task.opened),
        due: task.due.map(At),
        claimed_by: task.claimed.map(|(by, _)| by.0),
        claimed: task.claimed.map(|(_, at)| At(at)),
        done: task.done.map(At),
    }
}
