"""The layers of a map, one per file; each turns a Scene into a Part and knows no sibling."""
