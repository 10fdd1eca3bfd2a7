//! Lists against rights, and counters against lists.

use std::collections::BTreeSet;

use lianxin_app::{Context, StoreError, Tx, lists};
use lianxin_domain::access::{Role, Scope, Visibility};
use lianxin_domain::request::TaskKind;
use lianxin_domain::{Moment, RequestId};
use lianxin_store::lists::{COUNT_MAX, DueCursor, PAGE_ROWS_MAX, RequestFilter, WAITING_MAX};

use super::cast;
use super::site::Hands;

/// Pages of a list that are walked.
const PAGES: usize = 3;

#[expect(clippy::needless_pass_by_value, reason = "stands in `map_err`")]
fn broken(error: StoreError) -> String {
    format!("a list cannot be read: {error:?}")
}

/// Every list of several people: nobody reads what he may not, and counters say what the lists hold.
pub(super) fn check(tx: &mut Tx, hands: &Hands, now: Moment) -> Result<(), String> {
    let people = [
        cast::at_centre(Role::Dispatcher, 0),
        cast::at_centre(Role::Reviewer, 3),
        cast::at_centre(Role::Administrator, 0),
        cast::handler(&"hexi".into(), 0),
        cast::handler(&"hexi".into(), 2),
        cast::handler(&"hexi.taoyuan".into(), 1),
    ];
    for actor in people {
        let cx = hands.context(actor, now);
        requests(tx, &cx)?;
        inbox(tx, &cx)?;
        tasks(tx, &cx)?;
    }
    Ok(())
}

fn allowed(tx: &mut Tx, cx: &Context, id: RequestId) -> Result<(), String> {
    let request = tx.request(id).map_err(broken)?.ok_or_else(|| format!("{id} is listed, but is not there"))?;
    let seen = Visibility { secrecy: request.facts.secrecy, units: &request.units };
    if Scope::of(&cx.actor).allows(seen) {
        return Ok(());
    }
    Err(format!("{} is listed for {}, who may not see it", request.number, cx.actor.name))
}

fn requests(tx: &mut Tx, cx: &Context) -> Result<(), String> {
    let mut filter = RequestFilter::default();
    let mut found = BTreeSet::new();
    let counted = lists::count_requests(tx, cx, &filter).map_err(broken)?;
    for _ in 0..PAGES {
        let page = lists::requests(tx, cx, &filter, 40).map_err(broken)?;
        for line in &page.lines {
            allowed(tx, cx, line.id)?;
            if !found.insert(line.id) {
                return Err(format!("{} stands twice in a list", line.number));
            }
        }
        filter.before = page.lines.last().map(|line| line.id);
        if !page.more {
            let listed = i64::try_from(found.len()).unwrap_or(0);
            return same(&format!("requests of {}", cx.actor.name), counted, listed, COUNT_MAX);
        }
    }
    if counted < i64::try_from(found.len()).unwrap_or(0) {
        return Err(format!("{counted} requests of {} are counted, {} are listed", cx.actor.name, found.len()));
    }
    Ok(())
}

fn inbox(tx: &mut Tx, cx: &Context) -> Result<(), String> {
    let units = lists::inbox_units(cx, true);
    for (stage, counted) in lists::count_inbox(tx, cx, &units).map_err(broken)? {
        let (mut listed, mut after) = (0, None);
        loop {
            let page = lists::inbox(tx, cx, &units, &[stage], after, PAGE_ROWS_MAX).map_err(broken)?;
            for line in page.lines.iter().take(10) {
                allowed(tx, cx, line.request)?;
            }
            listed += i64::try_from(page.lines.len()).unwrap_or(0);
            after = page.lines.last().map(|line| DueCursor { grade: line.grade, due: line.due, id: line.id.0 });
            if !page.more || listed > WAITING_MAX {
                break;
            }
        }
        same(&format!("{stage} orders of {}", cx.actor.name), counted, listed, WAITING_MAX)?;
    }
    Ok(())
}

fn tasks(tx: &mut Tx, cx: &Context) -> Result<(), String> {
    for kind in TaskKind::ALL {
        let counted = lists::count_tasks(tx, cx, *kind).map_err(broken)?;
        let (mut listed, mut after) = (0, None);
        loop {
            let page = lists::tasks(tx, cx, *kind, after, PAGE_ROWS_MAX).map_err(broken)?;
            for line in page.lines.iter().take(10) {
                allowed(tx, cx, line.request.id)?;
            }
            listed += i64::try_from(page.lines.len()).unwrap_or(0);
            after = page.lines.last().map(|line| DueCursor { grade: line.request.grade, due: line.due, id: line.id.0 });
            if !page.more || listed > WAITING_MAX {
                break;
            }
        }
        same(&format!("{kind} tasks of {}", cx.actor.name), counted, listed, WAITING_MAX)?;
    }
    Ok(())
}

fn same(what: &str, counted: i64, listed: i64, most: i64) -> Result<(), String> {
    if counted == listed || (counted >= most && listed >= most) {
        return Ok(());
    }
    Err(format!("{counted} {what} are counted, {listed} are listed"))
}
