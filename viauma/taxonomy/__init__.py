"""The taxonomy: which kinds of place there are and what may be said of each."""
