//! The place to drop files: photographs, recordings, documents.

use lianxin_domain::Lang;
use maud::{Markup, html};

use super::Icon;

const MIB: u64 = 1024 * 1024;

/// What may be dropped.
#[derive(Clone, Debug)]
pub struct FileDrop<'a> {
    /// The field's name; the form must be `multipart/form-data`.
    pub name: &'a str,
    /// The label.
    pub label: &'a str,
    /// The most files.
    pub files_max: u32,
    /// The largest file, in bytes. The server checks again.
    pub bytes_max: u64,
    /// What kinds, as in the `accept` of an input.
    pub accept: &'a str,
    /// A phone opens its camera at once.
    pub camera: bool,
    /// What is wrong.
    pub error: Option<&'a str>,
}

/// A file input that also takes what is dropped or pasted, shows it, and refuses what is too large before it is sent.
pub fn file_drop(lang: Lang, of: &FileDrop<'_>) -> Markup {
    let id = format!("f-{}", of.name);
    let (files, mib) = (of.files_max, of.bytes_max / MIB);
    let hint = lang.pick(format!("最多 {files} 个，每个不超过 {mib} MB"), format!("At most {files}, {mib} MB each"));
    html! {
        div.field.(of.error.map_or("is-fine", |_| "is-wrong")) {
            lx-file-drop data-bytes-max=(of.bytes_max) data-files-max=(of.files_max) {
                label.drop for=(id) {
                    (Icon::Paperclip)
                    span.drop-text { strong { (of.label) } span.quiet { (hint) } }
                    input id=(id) type="file" name=(of.name) accept=(of.accept) multiple[of.files_max > 1]
                        capture=[of.camera.then_some("environment")];
                }
                ul.drop-files aria-live="polite" {}
            }
            @if let Some(error) = of.error { p.field-error { (Icon::CircleAlert) (error) } }
        }
    }
}

/// A file that is there already.
#[derive(Clone, Debug)]
pub struct FileLink<'a> {
    /// Where it is.
    pub href: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Its size in bytes.
    pub bytes: u64,
    /// Shown small if it is a picture.
    pub picture: bool,
}

/// The files of an entry: pictures small, the rest as links.
pub fn files(files: &[FileLink<'_>]) -> Markup {
    html! {
        @if !files.is_empty() {
            ul.files {
                @for file in files {
                    li {
                        a href=(file.href) title=(file.name) {
                            @if file.picture { img src=(file.href) alt=(file.name) loading="lazy" width="64" height="64"; }
                            @else { (Icon::FileText) (file.name) " " span.quiet { (size(file.bytes)) } }
                        }
                    }
                }
            }
        }
    }
}

/// `820 kB`, `3.4 MB`.
fn size(bytes: u64) -> String {
    match bytes {
        ..MIB => format!("{} kB", bytes.div_ceil(1024)),
        MIB.. => format!("{}.{} MB", bytes / MIB, bytes % MIB * 10 / MIB),
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_short() {
        assert_eq!(size(0), "0 kB");
        assert_eq!(size(1), "1 kB");
        assert_eq!(size(3_600_000), "3.4 MB");
    }
}
