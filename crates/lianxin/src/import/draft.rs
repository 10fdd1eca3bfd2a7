//! From a row to what a person at the desk would have typed.

use lianxin_domain::city::City;
use lianxin_domain::request::intake::{SHORT_CHARS_MAX, TEXT_CHARS_MAX, TITLE_CHARS_MAX, normal_phone};
use lianxin_domain::{Kind, Lang, Moment, PlaceCode, TopicCode, UnitCode};

use super::columns::{Column, Columns};
use super::reject::{Reason, Reject};
use super::rows::Row;
use super::take_in::Source;
use super::times::moment;

/// Longest id of a row, in characters.
const ID_CHARS_MAX: usize = 200;
/// Where a first sentence ends.
const SENTENCE_ENDS: &[char] = &['。', '！', '？', '!', '?', '\n', '；'];

/// A row that can come in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Draft {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) time: Moment,
    pub(crate) finished: Option<Finished>,
    pub(crate) name: String,
    pub(crate) phone: String,
    pub(crate) kind: Kind,
    pub(crate) topic: Option<TopicCode>,
    /// The source's own words for the topic, if the city has none of that name.
    pub(crate) category: Option<String>,
    pub(crate) place: Option<PlaceCode>,
    pub(crate) address: String,
    pub(crate) unit: Option<UnitCode>,
}

/// How it ended at its source.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Finished {
    /// The reply that the citizen got.
    pub(crate) reply: String,
    /// When.
    pub(crate) at: Moment,
}

impl Draft {
    /// Reads and checks a row.
    pub(crate) fn of(row: &Row, columns: &Columns, source: &Source, city: &City) -> Result<Draft, Reject> {
        let values = row.values.as_ref().map_err(|wrong| Reject::new(Reason::BadRow, wrong))?;
        let value = |column| columns.value(values, column).map(without_controls).unwrap_or_default();
        let id = value(Column::Id);
        if id.is_empty() {
            return Err(Reason::NoId.into());
        }
        if id.chars().count() > ID_CHARS_MAX {
            return Err(Reject::new(Reason::NoId, format!("more than {ID_CHARS_MAX} characters")));
        }
        let time = time(&value(Column::Time), source.until, city)?.ok_or(Reason::NoTime)?;
        let finished = finished(value(Column::Reply), &value(Column::ReplyTime), time, source.until, city)?;
        let (category, address) = (value(Column::Topic), value(Column::Address));
        let (title, text) = words(value(Column::Title), value(Column::Text), &category, &address)?;
        let unit = unit(city, &value(Column::Unit));
        let place = place(city, &value(Column::Place), &[&address, &title, &text], unit.as_ref());
        let topic = topic(city, &category);
        let phone = value(Column::Phone);
        Ok(Draft {
            id,
            title,
            text,
            time,
            finished,
            name: cut(&value(Column::Name), SHORT_CHARS_MAX),
            // A masked number leads nowhere; the request counts all the same.
            phone: normal_phone(&phone).unwrap_or_default(),
            kind: kind(&value(Column::Kind)).unwrap_or(source.kind),
            category: (topic.is_none() && !category.is_empty()).then(|| cut(&category, SHORT_CHARS_MAX)),
            topic,
            place,
            address: cut(&address, SHORT_CHARS_MAX),
            unit,
        })
    }
}

fn time(text: &str, until: Moment, city: &City) -> Result<Option<Moment>, Reject> {
    if text.is_empty() {
        return Ok(None);
    }
    let at = moment(text, &city.zone).ok_or_else(|| Reject::new(Reason::BadTime, text))?;
    if at > until { Err(Reject::new(Reason::FutureTime, text)) } else { Ok(Some(at)) }
}

fn finished(
    reply: String,
    reply_time: &str,
    asked: Moment,
    until: Moment,
    city: &City,
) -> Result<Option<Finished>, Reject> {
    match (reply.is_empty(), time(reply_time, until, city)?) {
        (true, None) => Ok(None),
        (true, Some(_)) => Err(Reject::new(Reason::ReplyMissing, reply_time)),
        (false, None) => Err(Reason::ReplyTimeMissing.into()),
        (false, Some(at)) if at < asked => Err(Reject::new(Reason::ReplyBeforeQuestion, reply_time)),
        (false, Some(_)) if reply.chars().count() > TEXT_CHARS_MAX => Err(too_long(&reply)),
        (false, Some(at)) => Ok(Some(Finished { reply, at })),
    }
}

/// Title and text. A title that is missing is made of the first sentence; one that is too long is cut, and stands whole in the text.
fn words(title: String, text: String, category: &str, address: &str) -> Result<(String, String), Reject> {
    let text = match (text.is_empty(), title.is_empty()) {
        (false, _) => text,
        (true, false) => title.clone(),
        // Some sources know only a category and a place.
        (true, true) => {
            [category, address].iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join("，")
        }
    };
    if text.is_empty() {
        return Err(Reason::EmptyText.into());
    }
    let sentence =
        text.trim_start().split(SENTENCE_ENDS).find(|part| !part.trim().is_empty()).unwrap_or(&text).trim().to_owned();
    let whole = if title.is_empty() { sentence } else { title };
    let short = cut(&whole, TITLE_CHARS_MAX);
    let text = if short == whole || text.contains(&whole) { text } else { format!("{whole}\n{text}") };
    if text.chars().count() > TEXT_CHARS_MAX { Err(too_long(&text)) } else { Ok((short, text)) }
}

fn too_long(text: &str) -> Reject {
    Reject::new(Reason::TextTooLong, format!("{} > {TEXT_CHARS_MAX}", text.chars().count()))
}

/// The first characters of a text, with an ellipsis if more followed.
fn cut(text: &str, most_chars: usize) -> String {
    let text = text.replace(['\n', '\r', '\t'], " ");
    match text.char_indices().nth(most_chars) {
        None => text,
        Some(_) => text.chars().take(most_chars - 1).chain(['…']).collect(),
    }
}

/// Control characters are no part of what somebody wrote; line breaks and tabs are.
fn without_controls(text: &str) -> String {
    let kept = |c: &char| !c.is_control() || matches!(c, '\n' | '\r' | '\t');
    text.chars().filter(kept).collect()
}

fn place(city: &City, named: &str, texts: &[&str], unit: Option<&UnitCode>) -> Option<PlaceCode> {
    let exact = city.places.all().iter().find(|place| {
        !named.is_empty()
            && (place.name.zh == named
                || place.code.as_str() == named
                || place.aliases.iter().any(|alias| alias == named))
    });
    let found = exact.or_else(|| city.places.find_in_text(&format!("{named} {}", texts.join(" "))));
    found.map(|place| place.code.clone()).or_else(|| city.units.get(unit?)?.place.clone())
}

fn topic(city: &City, named: &str) -> Option<TopicCode> {
    let named_so = |topic: &&lianxin_domain::city::Topic| topic.code.as_str() == named || topic.name.zh == named;
    city.topics.leaves().find(named_so).map(|topic| topic.code.clone())
}

fn unit(city: &City, named: &str) -> Option<UnitCode> {
    let center = &city.units.center().code;
    let unit = city.units.all().iter().find(|unit| {
        !named.is_empty() && (unit.name.zh == named || unit.short.zh == named || unit.code.as_str() == named)
    });
    unit.filter(|unit| unit.code != *center).map(|unit| unit.code.clone())
}

fn kind(named: &str) -> Option<Kind> {
    Kind::ALL.iter().copied().find(|kind| kind.code() == named || kind.name(Lang::Zh) == named)
}
