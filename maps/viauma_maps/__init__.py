"""How Via Uma looks: recipes become map pages that work from a USB stick."""
