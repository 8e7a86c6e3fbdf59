"""How the schema grows: one small step after another, never rewritten once released."""
