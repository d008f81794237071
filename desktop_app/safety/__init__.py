"""Safety: accounts, keys, audit trail, backup and exports."""
