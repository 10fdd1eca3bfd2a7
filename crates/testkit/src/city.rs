//! The city that tests happen in: Tianjin, read once a process; and packs that tests write into.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use lianxin_app::packs::{PackFault, PackReader, Texts};
use lianxin_domain::city::{CatalogueRule, City};
use lianxin_pack::PackErrors;

/// Where Tianjin's pack lies.
pub fn tianjin_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/tianjin")
}

/// Tianjin as its pack describes it.
pub fn tianjin() -> Arc<City> {
    static CITY: OnceLock<Arc<City>> = OnceLock::new();
    let load = || Arc::new(lianxin_pack::load(&tianjin_folder()).unwrap_or_else(|errors| panic!("{errors}")));
    Arc::clone(CITY.get_or_init(load))
}

/// A folder with a city pack.
#[derive(Debug)]
pub struct Folder(
    /// Where it lies.
    pub PathBuf,
);

impl PackReader for Folder {
    fn texts(&self) -> Result<Texts, Vec<PackFault>> {
        lianxin_pack::file_texts(&self.0).map_err(|errors| faults(&errors))
    }

    fn read(&self, instead: &Texts) -> Result<City, Vec<PackFault>> {
        lianxin_pack::load_with(&self.0, instead).map_err(|errors| faults(&errors))
    }

    fn enter_rule(&self, catalogue: &str, rule: &CatalogueRule) -> String {
        lianxin_pack::enter_rule(catalogue, rule)
    }
}

fn faults(errors: &PackErrors) -> Vec<PackFault> {
    let fault = |error: &lianxin_pack::PackError| PackFault {
        file: error.file.clone(),
        line: error.line,
        column: error.column,
        what: error.what.clone(),
        remedy: error.remedy.clone(),
    };
    errors.all().iter().map(fault).collect()
}
