"""How the shipped data set was made from public sources, so that anybody can make it again."""
