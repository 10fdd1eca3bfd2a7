//! The connection to PostgreSQL, encrypted as its address says, against a server that signed its certificate itself.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::postgres::TlsPostgres;
use common::{SCHEMA, TestPostgres};
use lianxin_domain::Moment;
use lianxin_store::{PostgresOptions, Store, StoreError};

fn open(url: &str) -> Result<Store, StoreError> {
    let few = PostgresOptions { writers: 1, readers: 1, migrations: SCHEMA, ..PostgresOptions::new(Moment(1)) };
    Store::postgres(url, few)
}

/// Whether the server says that this connection is encrypted.
fn encrypted(url: &str) -> bool {
    let text = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    let found = open(url).unwrap().read_blocking(move |tx| tx.query_text(text, &[], |row| row.get::<bool>(0)));
    found.unwrap_or_else(|error: StoreError| panic!("{error}"))[0]
}

/// An error with everything that caused it.
fn refusal(url: &str) -> String {
    let error = open(url).err().unwrap_or_else(|| panic!("{url} was opened"));
    let (mut text, mut next) = (error.to_string(), std::error::Error::source(&error));
    while let Some(cause) = next {
        text = format!("{text}: {cause}");
        next = cause.source();
    }
    text
}

#[test]
fn the_connection_is_as_safe_as_its_address_says() {
    let server = TlsPostgres::start();
    let address = server.url();
    let name = address.replace("127.0.0.1", "localhost");
    let (own, other) = (server.certificate(), server.other_certificate());
    let verified =
        |at: &str, root: &std::path::Path| format!("{at}?sslmode=verify-full&sslrootcert={}", root.display());

    assert!(!encrypted(address));
    assert!(encrypted(&format!("{address}?sslmode=require")), "whoever answers");
    assert!(encrypted(&verified(&name, &own)), "the server proves its name");

    let stranger = refusal(&verified(&name, &other));
    assert!(stranger.contains("invalid peer certificate"), "another authority: {stranger}");
    let misnamed = refusal(&verified(address, &own));
    assert!(misnamed.contains("not valid for name"), "another name: {misnamed}");
    let unknown = refusal(&format!("{name}?sslmode=verify-full"));
    assert!(unknown.contains("certificate"), "the system does not know it: {unknown}");
    let missing = refusal(&verified(&name, std::path::Path::new("/none.pem")));
    assert!(missing.contains("/none.pem"), "{missing}");
}

/// A server that does not encrypt is not spoken to in plain text.
#[test]
fn nobody_falls_back_to_plain_text() {
    let plain = TestPostgres::database();
    let told = refusal(&format!("{}?sslmode=require", plain.url()));
    assert!(told.contains("TLS"), "{told}");
}
