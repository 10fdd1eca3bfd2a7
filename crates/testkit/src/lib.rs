//! lianxin-testkit
