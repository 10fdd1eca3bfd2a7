//! Encryption of the connection, as the address says: `sslmode` and `sslrootcert`, with the words of libpq.
//!
//! What is *not* here: `prefer` and `allow`, which fall back to plain text without a word; `verify-ca`, which takes any server that
//! some authority knows; certificates of clients. Each is refused by name, rather than read as something weaker than it says.

use std::sync::Arc;

use postgres::config::{Host, SslMode};
use postgres::{Client, Config, NoTls};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::error::StoreError;

const DOING: &str = "reading the PostgreSQL address";

/// What the address asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) enum Wanted {
    /// `disable`, or nothing said.
    Plain,
    /// `require`: encrypted, whoever answers.
    Encrypted,
    /// `verify-full`: encrypted, and the server proves its name by a certificate that goes back to this file, or to the system's.
    Verified { roots: Option<String> },
}

/// How connections are made.
#[derive(Clone)]
pub(crate) enum Tls {
    Plain,
    With(MakeRustlsConnect),
}

impl Tls {
    /// Connects as it was asked for; never in plain text where encryption was.
    pub(crate) fn connect(&self, config: &Config) -> Result<Client, postgres::Error> {
        match self {
            Tls::Plain => config.connect(NoTls),
            Tls::With(tls) => config.connect(tls.clone()),
        }
    }
}

/// Reads an address, such as `postgresql://lianxin@db/lianxin?sslmode=verify-full&sslrootcert=/etc/lianxin/root.pem`.
pub(crate) fn read(url: &str) -> Result<(Config, Tls), StoreError> {
    let (rest, wanted) = wanted(url).map_err(|problem| StoreError::database(DOING, problem))?;
    let mut config: Config = rest.parse().map_err(|error| StoreError::database(DOING, error))?;
    let tls = match wanted {
        Wanted::Plain => {
            config.ssl_mode(SslMode::Disable);
            if config.get_hosts().iter().any(is_elsewhere) {
                tracing::warn!(
                    "the connection to the database is not encrypted; `sslmode=verify-full` in its address encrypts it"
                );
            }
            return Ok((config, Tls::Plain));
        }
        Wanted::Encrypted => client(None)?,
        Wanted::Verified { roots } => client(Some(self::roots(roots.as_deref())?))?,
    };
    config.ssl_mode(SslMode::Require);
    Ok((config, Tls::With(MakeRustlsConnect::new(tls))))
}

/// The address without what the driver does not know, and what that says.
fn wanted(url: &str) -> Result<(String, Wanted), String> {
    let (place, query) = url.split_once('?').unwrap_or((url, ""));
    let (mut mode, mut roots, mut rest) = (None, None, Vec::new());
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        match pair.split_once('=') {
            Some(("sslmode", value)) => mode = Some(value),
            Some(("sslrootcert", value)) => roots = Some(decoded(value)?),
            _ => rest.push(pair),
        }
    }
    let wanted = match (mode, roots) {
        (Some("verify-full"), roots) => Wanted::Verified { roots: roots.filter(|file| file != "system") },
        (_, Some(_)) => return Err("sslrootcert is used with sslmode=verify-full alone".to_owned()),
        (None | Some("disable"), None) => Wanted::Plain,
        (Some("require"), None) => Wanted::Encrypted,
        (Some(other), None) => {
            return Err(format!("sslmode={other} is not supported; there are: disable, require, verify-full"));
        }
    };
    let rest = if rest.is_empty() { place.to_owned() } else { format!("{place}?{}", rest.join("&")) };
    Ok((rest, wanted))
}

/// Undoes `%2F`.
fn decoded(value: &str) -> Result<String, String> {
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next().unwrap_or(b'x'), rest.next().unwrap_or(b'x')];
            let digits = std::str::from_utf8(&digits).unwrap_or("xx");
            bytes.push(u8::from_str_radix(digits, 16).map_err(|_| format!("sslrootcert: `{value}` is not encoded"))?);
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).map_err(|_| "sslrootcert is not UTF-8".to_owned())
}

fn is_elsewhere(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => {
            let address = name.parse::<std::net::IpAddr>();
            name != "localhost" && !address.is_ok_and(|address| address.is_loopback())
        }
        Host::Unix(_) => false,
    }
}

