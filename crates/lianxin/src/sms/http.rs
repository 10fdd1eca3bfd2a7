//! A gateway on the network: one POST for each message, `{"id", "to", "text"}`, with the id as `Idempotency-Key`.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use lianxin_app::outbox::{Sms, SmsError, Text};
use ureq::tls::{Certificate, RootCerts, TlsConfig};
use ureq::{Agent, Error};

use crate::config::without_password;

/// How long one message may take, from the first packet to the whole answer. A message is held longer than this.
const PATIENCE: Duration = Duration::from_secs(15);

/// The gateway.
#[derive(Debug)]
pub(super) struct Gateway {
    agent: Agent,
    url: String,
    bearer: Option<String>,
}

impl Gateway {
    /// Reads the token; nothing is sent yet.
    pub(super) fn open(url: &str, token_file: Option<&Path>) -> Result<Gateway> {
        if !url.starts_with("https://") && !url.starts_with("http://") {
            bail!("{} is not the address of an SMS gateway; it begins with https://", without_password(url));
        }
        let token = |file: &Path| {
            let text = std::fs::read_to_string(file);
            text.with_context(|| format!("the token of the SMS gateway, {}, cannot be read", file.display()))
        };
        let bearer = token_file.map(token).transpose()?.map(|token| format!("Bearer {}", token.trim()));
        // The machine's own certificates: a city's gateway often has one of the city's authority.
        let known = rustls_native_certs::load_native_certs().certs;
        let known: Vec<Certificate<'static>> =
            known.iter().map(|certificate| Certificate::from_der(certificate).to_owned()).collect();
        let tls = TlsConfig::builder().root_certs(RootCerts::new_with_certs(&known)).build();
        let agent = Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            // Whoever answers from elsewhere is not the gateway that was named.
            .max_redirects(0)
            .tls_config(tls)
            .build()
            .new_agent();
        Ok(Gateway { agent, url: url.to_owned(), bearer })
    }

    fn post(&self, text: &Text) -> Result<u16, Error> {
        let mut request = self
            .agent
            .post(&self.url)
            .header("Content-Type", "application/json; charset=utf-8")
            .header("Idempotency-Key", text.id.to_string());
        if let Some(bearer) = &self.bearer {
            request = request.header("Authorization", bearer);
        }
        Ok(request.send(super::body(text))?.status().as_u16())
    }
}

impl Sms for Gateway {
    fn send(&self, text: &Text) -> Result<(), SmsError> {
        match self.post(text) {
            Ok(200..=299) => Ok(()),
            // The gateway has understood, and does not want it; all but "too slow", "too early" and "too many".
            Ok(status @ (400..=407 | 409..=424 | 426..=428 | 430..=499)) => {
                Err(SmsError::Lasting(format!("短信网关拒收（the gateway refused）：HTTP {status}")))
            }
            Ok(status) => Err(SmsError::Passing(format!("短信网关（the gateway）：HTTP {status}"))),
            Err(error) => Err(SmsError::Passing(format!("短信网关（the gateway）：{error}"))),
        }
    }
}
