"""The database: how to reach it, how its schema grows, how units of work are kept."""
