"""Analysis: answers computed over many places."""
