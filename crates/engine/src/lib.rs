//! lianxin-engine
