"""Geometry without a database: boxes, areas, measures. Longitude before latitude, always."""
