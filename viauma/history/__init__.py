"""History: nothing is written without who and why, and nothing is forgotten."""
