"""CQL2 (OGC 21-065r2), the one filter language: text and JSON in, SQL and canonical text out."""
