//! Where text messages go: a folder that another program empties, a gateway on the network, or nowhere, so that people phone.

mod http;
mod spool;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use anyhow::{Result, bail};
use lianxin_app::outbox::{NoGateway, Sms};

use crate::config::Config;

/// The gateway that the configuration names. A demonstration without one writes into its data folder.
pub(crate) fn gateway(config: &Config, demo: bool) -> Result<Arc<dyn Sms>> {
    let (spool, url) = (config.sms_spool.value.as_ref(), config.sms_url.value.as_ref());
    match (spool, url) {
        (Some(_), Some(_)) => {
            bail!("text messages go to one place: set `spool` or `url` under [sms], not both")
        }
        (Some(folder), None) => Ok(Arc::new(spool::Spool::open(folder)?)),
        (None, Some(url)) => Ok(Arc::new(http::Gateway::open(url, config.sms_token_file.value.as_deref())?)),
        (None, None) if config.sms_token_file.value.is_some() => {
            bail!("`token_file` under [sms] belongs to `url`, which is not set")
        }
        (None, None) if demo => Ok(Arc::new(spool::Spool::open(&config.data.value.join("sms"))?)),
        (None, None) => {
            tracing::warn!("no SMS gateway is configured ([sms]): every text message becomes a task to phone");
            Ok(Arc::new(NoGateway))
        }
    }
}

/// What a gateway gets: the body of a request, the contents of a file.
fn body(text: &lianxin_app::outbox::Text) -> Vec<u8> {
    serde_json::json!({ "id": text.id.to_string(), "to": text.phone, "text": text.text }).to_string().into_bytes()
}
