//! `GET /files/{id}`: a file of a request that the reader may see. Whatever is in it, it cannot act on this site.

mod answer;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use axum::routing::get;
use lianxin_app::files;
use lianxin_domain::FileId;

use crate::caller::SignedIn;
use crate::failure::Failure;
use crate::frame;
use crate::state::Web;
pub use answer::{Kept, answer};

/// The route.
pub fn routes() -> Router<Web> {
    Router::new().route("/files/{id}", get(show))
}

async fn show(State(web): State<Web>, who: SignedIn, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let Ok(id) = id.parse::<FileId>() else {
        return frame::failure_page(&web, who.look, Some(&who), &Failure::NotFound);
    };
    let cx = who.cx.clone();
    let kept = match web.read(move |tx| files::visible(tx, &cx, id)).await {
        Ok(file) => {
            let (name, media, digest) = (file.name.clone(), file.media.clone(), file.digest.clone());
            let store = web.app.files.clone();
            Kept { name, media, digest, read: Box::new(move || store.read(&file)) }
        }
        Err(error) => return frame::failure_page(&web, who.look, Some(&who), &Failure::File(error)),
    };
    match answer(kept, &headers).await {
        Ok(response) => response,
        Err(failure) => frame::failure_page(&web, who.look, Some(&who), &failure),
    }
}
