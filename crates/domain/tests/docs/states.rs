//! The transition table, to be read.

use std::fmt::Write as _;

use lianxin_domain::Lang::{En, Zh};
use lianxin_domain::request::table::{self, ClockEffect, ENDS, Move, State, TABLE};
use lianxin_domain::request::{CommandKind, OrderStage, Stage};

pub(crate) fn document() -> String {
    let mut page = String::from(
        "# Order states and legal moves\n\n\
         <!-- Printed from crates/domain/src/request/table.rs by a test; change the table, then run ./dev docs. -->\n\n\
         Anything that is not listed is refused, and the refusal lists what is possible. The numbers are those of the trade; 0 stands for a\n\
         move beside it. A dash in *to*: the state stays.\n\n",
    );
    states(&mut page);
    page.push_str(
        "\n## Moves\n\n| no. | move | from | to | who | needs | guards | clocks |\n|--:|---|---|---|---|---|---|---|\n",
    );
    for row in TABLE {
        line(&mut page, row);
    }
    page.push_str("\n## Ends\n\nFrom these nothing leads on, and that is meant.\n\n| state | why |\n|---|---|\n");
    for (state, why) in ENDS {
        writeln!(page, "| {} | {why} |", both(*state)).unwrap_or_default();
    }
    diagram(&mut page, "The request", |state| matches!(state, State::Request(_)));
    diagram(&mut page, "An order", |state| matches!(state, State::Order(_)));
    page
}

fn states(page: &mut String) {
    page.push_str("| request 诉求 | open | | order 工单 | open |\n|---|:-:|---|---|:-:|\n");
    let open = |yes: bool| if yes { "●" } else { "" };
    for i in 0..Stage::ALL.len().max(OrderStage::ALL.len()) {
        let request = Stage::ALL
            .get(i)
            .map_or_else(String::new, |s| format!("{} {} | {}", s.name(Zh), s.name(En), open(s.is_open())));
        let order = OrderStage::ALL
            .get(i)
            .map_or_else(String::new, |s| format!("{} {} | {}", s.name(Zh), s.name(En), open(s.is_open())));
        writeln!(page, "| {request} | | {order} |").unwrap_or_default();
    }
}

fn line(page: &mut String, row: &Move) {
    let states = |states: &[State]| {
        if states.is_empty() { "—".to_owned() } else { join(states.iter().map(|state| both(*state))) }
    };
    let clocks = join(row.clocks.iter().map(|effect| match effect {
        ClockEffect::Start(kind) => format!("+{}", kind.name(Zh)),
        ClockEffect::Stop(kind) => format!("−{}", kind.name(Zh)),
        ClockEffect::StopAll => "−全部 all".to_owned(),
        ClockEffect::Recompute => "重算 set anew".to_owned(),
    }));
    writeln!(
        page,
        "| {} | {} {} | {} | {} | {} | {} | {} | {clocks} |",
        row.no,
        row.command.name(Zh),
        row.command.name(En),
        states(row.from),
        states(row.to),
        join(row.who.iter().map(|role| format!("{} {}", role.name(Zh), role.name(En)))),
        join(row.needs.iter().map(|field| format!("{} {}", field.name(Zh), field.name(En)))),
        join(row.guards.iter().map(|guard| format!("{} ({})", guard.name(Zh), guard.name(En)))),
    )
    .unwrap_or_default();
}

fn join(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join("<br>")
}

fn both(state: State) -> String {
    match state {
        State::Nothing => "（无）Nothing".to_owned(),
        State::Request(of) => format!("诉求：{} {}", of.name(Zh), of.name(En)),
        State::Order(of) => format!("工单：{} {}", of.name(Zh), of.name(En)),
    }
}

fn diagram(page: &mut String, title: &str, shown: impl Fn(&State) -> bool) {
    writeln!(page, "\n## {title}\n\n```mermaid\nstateDiagram-v2").unwrap_or_default();
    let begins = if title == "An order" { OrderStage::Dispatched.code() } else { Stage::Draft.code() };
    writeln!(page, "    [*] --> {begins}").unwrap_or_default();
    let code = |state: &State| match state {
        State::Nothing => "[*]",
        State::Request(stage) => stage.code(),
        State::Order(stage) => stage.code(),
    };
    for row in TABLE.iter().filter(|row| row.command != CommandKind::Draft) {
        // What a unit does at an order begins the work; work sent back or to be redone stays so until it is reported.
        let only_begins = matches!(row.command, CommandKind::Contact | CommandKind::PassDown | CommandKind::Progress);
        for from in
            row.from.iter().filter(|from| shown(from) && (!only_begins || **from == State::Order(OrderStage::Accepted)))
        {
            // An order that takes the place of another one begins at the top.
            let begins_anew = |to: &State| *to == State::Order(OrderStage::Dispatched);
            let leads = |to: &&State| {
                shown(to)
                    && !begins_anew(to)
                    && *to != from
                    && (!only_begins || **to == State::Order(OrderStage::Handling))
            };
            for to in row.to.iter().filter(leads) {
                writeln!(page, "    {} --> {} : {}", code(from), code(to), row.command.name(Zh)).unwrap_or_default();
            }
        }
    }
    for row in TABLE.iter().filter(|row| table::on_order(row.command)) {
        // What happens to an order may move the request: from where it stands while it has such orders.
        let from = if row.from == [State::Order(OrderStage::Closed)] { Stage::Closed } else { Stage::Handling };
        for to in row.to.iter().filter(|to| shown(to) && matches!(to, State::Request(_))) {
            writeln!(page, "    {} --> {} : {}", from.code(), code(to), row.command.name(Zh)).unwrap_or_default();
        }
    }
    for (end, _) in ENDS.iter().filter(|(end, _)| shown(end)) {
        writeln!(page, "    {} --> [*]", code(end)).unwrap_or_default();
    }
    page.push_str("```\n");
}
