"""The department's rules, printing, exchange and commands; no Qt anywhere."""
