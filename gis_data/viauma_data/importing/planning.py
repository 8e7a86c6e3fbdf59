"""Before a row is stored: what kind of file it is, where its rows are, and whose they are."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from viauma.errors import InvalidInput
from viauma.exchange.findings import Ambiguous, Evidence
from viauma.progress import Progress, silent
from viauma.provenance.rules import REGISTER
from viauma_data.detecting import Layout, detect, tells_positions
from viauma_data.importing.asked import Asked
from viauma_data.profiles.guessing import KEY as GENERIC
from viauma_data.profiles.guessing import guessed
from viauma_data.profiles.known import profile_asked
from viauma_data.profiles.matching import Match, clear, demand, match
from viauma_data.profiles.model import Profile
from viauma_data.reading.table import Table

PLAUSIBLE = 0.6
"""A profile that fits worse is not worth a question."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How one table is read."""

    table: Table
    layout: Layout
    profile: Profile
    evidence: tuple[Evidence, ...]
    """Of reading, of the kind of file, of the positions."""

    @property
    def is_own_text(self) -> bool:
        """Whether Via Uma wrote it in a form of which spreadsheets run formulas."""
        return self.profile.own and self.table.format in {"csv", "tsv"}


def planned(
    table: Table, asked: Asked, known: Mapping[str, Profile], progress: Progress = silent
) -> Plan:
    """Find out what a table is, from what it holds and from what a person says.

    Raises
    ------
    Ambiguous
        Several readings are plausible; the error names the option by which a person decides.
    InvalidInput
        Nothing says what the rows are, or an option does not fit the file.
    """
    found = _kind_of(table, asked, known)
    layout = _layout(table, asked, progress)
    if found is None:
        # What is on no map needs no category.
        _demand_positions(table, layout)
        found = guessed(table, category=asked.category, called=_stem(shown_name(asked.where)))
    evidence = (*table.evidence, *found.evidence, *layout.evidence)
    return Plan(table, layout, found.profile, evidence)


def shown_name(where: str) -> str:
    """Name a file without its folder, an address without a password in it."""
    if "://" not in where:
        return Path(where).name or where
    parts = urlsplit(where)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))[:500]


def _demand_positions(table: Table, layout: Layout) -> None:
    if any(one.code == "no-coordinates" for one in layout.findings):
        has = ", ".join(table.columns[:12]) or "no columns"
        raise InvalidInput(
            "--lon-column, --lat-column or --wkt-column",
            f"no column of {table.name} is recognised as positions; it has {has}",
        )


def _layout(table: Table, asked: Asked, progress: Progress) -> Layout:
    return detect(
        table,
        crs=asked.crs,
        lon_column=asked.lon_column,
        lat_column=asked.lat_column,
        shape_column=asked.wkt_column,
        decimal=asked.decimal,
        region=asked.area,
        progress=progress,
    )


def apart(
    tables: Sequence[Table], asked: Asked, known: Mapping[str, Profile]
) -> tuple[list[Table], list[Evidence]]:
    """Part the tables that have places from those that go with them, such as a codebook."""
    if asked.layer:
        return list(tables), []
    found = (clear(match(one, known)) for one in tables)
    beside = [columns for one in found if one for columns in one.profile.beside]
    left = [table for table in tables if any(table.columns[: len(one)] == one for one in beside)]
    because = "it goes with the others and has no places"
    told = [Evidence("left out", one.name, because, "--layer") for one in left]
    kept = [table for table in tables if table not in left]
    # A sheet that explains codes and the styles of QGIS hold no places; if nothing does, ask.
    placed = [one for one in kept if len(kept) == 1 or _tells_positions(one, asked)] or kept
    because = "it tells no positions, and other tables of the file do"
    told += [
        Evidence("left out", one.name, because, "--layer") for one in kept if one not in placed
    ]
    return placed, told


def _tells_positions(table: Table, asked: Asked) -> bool:
    said = {asked.lon_column, asked.wkt_column} - {None}
    return bool(said & set(table.columns)) or tells_positions(table)


def source_of(plans: Sequence[Plan], asked: Asked, name: str) -> tuple[str, Evidence]:
    """Tell under which name the rows are kept, by which they are recognised next time.

    Raises
    ------
    InvalidInput
        A name is given for rows that each have their own, or it is that of officers' words.
    """
    if asked.source == REGISTER:
        raise InvalidInput("--source", f"'{REGISTER}' is what officers say; name the rows' own")
    own = [plan.profile for plan in plans if plan.profile.own]
    if asked.source and own:
        raise InvalidInput(
            "--source",
            f"does not go with files of {own[0].called}, whose rows say their own source",
        )
    if asked.source:
        return asked.source, Evidence("source", asked.source, "it was given", "--source")
    if own:
        because = f"{own[0].called} wrote the file"
        return str(own[0].source), Evidence("source and licence", "as each row says", because)
    named = {plan.profile.source for plan in plans} - {None}
    if len(named) == 1:
        source = str(named.pop())
        return source, Evidence("source", source, "the kind of file says so", "--source")
    source = _slug(name)
    if source == REGISTER:
        raise InvalidInput("--source", f"'{REGISTER}' is what officers say; name the rows' own")
    because = "the file is called so; a file of another name is another source"
    return source, Evidence("source", source, because, "--source")


def _kind_of(table: Table, asked: Asked, known: Mapping[str, Profile]) -> Match | None:
    if asked.profile == GENERIC:
        return None
    if asked.profile:
        profile = profile_asked(asked.profile, known)
        demand(profile, table)
        told = Evidence("kind of file", f"{profile.key} ({profile.called})", "it was given")
        return Match(profile, 1.0, (told,))
    found = match(table, known)
    best = clear(found)
    if best is not None:
        return best
    if found and found[0].score >= PLAUSIBLE:
        raise _question(found)
    return None


def _question(found: Sequence[Match]) -> Ambiguous:
    near = [one for one in found if found[0].score - one.score < 0.1]  # noqa: PLR2004 - as `clear`
    told = "; ".join(
        f"{one.profile.key}: {one.evidence[0].because}" for one in near if one.evidence
    )
    return Ambiguous(
        "--as", f"The file may be of several kinds ({told}).", [one.profile.key for one in near]
    )


def _stem(name: str) -> str:
    return name.rstrip("/").rsplit("/", 1)[-1].split("?")[0].split(".")[0]


def _slug(name: str) -> str:
    stem = _stem(name).casefold()
    letters = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    if not slug:
        raise InvalidInput(
            "--source", f"'{name[:60]}' gives no name to keep the rows under; say one"
        )
    return slug[:100]
