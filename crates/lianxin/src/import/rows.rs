//! The rows of a file: CSV with quotes and line breaks, or one JSON object a line.

use std::fmt;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;

use anyhow::{Context, Result};
use csv::{Reader, ReaderBuilder, StringRecord};

use super::decode::{Encoding, text};

/// What is read of a line at once; the buffer of a JSON line may grow beyond it.
const BUFFER_BYTES: usize = 256 * 1024;

/// How a file is laid out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Form {
    /// Comma-separated, with a line of names.
    Csv,
    /// One JSON object a line.
    Jsonl,
}

impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Form::Csv => "CSV",
            Form::Jsonl => "one JSON object a line",
        })
    }
}

/// One row.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Where it begins, from 1.
    pub(crate) line: u64,
    /// Its values by column name; what is wrong with the row as such.
    pub(crate) values: Result<Vec<(String, String)>, String>,
    /// The row as it stands, for the file of rejects.
    pub(crate) raw: Vec<String>,
}

/// The rows of a file, one after the other.
pub(crate) enum Rows {
    /// CSV.
    Csv { reader: Reader<Box<dyn Read + Send>>, names: Vec<String> },
    /// JSON lines.
    Jsonl { reader: BufReader<Box<dyn Read + Send>>, line: u64 },
}

impl Rows {
    /// Opens a file; its name says the form.
    pub(crate) fn open(path: &Path, encoding: Encoding) -> Result<Rows> {
        let json =
            path.extension().is_some_and(|end| end.eq_ignore_ascii_case("jsonl") || end.eq_ignore_ascii_case("ndjson"));
        let text = text(path, encoding)?;
        if json {
            return Ok(Rows::Jsonl { reader: BufReader::with_capacity(BUFFER_BYTES, text), line: 0 });
        }
        let mut reader = ReaderBuilder::new().flexible(true).buffer_capacity(BUFFER_BYTES).from_reader(text);
        let names = reader.headers().with_context(|| format!("{} has no line of column names", path.display()))?;
        let names = names.iter().map(|name| name.trim().to_owned()).collect();
        Ok(Rows::Csv { reader, names })
    }

    /// How the file is laid out.
    pub(crate) fn form(&self) -> Form {
        match self {
            Rows::Csv { .. } => Form::Csv,
            Rows::Jsonl { .. } => Form::Jsonl,
        }
    }

    /// The column names, where the file has a line of them.
    pub(crate) fn names(&self) -> &[String] {
        match self {
            Rows::Csv { names, .. } => names,
            Rows::Jsonl { .. } => &[],
        }
    }

    /// How many there are.
    pub(crate) fn count_rows(self) -> Result<u64> {
        let mut count = 0;
        match self {
            Rows::Csv { mut reader, .. } => {
                let mut record = StringRecord::new();
                while reader.read_record(&mut record)? {
                    count += 1;
                }
            }
            Rows::Jsonl { reader, .. } => {
                for line in reader.lines() {
                    count += u64::from(!line?.trim().is_empty());
                }
            }
        }
        Ok(count)
    }
}

impl Iterator for Rows {
    type Item = Result<Row>;

    fn next(&mut self) -> Option<Result<Row>> {
        match self {
            Rows::Csv { reader, names } => {
                let mut record = StringRecord::new();
                match reader.read_record(&mut record) {
                    Ok(true) => Some(Ok(csv_row(&record, names))),
                    Ok(false) => None,
                    Err(error) => Some(Err(error.into())),
                }
            }
            Rows::Jsonl { reader, line } => loop {
                let mut text = String::new();
                *line += 1;
                match reader.read_line(&mut text) {
                    Ok(0) => return None,
                    Ok(_) if text.trim().is_empty() => {}
                    Ok(_) => return Some(Ok(json_row(text.trim(), *line))),
                    Err(error) => return Some(Err(error.into())),
                }
            },
        }
    }
}

fn csv_row(record: &StringRecord, names: &[String]) -> Row {
    let line = record.position().map_or(0, csv::Position::line);
    let raw: Vec<String> = record.iter().map(str::to_owned).collect();
    let values = if record.len() == names.len() {
        Ok(names.iter().cloned().zip(raw.iter().cloned()).collect())
    } else {
        Err(format!("{} columns instead of {}", record.len(), names.len()))
    };
    Row { line, values, raw }
}

fn json_row(text: &str, line: u64) -> Row {
    let values =
        serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(text).map_err(|error| error.to_string());
    let values =
        values.map(|object| object.into_iter().filter_map(|(name, value)| Some((name, plain(value)?))).collect());
    Row { line, values, raw: vec![text.to_owned()] }
}

/// A value as text; nothing for `null` and for what is no single value.
fn plain(value: serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::String(text) => Some(text),
        serde_json::Value::Number(number) => Some(number.to_string()),
        serde_json::Value::Bool(flag) => Some(flag.to_string()),
        serde_json::Value::Null | serde_json::Value::Array(_) | serde_json::Value::Object(_) => None,
    }
}
