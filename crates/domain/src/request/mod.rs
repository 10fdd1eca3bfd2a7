//! The request (诉求) with its orders (工单), clocks (时限) and tasks (待办): what may happen to it, and what follows.
//!
//! | file | answers |
//! |---|---|
//! | [`table`] | which moves are legal |
//! | [`machine`] | a command becomes events, or a refusal that says why |
//! | [`consequences`] | what follows from each event: clocks, tasks, states of other parts |
//! | [`evolve`] | how an entry changes the request; replaying the journal uses nothing else |
//! | [`explain`](mod@explain) | why a clock is due when it is, for a person |
//! | [`dry_run`](mod@dry_run) | what other rules would make of the same requests |
//! | [`intake`] | what must be known to register, and the limits of each field |

pub mod aggregate;
pub mod command;
pub mod consequences;
pub mod dealings;
mod drawing;
pub mod dry_run;
pub mod event;
pub mod evolve;
pub mod explain;
pub mod intake;
pub mod machine;
pub mod message;
pub mod moves;
pub mod number;
pub mod order;
pub mod refusal;
pub mod report;
pub mod rings;
pub mod score;
pub mod state;
pub mod table;
pub mod task;

pub use aggregate::{Entry, Request};
pub use command::{Callback, Command, CommandKind, Target};
pub use dealings::{
    Appeal, AppealClaim, Consult, DelayAsk, Incident, Instruction, Milestone, OrderDealings, Parking, RequestDealings,
    ReturnAsk, Ruling, Sheet, Undue, Withdrawal,
};
pub use dry_run::{DryRun, Example, Tally, dry_run};
pub use event::{Effect, Event};
pub use explain::{Explanation, explain};
pub use intake::{CallWindow, Facts, Field, Intake, Problem, ProblemKind};
pub use message::{Message, Occasion, seats};
pub use number::{number_of, parse_number};
pub use order::{Extension, Order, OrderRole, Running};
pub use refusal::Refusal;
pub use report::{Attitude, Report, Solved, Survey};
pub use score::{Marks, Measure, Part, Score};
pub use state::{OrderStage, OrderState, Outcome, RequestState, Stage};
pub use task::{Pool, Task, TaskKind};
