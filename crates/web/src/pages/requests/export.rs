//! `GET /requests.csv`: the same list as a file for a spreadsheet, page by page as it is read. Never an identity.

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use lianxin_app::lists::{self, PAGE_ROWS_MAX, Page, RequestLine};
use lianxin_app::{Context, StoreError};
use lianxin_domain::{Lang, Moment};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use super::wanted::Wanted;
use crate::caller::SignedIn;
use crate::failure::Failure;
use crate::frame;
use crate::pages::parts;
use crate::state::Web;
use crate::ui::time;

/// Most lines of a file: what a spreadsheet opens without trouble, and what a database reads without hurting others.
pub(super) const ROWS_MAX: usize = 50_000;
/// Pages that are read ahead of a slow reader.
const PAGES_AHEAD: usize = 2;
/// Without it, spreadsheets take UTF-8 for something else.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// Streams the file. The first page is read before the answer begins, so that a failure is still a page that says so.
pub(super) async fn csv(State(web): State<Web>, who: SignedIn, RawQuery(query): RawQuery) -> Response {
    let failed = |failure: Failure| frame::failure_page(&web, who.look, Some(&who), &failure);
    let mut wanted = match super::admitted(&who, query) {
        Ok(wanted) => wanted,
        Err(failure) => return failed(failure),
    };
    if !wanted.ignored.is_empty() {
        return failed(Failure::Unreadable(axum::http::StatusCode::BAD_REQUEST, wanted.ignored.join(", ")));
    }
    wanted.filter.before = None;
    let first = match read(&web, &who.cx, &wanted).await {
        Ok(first) => first,
        Err(error) => return failed(Failure::Store(error)),
    };
    let (sender, receiver) = mpsc::channel(PAGES_AHEAD);
    let cx = who.cx.clone();
    let name = format!("requests-{}.csv", time::day(cx.now));
    // Bound to its answer: it ends with the list, with a failure, or when the reader has gone.
    #[expect(clippy::disallowed_methods, reason = "bound to its answer: sending fails once the reader has gone")]
    tokio::spawn(async move { send(&web, &cx, wanted, first, &sender).await });
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    (headers, Body::from_stream(ReceiverStream::new(receiver))).into_response()
}

async fn read(web: &Web, cx: &Context, wanted: &Wanted) -> Result<Page<RequestLine>, StoreError> {
    // A number that exists leads to its request; the list that stays is the one of a number that does not.
    if wanted.number.is_some() {
        return Ok(Page { lines: Vec::new(), more: false });
    }
    let (cx, filter) = (cx.clone(), wanted.filter.clone());
    web.read(move |tx| lists::requests(tx, &cx, &filter, PAGE_ROWS_MAX)).await
}

async fn send(
    web: &Web,
    cx: &Context,
    mut wanted: Wanted,
    first: Page<RequestLine>,
    to: &mpsc::Sender<Result<String, StoreError>>,
) {
    let (mut page, mut rows) = (first, 0);
    let mut text = head(cx.lang);
    loop {
        let left = ROWS_MAX - rows;
        for line in page.lines.iter().take(left) {
            text.push_str(&row(cx, line));
        }
        rows += page.lines.len().min(left);
        let more = page.more || page.lines.len() > left;
        if more && rows >= ROWS_MAX {
            let cut =
                cx.lang.pick(format!("仅导出前 {ROWS_MAX} 件"), format!("Only the first {ROWS_MAX} are exported"));
            text.push_str(&record([cut]));
        }
        if to.send(Ok(std::mem::take(&mut text))).await.is_err() || !more || rows >= ROWS_MAX {
            break;
        }
        wanted.filter.before = page.lines.last().map(|line| line.id);
        page = match read(web, cx, &wanted).await {
            Ok(next) => next,
            Err(error) => {
                Failure::Store(error).log();
                // The connection breaks, so that half a file is not taken for a whole one.
                to.send(Err(StoreError::Busy)).await.ok();
                return;
            }
        };
    }
    tracing::info!(account = ?cx.actor.account, rows, "exported a list");
}

fn head(lang: Lang) -> String {
    let names = lang.pick(
        [
            "编号",
            "状态",
            "紧急程度",
            "类型",
            "渠道",
            "主题",
            "地点",
            "详细地址",
            "标题",
            "登记时间",
            "办结时间",
            "到期时间",
            "曾超时",
            "催办次数",
        ],
        [
            "Number",
            "State",
            "Grade",
            "Kind",
            "Channel",
            "Topic",
            "Place",
            "Address",
            "Title",
            "Registered",
            "Ended",
            "Due",
            "Was overdue",
            "Urged",
        ],
    );
    format!("{BYTE_ORDER_MARK}{}", record(names.map(str::to_owned)))
}

fn row(cx: &Context, line: &RequestLine) -> String {
    let (lang, city) = (cx.lang, &cx.city);
    record([
        line.number.clone(),
        line.state.name(lang).to_owned(),
        line.grade.name(lang).to_owned(),
        line.kind.name(lang).to_owned(),
        line.channel.name(lang).to_owned(),
        parts::topic(city, line.topic.as_ref(), lang),
        parts::place(city, line.place.as_ref(), lang),
        line.address.clone(),
        line.title.clone(),
        moment(Some(line.registered)),
        moment(line.ended),
        moment(line.due),
        if line.overdue { lang.pick("是", "yes") } else { lang.pick("否", "no") }.to_owned(),
        line.urges.to_string(),
    ])
}

fn moment(at: Option<Moment>) -> String {
    at.map(|at| format!("{} {}", time::day(at), time::to_the_second(at))).unwrap_or_default()
}

fn record<const N: usize>(cells: [String; N]) -> String {
    format!("{}\r\n", cells.map(|cell| quoted(&cell)).join(","))
}

/// A cell that a spreadsheet takes for text: what would begin a formula is given an apostrophe, what would end the cell is doubled.
fn quoted(cell: &str) -> String {
    let formula = cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        || cell.starts_with(['\t', '\r', '\n']);
    format!("\"{}{}\"", if formula { "'" } else { "" }, cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_none_breaks_out() {
        assert_eq!(quoted("路灯不亮"), "\"路灯不亮\"");
        assert_eq!(quoted("他说\"不管\",\n就走了"), "\"他说\"\"不管\"\",\n就走了\"");
        for formula in ["=1+1", "+86", "-2", "@SUM(A1)", " =1", "\t=1", "\r=1", "＝1"] {
            assert_eq!(quoted(formula), format!("\"'{formula}\""));
        }
    }
}
