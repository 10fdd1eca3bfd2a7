//! lianxin-pack
