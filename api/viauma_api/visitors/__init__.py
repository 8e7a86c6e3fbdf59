"""The visitor's pages: the map with its list, places, categories, municipalities, about."""
