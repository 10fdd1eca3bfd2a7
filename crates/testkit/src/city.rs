//! The city that tests happen in: Tianjin, read once a process.

use std::path::Path;
use std::sync::{Arc, OnceLock};

use lianxin_domain::city::City;

/// Tianjin as its pack describes it.
pub fn tianjin() -> Arc<City> {
    static CITY: OnceLock<Arc<City>> = OnceLock::new();
    let load = || {
        let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cities/tianjin");
        Arc::new(lianxin_pack::load(&pack).unwrap_or_else(|errors| panic!("{errors}")))
    };
    Arc::clone(CITY.get_or_init(load))
}
