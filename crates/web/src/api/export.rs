//! `GET /api/export/requests.csv`: a list as a table, for spreadsheets. Read page by page, so that a whole year costs no memory.

use std::io;

use axum::body::Body;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use lianxin_app::Context;
use lianxin_app::lists::{PAGE_ROWS_MAX, Page, RequestFilter, RequestLine};
use lianxin_domain::{Lang, Moment};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use super::call::{self, Answer, Exports, Query};
use super::requests::list::{self, ListQuery};
use crate::failure::Failure;
use crate::state::Web;

/// Most lines of one export: what a spreadsheet opens without complaint. For more, narrow it by date.
const LINES_MAX: usize = 100_000;
/// Pages that wait for a slow reader.
const PAGES_AHEAD: usize = 2;

const COLUMNS: &[(&str, &str)] = &[
    ("编号", "Number"),
    ("状态", "State"),
    ("类型", "Kind"),
    ("渠道", "Channel"),
    ("主题", "Topic"),
    ("地点", "Place"),
    ("详细地址", "Address"),
    ("标题", "Title"),
    ("紧急程度", "Grade"),
    ("登记时间", "Registered"),
    ("办结时间", "Ended"),
    ("时限", "Due"),
    ("曾超时", "Overdue"),
    ("催办", "Urged"),
];

/// Requests as a table, newest first, at most 100,000 lines; `before` and `limit` are not used. Needs the scope `export`.
#[utoipa::path(
    get, path = "/api/export/requests.csv", tag = "requests", operation_id = "export", security(("token" = ["export"]), ("session" = [])),
    params(ListQuery),
    responses((status = 200, description = "UTF-8 with a byte order mark. No names, no phones.", content_type = "text/csv", body = String)),
)]
pub(super) async fn requests(
    State(web): State<Web>,
    Exports(caller): Exports,
    Query(query): Query<ListQuery>,
) -> Answer {
    let cx = caller.cx;
    let refuse = call::problem(cx.lang);
    let (filter, number) = query.filter(&cx).map_err(&refuse)?;
    let filter = RequestFilter { before: None, ..filter };
    tracing::info!(account = %caller.session.account, "requests exported");
    // The first page is read before anything is said, so that what cannot be read is a problem and not half a table.
    let first = read(&web, &cx, &filter, number.as_deref()).await.map_err(refuse)?;
    let name = format!("requests-{}.csv", crate::ui::time::day(cx.now));
    let (sender, receiver) = mpsc::channel(PAGES_AHEAD);
    #[expect(clippy::disallowed_methods, reason = "bound to its answer: sending fails once the reader has gone")]
    tokio::spawn(write(web, cx, filter, first, sender));
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
    ];
    Ok((headers, Body::from_stream(ReceiverStream::new(receiver))).into_response())
}

async fn read(
    web: &Web,
    cx: &Context,
    filter: &RequestFilter,
    number: Option<&str>,
) -> Result<Page<RequestLine>, Failure> {
    let (cx, filter, number) = (cx.clone(), filter.clone(), number.map(str::to_owned));
    web.read(move |tx| list::page(tx, &cx, &filter, number.as_deref(), PAGE_ROWS_MAX)).await
}

/// Writes page after page, until the end, the limit, or the reader's leaving.
async fn write(
    web: Web,
    cx: Context,
    mut filter: RequestFilter,
    first: Page<RequestLine>,
    to: mpsc::Sender<io::Result<String>>,
) {
    let head: Vec<&str> = COLUMNS.iter().map(|(zh, en)| cx.lang.pick(*zh, *en)).collect();
    let mut text = format!("\u{feff}{}", row(&head));
    let (mut page, mut lines) = (first, 0);
    loop {
        for line in page.lines.iter().take(LINES_MAX - lines) {
            let cells = cells(&cx, line);
            text.push_str(&row(&cells.iter().map(String::as_str).collect::<Vec<_>>()));
        }
        lines += page.lines.len();
        let last = page.lines.last().map(|line| line.id);
        if to.send(Ok(std::mem::take(&mut text))).await.is_err() || !page.more || lines >= LINES_MAX {
            return;
        }
        filter.before = last;
        page = match read(&web, &cx, &filter, None).await {
            Ok(page) => page,
            Err(failure) => {
                failure.log();
                // The connection breaks off, so that half a table is not taken for the whole.
                to.send(Err(io::Error::other("the list could not be read to its end"))).await.ok();
                return;
            }
        };
    }
}

fn cells(cx: &Context, line: &RequestLine) -> Vec<String> {
    let lang = cx.lang;
    let at = |at: Moment| cx.city.zone.to_datetime(at.timestamp()).strftime("%Y-%m-%d %H:%M:%S").to_string();
    vec![
        line.number.clone(),
        line.state.name(lang).to_owned(),
        line.kind.name(lang).to_owned(),
        line.channel.name(lang).to_owned(),
        line.topic.as_ref().map(|topic| cx.city.topics.path_name(topic, lang)).unwrap_or_default(),
        line.place.as_ref().map(|place| cx.city.places.full_name(place, lang)).unwrap_or_default(),
        line.address.clone(),
        line.title.clone(),
        line.grade.name(lang).to_owned(),
        at(line.registered),
        line.ended.map(at).unwrap_or_default(),
        line.due.map(at).unwrap_or_default(),
        yes(lang, line.overdue).to_owned(),
        line.urges.to_string(),
    ]
}

fn yes(lang: Lang, is: bool) -> &'static str {
    if is { lang.pick("是", "yes") } else { lang.pick("否", "no") }
}

fn row(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|text| cell(text)).collect();
    cells.join(",") + "\r\n"
}

/// A cell that is a text wherever it is opened: what a citizen wrote must not become a formula of the officer's spreadsheet.
fn cell(text: &str) -> String {
    let formula = text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        || text.starts_with(['\t', '\r', '\n']);
    let safe = if formula { format!("'{text}") } else { text.to_owned() };
    if safe.contains([',', '"', '\n', '\r', '\'']) { format!("\"{}\"", safe.replace('"', "\"\"")) } else { safe }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_citizen_wrote_is_never_a_formula() {
        assert_eq!(cell("路灯不亮"), "路灯不亮");
        assert_eq!(cell("=HYPERLINK(\"http://evil.example\")"), "\"'=HYPERLINK(\"\"http://evil.example\"\")\"");
        assert_eq!(cell(" +1"), "\"' +1\"");
        assert_eq!(cell("＝1+1"), "\"'＝1+1\"");
        assert_eq!(cell("\t=1"), "\"'\t=1\"");
        assert_eq!(cell("两行\n文字"), "\"两行\n文字\"");
        assert_eq!(cell("3-5 号楼"), "3-5 号楼");
        assert_eq!(row(&["a", "b,c"]), "a,\"b,c\"\r\n");
    }
}
