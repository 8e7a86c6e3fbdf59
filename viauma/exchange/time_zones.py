"""A time zone as a calendar carries it (RFC 5545, 3.6.5), for the year that is asked about.

Not icalendar's own: it has clocks go forward an hour late, at the time that they show afterwards
rather than at the time that they showed.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

_HOUR, _DAY = timedelta(hours=1), timedelta(days=1)


def time_zone(zone: ZoneInfo, year: int) -> Timezone:
    """Describe a zone from the beginning of a year to its end, with each change of its clocks."""
    component = Timezone()
    component.add("tzid", zone.key)
    start = datetime(year, 1, 1, tzinfo=zone)
    component.add_component(_part(start, start))
    for moment in _changes(start.astimezone(UTC), zone):
        component.add_component(_part((moment - _HOUR).astimezone(zone), moment.astimezone(zone)))
    return component


def _changes(start: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """Find the hours at which the offset changes, in UTC."""
    for number in range(366):
        day = start + number * _DAY
        if _offset(day, zone) != _offset(day + _DAY, zone):
            hours = (day + hour * _HOUR for hour in range(1, 25))
            yield next(one for one in hours if _offset(one, zone) != _offset(day, zone))


def _part(before: datetime, after: datetime) -> TimezoneStandard | TimezoneDaylight:
    """Describe what holds from a change on."""
    part = TimezoneDaylight() if after.dst() else TimezoneStandard()
    was, becomes = before.utcoffset(), after.utcoffset()
    assert was is not None  # noqa: S101 - both are aware
    # The onset is told by the clock as it was.
    part.add("dtstart", after.astimezone(UTC).replace(tzinfo=None) + was)
    part.add("tzoffsetfrom", was)
    part.add("tzoffsetto", becomes)
    part.add("tzname", after.tzname())
    return part


def _offset(moment: datetime, zone: ZoneInfo) -> timedelta | None:
    return moment.astimezone(zone).utcoffset()
