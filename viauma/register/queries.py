"""Reading what the register knows of published places."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from viauma.db.fastlane import Question
from viauma.db.named_sql import named_sql
from viauma.register.filtering import HoursThere


def hours_there(session: Session) -> HoursThere:
    """Find the texts of hours that published places have."""
    return HoursThere(session.scalars(text(named_sql("hours_there"))))


def hours_question() -> Question:
    """Ask the fast lane for the rows that hours_from reads."""
    return Question(named_sql("hours_there"), {})


def hours_from(rows: Iterable[tuple[Any, ...]]) -> tuple[str, ...]:
    """Read the fast lane's rows, whose plain texts are bytes."""
    return tuple(one.decode() for (one,) in rows)
