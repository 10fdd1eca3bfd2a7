//! How much of a whole.

use maud::{Markup, html};

use super::Tone;

/// A bar with its figures beside it: `37 / 50`. Widths are SVG attributes, since the content security policy forbids inline styles.
pub fn progress(label: &str, done: u64, of: u64, tone: Tone) -> Markup {
    let percent = (done.min(of) * 100).checked_div(of).unwrap_or(0);
    html! {
        div.progress.(tone.class()) role="progressbar" aria-label=(label) aria-valuenow=(done) aria-valuemin="0" aria-valuemax=(of) {
            svg.bar viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false" {
                rect.bar-track width="100" height="4" {}
                rect.bar-done width=(percent) height="4" {}
            }
            span.num { (done) " / " (of) }
        }
    }
}
