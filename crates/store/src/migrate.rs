//! Brings a database to the schema of this program, or says why it will not.

use lianxin_domain::Moment;

use crate::codec::fnv;
use crate::error::StoreError;
use crate::tx::{Engine, Tx};
use crate::{Sql, values};

/// One step of the schema: a text for both engines, never changed once a city has run it.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Its place: 1, 2, 3 …
    pub version: i64,
    /// What it does, in a word or two.
    pub name: &'static str,
    /// Only TEXT, BIGINT, BOOLEAN, DOUBLE PRECISION and UUID columns.
    pub text: &'static str,
}

/// The schema of this program.
pub static MIGRATIONS: &[Migration] =
    &[Migration { version: 1, name: "init", text: include_str!("../migrations/0001_init.sql") }];

/// Several machines may start at once; the number is this program's own.
const ONE_AT_A_TIME: &str = "SELECT pg_advisory_xact_lock(123451234512345)";
// Not registered: they run before there is a schema to prepare them against.
const MAKE: &str = "CREATE TABLE IF NOT EXISTS schema_version (
    version BIGINT PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at BIGINT NOT NULL)";
static APPLIED: Sql = Sql::both("APPLIED", "SELECT version, checksum FROM schema_version ORDER BY version");
static RECORD: Sql =
    Sql::both("RECORD", "INSERT INTO schema_version (version, name, checksum, applied_at) VALUES ($1, $2, $3, $4)");

/// Applies what is missing, all of it in the transaction that is open, or nothing.
pub(crate) fn migrate(tx: &mut Tx, migrations: &[Migration], now: Moment) -> Result<(), StoreError> {
    tx.start();
    if tx.engine() == Engine::Postgres {
        tx.script(ONE_AT_A_TIME)?;
    }
    tx.script(MAKE)?;
    let applied = verify(tx, migrations)?;
    for (place, migration) in migrations.iter().enumerate().skip(applied) {
        let version = migration.version;
        if usize::try_from(version) != Ok(place + 1) {
            let problem = format!("stands at place {}; migrations are numbered 1, 2, 3 without a gap", place + 1);
            return Err(StoreError::Migration { version, problem });
        }
        tracing::info!(version, name = migration.name, "migrating the schema");
        tx.script(migration.text)?;
        tx.execute(&RECORD, &values![version, migration.name, migration.checksum(), now])?;
    }
    Ok(())
}

/// How many of the migrations this database has applied, each as this program knows it.
pub(crate) fn verify(tx: &mut Tx, migrations: &[Migration]) -> Result<usize, StoreError> {
    let applied = tx.query(&APPLIED, &[], |row| Ok((row.get::<i64>(0)?, row.get::<String>(1)?)))?;
    for (place, (version, checksum)) in applied.iter().enumerate() {
        let Some(known) = migrations.get(place).filter(|known| known.version == *version) else {
            let problem = "the database is newer than this program; run the program that last wrote it, or a later one";
            return Err(StoreError::Migration { version: *version, problem: problem.to_owned() });
        };
        if known.checksum() != *checksum {
            let problem = format!(
                "{} was changed after this database applied it; restore its text and put the change into a new migration",
                known.name
            );
            return Err(StoreError::Migration { version: *version, problem });
        }
    }
    Ok(applied.len())
}

impl Migration {
    /// FNV-1a of the text: it finds an edited file, it does not defend against anybody.
    fn checksum(&self) -> String {
        format!("{:016x}", fnv(self.text.as_bytes()))
    }
}
