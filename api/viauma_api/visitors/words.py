"""What the visitor's pages say, in the language of the address; the texts are in words.toml."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from viauma_api.visitors.language import Language
from viauma_maps.words import in_language

STOCKHOLM = ZoneInfo("Europe/Stockholm")

_DECIMAL = {"sv": ",", "en": "."}
_MONTHS = {
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "en": "January February March April May June July August September October November December",
}
_WEEKDAYS = {
    "sv": "måndag tisdag onsdag torsdag fredag lördag söndag",
    "en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
}


@cache
def _texts() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    text = files("viauma_api.visitors").joinpath("words.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


class Voice:
    """A language that speaks: words, numbers, distances and dates."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, name: str, *values: object) -> str:
        """Say a word, written room.name, with values where {0}, {1} … stand."""
        room, _, key = name.partition(".")
        return _texts()[room][key][self.language].format(*values)

    def room(self, room: str) -> dict[str, str]:
        """Give all words of a room, for a script to say."""
        return {key: texts[self.language] for key, texts in _texts()[room].items()}

    def spelled(self, room: str, key: str, default: str) -> str:
        """Say what the data call by a key; where this language has no other word, the default."""
        return _texts()[room].get(key, {}).get(self.language, default)

    def pick(self, texts: Mapping[str, str] | None) -> str:
        """Pick the text in this language, or in another when there is none."""
        return in_language(texts, self.language) if texts else ""

    def places(self, count: int | None) -> str:
        """Count places: 1 place, 2 places; None is more than are counted."""
        if count is None:
            return self("count.more")
        return self("count.one") if count == 1 else self("count.many", self.number(count))

    def number(self, value: float) -> str:
        """Write a number with the language's decimal sign and narrow gaps between thousands."""
        text = f"{value:,}".removesuffix(".0")
        whole, _, decimals = text.partition(".")
        grouped = whole.replace(",", "\u202f")
        return f"{grouped}{_DECIMAL[self.language]}{decimals}" if decimals else grouped

    @property
    def decimal(self) -> str:
        """The sign before decimals."""
        return _DECIMAL[self.language]

    def distance(self, metres: float) -> str:
        """Write a distance: whole metres below a kilometre, then kilometres.

        Examples
        --------
        >>> Voice("sv").distance(1530.2), Voice("en").distance(94.6)
        ('1,5 km', '95 m')
        """
        if metres < 1_000:  # noqa: PLR2004 - a kilometre
            return f"{round(metres)} m"
        kilometres = round(metres / 1000, 1) if metres < 100_000 else round(metres / 1000)  # noqa: PLR2004
        return f"{self.number(kilometres)} km"

    def day(self, value: date) -> str:
        """Write a day: 6 June 2026."""
        return f"{value.day} {_MONTHS[self.language].split()[value.month - 1]} {value.year}"

    def weekday(self, value: date) -> str:
        """Name the day of the week."""
        return _WEEKDAYS[self.language].split()[value.weekday()]

    def moment(self, value: datetime) -> str:
        """Write a moment in the region's time: Saturday 6 June 2026, 12:00."""
        local = value.astimezone(STOCKHOLM)
        return f"{self.weekday(local)} {self.day(local)} {local:%H:%M}"

    def reduced(self, text: str) -> str:
        """Write an ISO 8601 date that may be a year or a month only; what is none stays."""
        parts = text[:10].split("-")
        try:
            if len(parts) == 1:
                return str(int(parts[0]))
            whole = date(int(parts[0]), int(parts[1]), int(parts[2]) if len(parts) > 2 else 1)  # noqa: PLR2004
        except ValueError:
            return text
        written = self.day(whole)
        return written if len(parts) > 2 else written.partition(" ")[2]  # noqa: PLR2004

    def name(self, properties: Mapping[str, Any]) -> str:
        """Name a place, in this language if it can be; a nameless one by its category."""
        names = {"sv": properties.get("name_sv"), "en": properties.get("name_en")}
        given = names[self.language] or properties.get("name") or names["sv"] or names["en"]
        return str(given) if given else self("place.unnamed", self.category(properties))

    def category(self, properties: Mapping[str, Any]) -> str:
        """Name a place's category."""
        return str(properties.get(f"category_{self.language}") or properties.get("category") or "")


VOICES: dict[Language, Voice] = {"sv": Voice("sv"), "en": Voice("en")}