/// The authorities of a PEM file, or the system's.
fn roots(file: Option<&str>) -> Result<RootCertStore, StoreError> {
    let mut roots = RootCertStore::empty();
    if let Some(file) = file {
        let doing = format!("reading the certificates in {file}");
        let read = CertificateDer::pem_file_iter(file).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        for certificate in read.map_err(|error| StoreError::database(&doing, error))? {
            roots.add(certificate).map_err(|error| StoreError::database(&doing, error))?;
        }
        if roots.is_empty() {
            return Err(StoreError::database(doing, "there is none in it"));
        }
    } else {
        let (added, _odd) = roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        if added == 0 {
            let problem = "there are none; name a file with sslrootcert";
            return Err(StoreError::database("reading the certificates of the system", problem));
        }
    }
    Ok(roots)
}

/// A client that trusts these authorities; without them, everybody.
fn client(roots: Option<RootCertStore>) -> Result<ClientConfig, StoreError> {
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| StoreError::database("setting up encryption", error))?;
    Ok(if let Some(roots) = roots {
        builder.with_root_certificates(roots).with_no_client_auth()
    } else {
        let anybody = Arc::new(Anybody(provider));
        builder.dangerous().with_custom_certificate_verifier(anybody).with_no_client_auth()
    })
}

/// Takes every certificate: whoever listens reads nothing, whoever stands between is not found out. That is what `require` says.
#[derive(Debug)]
struct Anybody(Arc<CryptoProvider>);

impl ServerCertVerifier for Anybody {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signed, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(query: &str) -> Result<(String, Wanted), String> {
        wanted(&format!("postgresql://lianxin@db/lianxin{query}"))
    }

    #[test]
    fn the_address_says_how_safe() {
        let plain = "postgresql://lianxin@db/lianxin".to_owned();
        assert_eq!(told(""), Ok((plain.clone(), Wanted::Plain)));
        assert_eq!(told("?sslmode=disable"), Ok((plain.clone(), Wanted::Plain)));
        assert_eq!(told("?sslmode=require"), Ok((plain.clone(), Wanted::Encrypted)));
        let system = Wanted::Verified { roots: None };
        assert_eq!(told("?sslmode=verify-full"), Ok((plain.clone(), system.clone())));
        assert_eq!(told("?sslmode=verify-full&sslrootcert=system"), Ok((plain, system)));
        let file = Wanted::Verified { roots: Some("/etc/a b.pem".to_owned()) };
        let rest = "postgresql://lianxin@db/lianxin?connect_timeout=3&application_name=x".to_owned();
        let query = "?connect_timeout=3&sslrootcert=%2Fetc%2Fa%20b.pem&application_name=x&sslmode=verify-full";
        assert_eq!(told(query), Ok((rest, file)));
    }

    /// Nothing that sounds safe is read as something weaker.
    #[test]
    fn what_is_not_supported_is_refused_by_name() {
        for mode in ["prefer", "allow", "verify-ca", "REQUIRE", ""] {
            let problem = told(&format!("?sslmode={mode}")).unwrap_err();
            assert!(problem.contains(&format!("sslmode={mode} ")) && problem.contains("verify-full"), "{problem}");
        }
        for query in ["?sslrootcert=a.pem", "?sslmode=require&sslrootcert=a.pem", "?sslmode=disable&sslrootcert=a.pem"]
        {
            assert!(told(query).unwrap_err().contains("verify-full alone"), "{query}");
        }
        assert!(read("postgresql://db/x?sslmode=verify-full&sslcert=a.pem").is_err(), "certificates of clients");
    }

    #[test]
    fn an_address_elsewhere_is_told_from_one_here() {
        let of = |url: &str| url.parse::<Config>().unwrap().get_hosts().iter().any(is_elsewhere);
        for here in ["postgresql://a@localhost/b", "postgresql://a@127.0.0.1/b", "postgresql://a@%2Frun%2Fpg/b"] {
            assert!(!of(here), "{here}");
        }
        assert!(of("postgresql://a@db/b") && of("postgresql://a@10.0.0.1/b"));
    }
}
