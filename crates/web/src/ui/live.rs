//! Fragments that refresh themselves when something happened.

use maud::{Markup, html};

/// A part of a page that is fetched again when the live feed brings an entry with one of its topics.
#[derive(Clone, Debug)]
pub struct Live<'a> {
    /// Its id; the page at `url` holds an element with the same id.
    pub id: &'a str,
    /// Where it is fetched: usually the page's own address with its query.
    pub url: &'a str,
    /// Which topics concern it, such as `inbox:hexi`.
    pub topics: &'a [&'a str],
}

/// A part that shows one thing, with the journal up to `upto`. Entries that it shows already, such as what its reader has just done
/// himself, leave it alone.
pub fn live_upto(of: &Live<'_>, upto: i64, content: &Markup) -> Markup {
    part(of, Some(upto), content)
}

/// The fragment. Morphing keeps the focus and what is being typed; a list under the cursor holds still and says how many changes wait.
pub fn live(of: &Live<'_>, content: &Markup) -> Markup {
    part(of, None, content)
}

fn part(of: &Live<'_>, upto: Option<i64>, content: &Markup) -> Markup {
    // `anew` comes when the feed has lost its place: whatever is shown may be old.
    let topics = of.topics.iter().copied().chain(["anew"]);
    let trigger = topics.map(|topic| format!("live:{topic} from:body")).collect::<Vec<_>>().join(", ");
    html! {
        div.live-part id=(of.id) hx-get=(of.url) hx-trigger=(trigger) hx-select={ "#" (of.id) } hx-target="this" hx-swap="outerMorph" hx-sync="this:queue last"
            data-hold data-upto=[upto] { (content) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_listens_to_its_topics_and_to_the_feed_that_lost_its_place() {
        let part = live(&Live { id: "inbox", url: "/inbox?late=1&unit=hexi", topics: &["inbox:hexi"] }, &html! { "…" })
            .into_string();
        assert_eq!(
            part,
            "<div class=\"live-part\" id=\"inbox\" hx-get=\"/inbox?late=1&amp;unit=hexi\" \
             hx-trigger=\"live:inbox:hexi from:body, live:anew from:body\" hx-select=\"#inbox\" hx-target=\"this\" hx-swap=\"outerMorph\" \
             hx-sync=\"this:queue last\" data-hold>…</div>"
        );
        let of = Live { id: "request", url: "/requests/1", topics: &["request:1"] };
        let part = live_upto(&of, 7, &html! { "…" }).into_string();
        assert!(part.ends_with(" data-hold data-upto=\"7\">…</div>"), "{part}");
    }
}
