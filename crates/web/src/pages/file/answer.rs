//! A file as an answer: harmless, cacheable by its content, and in parts where a player asks for parts.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use lianxin_app::files::FileError;

use crate::caller::encode;
use crate::failure::Failure;

/// Nothing that a file says is carried out: no script, no form, no frame, an origin of its own.
const SANDBOX: &str = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox";
/// Browsers show a PDF with a viewer that does not open in a sandbox; it runs apart from the page by itself.
const PDF: &str = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/// A file that may be shown, with its content still on disk.
pub struct Kept {
    /// As it was called.
    pub name: String,
    /// What it is, by its content.
    pub media: String,
    /// The hash of its content.
    pub digest: String,
    /// Reads the content. Slow.
    pub read: Box<dyn FnOnce() -> Result<Vec<u8>, FileError> + Send>,
}

/// The file, a part of it, or the word that the browser has it already.
pub async fn answer(kept: Kept, asked: &HeaderMap) -> Result<Response, Failure> {
    let tag = format!("\"{}\"", kept.digest);
    let known = text(asked, header::IF_NONE_MATCH).is_some_and(|tags| tags.split(',').any(|known| known.trim() == tag));
    let mut response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let content = tokio::task::spawn_blocking(kept.read).await.map_err(|_| Failure::NotFound)??;
        with_content(content, text(asked, header::RANGE))
    };
    let shown = ["image/", "audio/", "video/"].iter().any(|family| kept.media.starts_with(family))
        || kept.media == "application/pdf";
    let way = if shown { "inline" } else { "attachment" };
    let headers = [
        (header::CONTENT_TYPE, kept.media.clone()),
        (header::CONTENT_DISPOSITION, format!("{way}; filename*=UTF-8''{}", encode(&kept.name))),
        (header::CONTENT_SECURITY_POLICY, if kept.media == "application/pdf" { PDF } else { SANDBOX }.to_owned()),
        (header::ETAG, tag),
        // Kept by this reader's browser alone, and asked for again each time: the right to see it may have gone.
        (header::CACHE_CONTROL, "private, no-cache".to_owned()),
        (header::ACCEPT_RANGES, "bytes".to_owned()),
    ];
    for (name, value) in headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(name, value);
        }
    }
    Ok(response)
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn with_content(content: Vec<u8>, range: Option<&str>) -> Response {
    let whole = content.len();
    match range.map_or(Part::Whole, |range| part(range, whole)) {
        Part::Whole => Body::from(content).into_response(),
        Part::Some { first, last } => {
            let part: Vec<u8> = content.into_iter().skip(first).take(last - first + 1).collect();
            let headers = [(header::CONTENT_RANGE, format!("bytes {first}-{last}/{whole}"))];
            (StatusCode::PARTIAL_CONTENT, headers, Body::from(part)).into_response()
        }
        Part::Beyond => {
            (StatusCode::RANGE_NOT_SATISFIABLE, [(header::CONTENT_RANGE, format!("bytes */{whole}"))]).into_response()
        }
    }
}

/// What of a file is asked for, in bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    Whole,
    Some { first: usize, last: usize },
    Beyond,
}

/// Reads `bytes=0-499`, `bytes=500-`, `bytes=-500`; several parts at once, or anything else, get the whole.
fn part(range: &str, whole: usize) -> Part {
    let Some((first, last)) = range.strip_prefix("bytes=").and_then(|range| range.split_once('-')) else {
        return Part::Whole;
    };
    let end = whole.saturating_sub(1);
    let found = match (first.parse::<usize>(), last.parse::<usize>()) {
        (Ok(first), Ok(last)) if first <= last => (first, last.min(end)),
        (Ok(first), Err(_)) if last.is_empty() => (first, end),
        (Err(_), Ok(0)) if first.is_empty() => return Part::Beyond,
        (Err(_), Ok(length)) if first.is_empty() => (whole.saturating_sub(length), end),
        _ => return Part::Whole,
    };
    if found.0 >= whole { Part::Beyond } else { Part::Some { first: found.0, last: found.1 } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_player_gets_the_part_it_asks_for() {
        assert_eq!(part("bytes=0-3", 10), Part::Some { first: 0, last: 3 });
        assert_eq!(part("bytes=4-", 10), Part::Some { first: 4, last: 9 });
        assert_eq!(part("bytes=-3", 10), Part::Some { first: 7, last: 9 });
        assert_eq!(part("bytes=-30", 10), Part::Some { first: 0, last: 9 });
        assert_eq!(part("bytes=5-300", 10), Part::Some { first: 5, last: 9 });
        assert_eq!(part("bytes=10-", 10), Part::Beyond);
        assert_eq!(part("bytes=-0", 10), Part::Beyond);
        assert_eq!(part("bytes=0-1,3-4", 10), Part::Whole);
        assert_eq!(part("lines=1-2", 10), Part::Whole);
    }
}
