//! lianxin-store
