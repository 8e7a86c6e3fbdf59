"""Where data comes from: the taxonomy, the region's own data set and what reads them."""
