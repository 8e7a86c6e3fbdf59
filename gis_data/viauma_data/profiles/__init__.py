"""Profiles: which column of a known kind of file means what; data in TOML, both ways.

`matching` tells of which kind a table is, `guessing` makes a profile where it is of none,
`applying` makes candidates of rows by either, `national` writes the Swedish specifications.
"""
