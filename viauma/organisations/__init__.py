"""Organisations: who owns, operates, finances and takes part."""
