//! Rows that do not come in: why, and a file in which they can be put right and imported again.

use std::fs::File;
use std::path::PathBuf;

use anyhow::{Context, Result};
use csv::Writer;
use lianxin_domain::{Lang, vocabulary};

use super::rows::Row;

vocabulary! {
    /// Why a row does not come in.
    Reason {
        #[doc = "ragged CSV, no JSON object"] BadRow = "bad_row", "行格式错误", "Not a row of this file";
        #[doc = "nothing to know it again by"] NoId = "no_id", "缺少编号", "No id";
        #[doc = "of two, the first comes in"] DuplicateId = "duplicate_id", "文件内编号重复", "An id that stood in the file before";
        #[doc = "neither title nor text"] EmptyText = "empty_text", "没有内容", "No text";
        #[doc = "longer than a request may be"] TextTooLong = "text_too_long", "内容过长", "Text too long";
        #[doc = "when it was asked"] NoTime = "no_time", "缺少时间", "No time";
        #[doc = "when it was asked or answered"] BadTime = "bad_time", "时间无法识别", "A time that cannot be read";
        #[doc = "when it was asked or answered"] FutureTime = "future_time", "时间在未来", "A time in the future";
        #[doc = "of a finished request"] ReplyTimeMissing = "reply_time_missing", "有答复但缺少答复时间", "A reply without its time";
        #[doc = "of a finished request"] ReplyMissing = "reply_missing", "有答复时间但没有答复", "The time of a reply without the reply";
        #[doc = "of a finished request"] ReplyBeforeQuestion = "reply_before_question", "答复时间早于诉求时间", "Answered before it was asked";
        #[doc = "of the question or of the reply"] NoCalendar = "no_calendar", "工作日历未覆盖该日期", "A date that the working calendar does not cover";
        #[doc = "by the rules of the desk"] Refused = "refused", "不符合受理规则", "The rules are against it";
    }
}

/// Why one row does not come in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Reject {
    /// Why.
    pub(crate) reason: Reason,
    /// What exactly.
    pub(crate) detail: String,
}

impl Reject {
    /// With what was found.
    pub(crate) fn new(reason: Reason, detail: impl Into<String>) -> Reject {
        Reject { reason, detail: detail.into() }
    }
}

impl From<Reason> for Reject {
    fn from(reason: Reason) -> Reject {
        Reject::new(reason, "")
    }
}

/// The file of rejects; made with the first of them.
pub(crate) struct Rejects {
    path: PathBuf,
    writer: Option<Writer<File>>,
}

impl Rejects {
    /// At this place; an older file of that name is overwritten.
    pub(crate) fn new(path: PathBuf) -> Rejects {
        Rejects { path, writer: None }
    }

    /// Writes a row with its reason.
    pub(crate) fn write(&mut self, row: &Row, id: &str, reject: &Reject) -> Result<()> {
        let failed = || format!("the rejects cannot be written to {}", self.path.display());
        let writer = if let Some(writer) = &mut self.writer {
            writer
        } else {
            let mut writer = csv::WriterBuilder::new().flexible(true).from_path(&self.path).with_context(failed)?;
            writer.write_record(["line", "source_id", "reason", "原因", "detail", "row"]).with_context(failed)?;
            self.writer.insert(writer)
        };
        let (line, zh, en) = (row.line.to_string(), reject.reason.name(Lang::Zh), reject.reason.name(Lang::En));
        let told = [line.as_str(), id, en, zh, reject.detail.as_str()];
        writer.write_record(told.into_iter().chain(row.raw.iter().map(String::as_str))).with_context(failed)
    }

    /// Everything is on the disk.
    pub(crate) fn end(self) -> Result<()> {
        match self.writer {
            Some(mut writer) => {
                writer.flush().with_context(|| format!("the rejects cannot be written to {}", self.path.display()))
            }
            None => Ok(()),
        }
    }
}
