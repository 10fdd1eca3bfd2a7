//! `/design`: every component in every state.
