//! Which column of a file is which field of a request.

use std::collections::HashMap;

use anyhow::{Result, bail};
use lianxin_domain::vocabulary;

vocabulary! {
    /// What can be taken from a file.
    Column {
        #[doc = "its id in the source"] Id = "id", "编号", "Id";
        #[doc = "one line"] Title = "title", "标题", "Title";
        #[doc = "what was written"] Text = "text", "内容", "Text";
        #[doc = "when it was written"] Time = "time", "时间", "Time";
        #[doc = "what was answered"] Reply = "reply", "答复", "Reply";
        #[doc = "when it was answered"] ReplyTime = "reply_time", "答复时间", "Time of the reply";
        #[doc = "who asked"] Phone = "phone", "电话", "Phone";
        #[doc = "who asked"] Name = "name", "姓名", "Name";
        #[doc = "a place of the city"] Place = "place", "区域", "Place";
        #[doc = "the address in words"] Address = "address", "地址", "Address";
        #[doc = "a topic of the city, by code or name"] Topic = "topic", "主题分类", "Topic";
        #[doc = "what sort"] Kind = "kind", "类型", "Kind";
        #[doc = "who answered"] Unit = "unit", "承办单位", "Unit";
    }
}

/// Names that other systems use; the Chinese name of the field itself is known as well.
const USUAL: &[(Column, &[&str])] = &[
    (Column::Id, &["request_id", "service_request_id", "工单编号", "诉求编号", "留言编号"]),
    (Column::Title, &["subject", "主题", "留言主题", "诉求标题"]),
    (Column::Text, &["content", "description", "正文", "留言详情", "诉求内容"]),
    (
        Column::Time,
        &["first_seen", "created", "created_at", "date", "requested_datetime", "留言时间", "登记时间", "来电时间"],
    ),
    (Column::Reply, &["answer", "回复", "答复意见", "答复内容"]),
    (Column::ReplyTime, &["closed", "closed_at", "回复时间", "办结时间"]),
    (Column::Phone, &["tel", "联系电话", "手机"]),
    (Column::Name, &["来电人", "联系人"]),
    (Column::Place, &["district", "区", "属地", "所属区域"]),
    (Column::Address, &["location", "地点", "详细地址"]),
    (Column::Topic, &["category", "label", "annex2_label", "一级标签", "类别", "分类"]),
    (Column::Kind, &["type", "诉求类型"]),
    (Column::Unit, &["institution_primary", "institution", "办理单位", "答复单位"]),
];

/// The column of each field, by its name in the file.
#[derive(Clone, Debug)]
pub(crate) struct Columns {
    names: HashMap<String, Column>,
    not_taken: Vec<String>,
    /// There is no line of names: each row is matched by its own.
    by_row: bool,
}

impl Columns {
    /// From the names in the file and what the command line says. A file without a line of names (JSON) is matched row by row.
    pub(crate) fn of(names: &[String], said: &[String]) -> Result<Columns> {
        let mut found: HashMap<String, Column> = HashMap::new();
        for pair in said {
            let Some((field, name)) = pair.split_once('=') else { bail!("--map {pair}: write FIELD=COLUMN") };
            let Some(field) = Column::from_code(field.trim()) else {
                let known: Vec<&str> = Column::ALL.iter().map(|column| column.code()).collect();
                bail!("--map {pair}: there is no field {field}; there are: {}", known.join(", "));
            };
            if !names.is_empty() && !names.iter().any(|there| there == name.trim()) {
                bail!("--map {pair}: the file has no column {name}; it has: {}", names.join(", "));
            }
            found.insert(name.trim().to_owned(), field);
        }
        let mut not_taken = Vec::new();
        for name in names {
            if found.contains_key(name) {
                continue;
            }
            match usual(name).filter(|column| !found.values().any(|taken| taken == column)) {
                Some(column) => drop(found.insert(name.clone(), column)),
                None => not_taken.push(name.clone()),
            }
        }
        let columns = Columns { names: found, not_taken, by_row: names.is_empty() };
        if !names.is_empty() {
            columns.demand_all()?;
        }
        Ok(columns)
    }

    fn demand_all(&self) -> Result<()> {
        let has = |column: Column| self.names.values().any(|there| *there == column);
        for needed in [Column::Id, Column::Time] {
            if !has(needed) {
                bail!("no column is known as `{needed}`; say which it is: --map {needed}=COLUMN");
            }
        }
        if !has(Column::Text) && !has(Column::Title) && !has(Column::Topic) {
            bail!("no column is known as `text`; say which it is: --map text=COLUMN");
        }
        Ok(())
    }

    /// The value of a field, without blanks at its ends; nothing if it is empty.
    pub(crate) fn value<'r>(&self, row: &'r [(String, String)], column: Column) -> Option<&'r str> {
        let said = self.names.values().any(|there| *there == column);
        let is_it = |name: &str| {
            if said || !self.by_row { self.names.get(name) == Some(&column) } else { usual(name) == Some(column) }
        };
        let value = row.iter().find(|(name, _)| is_it(name));
        value.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// Which columns are taken for what, for a person to check.
    pub(crate) fn told(&self) -> String {
        if self.by_row {
            return "fields are taken by their names in each object".to_owned();
        }
        let taken = |column: &Column| {
            self.names.iter().find(|(_, there)| *there == column).map(|(name, _)| format!("{column}={name}"))
        };
        let taken: Vec<String> = Column::ALL.iter().filter_map(taken).collect();
        let rest = if self.not_taken.is_empty() {
            String::new()
        } else {
            format!("; not taken: {}", self.not_taken.join(", "))
        };
        format!("columns: {}{rest}", taken.join(", "))
    }
}

fn usual(name: &str) -> Option<Column> {
    let name = name.trim().to_lowercase();
    let own = Column::ALL
        .iter()
        .copied()
        .find(|column| column.code() == name || column.name(lianxin_domain::Lang::Zh) == name);
    own.or_else(|| USUAL.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(column, _)| *column))
}
