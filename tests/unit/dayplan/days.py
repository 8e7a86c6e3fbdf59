"""Days to plan: stops around Umeå, valid by default, and many of them for properties."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from viauma.dayplan.rules import Position, Stop, Trip, Window

STOCKHOLM = ZoneInfo("Europe/Stockholm")
A_SATURDAY = date(2026, 7, 4)
UMEA = Position(20.263, 63.8258)


def at(text: str, day: date = A_SATURDAY) -> datetime:
    return datetime.combine(day, time.fromisoformat(text), STOCKHOLM)


def window(text: str, *, is_known: bool = True, day: date = A_SATURDAY) -> Window:
    start, end = text.split("-")
    return Window(at(start, day), at(end, day), is_known)


def stop(name: str = "a", *windows: Window, **given: Any) -> Stop:
    defaults: dict[str, Any] = {
        "id": name, "name": name, "lon": UMEA.lon, "lat": UMEA.lat, "stay_min": 30,
        "windows": windows or None,
    }  # fmt: skip
    return Stop(**defaults | given)


def trip(**given: Any) -> Trip:
    defaults: dict[str, Any] = {
        "day": A_SATURDAY, "starts_at": time(9), "zone": STOCKHOLM,
        "speed_kmh": 60.0, "detour": 1.3, "origin": UMEA,
    }  # fmt: skip
    return Trip(**defaults | given)


DAYS = st.sampled_from([A_SATURDAY, date(2026, 3, 29), date(2026, 10, 25)])
"""A day of 24 hours, one of 23 and one of 25."""

LONS, LATS = st.floats(19.0, 21.5), st.floats(63.2, 64.6)


@st.composite
def trips(draw: st.DrawFn) -> Trip:
    return trip(
        day=draw(DAYS),
        starts_at=draw(st.times().map(lambda one: one.replace(tzinfo=None))),
        speed_kmh=draw(st.sampled_from([4.5, 16.0, 60.0])),
        origin=draw(st.none() | st.builds(Position, LONS, LATS)),
    )


@st.composite
def windows(draw: st.DrawFn, day: date) -> tuple[Window, ...]:
    """Windows in any order, over midnight on either side, some overlapping, some uncertain."""
    midnight = datetime.combine(day, time(), STOCKHOLM).astimezone(UTC)
    return tuple(
        Window(
            midnight + timedelta(seconds=draw(st.integers(-30_000, 90_000))),
            midnight + timedelta(seconds=draw(st.integers(-30_000, 120_000))),
            draw(st.booleans()),
        )
        for _ in range(draw(st.integers(0, 3)))
    )


@st.composite
def days(draw: st.DrawFn, most: int = 25, *, are_open: bool = False) -> tuple[list[Stop], Trip]:
    """A trip and its stops; `are_open`: nothing is known of their hours."""
    travelled = draw(trips())
    stops = [
        stop(
            f"s{number:02}",
            lon=draw(LONS),
            lat=draw(LATS),
            stay_min=draw(st.integers(1, 180)),
            windows=None if are_open else draw(st.none() | windows(travelled.day)),
        )
        for number in range(draw(st.integers(0, most)))
    ]
    return stops, travelled
