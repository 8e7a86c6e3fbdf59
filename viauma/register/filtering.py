"""Filters that ask whether places are open: the texts of hours that say so, for the database."""

from collections.abc import Iterable
from datetime import datetime

from viauma.cql2.tree import And, Expression, In, Instant, IsNull, Literal, Not, Property
from viauma.errors import InvalidInput
from viauma.register.hours import HoursState, state_at

WANTED = {"is_open": HoursState.OPEN, "is_closed": HoursState.CLOSED}

HOURS = Property("opening_hours")


def mentions_hours(text: str | None) -> bool:
    """Tell whether a filter may ask about hours, before it is read: rather too often."""
    # JSON can spell any letter by its number.
    return text is not None and (r"\u" in text or any(name in text.lower() for name in WANTED))


class HoursThere:
    """The texts of hours that published places have; compared by identity, as filters are kept."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.texts = tuple(texts)

    def resolve(self, name: str, arguments: tuple[Expression, ...]) -> Expression:
        """Find the condition that stands for ``is_open`` or ``is_closed``.

        Where hours are null it is false, as where they are not understood: so its negation means
        all that is not known to be so.

        Raises
        ------
        InvalidInput
            The moment is not written out.
        """
        match arguments:
            case (Instant(datetime() as instant),):
                found = [one for one in self.texts if state_at(one, instant) is WANTED[name]]
            case _:
                raise InvalidInput("filter", f"{name}() takes a moment that is written out")
        if not found:
            return Literal(value=False)
        return And((Not(IsNull(HOURS)), In(HOURS, tuple(map(Literal, found)))))
