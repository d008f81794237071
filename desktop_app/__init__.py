"""The department's rules, printing, exchange and commands; no Qt anywhere."""

VERSION = "0.1.0"
"""The same as in ``pyproject.toml``, where a built program cannot look."""
