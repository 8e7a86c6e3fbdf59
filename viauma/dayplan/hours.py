"""Opening hours as windows of a day: the bridge from the register's hours to the plan's values."""

from datetime import date, datetime, time, timedelta

from viauma.dayplan.rules import Window
from viauma.register.evaluation import ZONE
from viauma.register.hours import HoursState, week_of

_DAY = timedelta(days=1)


def windows_on(hours: str | None, day: date) -> tuple[Window, ...] | None:
    """Tell when a place can be visited on a day, by its hours in OSM syntax.

    What it may be open is a window that is not known. Hours of the evening before that run over
    midnight belong to the day too; whoever plans cuts them at its edges. None where nothing can be
    read from the hours; empty where they say that it is closed.
    """
    midnight = datetime.combine(day, time(), ZONE)
    found: list[Window] = []
    for one in (day - _DAY, day):
        week = week_of(hours, one)
        if week is None:
            return None
        found += [
            Window(start, end, is_known=state is HoursState.OPEN)
            for start, end, state in week[one.weekday()].stretches
            if end > midnight
        ]
    return tuple(found)
