"""The only place that asks what time it is, so that a test can answer instead."""

from datetime import UTC, datetime


def now() -> datetime:
    """Tell the present instant in UTC."""
    return datetime.now(UTC)
