"""Exporting: what `viauma export` and `viauma publish` write, from one answer in one snapshot."""
