"""Places: the record of DESIGN §4 and the public read model made from it."""
