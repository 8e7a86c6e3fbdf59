"""The municipalities: who governs where, how large, how many people."""
