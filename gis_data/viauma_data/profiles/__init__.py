"""Profiles: which column of a known kind of file means what; data in TOML, both ways."""
