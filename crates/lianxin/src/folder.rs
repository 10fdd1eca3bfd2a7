//! The folder of the city pack, for the use cases that change the rules.

use std::path::PathBuf;

use lianxin_app::packs::{PackFault, PackReader, Texts};
use lianxin_domain::city::{CatalogueRule, City};
use lianxin_pack::PackErrors;

/// A folder with a city pack.
#[derive(Debug)]
pub(crate) struct Folder(pub(crate) PathBuf);

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
