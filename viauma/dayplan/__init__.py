"""A day's plan: which places, in which order, at what time, by travel and opening hours."""
