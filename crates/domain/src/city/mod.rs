//! A city as a value: units, places, topics, catalogue, policy, calendar. Read from a city pack by `lianxin-pack`.
