"""Logging, configured once at a door and nowhere else."""

import logging

FORMAT = "%(asctime)s %(levelname)s %(name)s %(message)s"


def configure(level: str = "INFO") -> None:
    """Send log events to standard error in one line each."""
    logging.basicConfig(level=level.upper(), format=FORMAT)
