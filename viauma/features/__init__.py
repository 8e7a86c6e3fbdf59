"""Features: what pages of places, municipalities and projects have in common."""
