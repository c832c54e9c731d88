"""Papers of a meeting and of an office beside its minutes: each a frozen dataclass that composes itself as a sheet."""
