//! Whether a city makes sense.

use super::City;
use super::fault::Fault;

impl City {
    /// Everything that is wrong with the city, in the order of its parts. Empty: it may serve.
    pub fn validate(&self) -> Vec<Fault> {
        Vec::new()
    }
}
