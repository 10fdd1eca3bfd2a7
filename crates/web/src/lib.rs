//! lianxin-web
