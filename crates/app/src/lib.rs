//! lianxin-app
